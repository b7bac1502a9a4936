/* Calls in any order on one dossier, drawn from bytes. Of every call: what is not taken leaves nothing behind, not even
 * when memory fails halfway. Of every dossier: it loads again as it is, what was known at a moment is what stood in it
 * then, and as lines of JSON it can be given to another one. */
#include "fuzz.h"

#include "dossier/dossier.h"

enum { BATCH_MOST = 16, CALLS_MOST = 300, FRAMES_MOST = CALLS_MOST + 2 };

struct play {
    struct run run;
    struct input in;
    wijk_policy *policy;
    wijk_dossier *dossier;
    wijk_act *acts[BATCH_MOST];
    wijk_buffer *saved;        /* frames that were marked as saved */
    struct fingerprint now;    /* of the dossier, after the last call */
    bool open;                 /* a frame is open, which began so: */
    struct fingerprint before;
    uint32_t count_before;
    wijk_dossier *then;        /* as it was at a moment; NULL: none is remembered */
    wijk_time known;
    bool small;                /* limits are small, so they may be passed */
    bool batches[FRAMES_MOST]; /* by sequence number: whether the acts of a frame were given together */
    uint32_t fails;            /* which allocation of the next call fails, from 1; 0: none */
    struct world world;
};

/* Around one call of the library: whether one of its allocations was made to fail. */
static void arm(struct play *play) {
    play->run.alloc.failures = 0;
    play->run.alloc.fail_at = play->fails ? play->run.alloc.calls + play->fails : 0;
    play->fails = 0;
}

static bool disarm(struct play *play) {
    play->run.alloc.fail_at = 0;
    return play->run.alloc.failures > 0;
}

/* A call was refused for a reason that there is, and changed nothing. */
static void examine_untaken(const struct play *play, wijk_status status, bool failed) {
    struct fingerprint after = fingerprint(play->dossier);
    HOLDS(same_fingerprint(&play->now, &after));
    HOLDS(status != WIJK_E_MEMORY || failed);
    HOLDS(status != WIJK_E_LIMIT || play->small);
}

static void examine_findings(const struct play *play, wijk_status status) {
    bool refuses = wijk_findings_worst(play->run.findings) == WIJK_SEVERITY_REFUSE;
    HOLDS(status != WIJK_OK || !refuses);
    HOLDS(status != WIJK_REFUSED || refuses);
}

/* ---- submitting ---- */

static void submit_again(struct play *play, const wijk_act *act) {
    HOLDS(fuzz_said(wijk_dossier_submit(play->dossier, act, NULL, play->run.error), play->run.error) == WIJK_DUPLICATE);
    examine_untaken(play, WIJK_DUPLICATE, false);
}

/* What is called the same act is the same. */
static void examine_duplicate(struct play *play, const struct wijk__act *act) {
    struct wijk__act taken;
    uint32_t entry;
    HOLDS(wijk__history_find(play->dossier, &act->id, &entry) == WIJK_OK && entry != WIJK__NO_ROW);
    wijk__history_read(play->dossier, entry, &taken);
    HOLDS(taken.type == act->type && taken.valid == act->valid && taken.recorded == act->recorded);
    HOLDS(wijk__text_equal(taken.reason.data, taken.reason.length, act->reason.data, act->reason.length));
}

static void submit(struct play *play, bool sound) {
    struct drawn drawn;
    struct run *run = &play->run;
    draw_act(&play->world, &play->in, sound, &drawn);
    bool whole = build_act(play->acts[0], &drawn.act);
    arm(play);
    wijk_status status = wijk_dossier_submit(play->dossier, play->acts[0], run->findings, run->error);
    bool failed = disarm(play);
    fuzz_said(status, run->error);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_REFUSED, WIJK_DUPLICATE, WIJK_E_UNKNOWN, WIJK_E_MISSING, WIJK_E_LIMIT,
                 WIJK_E_MEMORY, WIJK_E_ACT_TYPE));
    HOLDS((status != WIJK_E_MISSING && status != WIJK_E_ACT_TYPE) || !whole || !sound);
    examine_findings(play, status);
    if (status == WIJK_DUPLICATE)
        examine_duplicate(play, wijk__act_view(play->acts[0]));
    if (status != WIJK_OK) {
        examine_untaken(play, status, failed);
        return;
    }
    struct fingerprint before = play->now;
    play->now = fingerprint(play->dossier);
    HOLDS(play->now.acts == before.acts + 1 && play->now.sequence == before.sequence + !play->open);
    world_take(&play->world, &drawn.act);
    if (play->world.count % 4 == 0)
        submit_again(play, play->acts[0]);
}

/* The first acts that were built, as a batch; without it the world had `count_before` acts. */
static void submit_batch(struct play *play, uint32_t count, bool whole, uint32_t count_before) {
    struct run *run = &play->run;
    arm(play);
    const wijk_act *const *batch = (const wijk_act *const *)play->acts;
    wijk_status status = wijk_dossier_submit_all(play->dossier, batch, count, run->findings, run->error);
    bool failed = disarm(play);
    fuzz_said(status, run->error);
    HOLDS(status != WIJK_E_ARGUMENT || play->open);
    HOLDS(status != WIJK_E_MISSING || !whole);
    examine_findings(play, status);
    if (status == WIJK_OK) {
        struct fingerprint before = play->now;
        play->now = fingerprint(play->dossier);
        HOLDS(!play->open && play->now.acts > before.acts && play->now.acts <= before.acts + count);
        HOLDS(play->now.sequence == before.sequence + 1);
        play->batches[play->now.sequence] = true;
        return;
    }
    play->world.count = count_before;
    examine_untaken(play, status, failed);
    if (status < 0 && status != WIJK_E_ARGUMENT && status != WIJK_E_MEMORY && status != WIJK_E_LIMIT)
        HOLDS(wijk_error_index(run->error) >= 0 && wijk_error_index(run->error) < (int64_t)count);
}

static void submit_all(struct play *play, uint32_t count) {
    uint32_t count_before = play->world.count;
    bool whole = true;
    for (uint32_t i = 0; i < count; i++) {
        struct drawn drawn;
        draw_act(&play->world, &play->in, true, &drawn);
        whole &= build_act(play->acts[i], &drawn.act);
        world_take(&play->world, &drawn.act); /* so that later ones in the batch can refer to it */
    }
    submit_batch(play, count, whole, count_before);
}

/* ---- taking back ---- */

/* Another act of the same kind in the place of one. */
static void correct(struct play *play) {
    uint32_t count_before = play->world.count, back = take8(&play->in);
    struct drawn drawn;
    if (count_before == 0)
        return;
    back %= count_before;
    draw_act_like(&play->world, &play->in, true, play->world.taken[count_before - 1 - back].type, &drawn);
    const wijk_id target = earlier(&play->world, 0, back), with = drawn.act.id;
    const wijk_time recorded = drawn.act.recorded;
    bool whole = build_act(play->acts[0], &drawn.act);
    world_take(&play->world, &drawn.act);
    const uint8_t plain[] = {0, 0, 0};
    draw_act_like(&play->world, &(struct input){plain, plain + sizeof plain}, true, WIJK_ACT_ACT_CORRECT, &drawn);
    drawn.ids[WIJK_ACT_CORRECT_ACT - 1] = target;
    drawn.ids[WIJK_ACT_CORRECT_REPLACEMENT - 1] = with;
    drawn.act.recorded = recorded;
    whole &= build_act(play->acts[1], &drawn.act);
    world_take(&play->world, &drawn.act);
    submit_batch(play, 2, whole, count_before);
}

static void undo(struct play *play) {
    struct run *run = &play->run;
    const wijk_id act = earlier(&play->world, 0, take8(&play->in)), id = fuzz_id(102, 1);
    arm(play);
    wijk_status status = wijk_dossier_undo(play->dossier, &act, &id, play->world.day, play->world.recorded,
                                           play->acts[0], run->findings, run->error);
    bool failed = disarm(play);
    fuzz_said(status, run->error);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_REFUSED, WIJK_E_ARGUMENT, WIJK_E_MEMORY));
    HOLDS((status == WIJK_E_ARGUMENT) == play->open);
    examine_findings(play, status);
    examine_untaken(play, status, failed);
    if (!play->open)
        examine_undo(run, play->dossier, &act);
}

static void look_for_changes(struct play *play) {
    wijk_time since = play->world.recorded - (int64_t)take8(&play->in) * 1000000;
    uint8_t until = take8(&play->in), back = take8(&play->in);
    wijk_time known = until & 1 ? WIJK_TIME_NONE : play->world.recorded - (int64_t)until * 1000000;
    examine_changes(&play->run, play->dossier, since, known, back & 1 ? WIJK_DATE_NONE : play->world.day - back);
}

/* ---- frames ---- */

static void begin(struct play *play) {
    arm(play);
    wijk_status status = wijk_dossier_begin(play->dossier, play->run.error);
    bool failed = disarm(play);
    fuzz_said(status, play->run.error);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_E_ARGUMENT, WIJK_E_LIMIT, WIJK_E_MEMORY));
    HOLDS((status == WIJK_E_ARGUMENT) == play->open);
    examine_untaken(play, status, failed);
    if (status != WIJK_OK)
        return;
    play->open = true;
    play->before = play->now;
    play->count_before = play->world.count;
}

static void commit(struct play *play) {
    arm(play);
    wijk_status status = wijk_dossier_commit(play->dossier, play->run.error);
    bool failed = disarm(play);
    fuzz_said(status, play->run.error);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_E_ARGUMENT, WIJK_E_MEMORY));
    HOLDS((status == WIJK_E_ARGUMENT) == !play->open);
    if (status != WIJK_OK) {
        examine_untaken(play, status, failed);
        return;
    }
    play->open = false;
    struct fingerprint before = play->now;
    play->now = fingerprint(play->dossier);
    HOLDS(play->now.acts == before.acts && play->now.hidden == before.hidden);
    HOLDS(memcmp(play->now.digest, before.digest, sizeof before.digest) == 0);
    if (before.acts == play->before.acts)
        HOLDS(same_fingerprint(&play->now, &play->before));
    else
        HOLDS(play->now.sequence == before.sequence + 1);
}

static void rollback(struct play *play) {
    if (play->open) {
        play->now = play->before;
        play->world.count = play->count_before;
    }
    wijk_dossier_rollback(play->dossier);
    examine_untaken(play, WIJK_OK, false);
    play->open = false;
}

/* ---- keeping and loading ---- */

static void append_frames(struct play *play, wijk_buffer *out) {
    const void *bytes;
    size_t length;
    wijk_dossier_frames(play->dossier, &bytes, &length);
    HOLDS(wijk__buffer_append(out, bytes, length) == WIJK_OK);
}

static void mark_saved(struct play *play) {
    append_frames(play, play->saved);
    wijk_dossier_mark_saved(play->dossier);
    HOLDS(wijk_dossier_saved_sequence(play->dossier) == wijk_dossier_sequence(play->dossier));
    play->now.frames = play->before.frames = 0;
    play->now.saved = play->before.saved = play->now.sequence;
    examine_untaken(play, WIJK_OK, false);
}

static bool same_state(const struct fingerprint *a, const struct fingerprint *b) {
    return memcmp(a->digest, b->digest, sizeof a->digest) == 0 && memcmp(a->head, b->head, sizeof a->head) == 0 &&
           a->hidden == b->hidden && a->acts == b->acts && a->sequence == b->sequence;
}

/* All closed frames as a dossier; NULL when there are none, or when memory failed. */
static wijk_dossier *load(struct play *play, wijk_policy *policy, wijk_load_flags flags) {
    wijk_buffer *whole;
    wijk_dossier *loaded;
    HOLDS(wijk_buffer_new(play->run.context, &whole) == WIJK_OK);
    HOLDS(wijk__buffer_append(whole, wijk_buffer_data(play->saved), wijk_buffer_size(play->saved)) == WIJK_OK);
    append_frames(play, whole);
    arm(play);
    wijk_status status = wijk_dossier_load(play->run.context, policy, wijk_buffer_data(whole), wijk_buffer_size(whole),
                                           flags, &loaded, play->run.error);
    bool failed = disarm(play);
    fuzz_said(status, play->run.error);
    HOLDS(wijk_buffer_size(whole) > 0 || status == WIJK_E_ARGUMENT);
    HOLDS(wijk_buffer_size(whole) == 0 || status == WIJK_OK || (failed && status == WIJK_E_MEMORY));
    wijk_buffer_destroy(whole);
    if (loaded == NULL)
        return NULL;
    struct fingerprint again = fingerprint(loaded);
    HOLDS(same_state(play->open ? &play->before : &play->now, &again));
    return loaded;
}

static void reload(struct play *play, uint8_t how) {
    wijk_dossier *loaded = load(play, how & 1 ? NULL : play->policy, how & 2 ? WIJK_LOAD_VERIFY_CHAIN : 0);
    if (loaded == NULL)
        return;
    if (how & 1)
        HOLDS(wijk_dossier_begin(loaded, NULL) == WIJK_E_ARGUMENT);
    if ((how & 5) != 4 || play->open) {
        wijk_dossier_destroy(loaded);
        return;
    }
    mark_saved(play); /* go on with what was loaded */
    wijk_dossier_destroy(play->dossier);
    play->dossier = loaded;
    examine_untaken(play, WIJK_OK, false);
}

/* ---- looking ---- */

static void look(struct play *play, uint8_t how) {
    uint8_t back = take8(&play->in), choice = take8(&play->in);
    wijk_date on = how & 1 ? play->world.day - back : WIJK_DATE_NONE;
    wijk_time known = how & 2 ? play->world.recorded - (int64_t)back * 1000000 : WIJK_TIME_NONE;
    wijk_table_id id = wijk_catalog_number(WIJK_CATALOG_TABLES, choice % wijk_catalog_count(WIJK_CATALOG_TABLES));
    wijk_table *table;
    arm(play);
    wijk_status status = wijk_dossier_table(play->dossier, id, on, known, &table, play->run.error);
    bool failed = disarm(play);
    HOLDS(fuzz_said(status, play->run.error) == WIJK_OK || (failed && status == WIJK_E_MEMORY));
    if (table != NULL)
        examine_table(&play->run, table);
    wijk_table_unref(table);
    examine_answers(&play->run, play->dossier, play->world.day - back, known, false);
    HOLDS(wijk_dossier_memory(play->dossier) <= play->run.alloc.live_bytes);
}

static void remember(struct play *play) {
    if (play->open)
        return;
    wijk_dossier_destroy(play->then);
    play->then = load(play, play->policy, 0);
    play->known = play->world.recorded;
    play->world.recorded += 1000000;
}

static void put_all(struct play *play, const wijk_dossier *dossier, wijk_date on, wijk_time known, wijk_buffer *out) {
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table *table;
        HOLDS(wijk_dossier_table(dossier, wijk_catalog_number(WIJK_CATALOG_TABLES, i), on, known, &table, NULL) ==
              WIJK_OK);
        HOLDS(wijk_table_write(table, WIJK_FORMAT_CSV, 1, out, NULL) == WIJK_OK);
        wijk_table_unref(table);
    }
    wijk_date day = on == WIJK_DATE_NONE ? play->world.day : on;
    HOLDS(wijk_dossier_check(dossier, day, known, play->run.findings, NULL) >= WIJK_OK);
    HOLDS(wijk_findings_write_json(play->run.findings, WIJK_DUTCH, out, NULL) == WIJK_OK);
}

/* What the dossier says of a moment is what it was then, if nothing was recorded at that moment since. */
static void compare_then(struct play *play) {
    wijk_table *acts;
    wijk_buffer *now, *then;
    wijk_date on = play->world.day - take8(&play->in);
    if (play->then == NULL)
        return;
    HOLDS(wijk_dossier_table(play->dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, play->known, &acts, NULL) == WIJK_OK);
    bool same = wijk_table_rows(acts) == wijk_dossier_acts(play->then);
    wijk_table_unref(acts);
    if (!same)
        return;
    HOLDS(wijk_buffer_new(play->run.context, &now) == WIJK_OK && wijk_buffer_new(play->run.context, &then) == WIJK_OK);
    put_all(play, play->dossier, on, play->known, now);
    put_all(play, play->then, on, WIJK_TIME_NONE, then);
    HOLDS(wijk_buffer_size(now) == wijk_buffer_size(then));
    HOLDS(memcmp(wijk_buffer_data(now), wijk_buffer_data(then), wijk_buffer_size(now)) == 0);
    wijk_buffer_destroy(now);
    wijk_buffer_destroy(then);
}

/* ---- the end: as lines of JSON, to another dossier ---- */

static const char *read_line(const struct play *play, const char *at, const char *end, wijk_act *act) {
    wijk_id dossier;
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    HOLDS(wijk_act_read_json(act, at, (size_t)(stop - at), &dossier, play->run.error) == WIJK_OK);
    return stop + 1;
}

/* One by one, or together what was given together. */
static void give_lines(struct play *play, const wijk_buffer *lines, wijk_dossier *other) {
    struct run *run = &play->run;
    const struct wijk__history *history = &play->dossier->history;
    const char *at = wijk_buffer_data(lines), *end = at + wijk_buffer_size(lines);
    for (uint32_t first = 0, next = 0; at < end; first = next) {
        uint32_t frame = history->entries[first].frame;
        do
            at = read_line(play, at, end, play->acts[next++ - first]);
        while (play->batches[frame] && next < history->count && history->entries[next].frame == frame);
        const wijk_act *const *batch = (const wijk_act *const *)play->acts;
        HOLDS(wijk_dossier_submit_all(other, batch, next - first, run->findings, run->error) == WIJK_OK);
    }
}

static void give_to_another(struct play *play) {
    wijk_context *roomy;
    wijk_buffer *lines;
    wijk_dossier *other;
    mark_saved(play);
    HOLDS(wijk_context_new(NULL, NULL, &roomy) == WIJK_OK);
    HOLDS(wijk_buffer_new(play->run.context, &lines) == WIJK_OK);
    HOLDS(wijk_dossier_new(roomy, play->policy, wijk_dossier_id(play->dossier), &other, NULL) == WIJK_OK);
    const wijk_buffer *saved = play->saved;
    HOLDS(wijk_journal_write_json(play->run.context, wijk_buffer_data(saved), wijk_buffer_size(saved), lines,
                                  play->run.error) == WIJK_OK);
    give_lines(play, lines, other);
    struct fingerprint theirs = fingerprint(other);
    HOLDS(play->now.acts == theirs.acts && play->now.hidden == theirs.hidden);
    HOLDS(memcmp(play->now.digest, theirs.digest, sizeof theirs.digest) == 0);
    wijk_dossier_destroy(other);
    wijk_buffer_destroy(lines);
    wijk_context_unref(roomy);
}

/* ---- calls ---- */

enum { BEGIN = 8, COMMIT, ROLLBACK, LOOK, RELOAD, FAIL, SUBMIT_ALL, OTHER };
static void (*const others[])(struct play *play) = {remember, compare_then, mark_saved,
                                                    undo, look_for_changes, correct};
enum { UNSOUND = 8 }; /* in the upper half of the byte of a call that submits */

static void call(struct play *play) {
    uint8_t byte = take8(&play->in), how = byte >> 4;
    switch (byte & 15) {
    case BEGIN: begin(play); break;
    case COMMIT: commit(play); break;
    case ROLLBACK: rollback(play); break;
    case LOOK: look(play, how); break;
    case RELOAD: reload(play, how); break;
    case FAIL: play->fails = 1 + how; break;
    case SUBMIT_ALL: submit_all(play, 1 + how % BATCH_MOST); break;
    case OTHER: others[how % (sizeof others / sizeof *others)](play); break;
    default: submit(play, (how & UNSOUND) == 0); break;
    }
}

static void start(struct play *play, const uint8_t *data, size_t size) {
    const wijk_limits small = {.struct_size = sizeof small, .frame_bytes = 600, .journal_bytes = 3000, .acts = 16,
                               .text_bytes = 40, .hash_seed = 7};
    const wijk_id id = fuzz_id(100, 1);
    memset(play, 0, sizeof *play);
    play->in = (struct input){data, data + size};
    uint8_t world = take8(&play->in);
    play->small = (world & 0x80) != 0;
    play->policy = fuzz_policy(world);
    run_start(&play->run, play->small ? &small : NULL);
    world_start(&play->world, play->policy);
    HOLDS(wijk_dossier_new(play->run.context, play->policy, &id, &play->dossier, play->run.error) == WIJK_OK);
    HOLDS(wijk_buffer_new(play->run.context, &play->saved) == WIJK_OK);
    play->now = fingerprint(play->dossier);
    for (uint32_t i = 0; i < BATCH_MOST; i++)
        HOLDS(wijk_act_new(play->run.context, &play->acts[i], NULL) == WIJK_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct play play;
    start(&play, data, size);
    for (uint32_t calls = 0; input_left(&play.in) && calls < CALLS_MOST; calls++)
        call(&play);
    play.fails = 0;
    rollback(&play);
    examine_tables(&play.run, play.dossier, WIJK_DATE_NONE, WIJK_TIME_NONE, false);
    examine_answers(&play.run, play.dossier, play.world.day, WIJK_TIME_NONE, false);
    wijk_dossier_destroy(load(&play, NULL, WIJK_LOAD_VERIFY_CHAIN));
    compare_then(&play);
    give_to_another(&play);
    for (uint32_t i = 0; i < BATCH_MOST; i++)
        wijk_act_destroy(play.acts[i]);
    wijk_dossier_destroy(play.then);
    wijk_dossier_destroy(play.dossier);
    wijk_buffer_destroy(play.saved);
    run_end(&play.run);
    return 0;
}
