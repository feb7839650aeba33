package org.banktransfer.service.demo;

import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.World.Node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// What one scenario is played with: a card and an account of its own.
final class Stage {

    static final String PIN = "4821";
    static final String CUSTOMER = "alice";

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(30);

    private final World world;
    private final Node node;
    private final String number;
    private final String account;
    private final long opening;

    private Stage(World world, Node node, String number, String account, long opening) {
        this.world = world;
        this.node = node;
        this.number = number;
        this.account = account;
        this.opening = opening;
    }

    /// Issues a card and opens an account.
    static Stage set(World world, Node node, String number, long balanceMinor) {
        var account = "acc_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        world.institution().putCard(number, PIN, balanceMinor, "USD");
        world.operator(node).putAccount(account, CUSTOMER, "open");
        return new Stage(world, node, number, account, balanceMinor);
    }

    World world() {
        return world;
    }

    Node node() {
        return node;
    }

    SandboxAdmin institution() {
        return world.institution();
    }

    App app() {
        return world.app(node, CUSTOMER);
    }

    String number() {
        return number;
    }

    String account() {
        return account;
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /// One press of the button.
    Seen press(String key, String pin, Optional<Long> amountMinor) throws IOException {
        return app().redeem(key, account, number, pin, amountMinor, Optional.empty());
    }

    /// Asks for the transfer until it is final.
    Seen untilFinal(String id) throws IOException {
        return app().transfer(id, (int) SETTLED_WITHIN.toSeconds());
    }

    long onCard() {
        return institution().balance(number);
    }

    long inAccount() {
        return app().balance(account);
    }

    /// Whether so much has moved from the card to the account, and nothing anywhere else.
    boolean moved(long amountMinor) {
        return onCard() == opening - amountMinor && inAccount() == amountMinor;
    }

    /// Where the money is on both sides.
    String money() {
        return "card "
                + dollars(opening)
                + " -> "
                + dollars(onCard())
                + ", account 0.00 -> "
                + dollars(inAccount());
    }

    static String dollars(long minor) {
        return "%d.%02d".formatted(minor / 100, minor % 100);
    }

    /// @throws IllegalStateException if it does not come true in time
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        var giveUpAt = Instant.now().plus(SETTLED_WITHIN);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(giveUpAt)) {
                throw new IllegalStateException("waited in vain until " + what);
            }
            Thread.sleep(20);
        }
    }
}
