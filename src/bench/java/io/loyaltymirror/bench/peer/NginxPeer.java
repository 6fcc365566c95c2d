package io.loyaltymirror.bench.peer;

import io.loyaltymirror.bench.subject.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * nginx with the same bytes: the limit of what this machine's network stack gives. A short body stands in its configuration
 * ({@code return 200}); a long one, which does not fit there, in a file that it keeps open.
 */
public final class NginxPeer implements Closeable {

    /** A word of its configuration may be so long, in bytes. */
    public static final int MOST_IN_CONFIGURATION = 4_000;

    private static final String CONFIGURATION = """
            daemon off;
            worker_processes auto;
            pid %1$s/nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              default_type application/json;
              keepalive_requests 1000000000;
              sendfile on;
              tcp_nopush on;
              open_file_cache max=10;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d backlog=1024;
                location = /short { return 200 '%3$s'; }
                location = /unchanged { return 304; }
                location = /long { alias %1$s/long; }
              }
            }
            """;

    private final PeerProcess process;
    private final Path folder;

    private NginxPeer(PeerProcess process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Serves {@code /short}, {@code /unchanged} (304) and {@code /long}.
     *
     * @param small at most {@link #MOST_IN_CONFIGURATION} bytes
     */
    public static NginxPeer start(byte[] small, byte[] large) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bench-nginx");
        // Its workers are another user where it is started by root.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.write(folder.resolve("long"), large);
        int port = Ports.free();
        String quoted =
                new String(small, StandardCharsets.UTF_8).replace("\\", "\\\\").replace("'", "\\'");
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, CONFIGURATION.formatted(folder, port, quoted));
        String program = Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
        boolean started = false;
        try {
            List<String> command = List.of(program, "-c", file.toString(), "-e", "stderr");
            NginxPeer peer = new NginxPeer(PeerProcess.start(command, Map.of(), port, "/short"), folder);
            started = true;
            return peer;
        } finally {
            if (!started) {
                delete(folder);
            }
        }
    }

    public String url(String path) {
        return process.url(path);
    }

    @Override
    public void close() throws IOException {
        process.close();
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
