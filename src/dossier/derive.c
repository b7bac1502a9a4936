/* What the policy knows of an act before it is judged: its keys, and what it fills in. */
#include "dossier/dossier.h"
#include "dossier/measurement.h"

static wijk_status bad_field(const struct wijk__field_def *field, wijk_status status, wijk_error *error) {
    struct wijk__path path;
    wijk__path_start(&path);
    wijk__path_key(&path, "fields");
    wijk__path_key(&path, field->words.name);
    return wijk__fail_path(error, status, path.text);
}

static wijk_status unknown_key(const struct wijk__field_def *field, wijk_error *error) {
    return bad_field(field, WIJK_E_UNKNOWN, error);
}

/* What the policy fills in, by kind of derived field. No value: the field stays away. */

struct derivation {
    const wijk_policy *policy;
    const struct wijk__act *act;
    const struct wijk__tier *tier; /* that the act names */
};

static int64_t derive_rank(const struct derivation *from) { return from->tier == NULL ? 0 : from->tier->rank; }

static int64_t derive_class(const struct derivation *from) {
    for (uint32_t i = 0; i < from->act->def->field_count; i++)
        if (from->act->def->fields[i].list == WIJK_LIST_PROVISIONS && from->act->def->fields[i].type == WIJK__KEY &&
            wijk__has(from->act, (wijk_field)i + 1)) {
            int32_t class = wijk__policy_class(from->policy, from->act->fields[i].text);
            return class != 0 ? class : INT64_MIN;
        }
    return INT64_MIN;
}

static int64_t derive_material(const struct derivation *from) {
    uint32_t mask = wijk__policy_material(from->policy, from->act->type);
    return mask == UINT32_MAX || (mask & from->act->present) != 0 ? 1 : INT64_MIN;
}

/* How an exit is counted: as its code of a national list says, which knows it better than the policy's word for it. */
static int64_t derive_ending(const struct derivation *from) {
    const union wijk__value *fields = from->act->fields;
    int32_t ending = 0;
    if (wijk__has(from->act, WIJK_DOSSIER_CLOSE_CODE)) {
        struct wijk__text code = fields[WIJK_DOSSIER_CLOSE_CODE - 1].text;
        ending = wijk__standard_ending(code.data, code.length);
    }
    if (ending == 0)
        ending = wijk__policy_ending(from->policy, fields[WIJK_DOSSIER_CLOSE_EXIT - 1].text);
    return ending != 0 ? ending : INT64_MIN;
}

static int64_t derive_subject(const struct derivation *from) {
    struct wijk__text key = from->act->fields[WIJK_MEASURE_TAKE_INSTRUMENT - 1].text;
    return wijk__policy_instrument(from->policy, key.data, key.length)->subject;
}

static int64_t (*const derivations[])(const struct derivation *from) = {
    [WIJK__RANK] = derive_rank, [WIJK__CLASS] = derive_class, [WIJK__MATERIAL] = derive_material,
    [WIJK__ENDING] = derive_ending, [WIJK__SUBJECT] = derive_subject};

/* The scores of the answers, as a text that lasts as long as `made`. */
static wijk_status fill_in_scores(const wijk_policy *policy, struct wijk__act *act, uint32_t place,
                                  wijk_context *context, struct wijk__bytes *made, wijk_error *error) {
    struct wijk__text key = act->fields[WIJK_MEASURE_TAKE_INSTRUMENT - 1].text;
    const struct wijk__instrument *instrument = wijk__policy_instrument(policy, key.data, key.length);
    struct wijk__text answers = act->fields[WIJK_MEASURE_TAKE_ANSWERS - 1].text;
    wijk_status status = wijk__score_answers(instrument, answers, context, made);
    if (status == WIJK_E_MEMORY)
        return wijk__fail(error, status);
    if (status != WIJK_OK)
        return bad_field(&act->def->fields[WIJK_MEASURE_TAKE_ANSWERS - 1], status, error);
    act->fields[place].text = (struct wijk__text){(const char *)made->data, made->size};
    act->present |= UINT32_C(1) << place;
    return WIJK_OK;
}

static void fill_in(struct wijk__act *act, uint32_t place, const struct derivation *from) {
    int64_t value = derivations[act->def->fields[place].derived](from);
    if (value == INT64_MIN)
        return;
    act->fields[place].number = value;
    act->present |= UINT32_C(1) << place;
}

wijk_status wijk__apply_policy(const wijk_policy *policy, struct wijk__act *act, wijk_context *context,
                               struct wijk__bytes *made, wijk_error *error) {
    struct derivation from = {policy, act, NULL};
    for (uint32_t left = act->def->keys; left != 0; left &= left - 1) {
        uint32_t i = (uint32_t)__builtin_ctz(left);
        const struct wijk__field_def *field = &act->def->fields[i];
        struct wijk__text key = act->fields[i].text;
        if (field->derived == WIJK__SCORES) {
            wijk_status status = fill_in_scores(policy, act, i, context, made, error);
            if (status != WIJK_OK)
                return status;
        } else if (field->derived != WIJK__GIVEN) {
            fill_in(act, i, &from);
        } else if (!wijk__has(act, field->words.number)) {
            continue;
        } else if (field->of != 0) {
            struct wijk__text ladder = act->fields[field->of - 1].text;
            from.tier = wijk__ladder_tier(wijk__policy_ladder(policy, ladder.data, ladder.length), key.data,
                                          key.length);
            if (from.tier == NULL)
                return unknown_key(field, error);
        } else if (field->list != 0 && !wijk__policy_has(policy, field->list, key.data, key.length)) {
            return unknown_key(field, error);
        }
    }
    return WIJK_OK;
}
