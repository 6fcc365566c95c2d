package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * A refusal as RFC 9457 has it.
 *
 * @param errors messages by parameter, where parameters are to blame
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(String type, String title, int status, String detail, Map<String, List<String>> errors) {}
