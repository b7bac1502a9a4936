/* Tallies as bytes, measurements and figures: what is read is what was written, anything else is refused; first and last
 * measurements beside a slow count; limits. */
#include "cohort_support.h"

enum { MEASUREMENTS = 400, SUBJECTS = 3, RATERS = 3, LEVELS = 4, SCALES = 2 };

static struct plain plain;
static struct list expected;

/* ---- measurements ---- */

struct measured {
    int32_t dossier, subject, rater, scale, value;
    wijk_date day;
};
static struct measured measured[MEASUREMENTS];

static wijk_cohort *measured_cohort(struct world *world, struct dice *dice, uint32_t dossiers) {
    static const char *const scales[SCALES] = {"zrm/finances", "sdq/total"};
    wijk_cohort *cohort = new_cohort(world);
    int32_t codes[SCALES], teams[UNITS], unit[DOSSIERS_MOST];
    wijk_id ids[DOSSIERS_MOST];
    for (int i = 0; i < SCALES; i++)
        assert_int_equal(wijk_cohort_scale(cohort, scales[i], WIJK_NUL_TERMINATED, &codes[i], NULL), WIJK_OK);
    for (int i = 0; i < UNITS; i++)
        assert_int_equal(wijk_cohort_unit(cohort, WIJK_UNIT_TEAM, unit_names[2][i], WIJK_NUL_TERMINATED, &teams[i],
                                          NULL), WIJK_OK);
    for (uint32_t i = 0; i < dossiers; i++) {
        ids[i] = id(1 + i);
        plain.units[2][i] = (int32_t)roll(dice, UNITS);
        unit[i] = teams[plain.units[2][i]];
    }
    assert_int_equal(wijk_cohort_add_dossiers(cohort, ids, NULL, NULL, unit, dossiers, NULL), WIJK_OK);
    for (int i = 0; i < MEASUREMENTS; i++) {
        struct measured *m = &measured[i];
        *m = (struct measured){(int32_t)roll(dice, dossiers), (int32_t)roll(dice, SUBJECTS), (int32_t)roll(dice, RATERS),
                               (int32_t)roll(dice, SCALES), (int32_t)roll(dice, LEVELS) * 500,
                               FIRST_DAY + (wijk_date)roll(dice, SPAN)};
        wijk_id subject = id(700 + (uint32_t)m->subject);
        assert_int_equal(wijk_cohort_add_measurements(cohort, &m->dossier, &subject, &m->day, &codes[m->scale],
                                                      &m->rater, &m->value, 1, world->error), WIJK_OK);
    }
    assert_int_equal(wijk_cohort_seal(cohort, world->error), WIJK_OK);
    return cohort;
}

/* The first and the last of a series: of one day the first that came, and the last. */
static void expect_series(const struct measured *one, wijk_date from, wijk_date until) {
    const struct measured *first = NULL, *last = NULL;
    char key[128];
    for (int i = 0; i < MEASUREMENTS; i++) {
        const struct measured *m = &measured[i];
        if (m->dossier != one->dossier || m->subject != one->subject || m->rater != one->rater ||
            m->scale != one->scale || m->day < from || m->day >= until)
            continue;
        first = first == NULL || m->day < first->day ? m : first;
        last = last == NULL || m->day >= last->day ? m : last;
    }
    if (first == NULL)
        return;
    bool lost = first->day == last->day;
    snprintf(key, sizeof key, "%d|%s|%d|0|-|-|-|%g|%g", lost ? WIJK_COUNTED_LOST : WIJK_COUNTED_PAIRS,
             unit_names[2][plain.units[2][one->dossier]], one->rater, first->value / 1000.0,
             lost ? 0 : last->value / 1000.0);
    tick(&expected, key, 1);
}

static void test_pairs(void **state) {
    struct world *world = *state;
    struct dice dice = {3};
    for (int round = 0; round < 20; round++) {
        uint32_t dossiers = 1 + roll(&dice, 30);
        wijk_cohort *cohort = measured_cohort(world, &dice, dossiers);
        wijk_date from = FIRST_DAY + (wijk_date)roll(&dice, SPAN / 2), until = from + 1 + (wijk_date)roll(&dice, SPAN);
        wijk_tally *tally;
        assert_int_equal(wijk_tally_new_pairs(cohort, WIJK_UNIT_TEAM, "zrm/finances", from, until, &tally,
                                              world->error), WIJK_OK);
        run_all(world, cohort, tally);
        expected.count = 0;
        for (int32_t d = 0; d < (int32_t)dossiers; d++)
            for (int32_t s = 0; s < SUBJECTS; s++)
                for (int32_t r = 0; r < RATERS; r++)
                    expect_series(&(struct measured){d, s, r, 0, 0, 0}, from, until);
        expect_counts(world, tally, &expected);
        wijk_tally_destroy(tally);
        assert_int_equal(wijk_tally_new_pairs(cohort, WIJK_UNIT_TEAM, "unknown", from, until, &tally, world->error),
                         WIJK_OK); /* another cohort may have it */
        run_all(world, cohort, tally);
        expected.count = 0;
        expect_counts(world, tally, &expected);
        wijk_tally_destroy(tally);
        wijk_cohort_unref(cohort);
    }
}

/* ---- bytes ---- */

static wijk_tally *some_tally(struct world *world, const wijk_cohort *cohort, int kind) {
    wijk_tally *tally = NULL;
    wijk_date from = FIRST_DAY, until = FIRST_DAY + SPAN;
    wijk_status status =
        kind == 0   ? wijk_tally_new_acts(cohort, WIJK_UNIT_TEAM, from, until, &tally, world->error)
        : kind == 1 ? wijk_tally_new_occupancy(cohort, WIJK_UNIT_MUNICIPALITY, "care", until, &tally, world->error)
        : kind == 2 ? wijk_tally_new_transitions(cohort, WIJK_UNIT_TEAM, "care", from, until, &tally, world->error)
        : kind == 3 ? wijk_tally_new_path(cohort, WIJK_UNIT_EVERYTHING, "care", from, until, &tally, world->error)
                    : wijk_tally_new_times(cohort, WIJK_UNIT_TEAM, "dossier-open", "dossier-close", from, until,
                                           &tally, world->error);
    assert_int_equal(status, WIJK_OK);
    run_all(world, cohort, tally);
    return tally;
}

static wijk_status read_bytes(struct world *world, const uint8_t *bytes, size_t length, const wijk_buffer *same) {
    wijk_tally *tally;
    wijk_status status = wijk_tally_read(world->context, bytes, length, &tally, world->error);
    assert_true((status == WIJK_OK) == (tally != NULL));
    if (status == WIJK_OK && same != NULL)
        expect_bytes(world, tally, same);
    wijk_tally_destroy(tally);
    return status;
}

static uint32_t crc32_of(const uint8_t *bytes, size_t length) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
    }
    return ~crc;
}

static void put32(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

/* Every byte changed, with the checksum left, and with one that is right: refused, or a tally that is written as it was
 * read. Every end cut off. */
static void test_damage(void **state) {
    struct world *world = *state;
    struct dice dice = {4};
    make_plain(&plain, &dice, true);
    plain.acts = plain.acts > 120 ? 120 : plain.acts;
    wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
    for (int kind = 0; kind < 5; kind++) {
        wijk_tally *tally = some_tally(world, cohort, kind);
        wijk_buffer *bytes = bytes_of(world, tally);
        size_t length = wijk_buffer_size(bytes);
        uint8_t *copy = malloc(length + 1);
        assert_non_null(copy);
        memcpy(copy, wijk_buffer_data(bytes), length);
        assert_int_equal(read_bytes(world, copy, length, bytes), WIJK_OK);
        assert_int_equal(read_bytes(world, copy, length + 1, NULL), WIJK_E_CORRUPT);
        for (size_t cut = 0; cut < length; cut++)
            assert_int_equal(read_bytes(world, copy, cut, NULL), WIJK_E_CORRUPT);
        for (size_t i = 0; i + 4 < length; i++) {
            uint8_t before = copy[i];
            copy[i] = (uint8_t)(before ^ (1 + roll(&dice, 255)));
            assert_int_equal(read_bytes(world, copy, length, NULL), WIJK_E_CORRUPT);
            put32(copy + length - 4, crc32_of(copy, length - 4));
            wijk_tally *read;
            if (wijk_tally_read(world->context, copy, length, &read, world->error) == WIJK_OK) {
                wijk_buffer *again = bytes_of(world, read);
                assert_int_equal(wijk_buffer_size(again), length);
                assert_memory_equal(wijk_buffer_data(again), copy, length);
                wijk_buffer_destroy(again);
                wijk_tally_destroy(read);
            }
            copy[i] = before;
            put32(copy + length - 4, crc32_of(copy, length - 4));
        }
        copy[4] = 2; /* a newer version, whole */
        put32(copy + length - 4, crc32_of(copy, length - 4));
        assert_int_equal(read_bytes(world, copy, length, NULL), WIJK_E_FORMAT);
        free(copy);
        wijk_buffer_destroy(bytes);
        wijk_tally_destroy(tally);
    }
    wijk_cohort_unref(cohort);
}

/* ---- what may not be added, and what is too much ---- */

static void test_limits(void **state) {
    struct world *world = *state;
    struct dice dice = {9};
    make_plain(&plain, &dice, true);
    wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
    wijk_cohort *other = fill_part(world, &plain, 0, plain.dossiers);
    wijk_tally *a = some_tally(world, cohort, 1), *b = some_tally(world, cohort, 2), *read;
    assert_int_equal(wijk_tally_merge(a, b, world->error), WIJK_E_ARGUMENT); /* they count something else */
    assert_int_equal(wijk_tally_merge(a, a, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_run(other, 0, 1, &a, 1, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_error_index(world->error), 0);
    assert_int_equal(wijk_cohort_run(cohort, 0, plain.dossiers + 1, &a, 1, world->error), WIJK_E_ARGUMENT);
    wijk_buffer *bytes = bytes_of(world, a);
    /* A count as large as can be written, added to itself: the values stand last, each of eight bytes. */
    size_t length = wijk_buffer_size(bytes);
    uint8_t *copy = malloc(length);
    assert_non_null(copy);
    memcpy(copy, wijk_buffer_data(bytes), length);
    memset(copy + length - 12, 0xFF, 7);
    copy[length - 5] = 0x7F;
    put32(copy + length - 4, crc32_of(copy, length - 4));
    assert_int_equal(wijk_tally_read(world->context, copy, length, &read, world->error), WIJK_OK);
    assert_int_equal(wijk_tally_merge(read, a, world->error), WIJK_E_LIMIT);
    wijk_buffer *still = bytes_of(world, read);
    assert_memory_equal(wijk_buffer_data(still), copy, length);
    assert_int_equal(wijk_cohort_run(cohort, 0, 1, &read, 1, world->error), WIJK_E_ARGUMENT); /* it has no cohort */
    wijk_buffer_destroy(still);
    wijk_buffer_destroy(bytes);
    free(copy);
    wijk_tally_destroy(read);
    /* Years without end, for every team and every pair of tiers: more than is counted. */
    assert_int_equal(wijk_tally_new_path(cohort, WIJK_UNIT_TEAM, "care", WIJK_DATE_NONE, WIJK_DATE_MAX, &read,
                                         world->error), WIJK_E_LIMIT);
    wijk_tally_destroy(a);
    wijk_tally_destroy(b);
    wijk_cohort_unref(cohort);
    wijk_cohort_unref(other);
}

/* A hundred and more things that happen need wider codes, and are counted the same. */
static void test_wide(void **state) {
    struct world *world = *state;
    wijk_cohort *cohort = new_cohort(world);
    wijk_id one = id(1);
    int32_t dossier = 0, code;
    char tier[16];
    wijk_tally *tally;
    assert_int_equal(wijk_cohort_add_dossiers(cohort, &one, NULL, NULL, NULL, 1, NULL), WIJK_OK);
    for (int i = 0; i < 200; i++) {
        wijk_date day = FIRST_DAY + i;
        snprintf(tier, sizeof tier, "t%d", i);
        assert_int_equal(wijk_cohort_code(cohort, WIJK_ACT_TIER_ENTER, "care", tier, &code, NULL), WIJK_OK);
        assert_int_equal(wijk_cohort_add_acts(cohort, &dossier, &day, &code, 1, NULL), WIJK_OK);
    }
    assert_int_equal(wijk_cohort_seal(cohort, world->error), WIJK_OK);
    expected.count = 0;
    tick(&expected, "2||0|0|t150|-|-|0|0", 1);
    assert_int_equal(wijk_tally_new_occupancy(cohort, WIJK_UNIT_EVERYTHING, "care", FIRST_DAY + 150, &tally, NULL),
                     WIJK_OK);
    run_all(world, cohort, tally);
    expect_counts(world, tally, &expected);
    wijk_tally_destroy(tally);
    assert_int_equal(wijk_tally_new_acts(cohort, WIJK_UNIT_EVERYTHING, FIRST_DAY + 199, FIRST_DAY + 200, &tally, NULL),
                     WIJK_OK);
    run_all(world, cohort, tally);
    expected.count = 0;
    tick(&expected, "1||0|0|tier-enter/care/t199|-|-|0|0", 1);
    expect_counts(world, tally, &expected);
    wijk_tally_destroy(tally);
    wijk_cohort_unref(cohort);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pairs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wide, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
