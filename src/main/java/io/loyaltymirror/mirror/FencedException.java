package io.loyaltymirror.mirror;

/** The chain was claimed by somebody else meanwhile: what was about to be published is dropped whole. */
public final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FencedException(Fence fence) {
        this("chain " + fence.chain() + " was claimed again after fence " + fence.number());
    }

    FencedException(String message) {
        super(message);
    }
}
