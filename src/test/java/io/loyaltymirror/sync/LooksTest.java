package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LooksTest {

    private final Looks looks = new Looks();

    @Test
    void oneLooksAtATime() {
        assertThat(looks.ask()).isTrue();
        assertThat(looks.ask()).isFalse();
    }

    @Test
    void whatWasAskedForMeanwhileIsMadeUpFor() {
        looks.ask();
        int first = looks.begin();
        looks.ask();
        assertThat(looks.end(first))
                .as("a place became free after the first had counted them")
                .isFalse();
        assertThat(looks.end(looks.begin())).isTrue();
        assertThat(looks.ask()).as("the next who asks").isTrue();
    }

    @Test
    void lookThatFailedIsOver() {
        looks.ask();
        looks.ask();
        looks.stop();
        assertThat(looks.ask()).isTrue();
    }
}
