package org.banktransfer.service.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/// Clients that openapi-generator makes of `docs/api/customer.yaml`, in `target/clients`, each with
/// a program of ours from `src/test/clients`. Made anew when the contract or the program changes.
final class GeneratedClient {

    private static final Path CONTRACT = Path.of("../docs/api/customer.yaml");
    private static final Path PROGRAMS = Path.of("src/test/clients");

    /// Put there by the build.
    private static final Path TOOLS = Path.of("target/generator");

    private static final Path GENERATOR = TOOLS.resolve("openapi-generator-cli.jar");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private GeneratedClient() {}

    /// What the generator says of the contract.
    static String validation() throws IOException, InterruptedException {
        return run(Path.of("."), generator("validate", "-i", CONTRACT.toString(), "--recommend"));
    }

    /// @return how to start the program, before its arguments
    static List<String> java() throws IOException, InterruptedException {
        var target = Path.of("target/clients/java");
        var program = PROGRAMS.resolve("RedeemACard.java");
        // The generator's own jar has the libraries that its clients need.
        var classPath =
                GENERATOR + File.pathSeparator + TOOLS.resolve("jakarta.annotation-api.jar");
        if (!isCurrent(target, program)) {
            generate(
                    "java",
                    target.resolve("api"),
                    "--library=native",
                    "--additional-properties=useJakartaEe=true,openApiNullable=false,"
                            + "documentationProvider=none",
                    "--global-property=apiTests=false,modelTests=false");
            compile(program, target, classPath);
            markCurrent(target, program);
        }
        return List.of(
                JAVA,
                "-cp",
                target.resolve("classes") + File.pathSeparator + classPath,
                "RedeemACard");
    }

    private static void compile(Path program, Path target, String classPath) throws IOException {
        var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classPath));
        arguments.addAll(List.of("-d", target.resolve("classes").toString(), program.toString()));
        try (var files = Files.walk(target.resolve("api/src/main/java"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .forEach(arguments::add);
        }
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new AssertionError("the generated Java does not compile");
        }
    }

    /// Skips the test where there is no Node.js.
    ///
    /// @return how to start the program, before its arguments
    static List<String> typeScript() throws IOException, InterruptedException {
        Npm.requireNode("the client in TypeScript");
        var program = PROGRAMS.resolve("redeem.ts");
        var target =
                Npm.install(
                        PROGRAMS,
                        List.of("package.json", "package-lock.json", "tsconfig.json", "redeem.ts"),
                        Path.of("target/clients/typescript"));
        if (!isCurrent(target, program)) {
            generate("typescript-fetch", target.resolve("api"));
            run(target, List.of("node", "node_modules/typescript/bin/tsc", "--project", "."));
            markCurrent(target, program);
        }
        return List.of("node", target.resolve("out/redeem.js").toString());
    }

    private static void generate(String language, Path target, String... more)
            throws IOException, InterruptedException {
        var words =
                generator(
                        "generate",
                        "-g",
                        language,
                        "-i",
                        CONTRACT.toString(),
                        "-o",
                        target.toString());
        words.addAll(List.of(more));
        run(Path.of("."), words);
    }

    /// Short-lived, so not worth compiling well.
    private static List<String> generator(String... arguments) {
        return new ArrayList<>(
                Stream.concat(
                                Stream.of(
                                        JAVA,
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-jar",
                                        GENERATOR.toString()),
                                Stream.of(arguments))
                        .toList());
    }

    private static boolean isCurrent(Path target, Path program) throws IOException {
        var made = target.resolve("made-of");
        return Files.exists(made) && Files.readString(made).equals(madeOf(program));
    }

    private static void markCurrent(Path target, Path program) throws IOException {
        Files.writeString(target.resolve("made-of"), madeOf(program));
    }

    private static String madeOf(Path program) throws IOException {
        return Files.size(GENERATOR) + Files.readString(CONTRACT) + Files.readString(program);
    }

    /// @return all that it printed
    /// @throws AssertionError if it ends otherwise than well, or not within two minutes
    static String run(Path directory, List<String> words) throws IOException, InterruptedException {
        var log = Files.createTempFile("client", ".log");
        var process =
                new ProcessBuilder(words)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            boolean isOver = process.waitFor(2, TimeUnit.MINUTES);
            var said = Files.readString(log);
            if (!isOver || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", words) + ":\n" + said);
            }
            return said;
        } finally {
            process.destroyForcibly();
            Files.delete(log);
        }
    }
}
