package org.banktransfer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

class TransferIdTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final RandomGenerator ALL_ONES = () -> -1L;
    private static final RandomGenerator ALL_ZEROES = () -> 0L;

    @Test
    void an_id_is_a_uuid_of_version_7_that_begins_with_its_time() {
        for (var chance : new RandomGenerator[] {ALL_ONES, ALL_ZEROES, new SplittableRandom(7)}) {
            var uuid = at(AT, chance).value();
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).as("RFC 9562").isEqualTo(2);
            assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(AT.toEpochMilli());
        }
    }

    @Test
    void all_74_other_bits_are_chance() {
        var ones = at(AT, ALL_ONES).value();
        var zeroes = at(AT, ALL_ZEROES).value();
        assertThat(
                        Long.bitCount(
                                        ones.getMostSignificantBits()
                                                ^ zeroes.getMostSignificantBits())
                                + Long.bitCount(
                                        ones.getLeastSignificantBits()
                                                ^ zeroes.getLeastSignificantBits()))
                .isEqualTo(74);
    }

    @Test
    void ids_sort_by_the_time_they_were_made() {
        assertThat(at(AT, ALL_ONES)).isLessThan(at(AT.plusMillis(1), ALL_ZEROES));
        assertThat(at(AT, ALL_ZEROES)).isLessThan(at(AT, ALL_ONES));
    }

    @Test
    void ids_sort_as_unsigned_bytes_do() {
        var sorted =
                Stream.of(
                                new UUID(0, 0),
                                new UUID(0, -1),
                                new UUID(Long.MAX_VALUE, 0),
                                new UUID(Long.MIN_VALUE, 0),
                                new UUID(-1, Long.MAX_VALUE),
                                new UUID(-1, Long.MIN_VALUE))
                        .map(TransferId::new)
                        .toList();
        assertThat(sorted).isSorted();
        assertThat(sorted.stream().map(TransferId::toString)).isSorted();
    }

    @Test
    void an_id_is_read_as_it_is_written() {
        for (var id : new TransferId[] {at(AT, ALL_ONES), at(AT, ALL_ZEROES), zero()}) {
            assertThat(id.toString()).matches("tr_[0-9a-f]{32}");
            assertThat(TransferId.parse(id.toString())).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tr_",
                "tr_0123456789abcdef0123456789abcde",
                "tr_0123456789abcdef0123456789abcdef0",
                "TR_0123456789abcdef0123456789abcdef",
                "tr_0123456789ABCDEF0123456789abcdef",
                "tr_-123456789abcdef0123456789abcdef",
                "tr_0123456789abcdef0123456789abcdef\n",
                "tr_٠123456789abcdef0123456789abcdef"
            })
    void anything_else_is_no_id(String written) {
        assertThatThrownBy(() -> TransferId.parse(written))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TransferId zero() {
        return new TransferId(new UUID(0, 0));
    }

    private static TransferId at(Instant time, RandomGenerator chance) {
        return TransferId.next(InstantSource.fixed(time), chance);
    }
}
