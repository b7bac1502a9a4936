/* What a monitor says: verdicts, what they ask for, and the dossiers behind a figure. */
#include "cohort/monitor.h"

#include <math.h>
#include <wijkteam/score.h>
#include <wijkteam/verdict.h>

struct wijk__cell wijk__unit_total(const struct wijk__unit *unit, uint32_t indicator) {
    const struct wijk__cell *cells = WIJK__ITEMS(const struct wijk__cell, unit->cells);
    struct wijk__cell total = {.indicator = indicator};
    for (uint32_t i = 0; i < WIJK__ITEM_COUNT(struct wijk__cell, unit->cells); i++) {
        if (cells[i].indicator != indicator)
            continue;
        total.now.count += cells[i].now.count;
        total.now.of += cells[i].now.of;
        total.now.lost += cells[i].now.lost;
        total.before.count += cells[i].before.count;
        total.before.of += cells[i].before.of;
        total.before.lost += cells[i].before.lost;
    }
    return total;
}

/* ---- rows on their way out, with their texts ---- */

struct rows {
    wijk_context *context;
    struct wijk__bytes rows, texts;
};

static wijk_status put_text(struct rows *rows, struct wijk__text text, struct wijk__span *span) {
    *span = text.length == 0 ? (struct wijk__span){WIJK__NO_TEXT, 0}
                             : (struct wijk__span){(uint32_t)rows->texts.size, (uint32_t)text.length};
    if (rows->texts.size + text.length > INT32_MAX)
        return WIJK_E_LIMIT;
    return text.length == 0 ? WIJK_OK : wijk__bytes_append(rows->context, &rows->texts, text.data, text.length);
}

static wijk_status finish(struct rows *rows, wijk_status status, int32_t result, size_t size, wijk_table **out,
                          wijk_error *error) {
    if (status == WIJK_OK)
        status = wijk__table_from_rows(rows->context, wijk__table_def(result), NULL, rows->rows.data,
                                       (uint32_t)(rows->rows.size / size), rows->texts.data, out);
    wijk__bytes_free(rows->context, &rows->rows);
    wijk__bytes_free(rows->context, &rows->texts);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}

/* ---- one figure ---- */

struct judged { /* what is said of an indicator of a unit */
    struct wijk__cell total;
    bool too_small, comparable; /* with the year before */
    int32_t verdict;
    double lower, upper;
    const double *target, *floor; /* NULL: none */
    double target_value, floor_value;
};

static int32_t year_of(const wijk_monitor *monitor) {
    int32_t year = 0, month, day;
    (void)wijk_date_to_ymd(monitor->until - 1, &year, &month, &day);
    return year;
}

static const double *per_mille(const struct wijk__years *years, int32_t year, double *value) {
    int32_t share = wijk__years_value(years, year);
    *value = share / 1000.0;
    return share < 0 ? NULL : value;
}

static void judge(const wijk_monitor *monitor, const struct wijk__unit *unit, uint32_t place, struct judged *judged) {
    uint32_t count;
    const struct wijk__indicator *indicator = &wijk__policy_indicators(monitor->policy, &count)[place];
    const struct wijk__cell total = wijk__unit_total(unit, place);
    int32_t year = year_of(monitor);
    *judged = (struct judged){.total = total, .too_small = total.now.of < indicator->minimum};
    judged->target = per_mille(&indicator->targets, year, &judged->target_value);
    judged->floor = per_mille(&indicator->floors, year, &judged->floor_value);
    judged->comparable = !unit->broken && !judged->too_small && total.before.of >= indicator->minimum;
    bool since = judged->comparable && indicator->no_decline;
    (void)wijk_verdict(indicator->direction, total.now.count, total.now.of, indicator->minimum, judged->target,
                       judged->floor, since ? total.before.count : 0, since ? total.before.of : 0,
                       indicator->margin / 1000.0, &judged->verdict, &judged->lower, &judged->upper, NULL);
}

static const struct wijk__track *track_of(const wijk_monitor *monitor, const struct wijk__bytes *tracks,
                                          struct wijk__text unit, uint32_t indicator) {
    const struct wijk__track *list = WIJK__ITEMS(const struct wijk__track, *tracks);
    for (uint32_t i = 0; i < WIJK__ITEM_COUNT(struct wijk__track, *tracks); i++) {
        struct wijk__text named = wijk__monitor_text(monitor, list[i].unit);
        if (list[i].indicator == indicator && wijk__text_equal(named.data, named.length, unit.data, unit.length))
            return &list[i];
    }
    return NULL;
}

/* All dossiers are those of the municipality. */
static struct wijk__text unit_name(const wijk_monitor *monitor, const struct wijk__unit *unit) {
    return unit == &monitor->all ? wijk__policy_municipality(monitor->policy) : wijk__monitor_text(monitor, unit->name);
}

static void fill_row(const wijk_monitor *monitor, const struct wijk__unit *unit, const struct judged *judged,
                     struct wijk__row_monitor *row) {
    const struct wijk__count *now = &judged->total.now, *before = &judged->total.before;
    const struct wijk__track *track =
        track_of(monitor, &monitor->tracks, unit_name(monitor, unit), judged->total.indicator);
    double difference;
    row->year = year_of(monitor);
    row->n = now->of;
    row->lost = now->lost;
    row->verdict = judged->verdict;
    row->target = judged->target ? *judged->target : NAN;
    row->floor = judged->floor ? *judged->floor : NAN;
    row->too_small = judged->too_small;
    row->series_break = unit->broken ? WIJK_SERIES_BREAK_POLICY : WIJK_SERIES_BREAK_NONE;
    row->before_n = before->of;
    if (track != NULL)
        row->track = track->act;
    if (judged->too_small)
        return;
    row->count = now->count;
    row->value = (double)now->count / (double)now->of;
    row->interval = WIJK_PROPORTION_INTERVAL_WILSON;
    row->lower = judged->lower;
    row->upper = judged->upper;
    row->lost_none = (double)now->count / (double)(now->of + now->lost);
    row->lost_all = (double)(now->count + now->lost) / (double)(now->of + now->lost);
    if (judged->comparable) {
        row->before = (double)before->count / (double)before->of;
        (void)wijk_share_difference(before->count, before->of, now->count, now->of, &difference, &row->change_lower,
                                    &row->change_upper, NULL);
    }
}

/* ---- the table ---- */

static wijk_status put_unit(const wijk_monitor *monitor, const struct wijk__unit *unit, struct rows *rows) {
    uint32_t count;
    const struct wijk__indicator *indicators = wijk__policy_indicators(monitor->policy, &count);
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        struct wijk__row_monitor row = wijk__blank_monitor;
        struct judged judged;
        judge(monitor, unit, i, &judged);
        if (judged.total.now.of == 0 && judged.total.now.lost == 0 && judged.total.before.of == 0)
            continue;
        row.class = indicators[i].class;
        fill_row(monitor, unit, &judged, &row);
        status = put_text(rows, unit == &monitor->all ? (struct wijk__text){"", 0} : unit_name(monitor, unit),
                          &row.unit);
        if (status == WIJK_OK)
            status = put_text(rows, indicators[i].key, &row.indicator);
        if (status == WIJK_OK)
            status = wijk__bytes_append(rows->context, &rows->rows, &row, sizeof row);
    }
    return status;
}

wijk_status wijk_monitor_table(const wijk_monitor *monitor, wijk_table **out, wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (monitor == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "monitor");
    const struct wijk__unit *units = WIJK__ITEMS(const struct wijk__unit, monitor->units);
    struct rows rows = {.context = monitor->context};
    wijk_status status = put_unit(monitor, &monitor->all, &rows);
    for (uint32_t i = 0; i < WIJK__ITEM_COUNT(struct wijk__unit, monitor->units) && status == WIJK_OK; i++)
        status = put_unit(monitor, &units[i], &rows);
    return finish(&rows, status, WIJK_RESULT_MONITOR, sizeof(struct wijk__row_monitor), out, error);
}

/* ---- what the figures ask for ---- */

static wijk_status tell(const wijk_monitor *monitor, const struct wijk__unit *unit, uint32_t indicator,
                        struct wijk__bytes *place, wijk_findings *findings) {
    wijk_severity severity = wijk_policy_severity(monitor->policy, WIJK_WK5040);
    struct wijk__text name = unit == &monitor->all ? (struct wijk__text){"", 0} : unit_name(monitor, unit);
    struct wijk__text key = wijk__policy_key(monitor->policy, WIJK_LIST_INDICATORS, indicator);
    place->size = 0;
    wijk_status status = wijk__bytes_append(monitor->context, place, name.data, name.length);
    if (status == WIJK_OK && name.length > 0)
        status = wijk__bytes_append(monitor->context, place, "/", 1);
    if (status == WIJK_OK)
        status = wijk__bytes_append(monitor->context, place, key.data, key.length);
    if (status == WIJK_OK)
        status = wijk__bytes_append(monitor->context, place, "", 1);
    if (status == WIJK_OK)
        status = wijk__findings_add(findings, WIJK_WK5040, severity, NULL, NULL);
    return status == WIJK_OK ? wijk__findings_place(findings, (const char *)place->data) : status;
}

static wijk_status check_unit(const wijk_monitor *monitor, const struct wijk__unit *unit, struct wijk__bytes *place,
                              wijk_findings *findings) {
    uint32_t count;
    const struct wijk__indicator *indicators = wijk__policy_indicators(monitor->policy, &count);
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        struct judged judged;
        judge(monitor, unit, i, &judged);
        bool floored = judged.floor != NULL || (judged.comparable && indicators[i].no_decline);
        if (judged.verdict == WIJK_VERDICT_WORSE && floored &&
            track_of(monitor, &monitor->tracks, unit_name(monitor, unit), i) == NULL)
            status = tell(monitor, unit, i, place, findings);
    }
    return status;
}

wijk_status wijk_monitor_check(const wijk_monitor *monitor, wijk_findings *findings, wijk_error *error) {
    wijk_findings_clear(findings);
    if (monitor == NULL || findings == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, monitor == NULL ? "monitor" : "findings");
    const struct wijk__unit *units = WIJK__ITEMS(const struct wijk__unit, monitor->units);
    struct wijk__bytes place = {NULL, 0, 0};
    wijk_status status = WIJK_OK;
    if (wijk_policy_severity(monitor->policy, WIJK_WK5040) != WIJK_SEVERITY_OFF) {
        status = check_unit(monitor, &monitor->all, &place, findings);
        for (uint32_t i = 0; i < WIJK__ITEM_COUNT(struct wijk__unit, monitor->units) && status == WIJK_OK; i++)
            status = check_unit(monitor, &units[i], &place, findings);
    }
    wijk__bytes_free(monitor->context, &place);
    if (status != WIJK_OK) {
        wijk_findings_clear(findings);
        return wijk__fail(error, status);
    }
    wijk__error_clear(error);
    return wijk_findings_worst(findings) == WIJK_SEVERITY_REFUSE ? WIJK_REFUSED : WIJK_OK;
}

/* ---- the dossiers behind a figure ---- */

static wijk_status put_behind(const wijk_monitor *monitor, const struct wijk__kept *kept, struct rows *rows) {
    struct wijk__row_behind row = wijk__blank_behind;
    row.dossier = kept->dossier;
    row.count = kept->count.count;
    row.of = kept->count.of;
    row.lost = kept->count.lost;
    wijk_status status = put_text(rows, wijk__monitor_text(monitor, kept->unit), &row.unit);
    if (status == WIJK_OK)
        status = put_text(rows, wijk__policy_key(monitor->policy, WIJK_LIST_INDICATORS, monitor->keep), &row.indicator);
    return status == WIJK_OK ? wijk__bytes_append(rows->context, &rows->rows, &row, sizeof row) : status;
}

wijk_status wijk_monitor_behind(const wijk_monitor *monitor, wijk_table **out, wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (monitor == NULL || monitor->keep == UINT32_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "monitor");
    const struct wijk__unit *units = WIJK__ITEMS(const struct wijk__unit, monitor->units);
    const struct wijk__kept *kept = WIJK__ITEMS(const struct wijk__kept, monitor->kept);
    uint32_t unit_count = WIJK__ITEM_COUNT(struct wijk__unit, monitor->units);
    struct rows rows = {.context = monitor->context};
    wijk_status status = WIJK_OK;
    for (uint32_t unit = 0; unit < unit_count || unit == 0; unit++)
        for (uint32_t i = 0; i < WIJK__ITEM_COUNT(struct wijk__kept, monitor->kept) && status == WIJK_OK; i++)
            if (unit_count == 0 || (units[unit].name.length == kept[i].unit.length &&
                                    (kept[i].unit.length == 0 || units[unit].name.offset == kept[i].unit.offset)))
                status = put_behind(monitor, &kept[i], &rows);
    return finish(&rows, status, WIJK_RESULT_BEHIND, sizeof(struct wijk__row_behind), out, error);
}
