/* What is counted of measurements and of figures, which stand sorted by dossier. */
#include "cohort/tally.h"

/* The first row that belongs to a dossier or to one after it. */
static uint32_t first_row(const int32_t *dossiers, uint32_t count, uint32_t dossier) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((uint32_t)dossiers[middle] < dossier)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- first and last measurements ---- */

enum { LEVELS_MOST = 4096 }; /* of one scale */

static bool number_before(const void *a, const void *b) { return *(const int64_t *)a < *(const int64_t *)b; }

/* Put levels in order, each once; answers how many are left. */
static uint32_t each_once(int64_t *levels, uint32_t count) {
    uint32_t kept = 0;
    wijk__sort(levels, count, sizeof *levels, number_before);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || levels[kept - 1] != levels[i])
            levels[kept++] = levels[i];
    return kept;
}

/* The levels of the scale that occur, in order: gathered in twice the room, and made each once whenever it is full. */
static wijk_status label_levels(wijk_tally *tally, const struct wijk__columns *columns, struct wijk__labels *labels) {
    size_t size = 2 * LEVELS_MOST * sizeof(int64_t);
    int64_t *levels = wijk__allocate(tally->context, size);
    uint32_t count = 0;
    wijk_status status = levels == NULL ? WIJK_E_MEMORY : WIJK_OK;
    for (uint32_t i = 0; status == WIJK_OK && i < columns->measurements; i++) {
        if (columns->measured.scale[i] != tally->scale)
            continue;
        levels[count++] = columns->measured.value[i];
        if (count == 2 * LEVELS_MOST && (count = each_once(levels, count)) > LEVELS_MOST)
            status = WIJK_E_LIMIT;
    }
    if (status == WIJK_OK) {
        count = each_once(levels, count);
        status = count > LEVELS_MOST ? WIJK_E_LIMIT : wijk__labels_numbers(tally->context, count, labels);
    }
    if (status == WIJK_OK)
        memcpy(labels->numbers, levels, count * sizeof *levels);
    wijk__release(tally->context, levels, size);
    return status;
}

static uint32_t rater_count(const struct wijk__columns *columns) {
    int8_t most = 0;
    for (uint32_t i = 0; i < columns->measurements; i++)
        most = columns->measured.rater[i] > most ? columns->measured.rater[i] : most;
    return (uint32_t)most + 1;
}

wijk_status wijk__prepare_pairs(wijk_tally *tally, const struct wijk__columns *columns) {
    struct wijk__labels *from = &tally->sides[WIJK__SIDE_FROM], *to = &tally->sides[WIJK__SIDE_TO];
    tally->scale = -1;
    for (int32_t i = 0; i < columns->scale_names.count; i++)
        if (wijk__text_compare(wijk__name(&columns->scale_names, i), tally->spec.texts[0]) == 0)
            tally->scale = i;
    wijk_status status = wijk__labels_range(tally->context, rater_count(columns), &tally->sides[WIJK__SIDE_RATER]);
    if (status == WIJK_OK)
        status = label_levels(tally, columns, from);
    *to = *from;
    to->memory = NULL; /* freed with the other side */
    return status;
}

static size_t level_place(const struct wijk__labels *levels, int64_t level) {
    size_t low = 0, high = levels->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (levels->numbers[middle] <= level)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Whether two measurements are of the same dossier, subject and rater; the scale was looked at. */
static bool same_series(const struct wijk__columns *columns, uint32_t a, uint32_t b) {
    return columns->measured.dossier[a] == columns->measured.dossier[b] &&
           columns->measured.scale[a] == columns->measured.scale[b] &&
           columns->measured.subject[a] == columns->measured.subject[b] &&
           columns->measured.rater[a] == columns->measured.rater[b];
}

/* One series: the first and the last measurement of the period, which are two when their days differ. */
static void count_series(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    const struct wijk__labels *levels = &tally->sides[WIJK__SIDE_FROM];
    const int16_t *day = columns->measured.day;
    while (first < end && day[first] < tally->days[0])
        first++;
    while (end > first && day[end - 1] >= tally->days[1])
        end--;
    if (first == end)
        return;
    size_t unit = wijk__unit_at(tally, (uint32_t)columns->measured.dossier[first]);
    size_t row = unit * tally->sides[WIJK__SIDE_RATER].count + (size_t)columns->measured.rater[first];
    size_t cell = row * levels->count + level_place(levels, columns->measured.value[first]);
    if (day[end - 1] == day[first])
        tally->cells[1][cell]++;
    else
        tally->cells[0][cell * levels->count + level_place(levels, columns->measured.value[end - 1])]++;
}

void wijk__count_pairs(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    uint32_t place = first_row(columns->measured.dossier, columns->measurements, first), next;
    uint32_t last = first_row(columns->measured.dossier, columns->measurements, end);
    for (; place < last; place = next) {
        for (next = place + 1; next < last && same_series(columns, place, next);)
            next++;
        if (columns->measured.scale[place] == tally->scale)
            count_series(tally, columns, place, next);
    }
}

/* ---- figures ---- */

wijk_status wijk__prepare_figures(wijk_tally *tally, const struct wijk__columns *columns) {
    tally->sides[WIJK__SIDE_WHAT] =
        (struct wijk__labels){.count = (uint32_t)columns->figure_names.count, .names = columns->figure_names};
    return WIJK_OK;
}

void wijk__count_figures(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    size_t figures = tally->sides[WIJK__SIDE_WHAT].count;
    uint32_t last = first_row(columns->figure.dossier, columns->figures, end);
    for (uint32_t i = first_row(columns->figure.dossier, columns->figures, first); i < last; i++) {
        size_t unit = wijk__unit_at(tally, (uint32_t)columns->figure.dossier[i]);
        size_t cell = unit * figures + (size_t)columns->figure.figure[i];
        tally->cells[0][cell] += (uint64_t)columns->figure.count[i];
        tally->cells[1][cell] += (uint64_t)columns->figure.of[i];
    }
}

uint64_t wijk__figures_most(const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    uint64_t sum = 0;
    uint32_t last = first_row(columns->figure.dossier, columns->figures, end);
    for (uint32_t i = first_row(columns->figure.dossier, columns->figures, first); i < last; i++) {
        int64_t count = columns->figure.count[i], of = columns->figure.of[i];
        sum += (uint64_t)(count > of ? count : of);
        if (sum > INT64_MAX)
            return UINT64_MAX;
    }
    return sum;
}
