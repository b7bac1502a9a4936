/* A run of frames made by somebody who can make checksums, or who wants to waste time or memory. */
#include "fail_alloc.h"
#include "journal_fixture.h"

/* ---- damage by somebody who can make checksums ---- */

/* Change bytes of a frame in the copy and make its checksum right again. */
static void forge(const struct fixture *fixture, size_t frame, size_t at, uint8_t byte, size_t count) {
    memcpy(fixture->copy, fixture->journal.bytes, fixture->journal.size);
    uint8_t *start = fixture->copy + fixture->journal.starts[frame];
    size_t covered = frame_length(fixture, frame) - WIJK__FRAME_TRAILER;
    memset(start + at, byte, count);
    wijk__put32(start + covered, wijk__crc32(0, start, covered));
}

static void test_forged_header(void **state) {
    const struct fixture *fixture = *state;
    size_t size = fixture->journal.size;
    for (size_t i = 0; i < FRAMES; i++) {
        const uint8_t acts = (uint8_t)frame_acts[i], number = (uint8_t)(i + 1);
        const struct {
            size_t at;
            uint8_t byte;
            wijk_status status;
        } changes[] = {
            {4, 2, WIJK_E_FORMAT},
            {4, 0, WIJK_E_FORMAT},
            {5, 2, WIJK_E_FORMAT},
            {6, 1, WIJK_E_FORMAT},
            {7, 1, WIJK_E_FORMAT},
            {12, 0, WIJK_E_CORRUPT},
            {12, (uint8_t)(acts - 1), WIJK_E_CORRUPT},
            {12, (uint8_t)(acts + 1), WIJK_E_CORRUPT},
            {15, 1, WIJK_E_CORRUPT},
            {16, 0, WIJK_E_CORRUPT},
            {16, (uint8_t)(number + 1), WIJK_E_CORRUPT},
            {23, 1, WIJK_E_CORRUPT},
            {24, 0, WIJK_E_CORRUPT},
        };
        for (size_t change = 0; change < sizeof changes / sizeof *changes; change++) {
            /* the last change is of a whole id */
            forge(fixture, i, changes[change].at, changes[change].byte, changes[change].at == 24 ? sizeof(wijk_id) : 1);
            expect(fixture, fixture->copy, size, 0, changes[change].status, i);
        }
    }
    forge(fixture, 0, 60, 1, 1); /* the first frame follows none */
    expect(fixture, fixture->copy, size, 0, WIJK_E_CORRUPT, 0);
    forge(fixture, 3, 56, 0, WIJK_HASH_SIZE); /* every other follows one */
    expect(fixture, fixture->copy, size, 0, WIJK_E_CORRUPT, 3);
}

/* A frame that is shorter than a frame can be, or has no acts, with a checksum that holds. */
static void test_forged_length(void **state) {
    const struct fixture *fixture = *state;
    uint8_t *bytes = fixture->copy;
    for (uint32_t length = 16; length <= WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER; length++)
        for (uint32_t acts = 0; acts < 2; acts++) {
            memcpy(bytes, fixture->journal.bytes, fixture->journal.size);
            wijk__put32(bytes + 8, length);
            wijk__put32(bytes + 12, acts);
            wijk__put32(bytes + length - 4, wijk__crc32(0, bytes, length - 4));
            expect(fixture, bytes, fixture->journal.size, 0, WIJK_E_CORRUPT, 0); /* a whole frame stands after it */
            bool sound = length == WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER;
            expect(fixture, bytes, 100, 0, sound ? WIJK_E_CORRUPT : WIJK_TAIL_CUT, 0);
        }
}

/* Every byte behind the header: the acts are no longer canonical, or the chain breaks, or the head is another. */
static void test_forged_acts(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    size_t refused = 0;
    for (size_t frame = 0; frame < FRAMES; frame++)
        for (size_t at = 40; at < frame_length(fixture, frame) - WIJK__FRAME_TRAILER; at++) {
            if (frame == 0 && at >= 56 && at < WIJK__FRAME_HEADER)
                continue;
            forge(fixture, frame, at, (uint8_t)(journal->bytes[journal->starts[frame] + at] + 1), 1);
            wijk_journal_report *report;
            wijk_status status = wijk_journal_scan(fixture->context, fixture->copy, journal->size, 1, &report, NULL);
            bool in_hash = at >= 56 && at < WIJK__FRAME_HEADER; /* what is changed elsewhere shows a frame later */
            if (status == WIJK_E_CORRUPT)
                assert_int_equal(wijk_journal_report_frames(report), frame);
            else if (status == WIJK_E_CHAIN)
                assert_int_equal(wijk_journal_report_frames(report), in_hash ? frame : frame + 1);
            else
                assert_true(status == WIJK_OK && frame == LAST);
            assert_memory_not_equal(wijk_journal_report_head(report), journal->head, WIJK_HASH_SIZE);
            refused += status == WIJK_E_CORRUPT;
            wijk_journal_report_destroy(report);
        }
    assert_true(refused > 100);
}

/* ---- limits and memory ---- */

static void test_limits(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    size_t longest = 0;
    for (size_t i = 0; i < FRAMES; i++)
        longest = frame_length(fixture, i) > frame_length(fixture, longest) ? i : longest;
    for (uint64_t step = 0; step < 3; step++) { /* one less than there is, as much, and one more */
        const struct {
            wijk_limits limits;
            size_t frames;
        } cases[] = {
            {{.struct_size = sizeof(wijk_limits), .journal_bytes = journal->size - 1 + step}, 0},
            {{.struct_size = sizeof(wijk_limits), .frame_bytes = frame_length(fixture, longest) - 1 + step}, longest},
            {{.struct_size = sizeof(wijk_limits), .acts = ACTS - 1 + step}, LAST},
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct fixture limited = *fixture;
            assert_int_equal(wijk_context_new(NULL, &cases[i].limits, &limited.context), WIJK_OK);
            expect(&limited, journal->bytes, journal->size, 0, step ? WIJK_OK : WIJK_E_LIMIT,
                   step ? FRAMES : cases[i].frames);
            wijk_context_unref(limited.context);
        }
    }
}

static void test_memory(void **state) {
    const struct fixture *fixture = *state;
    const uint8_t *bytes = fixture->journal.bytes;
    const size_t size = fixture->journal.size;
    struct fail_alloc alloc = {0};
    wijk_context *context;
    wijk_journal_report *report = (wijk_journal_report *)&alloc;
    assert_int_equal(fail_alloc_context(&alloc, NULL, &context), WIJK_OK);
    alloc.fail_at = alloc.calls + 1;
    assert_int_equal(wijk_journal_scan(context, bytes, size, 1, &report, fixture->error), WIJK_E_MEMORY);
    assert_null(report);
    assert_int_equal(wijk_error_code(fixture->error), WIJK_E_MEMORY);
    size_t before = alloc.calls;
    assert_int_equal(wijk_journal_scan(context, bytes, size, 1, &report, NULL), WIJK_OK);
    assert_int_equal(alloc.calls, before + 1); /* the report, and nothing for frames or acts */
    wijk_context_unref(context);
    wijk_journal_report_destroy(report); /* which kept its context alive */
    assert_true(fail_alloc_clean(&alloc));
}

/* ---- hostile bytes ---- */

/* A magic every few bytes, each with a length up to the end: summing over all of them would take days. */
static void test_search_is_bounded(void **state) {
    const struct fixture *fixture = *state;
    const size_t size = (size_t)16 << 20, step = 16;
    uint8_t *bytes = calloc(1, size);
    assert_non_null(bytes);
    memcpy(bytes, fixture->journal.bytes, fixture->journal.starts[2]);
    for (size_t at = fixture->journal.starts[2]; at + step <= size; at += step) {
        wijk__put32(bytes + at, WIJK__FRAME_MAGIC);
        bytes[at + 4] = bytes[at + 5] = 1;
        wijk__put32(bytes + at + 8, (uint32_t)(size - at));
    }
    expect(fixture, bytes, size, 0, WIJK_E_CORRUPT, 2);
    memset(bytes + fixture->journal.starts[2], 'W', size - fixture->journal.starts[2]);
    expect(fixture, bytes, size, 0, WIJK_TAIL_CUT, 2);
    free(bytes);
}

static void test_garbage(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    uint64_t seed = 6;
    size_t sound = 0;
    for (size_t i = 0; i < 50000; i++) {
        size_t length = make_below(&seed, 400);
        for (size_t at = 0; at < length; at++)
            fixture->copy[at] = (uint8_t)make_random(&seed);
        expect(fixture, fixture->copy, length, 0, length ? WIJK_TAIL_CUT : WIJK_OK, 0);
        /* A frame whose checksum is right over random acts. */
        length = WIJK__FRAME_HEADER + 1 + make_below(&seed, 200) + WIJK__FRAME_TRAILER;
        memcpy(fixture->copy, journal->bytes, WIJK__FRAME_HEADER);
        for (size_t at = WIJK__FRAME_HEADER; at < length; at++)
            fixture->copy[at] = (uint8_t)(make_chance(&seed, 2) ? make_random(&seed) : make_below(&seed, 24));
        wijk__put32(fixture->copy + 8, (uint32_t)length);
        wijk__put32(fixture->copy + length - 4, wijk__crc32(0, fixture->copy, length - 4));
        wijk_journal_report *report; /* which seldom are an act */
        wijk_status status = wijk_journal_scan(fixture->context, fixture->copy, length, 0, &report, NULL);
        assert_int_equal(status, wijk_journal_report_frames(report) ? WIJK_OK : WIJK_E_CORRUPT);
        sound += wijk_journal_report_frames(report);
        wijk_journal_report_destroy(report);
    }
    assert_in_range(sound, 1, 500);
    for (size_t i = 0; i < 20000; i++) { /* many changes at once: what is called good always was written so */
        memcpy(fixture->copy, journal->bytes, journal->size);
        size_t first = journal->size;
        for (size_t changes = 1 + make_below(&seed, 40); changes > 0; changes--) {
            size_t at = make_below(&seed, journal->size);
            fixture->copy[at] ^= (uint8_t)(1 + make_below(&seed, 255));
            first = at < first && fixture->copy[at] != journal->bytes[at] ? at : first;
        }
        wijk_journal_report *report;
        wijk_status status = wijk_journal_scan(fixture->context, fixture->copy, journal->size, 0, &report, NULL);
        uint64_t good = wijk_journal_report_good_bytes(report);
        assert_true(first == journal->size || (status != WIJK_OK && good <= first));
        assert_int_equal(good, journal->starts[wijk_journal_report_frames(report)]);
        assert_memory_equal(fixture->copy, journal->bytes, good);
        wijk_journal_report_destroy(report);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forged_header),
        cmocka_unit_test(test_forged_length),
        cmocka_unit_test(test_forged_acts),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_search_is_bounded),
        cmocka_unit_test(test_garbage),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
