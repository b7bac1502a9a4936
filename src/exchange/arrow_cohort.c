/* Cohorts as Arrow: the columns of a sealed cohort have Arrow's layout, so nodes point right into them. */
#include "cohort/cohort.h"
#include "exchange/arrow.h"
#include "exchange/exchange.h"

enum { NODES_MOST = 20, ROWS_USUAL = 65536 };

struct batch { /* some rows of a cohort on their way */
    const struct wijk__columns *columns;
    uint32_t from, rows;
    uint32_t dossier; /* of the first act */
    struct wijk__arrow_node nodes[NODES_MOST];
    uint32_t count;
    struct wijk__arrow_room room;
};

static struct wijk__arrow_node *add(struct batch *batch, struct wijk__arrow_node node) {
    node.offset = batch->from;
    batch->nodes[batch->count] = node;
    return &batch->nodes[batch->count++];
}

/* What has no offset: it was made for these rows, or is no part of the rows. */
static struct wijk__arrow_node *add_whole(struct batch *batch, struct wijk__arrow_node node) {
    struct wijk__arrow_node *added = add(batch, node);
    added->offset = 0;
    return added;
}

static void add_coded(struct batch *batch, const char *name, const char *format, const void *places,
                      const struct wijk__names *names) {
    add(batch, wijk__arrow_values(name, format, batch->rows, places))->dictionary = true;
    add_whole(batch, wijk__arrow_texts("", names->count, names->offsets, names->bytes));
}

static void add_units(struct batch *batch) {
    static const char *const kinds[WIJK__UNIT_KINDS] = {"municipality", "neighbourhood", "team"};
    const struct wijk__columns *columns = batch->columns;
    add(batch, wijk__arrow_values("dossier", "w:16", batch->rows, columns->ids));
    for (uint32_t kind = 0; kind < WIJK__UNIT_KINDS; kind++)
        add_coded(batch, kinds[kind], "s", columns->units[kind], &columns->unit_names[kind]);
}

static void add_what(struct batch *batch) {
    const struct wijk__columns *columns = batch->columns;
    add_coded(batch, "what", columns->code_width == 1 ? "c" : "s", columns->codes, &columns->code_names);
}

static void drop_cohort(void *cohort) { wijk_cohort_unref(cohort); }

/* ---- a cohort as it is ---- */

static void describe_cohort(struct batch *batch) {
    const struct wijk__columns *columns = batch->columns;
    add(batch, wijk__arrow_struct("", batch->rows, 2 + WIJK__UNIT_KINDS));
    add_units(batch);
    add(batch, wijk__arrow_values("acts", "+l", batch->rows, columns->offsets))->child_count = 1;
    batch->rows = columns->acts;
    add(batch, wijk__arrow_struct("item", batch->rows, 2));
    add(batch, wijk__arrow_values("day", "s", batch->rows, columns->days))->dictionary = true;
    add(batch, wijk__arrow_values("", "tdD", columns->date_count, columns->dates));
    add_what(batch);
}

wijk_status wijk_cohort_export_arrow(wijk_cohort *cohort, struct ArrowSchema *schema, struct ArrowArray *array,
                                     wijk_error *error) {
    wijk_status status = WIJK_OK;
    if (schema)
        *schema = (struct ArrowSchema){.release = NULL};
    if (array)
        *array = (struct ArrowArray){.release = NULL};
    if (!wijk_cohort_sealed(cohort))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    struct batch batch = {.columns = &cohort->columns, .rows = cohort->columns.dossiers};
    const struct wijk__arrow_hold hold = {.drop = drop_cohort, .thing = cohort};
    describe_cohort(&batch);
    if (schema)
        status = wijk__arrow_schema(cohort->context, batch.nodes, batch.count, schema);
    if (status == WIJK_OK && array)
        status = wijk__arrow_array(cohort->context, batch.nodes, batch.count, &hold, array);
    if (status != WIJK_OK) {
        if (schema && schema->release)
            schema->release(schema);
        return wijk__fail(error, status);
    }
    if (array)
        wijk_cohort_ref(cohort);
    wijk__error_clear(error);
    return WIJK_OK;
}

/* ---- rows ---- */

static void add_days(struct batch *batch, const int16_t *days) {
    int32_t *made = wijk__arrow_take(&batch->room, batch->rows * sizeof *made);
    for (uint32_t row = 0; made && row < batch->rows; row++)
        made[row] = batch->columns->dates[days[batch->from + row]];
    add_whole(batch, wijk__arrow_values("day", "tdD", batch->rows, made));
}

static void add_ids(struct batch *batch, const char *name, const int32_t *places, const wijk_id *ids) {
    wijk_id *made = wijk__arrow_take(&batch->room, batch->rows * sizeof *made);
    for (uint32_t row = 0; made && row < batch->rows; row++)
        made[row] = ids[places[batch->from + row]];
    add_whole(batch, wijk__arrow_values(name, "w:16", batch->rows, made));
}

/* The dossier after the last one of which an act comes before `row`; there is one, unless there are no rows. */
static uint32_t dossier_of(const struct wijk__columns *columns, uint32_t dossier, uint32_t row) {
    while (dossier < columns->dossiers && (uint32_t)columns->offsets[dossier + 1] <= row)
        dossier++;
    return dossier;
}

static void describe_dossiers(struct batch *batch) {
    add_whole(batch, wijk__arrow_struct("", batch->rows, 1 + WIJK__UNIT_KINDS));
    add_units(batch);
}

static void describe_acts(struct batch *batch) {
    const struct wijk__columns *columns = batch->columns;
    wijk_id *ids = wijk__arrow_take(&batch->room, batch->rows * sizeof *ids);
    uint32_t dossier = batch->dossier;
    for (uint32_t row = 0; ids && row < batch->rows; row++) {
        dossier = dossier_of(columns, dossier, batch->from + row);
        ids[row] = columns->ids[dossier];
    }
    add_whole(batch, wijk__arrow_struct("", batch->rows, 3));
    add_whole(batch, wijk__arrow_values("dossier", "w:16", batch->rows, ids));
    add_days(batch, columns->days);
    add_what(batch);
}

/* Raters by their names, and nothing for 0, which is not said. */
static void add_raters(struct batch *batch) {
    const struct wijk__field_def *field = &wijk__act_def(WIJK_ACT_GOAL_SCORE)->fields[WIJK_GOAL_SCORE_RATER - 1];
    const struct wijk__list_def *list = wijk__list_def(field->list);
    int32_t most = list->values[list->value_count - 1].number, size = 0;
    int32_t *offsets = wijk__arrow_take(&batch->room, ((size_t)most + 2) * sizeof *offsets);
    for (int32_t rater = 0; rater <= most; rater++) {
        size += (int32_t)strlen(wijk__code_name(field->list, rater));
        if (offsets)
            offsets[rater + 1] = size;
    }
    char *bytes = wijk__arrow_take(&batch->room, (size_t)size);
    for (int32_t rater = 0; bytes && rater <= most; rater++) {
        const char *name = wijk__code_name(field->list, rater);
        memcpy(bytes + offsets[rater], name, strlen(name));
    }
    const struct wijk__names names = {offsets, bytes, most + 1};
    add_coded(batch, "rater", "c", batch->columns->measured.rater, &names);
}

static void describe_measurements(struct batch *batch) {
    const struct wijk__columns *columns = batch->columns;
    add_whole(batch, wijk__arrow_struct("", batch->rows, 6));
    add_ids(batch, "dossier", columns->measured.dossier, columns->ids);
    add_ids(batch, "subject", columns->measured.subject, columns->subjects);
    add_days(batch, columns->measured.day);
    add_coded(batch, "scale", "s", columns->measured.scale, &columns->scale_names);
    add_raters(batch);
    add(batch, wijk__arrow_values("thousandths", "i", batch->rows, columns->measured.value));
}

struct rows {
    wijk_cohort *cohort;
    void (*describe)(struct batch *batch);
    uint32_t next, count, most; /* most of a batch */
    uint32_t dossier;
};

static void drop_rows(void *self) {
    struct rows *rows = self;
    wijk_cohort *cohort = rows->cohort;
    wijk__release(cohort->context, rows, sizeof *rows);
    wijk_cohort_unref(cohort);
}

static wijk_status rows_schema(void *self, struct ArrowSchema *out) {
    const struct rows *rows = self;
    struct batch batch = {.columns = &rows->cohort->columns};
    rows->describe(&batch);
    return wijk__arrow_schema(rows->cohort->context, batch.nodes, batch.count, out);
}

static wijk_status rows_next(void *self, struct ArrowArray *out) {
    struct rows *rows = self;
    wijk_context *context = rows->cohort->context;
    uint32_t left = rows->count - rows->next;
    if (left == 0)
        return WIJK_NONE;
    struct batch batch = {.columns = &rows->cohort->columns,
                          .from = rows->next,
                          .rows = left < rows->most ? left : rows->most,
                          .dossier = rows->dossier};
    struct wijk__arrow_hold hold = {.drop = drop_cohort, .thing = rows->cohort};
    rows->describe(&batch);
    wijk_status status = wijk__arrow_make_room(context, &batch.room, &hold);
    if (status != WIJK_OK)
        return status;
    batch.count = 0;
    rows->describe(&batch);
    status = wijk__arrow_array(context, batch.nodes, batch.count, &hold, out);
    if (status != WIJK_OK) {
        wijk__release(context, hold.extra, hold.extra_size);
        return status;
    }
    wijk_cohort_ref(rows->cohort);
    rows->next += batch.rows;
    rows->dossier = dossier_of(batch.columns, rows->dossier, rows->next);
    return WIJK_OK;
}

wijk_status wijk_cohort_export_stream(wijk_cohort *cohort, wijk_arrow_rows what, uint32_t rows,
                                      struct ArrowArrayStream *stream, wijk_error *error) {
    static const struct wijk__arrow_source source = {rows_schema, rows_next, drop_rows};
    static void (*const describe[])(struct batch *) = {
        [WIJK_ARROW_DOSSIERS] = describe_dossiers,
        [WIJK_ARROW_ACTS] = describe_acts,
        [WIJK_ARROW_MEASUREMENTS] = describe_measurements,
    };
    if (stream)
        *stream = (struct ArrowArrayStream){.release = NULL};
    if (!wijk_cohort_sealed(cohort) || !stream)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, stream ? "cohort" : "stream");
    if (what < WIJK_ARROW_DOSSIERS || what > WIJK_ARROW_MEASUREMENTS)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "what");
    const struct wijk__columns *columns = &cohort->columns;
    struct rows *self = wijk__allocate(cohort->context, sizeof *self);
    if (!self)
        return wijk__fail(error, WIJK_E_MEMORY);
    *self = (struct rows){
        .cohort = wijk_cohort_ref(cohort),
        .describe = describe[what],
        .count = what == WIJK_ARROW_DOSSIERS ? columns->dossiers
                 : what == WIJK_ARROW_ACTS   ? columns->acts
                                             : columns->measurements,
        .most = rows ? rows : ROWS_USUAL,
    };
    wijk_status status = wijk__arrow_stream(cohort->context, &source, self, stream);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}
