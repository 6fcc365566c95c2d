package io.loyaltymirror.harness;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who reads Server-Sent Events, as WHATWG's HTML says that they are read. */
public final class Follower implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private final Thread reader;
    private volatile int status;
    private volatile String contentType;
    private volatile InputStream stream;
    private volatile boolean isCut;
    private String id;
    private String name;
    private String data;

    /** A message, and the id to resume behind it. */
    public record Event(String id, String name, JsonNode data) {}

    private Follower(HttpRequest request) {
        this.reader = Thread.ofVirtual().unstarted(() -> read(request));
    }

    /** @param lastEvent null where it begins */
    public static Follower start(URI address, String key, String lastEvent) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + key)
                .header("Accept", "text/event-stream");
        if (lastEvent != null) {
            request.header("Last-Event-ID", lastEvent);
        }
        Follower follower = new Follower(request.build());
        follower.reader.start();
        return follower;
    }

    /** Until it is cut off, by whomever. */
    private void read(HttpRequest request) {
        try {
            HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());
            stream = answer.body();
            contentType = answer.headers().firstValue("Content-Type").orElse(null);
            status = answer.statusCode();
            if (isCut) {
                stream.close();
            }
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(this::line);
        } catch (IOException | UncheckedIOException _) {
            // The other end is gone, or this one was closed.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message is one when its empty line has come: what is cut off before was never told. */
    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith(":")) {
            comments.incrementAndGet();
        } else if (line.startsWith("id:")) {
            id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
            name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
            data = line.substring(5);
        }
    }

    private void dispatch() {
        if (data != null) {
            events.add(new Event(id, name, json(data)));
        }
        data = null;
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** Those that came so far. */
    public List<Event> events() {
        return events;
    }

    public int comments() {
        return comments.get();
    }

    /** Until there is an answer, whatever it is. */
    public void awaitStatus() {
        await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).until(() -> status != 0 || hasEnded());
    }

    /** 0 where there is no answer. */
    public int status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    public boolean hasEnded() {
        return !reader.isAlive();
    }

    /** Cuts it off in the middle of whatever comes. */
    @Override
    public void close() {
        isCut = true;
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
