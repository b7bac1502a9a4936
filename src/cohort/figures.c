/* Figures of dossiers go into a cohort: the rows of two tables, each figure under a name of its own. */
#include "cohort/build.h"

enum { PARTS = 4 }; /* of a name: table, figure, ladder, key */

static const struct source {
    wijk_table_id table;
    uint32_t figure, subject, count, of;
    uint32_t ladder, key; /* 0: it has none */
} sources[] = {
    {WIJK_TABLE_FIGURES, WIJK_FIGURES_COLUMN_FIGURE, WIJK_FIGURES_COLUMN_SUBJECT, WIJK_FIGURES_COLUMN_COUNT,
     WIJK_FIGURES_COLUMN_OF, 0, 0},
    {WIJK_TABLE_FLOW, WIJK_FLOW_COLUMN_FIGURE, WIJK_FLOW_COLUMN_SUBJECT, WIJK_FLOW_COLUMN_COUNT, WIJK_FLOW_COLUMN_OF,
     WIJK_FLOW_COLUMN_LADDER, WIJK_FLOW_COLUMN_KEY},
};

static struct wijk__text text_of(const wijk_table *table, uint32_t column, uint32_t row) {
    struct wijk__text text = {NULL, 0};
    if (column != 0)
        text.data = wijk_table_text(table, column, row, &text.length);
    return text;
}

/* "flow/dwell-tier/care/pressured"; what the row does not say is left out. */
static wijk_status name_of(wijk_context *context, const struct source *source, const wijk_table *table, uint32_t row,
                           struct wijk__bytes *name) {
    const struct wijk__table_def *def = wijk__table_def(source->table);
    const struct wijk__column_def *figure = &def->columns[source->figure - def->common];
    const char *figure_name = wijk__code_name(figure->list, (int32_t)wijk_table_int(table, source->figure, row));
    const struct wijk__text parts[PARTS] = {{def->words.name, strlen(def->words.name)},
                                            {figure_name, strlen(figure_name)},
                                            text_of(table, source->ladder, row),
                                            text_of(table, source->key, row)};
    wijk_status status = WIJK_OK;
    name->size = 0;
    for (size_t i = 0; status == WIJK_OK && i < PARTS; i++) {
        if (parts[i].data == NULL)
            continue;
        if (i > 0)
            status = wijk__bytes_append(context, name, "/", 1);
        if (status == WIJK_OK)
            status = wijk__bytes_append(context, name, parts[i].data, parts[i].length);
    }
    return status;
}

static wijk_status add_row(wijk_cohort *cohort, const struct source *source, const wijk_table *table, uint32_t row,
                           struct wijk__bytes *name) {
    int32_t dossier = wijk_cohort_find(cohort, wijk_table_cell_id(table, 0, row));
    int64_t count = wijk_table_int(table, source->count, row), of = wijk_table_int(table, source->of, row);
    if (!wijk_table_is_null(table, source->subject, row))
        return WIJK_OK;
    if (dossier < 0 || count < 0 || of < 0)
        return WIJK_E_RANGE;
    wijk_status status = name_of(cohort->context, source, table, row, name);
    if (status != WIJK_OK)
        return status;
    struct wijk__text text = {(const char *)name->data, name->size};
    return wijk__building_figure(cohort->context, cohort->building, dossier, text, count, of);
}

wijk_status wijk_cohort_add_figures(wijk_cohort *cohort, const wijk_table *table, wijk_error *error) {
    const struct source *source = NULL;
    if (cohort == NULL || cohort->building == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (wijk_table_get_id(table) == sources[i].table)
            source = &sources[i];
    if (source == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "table");
    wijk__error_clear(error);
    struct wijk__level level = wijk__building_level(cohort->building);
    struct wijk__bytes name = {NULL, 0, 0};
    wijk_status status = WIJK_OK;
    uint32_t row = 0;
    for (; status == WIJK_OK && row < wijk_table_rows(table); row++)
        status = add_row(cohort, source, table, row, &name);
    wijk__bytes_free(cohort->context, &name);
    if (status == WIJK_OK)
        return status;
    wijk__building_cut(cohort->context, cohort->building, &level);
    wijk__fail_path(error, status, "table");
    wijk__error_index(error, (int64_t)row - 1);
    return status;
}
