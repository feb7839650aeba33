package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.demo.World.Node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A bank with one node that is killed and started again, always at the same address, and customers
/// who press whether it answers or not.
final class OneNode implements AutoCloseable {

    private final Bank bank;
    private final Node node;
    private final App app;
    private final App operator;
    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();

    private OneNode(Bank bank, Node node) {
        this.bank = bank;
        this.node = node;
        app = bank.app(node);
        operator = bank.operator(node);
    }

    /// Starts the node.
    static OneNode of(Bank bank, List<String> jvmOptions, String... options) {
        return new OneNode(bank, bank.startNode(jvmOptions, options));
    }

    Bank bank() {
        return bank;
    }

    Node node() {
        return node;
    }

    App app() {
        return app;
    }

    App operator() {
        return operator;
    }

    SandboxAdmin institution() {
        return bank.institution();
    }

    /// A wish for 5.00 of the 50.00 on a new card.
    Wish wish() {
        return Wish.make(institution(), operator, 5000, Optional.of(500L));
    }

    /// Presses and does not wait for the answer.
    Future<?> press(Wish wish) {
        return customers.submit(() -> wish.pressInVain(app));
    }

    /// SIGKILL.
    void kill() {
        node.kill();
    }

    void restart(String... jvmOptions) {
        bank.world().restart(List.of(jvmOptions), node);
    }

    /// Waits until nothing is unsettled but these.
    ///
    /// @return how long that took
    Duration untilSettled(Set<String> but) throws InterruptedException {
        return Settling.await(operator, but);
    }

    void assertBooksAgree() throws InterruptedException {
        var audit = bank.audit(Map.of());
        assertThat(audit.exitStatus()).as(audit.text()).isZero();
    }

    @Override
    public void close() {
        bank.close();
        customers.close();
    }
}
