/* Names of people and things, and values as a person reads them. */
#include "show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

/* Which column names what a row is about: a person by the column of the person, anything else by the act that made it. */
static const struct naming {
    wijk_table_id table;
    uint32_t id, name;
} namings[] = {
    {WIJK_TABLE_MEMBERS, WIJK_MEMBERS_COLUMN_PERSON, WIJK_MEMBERS_COLUMN_NAME},
    {WIJK_TABLE_PROFESSIONALS, WIJK_PROFESSIONALS_COLUMN_PROFESSIONAL, WIJK_PROFESSIONALS_COLUMN_NAME},
    {WIJK_TABLE_PROBLEMS, WIJK_PROBLEMS_COLUMN_ACT, WIJK_PROBLEMS_COLUMN_DESCRIPTION},
    {WIJK_TABLE_PLANS, WIJK_PLANS_COLUMN_ACT, WIJK_PLANS_COLUMN_TITLE},
    {WIJK_TABLE_GOALS, WIJK_GOALS_COLUMN_ACT, WIJK_GOALS_COLUMN_TITLE},
    {WIJK_TABLE_ACTIONS, WIJK_ACTIONS_COLUMN_ACT, WIJK_ACTIONS_COLUMN_DESCRIPTION},
};
enum { NAMINGS = sizeof namings / sizeof *namings };

static int compare(const void *a, const void *b) {
    return memcmp(&((const struct label *)a)->id, &((const struct label *)b)->id, sizeof(wijk_id));
}

void show_name_things(struct show *show) {
    size_t most = 0;
    for (size_t i = 0; i < NAMINGS; i++)
        most += wijk_table_rows(show->naming[namings[i].table]);
    show->labels = cli_allocate(most * sizeof *show->labels);
    for (size_t i = 0; i < NAMINGS; i++) {
        const wijk_table *table = show->naming[namings[i].table];
        for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
            struct label label = {.text = wijk_table_text(table, namings[i].name, row, &label.length)};
            const wijk_id *id = wijk_table_cell_id(table, namings[i].id, row);
            if (!id || !label.text || label.length == 0)
                continue;
            label.id = *id;
            show->labels[show->label_count++] = label;
        }
    }
    qsort(show->labels, show->label_count, sizeof *show->labels, compare);
}

const struct label *show_label(const struct show *show, const wijk_id *id) {
    const struct label key = {.id = *id};
    return bsearch(&key, show->labels, show->label_count, sizeof key, compare);
}

void show_id(const struct show *show, const wijk_id *id) {
    char text[WIJK_ID_TEXT_SIZE];
    const struct label *label = show_label(show, id);
    if (label) {
        say_text(stdout, label->text, label->length);
        return;
    }
    wijk_id_format(id, text);
    printf("%.8s", text);
}

/* ---- values ---- */

void show_date(wijk_date date) {
    char text[WIJK_DATE_TEXT_SIZE];
    wijk_date_format(date, text);
    fputs(text, stdout);
}

void show_thousandths(int64_t value) {
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    unsigned rest = (unsigned)(size % 1000);
    int digits = rest % 10 ? 3 : rest % 100 ? 2 : 1;
    printf("%s%" PRIu64, value < 0 ? "-" : "", size / 1000);
    if (rest)
        printf(".%0*u", digits, digits == 3 ? rest : digits == 2 ? rest / 10 : rest / 100);
}

static void show_key(const struct show *show, const struct value *value) {
    wijk_policy_list list = value->list ? value->list : WIJK_LIST_TIERS;
    const char *term = wijk_policy_term(show->policy, list, value->text, value->length, show->language);
    if (term)
        fputs(term, stdout);
    else
        say_text(stdout, value->text, value->length);
}

static void show_term(const char *term, int64_t number) {
    if (term)
        fputs(term, stdout);
    else
        printf("%" PRId64, number);
}

void show_value(const struct show *show, const struct value *value) {
    char text[WIJK_TIME_TEXT_SIZE];
    const char *type = value->type;
    if (value->id) {
        show_id(show, value->id);
    } else if (strcmp(type, "key") == 0) {
        show_key(show, value);
    } else if (value->text) {
        say_text(stdout, value->text, value->length);
    } else if (strcmp(type, "date") == 0) {
        show_date((wijk_date)value->number);
    } else if (strcmp(type, "time") == 0) {
        wijk_time_format(value->number, text);
        fputs(text, stdout);
    } else if (strcmp(type, "bool") == 0) {
        fputs(value->number ? in_language(show->language, "yes", "ja") : in_language(show->language, "no", "nee"), stdout);
    } else if (strcmp(type, "code") == 0) {
        show_term(wijk_catalog_member_term(WIJK_CATALOG_CODE_LISTS, value->list, (int32_t)value->number, show->language),
                  value->number);
    } else if (strcmp(type, "act-type") == 0) {
        show_term(wijk_catalog_term(WIJK_CATALOG_ACTS, (int32_t)value->number, show->language), value->number);
    } else {
        printf("%" PRId64, value->number);
    }
}

/* ---- cells ---- */

uint32_t show_rows(const struct show *show, wijk_table_id table) { return wijk_table_rows(show->tables[table]); }

bool show_has(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column) {
    return !wijk_table_is_null(show->tables[table], column, row);
}

wijk_date show_day(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column) {
    return show_has(show, table, row, column) ? (wijk_date)wijk_table_int(show->tables[table], column, row)
                                              : WIJK_DATE_NONE;
}

bool show_same(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column, const wijk_id *id) {
    const wijk_id *cell = wijk_table_cell_id(show->tables[table], column, row);
    return cell && id && memcmp(cell, id, sizeof *id) == 0;
}

void show_cell(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column) {
    const wijk_table *of = show->tables[table];
    if (wijk_table_is_null(of, column, row))
        return;
    struct value value = {
        .type = wijk_catalog_member_type(WIJK_CATALOG_TABLES, table, (int32_t)column),
        .list = wijk_catalog_member_list(WIJK_CATALOG_TABLES, table, (int32_t)column),
        .number = wijk_table_int(of, column, row),
        .id = wijk_table_cell_id(of, column, row),
        .text = wijk_table_text(of, column, row, &value.length),
    };
    show_value(show, &value);
}
