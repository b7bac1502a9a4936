/* What must hold of any dossier: its tables, what it answers, and its fingerprint. */
#include "fuzz.h"

#include "dossier/dossier.h"

/* ---- one table ---- */

static bool valid_in(const uint8_t *validity, uint32_t row) {
    return validity == NULL || (validity[row / 8] >> row % 8 & 1) != 0;
}

static void examine_offsets(const int32_t *offsets, uint32_t rows, const char *bytes) {
    HOLDS(offsets != NULL && offsets[0] == 0 && (uintptr_t)offsets % 64 == 0);
    for (uint32_t row = 0; row < rows; row++) {
        HOLDS(offsets[row] <= offsets[row + 1]);
        HOLDS(wijk__utf8_valid(bytes + offsets[row], (size_t)(offsets[row + 1] - offsets[row])));
    }
}

static void examine_column(const wijk_table *table, uint32_t column) {
    wijk_layout layout;
    const void *values;
    const int32_t *offsets;
    const uint8_t *validity;
    uint32_t null_count, nulls = 0, rows = wijk_table_rows(table);
    HOLDS(wijk_table_column(table, column, &layout, &values, &offsets, &validity, &null_count) == WIJK_OK);
    HOLDS(values != NULL && (uintptr_t)values % 64 == 0 && (uintptr_t)validity % 64 == 0);
    HOLDS((validity == NULL) == (null_count == 0));
    if (layout == WIJK_LAYOUT_TEXT)
        examine_offsets(offsets, rows, values);
    for (uint32_t row = 0; row < rows; row++) {
        HOLDS((wijk_table_is_null(table, column, row) != 0) == !valid_in(validity, row));
        nulls += !valid_in(validity, row);
    }
    HOLDS(nulls == null_count);
}

/* ---- a table as text, read again ---- */

struct cell {
    char text[70000];
    size_t length;
};

/* One cell of CSV; answers where it ends: at a comma, or at the end of the line. */
static const char *read_cell(const char *at, const char *end, struct cell *cell) {
    bool quoted = at < end && *at == '"';
    cell->length = 0;
    for (at += quoted; at < end; at++) {
        if (quoted && *at == '"' && (++at == end || *at != '"'))
            return at;
        if (!quoted && (*at == ',' || *at == '\r'))
            return at;
        HOLDS(quoted || *at != '"');
        HOLDS(cell->length < sizeof cell->text);
        cell->text[cell->length++] = *at;
    }
    HOLDS(!quoted);
    return at;
}

static bool would_run(const char *text, size_t length) {
    static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＋", "－", "＝", "＠"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (length >= strlen(starts[i]) && memcmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static void compare_text(const struct cell *cell, const char *text, size_t length) {
    bool guarded = would_run(text, length);
    HOLDS(cell->length == length + guarded && (!guarded || cell->text[0] == '\''));
    HOLDS(memcmp(cell->text + guarded, text, length) == 0);
}

static void compare_csv_cell(const wijk_table *table, uint32_t column, uint32_t row, const struct cell *cell) {
    size_t length;
    wijk_id id;
    const char *text = wijk_table_text(table, column, row, &length);
    const wijk_id *expected = wijk_table_cell_id(table, column, row);
    if (wijk_table_is_null(table, column, row)) {
        HOLDS(cell->length == 0);
    } else if (text != NULL) {
        compare_text(cell, text, length);
    } else if (expected != NULL) {
        HOLDS(wijk_id_parse(cell->text, cell->length, &id, NULL) == WIJK_OK && wijk__id_equal(&id, expected));
    } else {
        HOLDS(cell->length > 0 && cell->text[0] != '\'');
    }
}

static void examine_csv(struct run *run, const wijk_table *table, wijk_buffer *out) {
    static struct cell cell;
    wijk_buffer_clear(out);
    HOLDS(fuzz_said(wijk_table_write(table, WIJK_FORMAT_CSV, 1, out, run->error), run->error) == WIJK_OK);
    const char *at = wijk_buffer_data(out), *end = at + wijk_buffer_size(out);
    at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        for (uint32_t column = 0; column < wijk_table_columns(table); column++) {
            at = read_cell(at, end, &cell);
            compare_csv_cell(table, column, row, &cell);
            HOLDS(at < end && (*at == ',') == (column + 1 < wijk_table_columns(table)));
            at++;
        }
        HOLDS(at < end && at[-1] == '\r' && *at == '\n');
        at++;
    }
    HOLDS(at == end);
}

static void compare_json_cell(const wijk_table *table, uint32_t column, uint32_t row, const wijk__json *value) {
    size_t length, written;
    const char *text = wijk_table_text(table, column, row, &length);
    HOLDS((value == NULL) == (wijk_table_is_null(table, column, row) != 0));
    if (text == NULL)
        return;
    const char *read = wijk__json_text(value, &written);
    HOLDS(wijk__json_type(value) == WIJK__JSON_TEXT && wijk__text_equal(read, written, text, length));
}

static void examine_json(struct run *run, const wijk_table *table, wijk_buffer *out) {
    wijk_table_id id = wijk_table_get_id(table);
    wijk_buffer_clear(out);
    HOLDS(fuzz_said(wijk_table_write(table, WIJK_FORMAT_JSON_LINES, 0, out, run->error), run->error) == WIJK_OK);
    const char *at = wijk_buffer_data(out), *end = at + wijk_buffer_size(out);
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        wijk__json *line;
        HOLDS(stop != NULL);
        HOLDS(wijk__json_parse(run->context, at, (size_t)(stop - at), false, &line, run->error) == WIJK_OK);
        for (uint32_t column = 0; column < wijk_table_columns(table); column++) {
            const char *name = wijk_catalog_member_name(WIJK_CATALOG_TABLES, id, (int32_t)column);
            compare_json_cell(table, column, row, wijk__json_get(line, name));
        }
        wijk__json_free(line);
        at = stop + 1;
    }
    HOLDS(at == end);
}

void examine_table(struct run *run, const wijk_table *table) {
    wijk_buffer *out;
    HOLDS(wijk_buffer_new(run->context, &out) == WIJK_OK);
    for (uint32_t column = 0; column < wijk_table_columns(table); column++)
        examine_column(table, column);
    examine_csv(run, table, out);
    examine_json(run, table, out);
    wijk_buffer_destroy(out);
}

/* ---- a dossier ---- */

void examine_tables(struct run *run, const wijk_dossier *dossier, wijk_date on, wijk_time known, bool may_contradict) {
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table_id id = wijk_catalog_number(WIJK_CATALOG_TABLES, i);
        wijk_table *table;
        wijk_status status = fuzz_said(wijk_dossier_table(dossier, id, on, known, &table, run->error), run->error);
        HOLDS(status == WIJK_OK || (may_contradict && known != WIJK_TIME_NONE && status == WIJK_E_HISTORY));
        HOLDS((table != NULL) == (status == WIJK_OK));
        if (table == NULL)
            continue;
        HOLDS(wijk_table_get_id(table) == id);
        HOLDS(wijk_table_columns(table) == wijk_catalog_member_count(WIJK_CATALOG_TABLES, id));
        examine_table(run, table);
        wijk_table_unref(table);
    }
}

static void examine_findings(const wijk_findings *findings) {
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++) {
        wijk_finding code = wijk_findings_code(findings, i);
        HOLDS(wijk_catalog_name(WIJK_CATALOG_FINDINGS, code) != NULL);
        HOLDS(*wijk_findings_text(findings, i, WIJK_DUTCH) != 0);
        HOLDS(wijk_findings_severity(findings, i) > WIJK_SEVERITY_OFF);
        for (uint32_t fact = 0; fact < wijk_findings_missing_count(findings, i); fact++)
            HOLDS(wijk_catalog_name(WIJK_CATALOG_FACTS, wijk_findings_missing(findings, i, fact)) != NULL);
        HOLDS(code != WIJK_WK2001 && code != WIJK_WK3001); /* the invariants */
    }
}

static void examine_tier(const wijk_dossier *dossier, const char *ladder, wijk_date on) {
    const char *tier;
    size_t length;
    wijk_status status = wijk_dossier_tier(dossier, ladder, WIJK_NUL_TERMINATED, on, &tier, &length);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_NONE) && (status == WIJK_OK) == (tier != NULL));
    HOLDS(tier == NULL || wijk__key_valid(tier, length));
}

static void examine_unheard(const wijk_dossier *dossier, wijk_date on) {
    wijk_id some[2];
    uint32_t count;
    HOLDS(wijk_dossier_unheard(dossier, on, some, 2, &count) == WIJK_OK);
    for (uint32_t i = 0; i < count && i < 2; i++)
        HOLDS(!wijk__id_is_none(&some[i]));
}

static void examine_questions(const wijk_dossier *dossier, wijk_date on) {
    wijk_id id;
    wijk_status status = wijk_dossier_coordinator(dossier, on, &id);
    bool coordinated = status == WIJK_OK;
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_NONE) && coordinated == !wijk__id_is_none(&id));
    status = wijk_dossier_plan(dossier, on, &id);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_NONE) && (status == WIJK_OK) == !wijk__id_is_none(&id));
    HOLDS(status == WIJK_NONE || coordinated); /* an active plan has a coordinator */
    examine_tier(dossier, "care", on);
    examine_tier(dossier, "a", on);
    examine_unheard(dossier, on);
}

static bool found(const wijk_findings *findings, wijk_finding code, const wijk_id *subject) {
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++)
        if (wijk_findings_code(findings, i) == code && wijk__id_equal(wijk_findings_subject(findings, i), subject))
            return true;
    return false;
}

/* In order; what is late by then is what a check of that day tells, which the findings of the run are of. */
static void examine_agenda(struct run *run, const wijk_dossier *dossier, wijk_date from, wijk_time known) {
    wijk_table *agenda;
    wijk_date until = from > WIJK_DATE_MAX - 400 ? WIJK_DATE_MAX : from + 400;
    wijk_status status = wijk_dossier_agenda(dossier, from, until, known, &agenda, run->error);
    HOLDS(fuzz_said(status, run->error) == WIJK_OK);
    int64_t before = INT64_MIN;
    for (uint32_t row = 0; row < wijk_table_rows(agenda); row++) {
        int64_t due = wijk_table_int(agenda, WIJK_AGENDA_COLUMN_DUE, row);
        bool overdue = wijk_table_int(agenda, WIJK_AGENDA_COLUMN_OVERDUE, row) != 0;
        wijk_finding code = (wijk_finding)wijk_table_int(agenda, WIJK_AGENDA_COLUMN_FINDING, row);
        const wijk_id *subject = wijk_table_cell_id(agenda, WIJK_AGENDA_COLUMN_SUBJECT, row);
        HOLDS(due >= before && due <= until && overdue == (due < from));
        HOLDS(wijk_catalog_name(WIJK_CATALOG_FINDINGS, code) != NULL);
        HOLDS(!overdue || subject == NULL || found(run->findings, code, subject));
        before = due;
    }
    examine_table(run, agenda);
    wijk_table_unref(agenda);
}

/* A step can be taken, or a finding of its row says what is missing; never both, and nothing of a step that begins
 * elsewhere. */
static void examine_steps(struct run *run, const wijk_dossier *dossier, wijk_date on, wijk_time known) {
    wijk_table *options;
    wijk_status status = wijk_dossier_steps(dossier, on, known, &options, run->findings, run->error);
    if (fuzz_said(status, run->error) == WIJK_E_ARGUMENT)
        return; /* a dossier to read only */
    HOLDS(status == WIJK_OK);
    uint32_t next = 0;
    for (uint32_t row = 0; row < wijk_table_rows(options); row++) {
        bool here = wijk_table_int(options, WIJK_OPTIONS_COLUMN_HERE, row) == 1;
        bool allowed = wijk_table_int(options, WIJK_OPTIONS_COLUMN_ALLOWED, row) == 1;
        bool told = next < wijk_findings_count(run->findings) && wijk_findings_item(run->findings, next) == row;
        HOLDS(told == (here && !allowed) && (!told || wijk_findings_missing_count(run->findings, next) > 0));
        next += told;
    }
    HOLDS(next == wijk_findings_count(run->findings));
    examine_findings(run->findings);
    examine_table(run, options);
    wijk_table_unref(options);
}

/* Days stand next to each other, and the kinds of an open day make the days that the case was open. */
static void examine_days(const wijk_dossier *dossier, wijk_date on, wijk_time known) {
    wijk_table *days;
    HOLDS(wijk_dossier_table(dossier, WIJK_TABLE_DAYS, on, known, &days, NULL) == WIJK_OK);
    for (uint32_t row = 0; row < wijk_table_rows(days); row++) {
        int64_t from = wijk_table_int(days, WIJK_DAYS_COLUMN_FROM, row);
        int64_t until = wijk_table_int(days, WIJK_DAYS_COLUMN_UNTIL, row);
        HOLDS(from < until && wijk_table_int(days, WIJK_DAYS_COLUMN_DAYS, row) == until - from);
        HOLDS(row == 0 || wijk_table_int(days, WIJK_DAYS_COLUMN_UNTIL, row - 1) == from);
        HOLDS(row + 1 < wijk_table_rows(days) || until == on + 1 || on == WIJK_DATE_MAX);
    }
    wijk_table_unref(days);
}

static void examine_flow(struct run *run, const wijk_dossier *dossier, wijk_date on, wijk_time known) {
    wijk_date until = on < WIJK_DATE_MAX ? on + 1 : on;
    int64_t open = 0, parts = 0;
    wijk_table *flow;
    wijk_status status = wijk_dossier_flow(dossier, WIJK_DATE_MIN, until, 182, known, &flow, run->error);
    HOLDS(fuzz_said(status, run->error) == WIJK_OK || (status == WIJK_E_ARGUMENT && on == WIJK_DATE_MIN));
    if (status != WIJK_OK)
        return;
    for (uint32_t row = 0; row < wijk_table_rows(flow); row++) {
        int64_t figure = wijk_table_int(flow, WIJK_FLOW_COLUMN_FIGURE, row);
        int64_t count = wijk_table_int(flow, WIJK_FLOW_COLUMN_COUNT, row);
        int64_t of = wijk_table_int(flow, WIJK_FLOW_COLUMN_OF, row);
        bool total = wijk_table_cell_id(flow, WIJK_FLOW_COLUMN_SUBJECT, row) == NULL;
        bool divides = figure != WIJK_FLOW_DAYS_TO_STEP_DOWN && figure < WIJK_FLOW_MINUTES_PILOT_LIGHT &&
                       (figure < WIJK_FLOW_STEPS_UP || figure > WIJK_FLOW_SETTING_MOVES);
        HOLDS(count >= 0 && of >= 0 && count + of > 0 && (!divides || count <= of));
        if (total && figure < WIJK_FLOW_DAYS_CLOSED) {
            parts += count;
            open = of;
        }
    }
    HOLDS(parts == open);
    examine_table(run, flow);
    wijk_table_unref(flow);
}

void examine_answers(struct run *run, const wijk_dossier *dossier, wijk_date on, wijk_time known, bool may_contradict) {
    examine_questions(dossier, on);
    examine_questions(dossier, WIJK_DATE_NONE);
    wijk_status status = fuzz_said(wijk_dossier_check(dossier, on, known, run->findings, run->error), run->error);
    bool contradicts = may_contradict && known != WIJK_TIME_NONE && status == WIJK_E_HISTORY;
    HOLDS(contradicts || ONE_OF(status, WIJK_OK, WIJK_REFUSED));
    HOLDS(contradicts || (status == WIJK_REFUSED) == (wijk_findings_worst(run->findings) == WIJK_SEVERITY_REFUSE));
    examine_findings(run->findings);
    if (contradicts)
        return;
    examine_agenda(run, dossier, on, known);
    examine_steps(run, dossier, on, known);
    examine_days(dossier, on, known);
    examine_flow(run, dossier, on, known);
}

/* ---- fingerprints ---- */

static uint64_t mix_heads(uint64_t hash, const struct wijk__heads *heads) {
    const uint32_t rows[] = {heads->plan, heads->coordinator, heads->offer, heads->acting, heads->analysis,
                             heads->setting, heads->pilot_light, heads->case_pause, heads->first_stay,
                             heads->first_action, heads->first_step,
                             heads->open_waits, heads->open_actions, heads->opened, heads->open};
    return wijk__mix_key(hash, rows, sizeof rows);
}

static struct wijk__text key_of(const struct wijk__state *state, uint32_t table, uint32_t row) {
    const void *id = (const uint8_t *)wijk__state_row(state, table, row) + wijk__key_offsets[table];
    if (table == WIJK__T_tier_stays)
        return wijk__text_of(state, ROW(state, tier_stays, row)->ladder);
    return (struct wijk__text){id, sizeof(wijk_id)};
}

/* Which row each key of each table leads to. */
static uint64_t mix_lookups(uint64_t hash, const struct wijk__state *state) {
    for (uint32_t table = 1; table < WIJK__T_COUNT; table++)
        for (uint32_t row = 0; row < state->rows[table].count; row++) {
            struct wijk__text key = key_of(state, table, row);
            uint32_t found = wijk__state_find(state, table, key.data, key.length);
            HOLDS(found == WIJK__NO_ROW || (found >= row && found < state->rows[table].count));
            hash = wijk__mix(hash, found);
        }
    return hash;
}

/* What takes the place of what, and in which order. */
static uint64_t mix_history(uint64_t hash, const struct wijk__history *history) {
    for (uint32_t i = 0; i < history->count; i++) {
        const struct wijk__entry *entry = &history->entries[i];
        const uint32_t links[] = {entry->withdraws, entry->withdrawn, entry->link, entry->by_day};
        hash = wijk__mix_key(hash, links, sizeof links);
        hash = wijk__mix(wijk__mix(hash, (uint64_t)entry->recorded), (uint64_t)entry->valid);
    }
    return hash;
}

struct fingerprint fingerprint(const wijk_dossier *dossier) {
    struct fingerprint f;
    const void *bytes;
    memset(&f, 0, sizeof f);
    HOLDS(wijk_dossier_digest(dossier, f.digest) == WIJK_OK);
    wijk_dossier_head(dossier, f.head);
    f.acts = wijk_dossier_acts(dossier);
    f.sequence = wijk_dossier_sequence(dossier);
    f.saved = wijk_dossier_saved_sequence(dossier);
    f.hidden = mix_lookups(mix_heads(0, &dossier->state.heads), &dossier->state);
    f.hidden = mix_history(f.hidden, &dossier->history);
    wijk_dossier_frames(dossier, &bytes, &f.frames);
    HOLDS((bytes == NULL) == (f.frames == 0));
    return f;
}

bool same_fingerprint(const struct fingerprint *a, const struct fingerprint *b) { return memcmp(a, b, sizeof *a) == 0; }
