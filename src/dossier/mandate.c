/* Mandate (mandaat): who may do what, up to which amount, from when to when. The policy says it; an act that no mandate
 * is about may be done by everybody. */
#include "dossier/fold.h"

static const struct wijk__field_def *field_named(const struct wijk__act *act, const char *name) {
    const struct wijk__field_def *field = wijk__field_named(act->def, name, strlen(name));
    return field != NULL && wijk__has(act, field->words.number) ? field : NULL;
}

/* The ladder or the tier that an act is about, by its own field or by the step that it names. */
static struct wijk__text path_of(const struct wijk__fold *fold, const char *name, bool ladder) {
    const struct wijk__field_def *field = field_named(fold->act, name), *step = field_named(fold->act, "step");
    if (field != NULL)
        return fold->act->fields[field->words.number - 1].text;
    if (step == NULL)
        return (struct wijk__text){"", 0};
    const struct wijk__row_steps *row = ROW(fold->state, steps, fold->ref[step->words.number - 1]);
    return wijk__text_of(fold->state, ladder ? row->ladder : row->tier);
}

static bool is_key(struct wijk__text wanted, struct wijk__text key) {
    return wanted.data == NULL || wijk__text_equal(wanted.data, wanted.length, key.data, key.length);
}

/* A mandate for a ladder or a tier is about nothing else: it takes no other tier from anybody. */
static bool is_about(const struct wijk__mandate *mandate, const struct wijk__fold *fold) {
    return mandate->ladder.data == NULL || (is_key(mandate->ladder, path_of(fold, "ladder", true)) &&
                                            is_key(mandate->tier, path_of(fold, "tier", false)));
}

/* Whether a mandate fits an act like this: its tier, its provision, its amount, its day. */
static bool covers(const struct wijk__mandate *mandate, const struct wijk__fold *fold) {
    const struct wijk__act *act = fold->act;
    const struct wijk__field_def *provision = field_named(act, "provision"), *amount = field_named(act, "amount");
    wijk_date from = mandate->from != WIJK_DATE_NONE ? mandate->from : WIJK_DATE_MIN;
    if (!wijk__covers(from, mandate->until, act->valid))
        return false;
    struct wijk__text key = provision ? act->fields[provision->words.number - 1].text : (struct wijk__text){"", 0};
    if (!is_key(mandate->provision, key) || !is_about(mandate, fold))
        return false;
    return mandate->up_to < 0 || amount == NULL || act->fields[amount->words.number - 1].number <= mandate->up_to;
}

static bool holds(const struct wijk__mandate *mandate, const struct wijk__act *act) {
    if (mandate->role.data != NULL &&
        (act->role.data == NULL ||
         !wijk__text_equal(mandate->role.data, mandate->role.length, act->role.data, act->role.length)))
        return false;
    return wijk__id_is_none(&mandate->professional) ||
           (act->professional != NULL && wijk__id_equal(&mandate->professional, act->professional));
}

wijk_status wijk__judge_mandate(struct wijk__fold *fold) {
    uint32_t count;
    const struct wijk__mandate *mandates = wijk__policy_mandates(fold->policy, fold->act->type, &count);
    bool named = false;
    for (uint32_t i = 0; i < count; i++) {
        if (covers(&mandates[i], fold) && holds(&mandates[i], fold->act))
            return WIJK_OK;
        named |= is_about(&mandates[i], fold);
    }
    if (!named || wijk_policy_severity(fold->policy, WIJK_WK3007) == WIJK_SEVERITY_OFF)
        return WIJK_OK;
    wijk_status verdict = wijk__judge(fold, WIJK_WK3007, fold->act->professional, NULL);
    for (uint32_t i = 0; i < count && verdict != WIJK_E_MEMORY; i++) {
        if (!covers(&mandates[i], fold))
            continue;
        wijk_status status = wijk__findings_add_missing(fold->findings, WIJK_FACT_MANDATE, &mandates[i].professional,
                                                        mandates[i].role);
        if (status != WIJK_OK)
            return status;
    }
    return verdict;
}
