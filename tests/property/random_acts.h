/* Random acts of every kind, often sensible, and what a dossier looks like: for the programs that try random
 * histories. */
#ifndef WIJK_TESTS_RANDOM_ACTS_H
#define WIJK_TESTS_RANDOM_ACTS_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijkteam/wijkteam.h>

enum { LONGEST = 500, PERSONS = 4, WORKERS = 3 };

static const char *const ladders[] = {"care", "ave"};
static const char *const tiers[2][4] = {{"universal", "team-short", "team-plan", "specialised"},
                                        {"ave-1", "ave-2", "ave-3", "ave-4"}};
static const struct {
    wijk_policy_list list;
    const char *keys[3];
} keys[] = {
    {WIJK_LIST_SETTINGS, {"home", "school", "clinic"}},
    {WIJK_LIST_ROLES, {"team-worker", "coordinator", "provider"}},
    {WIJK_LIST_DOMAINS, {"finances", "housing", "justice"}},
    {WIJK_LIST_REQUESTS, {"finances", "housing", "other"}},
    {WIJK_LIST_DUTIES, {"first-contact", "goals-in-sight", "partners-informed"}},
    {WIJK_LIST_PROVISIONS, {"team.support", "general.walk-in", "individual.guidance"}},
    {WIJK_LIST_PROBLEMS, {"domestic-violence", "addiction", "debts"}},
    {WIJK_LIST_SIGNALS, {"stagnation", "safety", "improving"}},
    {WIJK_LIST_EXPERTISE, {"domestic-violence", "addiction", "law"}},
    {WIJK_LIST_DESTINATIONS, {"none", "network", "specialised-care"}},
    {WIJK_LIST_INDICATORS, {"heard", "drop-out", "no-return"}},
    {WIJK_LIST_THEMES, {"contact", "quality", "effect"}},
    {WIJK_LIST_INSTRUMENTS, {"gas", "gas", "gas"}}, /* whose answers are these: */
};
static const char *const answers[] = {"goal=-2", "goal=0", "goal=2"};
/* Which act makes the rows that a reference leads to. */
static const struct {
    wijk_table_id table;
    wijk_act_type act;
} makers[] = {
#define MAKER(table, act) {table, act},
#include "catalog/makers.inc"
#undef MAKER
};

static uint64_t sequence_number; /* of what is tried now, to be run again alone */
static wijk_act_type wanted_type; /* of the act that is made next; 0: any */

static struct history { /* what was taken, by type, to refer to */
    struct {
        wijk_act_type type;
        wijk_id id;
    } taken[LONGEST];
    uint32_t count;
    uint64_t random;
    uint32_t ids;
    wijk_date day;
    wijk_time recorded;
} h;

static void fail(const char *what) {
    fprintf(stderr, "sequence %" PRIu64 ": %s\n", sequence_number, what);
    exit(1);
}

static void must(wijk_status status, const char *what) {
    if (status != WIJK_OK) {
        fprintf(stderr, "sequence %" PRIu64 ": %s: %s\n", sequence_number, what, wijk_status_name(status));
        exit(1);
    }
}

static uint32_t draw(uint32_t below) { /* splitmix64 */
    uint64_t z = (h.random += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % below);
}

static wijk_id named(uint32_t kind, uint32_t number) {
    wijk_id id = {{(uint8_t)(kind + 1)}};
    memcpy(id.bytes + 8, &number, sizeof number);
    return id;
}

static const wijk_id *some_of(wijk_act_type type) {
    uint32_t seen = 0;
    const wijk_id *found = NULL;
    for (uint32_t i = h.count; i-- > 0;) /* late ones more often than early ones */
        if (h.taken[i].type == type && (found == NULL || draw(++seen + 2) == 0))
            found = &h.taken[i].id;
    return found;
}

static const wijk_id *referred(wijk_table_id table) {
    wijk_act_type acts[sizeof makers / sizeof *makers];
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (makers[i].table == table)
            acts[count++] = makers[i].act;
    if (count == 0)
        return NULL;
    return some_of(draw(40) ? acts[draw(count)] : WIJK_ACT_DOSSIER_OPEN);
}

static const char *key_of(wijk_policy_list list, uint32_t ladder) {
    if (list == WIJK_LIST_LADDERS)
        return ladders[ladder];
    if (list == WIJK_LIST_EXITS)
        return "goals-reached";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].list == list)
            return keys[i].keys[draw(3)];
    return tiers[ladder][draw(4)];
}

/* Set one field to something that is often sensible; answers whether there was anything to set it to. */
static int set_field(wijk_act *act, wijk_act_type type, int32_t field, uint32_t ladder) {
    const char *kind = wijk_catalog_member_type(WIJK_CATALOG_ACTS, type, field);
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_ACTS, type, field);
    wijk_status status = WIJK_OK;
    if (strcmp(kind, "ref") == 0 || strcmp(kind, "act") == 0) {
        const wijk_id *id = strcmp(kind, "ref") == 0 ? referred(list) : h.count ? &h.taken[draw(h.count)].id : NULL;
        if (id == NULL)
            return 0;
        status = wijk_act_set_id(act, field, id, NULL);
    } else if (strcmp(kind, "person") == 0 || strcmp(kind, "id") == 0) {
        int person = strcmp(kind, "person") == 0 ||
                     strcmp(wijk_catalog_member_name(WIJK_CATALOG_ACTS, type, field), "person") == 0;
        wijk_id id = person ? named(1, draw(PERSONS)) : named(2, draw(WORKERS));
        status = wijk_act_set_id(act, field, &id, NULL);
    } else if (strcmp(kind, "int") == 0) {
        status = wijk_act_set_int(act, field, type == WIJK_ACT_GOAL_SCORE ? (int64_t)draw(5) - 2 : 1 + draw(5), NULL);
    } else if (strcmp(kind, "bool") == 0) {
        status = wijk_act_set_int(act, field, draw(2), NULL);
    } else if (strcmp(kind, "date") == 0) {
        status = wijk_act_set_date(act, field, h.day + (wijk_date)draw(100), NULL);
    } else if (strcmp(kind, "code") == 0) {
        uint32_t values = wijk_catalog_member_count(WIJK_CATALOG_CODE_LISTS, list);
        status = wijk_act_set_code(act, field, 1 + (int32_t)(draw(3) ? 0 : draw(values)), NULL);
    } else {
        int answered = type == WIJK_ACT_MEASURE_TAKE && field == WIJK_MEASURE_TAKE_ANSWERS;
        int national = type == WIJK_ACT_DOSSIER_CLOSE && field == WIJK_DOSSIER_CLOSE_CODE;
        const char *text = strcmp(kind, "key") == 0 ? key_of(list, ladder)
                           : answered               ? answers[draw(3)]
                           : national               ? (draw(2) ? "ijw/3.2/jz588/31" : "iwmo/3.2/wmo588/31")
                                                    : "words";
        status = wijk_act_set_text(act, field, text, WIJK_NUL_TERMINATED, NULL);
    }
    if (status != WIJK_E_DERIVED) /* the library fills it in */
        must(status, kind);
    return 1;
}

static wijk_act_type draw_type(void) {
    static const wijk_act_type often[] = {WIJK_ACT_COORDINATION_OFFER, WIJK_ACT_COORDINATION_ACCEPT,
                                          WIJK_ACT_PLAN_DRAFT, WIJK_ACT_PLAN_ACTIVATE, WIJK_ACT_PLAN_CLOSE,
                                          WIJK_ACT_TIER_ENTER, WIJK_ACT_MEMBER_JOIN};
    if (h.count == 0)
        return WIJK_ACT_DOSSIER_OPEN;
    if (wanted_type != 0)
        return wanted_type;
    if (draw(3) == 0)
        return often[draw(sizeof often / sizeof *often)];
    wijk_act_type type = wijk_catalog_number(WIJK_CATALOG_ACTS, draw(wijk_catalog_count(WIJK_CATALOG_ACTS)));
    int seldom = type == WIJK_ACT_DOSSIER_CLOSE || type == WIJK_ACT_ACT_WITHDRAW;
    return seldom && draw(4) ? WIJK_ACT_GOAL_SET : type;
}

/* A random act; answers 0 when there is nothing yet for it to refer to. */
static int make(wijk_act *act, wijk_act_type *type) {
    *type = draw_type();
    uint32_t ladder = draw(2);
    if (draw(4) == 0)
        h.day += (wijk_date)draw(6);
    if (draw(3) == 0)
        h.recorded += draw(1000000);
    wijk_date valid = draw(12) ? h.day : h.day - (wijk_date)draw(40);
    wijk_id id = draw(100) || h.count == 0 ? named(3, h.ids++) : h.taken[draw(h.count)].id;
    wijk_id worker = named(2, draw(WORKERS));
    must(wijk_act_begin(act, *type, &id, valid, h.recorded - (draw(80) ? 0 : 1), NULL), "begin");
    must(wijk_act_set_actor(act, &worker, draw(2) ? &worker : NULL, draw(2) ? "team-worker" : NULL, WIJK_NUL_TERMINATED,
                            NULL), "actor");
    if (draw(5) == 0)
        must(wijk_act_set_reason(act, "because", WIJK_NUL_TERMINATED, NULL), "reason");
    for (uint32_t i = 0; i < wijk_catalog_member_count(WIJK_CATALOG_ACTS, *type); i++) {
        int32_t field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, *type, i);
        int required = wijk_catalog_member_required(WIJK_CATALOG_ACTS, *type, field);
        if (!required && draw(2))
            continue;
        if (!set_field(act, *type, field, ladder) && required)
            return 0;
    }
    return 1;
}

struct snapshot {
    uint8_t digest[WIJK_HASH_SIZE], head[WIJK_HASH_SIZE];
    uint64_t acts;
};

static inline struct snapshot look(const wijk_dossier *dossier) {
    struct snapshot s;
    memset(&s, 0, sizeof s);
    must(wijk_dossier_digest(dossier, s.digest), "digest");
    wijk_dossier_head(dossier, s.head);
    s.acts = wijk_dossier_acts(dossier);
    return s;
}

static inline int same(struct snapshot a, struct snapshot b) {
    return memcmp(a.digest, b.digest, sizeof a.digest) == 0 && memcmp(a.head, b.head, sizeof a.head) == 0 &&
           a.acts == b.acts;
}

/* Begin a history: the same number gives the same acts. Ids of acts are counted from `ids` on. */
static void start_history(uint64_t number, uint32_t ids) {
    memset(&h, 0, sizeof h);
    h.random = number * UINT64_C(0xD1342543DE82EF95) + 1;
    h.ids = ids;
    h.day = 20000;
    h.recorded = INT64_C(1700000000000000);
}

/* ---- what the command line asks for: [FIRST [COUNT]] ---- */

struct sequences {
    uint64_t first, count;
};

static inline struct sequences sequences_of(int argc, char **argv, uint64_t as_a_test, uint64_t in_the_full_run) {
    uint64_t usual = getenv("WIJK_TEST_FULL") ? in_the_full_run : as_a_test;
    return (struct sequences){argc > 1 ? strtoull(argv[1], NULL, 10) : 0,
                              argc > 2 ? strtoull(argv[2], NULL, 10) : argc > 1 ? 1 : usual};
}

static inline void run_sequences(struct sequences all, void (*run)(uint64_t number)) {
    uint64_t taken = 0;
    for (uint64_t number = all.first; number < all.first + all.count; number++) {
        run(number);
        taken += h.count;
    }
    printf("%" PRIu64 " sequences, %" PRIu64 " acts taken\n", all.count, taken);
}

#endif
