package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ServiceWorkerPolicy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A phone: Debian's Chromium at 390 by 844, headless. Fails where there is none, so that no test
/// of the page is skipped unseen.
public final class Browser implements AutoCloseable {

    private static final Path CHROMIUM =
            Path.of(System.getProperty("chromium", "/usr/bin/chromium"));

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    public Browser() {
        assertThat(Files.isExecutable(CHROMIUM))
                .as(CHROMIUM + " is needed: apt-get install -y chromium, or -Dchromium=PATH")
                .isTrue();
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium =
                playwright
                        .chromium()
                        .launch(
                                new LaunchOptions()
                                        .setExecutablePath(CHROMIUM)
                                        .setHeadless(true)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
    }

    /// A customer's phone with nothing remembered yet. It keeps no page: what a test does to
    /// requests on their way would not be seen by those that a service worker answers.
    public BrowserContext phone() {
        return phone(options -> options.setServiceWorkers(ServiceWorkerPolicy.BLOCK));
    }

    /// The same, with what is said of it.
    BrowserContext phone(UnaryOperator<NewContextOptions> how) {
        var usual = new NewContextOptions().setViewportSize(390, 844).setLocale("en-US");
        return opened(how.apply(usual));
    }

    /// A window of another kind.
    public BrowserContext opened(NewContextOptions options) {
        var context = chromium.newContext(options);
        context.setDefaultTimeout(20_000);
        context.onWebError(error -> complaints.add(error.error()));
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        return context;
    }

    /// What the pages' scripts threw and what their policy forbade since it was last asked for.
    public List<String> complaints() {
        var since = List.copyOf(complaints);
        complaints.clear();
        return since;
    }

    /// What the page has put into `localStorage` or `sessionStorage`, by name.
    static Map<String, String> kept(Page page, String storage) {
        var kept = (Map<?, ?>) page.evaluate("() => ({..." + storage + "})");
        return kept.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry -> String.valueOf(entry.getKey()),
                                entry -> String.valueOf(entry.getValue())));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
