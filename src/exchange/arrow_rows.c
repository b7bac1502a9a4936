/* What rows of Arrow hold: dossiers, acts, measurements, stays. */
#include "exchange/arrow_take.h"
#include "exchange/exchange.h"

enum { KEY_ROOM = 65 };

/* ---- what is wrong, and where ---- */

static wijk_status fail(const struct wijk__arrow_taking *taking, wijk_status status, const char *path) {
    return wijk__fail_path(taking->error, status, path);
}

static wijk_status fail_row(const struct wijk__arrow_taking *taking, wijk_status status, uint32_t column, size_t row) {
    fail(taking, status, taking->kind->columns[column].name);
    wijk__error_index(taking->error, taking->row + (int64_t)row);
    return status;
}

/* A value that is not there is a failure only where there must be one. */
static wijk_status judge(const struct wijk__arrow_taking *taking, wijk_status status, uint32_t column, size_t row) {
    if (status == WIJK_NONE && !taking->kind->columns[column].filled)
        return WIJK_NONE;
    if (status == WIJK_OK)
        return WIJK_OK;
    return fail_row(taking, status == WIJK_NONE ? WIJK_E_MISSING : status, column, row);
}

/* ---- single values; NONE where there is none and need not be ---- */

static wijk_status read_text(const struct wijk__arrow_taking *taking, uint32_t column, size_t row,
                             struct wijk__text *out) {
    if (taking->places[column] < 0)
        return WIJK_NONE;
    wijk_status status = wijk__arrow_text(&taking->views[column], (int64_t)row, out);
    if (status == WIJK_OK && wijk__utf8_bad(out->data, out->length) < out->length)
        status = WIJK_E_UTF8;
    return judge(taking, status, column, row);
}

static wijk_status read_day(const struct wijk__arrow_taking *taking, uint32_t column, size_t row, wijk_date *out) {
    if (taking->places[column] < 0)
        return WIJK_NONE;
    return judge(taking, wijk__arrow_day(&taking->views[column], (int64_t)row, out), column, row);
}

static wijk_status read_id(const struct wijk__arrow_taking *taking, uint32_t column, size_t row, wijk_id *out) {
    if (taking->places[column] < 0)
        return WIJK_NONE;
    return judge(taking, wijk__arrow_id(&taking->views[column], (int64_t)row, out), column, row);
}

/* A key with NUL behind it. */
static wijk_status read_key(const struct wijk__arrow_taking *taking, uint32_t column, size_t row, char room[KEY_ROOM]) {
    struct wijk__text text;
    wijk_status status = read_text(taking, column, row, &text);
    if (status != WIJK_OK)
        return status;
    if (!wijk__key_valid(text.data, text.length))
        return fail_row(taking, WIJK_E_KEY, column, row);
    memcpy(room, text.data, text.length);
    room[text.length] = 0;
    return WIJK_OK;
}

/* ---- codes of texts that were seen shortly before ---- */

enum { SEEN = 256 };

struct seen { /* texts of this piece, which borrows them from the batch */
    struct {
        struct wijk__text text; /* data NULL: none yet */
        int32_t code;
    } slots[SEEN];
};

/* Where the code of a text is, or has to be put; `known` when it is there. */
static int32_t *seen_code(struct seen *seen, struct wijk__text text, bool *known) {
    size_t hash = text.length;
    for (size_t i = 0; i < text.length; i++)
        hash = hash * 31 + (uint8_t)text.data[i];
    size_t slot = (hash ^ hash >> 8) % SEEN;
    struct wijk__text *held = &seen->slots[slot].text;
    *known = held->data && wijk__text_equal(held->data, held->length, text.data, text.length);
    *held = text;
    return &seen->slots[slot].code;
}

/* ---- dossiers ---- */

/* The ids of a piece, none of which may be zero. */
static wijk_status read_dossiers(struct wijk__arrow_taking *taking) {
    for (size_t row = 0; row < taking->rows; row++) {
        wijk_status status = read_id(taking, 0, row, &taking->plain.ids[row]);
        if (status == WIJK_OK && wijk__id_is_none(&taking->plain.ids[row]))
            status = fail_row(taking, WIJK_E_ID, 0, row);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* The numbers of the ids of a piece; those that the cohort does not know are added. */
static wijk_status number_dossiers(struct wijk__arrow_taking *taking) {
    struct wijk__arrow_plain *plain = &taking->plain;
    for (size_t row = 0; row < taking->rows; row++) {
        const wijk_id *id = &plain->ids[row];
        bool same = row > 0 && wijk__id_equal(id, id - 1);
        int32_t number = same ? plain->dossier[row - 1] : wijk_cohort_find(taking->cohort, id);
        if (number < 0) {
            wijk_status status = wijk_cohort_add_dossiers(taking->cohort, id, NULL, NULL, NULL, 1, taking->error);
            if (status != WIJK_OK)
                return fail_row(taking, status, 0, row);
            number = (int32_t)wijk_cohort_dossiers(taking->cohort) - 1;
        }
        plain->dossier[row] = number;
    }
    return WIJK_OK;
}

static wijk_status read_units(struct wijk__arrow_taking *taking) {
    static const int32_t kinds[] = {WIJK_UNIT_MUNICIPALITY, WIJK_UNIT_NEIGHBOURHOOD, WIJK_UNIT_TEAM};
    int32_t *const columns[] = {taking->plain.first, taking->plain.second, taking->plain.third};
    struct seen seen[3] = {{{{{NULL, 0}, 0}}}};
    bool known;
    wijk_status status = read_dossiers(taking);
    for (uint32_t kind = 0; kind < 3 && status == WIJK_OK; kind++)
        for (size_t row = 0; row < taking->rows && status == WIJK_OK; row++) {
            struct wijk__text text = {"", 0};
            status = read_text(taking, 1 + kind, row, &text);
            if (status != WIJK_OK && status != WIJK_NONE)
                return status;
            int32_t *code = seen_code(&seen[kind], text, &known);
            status = known ? WIJK_OK : wijk_cohort_unit(taking->cohort, kinds[kind], text.data, text.length, code,
                                                        taking->error);
            if (status != WIJK_OK)
                return fail_row(taking, status, 1 + kind, row);
            columns[kind][row] = *code;
        }
    return status;
}

static wijk_status put_units(struct wijk__arrow_taking *taking) {
    const struct wijk__arrow_plain *plain = &taking->plain;
    wijk_status status = wijk_cohort_add_dossiers(taking->cohort, plain->ids, plain->first, plain->second, plain->third,
                                                  taking->rows, taking->error);
    int64_t item = wijk_error_index(taking->error);
    return status == WIJK_OK ? status : fail_row(taking, status, 0, item > 0 ? (size_t)item : 0);
}

/* ---- acts ---- */

/* The code of what happened, such as `goal-set` or `tier-enter/care/pressured`. */
static wijk_status code_of(const struct wijk__arrow_taking *taking, struct wijk__text what, int32_t *code) {
    struct wijk__text parts[WIJK__CODE_PARTS];
    char keys[WIJK__CODE_PARTS][KEY_ROOM];
    wijk__code_parts(what, parts);
    for (size_t i = 1; i < WIJK__CODE_PARTS && parts[i].data; i++) {
        if (!wijk__key_valid(parts[i].data, parts[i].length))
            return WIJK_E_KEY;
        memcpy(keys[i], parts[i].data, parts[i].length);
        keys[i][parts[i].length] = 0;
    }
    const struct wijk__act_def *act = wijk__act_named(parts[0].data, parts[0].length);
    if (!act)
        return WIJK_E_ACT_TYPE;
    return wijk_cohort_code(taking->cohort, act->words.number, parts[1].data ? keys[1] : NULL,
                            parts[2].data ? keys[2] : NULL, code, taking->error);
}

static wijk_status read_acts(struct wijk__arrow_taking *taking) {
    struct wijk__arrow_plain *plain = &taking->plain;
    struct seen seen = {{{{NULL, 0}, 0}}};
    struct wijk__text text;
    bool known;
    wijk_status status = read_dossiers(taking);
    for (size_t row = 0; row < taking->rows && status == WIJK_OK; row++) {
        status = read_day(taking, 1, row, &plain->day[row]);
        if (status == WIJK_OK)
            status = read_text(taking, 2, row, &text);
        if (status != WIJK_OK)
            return status;
        int32_t *code = seen_code(&seen, text, &known);
        status = known ? WIJK_OK : code_of(taking, text, code);
        if (status != WIJK_OK)
            return fail_row(taking, status, 2, row);
        plain->first[row] = *code;
    }
    return status;
}

static wijk_status put_acts(struct wijk__arrow_taking *taking) {
    const struct wijk__arrow_plain *plain = &taking->plain;
    wijk_status status = number_dossiers(taking);
    if (status != WIJK_OK)
        return status;
    status = wijk_cohort_add_acts(taking->cohort, plain->dossier, plain->day, plain->first, taking->rows,
                                  taking->error);
    return status == WIJK_OK ? status : fail_row(taking, status, 0, 0);
}

/* ---- stays ---- */

static wijk_status read_stays(struct wijk__arrow_taking *taking) {
    struct wijk__arrow_plain *plain = &taking->plain;
    char ladder[KEY_ROOM], tier[KEY_ROOM];
    wijk_status status = read_dossiers(taking);
    for (size_t row = 0; row < taking->rows && status == WIJK_OK; row++) {
        status = read_key(taking, 1, row, ladder);
        if (status == WIJK_OK)
            status = read_key(taking, 2, row, tier);
        if (status == WIJK_OK)
            status = read_day(taking, 3, row, &plain->day[row]);
        if (status != WIJK_OK)
            return status;
        status = read_day(taking, 4, row, &plain->second[row]);
        if (status == WIJK_NONE)
            plain->second[row] = WIJK_DATE_NONE;
        else if (status != WIJK_OK)
            return status;
        else if (plain->second[row] < plain->day[row])
            return fail_row(taking, WIJK_E_RANGE, 4, row);
        status = wijk_cohort_code(taking->cohort, WIJK_ACT_TIER_ENTER, ladder, tier, &plain->third[row], taking->error);
        if (status != WIJK_OK)
            return fail_row(taking, status, 2, row);
    }
    return status;
}

static void add_act(struct wijk__arrow_plain *plain, int32_t dossier, wijk_date day, int32_t code) {
    size_t place = plain->acts.count++;
    plain->acts.dossier[place] = dossier;
    plain->acts.day[place] = day;
    plain->acts.code[place] = code;
}

/* Acts of the stays: entries, and an end where no stay of the same dossier begins on that day. */
static wijk_status put_stays(struct wijk__arrow_taking *taking) {
    struct wijk__arrow_plain *plain = &taking->plain;
    int32_t ended;
    wijk_status status = wijk_cohort_code(taking->cohort, WIJK_ACT_DOSSIER_CLOSE, NULL, NULL, &ended, taking->error);
    if (status == WIJK_OK)
        status = number_dossiers(taking);
    if (status != WIJK_OK)
        return status;
    plain->acts.count = 0;
    for (size_t row = 0; row < taking->rows; row++) {
        wijk_date from = plain->day[row], until = plain->second[row];
        bool same = plain->dossier[row] == taking->stay.dossier;
        if (same && (!taking->stay.open || from < taking->stay.until))
            return fail_row(taking, WIJK_E_RANGE, 3, row);
        if (taking->stay.open && !(same && from == taking->stay.until))
            add_act(plain, taking->stay.dossier, taking->stay.until, ended);
        add_act(plain, plain->dossier[row], from, plain->third[row]);
        taking->stay.open = until != WIJK_DATE_NONE;
        taking->stay.dossier = plain->dossier[row];
        taking->stay.until = until;
    }
    status = wijk_cohort_add_acts(taking->cohort, plain->acts.dossier, plain->acts.day, plain->acts.code,
                                  plain->acts.count, taking->error);
    return status == WIJK_OK ? status : fail_row(taking, status, 0, 0);
}

/* The end of the last stay of all. */
static wijk_status end_stays(const struct wijk__arrow_taking *taking) {
    int32_t ended;
    if (!taking->stay.open)
        return WIJK_OK;
    wijk_status status = wijk_cohort_code(taking->cohort, WIJK_ACT_DOSSIER_CLOSE, NULL, NULL, &ended, taking->error);
    if (status != WIJK_OK)
        return status;
    return wijk_cohort_add_acts(taking->cohort, &taking->stay.dossier, &taking->stay.until, &ended, 1, taking->error);
}

/* ---- measurements ---- */

enum { SUBJECT = 3, RATER, THOUSANDTHS, VALUE };

static wijk_status read_rater(const struct wijk__arrow_taking *taking, size_t row, int32_t *out) {
    const struct wijk__field_def *field = &wijk__act_def(WIJK_ACT_GOAL_SCORE)->fields[WIJK_GOAL_SCORE_RATER - 1];
    struct wijk__text text = {"", 0};
    wijk_status status = read_text(taking, RATER, row, &text);
    if (status != WIJK_OK && status != WIJK_NONE)
        return status;
    *out = text.length > 0 ? wijk__code_named(field->list, text.data, text.length) : 0;
    return text.length > 0 && *out == 0 ? fail_row(taking, WIJK_E_CODE, RATER, row) : WIJK_OK;
}

static wijk_status read_value(const struct wijk__arrow_taking *taking, size_t row, int32_t *out) {
    int64_t number = 0;
    uint32_t column = taking->places[THOUSANDTHS] >= 0 ? THOUSANDTHS : VALUE;
    wijk_status status = column == VALUE ? wijk__arrow_thousandths(&taking->views[column], (int64_t)row, out)
                                         : wijk__arrow_whole(&taking->views[column], (int64_t)row, &number);
    if (status == WIJK_OK && (number < INT32_MIN || number > INT32_MAX))
        status = WIJK_E_RANGE;
    if (status == WIJK_OK && column == THOUSANDTHS)
        *out = (int32_t)number;
    return judge(taking, status, column, row);
}

static wijk_status read_measurements(struct wijk__arrow_taking *taking) {
    struct wijk__arrow_plain *plain = &taking->plain;
    struct seen seen = {{{{NULL, 0}, 0}}};
    struct wijk__text scale;
    bool known;
    wijk_status status = read_dossiers(taking);
    for (size_t row = 0; row < taking->rows && status == WIJK_OK; row++) {
        status = read_day(taking, 1, row, &plain->day[row]);
        if (status == WIJK_OK)
            status = read_text(taking, 2, row, &scale);
        if (status != WIJK_OK)
            return status;
        int32_t *code = seen_code(&seen, scale, &known);
        status = known ? WIJK_OK
                       : wijk_cohort_scale(taking->cohort, scale.data, scale.length, code, taking->error);
        if (status != WIJK_OK)
            return fail_row(taking, status, 2, row);
        plain->first[row] = *code;
        plain->subjects[row] = (wijk_id){{0}};
        status = read_id(taking, SUBJECT, row, &plain->subjects[row]);
        if (status == WIJK_OK || status == WIJK_NONE)
            status = read_rater(taking, row, &plain->second[row]);
        if (status == WIJK_OK)
            status = read_value(taking, row, &plain->third[row]);
    }
    return status;
}

static wijk_status put_measurements(struct wijk__arrow_taking *taking) {
    const struct wijk__arrow_plain *plain = &taking->plain;
    wijk_status status = number_dossiers(taking);
    if (status != WIJK_OK)
        return status;
    status = wijk_cohort_add_measurements(taking->cohort, plain->dossier, plain->subjects, plain->day, plain->first,
                                          plain->second, plain->third, taking->rows, taking->error);
    return status == WIJK_OK ? status : fail_row(taking, status, 0, 0);
}

/* Thousandths or a value, and not both. */
static wijk_status one_value(const struct wijk__arrow_taking *taking) {
    bool neither = taking->places[THOUSANDTHS] < 0 && taking->places[VALUE] < 0;
    bool both = taking->places[THOUSANDTHS] >= 0 && taking->places[VALUE] >= 0;
    return neither ? fail(taking, WIJK_E_MISSING, "value") : both ? fail(taking, WIJK_E_DUPLICATE, "value") : WIJK_OK;
}

/* ---- what there is ---- */

const struct wijk__arrow_kind wijk__arrow_kinds[] = {
    [WIJK_ARROW_DOSSIERS] = {{{"dossier", WIJK__WANT_ID, true, true},
                              {"municipality", WIJK__WANT_TEXT, false, false},
                              {"neighbourhood", WIJK__WANT_TEXT, false, false},
                              {"team", WIJK__WANT_TEXT, false, false}}, 4, NULL, read_units, put_units, NULL},
    [WIJK_ARROW_ACTS] = {{{"dossier", WIJK__WANT_ID, true, true},
                          {"day", WIJK__WANT_DAY, true, true},
                          {"what", WIJK__WANT_TEXT, true, true}}, 3, NULL, read_acts, put_acts, NULL},
    [WIJK_ARROW_MEASUREMENTS] = {{{"dossier", WIJK__WANT_ID, true, true},
                                  {"day", WIJK__WANT_DAY, true, true},
                                  {"scale", WIJK__WANT_TEXT, true, true},
                                  {"subject", WIJK__WANT_ID, false, false},
                                  {"rater", WIJK__WANT_TEXT, false, false},
                                  {"thousandths", WIJK__WANT_WHOLE, false, true},
                                  {"value", WIJK__WANT_NUMBER, false, true}}, 7, one_value,
                                 read_measurements, put_measurements, NULL},
    [WIJK_ARROW_STAYS] = {{{"dossier", WIJK__WANT_ID, true, true},
                           {"ladder", WIJK__WANT_TEXT, true, true},
                           {"tier", WIJK__WANT_TEXT, true, true},
                           {"from", WIJK__WANT_DAY, true, true},
                           {"until", WIJK__WANT_DAY, true, false}}, 5, NULL, read_stays, put_stays, end_stays},
};
