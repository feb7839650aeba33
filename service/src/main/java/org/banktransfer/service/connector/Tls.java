package org.banktransfer.service.connector;

import org.banktransfer.service.connector.InstitutionSettings.ClientCertificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whom we take for an institution, and as whom it takes us, for every connection to it.
///
/// A file of trusted certificates takes the place of what the Java runtime trusts. Where it holds
/// the institution's own certificate, that one is pinned: it is trusted for as long as it is in the
/// file. Whatever is trusted, the host's name must be in the certificate; callers see to that.
public final class Tls {

    /// TLS 1.3 (RFC 8446) and 1.2 (RFC 5246); what is older is broken (RFC 8996).
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /// The versions of TLS that are spoken.
    public static String[] protocols() {
        return PROTOCOLS.toArray(String[]::new);
    }

    /// @throws IllegalArgumentException naming the setting whose file cannot be used, and why
    public static SSLContext context(InstitutionSettings settings) {
        var prefix = "institutions." + settings.name() + ".";
        var trust = settings.secrecy().trust().map(file -> trusted(prefix + "trust", file));
        var client = settings.secrecy().client().map(ours -> shown(prefix, ours));
        try {
            var context = SSLContext.getInstance("TLS");
            // Null is what the Java runtime trusts, and nothing to show.
            context.init(client.orElse(null), trust.orElse(null), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static TrustManager[] trusted(String setting, Path file) {
        var certificates = certificates(setting, file);
        try {
            var store = emptyStore();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return managers.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw unusable(setting, file, "its certificates cannot be trusted");
        }
    }

    private static KeyManager[] shown(String prefix, ClientCertificate ours) {
        var chain = certificates(prefix + "client-certificate", ours.certificate());
        var publicKey = chain.getFirst().getPublicKey();
        var key = privateKey(prefix + "client-key", ours.key(), publicKey);
        try {
            var store = emptyStore();
            store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            return managers.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw unusable(prefix + "client-certificate", ours.certificate(), "cannot be shown");
        }
    }

    private static List<Certificate> certificates(String setting, Path file) {
        try {
            var pem = new ByteArrayInputStream(read(setting, file));
            var found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (found.isEmpty()) {
                throw unusable(setting, file, "holds no certificate");
            }
            return new ArrayList<>(found);
        } catch (GeneralSecurityException e) {
            throw unusable(setting, file, "is not a file of certificates in PEM");
        }
    }

    /// The kind of key is read from the certificate that it is for.
    private static PrivateKey privateKey(String setting, Path file, PublicKey publicKey) {
        var pem = new String(read(setting, file), StandardCharsets.ISO_8859_1);
        var found = PRIVATE_KEY.matcher(pem);
        if (!found.find()) {
            throw unusable(
                    setting, file, "holds no BEGIN PRIVATE KEY; make it so by: openssl pkey");
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(found.group(1));
            var key =
                    KeyFactory.getInstance(publicKey.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            if (isPair(key, publicKey)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Said below; the cause might quote the key.
        }
        throw unusable(setting, file, "is not the key of the client certificate");
    }

    /// Else every handshake would fail, and say something else.
    private static boolean isPair(PrivateKey key, PublicKey publicKey)
            throws GeneralSecurityException {
        var algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                };
        var challenge = algorithm.getBytes(StandardCharsets.US_ASCII);
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(challenge);
        var signature = signer.sign();
        signer.initVerify(publicKey);
        signer.update(challenge);
        return signer.verify(signature);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("there is nothing to read", e);
        }
    }

    private static byte[] read(String setting, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unusable(setting, file, "cannot be read");
        }
    }

    private static IllegalArgumentException unusable(String setting, Path file, String why) {
        return new IllegalArgumentException(setting + " '" + file + "' " + why);
    }
}
