package io.loyaltymirror.start;

import io.loyaltymirror.mirror.Schema;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.flywaydb.core.api.FlywayException;

/** Runs the service; with {@code --migrate} it brings the schema up to date and exits, for an init container. */
@QuarkusMain
public class Main {

    private static final String MIGRATE = "--migrate";

    private Main() {}

    /**
     * @param args nothing, or {@code --migrate}
     */
    public static void main(String[] args) {
        if (List.of(args).contains(MIGRATE)) {
            // Neither serve nor scan: a second process of the service stands by meanwhile.
            System.setProperty("quarkus.http.host-enabled", "false");
            System.setProperty("quarkus.management.host-enabled", "false");
            System.setProperty("quarkus.scheduler.enabled", "false");
            Quarkus.run(Migration.class, args);
        } else {
            Quarkus.run(args);
        }
    }

    /** Migrates once; exit code 0 where the schema is up to date. */
    static final class Migration implements QuarkusApplication {

        private final Schema schema;

        Migration(Schema schema) {
            this.schema = schema;
        }

        @Override
        public int run(String... args) {
            try {
                schema.migrate();
                return 0;
            } catch (FlywayException e) {
                Log.errorf("The schema was not migrated: %s", e.getMessage());
                return 1;
            }
        }
    }
}
