/* What befalls dossiers in the time since something began. */
#include "cohort/tally.h"

/* Days from the first that can begin anything until the last that is looked at, both included. */
static wijk_status label_days(wijk_tally *tally) {
    int32_t from = tally->days[0] > 0 ? tally->days[0] : 0;
    int64_t count = (int64_t)tally->days[1] - from + 1;
    if (count > INT32_MAX)
        return WIJK_E_LIMIT;
    return wijk__labels_range(tally->context, count > 0 ? (uint32_t)count : 0, &tally->sides[WIJK__SIDE_DAY]);
}

/* ---- the path on a ladder ---- */

wijk_status wijk__prepare_path(wijk_tally *tally, const struct wijk__columns *columns) {
    wijk_status status = wijk__prepare_transitions(tally, columns);
    return status == WIJK_OK ? label_days(tally) : status;
}

struct walk { /* over the acts of a dossier, a day at a time */
    const wijk_tally *tally;
    const struct wijk__columns *columns;
    int32_t next, last; /* places of acts; only those of days that are looked at */
    int32_t day;
    size_t tier; /* at the end of the day */
};

/* The next day on which something happens on the ladder; false when there is none. */
static bool next_day(struct walk *walk) {
    const struct wijk__columns *columns = walk->columns;
    bool found = false;
    for (; walk->next < walk->last; walk->next++) {
        int32_t code = wijk__code_at(columns->codes, columns->code_width, walk->next);
        int32_t effect = walk->tally->effects[code];
        if (effect == WIJK__KEEPS)
            continue;
        if (found && columns->days[walk->next] != walk->day)
            break;
        if (!found && columns->days[walk->next] > walk->tally->days[1])
            break;
        found = true;
        walk->day = columns->days[walk->next];
        walk->tier = (size_t)effect;
    }
    return found;
}

/* The first day on which a household came onto the ladder. */
static bool enter(struct walk *walk) {
    const struct wijk__columns *columns = walk->columns;
    for (; walk->next < walk->last; walk->next++)
        if (walk->tally->effects[wijk__code_at(columns->codes, columns->code_width, walk->next)] > 0)
            return next_day(walk);
    return false;
}

void wijk__count_path(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    size_t tiers = tally->sides[WIJK__SIDE_FROM].count, days = tally->sides[WIJK__SIDE_DAY].count;
    for (uint32_t dossier = first; dossier < end; dossier++) {
        struct walk walk = {tally, columns, columns->offsets[dossier], columns->offsets[dossier + 1], 0, 0};
        if (!enter(&walk) || walk.day < tally->days[0])
            continue;
        size_t unit = wijk__unit_at(tally, dossier) * days, from = 0;
        int32_t start = walk.day;
        do {
            size_t day = unit + (size_t)(walk.day - start);
            if (walk.tier != from || walk.day == start)
                tally->cells[0][(day * tiers + from) * tiers + walk.tier]++;
            from = walk.tier;
        } while (next_day(&walk));
        tally->cells[1][(unit + (size_t)(tally->days[1] - start)) * tiers + from]++;
    }
}

/* ---- from one thing until another ---- */

enum { STARTS = 1, ENDS = 2 };

/* Whether a code has a name, or one that begins with it and a slash. */
static bool is_named(struct wijk__text code, struct wijk__text name) {
    return code.length >= name.length && wijk__text_equal(code.data, name.length, name.data, name.length) &&
           (code.length == name.length || code.data[name.length] == '/');
}

wijk_status wijk__prepare_times(wijk_tally *tally, const struct wijk__columns *columns) {
    tally->effect_count = (size_t)columns->code_names.count;
    tally->effects = wijk__allocate_zeroed(tally->context, tally->effect_count * sizeof *tally->effects);
    if (tally->effects == NULL)
        return WIJK_E_MEMORY;
    for (int32_t i = 0; i < columns->code_names.count; i++) {
        struct wijk__text code = wijk__name(&columns->code_names, i);
        tally->effects[i] = (int16_t)((is_named(code, tally->spec.texts[0]) ? STARTS : 0) |
                                      (is_named(code, tally->spec.texts[1]) ? ENDS : 0));
    }
    return label_days(tally);
}

/* The first act from a place on that is marked so, and looked at; `last` when there is none. */
static int32_t find(const wijk_tally *tally, const struct wijk__columns *columns, int32_t place, int32_t last,
                    int32_t mark, int32_t from) {
    for (; place < last && columns->days[place] <= tally->days[1]; place++) {
        int32_t code = wijk__code_at(columns->codes, columns->code_width, place);
        if ((tally->effects[code] & mark) != 0 && columns->days[place] >= from)
            return place;
    }
    return last;
}

void wijk__count_times(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    size_t days = tally->sides[WIJK__SIDE_DAY].count;
    for (uint32_t dossier = first; dossier < end; dossier++) {
        int32_t last = columns->offsets[dossier + 1];
        int32_t start = find(tally, columns, columns->offsets[dossier], last, STARTS, tally->days[0]);
        if (start == last)
            continue;
        int32_t ended = find(tally, columns, start + 1, last, ENDS, 0);
        int32_t until = ended < last ? columns->days[ended] : tally->days[1];
        size_t cell = wijk__unit_at(tally, dossier) * days + (size_t)(until - columns->days[start]);
        tally->cells[ended < last ? 0 : 1][cell]++;
    }
}
