/* A run of frames: whatever happens to it shows, and what is recovered is a whole number of frames as they were
 * written. */
#include "journal_fixture.h"

/* ---- CRC-32 ---- */

static uint32_t slow_crc(const uint8_t *bytes, size_t length) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
    }
    return ~crc;
}

static void test_crc(void **state) {
    (void)state;
    uint8_t bytes[300];
    uint64_t seed = 1;
    assert_int_equal(wijk__crc32(0, "", 0), 0);
    assert_int_equal(wijk__crc32(0, "123456789", 9), 0xCBF43926);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)make_random(&seed);
    for (size_t start = 0; start < 17; start++)
        for (size_t length = 0; start + length <= sizeof bytes; length++) {
            uint32_t crc = wijk__crc32(0, bytes + start, length);
            assert_int_equal(crc, slow_crc(bytes + start, length));
            size_t first = make_below(&seed, length + 1);
            uint32_t part = wijk__crc32(0, bytes + start, first);
            assert_int_equal(crc, wijk__crc32(part, bytes + start + first, length - first));
        }
}

/* Frames of this journal, one after the other in some order, in the copy; returns their bytes. */
static size_t arrange(const struct fixture *fixture, const size_t *order, size_t count) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *frame = fixture->journal.bytes + fixture->journal.starts[order[i]];
        memcpy(fixture->copy + length, frame, frame_length(fixture, order[i]));
        length += frame_length(fixture, order[i]);
    }
    return length;
}

/* ---- what is whole ---- */

static void test_whole(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    assert_true(fixture->unknown[FRAMES] > 0);
    for (int32_t chain = 0; chain <= 1; chain++) {
        expect(fixture, NULL, 0, chain, WIJK_OK, 0);
        expect(fixture, "", 0, chain, WIJK_OK, 0);
        for (size_t frames = 0; frames <= FRAMES; frames++) /* without its last frames a run is whole */
            expect(fixture, journal->bytes, journal->starts[frames], chain, WIJK_OK, frames);
    }
    uint8_t head[WIJK_HASH_SIZE]; /* but not the head that was kept elsewhere */
    scan_all(fixture->context, journal->bytes, journal->starts[LAST], 1, WIJK_OK, LAST, head);
    assert_memory_not_equal(head, journal->head, sizeof head);
    scan_all(fixture->context, journal->bytes, journal->size, 1, WIJK_OK, FRAMES, head);
    assert_memory_equal(head, journal->head, sizeof head);
}

static void test_cut_to_frames(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    for (size_t i = 0; i < FRAMES; i++) {
        const uint8_t *frame = journal->bytes + journal->starts[i];
        size_t left = journal->size - journal->starts[i];
        uint64_t length, sequence;
        assert_int_equal(wijk_journal_frame(frame, left, &length, &sequence, fixture->error), WIJK_OK);
        assert_true(length == frame_length(fixture, i) && sequence == i + 1);
        for (size_t cut = 0; cut < frame_length(fixture, i); cut++) {
            assert_int_equal(wijk_journal_frame(frame, cut, &length, &sequence, fixture->error), WIJK_E_CORRUPT);
            assert_true(length == 0 && sequence == 0 && wijk_error_offset(fixture->error) == 0);
        }
    }
    uint64_t length = 1, sequence = 1;
    assert_int_equal(wijk_journal_frame(NULL, 5, &length, &sequence, fixture->error), WIJK_E_ARGUMENT);
    assert_true(length == 0 && sequence == 0);
    assert_int_equal(wijk_journal_frame("", 0, NULL, &sequence, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_journal_frame("", 0, &length, NULL, NULL), WIJK_E_ARGUMENT);
}

static void test_arguments(void **state) {
    const struct fixture *fixture = *state;
    wijk_journal_report *report = (wijk_journal_report *)&report;
    assert_int_equal(wijk_journal_scan(NULL, "", 0, 0, &report, fixture->error), WIJK_E_ARGUMENT);
    assert_null(report);
    assert_string_equal(wijk_error_path(fixture->error), "context");
    assert_int_equal(wijk_journal_scan(fixture->context, NULL, 1, 0, &report, fixture->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(fixture->error), "bytes");
    assert_int_equal(wijk_journal_scan(fixture->context, "", 0, 2, &report, fixture->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(fixture->error), "verify_chain");
    assert_int_equal(wijk_journal_scan(fixture->context, "", 0, 0, NULL, fixture->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(fixture->error), "out");
    wijk_journal_report_destroy(NULL);
    assert_true(wijk_journal_report_good_bytes(NULL) == 0 && wijk_journal_report_frames(NULL) == 0);
    assert_true(wijk_journal_report_acts(NULL) == 0 && wijk_journal_report_unknown_acts(NULL) == 0);
    assert_true(wijk_journal_report_sequence(NULL) == 0);
    assert_true(!wijk_journal_report_dossier(NULL) && !wijk_journal_report_head(NULL));
}

/* ---- damage ---- */

/* Walk without the checksums that the chain makes needless. */
static wijk_status walk_lean(const struct fixture *fixture, const uint8_t *bytes, size_t length, uint8_t *head) {
    struct wijk__walk walk;
    struct wijk__frame frame;
    wijk_status status = wijk__walk_start(&walk, fixture->context, bytes, length, true);
    walk.lean = true;
    while (status == WIJK_OK)
        status = wijk__walk_next(&walk, &frame);
    memcpy(head, walk.head, sizeof walk.head);
    return status;
}

static void test_every_bit_lean(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    uint8_t *copy = fixture->copy, head[WIJK_HASH_SIZE];
    memcpy(copy, journal->bytes, journal->size);
    assert_int_equal(walk_lean(fixture, copy, journal->size, head), WIJK_NONE);
    assert_memory_equal(head, journal->head, sizeof head);
    for (size_t bit = 0; bit < journal->size * 8; bit++) {
        copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
        wijk_status status = walk_lean(fixture, copy, journal->size, head);
        assert_true(status < 0 || status == WIJK_TAIL_CUT);
        copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t length = 0, frames = 0; length < journal->size; length++) {
        frames += length == journal->starts[frames + 1];
        wijk_status status = walk_lean(fixture, copy, length, head);
        assert_int_equal(status, length == journal->starts[frames] ? WIJK_NONE : WIJK_TAIL_CUT);
    }
}

static void test_every_bit(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    uint8_t *copy = fixture->copy;
    memcpy(copy, journal->bytes, journal->size);
    size_t frame = 0;
    for (size_t at = 0; at < journal->size; at++) {
        frame += at == journal->starts[frame + 1];
        for (int bit = 0; bit < 8; bit++) {
            copy[at] ^= (uint8_t)(1 << bit);
            expect(fixture, copy, journal->size, bit == 3, frame == LAST ? WIJK_TAIL_CUT : WIJK_E_CORRUPT, frame);
            copy[at] ^= (uint8_t)(1 << bit);
        }
    }
}

/* Also with what a file system leaves behind a torn write: zeros, or bytes of something else. */
static void test_every_length(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    uint64_t seed = 3;
    size_t frames = 0;
    for (size_t length = 0; length < journal->size; length++) {
        frames += length == journal->starts[frames + 1];
        bool whole = length == journal->starts[frames];
        uint8_t *exact = malloc(length + 1); /* so that a sanitizer sees the first byte too far */
        assert_non_null(exact);
        memcpy(exact + 1, journal->bytes, length);
        expect(fixture, exact + 1, length, length % 2, whole ? WIJK_OK : WIJK_TAIL_CUT, frames);
        free(exact);
        size_t more = 1 + make_below(&seed, journal->size - length + 100);
        memcpy(fixture->copy, journal->bytes, length);
        memset(fixture->copy + length, 0, more);
        expect(fixture, fixture->copy, length + more, 0, WIJK_TAIL_CUT, frames);
        for (size_t i = 0; i < more; i++)
            fixture->copy[length + i] = (uint8_t)make_random(&seed);
        expect(fixture, fixture->copy, length + more, 0, WIJK_TAIL_CUT, frames);
    }
}

/* See that the copy is corrupt from the frame on in which it first differs from the journal. */
static void expect_corrupt(const struct fixture *fixture, size_t length) {
    const struct make_journal *journal = &fixture->journal;
    size_t same = 0, frame = 0;
    while (same < length && same < journal->size && fixture->copy[same] == journal->bytes[same])
        same++;
    while (frame < FRAMES && journal->starts[frame + 1] <= same)
        frame++;
    if (same < journal->size)
        expect(fixture, fixture->copy, length, 0, WIJK_E_CORRUPT, frame);
}

/* A hole in the middle: bytes that are lost, or set to zero, from any place in one frame to any before the last one. */
static void test_holes(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    uint64_t seed = 4;
    for (size_t i = 0; i < 20000; i++) {
        size_t from = make_below(&seed, journal->starts[LAST]);
        size_t to = from + 1 + make_below(&seed, journal->starts[LAST] - from);
        memcpy(fixture->copy, journal->bytes, journal->size);
        memset(fixture->copy + from, 0, to - from);
        expect_corrupt(fixture, journal->size);
        memcpy(fixture->copy + from, journal->bytes + to, journal->size - to);
        expect_corrupt(fixture, journal->size - (to - from));
    }
}

static void test_order(void **state) {
    const struct fixture *fixture = *state;
    size_t order[FRAMES + 1];
    for (size_t a = 0; a < FRAMES; a++)
        for (size_t b = 0; b < FRAMES; b++) {
            if (a < b) { /* exchanged */
                for (size_t i = 0; i < FRAMES; i++)
                    order[i] = i == a ? b : i == b ? a : i;
                expect(fixture, fixture->copy, arrange(fixture, order, FRAMES), 0, WIJK_E_CORRUPT, a);
            }
            for (size_t i = 0; i <= FRAMES; i++) /* frame a once more, after frame b */
                order[i] = i <= b ? i : i == b + 1 ? a : i - 1;
            if (a != b + 1)
                expect(fixture, fixture->copy, arrange(fixture, order, FRAMES + 1), 0, WIJK_E_CORRUPT, b + 1);
        }
    for (size_t dropped = 0; dropped < LAST; dropped++) {
        for (size_t i = 0; i < LAST; i++)
            order[i] = i < dropped ? i : i + 1;
        expect(fixture, fixture->copy, arrange(fixture, order, LAST), 0, WIJK_E_CORRUPT, dropped);
    }
}

/* The frame at `from` of another journal in the place of frame `to` of this one. */
static size_t splice(const struct fixture *fixture, const struct fixture *other, size_t from, size_t to) {
    const struct make_journal *journal = &fixture->journal;
    size_t start = journal->starts[to], put = frame_length(other, from);
    size_t rest = journal->size - journal->starts[to + 1];
    memcpy(fixture->copy, journal->bytes, start);
    memcpy(fixture->copy + start, other->journal.bytes + other->journal.starts[from], put);
    memcpy(fixture->copy + start + put, journal->bytes + journal->starts[to + 1], rest);
    return start + put + rest;
}

static void test_splice(void **state) {
    const struct fixture *fixture = *state;
    struct fixture other, fork;
    fixture_make(&other, 78, FRAMES);
    for (size_t i = 1; i < FRAMES; i++) {
        size_t length = splice(fixture, &other, i, i);
        expect(fixture, fixture->copy, length, 0, WIJK_E_CORRUPT, i);
        expect(fixture, fixture->copy, length, 1, WIJK_E_CORRUPT, i);
    }
    size_t length = splice(fixture, &other, 0, 0); /* then the second frame is the one of another dossier */
    scan_all(fixture->context, fixture->copy, length, 0, WIJK_E_CORRUPT, 1, NULL);
    fixture_free(&other);
    /* Of the same dossier, from a history that went another way: only the chain shows it. */
    for (uint32_t i = 0; i < LAST; i++) {
        fixture_make(&fork, 77, i);
        length = splice(fixture, &fork, i, i);
        scan_all(fixture->context, fixture->copy, length, 0, WIJK_OK, FRAMES, NULL);
        scan_all(fixture->context, fixture->copy, length, 1, WIJK_E_CHAIN, i + 1, NULL);
        fixture_free(&fork);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crc),
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_cut_to_frames),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_every_bit),
        cmocka_unit_test(test_every_bit_lean),
        cmocka_unit_test(test_every_length),
        cmocka_unit_test(test_holes),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_splice),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
