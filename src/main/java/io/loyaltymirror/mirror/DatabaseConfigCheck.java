package io.loyaltymirror.mirror;

import static io.loyaltymirror.Setting.require;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Refuses a start with an address that only one of the two drivers would understand, or none. */
@Startup(DatabaseConfigCheck.BEFORE_ALL_ELSE)
@Singleton
class DatabaseConfigCheck {

    /** Before the scheduler starts at 0, which prepares the schema. */
    static final int BEFORE_ALL_ELSE = -1;

    private static final String KEY = "mirror.database.url";
    private static final Pattern USER_INFO = Pattern.compile("postgresql://[^/?#]*@.*", Pattern.DOTALL);

    DatabaseConfigCheck(DatabaseConfig config) {
        check(config.url());
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
