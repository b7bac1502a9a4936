/* From a tally to what is estimated from it: counts by day become what measure/ makes of rows. */
#include "cohort/tally.h"
#include "measure/survival.h"

/* ---- a grid of days that fills up ---- */

struct grid {
    struct wijk__day_grid of;
    uint32_t *cells;
    size_t size;
};

static wijk_status make_grid(wijk_context *context, const struct wijk__labels *days, size_t froms, size_t tos,
                             struct grid *out) {
    size_t count = 0, width = froms * (tos + 2); /* neither is more than 65,537 */
    for (uint32_t i = 0; i < days->count; i++)
        if ((uint64_t)days->numbers[i] >= count)
            count = (size_t)days->numbers[i] + 1;
    *out = (struct grid){.of = {.days = count, .froms = (int32_t)froms, .tos = (int32_t)tos}};
    if (!wijk__multiply(count, width, &out->size) || out->size > WIJK__CELLS_MOST)
        return WIJK_E_LIMIT;
    out->cells = wijk__allocate_zeroed(context, (out->size + 1) * sizeof *out->cells);
    out->of.cells = out->cells;
    return out->cells != NULL ? WIJK_OK : WIJK_E_MEMORY;
}

static void free_grid(wijk_context *context, struct grid *grid) {
    if (grid->cells != NULL)
        wijk__release(context, grid->cells, (grid->size + 1) * sizeof *grid->cells);
}

/* `to` as in a timeline: WIJK__ENTERED, WIJK__CENSORED, or which event. */
static wijk_status put(struct grid *grid, int64_t day, uint32_t from, int32_t to, uint64_t count) {
    size_t row = (size_t)day * (size_t)grid->of.froms + from;
    uint32_t *cell = &grid->cells[row * ((size_t)grid->of.tos + 2) + (size_t)(to + 1)];
    if (count > UINT32_MAX - *cell)
        return WIJK_E_LIMIT;
    *cell += (uint32_t)count;
    return WIJK_OK;
}

/* ---- names that the caller gives ---- */

enum { NOWHERE = UINT32_MAX };

/* The place among some names of each label; NOWHERE when it is none of them. Without names all are in place 0. */
static uint32_t *find_names(wijk_context *context, const struct wijk__labels *labels, const char *const *names,
                            size_t count) {
    uint32_t *places = wijk__allocate(context, ((size_t)labels->count + 1) * sizeof *places);
    for (uint32_t i = 0; places != NULL && i < labels->count; i++) {
        struct wijk__text label = wijk__name(&labels->names, (int32_t)i);
        places[i] = count == 0 ? 0 : NOWHERE;
        for (size_t j = 0; j < count; j++)
            if (wijk__text_equal(label.data, label.length, names[j], strlen(names[j])))
                places[i] = (uint32_t)j;
    }
    return places;
}

static void free_names(wijk_context *context, const struct wijk__labels *labels, uint32_t *places) {
    if (places != NULL)
        wijk__release(context, places, ((size_t)labels->count + 1) * sizeof *places);
}

static wijk_status check_names(const char *const *names, size_t count, size_t least, size_t most, const char *argument,
                               wijk_error *error) {
    if (count < least || count > most || (names == NULL && count > 0))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, argument);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j <= i; j++)
            if (names[i] == NULL || (j < i && strcmp(names[i], names[j]) == 0))
                return wijk__fail_path(error, names[i] == NULL ? WIJK_E_ARGUMENT : WIJK_E_DUPLICATE, argument);
    return WIJK_OK;
}

static wijk_status check_tally(const wijk_tally *tally, int32_t kind, const void *out, wijk_error *error) {
    if (tally == NULL || tally->def->kind != kind)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "tally");
    return out == NULL ? wijk__fail_path(error, WIJK_E_ARGUMENT, "out") : WIJK_OK;
}

/* ---- time until something ---- */

static wijk_status put_times(const wijk_tally *tally, const struct wijk__counts *all, const uint32_t *groups,
                             struct grid *grid, uint64_t *start) {
    wijk_status status = WIJK_OK;
    for (uint32_t plane = 0; plane < tally->def->plane_count; plane++) {
        const struct wijk__cells *cells = &all->planes[plane];
        for (size_t i = 0; status == WIJK_OK && i < cells->count; i++) {
            uint32_t places[WIJK__SIDES];
            wijk__key_read(&tally->def->planes[plane], all->sides, cells->keys[i], places);
            uint32_t group = groups[places[WIJK__SIDE_UNIT]];
            bool ended = tally->def->planes[plane].code == WIJK_COUNTED_ENDED;
            if (group == NOWHERE)
                continue;
            status = put(grid, all->sides[WIJK__SIDE_DAY].numbers[places[WIJK__SIDE_DAY]], group,
                         ended ? 1 : WIJK__CENSORED, cells->values[i]);
            start[group] += cells->values[i];
        }
    }
    return status;
}

wijk_status wijk_tally_survival(const wijk_tally *tally, const char *const *units, size_t unit_count,
                                wijk_survival **out, wijk_error *error) {
    wijk_status status = check_tally(tally, WIJK_TALLY_TIMES, out, error);
    if (out != NULL)
        *out = NULL;
    if (status == WIJK_OK)
        status = check_names(units, unit_count, 0, WIJK_SURVIVAL_GROUP_MOST, "units", error);
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    struct wijk__counts all;
    status = wijk__settle(tally, &all);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    size_t groups = unit_count > 0 ? unit_count : 1;
    struct grid grid = {.cells = NULL};
    const struct wijk__labels *labels = &all.sides[WIJK__SIDE_UNIT];
    uint64_t *start = wijk__allocate_zeroed(tally->context, groups * sizeof *start);
    uint32_t *places = find_names(tally->context, labels, units, unit_count);
    status = start == NULL || places == NULL ? WIJK_E_MEMORY
                                             : make_grid(tally->context, &all.sides[WIJK__SIDE_DAY], groups, 1, &grid);
    if (status == WIJK_OK)
        status = put_times(tally, &all, places, &grid, start);
    if (status == WIJK_OK)
        status = wijk__survival_from_grid(tally->context, &grid.of, start, out);
    free_grid(tally->context, &grid);
    free_names(tally->context, labels, places);
    if (start != NULL)
        wijk__release(tally->context, start, groups * sizeof *start);
    wijk__counts_free(tally->context, &all);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

/* ---- states ---- */

struct path {
    const wijk_tally *tally;
    const struct wijk__counts *all;
    const char *unit;       /* NULL: all of them */
    const uint32_t *from;   /* state of each label, NOWHERE for those that the caller did not name */
    const uint32_t *to;
    struct grid grid;
};

/* Whoever is seen last on the day on which the path begins was at risk of nothing: taken off what came in. */
static wijk_status put_last(struct path *path, int64_t day, uint32_t from, uint64_t count) {
    if (day > 0)
        return put(&path->grid, day, from, WIJK__CENSORED, count);
    path->grid.cells[from * ((size_t)path->grid.of.tos + 2)] -= (uint32_t)count;
    return WIJK_OK;
}

static wijk_status put_move(struct path *path, int64_t day, uint32_t from, uint32_t to, uint64_t count) {
    wijk_status status = day > 0 ? put(&path->grid, day, from, (int32_t)to + 1, count) : WIJK_OK;
    return status == WIJK_OK ? put(&path->grid, day, to, WIJK__ENTERED, count) : status;
}

static wijk_status put_plane(struct path *path, uint32_t plane) {
    const struct wijk__plane_def *def = &path->tally->def->planes[plane];
    const struct wijk__labels *sides = path->all->sides;
    const struct wijk__cells *cells = &path->all->planes[plane];
    bool moves = def->code == WIJK_COUNTED_MOVES;
    wijk_status status = WIJK_OK;
    for (size_t i = 0; status == WIJK_OK && i < cells->count; i++) {
        uint32_t places[WIJK__SIDES];
        wijk__key_read(def, sides, cells->keys[i], places);
        struct wijk__text unit = wijk__name(&sides[WIJK__SIDE_UNIT].names, (int32_t)places[WIJK__SIDE_UNIT]);
        if (path->unit != NULL && !wijk__text_equal(unit.data, unit.length, path->unit, strlen(path->unit)))
            continue;
        int64_t day = sides[WIJK__SIDE_DAY].numbers[places[WIJK__SIDE_DAY]];
        uint32_t from = path->from[places[WIJK__SIDE_FROM]], to = moves ? path->to[places[WIJK__SIDE_TO]] : 0;
        if (to == NOWHERE || (from == NOWHERE && !(moves && day == 0)))
            return WIJK_E_UNKNOWN;
        status = moves ? put_move(path, day, from, to, cells->values[i]) : put_last(path, day, from, cells->values[i]);
    }
    return status;
}

wijk_status wijk_tally_multistate(const wijk_tally *tally, const char *unit, const char *const *states,
                                  size_t state_count, wijk_multistate **out, wijk_error *error) {
    wijk_status status = check_tally(tally, WIJK_TALLY_PATH, out, error);
    if (out != NULL)
        *out = NULL;
    if (status == WIJK_OK)
        status = check_names(states, state_count, 1, WIJK_MULTISTATE_STATES_MOST, "states", error);
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    struct wijk__counts all;
    status = wijk__settle(tally, &all);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    const struct wijk__labels *sides = all.sides;
    uint32_t *from = find_names(tally->context, &sides[WIJK__SIDE_FROM], states, state_count);
    uint32_t *to = find_names(tally->context, &sides[WIJK__SIDE_TO], states, state_count);
    struct path path = {.tally = tally, .all = &all, .unit = unit, .from = from, .to = to};
    status = from == NULL || to == NULL
                 ? WIJK_E_MEMORY
                 : make_grid(tally->context, &sides[WIJK__SIDE_DAY], state_count, state_count, &path.grid);
    for (uint32_t plane = 0; status == WIJK_OK && plane < tally->def->plane_count; plane++)
        status = put_plane(&path, plane);
    bool unknown = status == WIJK_E_UNKNOWN;
    if (status == WIJK_OK)
        status = wijk__multistate_from_grid(tally->context, &path.grid.of, out);
    free_grid(tally->context, &path.grid);
    free_names(tally->context, &sides[WIJK__SIDE_FROM], from);
    free_names(tally->context, &sides[WIJK__SIDE_TO], to);
    wijk__counts_free(tally->context, &all);
    return unknown ? wijk__fail_path(error, status, "states") : status == WIJK_OK ? status : wijk__fail(error, status);
}
