package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Fence;
import java.util.List;

/**
 * A chain that this process, and nobody else, reads for now.
 *
 * @param kinds what of it is to be read
 */
record Claim(Fence fence, List<Kind> kinds) {}
