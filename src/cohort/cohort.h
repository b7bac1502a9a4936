/* Many dossiers as columns. A cohort is filled (build.c, gather.c) and then sealed (seal.c): its columns stand in one
 * block of memory that never changes again, so who holds a reference may read them from any thread. */
#ifndef WIJK_COHORT_COHORT_H
#define WIJK_COHORT_COHORT_H

#include "act/act.h"
#include "base/base.h"
#include <wijkteam/cohort.h>

enum {
    WIJK__BORDER = 64,            /* every column of the block begins on one, and is padded to the next with zeros */
    WIJK__UNIT_KINDS = 3,         /* municipality, neighbourhood, team: WIJK_UNIT_... less two */
    WIJK__NAMES_MOST = INT16_MAX, /* codes are signed numbers of two bytes at most */
    WIJK__DAYS_MOST = INT16_MAX,  /* between the first and the last day of a cohort */
    WIJK__CODE_PARTS = 3
};

/* ---- names ---- */

/* Names in the order of their bytes, as Arrow lays out utf8: name i is bytes[offsets[i]] to before
 * bytes[offsets[i + 1]]. */
struct wijk__names {
    int32_t *offsets;
    char *bytes;
    int32_t count;
};
static inline struct wijk__text wijk__name(const struct wijk__names *names, int32_t place) {
    return (struct wijk__text){names->bytes + names->offsets[place],
                               (size_t)(names->offsets[place + 1] - names->offsets[place])};
}
int wijk__text_compare(struct wijk__text a, struct wijk__text b); /* < 0, 0, > 0, by bytes; a shorter one is first */

/* Names that are gathered: each gets a number, in the order in which they come. */
struct wijk__register {
    struct wijk__bytes bytes;
    struct wijk__bytes ends; /* uint32_t: where each name ends */
    uint32_t *slots;         /* hash table: number plus one */
    uint32_t slot_count, count;
};
void wijk__register_free(wijk_context *context, struct wijk__register *words);
struct wijk__text wijk__register_name(const struct wijk__register *words, uint32_t number);
/* Number of a name; UINT32_MAX when it is not there. */
uint32_t wijk__register_find(wijk_context *context, const struct wijk__register *words, struct wijk__text name);
/* The same, added when it is not there. LIMIT when there would be more than `most`; MEMORY. */
wijk_status wijk__register_add(wijk_context *context, struct wijk__register *words, struct wijk__text name, uint32_t most,
                            uint32_t *number);
void wijk__register_cut(wijk_context *context, struct wijk__register *words, uint32_t count); /* keep the first ones */
/* For each number, the place of its name among all of them in order. */
wijk_status wijk__register_order(wijk_context *context, const struct wijk__register *words, uint32_t *place);
void wijk__register_put(const struct wijk__register *words, const uint32_t *place, struct wijk__names *into);

/* ---- the columns of a sealed cohort ---- */

struct wijk__columns {
    uint32_t dossiers, acts, measurements, figures;
    wijk_date first_day; /* a day column holds days since then */

    wijk_id *ids;
    int16_t *units[WIJK__UNIT_KINDS]; /* place in unit_names; 0 is the empty name, for one that is not known */
    int32_t *offsets;                 /* acts of dossier d: offsets[d] to before offsets[d + 1] */
    int16_t *days;                    /* of each act: since first_day, and the place in `dates` */
    void *codes;                      /* of each act: place in code_names; int8_t, or int16_t when code_width is 2 */
    uint32_t code_width;
    int32_t *dates; /* every day from the first to the last, since 1970 */
    int32_t date_count;
    struct wijk__names unit_names[WIJK__UNIT_KINDS];
    struct wijk__names code_names; /* "dossier-close", "tier-enter/care/pressured" */

    struct { /* sorted by dossier, scale, subject, rater, day */
        int32_t *dossier;
        int32_t *subject; /* place in `subjects` */
        int32_t *value;   /* thousandths */
        int16_t *day;     /* place in `dates` */
        int16_t *scale;   /* place in scale_names */
        int8_t *rater;    /* WIJK_RATER_...; 0 when it is not said */
    } measured;
    wijk_id *subjects; /* zeros: the household */
    uint32_t subject_count;
    struct wijk__names scale_names;

    struct { /* sorted by dossier */
        int32_t *dossier;
        int16_t *figure; /* place in figure_names */
        int64_t *count, *of;
    } figure;
    struct wijk__names figure_names; /* "figures/plan-accepted", "flow/dwell-tier/care/pressured" */
};

struct wijk__building;

struct wijk_cohort {
    atomic_uint references;
    wijk_context *context;
    struct wijk__building *building; /* NULL once it is sealed */
    struct wijk__columns columns;    /* zeros until then */
    void *block;                     /* that they stand in */
    size_t block_size;
    size_t bytes; /* of the columns */
};

/* ---- what an act does on ladders ---- */

/* The parts of a name of code_names: act, ladder, tier; what is not there has data NULL. */
void wijk__code_parts(struct wijk__text name, struct wijk__text parts[WIJK__CODE_PARTS]);
/* Whether an act of this kind enters a tier, or leaves every ladder. */
bool wijk__enters(wijk_act_type act);
bool wijk__leaves(wijk_act_type act);

#endif
