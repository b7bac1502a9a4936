/* A run of frames: whatever is done to it shows, and what is recovered is a whole number of frames that were written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fail_alloc.h"
#include "journal_make.h"

static const uint32_t frame_acts[] = {1, 4, 12, 20, 1, 7, 5};
enum { FRAMES = sizeof frame_acts / sizeof *frame_acts, ACTS = 50, LAST = FRAMES - 1 };

struct fixture {
    wijk_context *context;
    wijk_error *error;
    struct make_journal journal;
    uint8_t *copy; /* room for twice the journal, to be damaged */
    size_t unknown[FRAMES + 1], acts[FRAMES + 1]; /* in the frames before */
};

static void make_small_act(uint64_t *seed, struct make_act *act) {
    do
        make_act(seed, act);
    while (wijk__act_encoded_limit(&act->view) > 400);
}

/* The journal of 50 acts. A fork differs from it from a frame on, as if two hosts had gone on from the same frames. */
static void make_fifty(struct fixture *fixture, uint8_t dossier, uint32_t fork) {
    static struct make_act act;
    struct make_journal *journal = &fixture->journal;
    uint64_t seed = 50, other = 51;
    act = (struct make_act){.view = {.type = 0}};
    journal->dossier = (wijk_id){{dossier}};
    journal->policy = (wijk_id){{1, 2, 3}};
    for (uint32_t frame = 0; frame < FRAMES; frame++) {
        fixture->unknown[frame + 1] = fixture->unknown[frame];
        fixture->acts[frame + 1] = fixture->acts[frame] + frame_acts[frame];
        for (uint32_t i = 0; i < frame_acts[frame]; i++) {
            make_small_act(frame < fork ? &seed : &other, &act);
            make_append(journal, &act.view);
            fixture->unknown[frame + 1] += !act.view.def;
        }
        make_seal(journal);
    }
}

static void fixture_make(struct fixture *fixture, uint8_t dossier, uint32_t fork) {
    *fixture = (struct fixture){.context = NULL};
    assert_int_equal(wijk_context_new(NULL, NULL, &fixture->context), WIJK_OK);
    assert_int_equal(wijk_error_new(fixture->context, &fixture->error), WIJK_OK);
    make_fifty(fixture, dossier, fork);
    assert_int_equal(fixture->acts[FRAMES], ACTS);
    fixture->copy = malloc(fixture->journal.size * 2);
    assert_non_null(fixture->copy);
}

static void fixture_free(struct fixture *fixture) {
    free(fixture->copy);
    free(fixture->journal.bytes);
    wijk_error_destroy(fixture->error);
    wijk_context_unref(fixture->context);
}

static int setup(void **state) {
    struct fixture *fixture = malloc(sizeof *fixture);
    fixture_make(fixture, 77, FRAMES);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    fixture_free(*state);
    free(*state);
    return 0;
}

/* Scan bytes and see that the answer is `status`, and that what is called good is the first `frames` of the journal. */
static void expect(const struct fixture *fixture, const void *bytes, size_t length, int32_t chain, wijk_status status,
                   size_t frames) {
    static const uint8_t zeros[WIJK_HASH_SIZE];
    const struct make_journal *journal = &fixture->journal;
    wijk_journal_report *report;
    wijk_status got = wijk_journal_scan(fixture->context, bytes, length, chain, &report, fixture->error);
    assert_non_null(report);
    assert_int_equal(got, status);
    assert_int_equal(wijk_journal_report_good_bytes(report), journal->starts[frames]);
    assert_int_equal(wijk_journal_report_frames(report), frames);
    assert_int_equal(wijk_journal_report_sequence(report), frames);
    assert_int_equal(wijk_journal_report_acts(report), fixture->acts[frames]);
    assert_int_equal(wijk_journal_report_unknown_acts(report), fixture->unknown[frames]);
    assert_memory_equal(wijk_journal_report_dossier(report), frames ? journal->dossier.bytes : zeros, sizeof(wijk_id));
    if (frames)
        assert_memory_equal(bytes, journal->bytes, journal->starts[frames]);
    uint8_t head[WIJK_HASH_SIZE] = {0};
    if (frames && chain)
        wijk__sha256(journal->bytes + journal->starts[frames - 1], journal->starts[frames] - journal->starts[frames - 1], head);
    assert_memory_equal(wijk_journal_report_head(report), head, sizeof head);
    wijk_journal_report_destroy(report);
    assert_int_equal(wijk_error_code(fixture->error), status < 0 ? status : WIJK_OK);
    if (status < 0)
        assert_int_equal(wijk_error_offset(fixture->error), journal->starts[frames]);
}

static size_t frame_length(const struct fixture *fixture, size_t frame) {
    return fixture->journal.starts[frame + 1] - fixture->journal.starts[frame];
}

/* Frames of this journal, one after the other in some order, in the copy; returns their bytes. */
static size_t arrange(const struct fixture *fixture, const size_t *order, size_t count) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(fixture->copy + length, fixture->journal.bytes + fixture->journal.starts[order[i]], frame_length(fixture, order[i]));
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
        for (size_t frames = 0; frames <= FRAMES; frames++) /* a frame that is dropped from the end leaves a whole run */
            expect(fixture, journal->bytes, journal->starts[frames], chain, WIJK_OK, frames);
    }
    wijk_journal_report *report; /* but not the head that was kept elsewhere */
    assert_int_equal(wijk_journal_scan(fixture->context, journal->bytes, journal->starts[LAST], 1, &report, NULL), WIJK_OK);
    assert_memory_not_equal(wijk_journal_report_head(report), journal->head, WIJK_HASH_SIZE);
    wijk_journal_report_destroy(report);
}

static void test_cut_to_frames(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    for (size_t i = 0; i < FRAMES; i++) {
        const uint8_t *frame = journal->bytes + journal->starts[i];
        uint64_t length, sequence;
        assert_int_equal(wijk_journal_frame(frame, journal->size - journal->starts[i], &length, &sequence, fixture->error), WIJK_OK);
        assert_int_equal(length, frame_length(fixture, i));
        assert_int_equal(sequence, i + 1);
        for (size_t cut = 0; cut < length; cut++) {
            assert_int_equal(wijk_journal_frame(frame, cut, &length, &sequence, fixture->error), WIJK_E_CORRUPT);
            assert_true(length == 0 && sequence == 0 && wijk_error_offset(fixture->error) == 0);
            length = frame_length(fixture, i);
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

/* A hole in the middle: bytes that are lost, or set to zero, from any place in one frame to any in a later one. */
static void test_holes(void **state) {
    const struct fixture *fixture = *state;
    const struct make_journal *journal = &fixture->journal;
    uint64_t seed = 4;
    for (size_t i = 0; i < 20000; i++) {
        size_t frame = make_below(&seed, LAST);
        size_t from = journal->starts[frame] + make_below(&seed, frame_length(fixture, frame));
        size_t to = from + 1 + make_below(&seed, journal->starts[LAST] - from);
        memcpy(fixture->copy, journal->bytes, journal->size);
        memset(fixture->copy + from, 0, to - from);
        if (memcmp(fixture->copy, journal->bytes, journal->size) != 0)
            expect(fixture, fixture->copy, journal->size, 0, WIJK_E_CORRUPT, frame);
        memcpy(fixture->copy + from, journal->bytes + to, journal->size - to);
        expect(fixture, fixture->copy, journal->size - (to - from), 0, WIJK_E_CORRUPT, frame);
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
    size_t start = journal->starts[to], put = frame_length(other, from), rest = journal->size - journal->starts[to + 1];
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
    wijk_journal_report *report;
    assert_int_equal(wijk_journal_scan(fixture->context, fixture->copy, length, 0, &report, NULL), WIJK_E_CORRUPT);
    assert_int_equal(wijk_journal_report_frames(report), 1);
    wijk_journal_report_destroy(report);
    fixture_free(&other);
    for (uint32_t i = 0; i < LAST; i++) { /* of the same dossier, from a history that went another way: the chain shows it */
        fixture_make(&fork, 77, i);
        length = splice(fixture, &fork, i, i);
        assert_int_equal(wijk_journal_scan(fixture->context, fixture->copy, length, 0, &report, NULL), WIJK_OK);
        wijk_journal_report_destroy(report);
        assert_int_equal(wijk_journal_scan(fixture->context, fixture->copy, length, 1, &report, fixture->error), WIJK_E_CHAIN);
        assert_int_equal(wijk_journal_report_frames(report), i + 1);
        assert_int_equal(wijk_error_offset(fixture->error), fork.journal.starts[i + 1]);
        wijk_journal_report_destroy(report);
        fixture_free(&fork);
    }
}

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
            {4, 2, WIJK_E_FORMAT},   {4, 0, WIJK_E_FORMAT},    {5, 2, WIJK_E_FORMAT},  {6, 1, WIJK_E_FORMAT},
            {7, 1, WIJK_E_FORMAT},   {12, 0, WIJK_E_CORRUPT},  {15, 1, WIJK_E_CORRUPT}, {12, (uint8_t)(acts + 1), WIJK_E_CORRUPT},
            {12, (uint8_t)(acts - 1), WIJK_E_CORRUPT},         {16, 0, WIJK_E_CORRUPT}, {23, 1, WIJK_E_CORRUPT},
            {16, (uint8_t)(number + 1), WIJK_E_CORRUPT},       {24, 0, WIJK_E_CORRUPT},
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
            if (status == WIJK_E_CORRUPT)
                assert_int_equal(wijk_journal_report_frames(report), frame);
            else if (status == WIJK_E_CHAIN) /* in the hash of the frame before, or found by the frame after */
                assert_int_equal(wijk_journal_report_frames(report), at >= 56 && at < WIJK__FRAME_HEADER ? frame : frame + 1);
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
            expect(&limited, journal->bytes, journal->size, 0, step ? WIJK_OK : WIJK_E_LIMIT, step ? FRAMES : cases[i].frames);
            wijk_context_unref(limited.context);
        }
    }
}

static void test_memory(void **state) {
    const struct fixture *fixture = *state;
    struct fail_alloc alloc = {0};
    wijk_context *context;
    wijk_journal_report *report = (wijk_journal_report *)&alloc;
    assert_int_equal(fail_alloc_context(&alloc, NULL, &context), WIJK_OK);
    alloc.fail_at = alloc.calls + 1;
    assert_int_equal(wijk_journal_scan(context, fixture->journal.bytes, fixture->journal.size, 1, &report, fixture->error), WIJK_E_MEMORY);
    assert_null(report);
    assert_int_equal(wijk_error_code(fixture->error), WIJK_E_MEMORY);
    size_t before = alloc.calls;
    assert_int_equal(wijk_journal_scan(context, fixture->journal.bytes, fixture->journal.size, 1, &report, NULL), WIJK_OK);
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
        cmocka_unit_test(test_whole),        cmocka_unit_test(test_cut_to_frames),
        cmocka_unit_test(test_arguments),    cmocka_unit_test(test_every_bit),
        cmocka_unit_test(test_every_length), cmocka_unit_test(test_holes),
        cmocka_unit_test(test_order),        cmocka_unit_test(test_splice),
        cmocka_unit_test(test_forged_header), cmocka_unit_test(test_forged_acts),
        cmocka_unit_test(test_limits),       cmocka_unit_test(test_memory),
        cmocka_unit_test(test_search_is_bounded), cmocka_unit_test(test_garbage),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
