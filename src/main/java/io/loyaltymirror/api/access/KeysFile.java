package io.loyaltymirror.api.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Callers' keys in a file, as a mounted Secret is one: a Java properties file with {@code <name>.hash}, {@code .roles} and
 * {@code .chains} for each key, spelt as below {@code mirror.keys}.
 */
record KeysFile(Path path) {

    /** What all keys of one file come to; far above any company's number of callers. */
    private static final long MAX_BYTES = 1 << 20;

    private static final Set<String> FIELDS = Set.of("hash", "roles", "chains");

    /** @throws IOException where there is no such file, or none that can be read */
    String text() throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new ConfigurationException(path + ": more than 1 MiB is no file of keys");
        }
        try {
            return Files.readString(path);
        } catch (CharacterCodingException _) {
            throw new ConfigurationException(path + ": is not UTF-8");
        }
    }

    /** @throws ConfigurationException naming what is wrong with the text, and never a value */
    List<ApiKey> keys(String text) {
        Properties properties = properties(text);
        Set<String> names = new TreeSet<>();
        for (String property : properties.stringPropertyNames()) {
            int dot = property.lastIndexOf('.');
            if (dot < 0 || !FIELDS.contains(property.substring(dot + 1))) {
                // Not repeated: it may be a key that somebody pasted.
                throw new ConfigurationException(path + ": has a line that is none of <name>.hash, .roles, .chains");
            }
            names.add(property.substring(0, dot));
        }
        if (names.isEmpty()) {
            throw new ConfigurationException(path + ": has no key");
        }
        List<ApiKey> keys = new ArrayList<>();
        for (String name : names) {
            keys.add(ApiKey.of(
                    path + ": " + name,
                    name,
                    list(properties, name + ".hash"),
                    list(properties, name + ".roles"),
                    list(properties, name + ".chains")));
        }
        return keys;
    }

    private Properties properties(String text) {
        Properties properties = new OnceEach();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException _) {
            throw new ConfigurationException(path + ": is no properties file, or names something twice");
        }
        return properties;
    }

    /** Of two lines with one name the second would silently hold. */
    private static final class OnceEach extends Properties {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Object put(Object name, Object value) {
            if (super.put(name, value) != null) {
                throw new IllegalArgumentException("twice");
            }
            return null;
        }
    }

    private static List<String> list(Properties properties, String property) {
        return Arrays.stream(properties.getProperty(property, "").split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }
}
