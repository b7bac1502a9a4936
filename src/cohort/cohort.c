/* A cohort as callers see it: made, shared, filled from plain columns, asked about. */
#include "cohort/build.h"

/* ---- making and sharing ---- */

wijk_status wijk_cohort_new(wijk_context *context, wijk_cohort **out, wijk_error *error) {
    if (out != NULL)
        *out = NULL;
    if (context == NULL || out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, context == NULL ? "context" : "out");
    wijk__error_clear(error);
    wijk_cohort *cohort = wijk__allocate_zeroed(context, sizeof *cohort);
    if (cohort == NULL)
        return wijk__fail(error, WIJK_E_MEMORY);
    wijk_status status = wijk__building_new(context, &cohort->building);
    if (status != WIJK_OK) {
        wijk__release(context, cohort, sizeof *cohort);
        return wijk__fail(error, status);
    }
    atomic_init(&cohort->references, 1);
    cohort->context = wijk_context_ref(context);
    *out = cohort;
    return WIJK_OK;
}

wijk_cohort *wijk_cohort_ref(wijk_cohort *cohort) {
    if (cohort != NULL)
        atomic_fetch_add_explicit(&cohort->references, 1, memory_order_relaxed);
    return cohort;
}

void wijk_cohort_unref(wijk_cohort *cohort) {
    /* Release orders what this owner read before the end; acquire lets the last owner free it after all of them. */
    if (cohort == NULL || atomic_fetch_sub_explicit(&cohort->references, 1, memory_order_acq_rel) != 1)
        return;
    wijk_context *context = cohort->context;
    wijk__building_free(context, cohort->building);
    wijk__release(context, cohort->block, cohort->block_size);
    wijk__release(context, cohort, sizeof *cohort);
    wijk_context_unref(context);
}

wijk_status wijk_cohort_seal(wijk_cohort *cohort, wijk_error *error) {
    if (cohort == NULL || cohort->building == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    wijk__error_clear(error);
    wijk_status status = wijk__building_seal(cohort, error);
    if (status != WIJK_OK)
        return wijk__error_note(error, status);
    wijk__building_free(cohort->context, cohort->building);
    cohort->building = NULL;
    return WIJK_OK;
}

/* ---- filling from plain columns ---- */

/* What every function that fills begins with. */
static wijk_status begin(const wijk_cohort *cohort, wijk_error *error) {
    if (cohort == NULL || cohort->building == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    wijk__error_clear(error);
    return WIJK_OK;
}

/* Take back what a batch added, and name the item that failed. */
static wijk_status fall_back(wijk_cohort *cohort, const struct wijk__level *level, wijk_status status,
                             const char *path, size_t item, wijk_error *error) {
    wijk__building_cut(cohort->context, cohort->building, level);
    wijk__fail_path(error, status, path);
    wijk__error_index(error, (int64_t)item);
    return status;
}

static wijk_status find_act(wijk_act_type type, const char *ladder, const char *tier, const struct wijk__act_def **act,
                            wijk_error *error) {
    *act = wijk__act_def(type);
    if (*act == NULL)
        return wijk__fail_path(error, WIJK_E_ACT_TYPE, "act");
    if (!wijk__enters(type))
        return ladder == NULL && tier == NULL ? WIJK_OK : wijk__fail_path(error, WIJK_E_ARGUMENT, "ladder");
    const char *keys[] = {ladder, tier}, *const paths[] = {"ladder", "tier"};
    for (size_t i = 0; i < 2; i++) {
        if (keys[i] == NULL)
            return wijk__fail_path(error, WIJK_E_MISSING, paths[i]);
        if (!wijk__key_valid(keys[i], strlen(keys[i])))
            return wijk__fail_path(error, WIJK_E_KEY, paths[i]);
    }
    return WIJK_OK;
}

wijk_status wijk_cohort_code(wijk_cohort *cohort, wijk_act_type act, const char *ladder, const char *tier,
                             int32_t *code, wijk_error *error) {
    const struct wijk__act_def *def;
    wijk_status status = begin(cohort, error);
    if (status != WIJK_OK)
        return status;
    if (code == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "code");
    *code = -1;
    status = find_act(act, ladder, tier, &def, error);
    if (status != WIJK_OK)
        return status;
    struct wijk__text keys[] = {{ladder, ladder != NULL ? strlen(ladder) : 0}, {tier, tier != NULL ? strlen(tier) : 0}};
    status = wijk__building_code(cohort->context, cohort->building, def, keys[0], keys[1], code);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

static wijk_status intern(wijk_cohort *cohort, struct wijk__register *words, const char *name, size_t length,
                          int32_t *code, wijk_error *error) {
    struct wijk__text text = {name != NULL ? name : "", wijk__length(name, length)};
    uint32_t number;
    if (code == NULL || (name == NULL && text.length > 0))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, code == NULL ? "code" : "name");
    *code = -1;
    if (!wijk__utf8_valid(text.data, text.length))
        return wijk__fail_path(error, WIJK_E_UTF8, "name");
    if (text.length > cohort->context->limits.text_bytes || text.length > UINT16_MAX)
        return wijk__fail_path(error, WIJK_E_LIMIT, "name");
    wijk_status status = wijk__register_add(cohort->context, words, text, WIJK__NAMES_MOST, &number);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    *code = (int32_t)number;
    return WIJK_OK;
}

wijk_status wijk_cohort_unit(wijk_cohort *cohort, int32_t kind, const char *name, size_t length, int32_t *code,
                             wijk_error *error) {
    wijk_status status = begin(cohort, error);
    if (status != WIJK_OK)
        return status;
    if (kind < WIJK_UNIT_MUNICIPALITY || kind > WIJK_UNIT_TEAM)
        return wijk__fail_path(error, WIJK_E_CODE, "kind");
    struct wijk__register *words = &cohort->building->unit_words[kind - WIJK_UNIT_MUNICIPALITY];
    return intern(cohort, words, name, length, code, error);
}

wijk_status wijk_cohort_scale(wijk_cohort *cohort, const char *name, size_t length, int32_t *code,
                              wijk_error *error) {
    wijk_status status = begin(cohort, error);
    return status != WIJK_OK ? status : intern(cohort, &cohort->building->scales, name, length, code, error);
}

static bool in_words(const struct wijk__register *words, int32_t code) {
    return code >= 0 && (uint32_t)code < words->count;
}

wijk_status wijk_cohort_add_dossiers(wijk_cohort *cohort, const wijk_id *ids, const int32_t *municipality,
                                     const int32_t *neighbourhood, const int32_t *team, size_t count,
                                     wijk_error *error) {
    static const char *const paths[] = {"municipality", "neighbourhood", "team"};
    const int32_t *const codes[] = {municipality, neighbourhood, team};
    wijk_status status = begin(cohort, error);
    if (status != WIJK_OK)
        return status;
    if (ids == NULL && count > 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "ids");
    struct wijk__building *building = cohort->building;
    struct wijk__level level = wijk__building_level(building);
    for (size_t i = 0; i < count; i++) {
        int32_t units[WIJK__UNIT_KINDS] = {0};
        if (wijk__id_is_none(&ids[i]))
            return fall_back(cohort, &level, WIJK_E_ID, "ids", i, error);
        for (size_t kind = 0; kind < WIJK__UNIT_KINDS; kind++) {
            units[kind] = codes[kind] != NULL ? codes[kind][i] : 0;
            if (!in_words(&building->unit_words[kind], units[kind]))
                return fall_back(cohort, &level, WIJK_E_CODE, paths[kind], i, error);
        }
        status = wijk__building_dossier(cohort->context, building, &ids[i], units);
        if (status != WIJK_OK)
            return fall_back(cohort, &level, status == WIJK_DUPLICATE ? WIJK_E_DUPLICATE : status, "ids", i, error);
    }
    return WIJK_OK;
}

static bool is_day(wijk_date day) { return day >= WIJK_DATE_MIN && day <= WIJK_DATE_MAX; }

wijk_status wijk_cohort_add_acts(wijk_cohort *cohort, const int32_t *dossier, const wijk_date *day,
                                 const int32_t *code, size_t count, wijk_error *error) {
    wijk_status status = begin(cohort, error);
    if (status != WIJK_OK)
        return status;
    if (count > 0 && (dossier == NULL || day == NULL || code == NULL))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, dossier == NULL ? "dossier" : day == NULL ? "day" : "code");
    struct wijk__building *building = cohort->building;
    struct wijk__level level = wijk__building_level(building);
    for (size_t i = 0; i < count; i++) {
        if (!in_words(&building->ids, dossier[i]))
            return fall_back(cohort, &level, WIJK_E_RANGE, "dossier", i, error);
        if (!is_day(day[i]))
            return fall_back(cohort, &level, WIJK_E_DATE, "day", i, error);
        if (!in_words(&building->codes, code[i]))
            return fall_back(cohort, &level, WIJK_E_CODE, "code", i, error);
        status = wijk__building_act(cohort->context, building, dossier[i], day[i], code[i]);
        if (status != WIJK_OK)
            return fall_back(cohort, &level, status, "count", i, error);
    }
    return WIJK_OK;
}

wijk_status wijk_cohort_add_measurements(wijk_cohort *cohort, const int32_t *dossier, const wijk_id *subject,
                                         const wijk_date *day, const int32_t *scale, const int32_t *rater,
                                         const int32_t *value, size_t count, wijk_error *error) {
    wijk_status status = begin(cohort, error);
    if (status != WIJK_OK)
        return status;
    if (count > 0 && (dossier == NULL || day == NULL || scale == NULL || value == NULL))
        return wijk__fail_path(error, WIJK_E_ARGUMENT,
                               dossier == NULL ? "dossier" : day == NULL ? "day" : scale == NULL ? "scale" : "value");
    struct wijk__building *building = cohort->building;
    struct wijk__level level = wijk__building_level(building);
    const struct wijk__field_def *rater_field = &wijk__act_def(WIJK_ACT_GOAL_SCORE)->fields[WIJK_GOAL_SCORE_RATER - 1];
    for (size_t i = 0; i < count; i++) {
        struct wijk__measured row = {dossier[i], subject != NULL ? &subject[i] : NULL, day[i], scale[i],
                                     rater != NULL ? rater[i] : 0, value[i]};
        if (!in_words(&building->ids, row.dossier))
            return fall_back(cohort, &level, WIJK_E_RANGE, "dossier", i, error);
        if (!is_day(row.day))
            return fall_back(cohort, &level, WIJK_E_DATE, "day", i, error);
        if (!in_words(&building->scales, row.scale))
            return fall_back(cohort, &level, WIJK_E_CODE, "scale", i, error);
        if (row.rater != 0 && !wijk__code_known(rater_field->list, row.rater))
            return fall_back(cohort, &level, WIJK_E_CODE, "rater", i, error);
        status = wijk__building_measured(cohort->context, building, &row);
        if (status != WIJK_OK)
            return fall_back(cohort, &level, status, "count", i, error);
    }
    return WIJK_OK;
}

/* ---- asking ---- */

int32_t wijk_cohort_sealed(const wijk_cohort *cohort) { return cohort != NULL && cohort->building == NULL; }

uint32_t wijk_cohort_dossiers(const wijk_cohort *cohort) {
    if (cohort == NULL)
        return 0;
    return cohort->building != NULL ? cohort->building->ids.count : cohort->columns.dossiers;
}

uint32_t wijk_cohort_acts(const wijk_cohort *cohort) {
    if (cohort == NULL)
        return 0;
    return cohort->building != NULL ? wijk__act_total(cohort->building) : cohort->columns.acts;
}

uint32_t wijk_cohort_measurements(const wijk_cohort *cohort) {
    if (cohort == NULL)
        return 0;
    return cohort->building != NULL ? wijk__measured_total(cohort->building) : cohort->columns.measurements;
}

const wijk_id *wijk_cohort_id(const wijk_cohort *cohort, uint32_t dossier) {
    bool there = cohort != NULL && cohort->building == NULL && dossier < cohort->columns.dossiers;
    return there ? &cohort->columns.ids[dossier] : NULL;
}

int32_t wijk_cohort_find(const wijk_cohort *cohort, const wijk_id *id) {
    if (cohort == NULL || id == NULL)
        return -1;
    if (cohort->building != NULL) {
        struct wijk__text name = {(const char *)id->bytes, sizeof *id};
        uint32_t number = wijk__register_find(cohort->context, &cohort->building->ids, name);
        return number == UINT32_MAX ? -1 : (int32_t)number;
    }
    for (uint32_t i = 0; i < cohort->columns.dossiers; i++)
        if (wijk__id_equal(&cohort->columns.ids[i], id))
            return (int32_t)i;
    return -1;
}

uint64_t wijk_cohort_bytes(const wijk_cohort *cohort) { return cohort != NULL ? cohort->bytes : 0; }

/* Where a part begins: the first dossier that has at least this share of the acts before it. A dossier itself weighs as
 * much as an act, so that those without acts are shared out too. */
static uint32_t border(const struct wijk__columns *columns, uint64_t weight) {
    uint32_t low = 0, high = columns->dossiers;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((uint64_t)columns->offsets[middle] + middle < weight)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

wijk_status wijk_cohort_parts(const wijk_cohort *cohort, uint32_t parts, uint32_t *bounds) {
    if (cohort == NULL || cohort->building != NULL || parts == 0 || bounds == NULL)
        return WIJK_E_ARGUMENT;
    const struct wijk__columns *columns = &cohort->columns;
    uint64_t whole = (uint64_t)columns->acts + columns->dossiers;
    for (uint32_t i = 0; i < parts; i++)
        bounds[i] = border(columns, (whole / parts) * i + (whole % parts) * i / parts);
    bounds[parts] = columns->dossiers;
    return WIJK_OK;
}
