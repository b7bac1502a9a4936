/* Indicators (indicatoren): what a municipality wants to know of its teams, what is counted for it, what it aims at and
 * what it will not fall below. How they are read, and what is doubtful about a set of them. */
#include "policy/lint.h"

enum { PER_MILLE = 1000, MINIMUM = 10, HALF_A_YEAR = 182, YEAR_MOST = 9999 };

/* ---- what is counted ---- */

/* Figures of the flow that are shares of cases, so that an interval can be given for them. */
static const int32_t flow_shares[] = {
    WIJK_FLOW_STEPS_CONSULTED, WIJK_FLOW_STEPS_DISSENTED,  WIJK_FLOW_OVERRIDES,       WIJK_FLOW_OVERRIDES_REVIEWED,
    WIJK_FLOW_CONTACTS_MISSED, WIJK_FLOW_STARTS_RETURNING, WIJK_FLOW_RETURNS_FAST,    WIJK_FLOW_DROP_OUTS,
    WIJK_FLOW_REFERRALS_KNOWN, WIJK_FLOW_REFERRALS_QUICK,
};

static wijk_status read_figure(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_FIGURE;
    return wijk__read_code(reader, json, "figure", &indicator->figure);
}

static wijk_status read_flow(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_FLOW;
    wijk_status status = wijk__read_code(reader, json, "flow", &indicator->figure);
    if (status != WIJK_OK)
        return status;
    for (size_t i = 0; i < sizeof flow_shares / sizeof *flow_shares; i++)
        if (flow_shares[i] == indicator->figure)
            return WIJK_OK;
    return wijk__read_fail(reader, WIJK_E_CODE);
}

/* Codes of a list, each once, as a set: bit n for code n. */
static wijk_status read_codes(struct wijk__reader *reader, wijk__json *json, const char *list, uint32_t *codes) {
    size_t count = wijk__json_count(json);
    if (count == 0)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    for (size_t i = 0; i < count; i++) {
        wijk__json *item = wijk__json_at(json, i);
        size_t here = wijk__path_index(&reader->path, i);
        int32_t code;
        if (wijk__json_type(item) != WIJK__JSON_TEXT)
            return wijk__read_fail(reader, WIJK_E_TYPE);
        wijk_status status = wijk__read_code(reader, item, list, &code);
        if (status != WIJK_OK)
            return status;
        if (*codes >> code & 1)
            return wijk__read_fail(reader, WIJK_E_DUPLICATE);
        *codes |= UINT32_C(1) << code;
        wijk__path_cut(&reader->path, here);
    }
    return WIJK_OK;
}

static wijk_status read_goals(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_GOALS;
    return read_codes(reader, json, "achievement", &indicator->counted);
}

static wijk_status read_change(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "change", to);
}

static wijk_status read_rater(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "rater", to);
}

static wijk_status read_scores(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"change", WIJK__JSON_TEXT, true, read_change, offsetof(struct wijk__indicator, change)},
        {"rater", WIJK__JSON_TEXT, true, read_rater, offsetof(struct wijk__indicator, rater)},
    };
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_SCORES;
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), indicator);
}

static wijk_status read_ending_codes(struct wijk__reader *reader, wijk__json *json, void *to) {
    return read_codes(reader, json, "ending", to);
}

static wijk_status read_endings(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"count", WIJK__JSON_ARRAY, true, read_ending_codes, offsetof(struct wijk__indicator, counted)},
        {"leave_out", WIJK__JSON_ARRAY, false, read_ending_codes, offsetof(struct wijk__indicator, left_out)},
    };
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_ENDINGS;
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), indicator);
}

static wijk_status read_days(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t days = wijk__json_int(json);
    if (days < 0 || days > WIJK__DAYS_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)days;
    return WIJK_OK;
}

static wijk_status read_returns(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"within_days", WIJK__JSON_INT, true, read_days, offsetof(struct wijk__indicator, within_days)},
    };
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_RETURNS;
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), indicator);
}

/* ---- of measurements: a scale or an item of an instrument, which is read before it ---- */

static wijk_status read_scale(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__indicator *indicator = to;
    struct wijk__text key;
    key.data = wijk__json_text(json, &key.length);
    indicator->part = wijk__instrument_scale(indicator->instrument, key);
    if (indicator->part == UINT32_MAX)
        return wijk__read_fail(reader, WIJK_E_REFERENCE);
    indicator->part_class = indicator->instrument->about[indicator->part].class;
    return WIJK_OK;
}

static wijk_status read_item(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__indicator *indicator = to;
    struct wijk__text key;
    key.data = wijk__json_text(json, &key.length);
    indicator->part = wijk__instrument_item(indicator->instrument, key);
    if (indicator->part == UINT32_MAX)
        return wijk__read_fail(reader, WIJK_E_REFERENCE);
    indicator->part_class = indicator->instrument->item_about[indicator->part].class;
    return WIJK_OK;
}

static wijk_status read_change_in_scores(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"instrument", WIJK__JSON_TEXT, true, wijk__read_instrument_of, offsetof(struct wijk__indicator, instrument)},
        {"scale", WIJK__JSON_TEXT, true, read_scale, 0},
        {"rater", WIJK__JSON_TEXT, true, read_rater, offsetof(struct wijk__indicator, rater)},
        {"change", WIJK__JSON_TEXT, true, read_change, offsetof(struct wijk__indicator, change)},
    };
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_CHANGE;
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), indicator);
}

/* An answer that the item cannot have would count all or none. */
static wijk_status read_answer(struct wijk__reader *reader, wijk__json *json, const struct wijk__indicator *indicator,
                               int32_t *answer) {
    const struct wijk__item *item = &indicator->instrument->items[indicator->part];
    int64_t number = wijk__json_int(json);
    if (number < item->least || number > item->most)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *answer = (int32_t)number;
    return WIJK_OK;
}

static wijk_status read_at_least(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__indicator *indicator = to;
    return read_answer(reader, json, indicator, &indicator->at_least);
}

static wijk_status read_at_most(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__indicator *indicator = to;
    return read_answer(reader, json, indicator, &indicator->at_most);
}

static wijk_status read_answers(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"instrument", WIJK__JSON_TEXT, true, wijk__read_instrument_of, offsetof(struct wijk__indicator, instrument)},
        {"item", WIJK__JSON_TEXT, true, read_item, 0},
        {"rater", WIJK__JSON_TEXT, false, read_rater, offsetof(struct wijk__indicator, rater)},
        {"at_least", WIJK__JSON_INT, false, read_at_least, 0},
        {"at_most", WIJK__JSON_INT, false, read_at_most, 0},
    };
    struct wijk__indicator *indicator = to;
    indicator->source = WIJK_INDICATOR_SOURCE_ANSWERS;
    indicator->at_least = INT32_MIN;
    indicator->at_most = INT32_MAX;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), indicator);
    if (status != WIJK_OK)
        return status;
    if (indicator->at_least == INT32_MIN && indicator->at_most == INT32_MAX)
        return wijk__read_fail_member(reader, "at_least", WIJK_E_MISSING);
    return indicator->at_least > indicator->at_most ? wijk__read_fail_member(reader, "at_most", WIJK_E_RANGE)
                                                    : WIJK_OK;
}

static wijk_status read_measure(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"figure", WIJK__JSON_TEXT, false, read_figure, 0},     {"flow", WIJK__JSON_TEXT, false, read_flow, 0},
        {"goals", WIJK__JSON_ARRAY, false, read_goals, 0},      {"scores", WIJK__JSON_OBJECT, false, read_scores, 0},
        {"endings", WIJK__JSON_OBJECT, false, read_endings, 0}, {"returns", WIJK__JSON_OBJECT, false, read_returns, 0},
        {"change", WIJK__JSON_OBJECT, false, read_change_in_scores, 0},
        {"answers", WIJK__JSON_OBJECT, false, read_answers, 0},
    };
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
    if (status != WIJK_OK)
        return status;
    size_t given = 0;
    for (void *member = wijk__json_first(json); member; member = wijk__json_next(json, member))
        given++;
    if (given == 0)
        return wijk__read_fail(reader, WIJK_E_MISSING);
    return given == 1 ? WIJK_OK : wijk__read_fail(reader, WIJK_E_RANGE);
}

/* ---- targets and floors ---- */

static wijk_status read_per_mille(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t share = wijk__json_int(json);
    if (share < 0 || share > PER_MILLE)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)share;
    return WIJK_OK;
}

static wijk_status read_year(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t year = wijk__json_int(json);
    if (year < 1 || year > YEAR_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)year;
    return WIJK_OK;
}

static wijk_status read_yearly(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"year", WIJK__JSON_INT, true, read_year, offsetof(struct wijk__yearly, year)},
        {"per_mille", WIJK__JSON_INT, true, read_per_mille, offsetof(struct wijk__yearly, per_mille)},
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

/* Values from a year on, each until the year of the next one, so they stand in order. */
static wijk_status read_years(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__years *years = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__YEARS_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__yearly *list = wijk__pool_take(&reader->policy->pool, count, sizeof *list);
    if (!list)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    wijk_status status = wijk__read_items(reader, json, read_yearly, list, sizeof *list);
    if (status != WIJK_OK)
        return status;
    *years = (struct wijk__years){list, (uint32_t)count};
    for (size_t i = 1; i < count; i++)
        if (list[i].year <= list[i - 1].year) {
            bool twice = list[i].year == list[i - 1].year;
            wijk__path_index(&reader->path, i);
            return wijk__read_fail_member(reader, "year", twice ? WIJK_E_DUPLICATE : WIJK_E_RANGE);
        }
    return WIJK_OK;
}

int32_t wijk__years_value(const struct wijk__years *years, int32_t year) {
    int32_t value = -1;
    for (uint32_t i = 0; i < years->count && years->list[i].year <= year; i++)
        value = years->list[i].per_mille;
    return value;
}

/* ---- indicators ---- */

static wijk_status read_class(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "indicator-class", to);
}

static wijk_status read_direction(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "indicator-direction", to);
}

static wijk_status read_minimum(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t minimum = wijk__json_int(json);
    if (minimum < 1 || minimum > WIJK__NUMBER_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)minimum;
    return WIJK_OK;
}

struct draft {
    struct wijk__entry entry;
    struct wijk__indicator indicator;
};

static wijk_status read_indicator(struct wijk__reader *reader, wijk__json *json, void *to) {
#define OF(member) offsetof(struct draft, indicator.member)
    static const struct wijk__member members[] = {
        {"key", WIJK__JSON_TEXT, true, wijk__read_key, offsetof(struct draft, entry.key)},
        {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct draft, entry.en)},
        {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct draft, entry.nl)},
        {"class", WIJK__JSON_TEXT, true, read_class, OF(class)},
        {"direction", WIJK__JSON_TEXT, true, read_direction, OF(direction)},
        {"measure", WIJK__JSON_OBJECT, true, read_measure, offsetof(struct draft, indicator)},
        {"inverse", WIJK__JSON_BOOL, false, wijk__read_bool, OF(inverse)},
        {"targets", WIJK__JSON_ARRAY, false, read_years, OF(targets)},
        {"floors", WIJK__JSON_ARRAY, false, read_years, OF(floors)},
        {"no_decline", WIJK__JSON_BOOL, false, wijk__read_bool, OF(no_decline)},
        {"margin", WIJK__JSON_INT, false, read_per_mille, OF(margin)},
        {"minimum", WIJK__JSON_INT, false, read_minimum, OF(minimum)},
        {"from", WIJK__JSON_TEXT, false, wijk__read_date, OF(from)},
        {"until", WIJK__JSON_TEXT, false, wijk__read_date, OF(until)},
    };
#undef OF
    struct draft draft = {.indicator = {.minimum = MINIMUM, .within_days = HALF_A_YEAR, .from = WIJK_DATE_NONE,
                                        .until = WIJK_DATE_NONE}};
    const struct wijk__indicator *indicator = &draft.indicator;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), &draft);
    if (status != WIJK_OK)
        return status;
    if (indicator->from != WIJK_DATE_NONE && indicator->until != WIJK_DATE_NONE && indicator->until <= indicator->from)
        return wijk__read_fail_member(reader, "until", WIJK_E_RANGE);
    if (!wijk__list_add(&reader->policy->lists[WIJK_LIST_INDICATORS], &draft.entry))
        return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
    draft.indicator.key = draft.entry.key;
    *(struct wijk__indicator *)to = draft.indicator;
    return WIJK_OK;
}

wijk_status wijk__read_indicators(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__INDICATORS_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__indicator *indicators = wijk__pool_take(&policy->pool, count, sizeof *indicators);
    wijk_status status = wijk__list_start(&policy->lists[WIJK_LIST_INDICATORS], &policy->pool, (uint32_t)count,
                                          &policy->id);
    if (!indicators || status != WIJK_OK)
        return wijk__read_fail(reader, indicators ? status : WIJK_E_MEMORY);
    policy->indicators = indicators;
    return wijk__read_items(reader, json, read_indicator, indicators, sizeof *indicators);
}

const struct wijk__indicator *wijk__policy_indicators(const wijk_policy *policy, uint32_t *count) {
    *count = policy->lists[WIJK_LIST_INDICATORS].count;
    return policy->indicators;
}

/* ---- what is doubtful ---- */

wijk_status wijk__lint_indicators(struct wijk__lint *lint) {
    uint32_t count, effects = 0, satisfied = 0;
    const struct wijk__indicator *indicators = wijk__policy_indicators(lint->policy, &count);
    wijk_status status = WIJK_OK;
    struct wijk__path place;
    wijk__path_start(&place);
    wijk__path_key(&place, "indicators");
    for (uint32_t i = 0; i < count; i++)
        if (indicators[i].class == WIJK_INDICATOR_CLASS_EFFECT) {
            effects++;
            satisfied += indicators[i].part_class == WIJK_INDICATOR_CLASS_SATISFACTION;
        }
    if (count > 0 && effects == 0)
        status = wijk__lint_report(lint, WIJK_WK8004, place.text);
    else if (effects > 0 && satisfied == effects)
        status = wijk__lint_report(lint, WIJK_WK8006, place.text);
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        size_t here = wijk__path_index(&place, i);
        if (indicators[i].targets.count == 0)
            status = wijk__lint_report(lint, WIJK_WK8005, place.text);
        wijk__path_cut(&place, here);
    }
    return status;
}
