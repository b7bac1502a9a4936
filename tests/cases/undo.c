/* Taking back: the question what rests on an act, and the proof that the answer is right for every act of every
 * case. */
#include "cases.h"

enum { ACTS_MOST = 256 };

/* ---- acts that take others back ---- */

static wijk_status take_back(struct world *world, wijk_act *act, const wijk_id *target, uint32_t number) {
    char label[32];
    snprintf(label, sizeof label, "undo:%u", (unsigned)number);
    wijk_id id = id_of(&world->names, label);
    wijk_field field = member_named(WIJK_CATALOG_ACTS, WIJK_ACT_ACT_WITHDRAW, "act", 3);
    wijk_date day = (wijk_date)(world->last_recorded / INT64_C(86400000000));
    wijk_status status = wijk_act_begin(act, WIJK_ACT_ACT_WITHDRAW, &id, day, world->last_recorded, world->error);
    return status == WIJK_OK ? wijk_act_set_id(act, field, target, world->error) : status;
}

static wijk_status set_actor(struct world *world, wijk_act *act) {
    wijk_id noor = id_of(&world->names, "Noor");
    return wijk_act_set_actor(act, &noor, NULL, NULL, 0, world->error);
}

static wijk_status ask(struct world *world, wijk_dossier *dossier, const wijk_id *act, wijk_act *inverse) {
    wijk_id id = id_of(&world->names, "undo:0");
    wijk_date day = (wijk_date)(world->last_recorded / INT64_C(86400000000));
    return wijk_dossier_undo(dossier, act, &id, day, world->last_recorded, inverse, world->findings, world->error);
}

/* "undo ACT => ok", or "refused" and what rests on it */
void ask_undo(struct world *world, const struct line *line, const struct words *words) {
    struct text got = {0};
    struct mark before, after;
    if (words->count < 2 || word_is(words, 1, "=>")) {
        fail(world, line, "undo ACT => ok, or refused and what rests on it");
        return;
    }
    wijk_id act = id_of(&world->names, words->list[1]);
    mark_take(world->dossier, &before);
    tell_findings(world, ask(world, world->dossier, &act, world->act), false, &got);
    expect(world, line, words, "ok", &got);
    mark_take(world->dossier, &after);
    if (!mark_same(&before, &after))
        fail(world, line, "asking what rests on an act changed the dossier");
    if (!failed(world))
        see_findings(world);
    mark_free(&before);
    mark_free(&after);
    text_free(&got);
}

/* ---- the answer is right for every act ---- */

static bool outside_mandate(const struct world *world) {
    return wijk_findings_count(world->findings) > 0 && wijk_findings_code(world->findings, 0) == WIJK_WK3007;
}

/* What one act alone comes to; the dossier is then as it was. */
static wijk_status try_alone(struct world *world, wijk_dossier *dossier, wijk_act *act) {
    wijk_status status = set_actor(world, act);
    if (status == WIJK_OK)
        status = wijk_dossier_begin(dossier, world->error);
    if (status == WIJK_OK)
        status = wijk_dossier_submit(dossier, act, world->findings, world->error);
    wijk_dossier_rollback(dossier);
    return status;
}

static wijk_dossier *copy_of_dossier(struct world *world) {
    wijk_dossier *made;
    wijk_dossier_load(world->context, world->policy, world->kept.data, world->kept.size, 0, &made, world->error);
    return made;
}

/* An act and all that rest on it, in one batch. */
static wijk_status try_together(struct world *world, const wijk_id *targets, size_t count) {
    wijk_act *acts[ACTS_MOST] = {NULL};
    wijk_dossier *dossier = copy_of_dossier(world);
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < count && status == WIJK_OK; i++) {
        status = wijk_act_new(world->context, &acts[i], world->error);
        if (status == WIJK_OK)
            status = take_back(world, acts[i], &targets[i], (uint32_t)i);
        if (status == WIJK_OK)
            status = set_actor(world, acts[i]);
    }
    if (status == WIJK_OK)
        status = wijk_dossier_submit_all(dossier, (const wijk_act *const *)acts, count, world->findings, world->error);
    for (size_t i = 0; i < count; i++)
        wijk_act_destroy(acts[i]);
    wijk_dossier_destroy(dossier);
    return status;
}

/* What is refused alone is taken together with what rests on it, when it is only that. */
static void prove_refused(struct world *world, const struct line *line, wijk_dossier *dossier, const wijk_id *act) {
    wijk_id targets[ACTS_MOST];
    size_t count = 1;
    bool rests = wijk_findings_count(world->findings) > 0;
    targets[0] = *act;
    for (uint32_t i = 0; i < wijk_findings_count(world->findings) && count < ACTS_MOST; i++) {
        rests = rests && wijk_findings_code(world->findings, i) == WIJK_WK9002;
        if (rests)
            targets[count++] = *wijk_findings_other(world->findings, i);
    }
    take_back(world, world->act, act, 0);
    if (try_alone(world, dossier, world->act) != WIJK_REFUSED)
        fail(world, line, "%s can be taken back, and undo says that it cannot", label_of(&world->names, act));
    if (!rests || failed(world) || outside_mandate(world))
        return;
    const wijk_id *first = wijk_findings_other(world->findings, 0);
    if (first == NULL || memcmp(first, &targets[1], sizeof *first) != 0)
        fail(world, line, "on %s another act rests first than undo says", label_of(&world->names, act));
    wijk_status status = try_together(world, targets, count);
    if (status != WIJK_OK && !outside_mandate(world))
        fail(world, line, "%s and the %zu acts that undo names cannot be taken back together: %s",
             label_of(&world->names, act), count - 1, wijk_status_name(status));
}

void prove_undo(struct world *world, const struct line *line, const wijk_id *acts, size_t count) {
    wijk_dossier *dossier = copy_of_dossier(world);
    for (size_t i = 0; i < count && !failed(world); i++) {
        wijk_status status = ask(world, dossier, &acts[i], world->act);
        if (status == WIJK_REFUSED)
            prove_refused(world, line, dossier, &acts[i]);
        else if (status != WIJK_OK ||
                 (try_alone(world, dossier, world->act) != WIJK_OK && !outside_mandate(world)))
            fail(world, line, "undo says that %s can be taken back, and it cannot", label_of(&world->names, &acts[i]));
    }
    wijk_dossier_destroy(dossier);
}
