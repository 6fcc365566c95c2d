package io.loyaltymirror.bench.peer;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process of {@link VertxPeer}: port, mode, PostgreSQL's port, database, chain. One event loop a core. */
public final class VertxServer extends AbstractVerticle {

    private static final Pattern PATH =
            Pattern.compile("/api/v1/chain/(\\d+)/loyalty/certificate_types(?:/(\\d+)|\\?page_size=100)");
    private static final String PAGE = PeerSql.rows("$1");
    private static final String TOTAL = PeerSql.total("$1");
    private static final Buffer CONSTANT = Buffer.buffer("constant");
    private static final Map<String, Buffer> HEAP = new ConcurrentHashMap<>();

    /** Statements that one connection may have under way. */
    private static final int PIPELINED = 64;

    private final String[] arguments;
    private SqlClient client;

    private VertxServer(String... arguments) {
        this.arguments = arguments;
    }

    public static void main(String... arguments) {
        int cores = Runtime.getRuntime().availableProcessors();
        Vertx.vertx()
                .deployVerticle(() -> new VertxServer(arguments), new DeploymentOptions().setInstances(cores))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        VertxPeer.Mode mode = VertxPeer.Mode.valueOf(arguments[1]);
        Future<?> prepared = mode == VertxPeer.Mode.CONSTANT ? Future.succeededFuture() : connect();
        prepared.compose(_ -> mode == VertxPeer.Mode.HEAP ? load() : Future.succeededFuture())
                .compose(_ -> vertx.createHttpServer(new HttpServerOptions().setPort(Integer.parseInt(arguments[0])))
                        .requestHandler(request -> answer(mode, request))
                        .listen())
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private Future<?> connect() {
        PgConnectOptions options = new PgConnectOptions()
                .setHost("localhost")
                .setPort(Integer.parseInt(arguments[2]))
                .setDatabase(arguments[3])
                .setUser("postgres")
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINED);
        client = PgBuilder.client()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .using(vertx)
                .build();
        return client.query("SELECT 1").execute();
    }

    private Future<?> load() {
        long chain = Long.parseLong(arguments[4]);
        String path = "/api/v1/chain/" + chain + "/loyalty/certificate_types";
        return client.preparedQuery("SELECT id FROM certificate_type WHERE chain_id = $1")
                .execute(Tuple.of(chain))
                .compose(rows -> {
                    Future<?> all = list(chain).onSuccess(body -> HEAP.put(path + "?page_size=100", body));
                    for (Row row : rows) {
                        long id = row.getLong(0);
                        all = all.compose(_ -> single(chain, id).onSuccess(body -> HEAP.put(path + "/" + id, body)));
                    }
                    return all;
                });
    }

    private void answer(VertxPeer.Mode mode, HttpServerRequest request) {
        switch (mode) {
            case CONSTANT -> send(request, CONSTANT);
            case HEAP -> send(request, HEAP.get(request.uri()));
            case PG ->
                ask(request.uri())
                        .onComplete(
                                body -> send(request, body),
                                failure -> request.response().setStatusCode(500).end(failure.toString()));
        }
    }

    private static void send(HttpServerRequest request, Buffer body) {
        if (body == null) {
            request.response().setStatusCode(404).end();
        } else {
            request.response().putHeader("Content-Type", "application/json").end(body);
        }
    }

    private Future<Buffer> ask(String uri) {
        Matcher path = PATH.matcher(uri);
        if (!path.matches()) {
            return Future.succeededFuture();
        }
        long chain = Long.parseLong(path.group(1));
        return path.group(2) == null ? list(chain) : single(chain, Long.parseLong(path.group(2)));
    }

    private Future<Buffer> single(long chain, long id) {
        return client.preparedQuery(PeerSql.SINGLE).execute(Tuple.of(chain, id)).map(VertxServer::first);
    }

    /** Both statements leave at once, one behind the other. */
    private Future<Buffer> list(long chain) {
        Future<RowSet<Row>> total = client.preparedQuery(TOTAL).execute(Tuple.of(chain));
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(chain))
                .compose(page -> total.map(count -> joined(page, count)));
    }

    private static Buffer joined(RowSet<Row> page, RowSet<Row> total) {
        StringBuilder json = new StringBuilder(1_000 * page.size() + 64).append("{\"success\":true,\"data\":[");
        String comma = "";
        for (Row row : page) {
            json.append(comma).append(row.getString(0));
            comma = ",";
        }
        long count = total.iterator().next().getLong(0);
        return Buffer.buffer(json.append("],\"meta\":{\"total_count\":")
                .append(count)
                .append("}}")
                .toString());
    }

    private static Buffer first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : Buffer.buffer(rows.iterator().next().getString(0));
    }
}
