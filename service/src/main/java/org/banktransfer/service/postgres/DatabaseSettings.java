package org.banktransfer.service.postgres;

import java.time.Duration;

/// How long we wait for a database, and how many connections to each we hold. Every wait ends: what
/// has not been heard by then is unknown, and asked for again. A call takes at most `poolWait` and
/// `socketTimeout` together once the server is dead, and `statementTimeout` a statement while it is
/// merely slow.
///
/// @param poolSize connections to each of the two databases. A connection is busy for a few
///   milliseconds a transfer, so ten serve a thousand transfers a second, and more only make
///   PostgreSQL's work harder
/// @param poolWait how long a call waits for a connection before it says that the database is out
///   of reach; longer than a checkpoint's hiccup, shorter than a customer's patience
/// @param connectTimeout for each host of the URL; whole seconds. A host that takes longer is taken
///   for dead and the next one is tried
/// @param socketTimeout how long a server may say nothing at all; whole seconds, longer than
///   `statementTimeout`, so that it strikes only when the server or the way to it is dead
/// @param statementTimeout how long the server works at one statement, and how long it waits for
///   the next one of a database transaction; all of ours take milliseconds. A process that freezes
///   in between gives up its locks then, so that it holds up no account for longer
/// @param lockTimeout how long a statement waits for another's lock. The longest rightful wait is
///   for the commit of a credit to the same account
/// @param drainWithin how long a close waits for progress that is not written yet; what is then
///   left is found again by recovery
public record DatabaseSettings(
        int poolSize,
        Duration poolWait,
        Duration connectTimeout,
        Duration socketTimeout,
        Duration statementTimeout,
        Duration lockTimeout,
        Duration drainWithin) {

    public static final DatabaseSettings DEFAULTS =
            new DatabaseSettings(
                    10,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5));

    public DatabaseSettings {
        if (poolSize <= 0) {
            throw new IllegalArgumentException("a pool of " + poolSize + " connections");
        }
        if (connectTimeout.toSeconds() < 1 || socketTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("a timeout of less than a second");
        }
        if (socketTimeout.compareTo(statementTimeout) <= 0
                || statementTimeout.compareTo(lockTimeout) < 0) {
            throw new IllegalArgumentException(
                    "lock-timeout <= statement-timeout < socket-timeout does not hold");
        }
    }
}
