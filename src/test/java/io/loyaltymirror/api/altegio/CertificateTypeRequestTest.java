package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.api.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTypeRequestTest {

    private static ObjectNode documented() {
        try {
            String text = Files.readString(
                    Path.of("src/test/resources/io/loyaltymirror/mutation/certificate_type_create_request.json"));
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(ObjectNode request) {
        return CertificateTypeRequest.read(request.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(ObjectNode request, String field) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(request));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.errors()).containsOnlyKeys(field);
    }

    @Test
    void documentedRequestIsTakenAndWhatItHoldsBeyondIsPassedOn() {
        String taken = read(documented().put("unknown", 12345678901234567L));
        assertThat(taken).contains("\"unknown\":12345678901234567");
    }

    @ParameterizedTest
    @CsvSource({
        "title, ' '",
        "balance, '\"1000\"'",
        "balance, -1",
        "is_multi, 1",
        "item_type_id, 5",
        "is_allow_empty_code, null",
        "balance_edit_type_id, 0",
        "service_ids, '[\"a\"]'",
        "salon_ids, null",
        "category_id, '\"x\"'",
        "expiration, 3",
        "online_sale, '[]'",
        "expiration.type_id, 3",
        "expiration.timeout, 0",
        "expiration.timeout_unit_id, 5",
        "online_sale.is_enabled, '\"1\"'",
        "online_sale.price, -0.01",
        "online_sale.title, 5",
    })
    void fieldThatIsWrongIsNamed(String field, String value) throws Exception {
        ObjectNode request = documented();
        String[] path = field.split("\\.");
        ObjectNode holder = path.length == 2 ? (ObjectNode) request.get(path[0]) : request;
        holder.set(path[path.length - 1], new ObjectMapper().readTree(value.isBlank() ? "\" \"" : value));
        assertRefused(request, field);
        holder.remove(path[path.length - 1]);
        if (!Set.of("category_id", "online_sale.price", "online_sale.title").contains(field)) {
            assertRefused(request, field);
        }
    }

    @Test
    void dateIsNeededWhereTheTypeExpiresAtOne() {
        ObjectNode request = documented();
        ((ObjectNode) request.get("expiration")).put("type_id", 1).put("date", "tomorrow");
        assertRefused(request, "expiration.date");
    }
}
