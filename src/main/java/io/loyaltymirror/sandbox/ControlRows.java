package io.loyaltymirror.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts and deletes single rows behind the API's back, as people do in the vendor's web interface, or as nobody can. */
final class ControlRows {
    private static final Pattern ROW =
            Pattern.compile("/sandbox/chains/(\\d{1,18})/(certificate_types|abonement_types)/(\\d{1,18})");

    private final SandboxChains chains;

    ControlRows(SandboxChains chains) {
        this.chains = chains;
    }

    Answer answer(Call call) {
        var path = ROW.matcher(call.path());
        if (!path.matches()) {
            throw ControlDoor.error(404, "the control door has no " + call.path());
        }
        var chain = chains.find(Long.parseLong(path.group(1)))
                .orElseThrow(() -> ControlDoor.error(404, "no such chain: make it by POST /sandbox/chains/{chain}"));
        var rows = chain.named(path.group(2)).orElseThrow();
        var id = Long.parseLong(path.group(3));
        return switch (call.method()) {
            case "GET" -> rows.find(id).map(row -> Answer.plain(200, row)).orElseThrow(() -> absent(id));
            case "PUT" -> put(rows, id, path, call);
            case "DELETE" -> {
                if (!rows.delete(id)) {
                    throw absent(id);
                }
                yield Answer.noContent();
            }
            default -> throw ControlDoor.error(405, "a row takes GET, PUT and DELETE");
        };
    }

    /** The members go over the row, null as null; {@code ?whole=true} makes them the row. */
    private Answer put(TypeRows rows, long id, Matcher path, Call call) {
        var members = ControlDoor.body(call);
        var old = rows.find(id);
        var certificate = path.group(2).equals("certificate_types");
        var chain = Long.parseLong(path.group(1));
        var row = call.parameter("whole").filter("true"::equals).isPresent()
                ? Json.object()
                : old.orElseGet(
                        () -> certificate ? CertificateTypeRow.blank(id, chain) : MembershipTypeRow.blank(id, chain));
        row.setAll(members);
        rows.put(id, row);
        if (certificate) {
            chains.keepFree(id);
        }
        return Answer.plain(old.isPresent() ? 200 : 201, row);
    }

    private static Refusal absent(long id) {
        return ControlDoor.error(404, "no row " + id);
    }
}
