package io.loyaltymirror.api;

import io.loyaltymirror.mirror.Schema;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started and ready once the schema was seen ready. Never about one chain's state and never about the database being
 * there now: pods that still serve would be taken away.
 */
@Startup
@Readiness
class StartedCheck implements HealthCheck {

    private final Schema schema;

    StartedCheck(Schema schema) {
        this.schema = schema;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("schema").status(schema.isReady()).build();
    }
}
