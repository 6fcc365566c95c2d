package io.loyaltymirror.mirror;

import static io.loyaltymirror.Setting.require;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Refuses an address that only one of the two drivers would understand, or none. A converter, since the pools are built
 * before any bean of ours, and end the start with a stack trace that repeats the address.
 */
@RegisterForReflection // the native image makes converters by reflection
public final class DatabaseConfigCheck implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final String KEY = "mirror.database.url";
    private static final Pattern USER_INFO = Pattern.compile("postgresql://[^/?#]*@.*", Pattern.DOTALL);

    @Override
    public String convert(String url) {
        check(url);
        return url;
    }

    /** The address itself is not repeated: it may hold a password. */
    static void check(String url) {
        require(url.startsWith("postgresql://"), KEY, "must begin with postgresql://");
        require(
                !USER_INFO.matcher(url).matches(),
                KEY,
                "must have no user info, which belongs to mirror.database.username and mirror.database.password");
    }
}
