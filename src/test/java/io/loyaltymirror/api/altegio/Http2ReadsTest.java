package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The two versions of HTTP hand a large answer on by different ways. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class Http2ReadsTest {

    @TestHTTPResource("/api/v1/chain/706028/loyalty/certificate_types?page_size=100")
    URI list;

    Mirror mirror;

    @Test
    void largeListIsTheSameByEitherVersion() throws Exception {
        mirror.awaitFirstSync();
        HttpResponse<byte[]> first = get(Version.HTTP_1_1);
        HttpResponse<byte[]> second = get(Version.HTTP_2);
        assertThat(first.body()).hasSizeGreaterThan(50_000);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("content-type"))
                .isEqualTo(first.headers().firstValue("content-type"));
        assertThat(second.headers().firstValue("etag"))
                .isEqualTo(first.headers().firstValue("etag"));
    }

    private HttpResponse<byte[]> get(Version version) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request = HttpRequest.newBuilder(list)
                    .header("Authorization", "Bearer all")
                    .build();
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            return answer;
        }
    }
}
