package org.banktransfer.service;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;
import org.banktransfer.service.planted.connector.RevealsACardRightly;
import org.banktransfer.service.planted.demo.ServesHttp;
import org.banktransfer.service.planted.demo.SpeaksHttpRightly;
import org.banktransfer.service.planted.http.LooksAcross;
import org.banktransfer.service.planted.http.SpeaksSql;
import org.banktransfer.service.planted.telemetry.LooksUp;
import org.banktransfer.service.planted.telemetry.RevealsACard;
import org.banktransfer.service.planted.telemetry.SpeaksHttp;
import org.banktransfer.service.planted.telemetry.UsesTheSimulation;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The walls of `service` that its pom cannot hold. Each rule is written for any root package, so
/// that it can be seen to fail on the classes of `planted`, which breach it in every way it
/// forbids.
class WallsTest {

    private static final String ROOT = "org.banktransfer.service";
    private static final String PLANTED_ROOT = "org.banktransfer.service.planted";

    private static final JavaClasses SERVICE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(PLANTED_ROOT);

    @Test
    void the_walls_are_held_against_the_classes_of_the_service() {
        assertThat(SERVICE)
                .isNotEmpty()
                .noneMatch(c -> c.getPackageName().startsWith(PLANTED_ROOT));
    }

    @Test
    void neighbours_never_import_each_other() {
        apart(ROOT).check(SERVICE);
        assertCatches(apart(PLANTED_ROOT), LooksAcross.class);
    }

    private static ArchRule apart(String root) {
        return slices().matching(root + ".(http|console|postgres|connector|webhook|telemetry)..")
                .should()
                .notDependOnEachOther()
                // Its pages are routes like any other, by the same door.
                .ignoreDependency(
                        resideInAPackage(root + ".console.."), resideInAPackage(root + ".http.."))
                .because("they meet in BankService")
                .allowEmptyShould(true);
    }

    @Test
    void no_neighbour_reaches_up_to_where_they_meet() {
        unawareOfTheWiring(ROOT).check(SERVICE);
        assertCatches(unawareOfTheWiring(PLANTED_ROOT), LooksUp.class);
    }

    private static ArchRule unawareOfTheWiring(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        root + ".http..",
                        root + ".console..",
                        root + ".postgres..",
                        root + ".connector..",
                        root + ".webhook..",
                        root + ".telemetry..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("\\Q" + root + ".\\E(BankService|Main)(\\$.*)?")
                .allowEmptyShould(true);
    }

    @Test
    void the_http_library_is_named_in_http_console_and_connector_only() {
        httpAtTheEdges(ROOT).check(SERVICE);
        assertCatches(httpAtTheEdges(PLANTED_ROOT), SpeaksHttp.class);
        assertCatches(httpAtTheEdges(PLANTED_ROOT), ServesHttp.class);
        assertLetsPass(httpAtTheEdges(PLANTED_ROOT), SpeaksHttpRightly.class);
    }

    /// The demo is a customer of the service, so it may have a client, but no server.
    private static ArchRule httpAtTheEdges(String root) {
        var insideUsesNone =
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackages(
                                root + ".http..",
                                root + ".console..",
                                root + ".connector..",
                                root + ".demo..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.helidon..", "java.net.http..", "com.sun.net..")
                        .allowEmptyShould(true);
        var demoServesNothing =
                noClasses()
                        .that()
                        .resideInAPackage(root + ".demo..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.helidon.webserver..", "com.sun.net..")
                        .allowEmptyShould(true);
        return CompositeArchRule.of(insideUsesNone).and(demoServesNothing);
    }

    @Test
    void sql_is_named_in_postgres_only() {
        sqlInPostgres(ROOT).check(SERVICE);
        assertCatches(sqlInPostgres(PLANTED_ROOT), SpeaksSql.class);
    }

    private static ArchRule sqlInPostgres(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..",
                        "com.zaxxer.hikari..",
                        "org.flywaydb..")
                .allowEmptyShould(true);
    }

    @Test
    void the_program_never_uses_the_simulation() {
        withoutSimulation(ROOT, "org.banktransfer.simulation").check(SERVICE);
        assertCatches(
                withoutSimulation(PLANTED_ROOT, PLANTED_ROOT + ".simulation"),
                UsesTheSimulation.class);
    }

    private static ArchRule withoutSimulation(String root, String simulation) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(simulation + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(simulation + "..")
                .allowEmptyShould(true);
    }

    @Test
    void a_card_number_or_pin_is_read_in_http_and_connector_only() {
        cardDataAtTheEdges(ROOT).check(SERVICE);
        assertCatches(cardDataAtTheEdges(PLANTED_ROOT), RevealsACard.class);
        assertLetsPass(cardDataAtTheEdges(PLANTED_ROOT), RevealsACardRightly.class);
    }

    private static ArchRule cardDataAtTheEdges(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(root + ".http..", root + ".connector..")
                .should()
                .accessTargetWhere(describe("reveals a card number or PIN", WallsTest::reveals))
                .allowEmptyShould(true);
    }

    private static boolean reveals(JavaAccess<?> access) {
        return Set.of(CardNumber.class.getName(), Pin.class.getName())
                        .contains(access.getTargetOwner().getName())
                && access.getName().equals("reveal");
    }

    // --- How a rule is seen to hold
    // ---------------------------------------------------------------

    private static List<String> breaches(ArchRule rule) {
        return rule.evaluate(PLANTED).getFailureReport().getDetails();
    }

    /// Each method of a planted class is one way through the wall, and each has to be caught.
    private static void assertCatches(ArchRule rule, Class<?> planted) {
        var ways = Arrays.stream(planted.getDeclaredMethods()).filter(m -> !m.isSynthetic());
        assertThat(ways)
                .isNotEmpty()
                .allSatisfy(way ->
                        assertThat(breaches(rule))
                                .anyMatch(breach ->
                                        breach.contains(
                                                planted.getName() + "." + way.getName() + "(")));
    }

    private static void assertLetsPass(ArchRule rule, Class<?> planted) {
        assertThat(breaches(rule)).noneMatch(breach -> breach.contains(planted.getName()));
    }
}
