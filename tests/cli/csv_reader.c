/* csv_reader [--json] [--nl] [--groups] FILE NAME/KIND[-required][-filled]...: read columns as the commands do, and write
 * them again, or with --groups the number that the first one, a text, has in every row and the names of the groups. */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 1100 };

static bool take(const char *text, const char *word) { return strstr(text, word) != NULL; }

static void ask(struct csv_column *column, char *words) {
    char *kind = strrchr(words, '/');
    if (!kind)
        exit(99);
    *kind++ = 0;
    column->name = words;
    column->kind = take(kind, "real") ? CSV_REAL : take(kind, "whole") ? CSV_WHOLE : CSV_TEXT;
    column->required = take(kind, "required");
    column->filled = take(kind, "filled");
}

static void write_cell(struct out *out, const struct csv *csv, size_t column, size_t row) {
    const struct csv_column *from = &csv->columns[column];
    if (from->kind == CSV_REAL)
        out_real(out, from->reals[row]);
    else if (from->kind == CSV_TEXT)
        out_text(out, csv_text(csv, column, row));
    else if (from->wholes[row] == INT64_MIN)
        out_none(out);
    else
        out_whole(out, from->wholes[row]);
}

static int write_rows(struct cli *cli, const struct csv *csv) {
    static const char *names[COLUMNS];
    struct out out;
    for (size_t i = 0; i < csv->column_count; i++)
        names[i] = csv->columns[i].name;
    out_begin(&out, cli, names, csv->column_count);
    for (size_t row = 0; row < csv->rows; row++)
        for (size_t i = 0; i < csv->column_count; i++)
            write_cell(&out, csv, i, row);
    return out_end(&out);
}

static int write_groups(struct cli *cli, const struct csv *csv) {
    static const char *const names[] = {"line", "group-number", "name"};
    struct csv_groups groups;
    struct out out;
    csv_group(csv, 0, &groups);
    out_begin(&out, cli, names, sizeof names / sizeof *names);
    for (size_t row = 0; row < csv->rows; row++) {
        int32_t group = groups.of_row[row];
        out_whole(&out, (int64_t)csv->lines[row]);
        out_whole(&out, group);
        out_text(&out, group < 0 ? NULL : groups.names[group]);
    }
    csv_groups_free(&groups);
    return out_end(&out);
}

int main(int count, char **arguments) {
    static struct csv_column columns[COLUMNS];
    struct cli cli = {.language = WIJK_ENGLISH};
    struct csv csv;
    bool groups = false;
    int at = 1;
    for (; at < count && arguments[at][0] == '-' && arguments[at][1] == '-'; at++) {
        cli.options.json = cli.options.json || strcmp(arguments[at], "--json") == 0;
        cli.language = strcmp(arguments[at], "--nl") == 0 ? WIJK_DUTCH : cli.language;
        groups = groups || strcmp(arguments[at], "--groups") == 0;
    }
    if (at == count || count - at - 1 > COLUMNS || wijk_context_new(NULL, NULL, &cli.context) != WIJK_OK ||
        wijk_error_new(cli.context, &cli.error) != WIJK_OK)
        return 99;
    const char *path = arguments[at++];
    for (int i = at; i < count; i++)
        ask(&columns[i - at], arguments[i]);
    int answer = CLI_BAD;
    if (csv_read(&cli, path, columns, (size_t)(count - at), &csv))
        answer = (groups ? write_groups : write_rows)(&cli, &csv);
    csv_free(&csv);
    wijk_error_destroy(cli.error);
    wijk_context_unref(cli.context);
    return answer;
}
