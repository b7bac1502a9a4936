/* The flow of a period, returns both ways, and the days of a case counted one by one. */
#include "cases.h"

enum { HALF_A_YEAR = 182 };

struct asked { /* "FROM UNTIL [within DAYS] [seen DAY] [known MOMENT] [only FIGURE ...]" */
    wijk_date from, until, seen;
    int32_t within;
    wijk_time known;
    size_t only; /* the place of the first figure; that of the end when all are asked */
};

static bool read_option(const struct words *words, size_t place, struct asked *asked) {
    const char *value = words->list[place + 1];
    if (word_is(words, place, "within")) {
        asked->within = (int32_t)strtol(value, NULL, 10);
        return true;
    }
    if (word_is(words, place, "seen"))
        return read_date(value, &asked->seen);
    return word_is(words, place, "known") && read_moment(value, true, &asked->known);
}

static bool read_asked(struct world *world, const struct line *line, const struct words *words, size_t place,
                       struct asked *asked) {
    size_t arrow = word_place(words, "=>"), only = word_place(words, "only");
    size_t end = only < arrow ? only : arrow;
    *asked = (struct asked){.within = HALF_A_YEAR, .known = WIJK_TIME_NONE, .only = only + 1};
    bool good = place + 1 < end && read_date(words->list[place], &asked->from) &&
                read_date(words->list[place + 1], &asked->until);
    asked->seen = asked->until - 1;
    for (place += 2; good && place < end; place += 2)
        good = place + 1 < end && read_option(words, place, asked);
    if (!good)
        fail(world, line, "FROM UNTIL [within DAYS] [seen DAY] [known MOMENT] [only FIGURE ...]");
    return good;
}

static const char *figure_name(int64_t figure) {
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_TABLES, WIJK_TABLE_FLOW, WIJK_FLOW_COLUMN_FIGURE);
    return wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list, (int32_t)figure);
}

static bool is_asked(const struct words *words, const struct asked *asked, int64_t figure) {
    const char *name = figure_name(figure);
    for (size_t i = asked->only; i < words->count; i++)
        if (name != NULL && strcmp(words->list[i], name) == 0)
            return true;
    return asked->only >= words->count;
}

/* "flow FROM UNTIL ...": rows of the table, or of those figures only */
void ask_flow(struct world *world, const struct line *line, const struct words *words) {
    struct asked asked;
    wijk_table *table;
    if (!read_asked(world, line, words, 1, &asked))
        return;
    wijk_status status = wijk_dossier_flow(world->dossier, asked.from, asked.until, asked.within, asked.known, &table,
                                           world->error);
    if (status != WIJK_OK) {
        fail(world, line, "flow: %s %s", wijk_status_name(status), wijk_error_path(world->error));
        return;
    }
    uint32_t *rows = calloc(wijk_table_rows(table) + 1, sizeof *rows), count = 0;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        int64_t figure = wijk_table_int(table, WIJK_FLOW_COLUMN_FIGURE, row);
        if (is_asked(words, &asked, figure))
            rows[count++] = row;
        if (wijk_table_int(table, WIJK_FLOW_COLUMN_COUNT, row) > 0)
            see(world, "figure", figure_name(figure));
    }
    compare_some_rows(world, line, table, rows, count);
    if (!failed(world))
        see(world, "table", "flow");
    free(rows);
    wijk_table_unref(table);
}

/* "returns after FROM UNTIL ... => 1 of 2", or before */
void ask_returns(struct world *world, const struct line *line, const struct words *words) {
    struct text got = {0};
    struct asked asked;
    int64_t count = 0, of = 0;
    bool after = word_is(words, 1, "after");
    if (words->count < 2 || !read_asked(world, line, words, 2, &asked))
        return;
    wijk_status status =
        after ? wijk_dossier_returns_after(world->dossier, asked.from, asked.until, asked.within, asked.seen,
                                           asked.known, &count, &of, world->error)
              : wijk_dossier_returns_before(world->dossier, asked.from, asked.until, asked.within, asked.known, &count,
                                            &of, world->error);
    if (status == WIJK_OK)
        text_put(&got, "%lld of %lld", (long long)count, (long long)of);
    else
        text_put(&got, "%s", wijk_status_name(status));
    expect(world, line, words, "0 of 0", &got);
    text_free(&got);
}

/* ---- each day by itself ---- */

struct periods { /* of one table */
    wijk_table *table;
    uint32_t from, until, kind; /* columns; the kind only of waits */
};

static struct periods periods_of(const struct world *world, const char *name) {
    struct periods periods = {0};
    int32_t id = wijk_catalog_find(WIJK_CATALOG_TABLES, name, WIJK_NUL_TERMINATED);
    wijk_dossier_table(world->dossier, id, WIJK_DATE_NONE, WIJK_TIME_NONE, &periods.table, NULL);
    periods.from = column_named(periods.table, "from", 4);
    periods.until = column_named(periods.table, "until", 5);
    periods.kind = column_named(periods.table, "waits-for", 9);
    return periods;
}

/* The first row that holds on a day; all rows when there is none. */
static uint32_t row_on(const struct periods *periods, wijk_date day, int64_t kind) {
    uint32_t row = 0, rows = wijk_table_rows(periods->table);
    for (; row < rows; row++) {
        bool begun = wijk_table_int(periods->table, periods->from, row) <= day;
        bool over = !wijk_table_is_null(periods->table, periods->until, row) &&
                    wijk_table_int(periods->table, periods->until, row) <= day;
        if (begun && !over && (kind == 0 || wijk_table_int(periods->table, periods->kind, row) == kind))
            break;
    }
    return row;
}

static bool holds(const struct periods *periods, wijk_date day, int64_t kind) {
    return row_on(periods, day, kind) < wijk_table_rows(periods->table);
}

struct tables {
    struct periods episodes, waits, pauses, lights;
};

static int64_t kind_on(const struct tables *tables, wijk_date day) {
    if (!holds(&tables->episodes, day, 0))
        return WIJK_DAY_KIND_CLOSED;
    if (holds(&tables->waits, day, WIJK_WAIT_FOR_PROVIDER))
        return WIJK_DAY_KIND_WAITING_PROVIDER;
    if (holds(&tables->waits, day, WIJK_WAIT_FOR_CLIENT))
        return WIJK_DAY_KIND_WAITING_CLIENT;
    if (holds(&tables->pauses, day, 0))
        return WIJK_DAY_KIND_PAUSED;
    return holds(&tables->lights, day, 0) ? WIJK_DAY_KIND_PILOT_LIGHT : WIJK_DAY_KIND_WORKING;
}

static bool same_provider(const struct tables *tables, const wijk_table *days, uint32_t row, wijk_date day) {
    const wijk_id *told = wijk_table_cell_id(days, WIJK_DAYS_COLUMN_PROVIDER, row), *provider = NULL;
    if (wijk_table_int(days, WIJK_DAYS_COLUMN_KIND, row) == WIJK_DAY_KIND_WAITING_PROVIDER) {
        const wijk_table *waits = tables->waits.table;
        provider = wijk_table_cell_id(waits, column_named(waits, "provider", 8),
                                      row_on(&tables->waits, day, WIJK_WAIT_FOR_PROVIDER));
    }
    return told == NULL || provider == NULL ? told == provider : memcmp(told, provider, sizeof *told) == 0;
}

static void check_days(struct world *world, const struct line *line, const struct tables *tables,
                       const wijk_table *days, wijk_date last) {
    char text[WIJK_DATE_TEXT_SIZE];
    uint32_t row = 0, rows = wijk_table_rows(days);
    wijk_date day = (wijk_date)wijk_table_int(tables->episodes.table, tables->episodes.from, 0);
    for (; day <= last && !failed(world); day++) {
        while (row < rows && wijk_table_int(days, WIJK_DAYS_COLUMN_UNTIL, row) <= day)
            row++;
        wijk_date_format(day, text);
        if (row == rows || wijk_table_int(days, WIJK_DAYS_COLUMN_FROM, row) > day)
            fail(world, line, "%s is missing in the table of days", text);
        else if (wijk_table_int(days, WIJK_DAYS_COLUMN_KIND, row) != kind_on(tables, day) ||
                 !same_provider(tables, days, row, day))
            fail(world, line, "%s is of another kind in the table of days", text);
    }
    if (row + 1 < rows || (rows > 0 && wijk_table_int(days, WIJK_DAYS_COLUMN_UNTIL, rows - 1) != (int64_t)last + 1))
        fail(world, line, "the table of days goes on too long");
}

void prove_days(struct world *world, const struct line *line, wijk_date last) {
    wijk_table *days;
    struct tables tables = {periods_of(world, "episodes"), periods_of(world, "waits"), periods_of(world, "case-pauses"),
                            periods_of(world, "pilot-lights")};
    wijk_dossier_table(world->dossier, WIJK_TABLE_DAYS, WIJK_DATE_NONE, WIJK_TIME_NONE, &days, NULL);
    if (wijk_table_rows(tables.episodes.table) > 0)
        check_days(world, line, &tables, days, last);
    else if (wijk_table_rows(days) > 0)
        fail(world, line, "days are counted of a dossier that was never opened");
    wijk_table_unref(days);
    wijk_table_unref(tables.episodes.table);
    wijk_table_unref(tables.waits.table);
    wijk_table_unref(tables.pauses.table);
    wijk_table_unref(tables.lights.table);
}
