package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How the stand-in behaves. The control door shows and takes the same names in snake case.
 *
 * @param partnerToken the first token of {@code Authorization}
 * @param userToken the second; change it and the old one is refused, as after a change of password
 * @param latencyMs milliseconds from the arrival of a request to its answer, at least
 * @param jitterMs up to so many milliseconds more, drawn from {@code seed} in order of arrival
 * @param seed makes the jitter repeatable
 * @param perSecond requests an address may send in any second; 0 is no limit
 * @param perMinute requests an address may send in any minute; 0 is no limit
 * @param archivedListed whether the list of certificate types holds archived rows (nobody documents it)
 * @param maxPageSize the largest page asked for that is served as asked
 * @param oversizePageSize the size that is served, without a word, to who asks for more than that
 * @param deletedAnswered whether a deleted membership type is still answered by id
 * @param archiveForm the one form of archiving that is accepted
 * @param undocumented what else nobody documents
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SandboxSettings(
        String partnerToken,
        String userToken,
        int latencyMs,
        int jitterMs,
        long seed,
        int perSecond,
        int perMinute,
        boolean archivedListed,
        int maxPageSize,
        int oversizePageSize,
        boolean deletedAnswered,
        ArchiveForm archiveForm,
        Undocumented undocumented) {

    public SandboxSettings {
        Json.demand(partnerToken != null && !partnerToken.isBlank(), "partner_token is a text");
        Json.demand(userToken != null && !userToken.isBlank(), "user_token is a text");
        Json.demand(latencyMs >= 0 && jitterMs >= 0, "latency_ms and jitter_ms are 0 or more");
        Json.demand(perSecond >= 0 && perMinute >= 0, "per_second and per_minute are 0 (no limit) or more");
        Json.demand(maxPageSize > 0 && oversizePageSize > 0, "max_page_size and oversize_page_size are 1 or more");
        Json.demand(archiveForm != null, "archive_form is documented or client");
        Json.demand(undocumented != null, "undocumented is a JSON object");
    }

    /** Altegio as it is documented: both limits, 10 rows a page and at most 100, no added latency. */
    public static SandboxSettings documented() {
        return new SandboxSettings(
                "sandbox-partner",
                "sandbox-user",
                0,
                0,
                1,
                5,
                200,
                true,
                100,
                100,
                true,
                ArchiveForm.DOCUMENTED,
                Undocumented.likeliest());
    }

    /** The same with other rate limits; 0 is no limit. */
    public SandboxSettings withRates(int perSecond, int perMinute) {
        return with(Json.object().put("per_second", perSecond).put("per_minute", perMinute));
    }

    /** The same with another latency of each answer. */
    public SandboxSettings withLatency(int millis) {
        return with(Json.object().put("latency_ms", millis));
    }

    /** The same with these members of {@link #undocumented}. */
    public SandboxSettings withUndocumented(ObjectNode members) {
        ObjectNode nested = Json.object().set("undocumented", members);
        return with(nested);
    }

    /**
     * The same with the given members, named as at the control door; those of {@link #undocumented} too go over what is
     * there.
     *
     * @throws IllegalArgumentException says which member is unknown or has no good value
     */
    public SandboxSettings with(ObjectNode members) {
        var whole = members.deepCopy();
        if (members.get("undocumented") instanceof ObjectNode nested) {
            ObjectNode merged = Json.MAPPER.valueToTree(undocumented);
            whole.set("undocumented", merged.setAll(nested));
        }
        return Json.changed(this, whole);
    }

    JsonNode asJson() {
        return Json.MAPPER.valueToTree(this);
    }
}
