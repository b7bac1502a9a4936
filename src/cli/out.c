/* Rows of figures on standard output, as CSV or as one JSON object. */
#include "csv.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A text as a cell of CSV. */
static void write_cell(struct out *out, const char *text) {
    if (out->status != WIJK_OK)
        return;
    wijk_buffer_clear(out->cell);
    out->status = wijk_csv_write_text(text, WIJK_NUL_TERMINATED, out->cell, out->cli->error);
    fwrite(wijk_buffer_data(out->cell), 1, wijk_buffer_size(out->cell), stdout);
}

/* The catalog divides words with `-`, which most programs that take columns want as `_`. */
static char *column_name(const char *name) {
    size_t size = strlen(name) + 1;
    char *copy = memcpy(cli_reallocate(NULL, size), name, size);
    for (char *at = copy; *at; at++)
        *at = *at == '-' ? '_' : *at;
    return copy;
}

void out_begin(struct out *out, struct cli *cli, const char *const *names, size_t columns) {
    *out = (struct out){.cli = cli, .columns = columns};
    out->status = wijk_buffer_new(cli->context, &out->cell);
    out->names = cli_allocate(columns * sizeof *out->names);
    fputs(cli->options.json ? "{\"rows\": [" : "", stdout);
    for (size_t i = 0; i < columns; i++) {
        out->names[i] = column_name(names[i]);
        if (cli->options.json)
            continue;
        fputs(i ? "," : "", stdout);
        write_cell(out, out->names[i]);
    }
    fputs(cli->options.json ? "" : "\r\n", stdout);
}

/* What stands before a row in JSON. */
static void begin_row(struct out *out) { fputs(out->rows++ ? ",\n" : "\n", stdout); }

/* Go to the next cell; `has` when it has a value, which the caller then writes. */
static void next_cell(struct out *out, bool has) {
    bool json = out->cli->options.json;
    const char *name = out->names[out->next];
    if (json && out->next == 0)
        begin_row(out);
    if (!json)
        fputs(out->next ? "," : "", stdout);
    if (json && has) {
        putc(out->any ? ',' : '{', stdout);
        json_text(stdout, name, strlen(name));
        putc(':', stdout);
        out->any = true;
    }
    out->next++;
}

static void end_cell(struct out *out) {
    if (out->next < out->columns)
        return;
    if (out->cli->options.json)
        fputs(out->any ? "}" : "{}", stdout);
    else
        fputs("\r\n", stdout);
    out->next = 0;
    out->any = false;
}

void out_none(struct out *out) {
    next_cell(out, false);
    end_cell(out);
}

void out_text(struct out *out, const char *text) {
    next_cell(out, text != NULL);
    if (text && out->cli->options.json)
        json_text(stdout, text, strlen(text));
    else if (text)
        write_cell(out, text);
    end_cell(out);
}

void out_whole(struct out *out, int64_t value) {
    next_cell(out, true);
    printf("%" PRId64, value);
    end_cell(out);
}

void out_real(struct out *out, double value) {
    enum { LEAST = 15, ENOUGH = 17 }; /* digits of a double */
    char text[32];
    bool has = isfinite(value);
    next_cell(out, has);
    for (int digits = LEAST; has && digits <= ENOUGH; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    fputs(has ? text : "", stdout);
    end_cell(out);
}

/* ---- tables ---- */

void out_cell(struct out *out, const wijk_table *table, uint32_t column, uint32_t row) {
    const wijk_catalog_part results = WIJK_CATALOG_RESULTS;
    int32_t result = wijk_table_get_id(table);
    const char *type = wijk_catalog_member_type(results, result, (int32_t)column);
    int64_t number = wijk_table_int(table, column, row);
    if (wijk_table_is_null(table, column, row))
        out_none(out);
    else if (strcmp(type, "real") == 0)
        out_real(out, wijk_table_real(table, column, row));
    else if (strcmp(type, "code") == 0)
        out_text(out, wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS,
                                               wijk_catalog_member_list(results, result, (int32_t)column),
                                               (int32_t)number));
    else
        out_whole(out, number);
}

/* A line of JSON with the names of the catalog: a text right after `{` or `,` is a name, because cells hold no other
 * objects. */
static void write_object(const char *line, size_t length) {
    bool text = false, name = false;
    for (size_t i = 0; i < length; i++) {
        char c = line[i];
        if (text && c == '\\') {
            putc(c, stdout);
            c = line[++i];
        } else if (c == '"') {
            name = !text && i > 0 && strchr("{,", line[i - 1]);
            text = !text;
        }
        putc(text && name && c == '-' ? '_' : c, stdout);
    }
}

static void write_objects(struct out *out) {
    const char *at = wijk_buffer_data(out->cell), *end = at + wijk_buffer_size(out->cell);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        begin_row(out);
        write_object(at, (size_t)(stop - at));
        at = stop + 1;
    }
}

void out_rows(struct out *out, const wijk_table *table) {
    bool json = out->cli->options.json;
    if (out->status != WIJK_OK)
        return;
    wijk_buffer_clear(out->cell);
    out->status =
        wijk_table_write(table, json ? WIJK_FORMAT_JSON_LINES : WIJK_FORMAT_CSV, 0, out->cell, out->cli->error);
    if (out->status == WIJK_OK && json)
        write_objects(out);
    else if (out->status == WIJK_OK)
        fwrite(wijk_buffer_data(out->cell), 1, wijk_buffer_size(out->cell), stdout);
}

int out_table(struct cli *cli, const wijk_table *table) {
    struct out out;
    wijk_table_id id = wijk_table_get_id(table);
    size_t columns = wijk_table_columns(table);
    const char **names = cli_allocate(columns * sizeof *names);
    wijk_catalog_part part = wijk_catalog_name(WIJK_CATALOG_TABLES, id) ? WIJK_CATALOG_TABLES : WIJK_CATALOG_RESULTS;
    for (size_t i = 0; i < columns; i++)
        names[i] = wijk_catalog_member_name(part, id, (int32_t)i);
    out_begin(&out, cli, names, columns);
    out_rows(&out, table);
    int answer = out_end(&out);
    free(names);
    return answer;
}

int out_end(struct out *out) {
    if (out->cli->options.json)
        fputs(out->rows ? "\n]}\n" : "]}\n", stdout);
    for (size_t i = 0; i < out->columns; i++)
        free(out->names[i]);
    free(out->names);
    wijk_buffer_destroy(out->cell);
    return out->status == WIJK_OK ? CLI_OK : say_failure(out->cli, NULL, out->status);
}
