package org.banktransfer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.simulation.world.World.Course;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class ShrinkerTest {

    /// Broken if a tape says 5 or more anywhere before a 3 or more.
    private static Course course(Tape tape) {
        int first = -1;
        Violation violation = null;
        for (int i = 0; i < 50; i++) {
            int number = tape.pick(10);
            if (first < 0 && number >= 5) {
                first = i;
            } else if (first >= 0 && number >= 3) {
                violation = new Violation("no three after a five", "at " + i);
            }
        }
        return new Course(0, 0, 0, new Coverage(), violation, tape, List.of());
    }

    @Test
    void what_is_left_is_what_breaks_the_promise() {
        var numbers = new int[50];
        Arrays.setAll(numbers, i -> i * 7 % 10);
        var broken = course(Tape.playedBack(numbers));
        assertThat(broken.violation()).isNotNull();

        var shrunk = new Shrinker(ShrinkerTest::course, broken, 5_000).shrunk();

        var course = course(shrunk);
        assertThat(course.violation()).isNotNull();
        assertThat(shrunkNumbers(course)).hasSizeLessThanOrEqualTo(2);
    }

    private static int[] shrunkNumbers(Course course) {
        return Arrays.stream(course.tape().numbers()).filter(number -> number > 0).toArray();
    }
}
