package io.loyaltymirror.mutation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Coverage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What a {@link LedgerLife} asks upstream for, what becomes of it, and what others do there meanwhile. */
final class LedgerSends {

    /** Seconds after which an effect may still come: with what reads are behind, less than the settle window. */
    private static final int LATEST = LedgerLife.SETTLE - 40;

    private static final String TITLE = "Gift";

    enum Answer {
        YES,
        /** Without the type. */
        YES_UNSHOWN,
        NOTHING,
        NOT_CONNECTED
    }

    private final LedgerLife life;
    private final SplittableRandom random;
    private final Coverage coverage;
    private final Set<Long> made = new HashSet<>();
    private final Set<Long> ofTheTitle = new HashSet<>();
    private final String request;
    private final int asked;
    private long target;
    private int marks;
    private int effects;
    private boolean disturbed;
    private boolean isVisible;

    LedgerSends(LedgerLife life, SplittableRandom random, Coverage coverage) {
        this.life = life;
        this.random = random;
        this.coverage = coverage;
        this.asked = random.nextInt(3);
        this.request = life.operation == Operation.ARCHIVE
                ? String.valueOf(asked > 0)
                : row(asked)
                        .set("expiration", JsonNodeFactory.instance.objectNode().put("type_id", 1))
                        .toString();
    }

    String request() {
        return request;
    }

    String title() {
        return TITLE;
    }

    /** The type that is changed. */
    long target() {
        return target;
    }

    /** Types that came to be by this change. */
    Set<Long> own() {
        return made;
    }

    Optional<Long> made() {
        return made.stream().max(Long::compare);
    }

    boolean isOfTheTitle(long id) {
        return ofTheTitle.contains(id);
    }

    /** Whether upstream shows a difference once it is done. */
    boolean isVisible() {
        return isVisible;
    }

    /** How often what was asked for was done, the second time maybe in vain. */
    int effects() {
        return effects;
    }

    /** Whether somebody else had a hand in it. */
    boolean isDisturbed() {
        return disturbed;
    }

    private static ObjectNode row(int balance) {
        ObjectNode row = JsonNodeFactory.instance
                .objectNode()
                .put("title", TITLE)
                .put("balance", balance)
                .put("item_type_id", 0)
                .put("balance_edit_type_id", 1)
                .put("is_multi", true)
                .put("is_allow_empty_code", false)
                .put("expiration_type_id", 1);
        row.putArray("salon_ids").add(7);
        row.putArray("service_ids");
        return row;
    }

    /** What was there before. */
    void furnish() {
        int others = random.nextInt(3);
        life.upstream.change(0, () -> {
            int balance = random.nextInt(3);
            isVisible = life.operation != Operation.UPDATE || life.switches.editsLeaveATrace() || balance != asked;
            target = insert(row(balance).put("is_archived", random.nextInt(3) == 0), true);
            for (int i = 0; i < others; i++) {
                insert(row(random.nextInt(3)), true);
            }
        });
    }

    private long insert(ObjectNode row, boolean isReadable) {
        long id = life.upstream.insert(row, isReadable);
        ofTheTitle.add(id);
        return id;
    }

    Answer send() {
        if (random.nextInt(12) == 0) {
            coverage.count("not connected");
            return Answer.NOT_CONNECTED;
        }
        if (random.nextInt(3) == 0) {
            coverage.count("lost before it was done");
            return Answer.NOTHING;
        }
        boolean isReadable = life.operation != Operation.CREATE || random.nextInt(20) > 0;
        boolean isLate = random.nextBoolean();
        life.upstream.change(isLate ? 1 + random.nextInt(LATEST) : 0, () -> effect(isReadable));
        if (isLate || !isReadable || random.nextInt(3) > 0) {
            coverage.count(isLate ? "lost, done late" : isReadable ? "done, answer lost" : "done, unreadable");
            return Answer.NOTHING;
        }
        coverage.count("answered");
        return life.operation == Operation.CREATE || life.operation == Operation.DELETE || random.nextBoolean()
                ? Answer.YES
                : Answer.YES_UNSHOWN;
    }

    private void effect(boolean isReadable) {
        effects++;
        switch (life.operation) {
            case CREATE -> made.add(insert(row(asked), isReadable));
            case DELETE -> life.upstream.rows().remove(target);
            case UPDATE -> edit(asked);
            case ARCHIVE -> edit("is_archived", Boolean.parseBoolean(request));
        }
    }

    private void edit(int balance) {
        ObjectNode row = life.upstream.rows().get(target);
        if (row != null) {
            row.put("balance", balance);
            if (life.switches.editsLeaveATrace()) {
                row.put("edited", ++marks);
            }
        }
    }

    private void edit(String flag, boolean value) {
        ObjectNode row = life.upstream.rows().get(target);
        if (row != null) {
            row.put(flag, value);
        }
    }

    /** Others edit the same type, delete it, or make one under the same title; never the very twin of a create. */
    void disturb() {
        if (!life.switches.others() || random.nextInt(4) > 0) {
            return;
        }
        disturbed = true;
        coverage.count("others");
        life.upstream.change(0, () -> {
            switch (random.nextInt(4)) {
                case 0 -> insert(row(asked + 1), true);
                case 1 -> edit(random.nextInt(3));
                case 2 -> edit("is_archived", random.nextBoolean());
                default -> undo();
            }
        });
    }

    private void undo() {
        coverage.count("others delete it");
        if (life.operation == Operation.CREATE) {
            made.forEach(life.upstream.rows()::remove);
        } else {
            life.upstream.rows().remove(target);
        }
    }
}
