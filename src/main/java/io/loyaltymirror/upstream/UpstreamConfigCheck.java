package io.loyaltymirror.upstream;

import static io.loyaltymirror.Setting.require;
import static io.loyaltymirror.Setting.requireWithin;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.regex.Pattern;

/** Refuses a start with values that could never reach Altegio, or that would show the tokens to others. */
@Startup(UpstreamConfigCheck.BEFORE_ALL_ELSE)
@Singleton
class UpstreamConfigCheck {

    /** Before the scheduler starts at 0, whose first tick would use the values. */
    static final int BEFORE_ALL_ELSE = -1;

    private static final String PREFIX = "mirror.upstream.";

    /** Visible ASCII without the comma, which parts the two tokens in their header. */
    static final Pattern TOKEN = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]+");

    /** A host's name or address, or what people call it; short, since each row of the budget has a page of its own. */
    private static final Pattern EGRESS = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private static final Pattern LOOPBACK = Pattern.compile(
            "localhost|\\[::1]|127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|\\d{1,2})){3}", Pattern.CASE_INSENSITIVE);

    UpstreamConfigCheck(UpstreamConfig config) {
        check(config);
    }

    static void check(UpstreamConfig config) {
        checkUrl(config.url());
        checkToken("partner-token", config.partnerToken());
        checkUser(config);
        requireWithin(PREFIX + "page-size", config.pageSize(), 1, 100);
        requireWithin(PREFIX + "credential-rest", config.credentialRest(), "100ms", "1h");
        requireWithin(PREFIX + "timeout", config.timeout(), "100ms", "5m");
        checkRate(config.rate());
        checkRetry(config.retry());
        checkBreaker(config.breaker());
    }

    /** The address itself is not repeated: it may hold a password. */
    private static void checkUrl(URI url) {
        String key = PREFIX + "url";
        boolean plain = "http".equalsIgnoreCase(url.getScheme());
        require(
                (plain || "https".equalsIgnoreCase(url.getScheme())) && url.getHost() != null,
                key,
                "must be an absolute http or https URL with a host");
        require(
                url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null,
                key,
                "must have no user info, query or fragment");
        require(
                !plain || LOOPBACK.matcher(url.getHost()).matches(),
                key,
                "must be https, since http would send the tokens in the clear to " + url.getHost());
    }

    private static void checkToken(String name, String token) {
        require(TOKEN.matcher(token).matches(), PREFIX + name, "must be visible ASCII without white space or comma");
    }

    private static void checkUser(UpstreamConfig config) {
        config.userToken().ifPresent(token -> checkToken("user-token", token));
        boolean login = config.login().isPresent();
        require(
                config.userToken().isPresent() != login,
                PREFIX + "user-token",
                "must be set, or login and password in its place");
        require(
                login == config.password().isPresent(),
                PREFIX + (login ? "password" : "login"),
                "must be set too: login and password belong together");
    }

    private static void checkRate(UpstreamConfig.Rate rate) {
        requireWithin(PREFIX + "rate.per-second", rate.perSecond(), 0, 1000);
        require(
                EGRESS.matcher(rate.egress()).matches(),
                PREFIX + "rate.egress",
                "must be 1 to 100 letters, digits, dots, hyphens or underscores");
        requireWithin(PREFIX + "rate.per-minute", rate.perMinute(), 0, 1000);
        require(
                rate.reserve() >= 0 && (rate.perMinute() == 0 || rate.reserve() < rate.perMinute()),
                PREFIX + "rate.reserve",
                "must be 0 or more and less than rate.per-minute, or nothing is left for scans");
    }

    private static void checkRetry(UpstreamConfig.Retry retry) {
        requireWithin(PREFIX + "retry.max", retry.max(), 0, 10);
        requireWithin(PREFIX + "retry.delay", retry.delay(), "0s", "5m");
        requireWithin(PREFIX + "retry.jitter", retry.jitter(), "0s", "5m");
        requireWithin(PREFIX + "retry.throttled-least", retry.throttledLeast(), "1ms", "5m");
        requireWithin(PREFIX + "retry.throttled-most", retry.throttledMost(), "1ms", "1h");
        require(
                retry.throttledLeast().compareTo(retry.throttledMost()) <= 0,
                PREFIX + "retry.throttled-most",
                "must be at least retry.throttled-least");
    }

    private static void checkBreaker(UpstreamConfig.Breaker breaker) {
        double ratio = breaker.failureRatio();
        requireWithin(PREFIX + "breaker.window", breaker.window(), 2, 1000);
        require(
                ratio > 0 && ratio <= 1,
                PREFIX + "breaker.failure-ratio",
                "must be more than 0 and at most 1, is " + ratio);
        requireWithin(PREFIX + "breaker.delay", breaker.delay(), "1ms", "10m");
    }
}
