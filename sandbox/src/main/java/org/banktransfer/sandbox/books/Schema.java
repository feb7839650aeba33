package org.banktransfer.sandbox.books;

import java.security.SecureRandom;
import java.sql.SQLException;

/// The tables, made when the file is new.
final class Schema {

    private Schema() {}

    /// Makes what is missing; leaves what is there.
    static void make(Session session) throws SQLException {
        session.execute(
                """
                create table if not exists secret (
                    name  text primary key,
                    value blob not null) without rowid
                """);
        session.execute(
                """
                create table if not exists card (
                    number     text primary key,
                    pin_seal   text not null,
                    balance    integer not null check (balance >= 0),
                    currency   text not null,
                    state      text not null,
                    wrong_pins integer not null) without rowid
                """);
        // A blocked entry has an id and times only; the others say what they were decided about.
        session.execute(
                """
                create table if not exists cash_out (
                    id        text primary key,
                    state     text not null,
                    at        integer not null,
                    content   text,
                    card      text references card,
                    amount    integer check (amount > 0),
                    currency  text,
                    reference text,
                    paid_at   integer,
                    code      text,
                    detail    text,
                    due       integer,
                    check (state in ('blocked', 'declined') or (card is not null
                        and amount is not null and reference is not null))) without rowid
                """);
        // Append-only: a reversal is a line of its own.
        session.execute(
                """
                create table if not exists movement (
                    line        integer primary key,
                    at          integer not null,
                    transfer_id text not null,
                    kind        text not null check (kind in ('cash_out', 'reversal')),
                    amount      integer not null check (amount > 0),
                    currency    text not null,
                    reference   text not null)
                """);
        session.execute("create index if not exists movement_at on movement (at)");
        session.commit();
    }

    /// The key the seals are made with, drawn when the file is new.
    static byte[] sealKey(Session session) throws SQLException {
        byte[] drawn = new byte[32];
        new SecureRandom().nextBytes(drawn);
        var insert =
                session.prepare(
                        "insert into secret (name, value) values ('seal', ?) on conflict do nothing");
        insert.setBytes(1, drawn);
        insert.executeUpdate();
        session.commit();
        try (var rows =
                session.prepare("select value from secret where name = 'seal'").executeQuery()) {
            rows.next();
            return rows.getBytes(1);
        } finally {
            session.commit();
        }
    }
}
