package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls a running sandbox as a client of Altegio would, or at its control door. */
final class Caller implements AutoCloseable {
    private final SandboxAltegio sandbox;
    private final HttpClient client;
    private final Map<String, String> headers = new HashMap<>(Map.of(
            "Authorization", "Bearer sandbox-partner, User sandbox-user",
            "Accept", "application/vnd.api.v2+json"));

    record Reply(int status, String text) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        List<Long> ids() {
            var ids = new ArrayList<Long>();
            json().get("data").forEach(row -> ids.add(row.get("id").longValue()));
            return ids;
        }
    }

    private Caller(SandboxAltegio sandbox, HttpClient client) {
        this.sandbox = sandbox;
        this.client = client;
    }

    static Caller of(SandboxAltegio sandbox) {
        return new Caller(sandbox, HttpClient.newHttpClient());
    }

    static Caller from(InetAddress address, SandboxAltegio sandbox) {
        return new Caller(sandbox, HttpClient.newBuilder().localAddress(address).build());
    }

    /** Null leaves the header out. */
    Caller with(String header, String value) {
        var other = new Caller(sandbox, client);
        other.headers.clear();
        other.headers.putAll(headers);
        other.headers.put(header, value);
        return other;
    }

    Reply get(String path) {
        return call("GET", path, "");
    }

    /** A path under the base URI, or from the root if it begins with a slash. */
    Reply call(String method, String path, String body) {
        var root = "http://localhost:" + sandbox.port();
        var request = HttpRequest.newBuilder(
                        URI.create(path.startsWith("/") ? root + path : sandbox.baseUri() + "/" + path))
                .method(method, BodyPublishers.ofString(body));
        headers.forEach((name, value) -> {
            if (value != null) {
                request.header(name, value);
            }
        });
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
