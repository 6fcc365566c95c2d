package io.loyaltymirror.api.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Bodies of which a required field is wrong, or which are no JSON at all. */
final class OddBodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What the fields of a body are that must be right: none of {@link #WRONG} is right for any of them. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "certificate_types", List.of("title", "balance", "is_multi", "item_type_id", "expiration", "online_sale"),
            "archive", List.of("is_archived"),
            "release", List.of("reason"),
            "resolve", List.of("decision", "reason"));

    private static final List<JsonNode> WRONG = List.of(
            NullNode.getInstance(),
            TextNode.valueOf(" "),
            TextNode.valueOf("\u0000"),
            TextNode.valueOf("\ud83c"),
            DecimalNode.valueOf(new BigDecimal("-0.5")),
            DecimalNode.valueOf(new BigDecimal("-1e400")),
            BigIntegerNode.valueOf(BigInteger.TEN.pow(40).negate()),
            JSON.arrayNode().add(-1),
            JSON.arrayNode());

    private static final List<String> BROKEN = List.of(
            "",
            "null",
            "[]",
            "1",
            "\"x\"",
            "{",
            "{\"a\":}",
            "{\"title\":\"a\",\"title\":\"b\"}",
            "{\"title\":NaN}",
            "{'a':1}",
            "\ufeff{}",
            "{}{}",
            "<a/>",
            "{\"\\ud800\":1}",
            "a=b&c=d");

    private final ObjectNode certificateType;
    private final SplittableRandom random;

    /** @param certificateType a right body of a certificate type */
    OddBodies(ObjectNode certificateType, SplittableRandom random) {
        this.certificateType = certificateType;
        this.random = random;
    }

    byte[] next(String path, int size) {
        if (size > 0) {
            return ("{\"title\":\"" + "x".repeat(size) + "\"}").getBytes(StandardCharsets.UTF_8);
        }
        return switch (random.nextInt(8)) {
            case 0 -> pick(BROKEN).getBytes(StandardCharsets.UTF_8);
            case 1 -> ("{\"title\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}").getBytes(StandardCharsets.UTF_8);
            case 2 -> new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
            case 3 -> noise();
            default -> wrong(path).toString().getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private ObjectNode wrong(String path) {
        List<String> required = REQUIRED.entrySet().stream()
                .filter(of -> path.contains(of.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of("any"));
        ObjectNode body = certificateType.deepCopy();
        String field = pick(required);
        if (random.nextInt(4) == 0) {
            body.remove(field);
        } else {
            body.set(field, pick(WRONG));
        }
        body.set("odd " + random.nextInt(), random.nextBoolean() ? BooleanNode.TRUE : pick(WRONG));
        return body;
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
