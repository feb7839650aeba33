package org.banktransfer.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Faults as a test writes them down, by the word of the step; what is not written down goes well.
final class ScriptedFate implements Fate {

    private final Map<String, Deque<Fault>> script = new HashMap<>();
    private final Map<String, Fault> always = new HashMap<>();

    ScriptedFate then(String call, Fault... faults) {
        script.computeIfAbsent(call, _ -> new ArrayDeque<>()).addAll(List.of(faults));
        return this;
    }

    ScriptedFate always(String call, Fault fault) {
        always.put(call, fault);
        return this;
    }

    ScriptedFate well(String call) {
        always.remove(call);
        return this;
    }

    @Override
    public Fault of(String call, Fault... possible) {
        var scripted = script.get(call);
        var fault =
                scripted != null && !scripted.isEmpty()
                        ? scripted.poll()
                        : always.getOrDefault(call, Fault.NONE);
        if (fault != Fault.NONE && !List.of(possible).contains(fault)) {
            throw new AssertionError(call + " cannot have " + fault);
        }
        return fault;
    }
}
