/* Names of people and things, and values as a person reads them. */
#include "show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

/* Which column names what a row is about: a person by the column of the person, anything else by the act that made it.
 * What has no words of its own is named by a day; an act that made nothing by its kind. */
static const struct naming {
    wijk_table_id table;
    uint32_t id, name;
} namings[] = {
    {WIJK_TABLE_MEMBERS, WIJK_MEMBERS_COLUMN_PERSON, WIJK_MEMBERS_COLUMN_NAME},
    {WIJK_TABLE_PROFESSIONALS, WIJK_PROFESSIONALS_COLUMN_PROFESSIONAL, WIJK_PROFESSIONALS_COLUMN_NAME},
    {WIJK_TABLE_REQUESTS, WIJK_REQUESTS_COLUMN_ACT, WIJK_REQUESTS_COLUMN_KIND},
    {WIJK_TABLE_ANALYSES, WIJK_ANALYSES_COLUMN_ACT, WIJK_ANALYSES_COLUMN_OPENED},
    {WIJK_TABLE_PROBLEMS, WIJK_PROBLEMS_COLUMN_ACT, WIJK_PROBLEMS_COLUMN_DESCRIPTION},
    {WIJK_TABLE_PLANS, WIJK_PLANS_COLUMN_ACT, WIJK_PLANS_COLUMN_TITLE},
    {WIJK_TABLE_GOALS, WIJK_GOALS_COLUMN_ACT, WIJK_GOALS_COLUMN_TITLE},
    {WIJK_TABLE_ACTIONS, WIJK_ACTIONS_COLUMN_ACT, WIJK_ACTIONS_COLUMN_DESCRIPTION},
    {WIJK_TABLE_OFFERS, WIJK_OFFERS_COLUMN_ACT, WIJK_OFFERS_COLUMN_PROFESSIONAL},
    {WIJK_TABLE_STEPS, WIJK_STEPS_COLUMN_ACT, WIJK_STEPS_COLUMN_TIER},
    {WIJK_TABLE_WAITS, WIJK_WAITS_COLUMN_ACT, WIJK_WAITS_COLUMN_PROVISION},
    {WIJK_TABLE_PILOT_LIGHTS, WIJK_PILOT_LIGHTS_COLUMN_ACT, WIJK_PILOT_LIGHTS_COLUMN_FROM},
    {WIJK_TABLE_SIGNALS, WIJK_SIGNALS_COLUMN_ACT, WIJK_SIGNALS_COLUMN_KIND},
    {WIJK_TABLE_SAFETY, WIJK_SAFETY_COLUMN_ACT, WIJK_SAFETY_COLUMN_WEIGHED},
    {WIJK_TABLE_CONSULTS, WIJK_CONSULTS_COLUMN_ACT, WIJK_CONSULTS_COLUMN_EXPERTISE},
    {WIJK_TABLE_SUPPORTS, WIJK_SUPPORTS_COLUMN_ACT, WIJK_SUPPORTS_COLUMN_NAME},
    {WIJK_TABLE_REFERRALS, WIJK_REFERRALS_COLUMN_ACT, WIJK_REFERRALS_COLUMN_MADE},
    {WIJK_TABLE_CASE_PAUSES, WIJK_CASE_PAUSES_COLUMN_ACT, WIJK_CASE_PAUSES_COLUMN_FROM},
    {WIJK_TABLE_ACTS, WIJK_ACTS_COLUMN_ACT, WIJK_ACTS_COLUMN_TYPE},
};
enum { NAMINGS = sizeof namings / sizeof *namings };

static int by_id(const void *a, const void *b) {
    const struct label *x = a, *y = b;
    int order = memcmp(&x->id, &y->id, sizeof x->id);
    return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

static void name_things(struct show *show) {
    size_t most = 0;
    for (size_t i = 0; i < NAMINGS; i++)
        most += wijk_table_rows(show->naming[namings[i].table]);
    show->labels = cli_allocate(most * sizeof *show->labels);
    for (uint32_t i = 0; i < NAMINGS; i++) {
        const wijk_table *table = show->naming[namings[i].table];
        for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
            const wijk_id *id = wijk_table_cell_id(table, namings[i].id, row);
            if (id && !wijk_table_is_null(table, namings[i].name, row))
                show->labels[show->label_count++] =
                    (struct label){*id, namings[i].table, row, namings[i].name, i};
        }
    }
    qsort(show->labels, show->label_count, sizeof *show->labels, by_id);
}

wijk_status show_start_naming(struct show *show) {
    const struct cli *cli = show->cli;
    wijk_status status = WIJK_OK;
    show->naming = cli_allocate((wijk_catalog_count(WIJK_CATALOG_TABLES) + 1) * sizeof *show->naming);
    for (size_t i = 0; i < NAMINGS && status == WIJK_OK; i++)
        status = wijk_dossier_table(show->dossier, namings[i].table, WIJK_DATE_NONE, cli->options.known,
                                    &show->naming[namings[i].table], cli->error);
    if (status == WIJK_OK)
        name_things(show);
    return status;
}

void show_end_naming(struct show *show) {
    for (size_t i = 0; i < NAMINGS; i++)
        wijk_table_unref(show->naming[namings[i].table]);
    free(show->labels);
    free(show->naming);
}

/* The first label of an id; NULL when it has none. */
static const struct label *find(const struct show *show, const wijk_id *id) {
    size_t low = 0, high = show->label_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(&show->labels[middle].id, id, sizeof *id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < show->label_count && memcmp(&show->labels[low].id, id, sizeof *id) == 0;
    return found ? &show->labels[low] : NULL;
}

const char *show_name_of(const struct show *show, const wijk_id *id, size_t *length) {
    const struct label *label = find(show, id);
    return label ? wijk_table_text(show->naming[label->table], label->column, label->row, length) : NULL;
}

static void show_cell_of(const struct show *show, const wijk_table *table, uint32_t row, uint32_t column);

/* What it is called, else the beginning of the id. Names of people are texts, so that this ends. */
static void show_id(const struct show *show, const wijk_id *id) {
    char text[WIJK_ID_TEXT_SIZE];
    const struct label *label = find(show, id);
    if (label) {
        show_cell_of(show, show->naming[label->table], label->row, label->column);
        return;
    }
    wijk_id_format(id, text);
    printf("%.8s", text);
}

void show_name_behind(const struct show *show, const wijk_id *id) {
    const struct label *label = find(show, id);
    if (!label)
        return;
    fputs(" (", stdout);
    show_cell_of(show, show->naming[label->table], label->row, label->column);
    putchar(')');
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
    wijk_language language = show->language;
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
        fputs(value->number ? in_language(language, "yes", "ja") : in_language(language, "no", "nee"), stdout);
    } else if (strcmp(type, "code") == 0) {
        show_term(wijk_catalog_member_term(WIJK_CATALOG_CODE_LISTS, value->list, (int32_t)value->number, language),
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

static void show_cell_of(const struct show *show, const wijk_table *table, uint32_t row, uint32_t column) {
    wijk_table_id number = wijk_table_get_id(table);
    if (wijk_table_is_null(table, column, row))
        return;
    struct value value = {
        .type = wijk_catalog_member_type(WIJK_CATALOG_TABLES, number, (int32_t)column),
        .list = wijk_catalog_member_list(WIJK_CATALOG_TABLES, number, (int32_t)column),
        .number = wijk_table_int(table, column, row),
        .id = wijk_table_cell_id(table, column, row),
    };
    value.text = wijk_table_text(table, column, row, &value.length);
    show_value(show, &value);
}

void show_cell(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column) {
    show_cell_of(show, show->tables[table], row, column);
}
