/* Random pairs of households that become one, or of which one becomes two, and are taken apart again. Every pair is
 * made from its number, so a failure can be run again alone:
 *
 *     merge [FIRST [COUNT]]      pairs FIRST .. FIRST + COUNT - 1; as a test 2,500 of them, in the full run 50,000
 *
 * Of every pair: a refusal changes neither dossier; what one dossier of two took is completed by asking again; frames
 * give the same state; the invariants hold in both; and what is taken back leaves both as if it had never been. */
#include "random_acts.h"

static wijk_context *context;
static wijk_policy *policy, *strict, *lenient; /* lenient: a plan takes effect without all that it should have */
static wijk_findings *findings;
static wijk_act *act;
static uint64_t merged, ended, split_up, refused, held;

struct pair {
    wijk_dossier *own, *other;
    struct snapshot before[2];
    wijk_buffer *tables[2];
    wijk_date on; /* a day after all acts */
};

/* ---- what both look like ---- */

static wijk_dossier *side(const struct pair *pair, int which) { return which == 0 ? pair->own : pair->other; }

/* Every table but that of the acts, in which all stays. */
static wijk_buffer *tables_of(const wijk_dossier *dossier, wijk_date on) {
    wijk_buffer *buffer;
    must(wijk_buffer_new(context, &buffer), "buffer");
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table_id which = wijk_catalog_number(WIJK_CATALOG_TABLES, i);
        wijk_table *table;
        if (which == WIJK_TABLE_ACTS)
            continue;
        must(wijk_dossier_table(dossier, which, on, WIJK_TIME_NONE, &table, NULL), "table");
        must(wijk_table_write(table, WIJK_FORMAT_CSV, 0, buffer, NULL), "write");
        wijk_table_unref(table);
    }
    return buffer;
}

static void remember(struct pair *pair) {
    for (int i = 0; i < 2; i++) {
        pair->before[i] = look(side(pair, i));
        pair->tables[i] = tables_of(side(pair, i), pair->on);
    }
}

static void must_be_as_before(const struct pair *pair, int acts_too) {
    for (int i = 0; i < 2; i++) {
        struct snapshot now = look(side(pair, i));
        if (memcmp(now.digest, pair->before[i].digest, sizeof now.digest) != 0)
            fail("the state is not what it was");
        if (acts_too && !same(now, pair->before[i]))
            fail("something was recorded");
        wijk_buffer *tables = tables_of(side(pair, i), pair->on);
        if (wijk_buffer_size(tables) != wijk_buffer_size(pair->tables[i]) ||
            memcmp(wijk_buffer_data(tables), wijk_buffer_data(pair->tables[i]), wijk_buffer_size(tables)) != 0)
            fail("the tables are not what they were");
        wijk_buffer_destroy(tables);
    }
}

static void forget(struct pair *pair) {
    for (int i = 0; i < 2; i++)
        wijk_buffer_destroy(pair->tables[i]);
}

static void check_invariants(const struct pair *pair) {
    for (int i = 0; i < 2; i++) {
        wijk_date on = pair->on - (wijk_date)draw(80);
        wijk_status status = wijk_dossier_check(side(pair, i), on, WIJK_TIME_NONE, findings, NULL);
        if (status != WIJK_OK && status != WIJK_REFUSED)
            must(status, "check");
        for (uint32_t at = 0; at < wijk_findings_count(findings); at++)
            if (wijk_findings_code(findings, at) == WIJK_WK2001 || wijk_findings_code(findings, at) == WIJK_WK3001)
                fail("an invariant does not hold");
    }
}

/* ---- the three calls, as functions of a pair ---- */

struct call {
    wijk_status (*make)(struct pair *pair, const struct call *call);
    const wijk_id *persons;
    uint32_t count;
};

static wijk_status call_merge(struct pair *pair, const struct call *call) {
    (void)call;
    return wijk_dossier_merge(pair->own, pair->other, act, findings, NULL);
}

static wijk_status call_split(struct pair *pair, const struct call *call) {
    return wijk_dossier_split(pair->own, call->persons, call->count, pair->other, act, findings, NULL);
}

static wijk_status call_undo(struct pair *pair, const struct call *call) {
    (void)call;
    return wijk_dossier_undo_lineage(pair->own, pair->other, act, findings, NULL);
}

static wijk_dossier *load(const wijk_dossier *dossier, int without_last) {
    const void *bytes;
    size_t length, end = 0;
    uint64_t size, number;
    wijk_dossier *loaded;
    wijk_dossier_frames(dossier, &bytes, &length);
    for (uint64_t i = without_last ? 1 : 0; i < wijk_dossier_sequence(dossier); i++, end += (size_t)size)
        must(wijk_journal_frame((const char *)bytes + end, length - end, &size, &number, NULL), "frame");
    if (end > 0)
        must(wijk_dossier_load(context, policy, bytes, end, WIJK_LOAD_VERIFY_CHAIN, &loaded, NULL), "load");
    else
        must(wijk_dossier_new(context, policy, wijk_dossier_id(dossier), &loaded, NULL), "new");
    return loaded;
}

/* What was just done: asked again it is a duplicate, and when one of the two frames was lost, asking again makes it. */
static void ask_again(struct pair *pair, const struct call *call) {
    struct snapshot now[2] = {look(pair->own), look(pair->other)};
    if (call->make(pair, call) != WIJK_DUPLICATE)
        fail("asked again it is no duplicate");
    int lost = (int)draw(3); /* 2: none */
    struct pair stored = {.own = load(pair->own, lost == 0), .other = load(pair->other, lost == 1)};
    wijk_status status = call->make(&stored, call);
    if (status != (lost == 2 ? WIJK_DUPLICATE : WIJK_OK))
        must(status == WIJK_OK ? WIJK_E_HISTORY : status, "asking again");
    if (!same(look(stored.own), now[0]) || !same(look(stored.other), now[1]))
        fail("what was completed is not what was lost");
    wijk_dossier_destroy(stored.own);
    wijk_dossier_destroy(stored.other);
}

/* ---- histories ---- */

static wijk_dossier *grow(uint32_t number, uint32_t length) {
    wijk_dossier *dossier;
    wijk_id id = named(0, number);
    must(wijk_dossier_new(context, policy, &id, &dossier, NULL), "dossier");
    for (uint32_t i = 0; i < length && h.count < LONGEST; i++) {
        wijk_act_type type;
        if (!make(act, &type) || (type == WIJK_ACT_DOSSIER_CLOSE && draw(4)) || type == WIJK_ACT_HOUSEHOLD_MERGE_INTO)
            continue;
        wijk_status status = wijk_dossier_submit(dossier, act, findings, NULL);
        if (status < 0)
            must(status, "submit");
        if (status != WIJK_OK)
            continue;
        h.taken[h.count].type = type;
        h.taken[h.count++].id = *wijk_act_get_id(act);
    }
    return dossier;
}

static void begin_act(wijk_act_type type, uint32_t number, wijk_date valid) {
    wijk_id id = named(4, number), worker = named(2, 0);
    must(wijk_act_begin(act, type, &id, valid, h.recorded + number, NULL), "begin");
    must(wijk_act_set_actor(act, &worker, NULL, draw(2) ? "team-worker" : NULL, WIJK_NUL_TERMINATED, NULL), "actor");
}

/* Now and then something happens in between, and stands in the way, or does not. */
static void live_on(struct pair *pair) {
    for (uint32_t i = draw(4) ? 0 : 12; i > 0; i--) {
        wijk_act_type type;
        wijk_dossier *dossier = side(pair, (int)draw(2));
        if (make(act, &type)) {
            wijk_status status = wijk_dossier_submit(dossier, act, findings, NULL);
            if (status < 0)
                must(status, "submit");
        }
    }
}

static int lived_on(const struct pair *pair, const uint64_t acts[2]) {
    return wijk_dossier_acts(pair->own) != acts[0] || wijk_dossier_acts(pair->other) != acts[1];
}

static void take_back(struct pair *pair, wijk_id done) {
    static const struct call undo = {.make = call_undo};
    uint64_t acts[2] = {wijk_dossier_acts(pair->own), wijk_dossier_acts(pair->other)};
    live_on(pair);
    int alone = !lived_on(pair, acts);
    struct snapshot own = look(pair->own), other = look(pair->other);
    begin_act(WIJK_ACT_ACT_WITHDRAW, 2000000, h.day);
    must(wijk_act_set_id(act, WIJK_ACT_WITHDRAW_ACT, &done, NULL), "target");
    wijk_status status = call_undo(pair, &undo);
    if (status == WIJK_REFUSED && !alone) {
        held++;
        if (wijk_findings_code(findings, 0) == 0)
            fail("refused without a finding");
        if (!same(own, look(pair->own)) || !same(other, look(pair->other)))
            fail("what could not be taken back changed something");
        return;
    }
    must(status, "taking back");
    if (alone)
        must_be_as_before(pair, 0);
    check_invariants(pair);
    ask_again(pair, &undo);
}

/* Answers whether it was done. */
static int try(struct pair *pair, const struct call *call, uint64_t *done) {
    wijk_id id = *wijk_act_get_id(act);
    wijk_status status = call->make(pair, call);
    if (status < 0)
        must(status, "joining or parting");
    if (status == WIJK_REFUSED) {
        refused++;
        if (wijk_findings_count(findings) == 0)
            fail("refused without a finding");
        must_be_as_before(pair, 1);
        return 0;
    }
    ++*done;
    check_invariants(pair);
    ask_again(pair, call);
    take_back(pair, id);
    return 1;
}

/* ---- merging and splitting ---- */

static wijk_table *members(const wijk_dossier *dossier, wijk_date on) {
    wijk_table *table;
    must(wijk_dossier_table(dossier, WIJK_TABLE_MEMBERS, on, WIJK_TIME_NONE, &table, NULL), "members");
    return table;
}

static void join(struct pair *pair) {
    wijk_date on = draw(3) ? h.day + 1 : h.day - (wijk_date)draw(20);
    wijk_id plan;
    begin_act(WIJK_ACT_HOUSEHOLD_ABSORB, 1000000, on);
    must(wijk_act_set_id(act, WIJK_HOUSEHOLD_ABSORB_HOUSEHOLD, wijk_dossier_id(pair->other), NULL), "household");
    if (wijk_dossier_plan(pair->own, on, &plan) == WIJK_OK && draw(8))
        must(wijk_act_set_id(act, WIJK_HOUSEHOLD_ABSORB_PLAN, &plan, NULL), "plan");
    int ends = wijk_dossier_plan(pair->other, on, &plan) == WIJK_OK;
    if (try(pair, &(struct call){.make = call_merge}, &merged))
        ended += (uint64_t)ends;
}

static void part(struct pair *pair) {
    wijk_date on = draw(3) ? h.day + 1 : h.day - (wijk_date)draw(20);
    wijk_id persons[PERSONS], id = named(0, UINT32_MAX);
    uint32_t count = 0;
    wijk_table *table = members(pair->own, on);
    for (uint32_t row = 0; row < wijk_table_rows(table) && count < PERSONS; row++)
        if (wijk_table_is_null(table, WIJK_MEMBERS_COLUMN_UNTIL, row) && draw(3))
            persons[count++] = *wijk_table_cell_id(table, WIJK_MEMBERS_COLUMN_PERSON, row);
    wijk_table_unref(table);
    if (count == 0)
        return;
    struct pair parts = {.own = pair->own, .on = pair->on};
    must(wijk_dossier_new(context, policy, &id, &parts.other, NULL), "part");
    remember(&parts);
    begin_act(WIJK_ACT_HOUSEHOLD_SPLIT_OFF, 1000001, on);
    must(wijk_act_set_id(act, WIJK_HOUSEHOLD_SPLIT_OFF_HOUSEHOLD, &id, NULL), "household");
    try(&parts, &(struct call){call_split, persons, count}, &split_up);
    forget(&parts);
    wijk_dossier_destroy(parts.other);
}

static void run(uint64_t number) {
    struct pair pair = {0};
    sequence_number = number;
    policy = number % 2 ? strict : lenient;
    start_history(number * 2, 0);
    pair.own = grow(1, 1 + draw(120));
    wijk_time recorded = h.recorded;
    wijk_date day = h.day;
    start_history(number * 2 + 1, 10000);
    pair.other = grow(2, 1 + draw(120));
    h.recorded = h.recorded > recorded ? h.recorded : recorded;
    h.day = h.day > day ? h.day : day;
    pair.on = h.day + 1000;
    remember(&pair);
    if (draw(3))
        join(&pair);
    else
        part(&pair);
    forget(&pair);
    wijk_dossier_destroy(pair.own);
    wijk_dossier_destroy(pair.other);
}

static void load_policies(void) {
    static const char more[] = "{\"severities\":{\"WK2005\":\"warn\"},";
    size_t length;
    must(wijk_policy_load_default(context, &strict, NULL), "policy");
    const char *json = wijk_policy_json(strict, &length);
    char *text = malloc(sizeof more + length);
    if (text == NULL)
        fail("no memory");
    memcpy(text, more, sizeof more - 1);
    memcpy(text + sizeof more - 1, json + 1, length - 1); /* after the first brace */
    must(wijk_policy_load(context, text, sizeof more + length - 2, &lenient, NULL), "lenient policy");
    free(text);
}

int main(int argc, char **argv) {
    struct sequences all = sequences_of(argc, argv, 2500, 50000);
    if (!wijk_feature_supported(WIJK_FEATURE_JSON)) {
        puts("no policy in a build without JSON");
        return 77;
    }
    must(wijk_context_new(NULL, NULL, &context), "context");
    load_policies();
    must(wijk_findings_new(context, &findings, NULL), "findings");
    must(wijk_act_new(context, &act, NULL), "act");
    for (uint64_t number = all.first; number < all.first + all.count; number++)
        run(number);
    printf("%" PRIu64 " pairs: %" PRIu64 " merged, in %" PRIu64 " of them a plan ended, %" PRIu64 " split, %" PRIu64
           " refused; %" PRIu64 " could not be taken back because of later acts\n",
           all.count, merged, ended, split_up, refused, held);
    if (all.count >= 2000 && (merged < all.count / 4 || ended < all.count / 200 || split_up < all.count / 20 ||
                              refused < all.count / 100 || held < all.count / 200))
        fail("these pairs try too little");
    wijk_act_destroy(act);
    wijk_findings_destroy(findings);
    wijk_policy_unref(strict);
    wijk_policy_unref(lenient);
    wijk_context_unref(context);
    return 0;
}
