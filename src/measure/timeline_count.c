/* A timeline counted from rows: on a grid of days when the times are whole and not too far apart, which takes two looks
 * at each row; otherwise sorted, by digits, so that nothing depends on the order of the rows. */
#include "measure/timeline.h"

#include <float.h>

/* ---- judging ----
 *
 * This and the counting are all that is done for each row. The loops take LANES rows at once, without branches, so that
 * a compiler makes vectors of them; what is wrong is looked for again, one by one, for the error. */

enum { LANES = 8 };

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Whether all are whole days from 0 on, and a day that none is after (less than twice the last). A double from 2^52 to
 * 2^53 has its whole number in its low bits; adding 2^52 rounds what is not whole. */
static bool whole_days(const double *values, size_t count, uint64_t *most) {
    const double shift = 4503599627370496.0;
    uint64_t broken[LANES] = {0}, signs[LANES] = {0}, days[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            double value = values[i + lane], shifted = value + shift, back = shifted - shift;
            broken[lane] |= bits_of(value) ^ bits_of(back);
            signs[lane] |= bits_of(value);
            days[lane] |= bits_of(shifted);
        }
    for (; i < count; i++) {
        double value = values[i], shifted = value + shift, back = shifted - shift;
        broken[0] |= bits_of(value) ^ bits_of(back);
        signs[0] |= bits_of(value);
        days[0] |= bits_of(shifted);
    }
    for (size_t lane = 1; lane < LANES; lane++) {
        broken[0] |= broken[lane];
        signs[0] |= signs[lane];
        days[0] |= days[lane];
    }
    uint64_t last = count > 0 ? days[0] ^ bits_of(shift) : 0;
    *most = last > *most ? last : *most;
    return broken[0] == 0 && signs[0] >> 63 == 0 && last < (uint64_t)INT32_MAX;
}

struct judged { /* what was seen of the times */
    uint64_t most; /* no day is after it, when they are whole */
    bool whole;
};

static wijk_status refuse(wijk_error *error, const char *name, size_t item) {
    wijk__fail_path(error, WIJK_E_RANGE, name);
    wijk__error_index(error, (int64_t)item);
    return WIJK_E_RANGE;
}

static wijk_status judge_times(const double *values, size_t count, const char *name, struct judged *seen,
                               wijk_error *error) {
    bool whole = whole_days(values, count, &seen->most);
    seen->whole = seen->whole && whole;
    for (size_t i = 0; !whole && i < count; i++)
        if (!(values[i] >= 0 && values[i] <= DBL_MAX))
            return refuse(error, name, i);
    return WIJK_OK;
}

static wijk_status judge_codes(const int32_t *codes, size_t count, const char *name, int32_t least, int32_t most,
                               int32_t *seen, wijk_error *error) {
    int32_t low[LANES], high[LANES];
    size_t i = 0;
    for (size_t lane = 0; lane < LANES; lane++) {
        low[lane] = most;
        high[lane] = least;
    }
    for (; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            int32_t code = codes[i + lane];
            low[lane] = code < low[lane] ? code : low[lane];
            high[lane] = code > high[lane] ? code : high[lane];
        }
    for (; i < count; i++) {
        low[0] = codes[i] < low[0] ? codes[i] : low[0];
        high[0] = codes[i] > high[0] ? codes[i] : high[0];
    }
    *seen = least;
    bool good = true;
    for (size_t lane = 0; lane < LANES; lane++) {
        good = good && low[lane] >= least && high[lane] <= most;
        *seen = high[lane] > *seen ? high[lane] : *seen;
    }
    for (i = 0; !good && i < count; i++)
        if (codes[i] < least || codes[i] > most)
            return refuse(error, name, i);
    return WIJK_OK;
}

static wijk_status judge_order(const struct wijk__spells *spells, wijk_error *error) {
    unsigned bad = 0;
    for (size_t i = 0; i < spells->count; i++)
        bad |= (unsigned)!(spells->entry[i] < spells->exit[i]);
    for (size_t i = 0; bad && i < spells->count; i++)
        if (!(spells->entry[i] < spells->exit[i]))
            return refuse(error, spells->exit_name, i);
    return WIJK_OK;
}

/* ---- on a grid of days ---- */

static size_t day_of(double whole) { return (size_t)(int32_t)whole; }

/* What is read again and again stands in locals: a compiler cannot know that the cells are no part of the rest. */
static void fill_grid(const struct wijk__spells *spells, int32_t froms, int32_t tos, uint32_t *cells) {
    size_t kinds = (size_t)tos + 2, width = (size_t)froms * kinds, count = spells->count;
    const double *entry = spells->entry, *exit = spells->exit;
    const int32_t *from = spells->from, *to = spells->to;
    const ptrdiff_t least = spells->from_least, line = (ptrdiff_t)kinds;
    if (!from) {
        for (size_t i = 0; i < count; i++)
            cells[day_of(exit[i]) * width + (size_t)(to[i] + 1)]++;
        for (size_t i = 0; entry && i < count; i++)
            cells[day_of(entry[i]) * width]++;
        return;
    }
    for (size_t i = 0; i < count; i++)
        cells[day_of(exit[i]) * width + (size_t)((from[i] - least) * line + to[i] + 1)]++;
    for (size_t i = 0; entry && i < count; i++)
        cells[day_of(entry[i]) * width + (size_t)((from[i] - least) * line)]++;
}

/* How many cells a grid has, when it is worth its memory: not many more than there are rows. */
static bool grid_size(const struct wijk__spells *spells, uint64_t most, int32_t froms, int32_t tos, size_t *cells) {
    const size_t spare = 4096;
    size_t width = (size_t)froms * ((size_t)tos + 2);
    return wijk__multiply((size_t)most + 1, width, cells) && *cells / 2 <= spells->count + spare;
}

static wijk_status count_on_grid(wijk_context *context, const struct wijk__spells *spells, size_t size, size_t days,
                                 int32_t froms, int32_t tos, struct wijk__timeline *out) {
    uint32_t *cells = wijk__allocate_zeroed(context, size * sizeof *cells);
    if (!cells)
        return WIJK_E_MEMORY;
    fill_grid(spells, froms, tos, cells);
    const struct wijk__day_grid grid = {.days = days, .froms = froms, .tos = tos, .cells = cells};
    wijk_status status = wijk__timeline_from_grid(context, &grid, NULL, out);
    wijk__release(context, cells, size * sizeof *cells);
    return status;
}

/* ---- sorted ---- */

struct mark { /* one row's entry or exit */
    uint64_t time; /* the bits of the double, which for what is not negative have the order of the numbers */
    uint32_t code; /* from and to, in the order of changes */
};

static double time_of(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

enum { DIGIT = 11, DIGITS = 1 << DIGIT };

static size_t digit(const struct mark *mark, unsigned shift, bool of_code) {
    return (of_code ? mark->code : mark->time) >> shift & (DIGITS - 1);
}

/* By one digit; answers where the marks are then: where they were, when all have the same. */
static struct mark *sort_digit(struct mark *from, struct mark *to, size_t count, unsigned shift, bool of_code,
                               size_t *places) {
    memset(places, 0, DIGITS * sizeof *places);
    for (size_t i = 0; i < count; i++)
        places[digit(&from[i], shift, of_code)]++;
    if (places[digit(&from[0], shift, of_code)] == count)
        return from;
    for (size_t i = 0, sum = 0; i < DIGITS; i++) {
        size_t many = places[i];
        places[i] = sum;
        sum += many;
    }
    for (size_t i = 0; i < count; i++)
        to[places[digit(&from[i], shift, of_code)]++] = from[i];
    return to;
}

static struct mark *sort(struct mark *marks, struct mark *spare, size_t count, size_t *places) {
    for (unsigned shift = 0; shift < 96; shift += DIGIT) {
        unsigned of_code = shift < 33; /* the code first, since what is sorted last counts most */
        struct mark *sorted = sort_digit(marks, spare, count, of_code ? shift : shift - 33, of_code, places);
        spare = sorted == marks ? spare : marks;
        marks = sorted;
    }
    return marks;
}

static size_t mark_rows(const struct wijk__spells *spells, int32_t tos, struct mark *marks) {
    uint32_t kinds = (uint32_t)tos + 2;
    size_t next = 0;
    for (size_t i = 0; i < spells->count; i++) {
        uint32_t from = spells->from ? (uint32_t)(spells->from[i] - spells->from_least) * kinds : 0;
        /* -0 + 0 is 0 */
        marks[next++] = (struct mark){bits_of(spells->exit[i] + 0.0), from + (uint32_t)(spells->to[i] + 1)};
        if (spells->entry)
            marks[next++] = (struct mark){bits_of(spells->entry[i] + 0.0), from};
    }
    return next;
}

static bool same(const struct mark *a, const struct mark *b) { return a->time == b->time && a->code == b->code; }

static wijk_status gather(wijk_context *context, const struct mark *marks, size_t count, int32_t froms, int32_t tos,
                          struct wijk__timeline *out) {
    uint32_t kinds = (uint32_t)tos + 2;
    size_t times = 1, changes = 1, next = 0, place = 0;
    for (size_t i = 1; i < count; i++) {
        times += marks[i].time != marks[i - 1].time;
        changes += !same(&marks[i], &marks[i - 1]);
    }
    wijk_status status = wijk__timeline_new(context, froms, tos, times, changes, out);
    if (status != WIJK_OK)
        return status;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && same(&marks[end], &marks[i]))
            end++;
        if (i == 0 || marks[i].time != marks[i - 1].time) {
            out->time[place] = time_of(marks[i].time);
            out->first[place++] = next;
        }
        out->change[next++] = (struct wijk__change){(int32_t)(marks[i].code / kinds),
                                                    (int32_t)(marks[i].code % kinds) - 1, (uint32_t)(end - i)};
        i = end;
    }
    out->first[place] = next;
    return WIJK_OK;
}

static wijk_status count_sorted(wijk_context *context, const struct wijk__spells *spells, int32_t froms, int32_t tos,
                                struct wijk__timeline *out) {
    size_t most = spells->entry ? 2 * spells->count : spells->count, size;
    size_t *places = wijk__allocate(context, DIGITS * sizeof *places);
    struct mark *marks = NULL;
    wijk_status status = WIJK_E_MEMORY;
    if (!wijk__multiply(most, 2 * sizeof *marks, &size))
        size = 0; /* more than there can be */
    else if (places && (marks = wijk__allocate(context, size)) != NULL) {
        size_t count = mark_rows(spells, tos, marks);
        status = gather(context, sort(marks, marks + most, count, places), count, froms, tos, out);
    }
    wijk__release(context, marks, size);
    wijk__release(context, places, DIGITS * sizeof *places);
    return status;
}

/* ---- both ---- */

static wijk_status judge_all(const struct wijk__spells *spells, struct judged *times, int32_t *from, int32_t *to,
                             wijk_error *error) {
    *times = (struct judged){.whole = true};
    wijk_status status = judge_times(spells->exit, spells->count, spells->exit_name, times, error);
    if (status == WIJK_OK && spells->entry)
        status = judge_times(spells->entry, spells->count, "entry", times, error);
    if (status == WIJK_OK && spells->entry)
        status = judge_order(spells, error);
    if (status == WIJK_OK && spells->from)
        status = judge_codes(spells->from, spells->count, spells->from_name, spells->from_least, spells->from_most,
                             from, error);
    if (status == WIJK_OK)
        status = judge_codes(spells->to, spells->count, spells->to_name, 0, spells->to_most, to, error);
    return status;
}

/* Who did not enter was there from the start. */
static void count_start(struct wijk__timeline *line) {
    for (size_t i = 0; i < line->changes; i++)
        line->start[line->change[i].from] += line->change[i].count;
}

wijk_status wijk__timeline_count(wijk_context *context, const struct wijk__spells *spells, struct wijk__timeline *out,
                                 wijk_error *error) {
    struct judged times;
    int32_t from = spells->from_least, to = 0;
    size_t cells;
    *out = (struct wijk__timeline){0};
    if (spells->count > UINT32_MAX)
        return wijk__fail(error, WIJK_E_LIMIT);
    wijk_status status = judge_all(spells, &times, &from, &to, error);
    if (status != WIJK_OK)
        return status;
    int32_t froms = from - spells->from_least + 1;
    if (spells->count == 0)
        status = wijk__timeline_new(context, froms, to, 0, 0, out);
    else if (times.whole && grid_size(spells, times.most, froms, to, &cells))
        status = count_on_grid(context, spells, cells, (size_t)times.most + 1, froms, to, out);
    else
        status = count_sorted(context, spells, froms, to, out);
    if (status == WIJK_OK && !spells->entry)
        count_start(out);
    return status == WIJK_OK ? WIJK_OK : wijk__fail(error, status);
}
