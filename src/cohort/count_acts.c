/* How many acts there were of each kind. */
#include "cohort/tally.h"

wijk_status wijk__prepare_acts(wijk_tally *tally, const struct wijk__columns *columns) {
    tally->sides[WIJK__SIDE_WHAT] =
        (struct wijk__labels){.count = (uint32_t)columns->code_names.count, .names = columns->code_names};
    return WIJK_OK;
}

static inline void count(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end,
                         size_t width) {
    size_t kinds = tally->sides[WIJK__SIDE_WHAT].count;
    bool whole = tally->days[0] <= 0 && tally->days[1] >= columns->date_count;
    for (uint32_t dossier = first; dossier < end; dossier++) {
        uint64_t *cells = tally->cells[0] + wijk__unit_at(tally, dossier) * kinds;
        int32_t last = columns->offsets[dossier + 1];
        if (whole) {
            for (int32_t i = columns->offsets[dossier]; i < last; i++)
                cells[wijk__code_at(columns->codes, width, i)]++;
        } else {
            for (int32_t i = columns->offsets[dossier]; i < last; i++)
                cells[wijk__code_at(columns->codes, width, i)] +=
                    columns->days[i] >= tally->days[0] && columns->days[i] < tally->days[1];
        }
    }
}

void wijk__count_acts(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    if (columns->code_width == sizeof(int8_t))
        count(tally, columns, first, end, sizeof(int8_t));
    else
        count(tally, columns, first, end, sizeof(int16_t));
}
