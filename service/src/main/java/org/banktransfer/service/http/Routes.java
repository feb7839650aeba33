package org.banktransfer.service.http;

import java.util.List;

/// A group of routes that belong together.
public interface Routes {

    List<Route> routes();
}
