package io.loyaltymirror.api.altegio;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a read is answered with; {@link Read} tells status and headers. (No response of the framework: that one would look
 * for a writer and a type of content at each read, see {@code src/docs/profiles.md}.)
 *
 * @param body Altegio's envelope; empty where the caller holds it
 */
@Schema(type = SchemaType.OBJECT, description = "Altegio's envelope: success, data, meta")
record Answer(byte[] body) {

    static final Answer HELD = new Answer(new byte[0]);
}
