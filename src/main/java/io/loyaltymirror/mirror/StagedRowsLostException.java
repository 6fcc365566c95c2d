package io.loyaltymirror.mirror;

/** The database crashed under a scan and came back without the rows that were put aside in it. */
final class StagedRowsLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StagedRowsLostException(long missing) {
        super(missing + " rows that were put aside are lost, the database crashed meanwhile");
    }
}
