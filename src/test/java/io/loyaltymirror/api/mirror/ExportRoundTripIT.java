package io.loyaltymirror.api.mirror;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ExportRoundTripIT extends ExportRoundTripTest {}
