package io.loyaltymirror.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The account of one run over one kind of a chain's types; a read model, closed once by {@link SyncRuns}. */
@Entity
@Immutable
@Table(name = "sync_run")
public class SyncRun {

    @Id
    public Long id;

    @Column(name = "chain_id")
    public long chainId;

    @Column(columnDefinition = "text")
    public String kind;

    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "finished_at")
    public Instant finishedAt;

    /** Null while the run is under way. */
    @Column(columnDefinition = "text")
    public String outcome;

    @Column(columnDefinition = "text")
    public String reason;

    public int fetched;

    /** Rows that the mirror did not have. */
    @JsonProperty("new")
    @Column(name = "new")
    public int fresh;

    public int changed;

    public int unchanged;

    public int duplicate;

    public int superseded;

    public int quarantined;

    /** Types that were found to be gone. */
    public int gone;

    /** Types that are no longer listed and that upstream still answers by id: false deletes, prevented. */
    public int prevented;

    /** How often the list was read: again where it had moved. */
    public int attempts;

    public int requests;
}
