package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.answers;
import static org.banktransfer.service.connector.http.RawInstitution.approved;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.service.connector.Connectors;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.InstitutionSettings.Deadlines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(60)
class ConnectorsTest {

    @Test
    void customers_of_one_institution_are_served_while_another_never_answers() throws Exception {
        try (var dead = new RawInstitution(silences(200));
                var lively =
                        new RawInstitution(
                                answers("200 OK", approved()),
                                answers("200 OK", approved()),
                                answers("200 OK", approved()));
                var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            var institutions =
                    Connectors.from(
                            List.of(settings("dead", dead), settings("lively", lively)),
                            InstantSource.system());
            var deadOne = institutions.find(new InstitutionName("dead")).orElseThrow();
            var livelyOne = institutions.find(new InstitutionName("lively")).orElseThrow();
            var waiting = new ArrayList<Future<?>>();
            for (int i = 0; i < 200; i++) {
                waiting.add(customers.submit(() -> deadOne.cashOut(Given.REQUEST)));
            }

            for (int i = 0; i < 3; i++) {
                assertThat(livelyOne.cashOut(Given.REQUEST)).isInstanceOf(Approved.class);
            }

            for (var each : waiting) {
                assertThat(each.get()).isInstanceOf(Unknown.class);
            }
            // As many as there are places; the others were not sent.
            assertThat(dead.requests()).hasSizeLessThanOrEqualTo(128);
        }
    }

    private static InstitutionSettings settings(String name, RawInstitution institution) {
        return InstitutionSettings.http(new InstitutionName(name), institution.url())
                .with(
                        new Deadlines(
                                Given.AMPLE, Given.AMPLE.dividedBy(30), Given.AMPLE, Given.AMPLE));
    }

    private static RawInstitution.Behaviour[] silences(int count) {
        var silences = new RawInstitution.Behaviour[count];
        Arrays.fill(silences, (RawInstitution.Behaviour) (_, _) -> true);
        return silences;
    }
}
