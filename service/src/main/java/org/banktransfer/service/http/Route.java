package org.banktransfer.service.http;

import io.helidon.http.Method;

/// What is done at one path with one method.
///
/// @param path as the contract writes it: `/v1/transfers/{id}`
public record Route(Method method, String path, Action action) {

    /// Reads the request, calls on others, and words the answer. Decides nothing.
    @FunctionalInterface
    public interface Action {

        /// @throws Problem if we will not do it, or not now
        Answer answer(Call call);
    }

    public static Route get(String path, Action action) {
        return new Route(Method.GET, path, action);
    }

    static Route put(String path, Action action) {
        return new Route(Method.PUT, path, action);
    }

    static Route delete(String path, Action action) {
        return new Route(Method.DELETE, path, action);
    }

    public static Route post(String path, Action action) {
        return new Route(Method.POST, path, action);
    }
}
