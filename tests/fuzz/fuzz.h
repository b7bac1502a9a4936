/* What the fuzz targets share: reading the input piece by piece, a watched allocator, and acts drawn from bytes.
 *
 * A target is a function LLVMFuzzerTestOneInput() that takes any bytes whatever, uses the library with them, and stops
 * the program with fuzz_broken() when something does not hold. libFuzzer calls it (run.sh), and so does replay_main.c,
 * which needs no special compiler. Everything is made from the bytes alone, so that a file shows the same for ever. */
#ifndef WIJK_TESTS_FUZZ_H
#define WIJK_TESTS_FUZZ_H

#include "act/act.h"
#include "fail_alloc.h"
#include "policy/policy.h"

#include <wijkteam/wijkteam.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(condition) ((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_broken(const char *file, int line, const char *what);

/* ---- a status, and what the error object must say of it ---- */

#define STATUSES(...) ((const wijk_status[]){__VA_ARGS__})
#define ONE_OF(status, ...) \
    fuzz_one_of(status, STATUSES(__VA_ARGS__), sizeof STATUSES(__VA_ARGS__) / sizeof(wijk_status))
bool fuzz_one_of(wijk_status status, const wijk_status *allowed, size_t count);
/* A failure is recorded with sentences in both languages; anything else leaves no failure behind. Returns `status`. */
wijk_status fuzz_said(wijk_status status, const wijk_error *error);

/* ---- the input ---- */

struct input {
    const uint8_t *at, *end;
};
static inline bool input_left(const struct input *in) { return in->at < in->end; }
uint8_t take8(struct input *in); /* 0 past the end */
uint16_t take16(struct input *in);
uint32_t take32(struct input *in);
uint64_t take64(struct input *in);
const uint8_t *take_bytes(struct input *in, size_t *length); /* fewer when there are no more; never NULL */

/* ---- what a run uses: a context of its own, and an error object and findings that are made outside it ---- */

struct run {
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_error *error;
    wijk_findings *findings;
};
/* `limits` may be NULL. */
void run_start(struct run *run, const wijk_limits *limits);
void run_end(struct run *run); /* all memory was given back, with the sizes it was taken with */

/* The policies that the targets use: 0 is the built-in one, 1 is one under which little is refused. */
enum { FUZZ_POLICIES = 2 };
wijk_policy *fuzz_policy(uint32_t number); /* borrowed; lives as long as the program */

/* ---- acts drawn from bytes (acts.c) ---- */

enum { ACTS_MOST = 400, DRAWN_TEXT_MOST = 63 };

struct world { /* what acts refer to */
    const wijk_policy *policy;
    struct {
        wijk_act_type type;
        wijk_id id;
    } taken[ACTS_MOST];
    uint32_t count;
    uint32_t next_id;
    wijk_date day;
    wijk_time recorded;
};
struct drawn { /* an act, and room for what it points to */
    struct wijk__act act;
    wijk_id professional, organisation, ids[WIJK__FIELDS_MAX];
    uint8_t bytes[32]; /* what draw_plain() draws from */
};

wijk_id fuzz_id(uint32_t kind, uint32_t number);
void world_start(struct world *world, const wijk_policy *policy);
/* Draw an act of a known type. `sound` leaves out what no writer may write: the texts are UTF-8, required fields are
 * there, and derived ones are not. */
void draw_act(struct world *world, struct input *in, bool sound, struct drawn *drawn);
void draw_act_like(struct world *world, struct input *in, bool sound, wijk_act_type type, struct drawn *drawn);
/* The act at a place in the catalog, with all its fields or those that it must have, each drawn from `value`. */
void draw_plain(struct world *world, uint32_t place, bool all, uint8_t value, struct drawn *drawn);
/* The act that was the so-many-eth before the last of those that make rows of a table (0: of any). */
wijk_id earlier(const struct world *world, wijk_table_id table, uint32_t back);
/* Note that an act was taken, so that later ones can refer to it. */
void world_take(struct world *world, const struct wijk__act *act);
/* Fill a builder by its setters. Answers whether it took all of it. */
bool build_act(wijk_act *act, const struct wijk__act *from);

/* ---- checks that several targets make (examine.c) ---- */

/* A table is laid out as promised; written as CSV and as JSON Lines and read again it says the same. */
void examine_table(struct run *run, const wijk_table *table);
/* All tables as of a day and a moment. `may_contradict`: what was known earlier of acts that no dossier judged may be
 * WIJK_E_HISTORY. */
void examine_tables(struct run *run, const wijk_dossier *dossier, wijk_date on, wijk_time known, bool may_contradict);
/* What every screen asks, and the check of the invariants, which must hold. */
void examine_answers(struct run *run, const wijk_dossier *dossier, wijk_date on, wijk_time known, bool may_contradict);
/* What changed between two moments is what became known between them, on or before a day. */
void examine_changes(struct run *run, const wijk_dossier *dossier, wijk_time since, wijk_time known, wijk_date on);
/* Taking an act back: whether it can be is what happens when it is tried; what stands in the way goes with it. No frame
 * is open. */
void examine_undo(struct run *run, wijk_dossier *dossier, const wijk_id *act);
/* Any bytes as a journal: what scanning, cutting, loading and writing say of them must agree. */
void examine_journal(struct run *run, const void *bytes, size_t size);

struct fingerprint {
    uint8_t digest[WIJK_HASH_SIZE], head[WIJK_HASH_SIZE];
    uint64_t acts, sequence, saved;
    uint64_t hidden; /* what the digest does not tell: what is current, how rows are found, what replaces what */
    size_t frames;
};
struct fingerprint fingerprint(const wijk_dossier *dossier);
bool same_fingerprint(const struct fingerprint *a, const struct fingerprint *b);

#endif
