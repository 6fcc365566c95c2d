/**
 * The data plane: Altegio's own contract, served by the mirror below {@code /api/v1}. A client written for Altegio works
 * by changing its base URL.
 *
 * <p>Same paths, parameters, envelope and error envelope; what the mirror adds travels in headers. Bodies pass through as
 * text and are never parsed here.
 */
package io.loyaltymirror.api.altegio;
