package io.loyaltymirror.sync;

/** How many pages a view has. */
final class PagePlan {

    /** A million rows. No chain has them, and a total that is nonsense must not be believed for ever. */
    static final int MAX_PAGES = 10_000;

    private PagePlan() {}

    /** The pages of this many rows; an empty list has one. */
    static int pages(long rows, int pageSize) {
        long pages = Math.max(1, Math.ceilDiv(rows, pageSize));
        return (int) Math.min(pages, MAX_PAGES);
    }

    /**
     * The pages of a view, now that its first one is here. Upstream may give fewer rows a page than it was asked for, so
     * a short page is not the last page: the total decides, divided by what a page really holds.
     */
    static int pages(ScannedPage first, int pageSize) {
        boolean isShort = first.size() > 0 && first.size() < Math.min(pageSize, first.total());
        return pages(first.total(), isShort ? first.size() : pageSize);
    }
}
