/* Tables as CSV and as lines of JSON. */
#include "exchange/exchange.h"

struct wijk__column wijk__column_of(const struct wijk__table_def *def, uint32_t place) {
    static const struct wijk__column first[] = {{"dossier", WIJK__ID, 0}, {"act", WIJK__ID, 0}};
    if (place < def->common)
        return first[place];
    const struct wijk__column_def *column = &def->columns[place - def->common];
    return (struct wijk__column){column->words.name, column->type, column->list};
}

/* ---- CSV, as in RFC 4180 ---- */

/* Whether a spreadsheet could take a text that begins so for something to run. The last ones are the wide forms of
 * U+FF0B, U+FF0D, U+FF1D and U+FF20, which some programs take for the plain ones. */
static bool would_run(const char *text, size_t length) {
    static const char *const wide[] = {"\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\x9D", "\xEF\xBC\xA0"};
    if (length == 0)
        return false;
    if (memchr("=+-@\t\r\n", text[0], 7))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (length >= 3 && memcmp(text, wide[i], 3) == 0)
            return true;
    return false;
}

/* Quotes around a text that needs them. One that is empty does, because nothing at all is a cell without a value; one
 * with a semicolon or a tab does, because a program may take those to divide cells. */
static bool needs_quotes(const char *text, size_t length) {
    if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
        return true;
    for (size_t i = 0; i < length; i++)
        if (memchr("\",;\t\r\n", text[i], 6))
            return true;
    return false;
}

static wijk_status csv_text(wijk_buffer *out, const char *text, size_t length) {
    bool guard = would_run(text, length), quotes = needs_quotes(text, length);
    const char *end = text + length;
    wijk_status status = quotes ? wijk__buffer_append(out, "\"", 1) : WIJK_OK;
    if (status == WIJK_OK && guard)
        status = wijk__buffer_append(out, "'", 1);
    while (status == WIJK_OK && text < end) {
        const char *quote = quotes ? memchr(text, '"', (size_t)(end - text)) : NULL;
        const char *stop = quote ? quote + 1 : end;
        status = wijk__buffer_append(out, text, (size_t)(stop - text));
        if (status == WIJK_OK && quote)
            status = wijk__buffer_append(out, "\"", 1);
        text = stop;
    }
    return status == WIJK_OK && quotes ? wijk__buffer_append(out, "\"", 1) : status;
}

wijk_status wijk_csv_write_text(const char *text, size_t length, wijk_buffer *out, wijk_error *error) {
    if (!text || !out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !text ? "text" : "out");
    size_t before = out->bytes.size;
    wijk_status status = csv_text(out, text, wijk__length(text, length));
    if (status == WIJK_OK) {
        wijk__error_clear(error);
        return WIJK_OK;
    }
    wijk__buffer_cut(out, before);
    return wijk__fail(error, status);
}

static wijk_status csv_int(wijk_buffer *out, int64_t value) {
    char digits[20], *at = digits + sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0)
        *--at = '-';
    return wijk__buffer_append(out, at, (size_t)(digits + sizeof digits - at));
}

static wijk_status csv_cell(const wijk_table *table, const struct wijk__column *column, uint32_t place, uint32_t row,
                            wijk_buffer *out) {
    char room[WIJK_ID_TEXT_SIZE > WIJK__REAL_SIZE ? WIJK_ID_TEXT_SIZE : WIJK__REAL_SIZE];
    size_t length;
    if (wijk_table_is_null(table, place, row))
        return WIJK_OK;
    if (column->type == WIJK__REAL)
        return wijk__buffer_append(out, room, wijk__real_text(wijk_table_real(table, place, row), room));
    if (wijk__type_is_id(column->type)) {
        wijk_id_format(wijk_table_cell_id(table, place, row), room);
        return wijk__buffer_append_text(out, room);
    }
    if (wijk__type_is_text(column->type)) {
        const char *text = wijk_table_text(table, place, row, &length);
        return csv_text(out, text, length);
    }
    int64_t value = wijk_table_int(table, place, row);
    if (column->type == WIJK__BOOL)
        return wijk__buffer_append_text(out, value ? "true" : "false");
    const char *text = wijk__number_text(column->type, column->list, value, room);
    return text ? wijk__buffer_append_text(out, text) : csv_int(out, value);
}

static wijk_status csv_header(const struct wijk__table_def *def, uint32_t columns, wijk_buffer *out) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < columns && status == WIJK_OK; i++) {
        status = wijk__buffer_append_text(out, i ? "," : "");
        if (status == WIJK_OK)
            status = wijk__buffer_append_text(out, wijk__column_of(def, i).name);
    }
    return status == WIJK_OK ? wijk__buffer_append(out, "\r\n", 2) : status;
}

static wijk_status csv_row(const wijk_table *table, const struct wijk__table_def *def, uint32_t row,
                           wijk_buffer *out) {
    uint32_t columns = wijk_table_columns(table);
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < columns && status == WIJK_OK; i++) {
        struct wijk__column column = wijk__column_of(def, i);
        status = wijk__buffer_append_text(out, i ? "," : "");
        if (status == WIJK_OK)
            status = csv_cell(table, &column, i, row, out);
    }
    return status == WIJK_OK ? wijk__buffer_append(out, "\r\n", 2) : status;
}

/* ---- JSON Lines ---- */

static void json_cell(const wijk_table *table, const struct wijk__column *column, uint32_t place, uint32_t row,
                      struct wijk__record *line) {
    size_t length;
    if (wijk_table_is_null(table, place, row))
        return;
    if (wijk__type_is_id(column->type)) {
        wijk__record_id(line, column->name, wijk_table_cell_id(table, place, row));
    } else if (wijk__type_is_text(column->type)) {
        const char *text = wijk_table_text(table, place, row, &length);
        wijk__record_text(line, column->name, text, length);
    } else if (column->type == WIJK__REAL) {
        wijk__record_real(line, column->name, wijk_table_real(table, place, row));
    } else {
        wijk__record_number(line, column->name, column->type, column->list, wijk_table_int(table, place, row));
    }
}

static wijk_status json_row(const wijk_table *table, const struct wijk__table_def *def, uint32_t row,
                            wijk_buffer *out) {
    struct wijk__record line;
    wijk__record_start(&line);
    for (uint32_t i = 0; i < wijk_table_columns(table); i++) {
        struct wijk__column column = wijk__column_of(def, i);
        json_cell(table, &column, i, row, &line);
    }
    wijk_status status = wijk__record_end(&line, out);
    return status == WIJK_OK ? wijk__buffer_append(out, "\n", 1) : status;
}

wijk_status wijk_table_write(const wijk_table *table, wijk_text_format format, int32_t header, wijk_buffer *out,
                             wijk_error *error) {
    if (!table || !out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !table ? "table" : "out");
    if (format != WIJK_FORMAT_CSV && format != WIJK_FORMAT_JSON_LINES)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "format");
    const struct wijk__table_def *def = wijk__table_def(wijk_table_get_id(table));
    size_t before = out->bytes.size;
    wijk_status status = WIJK_OK;
    if (format == WIJK_FORMAT_CSV && header)
        status = csv_header(def, wijk_table_columns(table), out);
    for (uint32_t i = 0; i < wijk_table_rows(table) && status == WIJK_OK; i++)
        status = format == WIJK_FORMAT_CSV ? csv_row(table, def, i, out) : json_row(table, def, i, out);
    if (status == WIJK_OK) {
        wijk__error_clear(error);
        return WIJK_OK;
    }
    wijk__buffer_cut(out, before);
    return wijk__fail(error, status);
}
