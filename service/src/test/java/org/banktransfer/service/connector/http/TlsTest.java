package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.answers;
import static org.banktransfer.service.connector.http.RawInstitution.approved;

import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.service.connector.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Whom we give a card number to. The certificates are made by the JDK's own tool.
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path directory;

    @Test
    void an_institution_with_a_trusted_certificate_of_its_name_is_spoken_to() throws Exception {
        var context = context("ip:127.0.0.1");
        try (var institution =
                institution(
                        context, answers("200 OK", approved()), answers("200 OK", approved()))) {
            var line = line(institution, context.getSocketFactory());

            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);

            assertThat(institution.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_certificate_of_another_name_gets_no_card() throws Exception {
        var context = context("dns:elsewhere.example");
        try (var institution = institution(context)) {
            var line = line(institution, context.getSocketFactory());

            assertThat(line.cashOut(Given.REQUEST)).isEqualTo(notConnected());
            assertThat(institution.requests()).isEmpty();
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_gets_no_card() throws Exception {
        try (var institution = institution(context("ip:127.0.0.1"))) {
            var line =
                    new HttpLine(
                            Given.institution(institution.url(), Given.AMPLE),
                            InstantSource.system());

            assertThat(line.cashOut(Given.REQUEST)).isEqualTo(notConnected());
            assertThat(institution.requests()).isEmpty();
        }
    }

    @Test
    void a_handshake_that_is_never_answered_is_given_up_in_time() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var institution = new RawInstitution("https", silent)) {
            var line =
                    new HttpLine(
                            Given.institution(institution.url(), Given.SHORT),
                            InstantSource.system());

            assertThat(line.cashOut(Given.REQUEST))
                    .isEqualTo(Heard.silence(new Unknown("no answer within 300 ms")));
        }
    }

    private static Heard<?> notConnected() {
        return Heard.silence(new Unknown("could not connect: SSLHandshakeException"));
    }

    private static HttpLine line(RawInstitution institution, SSLSocketFactory tls) {
        var settings = Given.institution(institution.url(), Given.AMPLE);
        return new HttpLine(settings, InstantSource.system(), tls);
    }

    private static RawInstitution institution(
            SSLContext context, RawInstitution.Behaviour... behaviours) throws IOException {
        var server =
                context.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new RawInstitution("https", server, behaviours);
    }

    /// A context that shows, and trusts, one new certificate.
    private SSLContext context(String subjectAlternativeName)
            throws IOException, InterruptedException, GeneralSecurityException {
        var file = directory.resolve("keys.p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "institution",
                                "-dname",
                                "CN=institution",
                                "-ext",
                                "san=" + subjectAlternativeName,
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        // A trust store wants the certificate as such, not as half of a key pair.
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("institution", store.getCertificate("institution"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
