/* Tallies: what there is to count, and the making of one. */
#include "cohort/tally.h"

#include "journal/journal.h"

#define END WIJK__SIDE_END
#define UNIT WIJK__SIDE_UNIT
#define RATER WIJK__SIDE_RATER
#define DAY WIJK__SIDE_DAY
#define WHAT WIJK__SIDE_WHAT
#define FROM WIJK__SIDE_FROM
#define TO WIJK__SIDE_TO

static const struct wijk__tally_def defs[] = {
    {.kind = WIJK_TALLY_ACTS,
     .labels = {[UNIT] = WIJK__NAME_LABELS, [WHAT] = WIJK__NAME_LABELS},
     .plane_count = 1,
     .planes = {{WIJK_COUNTED_ACTS, {UNIT, WHAT, END}, false}},
     .prepare = wijk__prepare_acts,
     .count = wijk__count_acts},
    {.kind = WIJK_TALLY_OCCUPANCY,
     .labels = {[UNIT] = WIJK__NAME_LABELS, [WHAT] = WIJK__NAME_LABELS},
     .plane_count = 1,
     .planes = {{WIJK_COUNTED_DOSSIERS, {UNIT, WHAT, END}, false}},
     .texts = 1,
     .prepare = wijk__prepare_occupancy,
     .count = wijk__count_occupancy},
    {.kind = WIJK_TALLY_TRANSITIONS,
     .labels = {[UNIT] = WIJK__NAME_LABELS, [FROM] = WIJK__NAME_LABELS, [TO] = WIJK__NAME_LABELS},
     .plane_count = 2,
     .planes = {{WIJK_COUNTED_TRANSITIONS, {UNIT, FROM, TO, END}, true},
                {WIJK_COUNTED_DAYS, {UNIT, FROM, END}, false}},
     .texts = 1,
     .prepare = wijk__prepare_transitions,
     .count = wijk__count_transitions},
    {.kind = WIJK_TALLY_PATH,
     .labels = {[UNIT] = WIJK__NAME_LABELS,
                [DAY] = WIJK__NUMBER_LABELS,
                [FROM] = WIJK__NAME_LABELS,
                [TO] = WIJK__NAME_LABELS},
     .plane_count = 2,
     .planes = {{WIJK_COUNTED_MOVES, {UNIT, DAY, FROM, TO, END}, false},
                {WIJK_COUNTED_LAST_SEEN, {UNIT, DAY, FROM, END}, false}},
     .texts = 1,
     .prepare = wijk__prepare_path,
     .count = wijk__count_path},
    {.kind = WIJK_TALLY_TIMES,
     .labels = {[UNIT] = WIJK__NAME_LABELS, [DAY] = WIJK__NUMBER_LABELS},
     .plane_count = 2,
     .planes = {{WIJK_COUNTED_ENDED, {UNIT, DAY, END}, false}, {WIJK_COUNTED_NOT_ENDED, {UNIT, DAY, END}, false}},
     .texts = 2,
     .prepare = wijk__prepare_times,
     .count = wijk__count_times},
    {.kind = WIJK_TALLY_PAIRS,
     .labels = {[UNIT] = WIJK__NAME_LABELS,
                [RATER] = WIJK__NUMBER_LABELS,
                [FROM] = WIJK__NUMBER_LABELS,
                [TO] = WIJK__NUMBER_LABELS},
     .plane_count = 2,
     .planes = {{WIJK_COUNTED_PAIRS, {UNIT, RATER, FROM, TO, END}, false},
                {WIJK_COUNTED_LOST, {UNIT, RATER, FROM, END}, false}},
     .texts = 1,
     .prepare = wijk__prepare_pairs,
     .count = wijk__count_pairs},
    {.kind = WIJK_TALLY_FIGURES,
     .labels = {[UNIT] = WIJK__NAME_LABELS, [WHAT] = WIJK__NAME_LABELS},
     .plane_count = 2,
     .planes = {{WIJK_COUNTED_FIGURES, {UNIT, WHAT, END}, false}, {WIJK_COUNTED_FIGURES, {UNIT, WHAT, END}, false}},
     .with = true,
     .prepare = wijk__prepare_figures,
     .count = wijk__count_figures},
};

const struct wijk__tally_def *wijk__tally_def(int32_t kind) {
    for (size_t i = 0; i < sizeof defs / sizeof *defs; i++)
        if (defs[i].kind == kind)
            return &defs[i];
    return NULL;
}

/* ---- labels ---- */

wijk_status wijk__labels_names(wijk_context *context, uint32_t count, size_t bytes, struct wijk__labels *out) {
    size_t offsets = ((size_t)count + 1) * sizeof(int32_t), size;
    *out = (struct wijk__labels){0};
    if (bytes > INT32_MAX || count > INT32_MAX)
        return WIJK_E_LIMIT;
    if (!wijk__add(offsets, bytes, &size) || (out->memory = wijk__allocate(context, size)) == NULL)
        return WIJK_E_MEMORY;
    out->size = size;
    out->count = count;
    out->names = (struct wijk__names){out->memory, (char *)out->memory + offsets, (int32_t)count};
    out->names.offsets[0] = 0;
    return WIJK_OK;
}

void wijk__labels_put(struct wijk__labels *labels, uint32_t place, struct wijk__text name) {
    int32_t start = labels->names.offsets[place];
    if (name.length > 0)
        memcpy(labels->names.bytes + start, name.data, name.length);
    labels->names.offsets[place + 1] = start + (int32_t)name.length;
}

wijk_status wijk__labels_numbers(wijk_context *context, uint32_t count, struct wijk__labels *out) {
    *out = (struct wijk__labels){.count = count, .size = count * sizeof *out->numbers};
    out->memory = wijk__allocate(context, out->size);
    out->numbers = out->memory;
    return out->memory == NULL ? WIJK_E_MEMORY : WIJK_OK;
}

wijk_status wijk__labels_range(wijk_context *context, uint32_t count, struct wijk__labels *out) {
    wijk_status status = wijk__labels_numbers(context, count, out);
    for (uint32_t i = 0; status == WIJK_OK && i < count; i++)
        out->numbers[i] = i;
    return status;
}

void wijk__labels_free(wijk_context *context, struct wijk__labels *labels) {
    wijk__release(context, labels->memory, labels->size);
    *labels = (struct wijk__labels){0};
}

/* ---- making ---- */

wijk_status wijk__tally_make(wijk_context *context, const struct wijk__spec *spec, wijk_tally **out) {
    wijk_tally *tally = wijk__allocate_zeroed(context, sizeof *tally);
    if (tally == NULL)
        return WIJK_E_MEMORY;
    tally->context = wijk_context_ref(context);
    tally->def = wijk__tally_def(spec->kind);
    tally->spec = *spec;
    for (size_t i = 0; i < WIJK__TALLY_TEXTS; i++)
        tally->text_size += spec->texts[i].length;
    tally->text_memory = wijk__allocate(context, tally->text_size);
    if (tally->text_memory == NULL) {
        wijk_tally_destroy(tally);
        return WIJK_E_MEMORY;
    }
    char *at = tally->text_memory;
    for (size_t i = 0; i < WIJK__TALLY_TEXTS; i++) {
        struct wijk__text *text = &tally->spec.texts[i];
        if (text->length > 0)
            memcpy(at, text->data, text->length);
        text->data = at;
        at += text->length;
    }
    *out = tally;
    return WIJK_OK;
}

void wijk_tally_destroy(wijk_tally *tally) {
    if (tally == NULL)
        return;
    wijk_context *context = tally->context;
    for (size_t i = 0; i < WIJK__SIDES; i++)
        wijk__labels_free(context, &tally->sides[i]);
    for (size_t i = 0; i < WIJK__PLANES_MOST; i++)
        wijk__release(context, tally->cells[i], tally->cell_count[i] * sizeof *tally->cells[i]);
    wijk__release(context, tally->effects, tally->effect_count * sizeof *tally->effects);
    wijk__release(context, tally->text_memory, tally->text_size);
    if (tally->has_more)
        wijk__counts_free(context, &tally->more);
    wijk_cohort_unref((wijk_cohort *)(uintptr_t)tally->cohort);
    wijk__release(context, tally, sizeof *tally);
    wijk_context_unref(context);
}

static wijk_status unit_labels(wijk_tally *tally, const struct wijk__columns *columns) {
    struct wijk__labels *labels = &tally->sides[WIJK__SIDE_UNIT];
    if (tally->spec.unit == WIJK_UNIT_EVERYTHING) {
        wijk_status status = wijk__labels_names(tally->context, 1, 0, labels);
        if (status == WIJK_OK)
            labels->names.offsets[1] = 0;
        return status;
    }
    size_t kind = (size_t)(tally->spec.unit - WIJK_UNIT_MUNICIPALITY);
    labels->names = columns->unit_names[kind];
    labels->count = (uint32_t)labels->names.count;
    tally->units = columns->units[kind];
    return WIJK_OK;
}

/* How many cells a plane has; more than can be when they do not fit. */
static size_t plane_size(const wijk_tally *tally, const struct wijk__plane_def *plane) {
    size_t size = 1;
    for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
        if (!wijk__multiply(size, tally->sides[*side].count, &size) || size > WIJK__CELLS_MOST)
            return WIJK__CELLS_MOST + 1;
    return size;
}

static wijk_status make_planes(wijk_tally *tally) {
    size_t all = 0;
    for (uint32_t i = 0; i < tally->def->plane_count; i++) {
        size_t size = plane_size(tally, &tally->def->planes[i]);
        if (size > WIJK__CELLS_MOST - all)
            return WIJK_E_LIMIT;
        all += size;
        tally->cells[i] = wijk__allocate_zeroed(tally->context, size * sizeof *tally->cells[i]);
        if (tally->cells[i] == NULL)
            return WIJK_E_MEMORY;
        tally->cell_count[i] = size;
    }
    return WIJK_OK;
}

wijk_status wijk__tally_for(const wijk_cohort *cohort, const struct wijk__spec *spec, wijk_tally **out,
                            wijk_error *error) {
    const struct wijk__columns *columns = &cohort->columns;
    wijk_tally *tally;
    wijk_status status = wijk__tally_make(cohort->context, spec, &tally);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    tally->cohort = wijk_cohort_ref((wijk_cohort *)(uintptr_t)cohort);
    for (size_t i = 0; i < WIJK__TALLY_DAYS; i++) {
        int32_t without = i == 0 ? 0 : columns->date_count; /* a day that is no limit */
        tally->days[i] = spec->days[i] == WIJK_DATE_NONE ? without : spec->days[i] - columns->first_day;
    }
    status = unit_labels(tally, columns);
    if (status == WIJK_OK)
        status = tally->def->prepare(tally, columns);
    if (status == WIJK_OK)
        status = make_planes(tally);
    if (status != WIJK_OK) {
        wijk_tally_destroy(tally);
        return wijk__error_note(error, status);
    }
    *out = tally;
    return WIJK_OK;
}

/* ---- what callers ask to be counted ---- */

static bool day_known(wijk_date day) { return day >= WIJK_DATE_MIN && day <= WIJK_DATE_MAX; }

static wijk_status make(const wijk_cohort *cohort, struct wijk__spec spec, const char *const texts[WIJK__TALLY_TEXTS],
                        wijk_tally **out, wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (cohort == NULL || cohort->building != NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    if (spec.unit < WIJK_UNIT_EVERYTHING || spec.unit > WIJK_UNIT_TEAM)
        return wijk__fail_path(error, WIJK_E_CODE, "unit");
    for (uint32_t i = 0; i < wijk__tally_def(spec.kind)->texts; i++) {
        if (texts[i] == NULL || strlen(texts[i]) > UINT16_MAX)
            return wijk__fail_path(error, WIJK_E_ARGUMENT, "name");
        spec.texts[i] = (struct wijk__text){texts[i], strlen(texts[i])};
        if (!wijk__utf8_valid(texts[i], spec.texts[i].length))
            return wijk__fail_path(error, WIJK_E_UTF8, "name");
    }
    wijk__error_clear(error);
    return wijk__tally_for(cohort, &spec, out, error);
}

static wijk_status make_of_period(const wijk_cohort *cohort, struct wijk__spec spec, const char *text,
                                  wijk_tally **out, wijk_error *error) {
    wijk_date from = spec.days[0], until = spec.days[1];
    bool whole = from == WIJK_DATE_NONE && until == WIJK_DATE_NONE;
    if (out != NULL)
        *out = NULL;
    if (!whole && (!day_known(from) || !day_known(until) || from >= until))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "until");
    return make(cohort, spec, (const char *const[]){text, NULL}, out, error);
}

wijk_status wijk_tally_new_acts(const wijk_cohort *cohort, int32_t unit, wijk_date from, wijk_date until,
                                wijk_tally **out, wijk_error *error) {
    struct wijk__spec spec = {.kind = WIJK_TALLY_ACTS, .unit = unit, .days = {from, until}};
    return make_of_period(cohort, spec, NULL, out, error);
}

wijk_status wijk_tally_new_occupancy(const wijk_cohort *cohort, int32_t unit, const char *ladder, wijk_date on,
                                     wijk_tally **out, wijk_error *error) {
    struct wijk__spec spec = {.kind = WIJK_TALLY_OCCUPANCY, .unit = unit, .days = {on, on}};
    if (out != NULL)
        *out = NULL;
    if (!day_known(on))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "on");
    return make(cohort, spec, (const char *const[]){ladder, NULL}, out, error);
}

wijk_status wijk_tally_new_transitions(const wijk_cohort *cohort, int32_t unit, const char *ladder, wijk_date from,
                                       wijk_date until, wijk_tally **out, wijk_error *error) {
    struct wijk__spec spec = {.kind = WIJK_TALLY_TRANSITIONS, .unit = unit, .days = {from, until}};
    return make_of_period(cohort, spec, ladder, out, error);
}

static wijk_status make_until_seen(const wijk_cohort *cohort, struct wijk__spec spec,
                                   const char *const texts[WIJK__TALLY_TEXTS], wijk_tally **out, wijk_error *error) {
    wijk_date from = spec.days[0], seen = spec.days[1];
    if (out != NULL)
        *out = NULL;
    if (!day_known(seen) || (from != WIJK_DATE_NONE && (!day_known(from) || from > seen)))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "seen");
    return make(cohort, spec, texts, out, error);
}

wijk_status wijk_tally_new_path(const wijk_cohort *cohort, int32_t unit, const char *ladder, wijk_date from,
                                wijk_date seen, wijk_tally **out, wijk_error *error) {
    struct wijk__spec spec = {.kind = WIJK_TALLY_PATH, .unit = unit, .days = {from, seen}};
    return make_until_seen(cohort, spec, (const char *const[]){ladder, NULL}, out, error);
}

wijk_status wijk_tally_new_times(const wijk_cohort *cohort, int32_t unit, const char *start, const char *end,
                                 wijk_date from, wijk_date seen, wijk_tally **out, wijk_error *error) {
    struct wijk__spec spec = {.kind = WIJK_TALLY_TIMES, .unit = unit, .days = {from, seen}};
    return make_until_seen(cohort, spec, (const char *const[]){start, end}, out, error);
}

wijk_status wijk_tally_new_pairs(const wijk_cohort *cohort, int32_t unit, const char *scale, wijk_date from,
                                 wijk_date until, wijk_tally **out, wijk_error *error) {
    struct wijk__spec spec = {.kind = WIJK_TALLY_PAIRS, .unit = unit, .days = {from, until}};
    return make_of_period(cohort, spec, scale, out, error);
}

wijk_status wijk_tally_new_figures(const wijk_cohort *cohort, int32_t unit, wijk_tally **out, wijk_error *error) {
    struct wijk__spec spec = {.kind = WIJK_TALLY_FIGURES, .unit = unit, .days = {WIJK_DATE_NONE, WIJK_DATE_NONE}};
    return make(cohort, spec, (const char *const[]){NULL, NULL}, out, error);
}

wijk_status wijk_tally_new_like(const wijk_tally *tally, wijk_tally **out, wijk_error *error) {
    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, tally == NULL ? "tally" : "out");
    wijk__error_clear(error);
    if (tally->cohort != NULL)
        return wijk__tally_for(tally->cohort, &tally->spec, out, error);
    wijk_status status = wijk__tally_make(tally->context, &tally->spec, out);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

bool wijk__tally_same(const wijk_tally *a, const wijk_tally *b) {
    bool same = a->def == b->def && a->spec.unit == b->spec.unit;
    for (size_t i = 0; i < WIJK__TALLY_DAYS; i++)
        same = same && a->spec.days[i] == b->spec.days[i];
    for (size_t i = 0; i < WIJK__TALLY_TEXTS; i++)
        same = same && wijk__text_compare(a->spec.texts[i], b->spec.texts[i]) == 0;
    return same;
}
