/* Control charts over time: p, u and Laney's. */
#include "measure/results.h"
#include <wijkteam/compare.h>

#include <math.h>

#define SIGMAS 3
/* Mean range of two values of a normal distribution with standard deviation 1 (2 / sqrt(pi), as it is printed). */
#define MOVING_RANGE 1.128
enum { RUN = 8, TREND = 6 }; /* points in a row */

/* ---- Shewhart ---- */

struct chart {
    bool share, laney;
    double centre, sigma_z; /* sigma_z NaN: too few points to tell it */
};

static const struct {
    bool share, laney;
} kinds[] = {
    [WIJK_CONTROL_CHART_P] = {true, false},
    [WIJK_CONTROL_CHART_U] = {false, false},
    [WIJK_CONTROL_CHART_LANEY_P] = {true, true},
    [WIJK_CONTROL_CHART_LANEY_U] = {false, true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Standard deviation of a point by chance. */
static double sigma_of(const struct chart *chart, double size) {
    double variance = chart->share ? chart->centre * (1 - chart->centre) : chart->centre;
    return sqrt(variance / size);
}

/* How much more the points move than chance would move them: 1 when it does not. Points without size are passed over. */
static double moved(const struct chart *chart, const double *events, const double *sizes, size_t count) {
    double sum = 0, before = NAN;
    size_t moves = 0;
    for (size_t i = 0; i < count; i++) {
        if (sizes[i] <= 0)
            continue;
        double z = (events[i] / sizes[i] - chart->centre) / sigma_of(chart, sizes[i]);
        if (!isnan(before)) {
            sum += fabs(z - before);
            moves++;
        }
        before = z;
    }
    return moves > 0 ? sum / (double)moves / MOVING_RANGE : NAN;
}

static void fill_point(const struct chart *chart, double events, double size, struct wijk__row_chart_points *row) {
    row->events = events;
    row->size = size;
    row->centre = chart->centre;
    if (chart->laney)
        row->sigma_z = chart->sigma_z;
    if (size <= 0)
        return;
    row->value = events / size;
    double reach = SIGMAS * sigma_of(chart, size) * (chart->laney ? chart->sigma_z : 1);
    if (isnan(reach))
        return;
    row->lower = fmax(0, chart->centre - reach);
    row->upper = chart->share ? fmin(1, chart->centre + reach) : chart->centre + reach;
}

struct streak { /* how many points in a row, the last included */
    int32_t side, direction; /* -1, 0, 1 */
    uint32_t on_side, in_direction;
    double before;
};

static int32_t sign_of(double difference) { return (difference > 0) - (difference < 0); }

static int32_t signal_of(struct streak *streak, const struct wijk__row_chart_points *row) {
    int32_t side = sign_of(row->value - row->centre);
    int32_t direction = isnan(streak->before) ? 0 : sign_of(row->value - streak->before);
    streak->on_side = side != 0 && side == streak->side ? streak->on_side + 1 : 1;
    /* The first step of a trend has two points. */
    streak->in_direction = direction != 0 && direction == streak->direction ? streak->in_direction + 1 : 2;
    streak->side = side;
    streak->direction = direction;
    streak->before = row->value;
    if (row->value > row->upper) /* false without limits */
        return WIJK_CHART_SIGNAL_ABOVE_LIMITS;
    if (row->value < row->lower)
        return WIJK_CHART_SIGNAL_BELOW_LIMITS;
    if (side != 0 && streak->on_side >= RUN)
        return side > 0 ? WIJK_CHART_SIGNAL_RUN_ABOVE : WIJK_CHART_SIGNAL_RUN_BELOW;
    if (direction != 0 && streak->in_direction >= TREND)
        return direction > 0 ? WIJK_CHART_SIGNAL_TREND_UP : WIJK_CHART_SIGNAL_TREND_DOWN;
    return WIJK_CHART_SIGNAL_NONE;
}

static void fill_chart(struct chart *chart, int32_t kind, const double *events, const double *sizes, size_t count,
                       struct wijk__row_chart_points *rows) {
    double all_events = 0, all_sizes = 0;
    struct streak streak = {.before = NAN};
    for (size_t i = 0; i < count; i++) {
        all_events += events[i];
        all_sizes += sizes[i];
    }
    chart->centre = all_sizes > 0 ? all_events / all_sizes : NAN;
    chart->sigma_z = chart->laney ? moved(chart, events, sizes, count) : NAN;
    for (size_t i = 0; i < count; i++) {
        rows[i] = wijk__blank_chart_points;
        rows[i].chart = kind;
        fill_point(chart, events[i], sizes[i], &rows[i]);
        if (isnan(rows[i].value))
            streak = (struct streak){.before = NAN};
        else
            rows[i].signal = signal_of(&streak, &rows[i]);
    }
}

wijk_status wijk_control_chart(wijk_context *context, int32_t kind, const double *events, const double *sizes,
                               size_t count, wijk_table **out, wijk_error *error) {
    struct wijk__row_chart_points *rows;
    if (out)
        *out = NULL;
    if (!context || !out || (count > 0 && (!events || !sizes)))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !out ? "out" : !events ? "events" : "sizes");
    if (kind < 1 || kind >= KINDS)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "chart");
    struct chart chart = {.share = kinds[kind].share, .laney = kinds[kind].laney};
    wijk_status status = wijk__counts_check(events, sizes, count, chart.share, error);
    if (status != WIJK_OK)
        return status;
    status = wijk__rows_new(context, WIJK_RESULT_CHART_POINTS, count, (void **)&rows);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    fill_chart(&chart, kind, events, sizes, count, rows);
    return wijk__rows_finish(context, WIJK_RESULT_CHART_POINTS, rows, count, out, error);
}
