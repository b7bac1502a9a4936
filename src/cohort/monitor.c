/* The monitor: dossiers are added, and whole numbers are kept of them. */
#include "cohort/monitor.h"

/* ---- making ---- */

uint32_t wijk__indicator_place(const wijk_policy *policy, const char *key, size_t length) {
    for (uint32_t i = 0; i < wijk__policy_count(policy, WIJK_LIST_INDICATORS); i++) {
        struct wijk__text known = wijk__policy_key(policy, WIJK_LIST_INDICATORS, i);
        if (wijk__text_equal(known.data, known.length, key, length))
            return i;
    }
    return UINT32_MAX;
}

void wijk_monitor_destroy(wijk_monitor *monitor) {
    if (monitor == NULL)
        return;
    wijk_context *context = monitor->context;
    struct wijk__unit *units = WIJK__ITEMS(struct wijk__unit, monitor->units);
    for (uint32_t i = 0; i < WIJK__ITEM_COUNT(struct wijk__unit, monitor->units); i++)
        wijk__bytes_free(context, &units[i].cells);
    wijk__bytes_free(context, &monitor->all.cells);
    wijk__bytes_free(context, &monitor->units);
    wijk__bytes_free(context, &monitor->tracks);
    wijk__bytes_free(context, &monitor->variations);
    wijk__bytes_free(context, &monitor->kept);
    wijk__bytes_free(context, &monitor->texts);
    wijk_policy_unref(monitor->policy);
    wijk__release(context, monitor, sizeof *monitor);
    wijk_context_unref(context);
}

static const char *wrong_period(wijk_date from, wijk_date until, wijk_date seen) {
    wijk_date first; /* the period before must be there too */
    if (wijk_date_from_ymd(2, 1, 1, &first) != WIJK_OK || from < first || from > WIJK_DATE_MAX)
        return "from";
    if (until <= from || until > WIJK_DATE_MAX)
        return "until";
    return seen < until - 1 || seen > WIJK_DATE_MAX ? "seen" : NULL;
}

wijk_status wijk_monitor_new(wijk_context *context, wijk_policy *policy, wijk_date from, wijk_date until,
                             wijk_date seen, int32_t by, const char *keep, size_t keep_length, wijk_monitor **out,
                             wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (context == NULL || policy == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, context == NULL ? "context" : "policy");
    const char *wrong = wrong_period(from, until, seen);
    if (wrong != NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, wrong);
    if (by < WIJK_MONITOR_UNIT_ALL || by > WIJK_MONITOR_UNIT_NEIGHBOURHOOD)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "by");
    uint32_t place = UINT32_MAX;
    if (keep != NULL) {
        place = wijk__indicator_place(policy, keep, wijk__length(keep, keep_length));
        if (place == UINT32_MAX)
            return wijk__fail_path(error, WIJK_E_UNKNOWN, "keep");
    }
    wijk_monitor *monitor = wijk__allocate_zeroed(context, sizeof *monitor);
    if (monitor == NULL)
        return wijk__fail(error, WIJK_E_MEMORY);
    wijk__error_clear(error);
    *monitor = (wijk_monitor){.context = wijk_context_ref(context), .policy = wijk_policy_ref(policy), .from = from,
                              .until = until, .seen = seen, .by = by, .keep = place};
    *out = monitor;
    return WIJK_OK;
}

/* ---- units ---- */

static wijk_status keep_text(wijk_monitor *monitor, const char *data, size_t length, struct wijk__span *span) {
    *span = (struct wijk__span){(uint32_t)monitor->texts.size, (uint32_t)length};
    if (monitor->texts.size + length > INT32_MAX)
        return WIJK_E_LIMIT;
    return length == 0 ? WIJK_OK : wijk__bytes_append(monitor->context, &monitor->texts, data, length);
}

/* By their bytes; the unknown unit, which has no name, comes last. */
static int order(struct wijk__text a, struct wijk__text b) {
    if (a.length == 0 || b.length == 0)
        return (a.length == 0) - (b.length == 0);
    int before = memcmp(a.data, b.data, a.length < b.length ? a.length : b.length);
    return before != 0 ? before : (a.length > b.length) - (a.length < b.length);
}

/* The unit of a name, which is made when it is not there yet; NULL and a status when that fails. */
static struct wijk__unit *unit_of(wijk_monitor *monitor, struct wijk__text name, wijk_status *status) {
    uint32_t low = 0, count = WIJK__ITEM_COUNT(struct wijk__unit, monitor->units), high = count;
    struct wijk__unit *units = WIJK__ITEMS(struct wijk__unit, monitor->units), made = {.broken = false};
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int before = order(wijk__monitor_text(monitor, units[middle].name), name);
        if (before == 0)
            return &units[middle];
        if (before < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *status = keep_text(monitor, name.data, name.length, &made.name);
    if (*status == WIJK_OK)
        *status = wijk__bytes_append(monitor->context, &monitor->units, &made, sizeof made);
    if (*status != WIJK_OK)
        return NULL;
    units = WIJK__ITEMS(struct wijk__unit, monitor->units);
    memmove(&units[low + 1], &units[low], (count - low) * sizeof *units);
    units[low] = made;
    return &units[low];
}

/* The unit of a dossier as it was on the last day of the period; `id_text` has room for an id. */
static struct wijk__text name_of(const wijk_monitor *monitor, const wijk_table *dossiers, char *id_text) {
    struct wijk__text name = {"", 0};
    if (monitor->by == WIJK_MONITOR_UNIT_TEAM) {
        const wijk_id *team = wijk_table_cell_id(dossiers, WIJK_DOSSIERS_COLUMN_TEAM, 0);
        if (team != NULL) {
            wijk_id_format(team, id_text);
            name = (struct wijk__text){id_text, WIJK_ID_TEXT_SIZE - 1};
        }
    } else if (monitor->by == WIJK_MONITOR_UNIT_NEIGHBOURHOOD) {
        size_t length;
        const char *text = wijk_table_text(dossiers, WIJK_DOSSIERS_COLUMN_NEIGHBOURHOOD, 0, &length);
        if (text != NULL)
            name = (struct wijk__text){text, length};
    } else {
        name = wijk__policy_municipality(monitor->policy);
    }
    return name;
}

/* ---- adding a table of counts ---- */

struct adding { /* one dossier; nothing of it is counted before all memory is there */
    const wijk_dossier *dossier;
    wijk_table *now, *before; /* tables of counts */
    struct wijk__unit *unit;  /* NULL: all together only */
};

static struct wijk__cell *cell_of(wijk_monitor *monitor, struct wijk__unit *unit, uint32_t indicator,
                                  struct wijk__text kind, wijk_status *status) {
    struct wijk__cell *cells = WIJK__ITEMS(struct wijk__cell, unit->cells), made = {.indicator = indicator};
    uint32_t count = WIJK__ITEM_COUNT(struct wijk__cell, unit->cells);
    for (uint32_t i = 0; i < count; i++) {
        struct wijk__text known = wijk__monitor_text(monitor, cells[i].kind);
        if (cells[i].indicator == indicator && wijk__text_equal(known.data, known.length, kind.data, kind.length))
            return &cells[i];
    }
    *status = keep_text(monitor, kind.data, kind.length, &made.kind);
    if (*status == WIJK_OK)
        *status = wijk__bytes_append(monitor->context, &unit->cells, &made, sizeof made);
    return *status == WIJK_OK ? &WIJK__ITEMS(struct wijk__cell, unit->cells)[count] : NULL;
}

struct row {
    uint32_t indicator;
    struct wijk__text kind;
    struct wijk__count count;
};

static bool read_row(const wijk_monitor *monitor, const wijk_table *table, uint32_t number, struct row *row) {
    size_t length;
    const char *key = wijk_table_text(table, WIJK_INDICATORS_COLUMN_INDICATOR, number, &length);
    row->indicator = wijk__indicator_place(monitor->policy, key, length);
    row->kind.data = wijk_table_text(table, WIJK_INDICATORS_COLUMN_KIND, number, &row->kind.length);
    if (row->kind.data == NULL)
        row->kind = (struct wijk__text){"", 0};
    row->count.count = wijk_table_int(table, WIJK_INDICATORS_COLUMN_COUNT, number);
    row->count.of = wijk_table_int(table, WIJK_INDICATORS_COLUMN_OF, number);
    row->count.lost = wijk_table_int(table, WIJK_INDICATORS_COLUMN_LOST, number);
    return row->indicator != UINT32_MAX;
}

/* Make room for every row, so that adding them cannot fail; or add them. */
static wijk_status go_over(wijk_monitor *monitor, struct wijk__unit *unit, const wijk_table *table, bool before,
                           bool adds) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < wijk_table_rows(table) && status == WIJK_OK; i++) {
        struct row row;
        if (!read_row(monitor, table, i, &row))
            continue;
        struct wijk__cell *cell = cell_of(monitor, unit, row.indicator, row.kind, &status);
        struct wijk__count *count = cell == NULL ? NULL : before ? &cell->before : &cell->now;
        if (count == NULL || !adds)
            continue;
        count->count += row.count.count;
        count->of += row.count.of;
        count->lost += row.count.lost;
    }
    return status;
}

static void note_policy(struct wijk__unit *unit, const wijk_table *table) {
    const wijk_id *policy =
        wijk_table_rows(table) > 0 ? wijk_table_cell_id(table, WIJK_INDICATORS_COLUMN_POLICY, 0) : NULL;
    if (policy == NULL)
        return;
    unit->broken |= wijk_table_int(table, WIJK_INDICATORS_COLUMN_POLICIES, 0) > 1 ||
                    (!wijk__id_is_none(&unit->policy) && !wijk__id_equal(&unit->policy, policy));
    unit->policy = *policy;
}

static wijk_status keep_dossier(wijk_monitor *monitor, const struct adding *adding) {
    struct wijk__kept kept = {.dossier = *wijk_dossier_id(adding->dossier)};
    if (adding->unit != NULL)
        kept.unit = adding->unit->name;
    for (uint32_t i = 0; i < wijk_table_rows(adding->now); i++) {
        struct row row;
        if (!read_row(monitor, adding->now, i, &row) || row.indicator != monitor->keep)
            continue;
        kept.count.count += row.count.count;
        kept.count.of += row.count.of;
        kept.count.lost += row.count.lost;
    }
    if (kept.count.of == 0 && kept.count.lost == 0)
        return WIJK_OK;
    return wijk__bytes_append(monitor->context, &monitor->kept, &kept, sizeof kept);
}

static wijk_status count_dossier(wijk_monitor *monitor, const struct adding *adding) {
    struct wijk__unit *units[] = {&monitor->all, adding->unit};
    wijk_status status = WIJK_OK;
    for (int adds = 0; adds < 2 && status == WIJK_OK; adds++) {
        for (size_t i = 0; i < 2 && status == WIJK_OK; i++) {
            if (units[i] == NULL)
                continue;
            status = go_over(monitor, units[i], adding->now, false, adds != 0);
            if (status == WIJK_OK)
                status = go_over(monitor, units[i], adding->before, true, adds != 0);
            if (status == WIJK_OK && adds != 0) {
                note_policy(units[i], adding->before);
                note_policy(units[i], adding->now);
            }
        }
        if (adds == 0 && status == WIJK_OK && monitor->keep != UINT32_MAX)
            status = keep_dossier(monitor, adding);
    }
    return status;
}

/* ---- files of teams ---- */

struct columns { /* of a table about a unit and an indicator */
    uint32_t unit, indicator, from, until, why;
};

static bool holds_on(const wijk_monitor *monitor, const wijk_table *table, uint32_t row, const struct columns *columns,
                     bool until_is_last) {
    wijk_date last = (wijk_date)wijk_table_int(table, columns->until, row);
    bool ended = !wijk_table_is_null(table, columns->until, row) &&
                 (until_is_last ? last < monitor->until - 1 : last <= monitor->seen);
    return !ended && (wijk_date)wijk_table_int(table, columns->from, row) <= monitor->seen;
}

static wijk_status take_tracks(wijk_monitor *monitor, const wijk_table *table, const struct columns *columns,
                               struct wijk__bytes *to, bool until_is_last) {
    wijk_status status = WIJK_OK;
    for (uint32_t row = 0; row < wijk_table_rows(table) && status == WIJK_OK; row++) {
        size_t unit_length, key_length, why_length = 0;
        const char *unit = wijk_table_text(table, columns->unit, row, &unit_length);
        const char *key = wijk_table_text(table, columns->indicator, row, &key_length);
        const char *why = wijk_table_text(table, columns->why, row, &why_length);
        struct wijk__track track = {.indicator = wijk__indicator_place(monitor->policy, key, key_length),
                                    .act = *wijk_table_cell_id(table, 1, row)};
        if (track.indicator == UINT32_MAX || !holds_on(monitor, table, row, columns, until_is_last))
            continue;
        status = keep_text(monitor, unit, unit_length, &track.unit);
        if (status == WIJK_OK)
            status = keep_text(monitor, why, why_length, &track.why);
        if (status == WIJK_OK)
            status = wijk__bytes_append(monitor->context, to, &track, sizeof track);
    }
    return status;
}

static wijk_status add_file(wijk_monitor *monitor, const wijk_dossier *dossier, wijk_time known, wijk_error *error) {
    static const struct columns tracks = {WIJK_IMPROVEMENTS_COLUMN_UNIT, WIJK_IMPROVEMENTS_COLUMN_INDICATOR,
                                          WIJK_IMPROVEMENTS_COLUMN_FROM, WIJK_IMPROVEMENTS_COLUMN_UNTIL,
                                          WIJK_IMPROVEMENTS_COLUMN_MEASURES};
    static const struct columns variations = {WIJK_VARIATIONS_COLUMN_UNIT, WIJK_VARIATIONS_COLUMN_INDICATOR,
                                              WIJK_VARIATIONS_COLUMN_FROM, WIJK_VARIATIONS_COLUMN_LAST,
                                              WIJK_VARIATIONS_COLUMN_WHY};
    const size_t tracks_before = monitor->tracks.size, variations_before = monitor->variations.size;
    wijk_table *table;
    wijk_status status =
        wijk_dossier_table(dossier, WIJK_TABLE_IMPROVEMENTS, monitor->seen, known, &table, error);
    if (status != WIJK_OK)
        return status;
    status = take_tracks(monitor, table, &tracks, &monitor->tracks, false);
    wijk_table_unref(table);
    if (status == WIJK_OK) {
        status = wijk_dossier_table(dossier, WIJK_TABLE_VARIATIONS, monitor->seen, known, &table, error);
        if (status == WIJK_OK)
            status = take_tracks(monitor, table, &variations, &monitor->variations, true);
        wijk_table_unref(table);
    }
    if (status != WIJK_OK) {
        monitor->tracks.size = tracks_before;
        monitor->variations.size = variations_before;
    }
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

/* ---- adding a dossier ---- */

static wijk_date year_before(wijk_date date) {
    int32_t year, month, day;
    wijk_date before = date;
    if (wijk_date_to_ymd(date, &year, &month, &day) != WIJK_OK)
        return date;
    if (wijk_date_from_ymd(year - 1, month, day, &before) != WIJK_OK) /* 29 February */
        (void)wijk_date_from_ymd(year - 1, month, day - 1, &before);
    return before;
}

static wijk_status add_household(wijk_monitor *monitor, struct adding *adding, const wijk_table *dossiers,
                                 wijk_time known, wijk_error *error) {
    wijk_date from = year_before(monitor->from), until = year_before(monitor->until);
    char id_text[WIJK_ID_TEXT_SIZE];
    wijk_status status = wijk_dossier_indicators(adding->dossier, monitor->from, monitor->until, monitor->seen, known,
                                                 &adding->now, error);
    if (status == WIJK_OK)
        status = wijk_dossier_indicators(adding->dossier, from, until > from ? until : from + 1, monitor->seen, known,
                                         &adding->before, error);
    if (status == WIJK_OK && monitor->by != WIJK_MONITOR_UNIT_ALL)
        adding->unit = unit_of(monitor, name_of(monitor, dossiers, id_text), &status);
    if (status == WIJK_OK)
        status = count_dossier(monitor, adding);
    wijk_table_unref(adding->before);
    wijk_table_unref(adding->now);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

wijk_status wijk_monitor_add(wijk_monitor *monitor, const wijk_dossier *dossier, wijk_time known, wijk_error *error) {
    wijk_table *dossiers;
    if (monitor == NULL || dossier == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, monitor == NULL ? "monitor" : "dossier");
    wijk__error_clear(error);
    wijk_status status =
        wijk_dossier_table(dossier, WIJK_TABLE_DOSSIERS, monitor->until - 1, known, &dossiers, error);
    if (status != WIJK_OK)
        return status;
    struct adding adding = {.dossier = dossier};
    if (wijk_table_rows(dossiers) > 0)
        status = add_household(monitor, &adding, dossiers, known, error);
    else
        status = add_file(monitor, dossier, known, error);
    wijk_table_unref(dossiers);
    return status;
}
