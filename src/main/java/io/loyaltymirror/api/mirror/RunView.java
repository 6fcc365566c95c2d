package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.loyaltymirror.mirror.Hold;
import io.loyaltymirror.sync.SyncRun;

/**
 * A run's account, and what the run held.
 *
 * @param hold null where it held nothing
 */
record RunView(@JsonUnwrapped SyncRun run, Hold hold) {}
