package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.mirror.Chains;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Brings the chains that the configuration names into the registry, once per process and as soon as that is possible. */
@Startup
@ApplicationScoped
class ChainRegistration {

    private final Chains chains;
    private final List<ChainId> configured;
    private volatile boolean done;

    ChainRegistration(Chains chains, @ConfigProperty(name = "mirror.chains") Optional<List<Long>> configured) {
        this.chains = chains;
        List<Long> ids = configured.orElse(List.of());
        if (ids.stream().anyMatch(id -> id <= 0)) {
            throw new ConfigurationException("mirror.chains: every id is a positive number");
        }
        this.configured = ids.stream().map(ChainId::new).toList();
    }

    Uni<Void> ensure() {
        return done ? Uni.createFrom().voidItem() : chains.register(configured).invoke(() -> done = true);
    }
}
