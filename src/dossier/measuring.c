/* What was measured, and what was told beside it; by whom it is said. */
#include "dossier/measurement.h"

/* Whoever it is about is here, and is what the instrument is about. */
static wijk_status check_subject(struct wijk__fold *fold) {
    const struct wijk__state *state = fold->state;
    bool given = wijk__has(fold->act, WIJK_MEASURE_TAKE_PERSON);
    const wijk_id *person = given ? fold->act->fields[WIJK_MEASURE_TAKE_PERSON - 1].id : NULL;
    int32_t subject = wijk__code(fold, WIJK_MEASURE_TAKE_SUBJECT);
    if (subject != 0 && given == (subject == WIJK_MEASURE_SUBJECT_HOUSEHOLD))
        return wijk__refuse(fold, WIJK_WK5010, person, NULL);
    if (subject == WIJK_MEASURE_SUBJECT_MEMBER) {
        uint32_t row = wijk__state_find(state, WIJK__T_members, person->bytes, sizeof *person);
        if (row == WIJK__NO_ROW || !wijk__lasts(ROW(state, members, row)->until))
            return wijk__refuse(fold, WIJK_WK1007, person, NULL);
    }
    if (subject == WIJK_MEASURE_SUBJECT_WORKER && wijk__professional_here(state, person) == WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1009, person, NULL);
    return WIJK_OK;
}

/* An instrument for some ages, about a member whose age is known. */
wijk_status wijk__guard_measure_take(struct wijk__fold *fold) {
    struct wijk__text key = wijk__text(fold, WIJK_MEASURE_TAKE_INSTRUMENT);
    const struct wijk__instrument *instrument = wijk__policy_instrument(fold->policy, key.data, key.length);
    if (!wijk__has(fold->act, WIJK_MEASURE_TAKE_PERSON))
        return WIJK_OK;
    const wijk_id *person = fold->act->fields[WIJK_MEASURE_TAKE_PERSON - 1].id;
    uint32_t row = wijk__state_find(fold->state, WIJK__T_members, person->bytes, sizeof *person);
    if (instrument->subject != WIJK_MEASURE_SUBJECT_MEMBER || row == WIJK__NO_ROW ||
        wijk__instrument_fits(instrument, ROW(fold->state, members, row), fold->act->valid))
        return WIJK_OK;
    return wijk__judge(fold, WIJK_WK5030, person, NULL);
}

bool wijk__instrument_fits(const struct wijk__instrument *instrument, const struct wijk__row_members *member,
                           wijk_date on) {
    if (member->born == WIJK_DATE_NONE) /* adults are old enough and children young enough */
        return (instrument->age_from < 18 || member->role != WIJK_MEMBER_ROLE_CHILD) &&
               (instrument->age_until == 0 || instrument->age_until > 18 || member->role != WIJK_MEMBER_ROLE_ADULT);
    int32_t age = wijk__age(member->born, on);
    return age >= instrument->age_from && (instrument->age_until == 0 || age < instrument->age_until);
}

static wijk_status add_items(struct wijk__fold *fold, int64_t *answered) {
    struct wijk__text rest = wijk__text(fold, WIJK_MEASURE_TAKE_ANSWERS);
    struct wijk__answer word;
    for (*answered = 0; wijk__next_answer(&rest, &word); (*answered)++) {
        struct wijk__row_measurement_items *item = ADD(fold->state, measurement_items);
        if (item == NULL)
            return WIJK_E_MEMORY;
        item->act = fold->act->id;
        item->item = wijk__span_of(word.item, fold->state->texts);
        item->answer = word.answer;
    }
    return WIJK_OK;
}

static wijk_status add_scores(struct wijk__fold *fold, uint32_t measurement) {
    struct wijk__text rest = wijk__text(fold, WIJK_MEASURE_TAKE_SCORES);
    struct wijk__score_word word;
    while (wijk__next_score(&rest, &word)) {
        struct wijk__row_scores *score = ADD(fold->state, scores);
        if (score == NULL)
            return WIJK_E_MEMORY;
        const struct wijk__row_measurements *of = ROW(fold->state, measurements, measurement);
        score->act = of->act;
        score->instrument = of->instrument;
        score->person = of->person;
        score->rater = of->rater;
        score->moment = of->moment;
        score->measured = of->measured;
        score->scale = wijk__span_of(word.scale, fold->state->texts);
        score->score = word.score;
        score->valid = word.valid;
        if (word.band.data != NULL)
            score->band = wijk__span_of(word.band, fold->state->texts);
    }
    return WIJK_OK;
}

wijk_status wijk__fold_measure_take(struct wijk__fold *fold) {
    int64_t answered;
    wijk_status status = check_subject(fold);
    if (status == WIJK_OK)
        status = add_items(fold, &answered);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, measurements, measure_take, measurement);
    measurement->answered = answered;
    status = REGISTER_LAST(fold, measurements);
    return status == WIJK_OK ? add_scores(fold, LAST(fold, measurements)) : status;
}

/* ---- stories ---- */

wijk_status wijk__fold_story_note(struct wijk__fold *fold) {
    MAKE(fold, stories, story_note, story);
    (void)story;
    return WIJK_OK;
}
