package io.loyaltymirror.upstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How to reach Altegio, and how hard to lean on it. */
@ConfigMapping(prefix = "mirror.upstream")
public interface UpstreamConfig {

    /** Base of the API, version included. */
    @WithDefault("https://api.alteg.io/api/v1")
    URI url();

    /** Identifies the integration; sent with every request, never logged. */
    String partnerToken();

    /** Identifies the user whose rights count; a pre-issued one, since interactive logins may need a second factor. */
    Optional<String> userToken();

    /** Instead of a user token: the user logs in, and again once upstream refuses the token that this gave. */
    Optional<String> login();

    /** Belongs to the login; never logged. */
    Optional<String> password();

    /**
     * How long scans rest after upstream refused the credential (401) before one of them tries it again. A token that is
     * dead stays so until somebody acts: a try a minute costs next to nothing and is soon enough after that.
     */
    @WithDefault("1m")
    Duration credentialRest();

    /** Rows a page; 100 is upstream's most, and fewer only cost more requests. */
    @WithDefault("100")
    int pageSize();

    /** One attempt, from its permit to the last byte received; connecting may take half, and a write's 1 s. Above upstream's slow pages. */
    @WithDefault("10s")
    Duration timeout();

    /** How the path names the chain; both spellings reach the same place today. */
    @WithDefault("chain")
    ChainSpelling chainSpelling();

    /** How a membership type is archived: documents and practice disagree. */
    Archive archive();

    /** Upstream's limits, which it counts per address. */
    Rate rate();

    /** What is tried again when a read fails for a passing reason. */
    Retry retry();

    /** When upstream is left alone altogether. */
    Breaker breaker();

    /** The two spellings of the path. */
    enum ChainSpelling {
        CHAIN,
        CHAINS
    }

    /** The form of the call that archives. */
    interface Archive {

        /** Where it goes. */
        @WithDefault("archive-suffix")
        Path path();

        /** How it spells the wanted state. */
        @WithDefault("boolean")
        Value value();

        /** Below the type's own address, as documented, or that address itself. */
        enum Path {
            ARCHIVE_SUFFIX,
            PLAIN
        }

        /** As documented {@code true} and {@code false}, or {@code "1"} and {@code "0"}. */
        enum Value {
            BOOLEAN,
            STRING
        }
    }

    /** The request budget. */
    interface Rate {

        /** Requests in any second; 0 for no limit, in tests and benchmarks. */
        @WithDefault("5")
        int perSecond();

        /** Requests in any minute; 0 for no limit. */
        @WithDefault("200")
        int perMinute();

        /**
         * The name of the address that the requests leave by: all processes with this name and database share both
         * limits, since upstream counts by address. Another address has a budget of its own.
         */
        @WithDefault("default")
        String egress();

        /** How many of each minute's requests are kept for writes, so that a full-speed scan does not hold them up. */
        @WithDefault("20")
        int reserve();
    }

    /** The read guard. */
    interface Retry {

        /** Attempts after the first; with the delays below they bridge some 5 s, the rest is for the next run. */
        @WithDefault("3")
        int max();

        /** The first delay, doubled for each further one; upstream's own word on when to come back goes before. */
        @WithDefault("500ms")
        Duration delay();

        /** Up to this much is added to each delay at random, so that callers do not come back in step. */
        @WithDefault("200ms")
        Duration jitter();

        /** The least wait after upstream refused the volume: it saw too much of us, even where it names 0 s or nothing. */
        @WithDefault("5s")
        Duration throttledLeast();

        /** The most that upstream's word can stop us for; a nonsense of days would stop the mirror as a whole. */
        @WithDefault("5m")
        Duration throttledMost();
    }

    /** The circuit breaker, shared by all requests to this upstream. */
    interface Breaker {

        /** How many of the latest attempts are looked at. */
        @WithDefault("10")
        int window();

        /** The share of them that must have failed for the breaker to open. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long it then stays open before one request may try. */
        @WithDefault("5s")
        Duration delay();
    }
}
