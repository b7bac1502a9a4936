/* Tables: rows become columns in the layout of the Arrow C data interface, all in one block of memory. First comes what
 * the table says about itself, then the buffers of its columns, each on a border of 64 bytes and padded to the next one
 * with zeros. The allocator promises no border, so the block is larger and the buffers are put right by hand. */
#include "act/act.h"

#include <stddef.h>

enum { BORDER = 64 };

struct column {
    wijk_layout layout;
    uint32_t null_count;
    const void *values;
    const int32_t *offsets;  /* of a text */
    const uint8_t *validity; /* NULL when every row has a value */
};

struct wijk_table {
    atomic_uint references;
    wijk_table_id id;
    wijk_context *context;
    size_t size; /* of the whole block */
    uint32_t rows, columns;
    struct column list[];
};

/* ---- what a table is made from ---- */

struct source {
    const struct wijk__table_def *def;
    const wijk_id *dossier;
    const uint8_t *rows;
    size_t stride;     /* bytes of a row */
    size_t act_offset; /* in a row */
    uint32_t count;
    const uint8_t *texts;
};

static const wijk_layout layouts[] = {
    [WIJK__ID] = WIJK_LAYOUT_ID,       [WIJK__REF] = WIJK_LAYOUT_ID,     [WIJK__PERSON] = WIJK_LAYOUT_ID,
    [WIJK__ACT] = WIJK_LAYOUT_ID,      [WIJK__INT] = WIJK_LAYOUT_INT64,  [WIJK__BOOL] = WIJK_LAYOUT_INT32,
    [WIJK__DATE] = WIJK_LAYOUT_INT32,  [WIJK__TIME] = WIJK_LAYOUT_INT64, [WIJK__CODE] = WIJK_LAYOUT_INT32,
    [WIJK__KEY] = WIJK_LAYOUT_TEXT,    [WIJK__TEXT] = WIJK_LAYOUT_TEXT,  [WIJK__ACT_TYPE] = WIJK_LAYOUT_INT32,
    [WIJK__REAL] = WIJK_LAYOUT_REAL,
};
static const size_t widths[] = {
    [WIJK_LAYOUT_INT32] = sizeof(int32_t),
    [WIJK_LAYOUT_INT64] = sizeof(int64_t),
    [WIJK_LAYOUT_ID] = sizeof(wijk_id),
    [WIJK_LAYOUT_TEXT] = sizeof(int32_t), /* of an offset */
    [WIJK_LAYOUT_REAL] = sizeof(double),
};

static const struct wijk__column_def *column_def(const struct wijk__table_def *def, uint32_t column) {
    return column < def->common ? &wijk__common_columns[column] : &def->columns[column - def->common];
}

/* A value in a row. Reckoned only for rows that are there: without rows there is nothing to point at. */
static const uint8_t *value_at(const struct source *source, size_t offset, uint32_t row) {
    return source->rows + row * source->stride + offset;
}

static struct wijk__span span_at(const struct source *source, size_t offset, uint32_t row) {
    struct wijk__span span;
    memcpy(&span, value_at(source, offset, row), sizeof span);
    return span;
}

/* ---- how much memory ---- */

static size_t padded(size_t size) { return (size + BORDER - 1) / BORDER * BORDER; }

static bool add_buffer(size_t *total, size_t count, size_t width) {
    size_t bytes;
    return wijk__multiply(count, width, &bytes) && bytes <= SIZE_MAX - BORDER &&
           wijk__add(*total, padded(bytes), total);
}

/* Bytes of a text column; LIMIT when they are more than a 32-bit offset can tell. */
static wijk_status text_size(const struct source *source, size_t offset, size_t *size) {
    *size = 0;
    for (uint32_t row = 0; row < source->count; row++) {
        struct wijk__span span = span_at(source, offset, row);
        if (span.offset == WIJK__NO_TEXT)
            continue;
        if (span.length > (size_t)INT32_MAX - *size)
            return WIJK_E_LIMIT;
        *size += span.length;
    }
    return WIJK_OK;
}

static wijk_status table_size(const struct source *source, uint32_t columns, size_t *total) {
    *total = sizeof(wijk_table) + columns * sizeof(struct column) + BORDER;
    for (uint32_t column = 0; column < columns; column++) {
        const struct wijk__column_def *def = column_def(source->def, column);
        wijk_layout layout = layouts[def->type];
        bool is_text = layout == WIJK_LAYOUT_TEXT;
        size_t text = 0;
        bool is_dossier = column == 0 && source->def->common > 0; /* every row has one */
        size_t marks = is_dossier ? 0 : (size_t)source->count / 8 + 1;
        wijk_status status = is_text ? text_size(source, def->offset, &text) : WIJK_OK;
        if (status != WIJK_OK)
            return status;
        if (!add_buffer(total, (size_t)source->count + is_text, widths[layout]) || !add_buffer(total, text, 1) ||
            !add_buffer(total, marks, 1))
            return WIJK_E_MEMORY;
    }
    return WIJK_OK;
}

/* ---- filling the columns ---- */

/* The next buffer; what is padding is zero. table_size() counted the same buffers, so they fit. */
static void *take(uint8_t **next, size_t size) {
    uint8_t *buffer = *next;
    memset(buffer + size, 0, padded(size) - size);
    *next += padded(size);
    return buffer;
}

struct marks { /* of the rows that have a value, one bit each, gathered into bytes */
    uint8_t *bits;
    uint32_t nulls;
    unsigned byte;
};

static struct marks start_marks(const struct source *source, uint8_t **next) {
    return (struct marks){take(next, (size_t)source->count / 8 + 1), 0, 0};
}

static void mark(struct marks *marks, uint32_t row, bool has) {
    marks->byte |= (unsigned)has << row % 8;
    marks->nulls += !has;
    if (row % 8 == 7) {
        marks->bits[row / 8] = (uint8_t)marks->byte;
        marks->byte = 0;
    }
}

static void finish(const struct source *source, struct column *column, const void *values, const int32_t *offsets,
                   const struct marks *marks) {
    marks->bits[source->count / 8] = (uint8_t)marks->byte;
    column->values = values;
    column->offsets = offsets;
    column->null_count = marks->nulls;
    column->validity = marks->nulls ? marks->bits : NULL;
}

static void fill_int32(const struct source *source, size_t offset, int32_t none, struct column *column,
                       uint8_t **next) {
    int32_t *values = take(next, source->count * sizeof *values);
    struct marks marks = start_marks(source, next);
    for (uint32_t row = 0; row < source->count; row++) {
        int32_t value;
        memcpy(&value, value_at(source, offset, row), sizeof value);
        values[row] = value == none ? 0 : value;
        mark(&marks, row, value != none);
    }
    finish(source, column, values, NULL, &marks);
}

static void fill_int64(const struct source *source, size_t offset, struct column *column, uint8_t **next) {
    int64_t *values = take(next, source->count * sizeof *values);
    struct marks marks = start_marks(source, next);
    for (uint32_t row = 0; row < source->count; row++) {
        int64_t value;
        memcpy(&value, value_at(source, offset, row), sizeof value);
        values[row] = value == INT64_MIN ? 0 : value;
        mark(&marks, row, value != INT64_MIN);
    }
    finish(source, column, values, NULL, &marks);
}

/* NaN is no value. */
static void fill_reals(const struct source *source, size_t offset, struct column *column, uint8_t **next) {
    double *values = take(next, source->count * sizeof *values);
    struct marks marks = start_marks(source, next);
    for (uint32_t row = 0; row < source->count; row++) {
        double value;
        memcpy(&value, value_at(source, offset, row), sizeof value);
        values[row] = value == value ? value : 0;
        mark(&marks, row, value == value);
    }
    finish(source, column, values, NULL, &marks);
}

static void fill_ids(const struct source *source, size_t offset, struct column *column, uint8_t **next) {
    wijk_id *values = take(next, source->count * sizeof *values);
    struct marks marks = start_marks(source, next);
    for (uint32_t row = 0; row < source->count; row++) {
        uint64_t halves[2];
        memcpy(halves, value_at(source, offset, row), sizeof halves);
        memcpy(&values[row], halves, sizeof halves);
        mark(&marks, row, (halves[0] | halves[1]) != 0);
    }
    finish(source, column, values, NULL, &marks);
}

static void fill_texts(const struct source *source, size_t offset, struct column *column, uint8_t **next) {
    int32_t *offsets = take(next, ((size_t)source->count + 1) * sizeof *offsets);
    struct marks marks = start_marks(source, next);
    offsets[0] = 0;
    for (uint32_t row = 0; row < source->count; row++) {
        struct wijk__span span = span_at(source, offset, row);
        bool has = span.offset != WIJK__NO_TEXT;
        offsets[row + 1] = offsets[row] + (has ? (int32_t)span.length : 0);
        mark(&marks, row, has);
    }
    uint8_t *values = take(next, (size_t)offsets[source->count]);
    for (uint32_t row = 0; row < source->count; row++)
        if (offsets[row + 1] > offsets[row])
            memcpy(values + offsets[row], source->texts + span_at(source, offset, row).offset,
                   (size_t)(offsets[row + 1] - offsets[row]));
    finish(source, column, values, offsets, &marks);
}

static void fill_dossier(const struct source *source, struct column *column, uint8_t **next) {
    wijk_id *values = take(next, source->count * sizeof *values);
    for (uint32_t row = 0; row < source->count; row++)
        values[row] = *source->dossier;
    column->values = values;
    column->offsets = NULL;
    column->null_count = 0;
    column->validity = NULL;
}

static void fill_column(const struct source *source, uint32_t place, struct column *column, uint8_t **next) {
    const struct wijk__column_def *def = column_def(source->def, place);
    bool common = place < source->def->common;
    column->layout = layouts[def->type];
    if (common && place == 0)
        fill_dossier(source, column, next);
    else if (column->layout == WIJK_LAYOUT_ID)
        fill_ids(source, common ? source->act_offset : def->offset, column, next);
    else if (column->layout == WIJK_LAYOUT_TEXT)
        fill_texts(source, def->offset, column, next);
    else if (column->layout == WIJK_LAYOUT_REAL)
        fill_reals(source, def->offset, column, next);
    else if (column->layout == WIJK_LAYOUT_INT64)
        fill_int64(source, def->offset, column, next);
    else
        fill_int32(source, def->offset, def->type == WIJK__CODE || def->type == WIJK__ACT_TYPE ? 0 : INT32_MIN,
                   column, next);
}

/* ---- making a table ---- */

static wijk_status build(wijk_context *context, const struct source *source, wijk_table **out) {
    uint32_t columns = source->def->column_count + source->def->common;
    size_t size;
    *out = NULL;
    wijk_status status = table_size(source, columns, &size);
    if (status != WIJK_OK)
        return status;
    wijk_table *table = wijk__allocate(context, size);
    if (!table)
        return WIJK_E_MEMORY;
    atomic_init(&table->references, 1);
    table->id = source->def->words.number;
    table->context = wijk_context_ref(context);
    table->size = size;
    table->rows = source->count;
    table->columns = columns;
    uint8_t *next = (uint8_t *)&table->list[columns];
    next += (BORDER - (uintptr_t)next % BORDER) % BORDER;
    for (uint32_t place = 0; place < columns; place++)
        fill_column(source, place, &table->list[place], &next);
    *out = table;
    return WIJK_OK;
}

wijk_status wijk__table_from_rows(wijk_context *context, const struct wijk__table_def *def, const wijk_id *dossier,
                                  const void *rows, uint32_t count, const uint8_t *texts, wijk_table **out) {
    const struct source source = {
        .def = def,
        .dossier = dossier,
        .rows = rows,
        .stride = def->row_size,
        .act_offset = def->common > 0 ? wijk__act_offsets[def->words.number] : 0,
        .count = count,
        .texts = texts,
    };
    return build(context, &source, out);
}

/* ---- the table of acts: gathered as rows first, because how long its texts are shows only at the end ---- */

static wijk_status gather_text(wijk_context *context, struct wijk__bytes *texts, struct wijk__text text,
                               struct wijk__span *span) {
    *span = (struct wijk__span){WIJK__NO_TEXT, 0};
    if (!text.data)
        return WIJK_OK;
    if (texts->size > INT32_MAX || text.length > INT32_MAX - texts->size)
        return WIJK_E_LIMIT;
    *span = (struct wijk__span){(uint32_t)texts->size, (uint32_t)text.length};
    return wijk__bytes_append(context, texts, text.data, text.length);
}

static wijk_status gather(wijk_context *context, const struct wijk__act_row *from, struct wijk__row_acts *row,
                          struct wijk__bytes *texts) {
    const struct wijk__act *act = from->act;
    const wijk_id none = {{0}};
    *row = (struct wijk__row_acts){
        .act = act->id,
        .type = act->type,
        .valid = act->valid,
        .recorded = act->recorded,
        .professional = act->professional ? *act->professional : none,
        .organisation = act->organisation ? *act->organisation : none,
        .sequence = (int64_t)from->sequence,
        .withdrawn = from->withdrawn ? *from->withdrawn : none,
    };
    wijk_status status = gather_text(context, texts, act->role, &row->role);
    return status == WIJK_OK ? gather_text(context, texts, act->reason, &row->reason) : status;
}

wijk_status wijk__table_from_acts(wijk_context *context, const wijk_id *dossier, uint32_t count, wijk__next_act next,
                                  void *userdata, wijk_table **out) {
    struct wijk__row_acts *rows;
    struct wijk__bytes texts = {NULL, 0, 0};
    struct wijk__act_row from;
    size_t size;
    wijk_status status = WIJK_OK;
    *out = NULL;
    if (!wijk__multiply(count, sizeof *rows, &size) || (rows = wijk__allocate(context, size)) == NULL)
        return WIJK_E_MEMORY;
    uint32_t gathered = 0;
    while (status == WIJK_OK && gathered < count && next(userdata, &from))
        status = gather(context, &from, &rows[gathered++], &texts);
    if (status == WIJK_OK) {
        const struct source source = {
            .def = wijk__table_def(WIJK_TABLE_ACTS),
            .dossier = dossier,
            .rows = (const uint8_t *)rows,
            .stride = sizeof *rows,
            .act_offset = offsetof(struct wijk__row_acts, act),
            .count = gathered,
            .texts = texts.data,
        };
        status = build(context, &source, out);
    }
    wijk__bytes_free(context, &texts);
    wijk__release(context, rows, size);
    return status;
}

/* ---- what a caller sees ---- */

wijk_table *wijk_table_ref(wijk_table *table) {
    if (table)
        atomic_fetch_add_explicit(&table->references, 1, memory_order_relaxed);
    return table;
}

void wijk_table_unref(wijk_table *table) {
    /* Release orders what this owner read before the end; acquire lets the last owner free it after all of them. */
    if (!table || atomic_fetch_sub_explicit(&table->references, 1, memory_order_acq_rel) != 1)
        return;
    wijk_context *context = table->context;
    wijk__release(context, table, table->size);
    wijk_context_unref(context);
}

wijk_context *wijk__table_context(const wijk_table *table) { return table->context; }
wijk_table_id wijk_table_get_id(const wijk_table *table) { return table ? table->id : 0; }
uint32_t wijk_table_rows(const wijk_table *table) { return table ? table->rows : 0; }
uint32_t wijk_table_columns(const wijk_table *table) { return table ? table->columns : 0; }

/* The column of a cell that has a value; NULL otherwise. */
static const struct column *cell(const wijk_table *table, uint32_t column, uint32_t row) {
    if (!table || column >= table->columns || row >= table->rows)
        return NULL;
    const struct column *found = &table->list[column];
    return !found->validity || (found->validity[row / 8] >> row % 8 & 1) ? found : NULL;
}

int32_t wijk_table_is_null(const wijk_table *table, uint32_t column, uint32_t row) {
    return cell(table, column, row) == NULL;
}

int64_t wijk_table_int(const wijk_table *table, uint32_t column, uint32_t row) {
    const struct column *found = cell(table, column, row);
    if (found && found->layout == WIJK_LAYOUT_INT32)
        return ((const int32_t *)found->values)[row];
    return found && found->layout == WIJK_LAYOUT_INT64 ? ((const int64_t *)found->values)[row] : 0;
}

double wijk_table_real(const wijk_table *table, uint32_t column, uint32_t row) {
    const struct column *found = cell(table, column, row);
    return found && found->layout == WIJK_LAYOUT_REAL ? ((const double *)found->values)[row] : 0;
}

const wijk_id *wijk_table_cell_id(const wijk_table *table, uint32_t column, uint32_t row) {
    const struct column *found = cell(table, column, row);
    return found && found->layout == WIJK_LAYOUT_ID ? (const wijk_id *)found->values + row : NULL;
}

const char *wijk_table_text(const wijk_table *table, uint32_t column, uint32_t row, size_t *length) {
    const struct column *found = cell(table, column, row);
    bool is_text = found && found->layout == WIJK_LAYOUT_TEXT;
    if (length)
        *length = is_text ? (size_t)(found->offsets[row + 1] - found->offsets[row]) : 0;
    return is_text ? (const char *)found->values + found->offsets[row] : NULL;
}

wijk_status wijk_table_column(const wijk_table *table, uint32_t column, wijk_layout *layout, const void **values,
                              const int32_t **offsets, const uint8_t **validity, uint32_t *null_count) {
    static const struct column none;
    const struct column *found = table && column < table->columns ? &table->list[column] : &none;
    if (layout)
        *layout = found->layout;
    if (values)
        *values = found->values;
    if (offsets)
        *offsets = found->offsets;
    if (validity)
        *validity = found->validity;
    if (null_count)
        *null_count = found->null_count;
    return found == &none ? WIJK_E_ARGUMENT : WIJK_OK;
}
