package io.loyaltymirror.sandbox;

/** Ends a request with its answer, from wherever it is found to be wrong. */
final class Refusal extends RuntimeException {
    private final transient Answer answer;

    Refusal(Answer answer) {
        super(String.valueOf(answer), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
