/**
 * What both HTTP planes share: how a refusal travels, and how every failure gets the form of the plane it happened on.
 *
 * <p>The planes are {@code api.altegio} (Altegio's own contract) and {@code api.mirror} (what the mirror adds); who may
 * call is decided in {@code api.access}. Nothing here knows SQL.
 */
package io.loyaltymirror.api;
