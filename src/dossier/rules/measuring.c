/* What is to be measured under a plan, and when: the schedule of the rules, held against what was measured. It is about
 * the last plan that took effect. */
#include "dossier/rules/measuring.h"

/* ---- the plan ---- */

struct course { /* of the plan that is measured */
    uint32_t plan;
    wijk_date from, until; /* WIJK_DATE_NONE: it is active */
    wijk_date since;       /* measurements before belong to an earlier plan */
    wijk_date acted;       /* when the first of its actions began; WIJK_DATE_NONE: never */
};

static bool find_course(const struct wijk__state *state, struct course *course) {
    uint32_t plan = COUNT(state, plans);
    while (plan-- > 0 && ROW(state, plans, plan)->from == WIJK_DATE_NONE)
        ;
    if (plan == WIJK__NO_ROW)
        return false;
    const struct wijk__row_plans *row = ROW(state, plans, plan);
    *course = (struct course){plan, row->from, row->until, WIJK_DATE_MIN, WIJK_DATE_NONE};
    for (uint32_t i = 0; i < COUNT(state, plans); i++) {
        const struct wijk__row_plans *other = ROW(state, plans, i);
        if (i != plan && other->from != WIJK_DATE_NONE && other->until != WIJK_DATE_NONE && other->until <= row->from &&
            other->until > course->since)
            course->since = other->until;
    }
    for (uint32_t i = 0; i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (wijk__id_equal(&action->plan, &row->act) && action->from != WIJK_DATE_NONE &&
            (course->acted == WIJK_DATE_NONE || action->from < course->acted))
            course->acted = action->from;
    }
    return true;
}

/* ---- what was measured ---- */

struct measured { /* of one person with one instrument by one rater, under the plan */
    const struct wijk__row_measurements *baseline, *last, *final, *follow_up; /* NULL: none */
    uint32_t count;
};

static struct measured find_measured(const struct wijk__state *state, const struct wijk__measuring *of,
                                     const wijk_id *person, const struct course *course) {
    struct measured found = {.count = 0};
    for (uint32_t i = 0; i < COUNT(state, measurements); i++) {
        const struct wijk__row_measurements *row = ROW(state, measurements, i);
        if (row->rater != of->rater || row->measured < course->since || !wijk__id_equal(&row->person, person) ||
            !wijk__span_equal(state, row->instrument, of->instrument->key))
            continue;
        found.count++;
        found.last = row;
        if (row->moment == WIJK_MEASURE_MOMENT_BASELINE && found.baseline == NULL)
            found.baseline = row;
        if (row->moment == WIJK_MEASURE_MOMENT_FINAL && found.final == NULL)
            found.final = row;
        if (row->moment == WIJK_MEASURE_MOMENT_FOLLOW_UP && found.follow_up == NULL && !wijk__lasts(course->until) &&
            row->measured >= course->until)
            found.follow_up = row;
    }
    return found;
}

/* ---- what is due ---- */

struct asking {
    const struct wijk__judging *judging;
    wijk__take_due take;
    void *listener;
    struct course course;
};

static wijk_status tell(struct asking *asking, struct wijk__due *due, int32_t moment, wijk_date day,
                        const struct wijk__row_measurements *taken) {
    if (day == WIJK_DATE_NONE)
        return WIJK_OK;
    due->moment = moment;
    due->due = day;
    due->taken = taken;
    due->late = (taken == NULL ? asking->judging->on : taken->measured) > day;
    return asking->take(asking->listener, due);
}

static wijk_status ask_person(struct asking *asking, const struct wijk__measuring *of, const wijk_id *person) {
    const struct course *course = &asking->course;
    const wijk_policy *policy = asking->judging->policy;
    struct measured found = find_measured(asking->judging->state, of, person, course);
    struct wijk__due due = {.of = of, .person = person, .count = found.count};
    due.plan = &ROW(asking->judging->state, plans, course->plan)->act;
    wijk_date day = wijk__term_last(policy, course->from, of->baseline);
    if (day != WIJK_DATE_NONE && course->acted != WIJK_DATE_NONE && course->acted < day)
        day = course->acted;
    wijk_status status = tell(asking, &due, WIJK_MEASURE_MOMENT_BASELINE, day, found.baseline);
    bool active = wijk__lasts(course->until);
    if (status == WIJK_OK && active) {
        wijk_date since = found.last != NULL && found.last->measured > course->from ? found.last->measured
                                                                                    : course->from;
        status = tell(asking, &due, WIJK_MEASURE_MOMENT_INTERIM, wijk__term_last(policy, since, of->interim), NULL);
    }
    if (status == WIJK_OK && !active)
        status = tell(asking, &due, WIJK_MEASURE_MOMENT_FINAL, wijk__term_last(policy, course->until, of->final),
                      found.final);
    if (status == WIJK_OK && !active)
        status = tell(asking, &due, WIJK_MEASURE_MOMENT_FOLLOW_UP,
                      wijk__term_last(policy, course->until, of->follow_up), found.follow_up);
    return status;
}

/* Members who were there while the plan was, and for whom the instrument is meant. Somebody who came back has two rows,
 * of which the last is found. */
static wijk_status ask_members(struct asking *asking, const struct wijk__measuring *of) {
    const struct wijk__state *state = asking->judging->state;
    const struct course *course = &asking->course;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, members) && status == WIJK_OK; i++) {
        const struct wijk__row_members *member = ROW(state, members, i);
        wijk_date met = member->from > course->from ? member->from : course->from;
        bool there = (wijk__lasts(member->until) || member->until > course->from) &&
                     (wijk__lasts(course->until) || member->from < course->until);
        if (there && wijk__state_find(state, WIJK__T_members, member->person.bytes, sizeof member->person) == i &&
            wijk__instrument_fits(of->instrument, member, met))
            status = ask_person(asking, of, &member->person);
    }
    return status;
}

wijk_status wijk__each_due(const struct wijk__judging *judging, wijk__take_due take, void *listener) {
    static const wijk_id nobody;
    struct asking asking = {.judging = judging, .take = take, .listener = listener};
    uint32_t count;
    wijk_status status = WIJK_OK;
    if (judging->policy == NULL || !find_course(judging->state, &asking.course))
        return WIJK_OK;
    const struct wijk__measuring *measuring = wijk__policy_measuring(judging->policy, &count);
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        if (measuring[i].instrument->subject == WIJK_MEASURE_SUBJECT_HOUSEHOLD)
            status = ask_person(&asking, &measuring[i], &nobody);
        else if (measuring[i].instrument->subject == WIJK_MEASURE_SUBJECT_MEMBER)
            status = ask_members(&asking, &measuring[i]);
    }
    return status;
}

/* ---- the circumstances of a first measurement ---- */

enum { CRISIS_DAYS = 91 };

static bool just_before(wijk_date day, wijk_date on) {
    return day != WIJK_DATE_NONE && day <= on && (int64_t)on - day <= CRISIS_DAYS;
}

bool wijk__measured_at_crisis(const struct wijk__state *state, wijk_date on) {
    bool crisis = false;
    for (uint32_t i = 0; i < COUNT(state, problems) && !crisis; i++)
        crisis = ROW(state, problems, i)->severity == WIJK_PROBLEM_SEVERITY_ACUTE &&
                 just_before(ROW(state, problems, i)->identified, on);
    for (uint32_t i = 0; i < COUNT(state, overrides) && !crisis; i++)
        crisis = just_before(ROW(state, overrides, i)->entered, on);
    for (uint32_t i = 0; i < COUNT(state, safety) && !crisis; i++)
        crisis = ROW(state, safety, i)->unsafety == WIJK_UNSAFETY_ACUTE && just_before(ROW(state, safety, i)->weighed, on);
    return crisis;
}

bool wijk__measured_while_acting(const struct wijk__state *state, wijk_date on) {
    for (uint32_t i = 0; i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (action->from != WIJK_DATE_NONE && action->from < on && (wijk__lasts(action->until) || action->until > on))
            return true;
    }
    return false;
}

/* ---- rules ---- */

struct listening {
    struct wijk__judging *judging;
    bool baseline; /* wants the baselines, else all others */
};

static wijk_status tell_overdue(void *listener, const struct wijk__due *due) {
    struct listening *listening = listener;
    if ((due->moment == WIJK_MEASURE_MOMENT_BASELINE) != listening->baseline || due->taken != NULL)
        return WIJK_OK;
    const wijk_id *person = wijk__someone(due->person);
    struct wijk__matter matter = {.subject = person != NULL ? person : due->plan,
                                  .other = person != NULL ? due->plan : NULL,
                                  .key = due->of->instrument->key,
                                  .due = due->due,
                                  .from = due->due + 1};
    wijk_status status = wijk__tell_matter(listening->judging, &matter);
    return status == WIJK_OK ? wijk__miss(listening->judging, WIJK_FACT_MEASURED, person, matter.key) : status;
}

static wijk_status no_baseline(struct wijk__judging *judging, uint32_t row) {
    struct listening listening = {judging, true};
    (void)row;
    return wijk__each_due(judging, tell_overdue, &listening);
}

static wijk_status overdue(struct wijk__judging *judging, uint32_t row) {
    struct listening listening = {judging, false};
    (void)row;
    return wijk__each_due(judging, tell_overdue, &listening);
}

static wijk_status tell_late(void *listener, const struct wijk__due *due) {
    if (due->moment != WIJK_MEASURE_MOMENT_BASELINE || due->taken == NULL || !due->late)
        return WIJK_OK;
    return wijk__tell(listener, &due->taken->act, wijk__someone(due->person));
}

static wijk_status late_baseline(struct wijk__judging *judging, uint32_t row) {
    (void)row;
    return wijk__each_due(judging, tell_late, judging);
}

/* What the instrument of a measurement has in common with its other versions; data NULL: the rules do not know it. */
static struct wijk__text family_of(const struct wijk__judging *judging, uint32_t row) {
    struct wijk__text key = wijk__text_of(judging->state, ROW(judging->state, measurements, row)->instrument);
    const struct wijk__instrument *instrument =
        key.data == NULL ? NULL : wijk__policy_instrument(judging->policy, key.data, key.length);
    return instrument == NULL ? (struct wijk__text){NULL, 0} : instrument->family;
}

/* The measurement before, of the same person by the same rater with an instrument of the same family. */
static wijk_status other_version(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_measurements *now = ROW(state, measurements, row);
    struct wijk__text family = judging->policy == NULL ? (struct wijk__text){NULL, 0} : family_of(judging, row);
    for (uint32_t i = row; family.data != NULL && i-- > 0;) {
        const struct wijk__row_measurements *before = ROW(state, measurements, i);
        if (before->rater != now->rater || !wijk__id_equal(&before->person, &now->person))
            continue;
        struct wijk__text other = family_of(judging, i);
        if (other.data == NULL || !wijk__text_equal(other.data, other.length, family.data, family.length))
            continue;
        return wijk__same_span(state, before->instrument, now->instrument)
                   ? WIJK_OK
                   : wijk__tell(judging, &now->act, &before->act);
    }
    return WIJK_OK;
}

static wijk_status at_crisis(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_measurements *measurement = ROW(judging->state, measurements, row);
    if (measurement->moment != WIJK_MEASURE_MOMENT_BASELINE || measurement->subject == WIJK_MEASURE_SUBJECT_WORKER ||
        !wijk__measured_at_crisis(judging->state, measurement->measured))
        return WIJK_OK;
    return wijk__tell(judging, &measurement->act, wijk__someone(&measurement->person));
}

static const struct wijk__rule rules[] = {
    {WIJK_WK5031, 0, no_baseline},
    {WIJK_WK5032, 0, late_baseline},
    {WIJK_WK5033, 0, overdue},
    {WIJK_WK5034, WIJK__T_measurements, other_version},
    {WIJK_WK5035, WIJK__T_measurements, at_crisis},
};
const struct wijk__rules wijk__measuring_rules = WIJK__RULES(rules);

/* ---- the table ---- */

static wijk_status put(void *listener, const struct wijk__due *due) {
    struct wijk__gathered *gathered = listener;
    struct wijk__row_schedule row;
    memcpy(&row, wijk__blank_rows[WIJK__T_schedule], sizeof row);
    row.plan = *due->plan;
    row.instrument = wijk__gathered_key(gathered, due->of->instrument->key);
    row.person = *due->person;
    row.rater = due->of->rater;
    row.moment = due->moment;
    row.due = due->due;
    row.late = due->late;
    if (due->taken != NULL) {
        row.taken = due->taken->measured;
        row.measurement = due->taken->act;
    }
    return wijk__gathered_row(gathered, &row);
}

wijk_status wijk__schedule_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                 wijk_table **out) {
    struct wijk__judging judging = wijk__judging_of(dossier, view, on);
    struct wijk__gathered gathered = {.context = dossier->context, .table = WIJK__T_schedule};
    wijk_status status = wijk__each_due(&judging, put, &gathered);
    return wijk__gathered_table(&gathered, status, dossier, NULL, out);
}
