/* Dossiers go into a cohort: their acts that stand, in the order in which they are folded, and what was measured. */
#include "cohort/build.h"
#include "dossier/dossier.h"
#include <wijkteam/store.h>

struct gathering {
    wijk_context *context;
    struct wijk__building *building;
    const wijk_dossier *dossier;
    int32_t number; /* of the dossier in the cohort */
};

/* ---- what stands in an act ---- */

static struct wijk__text text_of(const struct wijk__act *act, wijk_field field) {
    return wijk__has(act, field) ? act->fields[field - 1].text : (struct wijk__text){NULL, 0};
}

static const struct {
    wijk_act_type act;
    wijk_field ladder, tier;
} entries[] = {
    {WIJK_ACT_TIER_ENTER, WIJK_TIER_ENTER_LADDER, WIJK_TIER_ENTER_TIER},
    {WIJK_ACT_PILOT_LIGHT_RETURN, WIJK_PILOT_LIGHT_RETURN_LADDER, WIJK_PILOT_LIGHT_RETURN_TIER},
};

static wijk_status gather_act(struct gathering *to, const struct wijk__act *act) {
    struct wijk__text ladder = {NULL, 0}, tier = {NULL, 0};
    int32_t code;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (entries[i].act == act->type) {
            ladder = text_of(act, entries[i].ladder);
            tier = text_of(act, entries[i].tier);
        }
    wijk_status status = wijk__building_code(to->context, to->building, act->def, ladder, tier, &code);
    return status == WIJK_OK ? wijk__building_act(to->context, to->building, to->number, act->valid, code) : status;
}

/* What was measured, in which field of which act. A scale is named by the act, and by the field that tells what of. */
static const struct measure {
    wijk_act_type act;
    wijk_field value, subject, rater, part, flag; /* 0: none; a value with a flag that is 0 says nothing */
} measures[] = {
    {WIJK_ACT_GOAL_SCORE, WIJK_GOAL_SCORE_LEVEL, WIJK_GOAL_SCORE_GOAL, WIJK_GOAL_SCORE_RATER, 0, 0},
    {WIJK_ACT_DOMAIN_ASSESS, WIJK_DOMAIN_ASSESS_LEVEL, WIJK_DOMAIN_ASSESS_PERSON, 0, WIJK_DOMAIN_ASSESS_DOMAIN,
     WIJK_DOMAIN_ASSESS_APPLICABLE},
};
enum { THOUSANDTHS = 1000, SCALE_NAME_MOST = 3 * 65, SCALE_PARTS = 3 };

/* The name of a scale: its parts, as many as there are, with a slash between. */
static wijk_status scale_of(struct gathering *to, const struct wijk__text parts[SCALE_PARTS], int32_t *scale) {
    char name[SCALE_NAME_MOST];
    size_t length = 0;
    uint32_t number;
    for (size_t i = 0; i < SCALE_PARTS && parts[i].data != NULL; i++) {
        if (parts[i].length >= SCALE_NAME_MOST - length)
            return WIJK_E_LIMIT;
        if (i > 0)
            name[length++] = '/';
        memcpy(name + length, parts[i].data, parts[i].length);
        length += parts[i].length;
    }
    wijk_status status = wijk__register_add(to->context, &to->building->scales, (struct wijk__text){name, length},
                                         WIJK__NAMES_MOST, &number);
    *scale = status == WIJK_OK ? (int32_t)number : -1;
    return status;
}

static wijk_status gather_measured(struct gathering *to, const struct wijk__act *act) {
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const struct measure *m = &measures[i];
        if (m->act != act->type || !wijk__has(act, m->value) ||
            (m->flag != 0 && wijk__has(act, m->flag) && act->fields[m->flag - 1].number == 0))
            continue;
        int64_t value = act->fields[m->value - 1].number;
        if (value > INT32_MAX / THOUSANDTHS || value < INT32_MIN / THOUSANDTHS)
            return WIJK_E_LIMIT; /* only frames that no dossier made can say so */
        struct wijk__measured row = {.dossier = to->number, .day = act->valid, .value = (int32_t)value * THOUSANDTHS};
        if (m->subject != 0 && wijk__has(act, m->subject))
            row.subject = act->fields[m->subject - 1].id;
        if (m->rater != 0 && wijk__has(act, m->rater))
            row.rater = (int32_t)act->fields[m->rater - 1].number;
        struct wijk__text parts[SCALE_PARTS] = {{act->def->words.name, strlen(act->def->words.name)}};
        if (m->part != 0)
            parts[1] = text_of(act, m->part);
        wijk_status status = scale_of(to, parts, &row.scale);
        return status == WIJK_OK ? wijk__building_measured(to->context, to->building, &row) : status;
    }
    return WIJK_OK;
}

/* Scores of instruments are rows: an act has those of all its scales in one text. */
static wijk_status gather_scores(struct gathering *to, const struct wijk__state *state) {
    static const char measured[] = "measure-take";
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; status == WIJK_OK && i < COUNT(state, scores); i++) {
        const struct wijk__row_scores *score = ROW(state, scores, i);
        if (score->score > INT32_MAX || score->score < INT32_MIN) /* among these those without a value */
            continue;
        const struct wijk__text parts[SCALE_PARTS] = {{measured, sizeof measured - 1},
                                                      wijk__text_of(state, score->instrument),
                                                      wijk__text_of(state, score->scale)};
        struct wijk__measured row = {.dossier = to->number, .day = score->measured, .rater = score->rater,
                                     .subject = wijk__someone(&score->person),
                                     .value = (int32_t)score->score};
        status = scale_of(to, parts, &row.scale);
        if (status == WIJK_OK)
            status = wijk__building_measured(to->context, to->building, &row);
    }
    return status;
}

/* ---- the dossier ---- */

static wijk_status gather_acts(struct gathering *to, uint32_t known, wijk_date on) {
    const struct wijk__history *history = &to->dossier->history;
    struct wijk__act act;
    wijk_status status = WIJK_OK;
    for (uint32_t place = 0; status == WIJK_OK && place < history->count; place++) {
        uint32_t entry = history->entries[place].by_day;
        if (on != WIJK_DATE_NONE && history->entries[entry].valid > on)
            break;
        if (!wijk__history_counts(to->dossier, entry, known))
            continue;
        wijk__history_read_standing(to->dossier, entry, &act);
        if (act.def == NULL)
            continue; /* of a newer library: nobody here knows its name */
        status = gather_act(to, &act);
        if (status == WIJK_OK)
            status = gather_measured(to, &act);
    }
    return status;
}

/* The code of a unit; of an empty name 0. */
static wijk_status unit_code(struct gathering *to, int32_t kind, struct wijk__text name, int32_t *code) {
    uint32_t number;
    if (name.length > UINT16_MAX)
        return WIJK_E_LIMIT;
    if (name.data == NULL)
        name = (struct wijk__text){"", 0};
    wijk_status status = wijk__register_add(to->context, &to->building->unit_words[kind - WIJK_UNIT_MUNICIPALITY], name,
                                         WIJK__NAMES_MOST, &number);
    *code = status == WIJK_OK ? (int32_t)number : 0;
    return status;
}

static wijk_status gather_units(struct gathering *to, const struct wijk__state *state, struct wijk__text municipality,
                                int32_t units[WIJK__UNIT_KINDS]) {
    struct wijk__text neighbourhood = {NULL, 0}, team = {NULL, 0};
    char team_id[WIJK_ID_TEXT_SIZE];
    if (COUNT(state, dossiers) > 0) {
        const struct wijk__row_dossiers *row = ROW(state, dossiers, 0);
        neighbourhood = wijk__text_of(state, row->neighbourhood);
        if (!wijk__id_is_none(&row->team)) {
            wijk_id_format(&row->team, team_id);
            team = (struct wijk__text){team_id, strlen(team_id)};
        }
    }
    wijk_status status = unit_code(to, WIJK_UNIT_MUNICIPALITY, municipality, &units[0]);
    if (status == WIJK_OK)
        status = unit_code(to, WIJK_UNIT_NEIGHBOURHOOD, neighbourhood, &units[1]);
    return status == WIJK_OK ? unit_code(to, WIJK_UNIT_TEAM, team, &units[2]) : status;
}

static wijk_status gather(struct gathering *to, struct wijk__text municipality, wijk_date on, wijk_time known) {
    int32_t units[WIJK__UNIT_KINDS];
    struct wijk__view view;
    wijk_status status = wijk__view_open(to->dossier, on, known, &view);
    if (status != WIJK_OK)
        return status;
    to->number = (int32_t)to->building->ids.count;
    status = gather_units(to, view.state, municipality, units);
    if (status == WIJK_OK)
        status = wijk__building_dossier(to->context, to->building, &to->dossier->id, units);
    uint32_t before = wijk__act_total(to->building);
    if (status == WIJK_OK)
        status = gather_acts(to, view.known, on);
    if (status == WIJK_OK)
        status = gather_scores(to, view.state);
    wijk__view_close(&view);
    return status == WIJK_OK && wijk__act_total(to->building) == before ? WIJK_NONE : status;
}

static wijk_status check(const wijk_cohort *cohort, const char *municipality, size_t length, struct wijk__text *name,
                         wijk_error *error) {
    if (cohort == NULL || cohort->building == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    *name = (struct wijk__text){municipality, wijk__length(municipality, length)};
    if (municipality == NULL && name->length > 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "municipality");
    if (municipality != NULL && !wijk__utf8_valid(municipality, name->length))
        return wijk__fail_path(error, WIJK_E_UTF8, "municipality");
    wijk__error_clear(error);
    return WIJK_OK;
}

wijk_status wijk_cohort_append(wijk_cohort *cohort, const wijk_dossier *dossier, const char *municipality,
                               size_t length, wijk_date on, wijk_time known, wijk_error *error) {
    struct wijk__text name;
    wijk_status status = check(cohort, municipality, length, &name, error);
    if (status != WIJK_OK)
        return status;
    if (dossier == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    struct gathering to = {cohort->context, cohort->building, dossier, 0};
    struct wijk__level level = wijk__building_level(cohort->building);
    status = gather(&to, name, on, known);
    if (status == WIJK_OK)
        return status;
    wijk__building_cut(cohort->context, cohort->building, &level);
    return status > WIJK_OK ? status : wijk__fail(error, status);
}

wijk_status wijk_cohort_append_frames(wijk_cohort *cohort, const void *frames, size_t frames_length,
                                      const char *municipality, size_t length, wijk_date on, wijk_time known,
                                      wijk_error *error) {
    struct wijk__text name;
    wijk_dossier *dossier;
    wijk_status status = check(cohort, municipality, length, &name, error);
    if (status == WIJK_OK)
        status = wijk_dossier_load(cohort->context, NULL, frames, frames_length, WIJK_LOAD_CHECKSUMS, &dossier, error);
    if (status != WIJK_OK)
        return status;
    status = wijk_cohort_append(cohort, dossier, municipality, length, on, known, error);
    wijk_dossier_destroy(dossier);
    return status;
}

wijk_status wijk_cohort_append_store(wijk_cohort *cohort, wijk_store *store, const char *municipality, size_t length,
                                     wijk_date on, wijk_time known, wijk_error *error) {
    struct wijk__text name;
    wijk_buffer *frames;
    wijk_id id = {{0}}, after;
    wijk_status status = check(cohort, municipality, length, &name, error);
    if (status != WIJK_OK)
        return status;
    if (store == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "store");
    status = wijk_buffer_new(cohort->context, &frames);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    for (after = id; (status = wijk_store_next(store, &after, &id, error)) == WIJK_OK; after = id) {
        status = wijk_store_read(store, &id, frames, error);
        if (status == WIJK_OK)
            status = wijk_cohort_append_frames(cohort, wijk_buffer_data(frames), wijk_buffer_size(frames),
                                               municipality, length, on, known, error);
        if (status < WIJK_OK)
            break;
    }
    wijk_buffer_destroy(frames);
    return status == WIJK_NONE ? WIJK_OK : status;
}
