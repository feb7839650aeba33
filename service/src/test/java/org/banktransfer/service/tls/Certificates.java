package org.banktransfer.service.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A CA of its own, in a directory, and what it vouches for. Made by `keytool`, and written as PEM.
public final class Certificates {

    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path directory;
    private final Path store;

    /// A certificate, with those that lead up to its CA, and its key, in PEM.
    public record Identity(String alias, Path certificate, Path key) {}

    public Certificates(Path directory) {
        this.directory = directory;
        store = directory.resolve("keys.p12");
        generate("ca", "EC", "-ext", "bc:c");
    }

    /// The CA's own certificate, in PEM.
    public Path ca() {
        return write("ca").certificate();
    }

    /// What the CA vouches for.
    ///
    /// @param name its subject alternative name, as in "ip:127.0.0.1"
    public Identity signed(String alias, String name) {
        generate(alias, "EC", "-ext", "san=" + name, "-signer", "ca");
        return write(alias);
    }

    /// What nobody vouches for.
    public Identity selfSigned(String alias, String name) {
        generate(alias, "RSA", "-ext", "san=" + name);
        return write(alias);
    }

    /// What a server shows as this, and asks nobody for a certificate, unless told to.
    public SSLContext server(Identity identity) throws GeneralSecurityException, IOException {
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        var all = load();
        own.setKeyEntry(
                "own",
                all.getKey(identity.alias(), PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(identity.alias()));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void generate(String alias, String algorithm, String... more) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                algorithm,
                                "-alias",
                                alias,
                                "-dname",
                                "CN=" + alias,
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD));
        command.addAll(Arrays.asList(more));
        var log = directory.resolve("keytool.log");
        try {
            var keytool =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException(Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Identity write(String alias) {
        try {
            var all = load();
            var chain = new StringBuilder();
            for (var certificate : all.getCertificateChain(alias)) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            var key = all.getKey(alias, PASSWORD.toCharArray()).getEncoded();
            return new Identity(
                    alias,
                    Files.writeString(directory.resolve(alias + ".pem"), chain),
                    Files.writeString(directory.resolve(alias + ".key"), pem("PRIVATE KEY", key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, LINES.encodeToString(encoded), kind);
    }
}
