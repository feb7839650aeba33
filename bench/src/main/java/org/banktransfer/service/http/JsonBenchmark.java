package org.banktransfer.service.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A request to redeem a card, read and checked; and the transfer that is answered, written.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {

    private static final Money AMOUNT = Money.of(2500, "USD");

    private final byte[] request =
            """
            {"account":"acc_1","institution":"sandbox",\
            "card":{"number":"6034932528973614","pin":"4821"},"amount":2500,"currency":"USD"}\
            """
                    .getBytes(UTF_8);

    private final Transfer transfer =
            new Transfer(
                    new TransferId(new UUID(0x019aabf2c5d07a3eL, 0x8b6f0f6a1c2d3e4fL)),
                    new Transfer.Wish(
                            new CustomerId("alice"),
                            new IdempotencyKey("key"),
                            new AccountId("acc_1"),
                            new InstitutionName("sandbox"),
                            new CardFingerprint("0".repeat(64)),
                            "3614",
                            new RequestedAmount.Exactly(AMOUNT)),
                    new TransferState.Completed(AMOUNT),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    0,
                    Optional.empty());

    @Benchmark
    public Object read() {
        return RedeemRequest.read(request, new ArrayList<>());
    }

    @Benchmark
    public byte[] write() {
        return Json.write(TransferJson.of(transfer));
    }
}
