package io.loyaltymirror.mirror;

import java.util.List;
import java.util.Map;

/**
 * A part of an export.
 *
 * @param types by the columns of {@link Exports#COLUMNS}; none only in the first page of an export without types
 * @param isFirst whether it begins the export
 */
public record ExportPage(List<Map<String, Object>> types, boolean isFirst) {}
