/* A timeline, made from counts by day, and walked along. */
#include "measure/timeline.h"

#include <math.h>

void wijk__timeline_free(struct wijk__timeline *line) {
    if (!line->context)
        return;
    wijk__release(line->context, line->time, line->times * sizeof *line->time);
    wijk__release(line->context, line->first, (line->times + 1) * sizeof *line->first);
    wijk__release(line->context, line->change, line->changes * sizeof *line->change);
    wijk__release(line->context, line->start, (size_t)line->froms * sizeof *line->start);
    *line = (struct wijk__timeline){0};
}

wijk_status wijk__timeline_new(wijk_context *context, int32_t froms, int32_t tos, size_t times, size_t changes,
                               struct wijk__timeline *out) {
    *out = (struct wijk__timeline){.context = context, .froms = froms, .tos = tos, .times = times, .changes = changes};
    out->time = wijk__allocate(context, times * sizeof *out->time);
    out->first = wijk__allocate(context, (times + 1) * sizeof *out->first);
    out->change = wijk__allocate(context, changes * sizeof *out->change);
    out->start = wijk__allocate_zeroed(context, (size_t)froms * sizeof *out->start);
    if (out->time && out->first && out->change && out->start)
        return WIJK_OK;
    wijk__timeline_free(out);
    return WIJK_E_MEMORY;
}

/* ---- from a grid ---- */

static bool any(const uint32_t *cells, size_t count) {
    uint32_t seen = 0;
    for (size_t i = 0; i < count; i++)
        seen |= cells[i];
    return seen != 0;
}

wijk_status wijk__timeline_from_grid(wijk_context *context, const struct wijk__day_grid *grid, const uint64_t *start,
                                     struct wijk__timeline *out) {
    size_t kinds = (size_t)grid->tos + 2, width = (size_t)grid->froms * kinds, times = 0, changes = 0;
    for (size_t day = 0; day < grid->days; day++)
        times += any(grid->cells + day * width, width);
    for (size_t cell = 0; cell < grid->days * width; cell++)
        changes += grid->cells[cell] != 0;
    wijk_status status = wijk__timeline_new(context, grid->froms, grid->tos, times, changes, out);
    if (status != WIJK_OK)
        return status;
    size_t place = 0, next = 0;
    for (size_t day = 0; day < grid->days; day++) {
        const uint32_t *cells = grid->cells + day * width;
        if (!any(cells, width))
            continue;
        out->time[place] = grid->origin + (double)day;
        out->first[place++] = next;
        for (size_t cell = 0; cell < width; cell++)
            if (cells[cell])
                out->change[next++] = (struct wijk__change){(int32_t)(cell / kinds), (int32_t)(cell % kinds) - 1,
                                                            cells[cell]};
    }
    out->first[place] = next;
    if (start)
        memcpy(out->start, start, (size_t)grid->froms * sizeof *start);
    return WIJK_OK;
}

/* ---- walking ---- */

wijk_status wijk__timeline_walk_start(const struct wijk__timeline *line, struct wijk__timeline_walk *walk) {
    size_t size = (size_t)line->froms * sizeof *walk->at_risk;
    *walk = (struct wijk__timeline_walk){.line = line, .at_risk = wijk__allocate(line->context, size)};
    if (!walk->at_risk)
        return WIJK_E_MEMORY;
    memcpy(walk->at_risk, line->start, size);
    return WIJK_OK;
}

void wijk__timeline_walk_end(struct wijk__timeline_walk *walk) {
    if (walk->line)
        wijk__release(walk->line->context, walk->at_risk, (size_t)walk->line->froms * sizeof *walk->at_risk);
    walk->at_risk = NULL;
}

bool wijk__timeline_next(struct wijk__timeline_walk *walk, double until, struct wijk__timeline_step *step) {
    const struct wijk__timeline *line = walk->line;
    if (walk->next >= line->changes || line->time[walk->place] > until)
        return false;
    const struct wijk__change *change = &line->change[walk->next];
    size_t end = line->first[walk->place + 1];
    *step = (struct wijk__timeline_step){.place = walk->place, .time = line->time[walk->place], .from = change->from};
    step->at_risk = walk->at_risk[step->from];
    for (; walk->next < end && change->from == step->from; change++, walk->next++) {
        if (change->to == WIJK__ENTERED) {
            step->entered = change->count;
        } else if (change->to == WIJK__CENSORED) {
            step->censored = change->count;
        } else {
            if (step->kinds++ == 0)
                step->event = change;
            step->events += change->count;
        }
    }
    walk->at_risk[step->from] = step->at_risk + step->entered - step->events - step->censored;
    if (walk->next == end)
        walk->place++;
    return true;
}

void wijk__timeline_last(const struct wijk__timeline *line, double *last) {
    for (int32_t from = 0; from < line->froms; from++)
        last[from] = -1;
    for (size_t place = 0; place < line->times; place++)
        for (size_t i = line->first[place]; i < line->first[place + 1]; i++)
            if (line->change[i].to != WIJK__ENTERED)
                last[line->change[i].from] = line->time[place];
}
