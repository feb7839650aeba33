package org.banktransfer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.banktransfer.planted.institution.PlantedPin;
import org.banktransfer.planted.ledger.LooksSideways;
import org.banktransfer.planted.money.LooksUp;
import org.banktransfer.planted.stray.LivesNowhere;
import org.banktransfer.planted.transfer.DrawsChance;
import org.banktransfer.planted.transfer.LeavesTheHouse;
import org.banktransfer.planted.transfer.ReadsTheClock;
import org.banktransfer.planted.transfer.RevealsACard;
import org.banktransfer.planted.transfer.StartsAThread;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/// The walls of `core` that its pom cannot hold. Each rule is written for any root package, so that
/// it can be seen to fail on the classes of `planted`, which breach it in every way it forbids.
class WallsTest {

    private static final String ROOT = "org.banktransfer";
    private static final String PLANTED_ROOT = "org.banktransfer.planted";

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(PLANTED_ROOT);

    @Test
    void the_walls_are_held_against_the_classes_of_core() {
        assertThat(CORE).isNotEmpty().noneMatch(c -> c.getPackageName().startsWith(PLANTED_ROOT));
    }

    @Test
    void a_room_uses_only_the_rooms_below_it() {
        downwards(ROOT).check(CORE);
        assertCatches(downwards(PLANTED_ROOT), LooksUp.class);
        assertCatches(downwards(PLANTED_ROOT), LooksSideways.class);
    }

    /// money ← institution, ledger ← transfer ← recovery, reconciliation, event; identity is below
    /// all.
    private static ArchRule downwards(String root) {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("identity")
                .definedBy(root + ".identity..")
                .layer("progress")
                .definedBy(root + ".progress..")
                .layer("money")
                .definedBy(root + ".money..")
                .layer("institution")
                .definedBy(root + ".institution..")
                .layer("ledger")
                .definedBy(root + ".ledger..")
                .layer("transfer")
                .definedBy(root + ".transfer..")
                .layer("recovery")
                .definedBy(root + ".recovery..")
                .layer("reconciliation")
                .definedBy(root + ".reconciliation..")
                .layer("event")
                .definedBy(root + ".event..")
                .whereLayer("identity")
                .mayNotAccessAnyLayer()
                .whereLayer("progress")
                .mayNotAccessAnyLayer()
                .whereLayer("progress")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("money")
                .mayOnlyAccessLayers("identity")
                .whereLayer("institution")
                .mayOnlyAccessLayers("identity", "money")
                .whereLayer("ledger")
                .mayOnlyAccessLayers("identity", "money")
                .whereLayer("transfer")
                .mayOnlyAccessLayers("identity", "money", "institution", "ledger")
                .whereLayer("recovery")
                .mayOnlyAccessLayers("identity", "money", "institution", "ledger", "transfer")
                .whereLayer("reconciliation")
                .mayOnlyAccessLayers("identity", "money", "institution", "ledger", "transfer")
                .whereLayer("event")
                .mayOnlyAccessLayers("identity", "money", "institution", "ledger", "transfer")
                .allowEmptyShould(true);
    }

    @Test
    void every_class_lives_in_a_room_that_has_walls() {
        insideARoom(ROOT).check(CORE);
        assertCatches(insideARoom(PLANTED_ROOT), LivesNowhere.class);
    }

    private static ArchRule insideARoom(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(
                        root + ".identity..",
                        root + ".progress..",
                        root + ".money..",
                        root + ".institution..",
                        root + ".ledger..",
                        root + ".transfer..",
                        root + ".recovery..",
                        root + ".reconciliation..",
                        root + ".event..")
                .because("a new room needs a line in ARCHITECTURE.md and a layer in this test")
                .allowEmptyShould(true);
    }

    @Test
    void no_rooms_depend_on_each_other_in_a_circle() {
        withoutCircles(ROOT).check(CORE);
        assertThat(breaches(withoutCircles(PLANTED_ROOT)))
                .anyMatch(breach -> breach.contains(LooksUp.class.getName()));
    }

    private static ArchRule withoutCircles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    @Test
    void nothing_reads_the_clock() {
        withoutClock(ROOT).check(CORE);
        assertCatches(withoutClock(PLANTED_ROOT), ReadsTheClock.class);
    }

    /// Time is an `InstantSource` handed to a constructor.
    private static ArchRule withoutClock(String root) {
        return withoutAccess(
                root,
                "the clock",
                access ->
                        (inPackage(access, "java.time")
                                        && calls(
                                                access,
                                                "now",
                                                "system",
                                                "systemUTC",
                                                "systemDefaultZone"))
                                || (of(access, "java.time.Clock")
                                        && access.getName().startsWith("tick"))
                                || (of(access, "java.lang.System")
                                        && calls(access, "currentTimeMillis", "nanoTime"))
                                || (isConstructor(access)
                                        && of(
                                                access,
                                                "java.util.Date",
                                                "java.util.GregorianCalendar")
                                        && parameters(access) == 0)
                                || (of(access, "java.util.Calendar")
                                        && calls(access, "getInstance")));
    }

    @Test
    void nothing_draws_chance() {
        withoutChance(ROOT).check(CORE);
        assertCatches(withoutChance(PLANTED_ROOT), DrawsChance.class);
    }

    /// Chance is a `RandomGenerator` handed to a constructor.
    private static ArchRule withoutChance(String root) {
        return withoutAccess(
                root,
                "chance",
                access ->
                        (isConstructor(access)
                                        && access.getTargetOwner()
                                                .isAssignableTo("java.util.random.RandomGenerator"))
                                || (of(access, "java.util.concurrent.ThreadLocalRandom")
                                        && calls(access, "current"))
                                || (of(access, "java.lang.Math", "java.lang.StrictMath")
                                        && calls(access, "random"))
                                || (of(access, "java.util.UUID") && calls(access, "randomUUID"))
                                || (of(access, "java.util.random.RandomGenerator")
                                        && calls(access, "getDefault", "of"))
                                || of(access, "java.util.random.RandomGeneratorFactory")
                                || (of(access, "java.security.SecureRandom")
                                        && calls(access, "getInstance", "getInstanceStrong"))
                                || (of(access, "java.util.Collections")
                                        && calls(access, "shuffle")
                                        && parameters(access) == 1));
    }

    @Test
    void nothing_starts_a_thread() {
        withoutThreads(ROOT).check(CORE);
        withoutParallelStreams(ROOT).check(CORE);
        var both = List.of(withoutThreads(PLANTED_ROOT), withoutParallelStreams(PLANTED_ROOT));
        assertCatches(both, StartsAThread.class);
    }

    private static ArchRule withoutThreads(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat(
                        assignableTo(Thread.class)
                                .or(assignableTo(Thread.Builder.class))
                                .or(assignableTo(Executor.class))
                                .or(assignableTo(CompletionStage.class))
                                .or(assignableTo("java.util.concurrent.ForkJoinTask"))
                                .or(assignableTo("java.util.concurrent.Executors"))
                                .or(assignableTo("java.util.concurrent.StructuredTaskScope"))
                                .or(assignableTo("java.util.Timer"))
                                .as("start threads"))
                .allowEmptyShould(true);
    }

    private static ArchRule withoutParallelStreams(String root) {
        return withoutAccess(
                root,
                "parallel streams",
                access ->
                        access.getName().equals("parallelStream")
                                || (inPackage(access, "java.util.stream")
                                        && calls(access, "parallel")));
    }

    @Test
    void the_rules_know_the_plain_jdk_and_nothing_else() {
        plainJava(ROOT).check(CORE);
        assertCatches(plainJava(PLANTED_ROOT), LeavesTheHouse.class);
    }

    private static ArchRule plainJava(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat(
                        resideOutsideOfPackages("java..", "org.jspecify..", root + "..")
                                .or(
                                        resideInAnyPackage(
                                                "java.sql..",
                                                "java.net..",
                                                "java.nio.channels..",
                                                "java.util.logging..",
                                                "java.rmi.."))
                                .as("are neither plain Java nor null annotations"))
                .allowEmptyShould(true);
    }

    @Test
    void no_rule_can_read_a_card_number_or_a_pin() {
        withoutCardData(ROOT, Set.of(ROOT + ".institution.CardNumber", ROOT + ".institution.Pin"))
                .check(CORE);
        assertCatches(
                withoutCardData(PLANTED_ROOT, Set.of(PlantedPin.class.getName())),
                RevealsACard.class);
    }

    private static ArchRule withoutCardData(String root, Set<String> secrets) {
        return withoutAccess(
                root,
                "card data",
                access ->
                        secrets.contains(access.getTargetOwner().getName())
                                && calls(access, "reveal")
                                && !secrets.contains(access.getOriginOwner().getName()));
    }

    // --- How a rule is written, and how it is seen to hold
    // ----------------------------------------

    /// Forbids calls and method references alike.
    private static ArchRule withoutAccess(
            String root, String what, Predicate<JavaAccess<?>> forbidden) {
        DescribedPredicate<JavaAccess<?>> predicate = describe("reaches " + what, forbidden);
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .accessTargetWhere(predicate)
                .allowEmptyShould(true);
    }

    private static boolean of(JavaAccess<?> access, String... owners) {
        return List.of(owners).contains(access.getTargetOwner().getName());
    }

    private static boolean inPackage(JavaAccess<?> access, String prefix) {
        return access.getTargetOwner().getPackageName().startsWith(prefix);
    }

    private static boolean calls(JavaAccess<?> access, String... names) {
        return List.of(names).contains(access.getName());
    }

    private static boolean isConstructor(JavaAccess<?> access) {
        return access.getName().equals("<init>");
    }

    private static int parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().size()
                : 0;
    }

    private static List<String> breaches(ArchRule rule) {
        return rule.evaluate(PLANTED).getFailureReport().getDetails();
    }

    private static void assertCatches(ArchRule rule, Class<?> planted) {
        assertCatches(List.of(rule), planted);
    }

    /// Each method of a planted class is one way through the wall, and each has to be caught.
    private static void assertCatches(List<ArchRule> rules, Class<?> planted) {
        var breaches = rules.stream().flatMap(rule -> breaches(rule).stream()).toList();
        assertThat(breaches).anyMatch(breach -> breach.contains(planted.getName()));
        assertThat(Arrays.stream(planted.getDeclaredMethods()).filter(m -> !m.isSynthetic()))
                .allSatisfy(way ->
                        assertThat(breaches)
                                .anyMatch(breach ->
                                        breach.contains(
                                                planted.getName() + "." + way.getName() + "(")));
    }
}
