package org.banktransfer.service.http;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One page of a list, newest first unless said otherwise.
///
/// @param nextCursor sent back as `cursor`, it continues after this page; null if this is the end
record Page<T>(List<T> data, @Nullable String nextCursor) {

    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;
    private static final Pattern LIMIT = Pattern.compile("\\d{1,3}");

    static <T> Page<T> all(List<T> data) {
        return new Page<>(data, null);
    }

    /// A full page may have a next one, which may turn out to be empty.
    ///
    /// @param found at most `limit`
    /// @param cursor names an item of the list
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
        return found.size() < limit ? all(found) : new Page<>(found, cursor.apply(found.getLast()));
    }

    <R> Page<R> map(Function<List<T>, List<R>> shape) {
        return new Page<>(shape.apply(data), nextCursor);
    }

    /// @throws Problem `INVALID_REQUEST` if it is not 1 to 100
    static int limit(Call call) {
        return call.query("limit").map(Page::limit).orElse(LIMIT_DEFAULT);
    }

    /// @throws Problem `INVALID_REQUEST` if `parse` does not take it
    static <C> Optional<C> cursor(Call call, Function<String, C> parse) {
        try {
            return call.query("cursor").map(parse);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("", "cursor is the next_cursor of an earlier answer.");
        }
    }

    private static int limit(String written) {
        int limit = LIMIT.matcher(written).matches() ? Integer.parseInt(written) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw Problem.invalid("", "limit is 1 to 100.");
        }
        return limit;
    }
}
