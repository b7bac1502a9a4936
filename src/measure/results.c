/* What comparisons share: counts are looked at first, and results become tables. */
#include "measure/results.h"

#include <math.h>

wijk_status wijk__fail_item(wijk_error *error, const char *argument, size_t item) {
    wijk__fail_path(error, WIJK_E_RANGE, argument);
    wijk__error_index(error, (int64_t)item);
    return WIJK_E_RANGE;
}

static const char *wrong_count(double events, double size, bool share) {
    if (!(events >= 0 && events <= WIJK__COUNT_MOST) || events != floor(events))
        return "events";
    if (!(size == 0 || (size >= WIJK__SIZE_LEAST && size <= WIJK__COUNT_MOST)) || (share && size != floor(size)))
        return "sizes";
    return share && events > size ? "events" : NULL;
}

wijk_status wijk__counts_check(const double *events, const double *sizes, size_t count, bool share,
                               wijk_error *error) {
    for (size_t i = 0; i < count; i++) {
        const char *wrong = wrong_count(events[i], sizes[i], share);
        if (wrong)
            return wijk__fail_item(error, wrong, i);
    }
    return WIJK_OK;
}

wijk_status wijk__rows_new(wijk_context *context, wijk_table_id result, size_t count, void **rows) {
    size_t size;
    *rows = NULL;
    if (count > UINT32_MAX)
        return WIJK_E_LIMIT;
    if (!wijk__multiply(count, wijk__table_def(result)->row_size, &size))
        return WIJK_E_MEMORY;
    *rows = wijk__allocate(context, size);
    return *rows ? WIJK_OK : WIJK_E_MEMORY;
}

wijk_status wijk__rows_finish(wijk_context *context, wijk_table_id result, void *rows, size_t count, wijk_table **out,
                              wijk_error *error) {
    const struct wijk__table_def *def = wijk__table_def(result);
    wijk_status status = wijk__table_from_rows(context, def, NULL, rows, (uint32_t)count, NULL, out);
    wijk__release(context, rows, count * def->row_size);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}

wijk_status wijk__row_finish(wijk_context *context, wijk_table_id result, const void *row, wijk_table **out,
                             wijk_table **before, wijk_error *error) {
    wijk_status status = wijk__table_from_rows(context, wijk__table_def(result), NULL, row, 1, NULL, out);
    if (status == WIJK_OK)
        return WIJK_OK;
    wijk_table_unref(*before);
    *before = NULL;
    return wijk__fail(error, status);
}

/* Let what stands at `top` sink to its place in a heap of `count`. */
static void sink(double *heap, size_t top, size_t count) {
    double value = heap[top];
    for (size_t below; (below = 2 * top + 1) < count; top = below) {
        below += below + 1 < count && heap[below + 1] > heap[below];
        if (heap[below] <= value)
            break;
        heap[top] = heap[below];
    }
    heap[top] = value;
}

void wijk__sort_reals(double *values, size_t count) {
    for (size_t top = count / 2; top-- > 0;)
        sink(values, top, count);
    for (size_t last = count; last-- > 1;) {
        double largest = values[0];
        values[0] = values[last];
        values[last] = largest;
        sink(values, 0, last);
    }
}

double wijk__quantile_of(const double *sorted, size_t count, double part) {
    double place = (double)(count - 1) * part;
    size_t below = (size_t)place;
    return below + 1 < count ? sorted[below] + (place - (double)below) * (sorted[below + 1] - sorted[below])
                             : sorted[count - 1];
}
