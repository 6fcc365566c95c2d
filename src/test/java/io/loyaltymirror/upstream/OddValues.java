package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.loyaltymirror.upstream.KnownFields.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random values and how they may be spelled: JSON whose characters stand for bytes. */
final class OddValues {

    private static final List<String> CHARACTERS = List.of(
            "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\u0001", "{", "]", ",", ":", "ж", "€", "🎁", "\u2028", "\uFEFF",
            "\u007F");

    private final Random random;

    OddValues(Random random) {
        this.random = random;
    }

    /** A value as upstream spells it, and as it must be read. */
    record Spelled(String json, JsonNode expected) {}

    Spelled known(FieldType type) {
        return switch (random.nextInt(5)) {
            case 0 -> asItCame(misfit(type));
            default -> fitting(type);
        };
    }

    private Spelled fitting(FieldType type) {
        return switch (type) {
            case INTEGER -> integer();
            case NUMBER -> number();
            case BOOLEAN -> bool();
            case TEXT -> random.nextInt(4) == 0 ? numberAsText() : asItCame(TextNode.valueOf(characters()));
            case INTEGERS -> integers();
        };
    }

    /** What no reading brings to the type, and so must stay. */
    private JsonNode misfit(FieldType type) {
        return switch (random.nextInt(4)) {
            case 0 -> NullNode.instance;
            case 1 -> type == FieldType.TEXT ? BooleanNode.TRUE : TextNode.valueOf("");
            case 2 ->
                type == FieldType.TEXT
                        ? any(0).isNumber() ? NullNode.instance : BooleanNode.FALSE
                        : TextNode.valueOf("1 000,5");
            default -> Json.MAPPER.createObjectNode().put("1", "1");
        };
    }

    private Spelled integer() {
        BigInteger whole = new BigInteger(random.nextInt(70), random);
        String form = pick("%s", "\"%s\"", "%s.0", "\"%s.00\"", "%se0", "%s.0E0", "-%s", "\"-%s\"");
        BigInteger expected = form.contains("-%") ? whole.negate() : whole;
        return new Spelled(form.formatted(whole), BigIntegerNode.valueOf(expected));
    }

    private Spelled number() {
        BigDecimal decimal = new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(60));
        String plain = decimal.toPlainString();
        String json = pick(
                plain,
                '"' + plain + '"',
                decimal.toString(),
                decimal.scaleByPowerOfTen(3).toPlainString() + "e-3");
        return new Spelled(json, DecimalNode.valueOf(decimal));
    }

    private Spelled bool() {
        boolean truth = random.nextBoolean();
        String json = truth ? pick("true", "1", "\"1\"", "\"true\"") : pick("false", "0", "\"0\"", "\"false\"");
        return new Spelled(json, BooleanNode.valueOf(truth));
    }

    private Spelled numberAsText() {
        String number = pick("1000", "10.50", "-0.10", "12345678901234567.89", "0");
        return new Spelled(number, TextNode.valueOf(number));
    }

    private Spelled integers() {
        ArrayNode expected = Json.MAPPER.createArrayNode();
        String json = IntStream.range(0, random.nextInt(6))
                .mapToObj(_ -> random.nextInt(8) == 0 ? asItCame(misfit(FieldType.INTEGER)) : integer())
                .peek(one -> expected.add(one.expected()))
                .map(Spelled::json)
                .collect(Collectors.joining(" , ", "[", "]"));
        return new Spelled(json, expected);
    }

    private Spelled asItCame(JsonNode value) {
        return new Spelled(spelled(value), value);
    }

    /** Any value that can be stored, of every JSON kind. */
    JsonNode any(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> NullNode.instance;
            case 1 -> BooleanNode.valueOf(random.nextBoolean());
            case 2 -> TextNode.valueOf(characters());
            case 3 -> DecimalNode.valueOf(decimal());
            case 4 -> {
                ArrayNode list = Json.MAPPER.createArrayNode();
                IntStream.range(0, random.nextInt(4)).forEach(_ -> list.add(any(depth - 1)));
                yield list;
            }
            default -> {
                ObjectNode object = Json.MAPPER.createObjectNode();
                IntStream.range(0, random.nextInt(4)).forEach(_ -> object.set(characters(), any(depth - 1)));
                yield object;
            }
        };
    }

    /** From the smallest to the largest that is stored, where their digits allow. */
    private BigDecimal decimal() {
        BigInteger digits = new BigInteger(random.nextInt(4) == 0 ? 3_300 : 60, random);
        int scale = random.nextInt(4) == 0 ? random.nextInt(2_001) - 1_000 : random.nextInt(10);
        return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
    }

    String spelled(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> text(value.textValue());
            case NUMBER -> value.decimalValue().toString();
            case ARRAY -> value.valueStream().map(this::spelled).collect(Collectors.joining(",\n", "[", "]"));
            case OBJECT ->
                value.properties().stream()
                        .map(field -> text(field.getKey()) + ": " + spelled(field.getValue()))
                        .collect(Collectors.joining(",", "{ ", "}"));
            default -> value.toString();
        };
    }

    String characters() {
        return IntStream.range(0, random.nextInt(12))
                .mapToObj(_ -> CHARACTERS.get(random.nextInt(CHARACTERS.size())))
                .collect(Collectors.joining());
    }

    /** The text between quotation marks, its characters escaped where they must be and where it pleases. */
    String text(String characters) {
        StringBuilder text = new StringBuilder("\"");
        characters.codePoints().forEach(c -> {
            String one = Character.toString(c);
            if (c < ' ' || c == '"' || c == '\\' || random.nextInt(8) == 0) {
                one.chars()
                        .forEach(
                                unit -> text.append("\\u").append(HexFormat.of().toHexDigits((char) unit)));
            } else {
                text.append(new String(one.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            }
        });
        return text.append('"').toString();
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
