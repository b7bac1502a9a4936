/* Which part is in which state: the Aalen-Johansen estimator, with Greenwood's covariance, and the area under it. */
#include "measure/survival.h"

#include <math.h>

/* One row of the matrix of transition probabilities, or the parts in each state:
 *   p <- p (I + dA),   C <- (I + dA)' C (I + dA) + sum over h of p_h^2 / Y_h (diag(q_h) - q_h q_h')
 * where q_h is row h of I + dA. Only the rows of states that somebody leaves differ from those of I, so each time costs
 * as much as its moves, times the number of states. */
struct going { /* from one state to another, at one time */
    size_t to;
    double part; /* of who were at risk */
};
struct leaving { /* one state, at one time */
    size_t from, kinds;
    double at_risk, part; /* part: that stays */
    const struct going *to; /* `kinds`, then staying */
};

struct occupation {
    const wijk_multistate *multistate;
    struct wijk__timeline_walk walk;
    struct wijk__timeline_step ahead; /* the first step after this time */
    bool more;
    size_t states, size;
    double *p, *old_p;
    double *c, *old_c;         /* states * states */
    struct leaving *moves;     /* of one time, of each state that somebody leaves */
    struct going *going;       /* what they point into: states * states, staying counted */
    double time;
    double last;               /* when anyone was last seen */
    size_t judged;             /* changes that known() has looked at */
    bool unsettled;            /* someone is in a state that somebody was seen to leave */
};

static void finish(struct occupation *occupation) {
    wijk__timeline_walk_end(&occupation->walk);
    wijk__release(occupation->multistate->context, occupation->p, occupation->size);
}

static wijk_status make_room(struct occupation *occupation, const wijk_multistate *multistate) {
    size_t states = (size_t)multistate->states;
    *occupation = (struct occupation){.multistate = multistate, .states = states, .last = -1};
    occupation->size = (2 + 2 * states) * states * sizeof(double) + states * sizeof *occupation->moves +
                       states * states * sizeof *occupation->going;
    occupation->p = wijk__allocate_zeroed(multistate->context, occupation->size);
    if (!occupation->p)
        return WIJK_E_MEMORY;
    occupation->old_p = occupation->p + states;
    occupation->c = occupation->old_p + states;
    occupation->old_c = occupation->c + states * states;
    occupation->moves = (struct leaving *)(occupation->old_c + states * states);
    occupation->going = (struct going *)(occupation->moves + states);
    return wijk__timeline_walk_start(&multistate->line, &occupation->walk);
}

/* ---- one time ---- */

static void move_parts(struct occupation *occupation, size_t count) {
    double *p = occupation->p;
    memcpy(occupation->old_p, p, occupation->states * sizeof *p);
    for (size_t i = 0; i < count; i++)
        p[occupation->moves[i].from] *= occupation->moves[i].part;
    for (size_t i = 0; i < count; i++) {
        const struct leaving *leaving = &occupation->moves[i];
        for (const struct going *going = leaving->to; going < leaving->to + leaving->kinds; going++)
            p[going->to] += occupation->old_p[leaving->from] * going->part;
    }
}

/* C <- C (I + dA) when `step` is 1 and `line` the number of states; (I + dA)' C the other way round. */
static void move_covariance(struct occupation *occupation, size_t count, size_t step, size_t line) {
    size_t states = occupation->states;
    double *c = occupation->c;
    const double *old = occupation->old_c;
    memcpy(occupation->old_c, c, states * states * sizeof *c);
    for (size_t i = 0; i < count; i++) {
        double *column = c + occupation->moves[i].from * step;
        for (size_t state = 0; state < states; state++)
            column[state * line] *= occupation->moves[i].part;
    }
    for (size_t i = 0; i < count; i++) {
        const struct leaving *leaving = &occupation->moves[i];
        const double *from = old + leaving->from * step;
        for (const struct going *going = leaving->to; going < leaving->to + leaving->kinds; going++) {
            double *to = c + going->to * step, part = going->part;
            for (size_t state = 0; state < states; state++)
                to[state * line] += from[state * line] * part;
        }
    }
}

/* What the moves of one state add: the covariance of a multinomial share. */
static void add_spread(struct occupation *occupation, const struct leaving *leaving) {
    double part = occupation->old_p[leaving->from], weight = part * part / leaving->at_risk;
    for (size_t a = 0; weight > 0 && a <= leaving->kinds; a++) {
        double q = leaving->to[a].part;
        double *row = occupation->c + leaving->to[a].to * occupation->states;
        for (size_t b = 0; b <= leaving->kinds; b++)
            row[leaving->to[b].to] -= weight * q * leaving->to[b].part;
        row[leaving->to[a].to] += weight * q;
    }
}

/* One state's moves, as parts of who were at risk. */
static struct leaving leave(const struct wijk__timeline_step *step, struct going *to) {
    double at_risk = (double)(int64_t)step->at_risk, stay = (double)(int64_t)(step->at_risk - step->events) / at_risk;
    for (size_t kind = 0; kind < step->kinds; kind++)
        to[kind] = (struct going){(size_t)step->event[kind].to - 1, step->event[kind].count / at_risk};
    to[step->kinds] = (struct going){(size_t)step->from, stay};
    return (struct leaving){(size_t)step->from, step->kinds, at_risk, stay, to};
}

/* All that happens at the time of the step ahead. Answers whether anyone moved. */
static bool take_time(struct occupation *occupation) {
    size_t count = 0, place = occupation->ahead.place;
    struct going *next = occupation->going;
    occupation->time = occupation->ahead.time;
    while (occupation->more && occupation->ahead.place == place) {
        if (occupation->ahead.events > 0) {
            occupation->moves[count++] = leave(&occupation->ahead, next);
            next += occupation->ahead.kinds + 1;
        }
        occupation->more = wijk__timeline_next(&occupation->walk, HUGE_VAL, &occupation->ahead);
    }
    if (count == 0)
        return false;
    move_parts(occupation, count);
    move_covariance(occupation, count, 1, occupation->states);
    move_covariance(occupation, count, occupation->states, 1);
    for (size_t i = 0; i < count; i++)
        add_spread(occupation, &occupation->moves[i]);
    return true;
}

/* ---- the beginning and the end ---- */

/* Who is where just after `start`, and the first step after it. */
static void begin(struct occupation *occupation, int32_t from, double start) {
    uint64_t all = 0;
    const struct wijk__timeline *line = &occupation->multistate->line;
    while ((occupation->more = wijk__timeline_next(&occupation->walk, start, &occupation->ahead)))
        continue;
    for (int32_t state = 0; state < line->froms; state++)
        all += occupation->walk.at_risk[state];
    for (size_t state = 0; state < occupation->states; state++) {
        bool seen = state < (size_t)line->froms && all > 0;
        if (from != 0)
            occupation->p[state] = state + 1 == (size_t)from;
        else
            occupation->p[state] = seen ? (double)occupation->walk.at_risk[state] / (double)all : all ? 0 : NAN;
    }
    occupation->time = start;
    occupation->more = wijk__timeline_next(&occupation->walk, HUGE_VAL, &occupation->ahead);
    for (size_t place = line->times; place > 0 && occupation->last < 0; place--)
        for (size_t i = line->first[place - 1]; i < line->first[place]; i++)
            if (line->change[i].to != WIJK__ENTERED)
                occupation->last = line->time[place - 1];
}

/* Whether anything can be said of a time: somebody was seen as late, or all are in states that nobody is seen to
 * leave. */
static bool known(struct occupation *occupation, double time) {
    const struct wijk__timeline *line = &occupation->multistate->line;
    if (isnan(occupation->p[0]))
        return false;
    if (time <= occupation->last)
        return true;
    for (; occupation->judged < line->changes; occupation->judged++) /* once: after the last time nothing moves */
        occupation->unsettled |= occupation->p[line->change[occupation->judged].from] > 0;
    return !occupation->unsettled;
}

/* ---- probabilities ---- */

struct asked {
    int32_t from;
    double start;
    struct wijk__limits_kind kind;
    const double *at;
    size_t at_count;
};

static void write_state(struct wijk__row_state_probabilities *row, const struct occupation *occupation,
                        const struct asked *asked, size_t state, double time, bool is_known) {
    *row = wijk__blank_state_probabilities;
    row->time = time;
    row->state = (int64_t)state + 1;
    row->from = asked->from ? asked->from : INT64_MIN;
    row->start = asked->start;
    row->interval = asked->kind.interval;
    row->level = asked->kind.level;
    if (!is_known)
        return;
    row->probability = occupation->p[state];
    row->std_error = sqrt(fmax(occupation->c[state * occupation->states + state], 0));
    struct wijk__limits limits = wijk__limits(&asked->kind, row->probability, row->std_error);
    row->lower = limits.lower;
    row->upper = limits.upper;
}

static void write_time(struct wijk__estimates *rows, size_t *next, struct occupation *occupation,
                       const struct asked *asked, double time) {
    bool is_known = known(occupation, time);
    for (size_t state = 0; state < occupation->states; state++)
        write_state((struct wijk__row_state_probabilities *)rows->rows + (*next)++, occupation, asked, state, time,
                    is_known);
}

/* The start and each time with a move after it. */
static size_t count_times(const struct wijk__timeline *line, double start) {
    size_t count = 1;
    for (size_t place = 0; place < line->times; place++) {
        bool moves = false;
        for (size_t i = line->first[place]; i < line->first[place + 1]; i++)
            moves |= line->change[i].to > WIJK__CENSORED;
        count += moves && line->time[place] > start;
    }
    return count;
}

static wijk_status estimate(struct occupation *occupation, const struct asked *asked, wijk_table **out) {
    const struct wijk__timeline *line = &occupation->multistate->line;
    size_t times = asked->at_count ? asked->at_count : count_times(line, asked->start), count, next = 0;
    if (!wijk__multiply(times, occupation->states, &count))
        count = SIZE_MAX; /* too many all the same */
    struct wijk__estimates rows =
        wijk__estimates_new(occupation->multistate->context, WIJK_RESULT_STATE_PROBABILITIES, count);
    if (rows.status == WIJK_OK && asked->at_count == 0) {
        write_time(&rows, &next, occupation, asked, asked->start);
        while (occupation->more)
            if (take_time(occupation))
                write_time(&rows, &next, occupation, asked, occupation->time);
    }
    for (size_t i = 0; rows.status == WIJK_OK && i < asked->at_count; i++) {
        while (occupation->more && occupation->ahead.time <= asked->at[i])
            take_time(occupation);
        write_time(&rows, &next, occupation, asked, asked->at[i]);
    }
    return wijk__estimates_end(&rows, rows.status, out);
}

static wijk_status check_from(const wijk_multistate *multistate, int32_t from, double start, wijk_error *error) {
    if (!multistate)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "multistate");
    if (from < 0 || from > multistate->states)
        return wijk__fail_path(error, WIJK_E_RANGE, "from");
    return wijk__check_number(start, 0, "start", error);
}

wijk_status wijk_multistate_probabilities(const wijk_multistate *multistate, int32_t from, double start,
                                          wijk_survival_interval interval, double level, const double *at,
                                          size_t at_count, wijk_table **out, wijk_error *error) {
    struct asked asked = {.from = from, .start = start, .at = at, .at_count = at_count};
    struct occupation occupation;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    wijk_status status = check_from(multistate, from, start, error);
    if (status == WIJK_OK)
        status = wijk__limits_kind(interval, level, &asked.kind, error);
    if (status == WIJK_OK)
        status = wijk__check_at(at, at_count, start, error);
    if (status != WIJK_OK)
        return status;
    status = make_room(&occupation, multistate);
    if (status == WIJK_OK) {
        begin(&occupation, from, start);
        status = estimate(&occupation, &asked, out);
    }
    finish(&occupation);
    return wijk__error_note(error, status);
}

/* ---- expected time ---- */

static wijk_status expect(struct occupation *occupation, const struct asked *asked, double until, wijk_table **out) {
    size_t states = occupation->states, size = states * sizeof(double);
    double *areas = wijk__allocate_zeroed(occupation->multistate->context, size);
    struct wijk__estimates rows = wijk__estimates_new(occupation->multistate->context, WIJK_RESULT_STATE_STAYS, states);
    struct wijk__row_state_stays *row = rows.rows;
    wijk_status status = areas ? rows.status : WIJK_E_MEMORY;
    for (bool more = true; status == WIJK_OK && more;) {
        double from = occupation->time;
        more = occupation->more && occupation->ahead.time <= until;
        double to = more ? occupation->ahead.time : until;
        for (size_t state = 0; state < states; state++)
            areas[state] += (to - from) * occupation->p[state];
        if (more)
            take_time(occupation);
    }
    for (size_t state = 0; status == WIJK_OK && state < states; state++, row++) {
        *row = wijk__blank_state_stays;
        row->state = (int64_t)state + 1;
        row->from = asked->from ? asked->from : INT64_MIN;
        row->start = asked->start;
        row->until = until;
        if (known(occupation, until))
            row->expected = areas[state];
    }
    wijk__release(occupation->multistate->context, areas, size);
    return wijk__estimates_end(&rows, status, out);
}

wijk_status wijk_multistate_stays(const wijk_multistate *multistate, int32_t from, double start, double until,
                                  wijk_table **out, wijk_error *error) {
    const struct asked asked = {.from = from, .start = start};
    struct occupation occupation;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    wijk_status status = check_from(multistate, from, start, error);
    if (status == WIJK_OK)
        status = until > start ? wijk__check_number(until, 0, "until", error)
                               : wijk__fail_path(error, WIJK_E_RANGE, "until");
    if (status != WIJK_OK)
        return status;
    status = make_room(&occupation, multistate);
    if (status == WIJK_OK) {
        begin(&occupation, from, start);
        status = expect(&occupation, &asked, until, out);
    }
    finish(&occupation);
    return wijk__error_note(error, status);
}
