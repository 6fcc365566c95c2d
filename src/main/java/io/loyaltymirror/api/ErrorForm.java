package io.loyaltymirror.api;

/** How a plane tells its callers of a refusal. */
public interface ErrorForm {

    /** The plane's paths begin so. */
    String prefix();

    String contentType();

    byte[] body(Refusal refusal);
}
