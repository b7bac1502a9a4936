/* Inside the room: how a rule pack is kept, and how it is read. Other rooms see only policy/policy.h. */
#ifndef WIJK_POLICY_COMPILE_H
#define WIJK_POLICY_COMPILE_H

#include "policy/policy.h"

/* What a pack may hold at most, so that no text of a permitted size can cost much time or memory. */
enum {
    WIJK__ENTRIES_MOST = 10000,         /* in one list */
    WIJK__LADDERS_MOST = 64,
    WIJK__TIERS_MOST = 64,              /* in one ladder */
    WIJK__STEPS_MOST = WIJK__TIERS_MOST * (WIJK__TIERS_MOST - 1),
    WIJK__CONDITION_DEPTH_MOST = 32,    /* conditions within conditions; a "use" is one too */
    WIJK__CONDITION_SIZE_MOST = 1024,   /* groups and atoms in one condition, with those of the conditions it uses */
    WIJK__CONDITION_TOTAL_MOST = 65536, /* the same in a whole pack, counted again at each use */
    WIJK__TERM_MOST = 10000,
    WIJK__DAYS_MOST = 36500,
    WIJK__AGE_MOST = 120,
    WIJK__DUTIES_MOST = 64,
    WIJK__INDICATORS_MOST = 256,
    WIJK__YEARS_MOST = 256,             /* of which one indicator has a target */
    WIJK__PAIRS_MOST = 1024,            /* of roles that are kept apart */
    WIJK__SUGGESTIONS_MOST = 1024,      /* in one ladder */
    WIJK__NUMBER_MOST = 1000000,        /* that a condition asks a fact to be at least or at most; on either side of
                                         * 0 the largest decimal */
    WIJK__INSTRUMENTS_MOST = 64,
    WIJK__ROWS_MOST = 1024,             /* of a norm table */
    WIJK__BANDS_MOST = 64,              /* in one scale */
    WIJK__MEASURING_MOST = 64,
    WIJK__SHORT_KEY_MOST = 31           /* two of them and a dot make a key */
};

#define WIJK__AMOUNT_MOST INT64_C(100000000000) /* cents; what an act can name at most */

/* ---- memory: what a policy holds is taken piece by piece and given back as a whole ---- */

struct wijk__pool {
    wijk_context *context;
    struct wijk__pool_block *blocks;
};
void *wijk__pool_take(struct wijk__pool *pool, size_t count, size_t size); /* zeroed; NULL when there is no memory */
const char *wijk__pool_text(struct wijk__pool *pool, const char *text, size_t length); /* a copy that ends in NUL */
void wijk__pool_free(struct wijk__pool *pool);

/* ---- a list: entries in the order of the pack, found by key through a hash table ---- */

struct wijk__entry {
    struct wijk__text key;
    const char *en, *nl;
    int32_t class; /* of a provision, or how an exit is counted; 0: the pack does not say */
};
struct wijk__list {
    struct wijk__entry *entries;
    uint32_t count;
    uint32_t *slots; /* place of an entry plus one; 0 is free. At least half of them are free */
    uint32_t mask;
    const wijk_id *salt;
};
wijk_status wijk__list_start(struct wijk__list *list, struct wijk__pool *pool, uint32_t most, const wijk_id *salt);
bool wijk__list_add(struct wijk__list *list, const struct wijk__entry *entry); /* false: it has such a key already */
const struct wijk__entry *wijk__list_find(const struct wijk__list *list, const char *key, size_t length);

/* ---- the policy ---- */

#define WIJK__LISTS (WIJK_LIST_SCALES + 1) /* the numbers of the catalog's policy lists, from 1 */

struct wijk__pair { /* two roles that are kept apart, by their places in list WIJK_LIST_ROLES */
    uint32_t one, other;
};

struct wijk_policy {
    atomic_uint references;
    wijk_context *context;
    struct wijk__pool pool;
    wijk_id id;
    const char *json;
    size_t json_length;
    const char *version, *municipality; /* the second is NULL when the pack does not say */
    wijk_calendar calendar;
    struct wijk__list lists[WIJK__LISTS];
    const struct wijk__ladder *ladders; /* in the order of list WIJK_LIST_LADDERS */
    struct wijk__term terms[WIJK__TERM_COUNT];
    struct wijk__conditions activation, advice;
    const uint32_t *material; /* by the place of an act in wijk__acts; NULL when nothing is material */
    const struct wijk__age_band *ages;
    const struct wijk__duty *duties; /* in the order of list WIJK_LIST_DUTIES */
    const struct wijk__indicator *indicators; /* in the order of list WIJK_LIST_INDICATORS */
    const struct wijk__pair *pairs;
    const struct wijk__demand *demands;
    const struct wijk__instrument *instruments; /* in the order of list WIJK_LIST_INSTRUMENTS */
    const struct wijk__measuring *measuring;
    uint32_t age_count, pair_count, demand_count, measuring_count;
    const struct wijk__mandate *mandates; /* by the place of their act in wijk__acts, then in the order of the pack */
    const uint32_t *mandate_starts;       /* those of place n are from n to n + 1; NULL when there are none */
    wijk_severity *severities; /* in the order of the catalog's findings */
};

extern const char wijk__default_pack[]; /* default.json, made into C by embed.py */
extern const size_t wijk__default_pack_length;

/* ---- reading: each object of the format is a table of the members that it may have ---- */

struct wijk__lint;
struct wijk__reader {
    wijk_policy *policy;
    wijk_error *error;
    struct wijk__path path;    /* where the reader stands */
    struct wijk__pool scratch; /* gone when the reading is done */
    struct wijk__list names;   /* of the named conditions, with their bodies and whether they are being followed now */
    wijk__json **bodies;
    bool *followed;
    struct wijk__list tiers;   /* the keys of the tiers of all ladders, before those are read */
    struct wijk__condition *draft; /* the condition that is being compiled */
    uint32_t draft_count, draft_depth, condition_total;
    const struct wijk__ladder *ladder; /* that is being read: its tiers first, then its steps */
    uint16_t *grid;                    /* of that ladder */
    struct wijk__lint *lint;           /* what looks at each condition; NULL while a pack is loaded */
};

/* Reads a value that has the type of its member and stores what it makes of it in `to`. */
typedef wijk_status (*wijk__read)(struct wijk__reader *reader, wijk__json *json, void *to);
struct wijk__member {
    const char *name;
    enum wijk__json_type type;
    bool required;
    wijk__read read; /* NULL when the type is all that is asked */
    size_t offset;   /* of `to` in what the object is read into */
};
#define WIJK__MEMBERS(table) (table), sizeof(table) / sizeof *(table)

wijk_status wijk__read_fail(struct wijk__reader *reader, wijk_status status); /* at the place of the reader */
wijk_status wijk__read_fail_member(struct wijk__reader *reader, const char *member, wijk_status status);
/* Refuses members that are not in the table; then reads those that are, in the order of the table. */
wijk_status wijk__read_object(struct wijk__reader *reader, wijk__json *json, const struct wijk__member *members,
                              size_t count, void *to);
/* Reads the items of an array, each into its place in `items`; with a size of 0 all into the same. */
wijk_status wijk__read_items(struct wijk__reader *reader, wijk__json *json, wijk__read read, void *items, size_t size);
wijk_status wijk__read_key(struct wijk__reader *reader, wijk__json *json, void *to);  /* struct wijk__text */
wijk_status wijk__read_text(struct wijk__reader *reader, wijk__json *json, void *to); /* const char *; not empty */
wijk_status wijk__read_bool(struct wijk__reader *reader, wijk__json *json, void *to); /* bool */
wijk_status wijk__read_date(struct wijk__reader *reader, wijk__json *json, void *to); /* wijk_date */
wijk_status wijk__read_term(struct wijk__reader *reader, wijk__json *json, void *to); /* struct wijk__term */
wijk_status wijk__read_act(struct wijk__reader *reader, wijk__json *json, void *to);  /* wijk_act_type */
wijk_status wijk__read_role(struct wijk__reader *reader, wijk__json *json, void *to); /* struct wijk__text, of a list */
/* A key that a list must have, as its entry or as that entry's key, which lives as long as the policy. */
wijk_status wijk__read_entry_of(struct wijk__reader *reader, wijk__json *json, wijk_policy_list list,
                                const struct wijk__entry **entry);
wijk_status wijk__read_instrument_of(struct wijk__reader *reader, wijk__json *json, void *to); /* a pointer to one */
wijk_status wijk__read_key_of(struct wijk__reader *reader, wijk__json *json, wijk_policy_list list,
                              struct wijk__text *key);
wijk_status wijk__read_code(struct wijk__reader *reader, wijk__json *json, const char *list, int32_t *code);
struct wijk__word { /* of a choice that is no code list */
    const char *name;
    int32_t value;
};
#define WIJK__WORDS(table) (table), sizeof(table) / sizeof *(table)
wijk_status wijk__read_word(struct wijk__reader *reader, wijk__json *json, const struct wijk__word *words, size_t count,
                            int32_t *value);

wijk_status wijk__read_condition(struct wijk__reader *reader, wijk__json *json, void *to); /* struct wijk__conditions */
wijk_status wijk__read_named_conditions(struct wijk__reader *reader, wijk__json *json, void *to); /* wijk_policy */
wijk_status wijk__find_tiers(struct wijk__reader *reader, wijk__json *pack); /* for what names one before it is read */
wijk_status wijk__read_ladders(struct wijk__reader *reader, wijk__json *json, void *to);          /* wijk_policy */
wijk_status wijk__read_hearing(struct wijk__reader *reader, wijk__json *json, void *to);          /* wijk_policy */
wijk_status wijk__read_duties(struct wijk__reader *reader, wijk__json *json, void *to);           /* wijk_policy */
wijk_status wijk__read_separation(struct wijk__reader *reader, wijk__json *json, void *to);       /* wijk_policy */
wijk_status wijk__read_mandates(struct wijk__reader *reader, wijk__json *json, void *to);         /* wijk_policy */
wijk_status wijk__read_demands(struct wijk__reader *reader, wijk__json *json, void *to);          /* wijk_policy */
wijk_status wijk__read_indicators(struct wijk__reader *reader, wijk__json *json, void *to);       /* wijk_policy */
wijk_status wijk__read_instruments(struct wijk__reader *reader, wijk__json *json, void *to);      /* wijk_policy */
wijk_status wijk__read_measuring(struct wijk__reader *reader, wijk__json *json, void *to);        /* wijk_policy */
wijk_status wijk__read_material(struct wijk__reader *reader, wijk__json *json, void *to);         /* wijk_policy */

/* Makes a policy of a text. */
wijk_status wijk__policy_make(wijk_context *context, const char *json, size_t length, struct wijk__lint *lint,
                              wijk_policy **out, wijk_error *error);
/* Fills a policy that holds nothing yet but its text and id. */
wijk_status wijk__policy_read(wijk_policy *policy, wijk__json *root, struct wijk__lint *lint, wijk_error *error);

/* ---- what is reported of a pack that is taken (lint.c) ---- */

/* Looks at the condition in the draft from `place` on, which was read at the place of the reader. */
wijk_status wijk__lint_condition(struct wijk__reader *reader, uint32_t place);
/* A name is followed, or no longer. */
void wijk__lint_use(struct wijk__reader *reader, bool follows);

#endif
