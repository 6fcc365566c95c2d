package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The door of tests and people: the log, the settings, the faults, the data. Without tokens, limits, latency and log. */
final class ControlDoor {
    private static final Pattern CHAIN = Pattern.compile("/sandbox/chains/(\\d{1,18})");

    private final SandboxState state;
    private final ControlFaults faults;
    private final ControlRows rows;

    ControlDoor(SandboxState state) {
        this.state = state;
        faults = new ControlFaults(state.faults());
        rows = new ControlRows(state.chains());
    }

    /**
     * Does what is asked.
     *
     * @throws Refusal with {@code {"error": …}}, if it cannot
     */
    Answer answer(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "GET /sandbox/requests" -> requests(call);
            case "DELETE /sandbox/requests" -> {
                state.requests().clear();
                yield Answer.noContent();
            }
            case "GET /sandbox/settings" -> Answer.plain(200, state.settings().asJson());
            case "PATCH /sandbox/settings" -> change(call);
            case "POST /sandbox/reset" -> {
                state.reset();
                yield Answer.noContent();
            }
            case "GET /sandbox/faults", "POST /sandbox/faults", "DELETE /sandbox/faults" -> faults.answer(call);
            case "GET /sandbox/chains" -> chains();
            default -> chainOrRow(call);
        };
    }

    static ObjectNode body(Call call) {
        return call.json().orElseThrow(() -> error(400, "the body is not a JSON object"));
    }

    static Refusal error(int status, String message) {
        return new Refusal(Answer.plainError(status, message));
    }

    private Answer requests(Call call) {
        var all = state.requests().all();
        var statuses = all.stream().collect(Collectors.groupingBy(ControlDoor::outcome, Collectors.counting()));
        var answer = Json.object().put("count", state.requests().count());
        answer.put("throttled", all.stream().filter(LoggedRequest::throttled).count());
        answer.set("by_status", Json.MAPPER.valueToTree(statuses));
        List<LoggedRequest> shown = all.subList(Math.max(0, all.size() - call.count("last", all.size())), all.size());
        answer.set("requests", Json.MAPPER.valueToTree(shown));
        return Answer.plain(200, answer);
    }

    private static String outcome(LoggedRequest request) {
        if (request.status() != null) {
            return request.status().toString();
        }
        return request.fault() == null ? "pending" : request.fault();
    }

    private Answer change(Call call) {
        try {
            state.settings(state.settings().with(body(call)));
            return Answer.plain(200, state.settings().asJson());
        } catch (IllegalArgumentException e) {
            throw error(400, e.getMessage());
        }
    }

    private Answer chains() {
        var chains = Json.array();
        state.chains().all().forEach(chain -> chains.add(counts(chain)));
        return Answer.plain(200, chains);
    }

    private Answer chainOrRow(Call call) {
        var chain = CHAIN.matcher(call.path());
        if (!chain.matches()) {
            return rows.answer(call);
        }
        var id = Long.parseLong(chain.group(1));
        return switch (call.method()) {
            case "POST" -> make(id, body(call));
            case "DELETE" -> {
                if (!state.chains().forget(id)) {
                    throw error(404, "the sandbox has no chain " + id);
                }
                yield Answer.noContent();
            }
            default -> throw error(405, "a chain takes POST (make) and DELETE (make foreign)");
        };
    }

    private Answer make(long id, ObjectNode body) {
        var certificateTypes = number(body, "certificate_types");
        var membershipTypes = number(body, "membership_types");
        if (!body.without(List.of("certificate_types", "membership_types")).isEmpty()) {
            throw error(400, "a chain is made of certificate_types and membership_types, and of no " + body);
        }
        return Answer.plain(201, counts(state.chains().make(id, certificateTypes, membershipTypes)));
    }

    private static int number(ObjectNode body, String field) {
        var number = body.path(field);
        if (number.isMissingNode()) {
            return 0;
        }
        if (!number.canConvertToInt() || !number.isIntegralNumber() || number.intValue() < 0) {
            throw error(400, field + " is a number of rows, 0 or more");
        }
        return number.intValue();
    }

    private static ObjectNode counts(SandboxChain chain) {
        return Json.object()
                .put("id", chain.id())
                .put("certificate_types", chain.certificateTypes().size())
                .put("membership_types", chain.membershipTypes().size());
    }
}
