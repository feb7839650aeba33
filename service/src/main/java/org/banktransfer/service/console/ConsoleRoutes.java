package org.banktransfer.service.console;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.service.console.Pages.Frame;
import org.banktransfer.service.http.Answer;
import org.banktransfer.service.http.Call;
import org.banktransfer.service.http.Door;
import org.banktransfer.service.http.Problem;
import org.banktransfer.service.http.ProblemCode;
import org.banktransfer.service.http.Route;
import org.banktransfer.service.http.Routes;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.Leeway;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferSearch;
import org.banktransfer.transfer.TransferStore;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The console at `/console`. Every page but the way in is for operators; what a page needs is read
/// when it is asked for.
public final class ConsoleRoutes implements Routes, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int STUCK_SHOWN = 20;

    private final Door door;
    private final Bank bank;
    private final InstantSource clock;
    private final Session.Cookies cookies;
    private final Pages pages = new Pages();
    private final Optional<Issuer> issuer;
    private final SignIn signIn;
    private final InterventionRoutes interventions;

    /// What the console shows.
    ///
    /// @param node the name of this process
    /// @param asked the institutions, which are asked what they say of a transfer
    /// @param parkedFor how long what waits for a person is left alone between two rounds
    /// @param leeway how far operators may put a transfer off
    /// @param institutions how their guards stand now
    public record Bank(
            String node,
            TransferStore transfers,
            TransferSearch search,
            Ledger ledger,
            Institutions asked,
            Interventions interventions,
            Duration parkedFor,
            Function<Transfer, Leeway> leeway,
            Safety safety,
            Rates rates,
            Supplier<List<InstitutionNow>> institutions) {}

    /// @param chance must be unpredictable
    public ConsoleRoutes(
            ConsoleSettings settings,
            Door door,
            Bank bank,
            InstantSource clock,
            RandomGenerator chance) {
        this.door = door;
        this.bank = bank;
        this.clock = clock;
        cookies = new Session.Cookies(settings.behindTls());
        issuer = settings.atIssuer().map(where -> new Issuer(where, clock));
        signIn = new SignIn(issuer, cookies, door, pages, chance);
        interventions =
                new InterventionRoutes(
                        bank.transfers(),
                        bank.ledger(),
                        bank.asked(),
                        bank.interventions(),
                        bank.parkedFor(),
                        bank.leeway(),
                        pages,
                        clock);
    }

    @Override
    public List<Route> routes() {
        var routes = new ArrayList<>(Assets.routes());
        routes.add(open(Route.get("/console/sign-in", _ -> signIn.page(200, ""))));
        routes.add(open(Route.post("/console/sign-in", signIn::withToken)));
        routes.add(open(Route.get("/console/sign-in/issuer", signIn::atIssuer)));
        routes.add(open(Route.get(SignIn.ANSWER_PATH, signIn::answered)));
        routes.add(forOperators("/console", this::overview));
        routes.add(forOperators("/console/series", this::series));
        routes.add(forOperators("/console/find", this::find));
        routes.add(forOperators("/console/transfers/{id}", this::transfer));
        routes.add(forOperators("/console/transfers/{id}/propose", interventions::offers));
        routes.add(byOperators("/console/transfers/{id}/propose", interventions::propose));
        routes.add(forOperators("/console/interventions", interventions::all));
        var one = "/console/interventions/{intervention}";
        routes.add(byOperators(one + "/approve", interventions::approve));
        routes.add(byOperators(one + "/reject", interventions::reject));
        routes.add(byOperators("/console/sign-out", this::signOut));
        return routes;
    }

    /// Something that is done for an operator.
    private interface Showing {
        Answer to(Session operator, Call call);
    }

    /// Something that an operator does.
    private interface Doing {
        Answer by(Session operator, Fields fields, Call call);
    }

    private Route forOperators(String path, Showing showing) {
        return open(Route.get(path, call -> withSession(call, each -> showing.to(each, call))));
    }

    private Route byOperators(String path, Doing doing) {
        return open(
                Route.post(
                        path,
                        call ->
                                withSession(
                                        call,
                                        each -> {
                                            var fields = Fields.of(call);
                                            each.requireOwn(call, fields);
                                            return doing.by(each, fields, call);
                                        })));
    }

    private Answer withSession(Call call, Function<Session, Answer> action) {
        var token = cookies.token(call);
        if (token.isEmpty()) {
            return signIn.page(ProblemCode.UNAUTHENTICATED.status(), "");
        }
        Session session;
        try {
            session = Session.of(call, door, token.get());
        } catch (Problem problem) {
            return switch (problem.code()) {
                case UNAUTHENTICATED, FORBIDDEN ->
                        cookies.signedOut(signIn.page(problem.code().status(), problem.detail()));
                default -> throw problem;
            };
        }
        return action.apply(session);
    }

    /// What goes wrong is said on a page, too.
    private Route open(Route route) {
        return new Route(
                route.method(),
                route.path(),
                call -> {
                    try {
                        return route.action().answer(call);
                    } catch (Problem problem) {
                        return problem(problem.code(), problem.detail());
                    } catch (StoreUnreachable | LedgerUnreachable e) {
                        return problem(
                                ProblemCode.UNAVAILABLE,
                                "The record is out of reach now: " + e.getMessage());
                    }
                });
    }

    private Answer problem(ProblemCode code, String detail) {
        return pages.problem(code.status(), code.title(), detail, Optional.empty());
    }

    private Answer signOut(Session operator, Fields fields, Call call) {
        return cookies.signedOut(Pages.redirect(SignIn.PATH));
    }

    private Answer overview(Session operator, Call call) {
        var now = clock.instant();
        var lately = bank.rates().lately();
        var shown =
                new Overview(
                        now,
                        bank.node(),
                        bank.safety().look(),
                        Overview.institutions(
                                bank.institutions().get(), bank.transfers().backlog(), lately, now),
                        Overview.rows(bank.search().unsettled(STUCK_SHOWN), now),
                        Overview.Lately.of(lately));
        return pages.show(
                "overview", new Frame("Overview", Optional.of(operator), "overview"), shown);
    }

    /// The samples as plots want them: a list of each.
    private Answer series(Session operator, Call call) {
        var samples = bank.rates().samples();
        var series =
                Map.of(
                        "at",
                        samples.stream().map(each -> each.at().getEpochSecond()).toList(),
                        "completed",
                        samples.stream().map(each -> each.completed() / each.seconds()).toList(),
                        "declined",
                        samples.stream().map(each -> each.declined() / each.seconds()).toList(),
                        "reversed",
                        samples.stream().map(each -> each.reversed() / each.seconds()).toList(),
                        "p50",
                        samples.stream().map(each -> millis(each, 0.5)).toList(),
                        "p99",
                        samples.stream().map(each -> millis(each, 0.99)).toList());
        return Answer.typed(200, "application/json", JSON.writeValueAsBytes(series))
                .with(Pages.OF_EVERY_PAGE);
    }

    private static double millis(Rates.Sample sample, double share) {
        return sample.latencies().percentile(share).toNanos() / 1e6;
    }

    private Answer find(Session operator, Call call) {
        var places = new Finding.Places(bank.transfers(), bank.search());
        var finding = Finding.of(call, places, clock.instant());
        return finding.exact()
                .map(id -> Pages.redirect("/console/transfers/" + id))
                .orElseGet(() ->
                        pages.show(
                                "find",
                                new Frame("Find a transfer", Optional.of(operator), "find"),
                                finding));
    }

    private Answer transfer(Session operator, Call call) {
        var stored = bank.transfers().find(id(call)).orElseThrow(Problem::notFound);
        // Our record first, then the ledger: it knows at least as much.
        var history = bank.transfers().history(stored.id());
        var decision = bank.ledger().lookUp(stored.id());
        // What is polled for is the transfer alone; a preview may cost the institution a look-up.
        var proposals =
                call.headers("HX-Request").isEmpty()
                        ? interventions.of(stored, operator)
                        : List.<Proposed>of();
        return pages.show(
                "transfer",
                new Frame("Transfer " + stored.id(), Optional.of(operator), "find"),
                TransferPage.of(stored, decision, history, proposals, clock.instant()));
    }

    private static TransferId id(Call call) {
        try {
            return TransferId.parse(call.inPath("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }

    @Override
    public void close() {
        issuer.ifPresent(Issuer::close);
    }
}
