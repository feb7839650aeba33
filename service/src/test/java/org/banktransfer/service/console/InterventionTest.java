package org.banktransfer.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.service.console.ConsoleWorld.Seen;
import org.banktransfer.service.fake.Await;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.Intervention;
import org.banktransfer.transfer.Leeway;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Two people intervene: what each is shown, and that nobody gets around the other.
class InterventionTest {

    private static final Pattern DIGEST =
            Pattern.compile("name=\"shown\" value=\"([0-9a-f]{64})\"");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test, by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ConsoleWorld world;

    private String olga = "";
    private String oscar = "";

    @BeforeEach
    void open() {
        world = new ConsoleWorld(directory);
        olga = world.signedIn("olga");
        oscar = world.signedIn("oscar");
    }

    @AfterEach
    void close() {
        world.close();
    }

    /// The institution says nothing, and the request path has given up.
    private Transfer stuck() {
        world.bank.institution.fallSilent();
        var transfer = world.bank.begin("k");
        Await.until(() -> world.bank.desk.inFlight() == 0);
        return world.bank.store.find(transfer.id()).orElseThrow();
    }

    private static String page(Transfer transfer) {
        return "/console/transfers/" + transfer.id();
    }

    private Seen propose(String who, Transfer transfer, String kind, String minutes) {
        var path = page(transfer) + "/propose";
        var proof = world.get(path, who).proof();
        return world.post(
                path,
                who,
                // No database takes the zero.
                Map.of("proof", proof, "kind", kind, "minutes", minutes, "why", "she\0 called"));
    }

    private Intervention only(Transfer transfer) {
        return world.interventions.of(transfer.id()).getFirst();
    }

    private Seen approve(String who, Transfer transfer, Seen shown) {
        return world.post(
                "/console/interventions/" + only(transfer).id() + "/approve",
                who,
                fields(transfer, shown));
    }

    private static Map<String, String> fields(Transfer transfer, Seen shown) {
        var fields = new HashMap<String, String>();
        fields.put("proof", shown.proof());
        fields.put("transfer", transfer.id().toString());
        var digest = DIGEST.matcher(shown.text());
        if (digest.find()) {
            fields.put("shown", digest.group(1));
        }
        return fields;
    }

    @Test
    void what_one_proposes_another_approves_and_both_are_shown() {
        var transfer = stuck();

        assertThat(propose(olga, transfer, "park", "0").status()).isEqualTo(303);
        assertThat(world.bank.store.find(transfer.id()).orElseThrow().parked()).isEmpty();
        var shown = world.get(page(transfer), oscar);
        assertThat(shown.text()).contains("Park", "she called", "olga", "Approve and do it");
        assertThat(approve(oscar, transfer, shown).status()).isEqualTo(303);

        assertThat(world.bank.store.find(transfer.id()).orElseThrow().parked())
                .contains(ParkReason.BY_OPERATOR);
        assertThat(world.get(page(transfer), olga).text()).contains("approved by oscar");
        assertThat(world.get("/console/interventions", olga).text())
                .contains(transfer.id().toString(), "approved by oscar", "she called");
    }

    @Test
    void nobody_approves_what_they_have_proposed_not_even_past_the_page() {
        var transfer = stuck();
        propose(olga, transfer, "park", "0");
        var own = world.get(page(transfer), olga);
        assertThat(own.text())
                .contains("another operator has to approve it")
                .doesNotContain("Approve and do it");
        var fields = fields(transfer, own);
        fields.putAll(Map.of("shown", digest(transfer)));

        var seen =
                world.post(
                        "/console/interventions/" + only(transfer).id() + "/approve", olga, fields);

        assertThat(seen.status()).isEqualTo(403);
        assertThat(only(transfer).isOpen()).isTrue();
        assertThat(world.bank.store.find(transfer.id()).orElseThrow().parked()).isEmpty();
    }

    private String digest(Transfer transfer) {
        var digest = DIGEST.matcher(world.get(page(transfer), oscar).text());
        assertThat(digest.find()).isTrue();
        return digest.group(1);
    }

    @Test
    void a_forged_form_neither_proposes_nor_approves() {
        var transfer = stuck();
        var path = page(transfer) + "/propose";
        var proof = world.get(path, olga).proof();
        var wish = Map.of("kind", "park", "minutes", "0", "why", "x");
        assertThat(world.post(path, olga, wish).status()).isEqualTo(403);
        var elsewhere = new HashMap<>(wish);
        elsewhere.put("proof", proof);
        assertThat(
                        world.post(path, olga, elsewhere, Map.of("Sec-Fetch-Site", "cross-site"))
                                .status())
                .isEqualTo(403);
        assertThat(world.interventions.of(transfer.id())).isEmpty();

        propose(olga, transfer, "park", "0");
        var without = fields(transfer, world.get(page(transfer), oscar));
        without.remove("proof");
        var approve = "/console/interventions/" + only(transfer).id() + "/approve";
        assertThat(world.post(approve, oscar, without).status()).isEqualTo(403);
        assertThat(world.post(approve, "", without).status()).isEqualTo(401);
        assertThat(only(transfer).isOpen()).isTrue();
    }

    @Test
    void an_approval_counts_only_for_what_was_shown() {
        var transfer = stuck();
        propose(olga, transfer, "drive_now", "0");
        var shown = world.get(page(transfer), oscar);
        assertThat(shown.text()).contains("what became of " + transfer.id());
        world.bank.ledger.decide(
                transfer.id(),
                new LedgerAnswer.Voided(
                        VoidReason.TIMED_OUT, Optional.of(Money.of(2_500, "USD")), false));

        assertThat(approve(oscar, transfer, shown).status()).isEqualTo(409);
        assertThat(only(transfer).isOpen()).isTrue();

        assertThat(approve(oscar, transfer, world.get(page(transfer), oscar)).status())
                .isEqualTo(303);
    }

    @Test
    void what_the_preview_says_is_sent_and_posted_is() {
        var transfer = stuck();
        var paid = Optional.of(Money.of(2_500, "USD"));
        world.bank.ledger.decide(
                transfer.id(), new LedgerAnswer.Voided(VoidReason.TIMED_OUT, paid, false));
        propose(olga, transfer, "drive_now", "0");
        assertThat(world.get(page(transfer), oscar).text())
                .contains("to sandbox: reverse " + transfer.id() + ", because timed out")
                .contains("debit transfers in transit, credit due from sandbox, 25.00 USD");
        int before = world.bank.store.history(transfer.id()).size();

        approve(oscar, transfer, world.get(page(transfer), oscar));
        driveOn(transfer);

        var steps = world.bank.store.history(transfer.id());
        assertThat(steps.subList(before, steps.size()))
                .extracting(entry -> entry.step() + " " + entry.outcome())
                .containsExactly(
                        "ask_ledger voided",
                        "reverse reversed",
                        "book_reversal voided_and_reversed",
                        "close reversed");
        assertThat(world.get(page(transfer), olga).text())
                .contains("<td>transfers in transit</td><td>due from sandbox</td>", "25.00 USD");
    }

    /// As recovery would.
    private void driveOn(Transfer transfer) {
        var engine = world.bank.engine;
        var drive =
                engine.resume(
                        world.bank.store.find(transfer.id()).orElseThrow(), new ClaimToken(1));
        while (!drive.isOver()) {
            drive = engine.advance(drive);
        }
    }

    @Test
    void more_patience_is_given_until_the_time_that_was_shown() {
        var transfer = stuck();
        propose(olga, transfer, "patience", "1440");
        var until = ((Intervention.Kind.Patience) only(transfer).kind()).until();
        assertThat(world.get(page(transfer), oscar).text())
                .contains("Patience ends " + Shown.time(until));

        approve(oscar, transfer, world.get(page(transfer), oscar));

        assertThat(world.bank.store.find(transfer.id()).orElseThrow().patienceUntil())
                .isEqualTo(until);
    }

    @Test
    void what_the_institution_says_it_has_paid_is_credited_forward_as_shown() {
        var transfer = stuck();
        assertThat(world.get(page(transfer) + "/propose", olga).text())
                .doesNotContain("Credit it forward");
        var paid = Money.of(2_500, "USD");
        world.bank.institution.say(new CashOutWord.Approved(paid, "ref"));

        assertThat(propose(olga, transfer, "credit_forward", "0").status()).isEqualTo(303);
        assertThat(world.get(page(transfer), oscar).text())
                .contains("what became of " + transfer.id() + "? It has just said: paid 25.00 USD")
                .contains("to the ledger: credit " + transfer.id() + " with 25.00 USD")
                .contains("debit due from sandbox, credit account acc_ann, 25.00 USD");
        int before = world.bank.store.history(transfer.id()).size();
        assertThat(approve(oscar, transfer, world.get(page(transfer), oscar)).status())
                .isEqualTo(303);
        driveOn(transfer);

        var steps = world.bank.store.history(transfer.id());
        assertThat(steps.subList(before, steps.size()))
                .extracting(entry -> entry.step() + " " + entry.outcome())
                .containsExactly(
                        "ask_ledger open",
                        "ask_institution approved",
                        "credit credited",
                        "close completed");
        assertThat(world.bank.ledger.lookUp(transfer.id()))
                .isEqualTo(new LedgerAnswer.Credited(paid));
    }

    @Test
    void nothing_is_credited_forward_that_is_voided_or_no_longer_said_to_be_paid() {
        var transfer = stuck();
        assertThat(propose(olga, transfer, "credit_forward", "0").status()).isEqualTo(409);
        var paid = Money.of(2_500, "USD");
        world.bank.institution.say(new CashOutWord.Approved(paid, "ref"));
        propose(olga, transfer, "credit_forward", "0");
        var shown = world.get(page(transfer), oscar);

        world.bank.institution.say(new CashOutWord.Unknown("silence"));
        assertThat(approve(oscar, transfer, shown).status()).isEqualTo(409);
        assertThat(approve(oscar, transfer, world.get(page(transfer), oscar)).status())
                .isEqualTo(409);

        world.bank.institution.say(new CashOutWord.Approved(paid, "ref"));
        var voided = new LedgerAnswer.Voided(VoidReason.TIMED_OUT, Optional.of(paid), false);
        world.bank.ledger.decide(transfer.id(), voided);
        assertThat(approve(oscar, transfer, shown).status()).isEqualTo(409);
        assertThat(approve(oscar, transfer, world.get(page(transfer), oscar)).status())
                .isEqualTo(409);
        assertThat(world.bank.ledger.lookUp(transfer.id())).isEqualTo(voided);
        assertThat(only(transfer).isOpen()).isTrue();
    }

    @Test
    void a_page_that_is_only_kept_up_to_date_costs_the_institution_no_look_up() {
        var transfer = stuck();
        world.bank.institution.say(new CashOutWord.Approved(Money.of(2_500, "USD"), "ref"));
        propose(olga, transfer, "credit_forward", "0");
        int before = world.bank.institution.lookUps();

        world.get(page(transfer), oscar, Map.of("HX-Request", "true"));
        assertThat(world.bank.institution.lookUps()).isEqualTo(before);
        world.get(page(transfer), oscar);
        assertThat(world.bank.institution.lookUps()).isEqualTo(before + 1);
    }

    @Test
    void nobody_puts_off_a_reversal_until_its_institution_takes_none() {
        var transfer = stuck();
        var closesFrom = world.bank.clock.instant().plus(Duration.ofHours(2));
        world.leeway = new Leeway(Duration.ofMinutes(6), closesFrom);

        assertThat(propose(olga, transfer, "patience", "1440").status()).isEqualTo(400);
        assertThat(world.interventions.of(transfer.id())).isEmpty();

        propose(olga, transfer, "park", "0");
        approve(oscar, transfer, world.get(page(transfer), oscar));
        assertThat(world.interventions.parkedFor()).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void nothing_is_offered_for_what_is_settled() {
        var transfer = world.bank.begin("k");
        Await.until(() -> world.bank.store.find(transfer.id()).orElseThrow().isFinal());

        assertThat(world.get(page(transfer), olga).text()).doesNotContain("Propose one");
        assertThat(world.get(page(transfer) + "/propose", olga).text()).contains("nothing to do");
        assertThat(propose(olga, transfer, "park", "0").status()).isEqualTo(409);
    }
}
