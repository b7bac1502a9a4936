/* A cohort that is being filled. */
#ifndef WIJK_COHORT_BUILD_H
#define WIJK_COHORT_BUILD_H

#include "cohort/cohort.h"

struct wijk__act_columns { /* one value of each for every act, as they were added */
    struct wijk__bytes dossier, day; /* int32_t */
    struct wijk__bytes code;         /* int16_t */
};
struct wijk__measured_columns {
    struct wijk__bytes dossier, subject, day, value; /* int32_t */
    struct wijk__bytes scale;                        /* int16_t */
    struct wijk__bytes rater;                        /* int8_t */
};
struct wijk__figure_columns {
    struct wijk__bytes dossier;   /* int32_t */
    struct wijk__bytes figure;    /* int16_t */
    struct wijk__bytes count, of; /* int64_t */
};

struct wijk__building {
    struct wijk__register ids; /* of dossiers: names of 16 bytes */
    struct wijk__bytes units[WIJK__UNIT_KINDS]; /* int16_t */
    struct wijk__register unit_words[WIJK__UNIT_KINDS], codes, scales, figure_words;
    struct wijk__register subjects; /* names of 16 bytes */
    struct wijk__act_columns acts;
    struct wijk__measured_columns measured;
    struct wijk__figure_columns figures;
    bool in_order; /* the acts came dossier by dossier, day by day */
};

static inline const int32_t *wijk__int32s(const struct wijk__bytes *bytes) {
    return (const int32_t *)(const void *)bytes->data;
}
static inline const int16_t *wijk__int16s(const struct wijk__bytes *bytes) {
    return (const int16_t *)(const void *)bytes->data;
}
static inline uint32_t wijk__act_total(const struct wijk__building *building) {
    return (uint32_t)(building->acts.dossier.size / sizeof(int32_t));
}
static inline uint32_t wijk__measured_total(const struct wijk__building *building) {
    return (uint32_t)(building->measured.dossier.size / sizeof(int32_t));
}
static inline uint32_t wijk__figure_total(const struct wijk__building *building) {
    return (uint32_t)(building->figures.dossier.size / sizeof(int32_t));
}

wijk_status wijk__building_new(wijk_context *context, struct wijk__building **out);
void wijk__building_free(wijk_context *context, struct wijk__building *building);

/* How much there is, to go back to it after a failure. */
struct wijk__level {
    uint32_t dossiers, acts, measured, figures;
    uint32_t units[WIJK__UNIT_KINDS], codes, scales, figure_words, subjects;
    bool in_order;
};
struct wijk__level wijk__building_level(const struct wijk__building *building);
void wijk__building_cut(wijk_context *context, struct wijk__building *building, const struct wijk__level *level);

/* Add one thing; LIMIT, MEMORY, or for a dossier DUPLICATE. A failure may leave names behind: cut them. */
wijk_status wijk__building_dossier(wijk_context *context, struct wijk__building *building, const wijk_id *id,
                                   const int32_t units[WIJK__UNIT_KINDS]);
wijk_status wijk__building_act(wijk_context *context, struct wijk__building *building, int32_t dossier, wijk_date day,
                               int32_t code);
struct wijk__measured {
    int32_t dossier;
    const wijk_id *subject;
    wijk_date day;
    int32_t scale, rater, value;
};
wijk_status wijk__building_measured(wijk_context *context, struct wijk__building *building,
                                    const struct wijk__measured *measured);
/* The code of an act: its kind, and ladder and tier of an act that enters one (data NULL for others). */
wijk_status wijk__building_code(wijk_context *context, struct wijk__building *building,
                                const struct wijk__act_def *act, struct wijk__text ladder, struct wijk__text tier,
                                int32_t *code);

wijk_status wijk__building_figure(wijk_context *context, struct wijk__building *building, int32_t dossier,
                                  struct wijk__text name, int64_t count, int64_t of);

/* Make the columns of a cohort from what was gathered (seal.c). A failure leaves both as they were. */
wijk_status wijk__building_seal(wijk_cohort *cohort, wijk_error *error);

#endif
