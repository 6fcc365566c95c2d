package io.loyaltymirror.report;

import java.util.List;
import java.util.Map;

/**
 * A page of a report.
 *
 * @param columns in the order of the view
 * @param rows values by column: whole numbers, decimals, booleans and texts; times in ISO 8601, UTC
 * @param next the rows after these are asked for with it; null where there are none
 */
public record Answer(List<String> columns, List<Map<String, Object>> rows, String next) {}
