/* What the compiler of rule packs reports of a pack that it takes: a tier without a way back down, a condition that can
 * never hold, a suggestion that no step follows, indicators that say too little. Conditions are looked at while the pack is read anew, so that each is
 * told with its place in the text. */
#include "policy/lint.h"

wijk_status wijk__lint_report(struct wijk__lint *lint, wijk_finding finding, const char *place) {
    wijk_severity severity = wijk_policy_severity(lint->policy, finding);
    if (severity == WIJK_SEVERITY_OFF)
        return WIJK_OK;
    wijk_status status = wijk__findings_add(lint->findings, finding, severity, NULL, NULL);
    return status == WIJK_OK ? wijk__findings_place(lint->findings, place) : status;
}

/* ---- conditions ---- */

/* The smallest condition is told: what is around it never holds because of it, or has other alternatives. */
wijk_status wijk__lint_condition(struct wijk__reader *reader, uint32_t place) {
    struct wijk__lint *lint = reader->lint;
    if (!lint)
        return WIJK_OK;
    const struct wijk__condition *node = &reader->draft[place];
    lint->never[place] = node->kind != WIJK__ATOM && wijk__never_holds(&lint->search, reader->draft, place);
    if (!lint->never[place] || lint->uses > 0)
        return WIJK_OK;
    for (uint32_t child = place + 1; child < node->next; child = reader->draft[child].next)
        if (lint->never[child])
            return WIJK_OK;
    wijk_status status = wijk__lint_report(lint, WIJK_WK8002, reader->path.text);
    return status == WIJK_OK ? WIJK_OK : wijk__read_fail(reader, status);
}

void wijk__lint_use(struct wijk__reader *reader, bool follows) {
    if (reader->lint)
        reader->lint->uses += follows ? 1 : UINT32_MAX;
}

/* ---- ladders ---- */

static void place_in_ladder(struct wijk__path *path, size_t ladder, const char *list, size_t place) {
    wijk__path_start(path);
    wijk__path_key(path, "ladders");
    wijk__path_index(path, ladder);
    wijk__path_key(path, list);
    wijk__path_index(path, place);
}

/* Which tiers steps down lead to from a tier, one after the other. Every step down leads to an earlier tier. */
static void go_down(const struct wijk__ladder *ladder, uint32_t from, bool *reached) {
    reached[from] = true;
    for (uint32_t i = from + 1; i-- > 0;)
        for (uint32_t to = 0; reached[i] && to < i; to++)
            if (ladder->grid[i * ladder->tier_count + to] != 0)
                reached[to] = true;
}

/* Whether a household can come up to a tier and not go back: by a step to the tier that it came from, after an
 * emergency to any. */
static bool is_trap(const struct wijk__ladder *ladder, uint32_t tier) {
    bool reached[WIJK__TIERS_MOST] = {false}, down = false;
    go_down(ladder, tier, reached);
    for (uint32_t from = 0; from < tier; from++) {
        down |= reached[from];
        if (ladder->grid[from * ladder->tier_count + tier] != 0 && !reached[from])
            return true;
    }
    return ladder->emergencies && tier > 0 && !down;
}

static wijk_status lint_ladder(struct wijk__lint *lint, const struct wijk__ladder *ladder, size_t number) {
    struct wijk__path place;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < ladder->tier_count && status == WIJK_OK; i++) {
        place_in_ladder(&place, number, "tiers", i);
        if (is_trap(ladder, i))
            status = wijk__lint_report(lint, WIJK_WK8001, place.text);
    }
    for (uint32_t i = 0; i < ladder->suggestion_count && status == WIJK_OK; i++) {
        const struct wijk__suggestion *suggestion = &ladder->suggestions[i];
        place_in_ladder(&place, number, "suggestions", i);
        if (ladder->grid[suggestion->from * ladder->tier_count + suggestion->to] == 0)
            status = wijk__lint_report(lint, WIJK_WK8003, place.text);
    }
    return status;
}

/* ---- the whole ---- */

static wijk_status judge(struct wijk__lint *lint, wijk_error *error) {
    const wijk_policy *policy = lint->policy;
    wijk_policy *again;
    wijk_status status =
        wijk__policy_make(policy->context, policy->json, policy->json_length, lint, &again, error);
    if (status != WIJK_OK)
        return status;
    wijk_policy_unref(again);
    for (uint32_t i = 0; i < policy->lists[WIJK_LIST_LADDERS].count && status == WIJK_OK; i++)
        status = lint_ladder(lint, &policy->ladders[i], i);
    if (status == WIJK_OK)
        status = wijk__lint_indicators(lint);
    return status == WIJK_OK ? WIJK_OK : wijk__fail(error, status);
}

wijk_status wijk_policy_lint(const wijk_policy *policy, wijk_findings *findings, wijk_error *error) {
    wijk_findings_clear(findings);
    if (!policy || !findings)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, policy ? "findings" : "policy");
    struct wijk__lint *lint = wijk__allocate_zeroed(policy->context, sizeof *lint);
    if (!lint)
        return wijk__fail(error, WIJK_E_MEMORY);
    lint->policy = policy;
    lint->findings = findings;
    wijk_status status = judge(lint, error);
    wijk__release(policy->context, lint, sizeof *lint);
    if (status != WIJK_OK) {
        wijk_findings_clear(findings);
        return status;
    }
    wijk__error_clear(error);
    return wijk_findings_worst(findings) == WIJK_SEVERITY_REFUSE ? WIJK_REFUSED : WIJK_OK;
}
