package io.loyaltymirror.mutation;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When two titles are the same one: nobody documents what upstream does to spaces, accents and characters of HTML. */
final class Titles {

    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#x([0-9a-fA-F]{1,6})|(\\w+));");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "laquo", "«", "raquo", "»");

    private Titles() {}

    /** The same text for all spellings of a title. */
    static String normalised(String title) {
        String plain = ENTITY.matcher(title).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
        String composed = Normalizer.normalize(plain, Normalizer.Form.NFC);
        return SPACES.matcher(composed).replaceAll(" ").strip();
    }

    private static String character(MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), entity.group());
        }
        int point = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        return Character.isValidCodePoint(point) ? Character.toString(point) : entity.group();
    }
}
