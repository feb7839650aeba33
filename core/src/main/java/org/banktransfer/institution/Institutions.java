package org.banktransfer.institution;

import org.banktransfer.identity.InstitutionName;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The institutions we can speak to, by name. Immutable.
public final class Institutions {

    private final Map<InstitutionName, Institution> byName;

    /// @throws IllegalStateException if two bear the same name
    public Institutions(Collection<? extends Institution> institutions) {
        byName =
                institutions.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Institution::name, Function.identity()));
    }

    public Optional<Institution> find(InstitutionName name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Institution> all() {
        return byName.values();
    }
}
