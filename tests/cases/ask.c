/* Questions: what every screen asks, tables, and the check. */
#include "cases.h"

bool day_of(struct world *world, const struct line *line, const struct words *words, size_t place,
                   wijk_date *day) {
    *day = WIJK_DATE_NONE;
    if (word_is(words, place, "ever") || (place < words->count && read_date(words->list[place], day)))
        return true;
    fail(world, line, "a day is missing");
    return false;
}

/* An answer that is an id, none, or a failure. */
static void answer_id(struct world *world, const struct line *line, const struct words *words, wijk_status status,
                      const wijk_id *id) {
    struct text got = {0};
    if (status == WIJK_OK)
        text_put(&got, "%s", label_of(&world->names, id));
    else
        text_put(&got, "%s", status == WIJK_NONE ? "none" : wijk_status_name(status));
    expect(world, line, words, "none", &got);
    text_free(&got);
}

void ask_coordinator(struct world *world, const struct line *line, const struct words *words) {
    wijk_date day;
    wijk_id id;
    if (day_of(world, line, words, 1, &day))
        answer_id(world, line, words, wijk_dossier_coordinator(world->dossier, day, &id), &id);
}

void ask_plan(struct world *world, const struct line *line, const struct words *words) {
    wijk_date day;
    wijk_id id;
    if (day_of(world, line, words, 1, &day))
        answer_id(world, line, words, wijk_dossier_plan(world->dossier, day, &id), &id);
}

void ask_tier(struct world *world, const struct line *line, const struct words *words) {
    struct text got = {0};
    wijk_date day;
    const char *tier;
    size_t length;
    if (words->count < 3 || !day_of(world, line, words, 2, &day)) {
        fail(world, line, "tier LADDER DAY => TIER");
        return;
    }
    wijk_status status =
        wijk_dossier_tier(world->dossier, words->list[1], WIJK_NUL_TERMINATED, day, &tier, &length);
    if (status == WIJK_OK)
        text_put(&got, "%.*s", (int)length, tier);
    else
        text_put(&got, "%s", status == WIJK_NONE ? "none" : wijk_status_name(status));
    expect(world, line, words, "none", &got);
    text_free(&got);
}

void ask_unheard(struct world *world, const struct line *line, const struct words *words) {
    enum { MOST = 64 };
    struct text got = {0};
    wijk_id persons[MOST];
    wijk_date day;
    uint32_t count;
    if (!day_of(world, line, words, 1, &day))
        return;
    wijk_status status = wijk_dossier_unheard(world->dossier, day, persons, MOST, &count);
    for (uint32_t i = 0; status == WIJK_OK && i < count && i < MOST; i++)
        text_put(&got, "%s%s", i > 0 ? " " : "", label_of(&world->names, &persons[i]));
    if (status != WIJK_OK || count == 0)
        text_put(&got, "%s", status == WIJK_OK ? "none" : wijk_status_name(status));
    expect(world, line, words, "none", &got);
    text_free(&got);
}

/* "... [on DAY] [known MOMENT]" */
bool clocks(struct world *world, const struct line *line, const struct words *words, size_t from,
                   wijk_date *on, wijk_time *known) {
    *on = WIJK_DATE_NONE;
    *known = WIJK_TIME_NONE;
    static const char *const ends[] = {"=>", "none", "only"};
    size_t end = words->count;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        end = word_place(words, ends[i]) < end ? word_place(words, ends[i]) : end;
    for (size_t i = from; i < end; i += 2) {
        bool good = i + 1 < end;
        if (good && word_is(words, i, "on"))
            good = read_date(words->list[i + 1], on);
        else
            good = good && word_is(words, i, "known") && read_moment(words->list[i + 1], true, known);
        if (!good) {
            fail(world, line, "%s: only on DAY and known MOMENT can stand here", words->list[i]);
            return false;
        }
    }
    return true;
}

/* What a check came to: clean, findings, or refused and findings. */
static void answer_check(struct world *world, const struct line *line, const struct words *words, wijk_status status) {
    struct text got = {0};
    tell_findings(world, status, false, &got);
    bool nothing = strchr(text_of(&got), 'W') == NULL;
    if (status >= 0 && nothing) {
        text_clear(&got);
        text_put(&got, "clean");
    } else if (status == WIJK_OK) {
        memmove(got.data, got.data + strlen("warns "), got.size - strlen("warns ") + 1);
    }
    expect(world, line, words, "clean", &got);
    if (!failed(world))
        see_findings(world);
    text_free(&got);
}

/* "lint => ...": of the policy that judges now. */
void ask_lint(struct world *world, const struct line *line, const struct words *words) {
    answer_check(world, line, words, wijk_policy_lint(world->policy, world->findings, world->error));
}

/* "check DAY [known MOMENT] [only CODE ...] => ..." */
void ask_check(struct world *world, const struct line *line, const struct words *words) {
    static struct words only;
    wijk_date day, ignored;
    wijk_time known;
    size_t arrow = word_place(words, "=>"), at = word_place(words, "only");
    if (!day_of(world, line, words, 1, &day) || !clocks(world, line, words, 2, &ignored, &known))
        return;
    only.count = 0;
    for (size_t i = at + 1; i < arrow; i++)
        only.list[only.count++] = words->list[i];
    wijk_status status = wijk_dossier_check(world->dossier, day, known, world->findings, world->error);
    world->only = only.count > 0 ? &only : NULL;
    answer_check(world, line, words, status);
    world->only = NULL;
}

/* ---- tables ---- */

static void tell_code(const wijk_table *table, int32_t number, int64_t value, struct text *out) {
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_TABLES, wijk_table_get_id(table), number);
    const char *name = wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list, (int32_t)value);
    if (name != NULL)
        text_put(out, "%s", name);
    else
        text_put(out, "%lld", (long long)value);
}

static void tell_cell(struct world *world, const wijk_table *table, uint32_t column, uint32_t row, struct text *out) {
    int32_t id = wijk_table_get_id(table), number = wijk_catalog_member_number(WIJK_CATALOG_TABLES, id, column);
    const char *type = wijk_catalog_member_type(WIJK_CATALOG_TABLES, id, number);
    int64_t value = wijk_table_int(table, column, row);
    char text[WIJK_TIME_TEXT_SIZE] = "";
    size_t length;
    if (wijk_table_is_null(table, column, row)) {
        text_put(out, "-");
    } else if (wijk_table_cell_id(table, column, row) != NULL) {
        text_put(out, "%s", label_of(&world->names, wijk_table_cell_id(table, column, row)));
    } else if (strcmp(type, "text") == 0 || strcmp(type, "key") == 0) {
        const char *cell = wijk_table_text(table, column, row, &length);
        text_put(out, "%.*s", (int)length, cell);
    } else if (strcmp(type, "date") == 0) {
        wijk_date_format((wijk_date)value, text);
    } else if (strcmp(type, "time") == 0) {
        wijk_time_format(value, text);
    } else if (strcmp(type, "code") == 0) {
        tell_code(table, number, value, out);
    } else if (strcmp(type, "act-type") == 0) {
        const char *name = wijk_catalog_name(WIJK_CATALOG_ACTS, (int32_t)value);
        text_put(out, "%s", name != NULL ? name : "?");
    } else {
        text_put(out, "%lld", (long long)value);
    }
    text_put(out, "%s", text);
}

uint32_t column_named(const wijk_table *table, const char *name, size_t length) {
    int32_t id = wijk_table_get_id(table);
    int32_t number = member_named(WIJK_CATALOG_TABLES, id, name, length);
    uint32_t place = 0;
    while (place < wijk_table_columns(table) && wijk_catalog_member_number(WIJK_CATALOG_TABLES, id, place) != number)
        place++;
    return place;
}

/* Only the columns that the row names are looked at. */
static void compare_row(struct world *world, const struct line *line, const struct words *words,
                        const wijk_table *table, uint32_t row) {
    struct text cell = {0};
    for (size_t i = 0; i < words->count && !failed(world); i++) {
        const char *equals = strchr(words->list[i], '=');
        uint32_t column =
            equals != NULL ? column_named(table, words->list[i], (size_t)(equals - words->list[i])) : UINT32_MAX;
        if (column >= wijk_table_columns(table)) {
            fail(world, line, "%s names no column", words->list[i]);
            break;
        }
        text_clear(&cell);
        tell_cell(world, table, column, row, &cell);
        if (strcmp(text_of(&cell), equals + 1) != 0)
            fail(world, line, "expected %s, got %s", words->list[i], text_of(&cell));
    }
    text_free(&cell);
}

static bool is_row(const struct words *words) {
    return words->count > 0 && strchr(words->list[0], '=') != NULL && !word_is(words, 0, "=>");
}

void compare_some_rows(struct world *world, const struct line *line, const wijk_table *table, const uint32_t *rows,
                       uint32_t count) {
    static struct words words;
    uint32_t row = 0;
    for (; world->next < world->line_count && !failed(world); world->next++) {
        const struct line *next = &world->lines[world->next];
        if (!words_cut(&words, next->text) || !is_row(&words))
            break;
        if (row < count)
            compare_row(world, next, &words, table, rows != NULL ? rows[row] : row);
        row++;
    }
    if (row != count)
        fail(world, line, "expected %u rows, got %u", (unsigned)row, (unsigned)count);
}

static void compare_rows(struct world *world, const struct line *line, const wijk_table *table, bool none) {
    size_t before = world->next;
    compare_some_rows(world, line, table, NULL, wijk_table_rows(table));
    if (world->next == before && !none)
        fail(world, line, "no rows follow; for an empty table write: none");
}

/* "table waits: none" and "table waits:" may be written with a colon, for who reads it. */
static void drop_colons(const struct words *words) {
    for (size_t i = 1; i < words->count; i++) {
        size_t length = strlen(words->list[i]);
        if (!words->quoted[i] && length > 0 && words->list[i][length - 1] == ':')
            words->list[i][length - 1] = '\0';
    }
}

void ask_table(struct world *world, const struct line *line, const struct words *words) {
    const char *name;
    wijk_date on;
    wijk_time known;
    wijk_table *table;
    drop_colons(words);
    if (words->count < 2 || !clocks(world, line, words, 2, &on, &known)) {
        fail(world, line, "table NAME [on DAY] [known MOMENT] and then its rows, or none");
        return;
    }
    name = words->list[1];
    int32_t id = wijk_catalog_find(WIJK_CATALOG_TABLES, name, WIJK_NUL_TERMINATED);
    wijk_status status = wijk_dossier_table(world->dossier, id, on, known, &table, world->error);
    if (status != WIJK_OK) {
        fail(world, line, "table %s: %s", name, wijk_status_name(status));
        return;
    }
    compare_rows(world, line, table, word_place(words, "none") < words->count);
    if (!failed(world))
        see(world, "table", name);
    wijk_table_unref(table);
}

void ask_agenda(struct world *world, const struct line *line, const struct words *words) {
    wijk_date from, until, ignored;
    wijk_time known;
    wijk_table *table;
    drop_colons(words);
    if (!day_of(world, line, words, 1, &from) || !day_of(world, line, words, 2, &until) ||
        !clocks(world, line, words, 3, &ignored, &known))
        return;
    wijk_status status = wijk_dossier_agenda(world->dossier, from, until, known, &table, world->error);
    if (status != WIJK_OK) {
        fail(world, line, "agenda: %s", wijk_status_name(status));
        return;
    }
    compare_rows(world, line, table, word_place(words, "none") < words->count);
    if (!failed(world))
        see(world, "table", "agenda");
    wijk_table_unref(table);
}

/* "changes MOMENT [on DAY] [known MOMENT]": the acts that became known since, as rows of the table of acts */
void ask_changes(struct world *world, const struct line *line, const struct words *words) {
    wijk_date on;
    wijk_time since, known;
    wijk_table *table;
    drop_colons(words);
    if (words->count < 2 || !read_moment(words->list[1], true, &since)) {
        fail(world, line, "changes MOMENT [on DAY] [known MOMENT] and then its rows, or none");
        return;
    }
    if (!clocks(world, line, words, 2, &on, &known))
        return;
    wijk_status status = wijk_dossier_changes(world->dossier, since, known, on, &table, world->error);
    if (status != WIJK_OK) {
        fail(world, line, "changes: %s", wijk_status_name(status));
        return;
    }
    compare_rows(world, line, table, word_place(words, "none") < words->count);
    wijk_table_unref(table);
}
