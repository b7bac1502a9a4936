/* Tables as Arrow arrays: the columns of a table have Arrow's layout already, so nodes point right into it. What has to
 * be made beside it, the names of codes and the bits of yes and no, stands in one piece of memory of its own. */
#include "exchange/arrow.h"
#include "exchange/exchange.h"

enum { BORDER = 64, CODES_MOST = 65536 };

static const char *const formats[] = {
    [WIJK__ID] = "w:16", [WIJK__REF] = "w:16",     [WIJK__PERSON] = "w:16", [WIJK__ACT] = "w:16", [WIJK__INT] = "l",
    [WIJK__BOOL] = "b",  [WIJK__DATE] = "tdD",     [WIJK__TIME] = "tsu:UTC", [WIJK__CODE] = "i",  [WIJK__KEY] = "u",
    [WIJK__TEXT] = "u",  [WIJK__ACT_TYPE] = "i",   [WIJK__REAL] = "g",
};

/* Some rows of a table on their way. */
struct making {
    wijk_table *table;
    uint32_t from, rows;
    struct wijk__arrow_node *nodes; /* one, and two for each column at most */
    uint32_t count;
    struct wijk__arrow_room room;
    const char *wrong; /* the column that cannot be handed out */
};

static void add(struct making *making, struct wijk__arrow_node node) { making->nodes[making->count++] = node; }

/* ---- names of codes ---- */

/* Lists are in order of their numbers. */
static int32_t highest_known(const struct wijk__column *column) {
    const struct wijk__list_def *list = wijk__list_def(column->list);
    if (column->type == WIJK__ACT_TYPE)
        return wijk__acts[wijk__act_count - 1].words.number;
    return list ? list->values[list->value_count - 1].number : 0;
}

/* The name of a code; the number itself for one that only a newer writer knows, as in CSV; nothing for 0, which is no
 * value. */
static struct wijk__text code_text(const struct wijk__column *column, int32_t code, char room[WIJK_TIME_TEXT_SIZE]) {
    char *end = room + WIJK_TIME_TEXT_SIZE, *at = end;
    const char *name = code > 0 ? wijk__number_text(column->type, column->list, code, room) : NULL;
    if (name)
        return (struct wijk__text){name, strlen(name)};
    for (int32_t left = code; left > 0; left /= 10)
        *--at = (char)('0' + left % 10);
    return (struct wijk__text){at, (size_t)(end - at)};
}

/* The dictionary of a column: every code up to the highest one, so that a code is its own place. */
static void add_names(struct making *making, const struct wijk__column *column, const int32_t *codes) {
    char room[WIJK_TIME_TEXT_SIZE];
    size_t size = 0;
    int32_t most = highest_known(column);
    for (uint32_t row = 0; row < making->rows; row++) {
        int32_t code = codes[making->from + row];
        if (code < 0 || code >= CODES_MOST)
            making->wrong = column->name;
        most = code > most ? code : most;
    }
    if (making->wrong)
        return;
    int32_t *offsets = wijk__arrow_take(&making->room, ((size_t)most + 2) * sizeof *offsets);
    for (int32_t code = 0; code <= most; code++)
        size += code_text(column, code, room).length;
    char *bytes = wijk__arrow_take(&making->room, size);
    size = 0;
    for (int32_t code = 0; offsets && code <= most; code++) {
        struct wijk__text text = code_text(column, code, room);
        if (text.length > 0)
            memcpy(bytes + size, text.data, text.length);
        size += text.length;
        offsets[code + 1] = (int32_t)size;
    }
    add(making, wijk__arrow_texts("", most + 1, offsets, bytes));
}

/* ---- columns ---- */

/* Yes and no as bits, from the border of 64 bytes before the first row on, so that they stand as the marks of rows that
 * have a value do. */
static void pack(struct making *making, struct wijk__arrow_node *node, const int32_t *values) {
    enum { BITS = BORDER * 8 };
    uint32_t before = making->from % BITS;
    uint8_t *bits = wijk__arrow_take(&making->room, (before + (size_t)making->rows) / 8 + 1);
    for (uint32_t row = 0; bits && row < making->rows; row++)
        bits[(before + row) / 8] |= (uint8_t)((values[making->from + row] != 0) << (before + row) % 8);
    node->offset = before;
    node->buffers[1] = bits;
    if (node->buffers[0])
        node->buffers[0] = (const uint8_t *)node->buffers[0] + making->from / BITS * BORDER;
}

static void add_column(struct making *making, const struct wijk__table_def *def, uint32_t place) {
    wijk_layout layout;
    const void *values;
    const int32_t *offsets;
    const uint8_t *validity;
    uint32_t nulls;
    struct wijk__column column = wijk__column_of(def, place);
    bool all = making->rows == wijk_table_rows(making->table);
    wijk_table_column(making->table, place, &layout, &values, &offsets, &validity, &nulls);
    struct wijk__arrow_node node = {
        .name = column.name,
        .format = formats[column.type],
        .flags = place == 0 && def->common > 0 ? 0 : ARROW_FLAG_NULLABLE,
        .length = making->rows,
        .null_count = all || nulls == 0 ? (int64_t)nulls : -1, /* of some rows it is not counted */
        .offset = making->from,
        .buffers = {validity, offsets ? (const void *)offsets : values, offsets ? values : NULL},
        .buffer_count = offsets ? 3 : 2,
        .dictionary = column.type == WIJK__CODE || column.type == WIJK__ACT_TYPE,
    };
    if (column.type == WIJK__BOOL)
        pack(making, &node, values);
    add(making, node);
    if (node.dictionary)
        add_names(making, &column, values);
}

static void describe(struct making *making) {
    const struct wijk__table_def *def = wijk__table_def(wijk_table_get_id(making->table));
    uint32_t columns = wijk_table_columns(making->table);
    making->count = 0;
    making->wrong = NULL;
    add(making, wijk__arrow_struct("", making->rows, columns));
    for (uint32_t place = 0; place < columns && !making->wrong; place++)
        add_column(making, def, place);
}

/* ---- a table ---- */

static void drop_table(void *table) { wijk_table_unref(table); }

static wijk_status make_array(struct making *making, struct ArrowArray *array) {
    wijk_context *context = wijk__table_context(making->table);
    struct wijk__arrow_hold hold = {.drop = drop_table, .thing = making->table};
    wijk_status status = wijk__arrow_make_room(context, &making->room, &hold);
    if (status != WIJK_OK)
        return status;
    describe(making);
    status = wijk__arrow_array(context, making->nodes, making->count, &hold, array);
    if (status == WIJK_OK)
        wijk_table_ref(making->table);
    else
        wijk__release(context, hold.extra, hold.extra_size);
    return status;
}

/* Some rows of a table, or its type. Either may be NULL. `wrong` is the column of a failure. */
static wijk_status make(wijk_table *table, uint32_t from, uint32_t rows, struct ArrowSchema *schema,
                        struct ArrowArray *array, const char **wrong) {
    wijk_context *context = wijk__table_context(table);
    size_t size = (1 + 2 * (size_t)wijk_table_columns(table)) * sizeof(struct wijk__arrow_node);
    struct making making = {.table = table, .from = from, .rows = rows, .nodes = wijk__allocate(context, size)};
    *wrong = NULL;
    if (!making.nodes)
        return WIJK_E_MEMORY;
    describe(&making);
    *wrong = making.wrong;
    wijk_status status = making.wrong ? WIJK_E_CODE : WIJK_OK;
    if (status == WIJK_OK && schema)
        status = wijk__arrow_schema(context, making.nodes, making.count, schema);
    if (status == WIJK_OK && array)
        status = make_array(&making, array);
    if (status != WIJK_OK && schema && schema->release)
        schema->release(schema);
    wijk__release(context, making.nodes, size);
    return status;
}

wijk_status wijk_table_export_arrow(wijk_table *table, struct ArrowSchema *schema, struct ArrowArray *array,
                                    wijk_error *error) {
    const char *wrong;
    if (schema)
        *schema = (struct ArrowSchema){.release = NULL};
    if (array)
        *array = (struct ArrowArray){.release = NULL};
    if (!table)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "table");
    wijk_status status = make(table, 0, array ? wijk_table_rows(table) : 0, schema, array, &wrong);
    if (status != WIJK_OK)
        return wrong ? wijk__fail_path(error, status, wrong) : wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}

/* ---- a stream of tables ---- */

struct tables {
    wijk_context *context;
    size_t count, next; /* the table that rows come from */
    uint32_t row;       /* of that table */
    uint32_t rows;      /* of a batch; 0: all of a table */
    wijk_table *list[];
};

static size_t tables_size(size_t count) { return sizeof(struct tables) + count * sizeof(wijk_table *); }

static wijk_status tables_schema(void *self, struct ArrowSchema *out) {
    const struct tables *tables = self;
    const char *wrong;
    return make(tables->list[0], 0, 0, out, NULL, &wrong);
}

static wijk_status tables_next(void *self, struct ArrowArray *out) {
    struct tables *tables = self;
    const char *wrong;
    while (tables->next < tables->count && tables->row == wijk_table_rows(tables->list[tables->next])) {
        tables->next++;
        tables->row = 0;
    }
    if (tables->next == tables->count)
        return WIJK_NONE;
    wijk_table *table = tables->list[tables->next];
    uint32_t rows = wijk_table_rows(table) - tables->row;
    if (tables->rows > 0 && rows > tables->rows)
        rows = tables->rows;
    wijk_status status = make(table, tables->row, rows, NULL, out, &wrong);
    if (status == WIJK_OK)
        tables->row += rows;
    return status;
}

static void tables_drop(void *self) {
    struct tables *tables = self;
    wijk_context *context = tables->context;
    for (size_t i = 0; i < tables->count; i++)
        wijk_table_unref(tables->list[i]);
    wijk__release(context, tables, tables_size(tables->count));
    wijk_context_unref(context);
}

wijk_status wijk_table_export_stream(wijk_context *context, wijk_table *const *tables, size_t count, uint32_t rows,
                                     struct ArrowArrayStream *stream, wijk_error *error) {
    static const struct wijk__arrow_source source = {tables_schema, tables_next, tables_drop};
    if (stream)
        *stream = (struct ArrowArrayStream){.release = NULL};
    if (!context || !tables || !stream)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !tables ? "tables" : "stream");
    if (count == 0 || count > SIZE_MAX / 2 / sizeof(wijk_table *))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "count");
    for (size_t i = 0; i < count; i++)
        if (!tables[i] || wijk_table_get_id(tables[i]) != wijk_table_get_id(tables[0]))
            return wijk__fail_path(error, WIJK_E_ARGUMENT, "tables");
    struct tables *self = wijk__allocate(context, tables_size(count));
    if (!self)
        return wijk__fail(error, WIJK_E_MEMORY);
    *self = (struct tables){.context = wijk_context_ref(context), .count = count, .rows = rows};
    for (size_t i = 0; i < count; i++)
        self->list[i] = wijk_table_ref(tables[i]);
    wijk_status status = wijk__arrow_stream(context, &source, self, stream);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}
