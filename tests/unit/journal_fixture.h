/* A journal of 50 acts in seven frames, and what a scan must say of it when it was damaged. */
#ifndef WIJK_TESTS_JOURNAL_FIXTURE_H
#define WIJK_TESTS_JOURNAL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

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

static inline void make_small_act(uint64_t *seed, struct make_act *act) {
    do
        make_act(seed, act);
    while (wijk__act_encoded_limit(&act->view) > 400);
}

/* The journal of 50 acts. A fork differs from it from a frame on, as if two hosts had gone on from the same frames. */
static inline void make_fifty(struct fixture *fixture, uint8_t dossier, uint32_t fork) {
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

static inline void fixture_make(struct fixture *fixture, uint8_t dossier, uint32_t fork) {
    *fixture = (struct fixture){.context = NULL};
    assert_int_equal(wijk_context_new(NULL, NULL, &fixture->context), WIJK_OK);
    assert_int_equal(wijk_error_new(fixture->context, &fixture->error), WIJK_OK);
    make_fifty(fixture, dossier, fork);
    assert_int_equal(fixture->acts[FRAMES], ACTS);
    fixture->copy = malloc(fixture->journal.size * 2);
    assert_non_null(fixture->copy);
}

static inline void fixture_free(struct fixture *fixture) {
    free(fixture->copy);
    free(fixture->journal.bytes);
    wijk_error_destroy(fixture->error);
    wijk_context_unref(fixture->context);
}

static inline int setup(void **state) {
    struct fixture *fixture = malloc(sizeof *fixture);
    fixture_make(fixture, 77, FRAMES);
    *state = fixture;
    return 0;
}

static inline int teardown(void **state) {
    fixture_free(*state);
    free(*state);
    return 0;
}

static inline size_t frame_length(const struct fixture *fixture, size_t frame) {
    return fixture->journal.starts[frame + 1] - fixture->journal.starts[frame];
}

/* Scan bytes and see that the answer is `status`, and that what is called good is the first `frames` of the journal. */
static inline void expect(const struct fixture *fixture, const void *bytes, size_t length, int32_t chain,
                          wijk_status status, size_t frames) {
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
        wijk__sha256(journal->bytes + journal->starts[frames - 1], frame_length(fixture, frames - 1), head);
    assert_memory_equal(wijk_journal_report_head(report), head, sizeof head);
    wijk_journal_report_destroy(report);
    assert_int_equal(wijk_error_code(fixture->error), status < 0 ? status : WIJK_OK);
    if (status < 0)
        assert_int_equal(wijk_error_offset(fixture->error), journal->starts[frames]);
}

/* Scan bytes that may be no part of any fixture. The head is copied when it is asked. */
static inline void scan_all(wijk_context *context, const void *bytes, size_t length, int32_t chain, wijk_status status,
                            uint64_t frames, uint8_t *head) {
    wijk_journal_report *report;
    assert_int_equal(wijk_journal_scan(context, bytes, length, chain, &report, NULL), status);
    assert_int_equal(wijk_journal_report_frames(report), frames);
    if (head)
        memcpy(head, wijk_journal_report_head(report), WIJK_HASH_SIZE);
    wijk_journal_report_destroy(report);
}

#endif
