package org.banktransfer.service.webhook;

import org.banktransfer.event.WebhookEndpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The endpoints' signing secrets. None is stored: each is made of our key, the endpoint's id and
/// the secret's number, so that the database alone tells nobody how to sign.
public final class Secrets {

    public static final int KEY_LENGTH = 32;

    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";

    private final byte[] key;

    /// @param key 32 bytes of chance, the same on all nodes
    public Secrets(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("the key of webhooks is 32 bytes");
        }
        this.key = key.clone();
    }

    /// The newest one, as its receiver needs it: `whsec_…`.
    public String newest(WebhookEndpoint endpoint) {
        return PREFIX
                + Base64.getEncoder().encodeToString(secret(endpoint, endpoint.secretNumber()));
    }

    /// The header `webhook-signature`: by the newest secret and, while it is valid, by the one
    /// before.
    String signatures(
            WebhookEndpoint endpoint, String id, long timestamp, byte[] body, Instant now) {
        var secrets = new ArrayList<>(List.of(secret(endpoint, endpoint.secretNumber())));
        if (endpoint.isOldSecretValid(now)) {
            secrets.add(secret(endpoint, endpoint.secretNumber() - 1));
        }
        var head = ascii(id + "." + timestamp + ".");
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(mac(secret, head, body)))
                .collect(Collectors.joining(" "));
    }

    private byte[] secret(WebhookEndpoint endpoint, int number) {
        return mac(key, ascii("webhook secret " + number + " of " + endpoint.id()));
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
