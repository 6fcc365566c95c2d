package io.loyaltymirror.sync;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OddRowsIT extends OddRowsTest {}
