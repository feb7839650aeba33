package org.banktransfer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoryTest {

    private final Story story = new Story(true, new Timeline());

    @Test
    void the_story_of_one_card_is_its_own_lines_and_those_of_the_world() {
        var one = Population.CARDS.get(0).fingerprint();
        var other = Population.CARDS.get(1).fingerprint();
        story.tellOfAll("a", "starts");
        story.isAbout(one);
        story.tell("ann", "presses");
        story.isAbout(other);
        story.tell("bob", "presses");
        story.isAbout(null);
        story.tell("a", "hears nothing");
        story.tellOfAll("a", "crashes");

        assertThat(story.lines()).hasSize(5);
        assertThat(story.linesOf(one))
                .hasSize(4)
                .noneMatch(line -> line.contains("bob") || line.contains("hears"))
                .last()
                .isEqualTo("(lines left out: 2)");
    }
}
