/* What a cohort gathers while it is filled: columns that grow, and numbers for names. */
#include "cohort/build.h"

enum { ID_SIZE = sizeof(wijk_id), CODE_NAME_MOST = WIJK__CODE_PARTS * (64 + 1), LADDER_KEY_MOST = 64 };

/* ---- the whole ---- */

wijk_status wijk__building_new(wijk_context *context, struct wijk__building **out) {
    struct wijk__building *building = wijk__allocate_zeroed(context, sizeof *building);
    if (building == NULL)
        return WIJK_E_MEMORY;
    building->in_order = true;
    const struct wijk__text nameless = {"", 0}; /* unit 0: one that is not known */
    wijk_status status = WIJK_OK;
    uint32_t number;
    for (size_t i = 0; status == WIJK_OK && i < WIJK__UNIT_KINDS; i++)
        status = wijk__register_add(context, &building->unit_words[i], nameless, 1, &number);
    if (status != WIJK_OK)
        wijk__building_free(context, building);
    else
        *out = building;
    return status;
}

void wijk__building_free(wijk_context *context, struct wijk__building *building) {
    if (building == NULL)
        return;
    struct wijk__register *words[] = {&building->ids,    &building->unit_words[0], &building->unit_words[1],
                                   &building->unit_words[2], &building->codes,  &building->scales,
                                   &building->figure_words,  &building->subjects};
    struct wijk__bytes *bytes[] = {
        &building->units[0],         &building->units[1],      &building->units[2],       &building->acts.dossier,
        &building->acts.day,         &building->acts.code,     &building->measured.dossier, &building->measured.subject,
        &building->measured.day,     &building->measured.value, &building->measured.scale, &building->measured.rater,
        &building->figures.dossier,  &building->figures.figure, &building->figures.count, &building->figures.of};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        wijk__register_free(context, words[i]);
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
        wijk__bytes_free(context, bytes[i]);
    wijk__release(context, building, sizeof *building);
}

struct wijk__level wijk__building_level(const struct wijk__building *building) {
    struct wijk__level level = {
        .dossiers = building->ids.count,
        .acts = wijk__act_total(building),
        .measured = wijk__measured_total(building),
        .figures = wijk__figure_total(building),
        .codes = building->codes.count,
        .scales = building->scales.count,
        .figure_words = building->figure_words.count,
        .subjects = building->subjects.count,
        .in_order = building->in_order,
    };
    for (size_t i = 0; i < WIJK__UNIT_KINDS; i++)
        level.units[i] = building->unit_words[i].count;
    return level;
}

void wijk__building_cut(wijk_context *context, struct wijk__building *building, const struct wijk__level *level) {
    struct wijk__act_columns *acts = &building->acts;
    struct wijk__measured_columns *measured = &building->measured;
    struct wijk__figure_columns *figures = &building->figures;
    wijk__register_cut(context, &building->ids, level->dossiers);
    wijk__register_cut(context, &building->codes, level->codes);
    wijk__register_cut(context, &building->scales, level->scales);
    wijk__register_cut(context, &building->figure_words, level->figure_words);
    wijk__register_cut(context, &building->subjects, level->subjects);
    for (size_t i = 0; i < WIJK__UNIT_KINDS; i++) {
        wijk__register_cut(context, &building->unit_words[i], level->units[i]);
        building->units[i].size = level->dossiers * sizeof(int16_t);
    }
    acts->dossier.size = acts->day.size = level->acts * sizeof(int32_t);
    acts->code.size = level->acts * sizeof(int16_t);
    measured->dossier.size = measured->subject.size = level->measured * sizeof(int32_t);
    measured->day.size = measured->value.size = level->measured * sizeof(int32_t);
    measured->scale.size = level->measured * sizeof(int16_t);
    measured->rater.size = level->measured;
    figures->dossier.size = level->figures * sizeof(int32_t);
    figures->figure.size = level->figures * sizeof(int16_t);
    figures->count.size = figures->of.size = level->figures * sizeof(int64_t);
    building->in_order = level->in_order;
}

/* ---- one thing more: room in every column first, so that the values go into all of them or none ---- */

struct column {
    struct wijk__bytes *bytes;
    const void *value;
    size_t width;
};

static wijk_status add_row(wijk_context *context, const struct column *columns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        wijk_status status = wijk__bytes_reserve(context, columns[i].bytes, columns[i].width);
        if (status != WIJK_OK)
            return status;
    }
    for (size_t i = 0; i < count; i++)
        wijk__bytes_append(context, columns[i].bytes, columns[i].value, columns[i].width);
    return WIJK_OK;
}

wijk_status wijk__building_dossier(wijk_context *context, struct wijk__building *building, const wijk_id *id,
                                   const int32_t units[WIJK__UNIT_KINDS]) {
    struct column columns[WIJK__UNIT_KINDS];
    int16_t codes[WIJK__UNIT_KINDS];
    uint32_t number, before = building->ids.count;
    for (size_t i = 0; i < WIJK__UNIT_KINDS; i++) {
        codes[i] = (int16_t)units[i];
        columns[i] = (struct column){&building->units[i], &codes[i], sizeof codes[i]};
    }
    struct wijk__text name = {(const char *)id->bytes, ID_SIZE};
    wijk_status status = wijk__register_add(context, &building->ids, name, INT32_MAX / ID_SIZE, &number);
    if (status != WIJK_OK)
        return status;
    if (number < before)
        return WIJK_DUPLICATE;
    status = add_row(context, columns, WIJK__UNIT_KINDS);
    if (status != WIJK_OK)
        wijk__register_cut(context, &building->ids, before);
    return status;
}

wijk_status wijk__building_act(wijk_context *context, struct wijk__building *building, int32_t dossier, wijk_date day,
                               int32_t code) {
    struct wijk__act_columns *acts = &building->acts;
    uint32_t count = wijk__act_total(building);
    int16_t narrow = (int16_t)code;
    if (count >= INT32_MAX)
        return WIJK_E_LIMIT;
    if (count > 0 && building->in_order) {
        int32_t before = wijk__int32s(&acts->dossier)[count - 1];
        building->in_order = before < dossier || (before == dossier && wijk__int32s(&acts->day)[count - 1] <= day);
    }
    const struct column columns[] = {{&acts->dossier, &dossier, sizeof dossier},
                                     {&acts->day, &day, sizeof day},
                                     {&acts->code, &narrow, sizeof narrow}};
    return add_row(context, columns, sizeof columns / sizeof *columns);
}

wijk_status wijk__building_measured(wijk_context *context, struct wijk__building *building,
                                    const struct wijk__measured *measured) {
    static const wijk_id household;
    struct wijk__measured_columns *into = &building->measured;
    const wijk_id *subject = measured->subject != NULL ? measured->subject : &household;
    struct wijk__text name = {(const char *)subject->bytes, ID_SIZE};
    uint32_t number;
    int32_t subject_code;
    int16_t scale = (int16_t)measured->scale;
    int8_t rater = (int8_t)measured->rater;
    if (wijk__measured_total(building) >= INT32_MAX)
        return WIJK_E_LIMIT;
    wijk_status status = wijk__register_add(context, &building->subjects, name, INT32_MAX / ID_SIZE, &number);
    if (status != WIJK_OK)
        return status;
    subject_code = (int32_t)number;
    const struct column columns[] = {{&into->dossier, &measured->dossier, sizeof measured->dossier},
                                     {&into->subject, &subject_code, sizeof subject_code},
                                     {&into->day, &measured->day, sizeof measured->day},
                                     {&into->value, &measured->value, sizeof measured->value},
                                     {&into->scale, &scale, sizeof scale},
                                     {&into->rater, &rater, sizeof rater}};
    return add_row(context, columns, sizeof columns / sizeof *columns);
}

wijk_status wijk__building_figure(wijk_context *context, struct wijk__building *building, int32_t dossier,
                                  struct wijk__text name, int64_t count, int64_t of) {
    struct wijk__figure_columns *into = &building->figures;
    uint32_t number;
    if (wijk__figure_total(building) >= INT32_MAX)
        return WIJK_E_LIMIT;
    wijk_status status = wijk__register_add(context, &building->figure_words, name, WIJK__NAMES_MOST, &number);
    if (status != WIJK_OK)
        return status;
    int16_t figure = (int16_t)number;
    const struct column columns[] = {{&into->dossier, &dossier, sizeof dossier},
                                     {&into->figure, &figure, sizeof figure},
                                     {&into->count, &count, sizeof count},
                                     {&into->of, &of, sizeof of}};
    return add_row(context, columns, sizeof columns / sizeof *columns);
}

/* ---- the code of an act ---- */

static const struct {
    wijk_act_type act;
    bool enters; /* a tier; otherwise it leaves every ladder */
} effects[] = {
    {WIJK_ACT_TIER_ENTER, true},
    {WIJK_ACT_PILOT_LIGHT_RETURN, true},
    {WIJK_ACT_DOSSIER_CLOSE, false},
    {WIJK_ACT_HOUSEHOLD_MERGE_INTO, false},
};

static bool has_effect(wijk_act_type act, bool enters) {
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (effects[i].act == act)
            return effects[i].enters == enters;
    return false;
}
bool wijk__enters(wijk_act_type act) { return has_effect(act, true); }
bool wijk__leaves(wijk_act_type act) { return has_effect(act, false); }

wijk_status wijk__building_code(wijk_context *context, struct wijk__building *building,
                                const struct wijk__act_def *act, struct wijk__text ladder, struct wijk__text tier,
                                int32_t *code) {
    const struct wijk__text parts[] = {{act->words.name, strlen(act->words.name)}, ladder, tier};
    char name[CODE_NAME_MOST];
    size_t length = 0;
    uint32_t number;
    for (size_t i = 0; i < WIJK__CODE_PARTS && parts[i].data != NULL; i++) {
        if (parts[i].length > LADDER_KEY_MOST)
            return WIJK_E_LIMIT;
        if (i > 0)
            name[length++] = '/';
        memcpy(name + length, parts[i].data, parts[i].length);
        length += parts[i].length;
    }
    wijk_status status = wijk__register_add(context, &building->codes, (struct wijk__text){name, length},
                                         WIJK__NAMES_MOST, &number);
    *code = status == WIJK_OK ? (int32_t)number : -1;
    return status;
}

void wijk__code_parts(struct wijk__text name, struct wijk__text parts[WIJK__CODE_PARTS]) {
    for (size_t i = 0; i < WIJK__CODE_PARTS; i++) {
        const char *slash = name.data == NULL || i + 1 == WIJK__CODE_PARTS ? NULL : memchr(name.data, '/', name.length);
        size_t length = slash == NULL ? name.length : (size_t)(slash - name.data);
        parts[i] = (struct wijk__text){name.data, length};
        if (slash == NULL)
            name = (struct wijk__text){NULL, 0};
        else
            name = (struct wijk__text){slash + 1, name.length - length - 1};
    }
}
