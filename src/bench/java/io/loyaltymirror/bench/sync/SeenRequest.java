package io.loyaltymirror.bench.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as the stand-in for Altegio logged it.
 *
 * @param nanos when it arrived, on the monotonic clock of the stand-in's process
 * @param at when it arrived, on this machine's wall clock
 * @param query empty where there was none
 * @param status 0 where it was not answered
 * @param fault the title of what befell it; empty where nothing did
 */
record SeenRequest(
        long nanos, Instant at, String method, String path, String query, int status, boolean throttled, String fault) {

    private static final Pattern LIST =
            Pattern.compile("/chains?/(\\d+)/loyalty/(certificate_types|abonement_types)/?$");
    private static final Pattern ARCHIVED = Pattern.compile("is_archived=([^&]*)");

    static SeenRequest of(JsonNode logged) {
        return new SeenRequest(
                logged.required("nanos").longValue(),
                Instant.parse(logged.required("at").textValue()),
                logged.required("method").textValue(),
                logged.required("path").textValue(),
                logged.required("query").asText(""),
                logged.required("status").asInt(0),
                logged.required("throttled").booleanValue(),
                logged.required("fault").asText(""));
    }

    boolean isPost() {
        return method.equals("POST");
    }

    /** Whether somebody looked for a title, as is done before and after a create. */
    boolean isSearch() {
        return method.equals("GET") && query.contains("title=");
    }

    /** The chain and the view that this is a page of, such as {@code 706028 abonement_types is_archived=1}; else empty. */
    String view() {
        Matcher list = LIST.matcher(path);
        if (!method.equals("GET") || isSearch() || !list.find()) {
            return "";
        }
        Matcher archived = ARCHIVED.matcher(query);
        return view(Long.parseLong(list.group(1)), list.group(2), archived.find() ? archived.group(1) : "");
    }

    /** @param archived {@code 0} or {@code 1}; empty where the view does not say */
    static String view(long chain, String kind, String archived) {
        return chain + " " + kind + (archived.isEmpty() ? "" : " is_archived=" + archived);
    }
}
