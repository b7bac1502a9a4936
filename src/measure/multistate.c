/* Stays in states, counted; and whether those of one subject can be true together. */
#include "measure/survival.h"

/* ---- stays of one subject ---- */

struct stays {
    const int64_t *subject;
    const double *entry, *exit;
    const int32_t *from, *to;
};

static bool before(const struct stays *stays, uint32_t a, uint32_t b) {
    if (stays->subject[a] != stays->subject[b])
        return stays->subject[a] < stays->subject[b];
    return stays->entry[a] < stays->entry[b];
}

/* By subject and entry; rows that are the same in both stay in their order. */
static uint32_t *merge_sort(const struct stays *stays, uint32_t *order, uint32_t *spare, size_t count) {
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count;
            size_t high = middle + width < count ? middle + width : count;
            size_t left = low, right = middle;
            for (size_t i = low; i < high; i++)
                spare[i] = left < middle && (right == high || !before(stays, order[right], order[left]))
                               ? order[left++]
                               : order[right++];
        }
        uint32_t *sorted = spare;
        spare = order;
        order = sorted;
    }
    return order;
}

/* Whether a stay may follow another of the same subject. */
static wijk_status follow(const struct stays *stays, size_t earlier, size_t later, wijk_error *error) {
    const char *what = NULL;
    if (stays->subject[earlier] != stays->subject[later])
        return WIJK_OK;
    if (stays->entry[later] < stays->exit[earlier])
        what = "entry";
    else if (stays->entry[later] == stays->exit[earlier] && stays->to[earlier] != 0 &&
             stays->to[earlier] != stays->from[later])
        what = "from";
    if (!what)
        return WIJK_OK;
    wijk__fail_path(error, WIJK_E_HISTORY, what);
    wijk__error_index(error, (int64_t)later);
    return WIJK_E_HISTORY;
}

static wijk_status check_stays(wijk_context *context, const struct stays *stays, size_t count, wijk_error *error) {
    size_t size = 2 * count * sizeof(uint32_t), i = 1;
    wijk_status status = WIJK_OK;
    while (i < count && !before(stays, (uint32_t)i, (uint32_t)(i - 1)))
        i++;
    if (i >= count) { /* in order as they are, which is usual */
        for (i = 1; status == WIJK_OK && i < count; i++)
            status = follow(stays, i - 1, i, error);
        return status;
    }
    uint32_t *order = wijk__allocate(context, size);
    if (!order)
        return wijk__fail(error, WIJK_E_MEMORY);
    for (i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    const uint32_t *sorted = merge_sort(stays, order, order + count, count);
    for (i = 1; status == WIJK_OK && i < count; i++)
        status = follow(stays, sorted[i - 1], sorted[i], error);
    wijk__release(context, order, size);
    return status;
}

static wijk_status check_moves(const int32_t *from, const int32_t *to, size_t count, wijk_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (from[i] != to[i])
            continue;
        wijk__fail_path(error, WIJK_E_RANGE, "to");
        wijk__error_index(error, (int64_t)i);
        return WIJK_E_RANGE;
    }
    return WIJK_OK;
}

/* ---- counting ---- */

static wijk_status wrap(wijk_context *context, struct wijk__timeline *line, int32_t states, wijk_multistate **out) {
    wijk_multistate *multistate = wijk__allocate(context, sizeof *multistate);
    if (!multistate) {
        wijk__timeline_free(line);
        return WIJK_E_MEMORY;
    }
    multistate->context = wijk_context_ref(context);
    multistate->line = *line;
    multistate->states = states;
    *out = multistate;
    return WIJK_OK;
}

wijk_status wijk_multistate_new(wijk_context *context, const int64_t *subject, const double *entry, const double *exit,
                                const int32_t *from, const int32_t *to, size_t count, int32_t states,
                                wijk_multistate **out, wijk_error *error) {
    struct wijk__timeline line;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!context || (count > 0 && (!entry || !exit || !from || !to)))
        return wijk__fail_path(error, WIJK_E_ARGUMENT,
                               !context ? "context" : !entry ? "entry" : !exit ? "exit" : !from ? "from" : "to");
    if (states < 1 || states > WIJK_MULTISTATE_STATES_MOST)
        return wijk__fail_path(error, WIJK_E_RANGE, "states");
    if (count > INT32_MAX)
        return wijk__fail(error, WIJK_E_LIMIT);
    const struct wijk__spells spells = {.count = count, .entry = entry, .exit = exit, .from = from, .to = to,
                                        .from_least = 1, .from_most = states, .to_most = states, .exit_name = "exit",
                                        .from_name = "from", .to_name = "to"};
    const struct stays stays = {subject, entry, exit, from, to};
    wijk_status status = wijk__timeline_count(context, &spells, &line, error);
    if (status != WIJK_OK)
        return status;
    status = check_moves(from, to, count, error);
    if (status == WIJK_OK && subject)
        status = check_stays(context, &stays, count, error);
    if (status == WIJK_OK)
        return wijk__error_note(error, wrap(context, &line, states, out));
    wijk__timeline_free(&line);
    return status;
}

wijk_status wijk__multistate_from_grid(wijk_context *context, const struct wijk__day_grid *grid,
                                       wijk_multistate **out) {
    struct wijk__timeline line;
    *out = NULL;
    wijk_status status = wijk__timeline_from_grid(context, grid, NULL, &line);
    return status == WIJK_OK ? wrap(context, &line, grid->froms, out) : status;
}

void wijk_multistate_destroy(wijk_multistate *multistate) {
    if (!multistate)
        return;
    wijk_context *context = multistate->context;
    wijk__timeline_free(&multistate->line);
    wijk__release(context, multistate, sizeof *multistate);
    wijk_context_unref(context);
}
