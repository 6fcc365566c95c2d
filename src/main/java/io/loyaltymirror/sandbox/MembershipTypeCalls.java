package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.sandbox.Undocumented.MembershipList;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** List, get and archive of membership types. */
final class MembershipTypeCalls {
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private final SandboxState state;

    MembershipTypeCalls(SandboxState state) {
        this.state = state;
    }

    /** With {@code is_archived=1} only what is archived, else only what is not, or without the parameter all. */
    Answer list(SandboxChain chain, Call call) {
        var flag = call.parameter("is_archived");
        var archived = flag.filter("1"::equals).isPresent();
        var all = flag.isEmpty() && state.settings().undocumented().membershipList() == MembershipList.ALL;
        return new Pages(state.settings(), state.orderSeed())
                .answer(
                        call,
                        "limit",
                        chain.membershipTypes(),
                        row -> all || MembershipTypeRow.isArchived(row) == archived);
    }

    Answer get(SandboxChain chain, long id) {
        var rows = chain.membershipTypes();
        return rows.find(id)
                .or(() -> state.settings().deletedAnswered() ? rows.findDeleted(id) : Optional.empty())
                .map(Answer::ok)
                .orElseGet(MembershipTypeCalls::notFound);
    }

    /** {@code PATCH …/{id}/archive} with a boolean. */
    Answer archiveAsDocumented(SandboxChain chain, long id, Call call) {
        var flag = flag(call, ArchiveForm.DOCUMENTED);
        refuseUnless(flag.isBoolean(), "is true or false");
        return archive(chain, id, flag.booleanValue())
                .map(row -> Answer.noContent())
                .orElseGet(MembershipTypeCalls::notFound);
    }

    /** {@code PATCH …/{id}} with {@code "0"} or {@code "1"}. */
    Answer archiveAsClient(SandboxChain chain, long id, Call call) {
        var flag = flag(call, ArchiveForm.CLIENT);
        refuseUnless(flag.isTextual() && flag.textValue().matches("[01]"), "is \"0\" or \"1\"");
        return archive(chain, id, flag.textValue().equals("1"))
                .map(Answer::ok)
                .orElseGet(MembershipTypeCalls::notFound);
    }

    private JsonNode flag(Call call, ArchiveForm form) {
        if (state.settings().archiveForm() != form) {
            throw new Refusal(Answer.refusal(404, "No such operation."));
        }
        return call.json().orElseGet(Json::object).path("is_archived");
    }

    private static void refuseUnless(boolean good, String message) {
        var errors = new FieldErrors();
        errors.check(good, "is_archived", message);
        errors.refuseIfAny(422);
    }

    private Optional<ObjectNode> archive(SandboxChain chain, long id, boolean archived) {
        var at = AT.format(OffsetDateTime.now(state.clock()));
        return chain.membershipTypes().change(id, row -> MembershipTypeRow.archived(row, archived, at));
    }

    private static Answer notFound() {
        return Answer.refusal(404, "Membership type not found.");
    }
}
