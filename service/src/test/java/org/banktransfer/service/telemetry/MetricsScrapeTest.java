package org.banktransfer.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.transfer.TransferStore.Backlog;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

class MetricsScrapeTest {

    @Test
    void a_scrape_is_whole_while_the_backlog_is_told_anew() throws Exception {
        var backlog = List.of(new Backlog(new InstitutionName("sandbox"), 2, 1, Instant.EPOCH));
        var isOver = new AtomicBoolean();
        try (var metrics = new Metrics(InstantSource.system())) {
            metrics.backlog(backlog, InstantSource.system());
            var teller =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!isOver.get()) {
                                    metrics.backlog(backlog, InstantSource.system());
                                }
                            });
            try {
                for (int i = 0; i < 300; i++) {
                    assertThat(metrics.scrape())
                            .contains("banktransfer_transfers_parked{institution=\"sandbox\"} 1.0");
                }
            } finally {
                isOver.set(true);
                teller.join();
            }
        }
    }
}
