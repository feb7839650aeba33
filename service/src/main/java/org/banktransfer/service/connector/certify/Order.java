package org.banktransfer.service.connector.certify;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;

import java.time.Instant;
import java.util.Currency;

/// A cash-out as it is to be asked for; what a case changes about it is a new one.
record Order(CashOutRequest request) {

    TransferId id() {
        return request.id();
    }

    RequestedAmount amount() {
        return request.amount();
    }

    Order withCard(Card card) {
        return of(id(), card, amount(), request.validUntil());
    }

    Order withAmount(long minor) {
        return withAmount(exactly(minor, currency()));
    }

    Order withAmount(RequestedAmount amount) {
        return of(id(), request.card(), amount, request.validUntil());
    }

    Order withCurrency(Currency currency) {
        var other =
                switch (amount()) {
                    case RequestedAmount.Exactly(var amount) -> exactly(amount.minor(), currency);
                    case RequestedAmount.WholeBalance _ ->
                            new RequestedAmount.WholeBalance(currency);
                };
        return withAmount(other);
    }

    Order validUntil(Instant validUntil) {
        return of(id(), request.card(), amount(), validUntil);
    }

    Currency currency() {
        return amount().currency();
    }

    private static RequestedAmount exactly(long minor, Currency currency) {
        return new RequestedAmount.Exactly(new Money(minor, currency));
    }

    private static Order of(TransferId id, Card card, RequestedAmount amount, Instant validUntil) {
        return new Order(new CashOutRequest(id, card, amount, validUntil));
    }
}
