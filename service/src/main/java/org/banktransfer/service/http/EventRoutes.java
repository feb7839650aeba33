package org.banktransfer.service.http;

import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventFeed.Filter;
import org.banktransfer.event.EventType;
import org.banktransfer.event.TransferEvent;
import org.banktransfer.service.desk.EventDesk;

import java.util.List;
import java.util.Optional;

/// Reading events along. A caller reads of their own transfers; operators of all.
public final class EventRoutes implements Routes {

    private final Door door;
    private final EventDesk desk;

    public EventRoutes(Door door, EventDesk desk) {
        this.door = door;
        this.desk = desk;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/v1/events", this::read));
    }

    /// An event as it is read here, and as a webhook carries it.
    public static byte[] written(TransferEvent event) {
        return Json.write(EventJson.of(event));
    }

    private Answer read(Call call) {
        var caller = door.caller(call);
        int limit = Page.limit(call);
        var after = Page.cursor(call, EventCursor::parse).orElse(EventCursor.START);
        var type = call.query("type").map(EventRoutes::type);
        var wait = Waits.left(Waits.asked(call), call);
        var filter =
                new Filter(
                        caller.operator() ? Optional.empty() : Optional.of(caller.customer()),
                        type);
        var page = desk.await(filter, after, limit, wait);
        return Answer.json(
                200,
                new Page<>(
                        page.events().stream().map(EventJson::of).toList(),
                        page.next().toString()));
    }

    private static EventType type(String written) {
        try {
            return EventType.parse(written);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("", "type is that of an event.");
        }
    }
}
