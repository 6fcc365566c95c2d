package io.loyaltymirror.sync;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class SyncIT extends SyncTest {}
