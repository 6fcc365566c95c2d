package io.loyaltymirror.api.altegio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.api.ErrorForm;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.Bodies;
import io.loyaltymirror.mirror.TypeBody;
import io.loyaltymirror.mirror.TypeList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** Altegio's envelope around everything: {@code success}, {@code data}, {@code meta}. */
@Singleton
class Envelope implements ErrorForm {

    static final String PREFIX = "/api/v1";

    /** Of the form of answers, which is part of their tags: raised where the same types are written otherwise. */
    static final String VERSION = "1";

    private static final byte[] LIST = "{\"success\":true,\"data\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SINGLE = "{\"success\":true,\"data\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SINGLE_END = ",\"meta\":[]}".getBytes(StandardCharsets.US_ASCII);

    /** Below that a copy takes less than what three pieces cost. */
    private static final int LARGE = 4_096;

    private final ObjectMapper mapper;

    Envelope(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** A list: meta is an object with the number of all matching rows. */
    static Buffer list(TypeList list) {
        byte[] end = ("],\"meta\":{\"total_count\":" + list.total() + "}}").getBytes(StandardCharsets.US_ASCII);
        return around(LIST, list.bodies(), end);
    }

    /** What upstream answered a write with, likewise. */
    static byte[] single(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return copied(SINGLE, new Bodies.Slice(bytes, 0, bytes.length), SINGLE_END);
    }

    /** A single type: meta is an empty array, as Altegio has it. */
    static Buffer single(TypeBody type) {
        return around(SINGLE, type.body(), SINGLE_END);
    }

    /** A large piece is not copied, of a snapshot above all. */
    // Vert.x 5 has the same elsewhere.
    @SuppressWarnings("deprecation")
    private static Buffer around(byte[] begin, Bodies bodies, byte[] end) {
        ByteBuf whole = bodies instanceof Bodies.Slice(byte[] bytes, int from, int length) && length >= LARGE
                ? Unpooled.wrappedBuffer(
                        Unpooled.wrappedBuffer(begin),
                        Unpooled.wrappedBuffer(bytes, from, length),
                        Unpooled.wrappedBuffer(end))
                : Unpooled.wrappedBuffer(copied(begin, bodies, end));
        return Buffer.buffer(whole);
    }

    private static byte[] copied(byte[] begin, Bodies bodies, byte[] end) {
        byte[] json = new byte[begin.length + bodies.length() + end.length];
        System.arraycopy(begin, 0, json, 0, begin.length);
        bodies.copyTo(json, begin.length);
        System.arraycopy(end, 0, json, json.length - end.length, end.length);
        return json;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] body(Refusal refusal) {
        ObjectNode envelope = mapper.createObjectNode().put("success", false).putNull("data");
        ObjectNode meta = envelope.putObject("meta").put("message", refusal.getMessage());
        if (!refusal.errors().isEmpty()) {
            meta.set("errors", mapper.valueToTree(refusal.errors()));
        }
        try {
            return mapper.writeValueAsBytes(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }
}
