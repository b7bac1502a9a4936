/* Any text as a rule pack: it is refused with the place, or compiled to something whole that can be asked everything,
 * inside and from outside, and that a household can live under. */
#include "fuzz.h"

#include "policy/compile.h"

static void examine_refused(const wijk_error *error, wijk_status status, size_t size) {
    HOLDS(ONE_OF(status, WIJK_E_SYNTAX, WIJK_E_UTF8, WIJK_E_FORMAT, WIJK_E_DUPLICATE, WIJK_E_UNKNOWN, WIJK_E_MISSING,
                 WIJK_E_TYPE, WIJK_E_RANGE, WIJK_E_KEY, WIJK_E_ID, WIJK_E_CODE, WIJK_E_DATE, WIJK_E_REFERENCE,
                 WIJK_E_CYCLE, WIJK_E_UNREACHABLE, WIJK_E_INVARIANT, WIJK_E_LIMIT));
    const char *path = wijk_error_path(error);
    HOLDS(*path == 0 || *path == '/');
    HOLDS(wijk_error_offset(error) <= (int64_t)size);
    HOLDS((wijk_error_line(error) == 0) == (wijk_error_column(error) == 0));
}

/* ---- what was compiled ---- */

static uint32_t examine_condition(const struct wijk__condition *list, uint32_t place, uint32_t end) {
    const struct wijk__condition *condition = &list[place];
    HOLDS(condition->next > place && condition->next <= end);
    if (condition->kind == WIJK__ATOM) {
        HOLDS(wijk__fact_def(condition->fact) != NULL && condition->next == place + 1);
        HOLDS(condition->within_days >= -1 && condition->at_least <= condition->at_most);
        return condition->next;
    }
    HOLDS(condition->kind == WIJK__ALL || condition->kind == WIJK__ANY || condition->kind == WIJK__NOT);
    uint32_t children = 0;
    for (uint32_t child = place + 1; child < condition->next; children++)
        child = examine_condition(list, child, condition->next);
    HOLDS(children >= 1 && (condition->kind != WIJK__NOT || children == 1));
    return condition->next;
}

static void examine_conditions(struct wijk__conditions conditions) {
    if (conditions.count > 0)
        HOLDS(examine_condition(conditions.list, 0, conditions.count) == conditions.count);
}

static void examine_ladder(const struct wijk__ladder *ladder) {
    bool entry = false;
    HOLDS(ladder->tier_count >= 1);
    for (uint32_t i = 0; i < ladder->tier_count; i++) {
        const struct wijk__tier *tier = &ladder->tiers[i];
        HOLDS(wijk__ladder_tier(ladder, tier->key.data, tier->key.length) == tier);
        HOLDS(tier->rank > (i == 0 ? 0 : tier[-1].rank) && wijk__key_valid(tier->key.data, tier->key.length));
        entry |= tier->entry;
    }
    HOLDS(entry);
    for (uint32_t i = 0; i < ladder->step_count; i++) {
        const struct wijk__step *step = &ladder->steps[i];
        HOLDS(step->from < ladder->tier_count && step->to < ladder->tier_count && step->from != step->to);
        HOLDS(wijk__ladder_step(ladder, &ladder->tiers[step->from], &ladder->tiers[step->to]) == step);
        examine_conditions(step->when);
    }
    for (uint32_t i = 0; i < ladder->suggestion_count; i++) {
        const struct wijk__suggestion *suggestion = &ladder->suggestions[i];
        HOLDS(suggestion->from < ladder->tier_count && suggestion->to < ladder->tier_count);
        HOLDS(suggestion->from != suggestion->to && suggestion->when.count > 0);
        examine_conditions(suggestion->when);
    }
    HOLDS(ladder->emergencies == (ladder->emergency.count > 0));
    examine_conditions(ladder->emergency);
}

static void examine_lists(const wijk_policy *policy) {
    for (int32_t list = 1; list < WIJK__LISTS; list++) {
        const struct wijk__list *entries = &policy->lists[list];
        for (uint32_t i = 0; i < entries->count; i++) {
            struct wijk__text key = entries->entries[i].key;
            HOLDS(wijk__key_valid(key.data, key.length) && wijk__policy_has(policy, list, key.data, key.length));
            HOLDS(wijk_policy_term(policy, list, key.data, key.length, WIJK_ENGLISH) != NULL);
            HOLDS(*wijk_policy_term(policy, list, key.data, key.length, WIJK_DUTCH) != 0);
        }
        HOLDS(!wijk__policy_has(policy, list, "", 0) && !wijk__policy_has(policy, list, "\xff", 1));
    }
    const struct wijk__list *ladders = &policy->lists[WIJK_LIST_LADDERS];
    for (uint32_t i = 0; i < ladders->count; i++) {
        struct wijk__text key = ladders->entries[i].key;
        const struct wijk__ladder *ladder = wijk__policy_ladder(policy, key.data, key.length);
        HOLDS(ladder != NULL && wijk__text_equal(ladder->key.data, ladder->key.length, key.data, key.length));
        examine_ladder(ladder);
    }
}

/* ---- who may and must do what ---- */

static void examine_ages(const wijk_policy *policy) {
    uint32_t count;
    const struct wijk__age_band *ages = wijk__policy_ages(policy, &count);
    int32_t ways = wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "hearing", WIJK_NUL_TERMINATED);
    HOLDS(count <= WIJK__AGE_MOST + 1);
    for (uint32_t i = 0; i < count; i++) {
        HOLDS(i == 0 ? ages[i].from == 0 : ages[i].from > ages[i - 1].from);
        HOLDS(ages[i].from <= WIJK__AGE_MOST && ages[i].ways != 0);
        for (int32_t way = 0; way < 32; way++)
            HOLDS((ages[i].ways >> way & 1) == 0 || wijk__code_known(ways, way));
    }
}

static void examine_duties(const wijk_policy *policy) {
    uint32_t count;
    const struct wijk__duty *duties = wijk__policy_duties(policy, &count);
    HOLDS(count == wijk__policy_count(policy, WIJK_LIST_DUTIES));
    for (uint32_t i = 0; i < count; i++) {
        struct wijk__text key = wijk__policy_key(policy, WIJK_LIST_DUTIES, i);
        HOLDS(wijk__text_equal(key.data, key.length, duties[i].key.data, duties[i].key.length));
        HOLDS(duties[i].within.count >= 1 && duties[i].within.count <= WIJK__TERM_MOST);
        HOLDS(duties[i].act == 0 || wijk__act_def(duties[i].act) != NULL);
    }
}

static void examine_mandate(const wijk_policy *policy, const struct wijk__mandate *mandate) {
    struct wijk__text role = mandate->role, provision = mandate->provision;
    HOLDS(role.data != NULL || !wijk__id_is_none(&mandate->professional));
    HOLDS(role.data == NULL || wijk__policy_has(policy, WIJK_LIST_ROLES, role.data, role.length));
    HOLDS(provision.data == NULL || wijk__policy_has(policy, WIJK_LIST_PROVISIONS, provision.data, provision.length));
    HOLDS(mandate->up_to >= -1);
    HOLDS(mandate->from == WIJK_DATE_NONE || mandate->until == WIJK_DATE_NONE || mandate->from < mandate->until);
}

static void examine_acts(const wijk_policy *policy) {
    for (wijk_act_type type = -1; type <= wijk__act_last + 1; type++) {
        const struct wijk__act_def *def = wijk__act_def(type);
        uint32_t count, material = wijk__policy_material(policy, type);
        const struct wijk__mandate *mandates = wijk__policy_mandates(policy, type, &count);
        HOLDS(def != NULL || (count == 0 && material == 0));
        HOLDS(material == 0 || material == UINT32_MAX || material >> def->field_count == 0);
        for (uint32_t i = 0; i < count; i++) {
            HOLDS(mandates[i].act == type);
            examine_mandate(policy, &mandates[i]);
        }
    }
}

/* Only the first few: every pair of ten thousand roles is too much. */
static void examine_roles(const wijk_policy *policy) {
    for (uint32_t i = 0; i < 8; i++) {
        struct wijk__text one = wijk__policy_key(policy, WIJK_LIST_ROLES, i);
        struct wijk__text provision = wijk__policy_key(policy, WIJK_LIST_PROVISIONS, i);
        HOLDS(!wijk__policy_separates(policy, one, one));
        HOLDS(wijk__policy_class(policy, provision) >= 0 && wijk__policy_class(policy, provision) <= 5);
        for (uint32_t j = 0; j < 8; j++) {
            struct wijk__text other = wijk__policy_key(policy, WIJK_LIST_ROLES, j);
            HOLDS(wijk__policy_separates(policy, one, other) == wijk__policy_separates(policy, other, one));
        }
    }
}

static void examine_severities(const wijk_policy *policy) {
    for (uint32_t i = 0; i < wijk__finding_count; i++) {
        const struct wijk__finding_def *def = &wijk__finding_list[i];
        wijk_severity severity = wijk_policy_severity(policy, def->words.number);
        HOLDS(severity >= WIJK_SEVERITY_OFF && severity <= WIJK_SEVERITY_REFUSE);
        HOLDS(!def->invariant || severity == def->severity);
    }
    HOLDS(wijk_policy_severity(policy, 0) == 0 && wijk_policy_severity(policy, 999999) == 0);
}

static void examine_terms(const wijk_policy *policy) {
    for (int name = 0; name < WIJK__TERM_COUNT; name++) {
        struct wijk__term term = wijk__policy_deadline(policy, (enum wijk__term_name)name);
        wijk_date last;
        HOLDS(term.count == 0 || wijk_term_end(20000, term.count, term.unit, term.extend, wijk__policy_calendar(policy),
                                               &last) == WIJK_OK);
    }
    HOLDS(*wijk_policy_version(policy) != 0);
    HOLDS(wijk_date_is_holiday(20000, wijk__policy_calendar(policy)) <= 1);
}

/* What is doubtful has a place in the text, and the ladders can be drawn. */
static void examine_report(struct run *run, const wijk_policy *policy) {
    wijk_buffer *drawing;
    wijk_status status = fuzz_said(wijk_policy_lint(policy, run->findings, run->error), run->error);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_REFUSED));
    HOLDS((status == WIJK_REFUSED) == (wijk_findings_worst(run->findings) == WIJK_SEVERITY_REFUSE));
    for (uint32_t i = 0; i < wijk_findings_count(run->findings); i++)
        HOLDS(*wijk_findings_place(run->findings, i) == '/');
    HOLDS(wijk_buffer_new(run->context, &drawing) == WIJK_OK);
    HOLDS(wijk_policy_write_dot(policy, WIJK_DUTCH, drawing, run->error) == WIJK_OK);
    HOLDS(wijk__utf8_valid(wijk_buffer_data(drawing), wijk_buffer_size(drawing)));
    wijk_buffer_destroy(drawing);
}

/* The same text gives the same policy. */
static void examine_again(struct run *run, const wijk_policy *policy, const uint8_t *data, size_t size) {
    size_t length;
    wijk_policy *again;
    const char *json = wijk_policy_json(policy, &length);
    HOLDS(wijk__text_equal(json, length, (const char *)data, size));
    HOLDS(fuzz_said(wijk_policy_load(run->context, json, length, &again, run->error), run->error) == WIJK_OK);
    HOLDS(wijk__id_equal(wijk_policy_id(policy), wijk_policy_id(again)));
    HOLDS(wijk_policy_ref(again) == again);
    wijk_policy_unref(again);
    wijk_policy_unref(again);
}

/* ---- a household under it ---- */

struct life {
    struct run *run;
    wijk_dossier *dossier;
    struct world world;
};

static void live(struct life *life, wijk_act *act, const struct drawn *drawn) {
    struct run *run = life->run;
    if (!build_act(act, &drawn->act))
        return;
    wijk_status status = fuzz_said(wijk_dossier_submit(life->dossier, act, run->findings, run->error), run->error);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_REFUSED, WIJK_E_UNKNOWN));
    HOLDS((status == WIJK_REFUSED) == (wijk_findings_worst(run->findings) == WIJK_SEVERITY_REFUSE));
    if (status == WIJK_OK)
        world_take(&life->world, &drawn->act);
}

static void live_under(struct run *run, wijk_policy *policy) {
    static struct life life;
    wijk_act *act;
    wijk_id id = fuzz_id(100, 1);
    life = (struct life){.run = run};
    world_start(&life.world, policy);
    HOLDS(wijk_dossier_new(run->context, policy, &id, &life.dossier, run->error) == WIJK_OK);
    HOLDS(wijk_act_new(run->context, &act, NULL) == WIJK_OK);
    /* every act three times, in the order of the catalog: what needs another one finds it the second time */
    for (uint8_t round = 0; round < 3; round++)
        for (uint32_t place = 0; place < wijk__act_count; place++) {
            struct drawn drawn;
            draw_plain(&life.world, place, round != 1, round, &drawn);
            live(&life, act, &drawn);
        }
    examine_answers(run, life.dossier, life.world.day + 100, WIJK_TIME_NONE, false);
    wijk_act_destroy(act);
    wijk_dossier_destroy(life.dossier);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct run run;
    wijk_policy *policy;
    run_start(&run, NULL);
    wijk_status status = fuzz_said(wijk_policy_load(run.context, (const char *)data, size, &policy, run.error),
                                   run.error);
    HOLDS((policy != NULL) == (status == WIJK_OK));
    if (policy == NULL) {
        examine_refused(run.error, status, size);
    } else {
        examine_lists(policy);
        examine_ages(policy);
        examine_duties(policy);
        examine_acts(policy);
        examine_roles(policy);
        examine_severities(policy);
        examine_terms(policy);
        examine_conditions(wijk__policy_activation(policy));
        examine_again(&run, policy, data, size);
        examine_report(&run, policy);
        live_under(&run, policy);
    }
    wijk_policy_unref(policy);
    run_end(&run);
    return 0;
}
