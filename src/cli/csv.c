/* Reading comma-separated values: rows are cut into cells, and the cells that were asked for become columns. */
#include "csv.h"
#include "lines.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Why something cannot be read. */
struct reason {
    wijk_status status;
    const char *english, *dutch;
};
static const struct reason
    zero_byte = {WIJK_E_SYNTAX, "there is a zero byte", "er staat een nulbyte"},
    no_utf8 = {WIJK_E_UTF8, "the text is not UTF-8", "de tekst is geen UTF-8"},
    stray_quote = {WIJK_E_SYNTAX, "there is a quote in a cell that does not begin with one, or text after the last one",
                   "er staat een aanhalingsteken in een cel die er niet mee begint, of tekst na het laatste"},
    open_quote = {WIJK_E_SYNTAX, "a cell begins with a quote that is never closed",
                  "een cel begint met een aanhalingsteken dat nooit sluit"},
    stray_return = {WIJK_E_SYNTAX, "there is a carriage return that ends no line",
                    "er staat een regelterugloop die geen regel afsluit"},
    other_count = {WIJK_E_SYNTAX, "there are other cells than the header has columns",
                   "het aantal cellen is niet dat van de kop"},
    many_columns = {WIJK_E_LIMIT, "there are more columns than can be read", "er zijn te veel kolommen"},
    long_row = {WIJK_E_LIMIT, "the row is longer than can be read", "de rij is te lang"},
    many_rows = {WIJK_E_LIMIT, "there are more rows than can be read", "er zijn te veel rijen"},
    no_header = {WIJK_E_MISSING, "there is no header", "er is geen kop"},
    twice = {WIJK_E_DUPLICATE, "two columns of the header have this name", "twee kolommen van de kop heten zo"},
    two_alike = {WIJK_E_DUPLICATE, "two columns of the header have the same name",
                 "twee kolommen van de kop heten hetzelfde"},
    no_column = {WIJK_E_MISSING, "the header has no such column", "de kop heeft deze kolom niet"},
    semicolons = {WIJK_E_MISSING, "the header has no such column; cells are divided by commas, not by semicolons",
                  "de kop heeft deze kolom niet; cellen worden gescheiden door komma's, niet door puntkomma's"},
    no_value = {WIJK_E_MISSING, "a value is wanted here", "hier hoort een waarde"},
    no_real = {WIJK_E_SYNTAX, "a number is wanted, with a decimal point", "hier hoort een getal, met een decimale punt"},
    no_whole = {WIJK_E_SYNTAX, "a whole number is wanted", "hier hoort een geheel getal"},
    large = {WIJK_E_RANGE, "the number is too large", "het getal is te groot"};

struct reader {
    struct csv *csv;
    struct lines lines;
    uint64_t line; /* where the row begins */
    char *row;     /* the cells of the row, each ended by NUL */
    size_t size;
    size_t cells;
    size_t begin[CSV_COLUMNS_MOST]; /* of each cell in `row` */
    size_t length[CSV_COLUMNS_MOST];
    bool quoted[CSV_COLUMNS_MOST];
};

/* ---- what is said ---- */

static int say(const struct csv *csv, uint64_t line, const char *column, const struct reason *reason) {
    wijk_language language = csv->cli->language;
    const char *text = in_language(language, reason->english, reason->dutch);
    if (csv->cli->options.json) {
        struct object object = object_start(stderr);
        object_text(&object, "status", wijk_status_name(reason->status));
        object_text(&object, "subject", csv->path);
        if (line > 0)
            object_int(&object, "line", (int64_t)line);
        object_text(&object, "column_name", column);
        object_text(&object, "text", text);
        object_end(&object);
        return CLI_BAD;
    }
    fprintf(stderr, "wijkteam: %s:", csv->path);
    if (line > 0)
        fprintf(stderr, "%" PRIu64 ":", line);
    fprintf(stderr, " %s%s%s\n", column ? column : "", column ? ": " : "", text);
    return CLI_BAD;
}

int csv_bad(const struct csv *csv, size_t row, const char *column, const char *english, const char *dutch) {
    const struct reason reason = {WIJK_E_RANGE, english, dutch};
    return say(csv, row < csv->rows ? csv->lines[row] : 0, column, &reason);
}

int csv_failure(const struct csv *csv, size_t first, const char *column, wijk_status status) {
    const wijk_error *error = csv->cli->error;
    const struct reason reason = {status, wijk_status_text(status, WIJK_ENGLISH), wijk_status_text(status, WIJK_DUTCH)};
    int64_t index = wijk_error_code(error) == status ? wijk_error_index(error) : -1;
    bool placed = index >= 0 && (uint64_t)index < csv->rows && first < csv->rows - (size_t)index;
    return say(csv, placed ? csv->lines[first + (size_t)index] : 0, column, &reason);
}

static bool refuse(const struct reader *reader, const char *column, const struct reason *reason) {
    say(reader->csv, reader->line, column, reason);
    return false;
}

/* ---- cutting a row into cells ---- */

/* Bytes of a whole UTF-8 character with the shortest form and no surrogate; 0 when it is none. */
static size_t character(const unsigned char *text, size_t left) {
    static const struct {
        unsigned char mask, is;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    for (size_t more = 0; more < 4; more++) {
        if ((text[0] & forms[more].mask) != forms[more].is)
            continue;
        uint32_t value = text[0] & (unsigned char)~forms[more].mask;
        if (more >= left)
            return 0;
        for (size_t i = 1; i <= more; i++) {
            if ((text[i] & 0xC0) != 0x80)
                return 0;
            value = value << 6 | (text[i] & 0x3F);
        }
        bool fits = value >= forms[more].least && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
        return fits ? more + 1 : 0;
    }
    return 0;
}

static const struct reason *bad_text(const char *text, size_t length) {
    if (memchr(text, 0, length))
        return &zero_byte;
    for (size_t i = 0; i < length;) {
        size_t bytes = character((const unsigned char *)text + i, length - i);
        if (bytes == 0)
            return &no_utf8;
        i += bytes;
    }
    return NULL;
}

/* The next line, as text of the row that begins or goes on. */
static wijk_status next_line(struct reader *reader, const char **text, size_t *length, const struct reason **why) {
    wijk_status status = lines_next(&reader->lines, text, length);
    if (status == WIJK_E_LIMIT)
        *why = &long_row;
    else if (status == WIJK_OK)
        *why = bad_text(*text, *length);
    if (status == WIJK_OK && reader->lines.number == 1 && *length >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) {
        *text += 3;
        *length -= 3;
    }
    return *why ? (*why)->status : status;
}

/* What stands within quotes, up to and with the one that closes. It may go on over lines, which `*at` and `*end` are
 * then moved to. */
static wijk_status read_quoted(struct reader *reader, const char **at, const char **end, const struct reason **why) {
    for (;;) {
        size_t left = (size_t)(*end - *at);
        const char *quote = memchr(*at, '"', left);
        size_t length = quote ? (size_t)(quote - *at) : left;
        if (length + 2 > CSV_ROW_BYTES - reader->size) {
            *why = &long_row;
            return WIJK_E_LIMIT;
        }
        memcpy(reader->row + reader->size, *at, length);
        reader->size += length;
        if (quote) {
            *at = quote + 1;
            if (*at == *end || **at != '"')
                return WIJK_OK;
            reader->row[reader->size++] = *(*at)++;
            continue;
        }
        reader->row[reader->size++] = '\n';
        wijk_status status = next_line(reader, at, &length, why);
        if (status == WIJK_NONE)
            *why = &open_quote;
        if (status != WIJK_OK)
            return *why ? (*why)->status : status;
        *end = *at + length;
    }
}

static wijk_status read_plain(struct reader *reader, const char **at, const char *end, const struct reason **why) {
    const char *comma = memchr(*at, ',', (size_t)(end - *at));
    size_t length = (size_t)((comma ? comma : end) - *at);
    if (!comma && length > 0 && (*at)[length - 1] == '\r')
        length--;
    if (memchr(*at, '"', length))
        *why = &stray_quote;
    else if (memchr(*at, '\r', length))
        *why = &stray_return;
    else if (length + 1 > CSV_ROW_BYTES - reader->size)
        *why = &long_row;
    if (*why)
        return (*why)->status;
    memcpy(reader->row + reader->size, *at, length);
    reader->size += length;
    *at += length;
    return WIJK_OK;
}

/* Read the next row. WIJK_NONE at the end of the file. */
static wijk_status read_row(struct reader *reader, const struct reason **why) {
    const char *at;
    size_t length;
    *why = NULL;
    reader->size = reader->cells = 0;
    wijk_status status = next_line(reader, &at, &length, why);
    reader->line = reader->lines.number;
    const char *end = at + (status == WIJK_OK ? length : 0);
    while (status == WIJK_OK) {
        if (reader->cells == CSV_COLUMNS_MOST) {
            *why = &many_columns;
            return WIJK_E_LIMIT;
        }
        size_t cell = reader->cells++;
        reader->begin[cell] = reader->size;
        reader->quoted[cell] = at < end && *at == '"';
        at += reader->quoted[cell];
        status = reader->quoted[cell] ? read_quoted(reader, &at, &end, why) : read_plain(reader, &at, end, why);
        if (status != WIJK_OK)
            break;
        reader->length[cell] = reader->size - reader->begin[cell];
        reader->row[reader->size++] = 0;
        if (at < end && *at == '\r' && at + 1 == end)
            at++;
        if (at == end)
            return WIJK_OK;
        if (*at++ != ',') {
            *why = &stray_quote;
            return WIJK_E_SYNTAX;
        }
    }
    return status;
}

/* ---- columns ---- */

static bool cell_is(const struct reader *reader, size_t cell, const char *name) {
    return strlen(name) == reader->length[cell] && memcmp(reader->row + reader->begin[cell], name, strlen(name)) == 0;
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Two columns of one name, asked for or not: which one would be meant? */
static bool two_are_alike(const struct reader *reader) {
    const char *names[CSV_COLUMNS_MOST];
    bool found = false;
    for (size_t cell = 0; cell < reader->cells; cell++)
        names[cell] = reader->row + reader->begin[cell];
    qsort(names, reader->cells, sizeof *names, by_name);
    for (size_t cell = 1; cell < reader->cells; cell++)
        found = found || strcmp(names[cell - 1], names[cell]) == 0;
    return found;
}

/* Where the header has the columns that were asked for; the number of cells where it does not. Names of other columns
 * are never said: a file without a header would have somebody's data there. */
static bool find_columns(const struct reader *reader, size_t *places) {
    const struct csv *csv = reader->csv;
    for (size_t i = 0; i < csv->column_count; i++) {
        size_t found = 0;
        places[i] = reader->cells;
        for (size_t cell = 0; cell < reader->cells; cell++)
            if (cell_is(reader, cell, csv->columns[i].name)) {
                places[i] = cell;
                found++;
            }
        csv->columns[i].present = found == 1;
        if (found > 1)
            return refuse(reader, csv->columns[i].name, &twice);
        if (found == 0 && csv->columns[i].required)
            return refuse(reader, csv->columns[i].name,
                          reader->cells == 1 && strchr(reader->row, ';') ? &semicolons : &no_column);
    }
    return two_are_alike(reader) ? refuse(reader, NULL, &two_alike) : true;
}

/* Decimal digits, with a point and an exponent when `real`. */
static bool is_number(const char *text, bool real) {
    size_t whole, parts = 0;
    text += *text == '-' || *text == '+';
    text += whole = strspn(text, "0123456789");
    if (real && *text == '.')
        text += 1 + (parts = strspn(text + 1, "0123456789"));
    if (whole + parts == 0)
        return false;
    if (real && (*text == 'e' || *text == 'E')) {
        text++;
        text += *text == '-' || *text == '+';
        size_t exponent = strspn(text, "0123456789");
        text += exponent;
        if (exponent == 0)
            return false;
    }
    return *text == 0;
}

/* The command never leaves the locale "C", so strtod() takes a point and nothing else. */
static const struct reason *read_real(const char *text, double *value) {
    if (!is_number(text, true))
        return &no_real;
    *value = strtod(text, NULL);
    return isfinite(*value) ? NULL : &large;
}

static const struct reason *read_whole(const char *text, int64_t *value) {
    if (!is_number(text, false))
        return &no_whole;
    errno = 0;
    long long number = strtoll(text, NULL, 10);
    *value = number;
    return errno == ERANGE || number == INT64_MIN ? &large : NULL;
}

/* Room for one more item; `room` is how many there is room for. */
static void *grow(void *items, size_t count, size_t *room, size_t size) {
    if (count < *room)
        return items;
    if (*room > SIZE_MAX / 2 / size) /* as if there were no memory: there is none for so much */
        return cli_reallocate(items, SIZE_MAX / 2);
    *room = *room ? *room * 2 : 256;
    return cli_reallocate(items, *room * size);
}

static size_t keep_text(struct csv *csv, const char *text, size_t length) {
    size_t mark = csv->text_size;
    while (csv->text_room - mark < length + 1)
        csv->texts = grow(csv->texts, csv->text_room, &csv->text_room, 1);
    memcpy(csv->texts + mark, text, length + 1);
    csv->text_size += length + 1;
    return mark;
}

static const struct reason *put(struct csv *csv, const struct csv_column *column, const char *text, size_t length,
                                bool quoted) {
    bool empty = length == 0 && (!quoted || column->kind != CSV_TEXT);
    if (empty && column->present && column->filled)
        return &no_value;
    if (column->kind == CSV_REAL) {
        column->reals[csv->rows] = (double)NAN;
        return empty ? NULL : read_real(text, &column->reals[csv->rows]);
    }
    if (column->kind == CSV_WHOLE) {
        column->wholes[csv->rows] = INT64_MIN;
        return empty ? NULL : read_whole(text, &column->wholes[csv->rows]);
    }
    column->text_marks[csv->rows] = empty ? SIZE_MAX : keep_text(csv, text, length);
    return NULL;
}

static void make_room(struct csv *csv) {
    size_t room = csv->row_room;
    if (csv->rows < room && csv->lines)
        return;
    csv->lines = grow(csv->lines, csv->rows, &csv->row_room, sizeof *csv->lines);
    for (size_t i = 0; i < csv->column_count; i++) {
        struct csv_column *column = &csv->columns[i];
        size_t same = room; /* the columns grow as the lines do */
        if (column->kind == CSV_REAL)
            column->reals = grow(column->reals, csv->rows, &same, sizeof *column->reals);
        else if (column->kind == CSV_WHOLE)
            column->wholes = grow(column->wholes, csv->rows, &same, sizeof *column->wholes);
        else
            column->text_marks = grow(column->text_marks, csv->rows, &same, sizeof *column->text_marks);
    }
}

static bool put_row(struct reader *reader, const size_t *places, size_t columns) {
    struct csv *csv = reader->csv;
    if (reader->cells != columns)
        return refuse(reader, NULL, &other_count);
    if (csv->rows == CSV_ROWS_MOST)
        return refuse(reader, NULL, &many_rows);
    make_room(csv);
    for (size_t i = 0; i < csv->column_count; i++) {
        size_t cell = places[i];
        const struct reason *why =
            cell == columns ? put(csv, &csv->columns[i], "", 0, false)
                            : put(csv, &csv->columns[i], reader->row + reader->begin[cell], reader->length[cell],
                                  reader->quoted[cell]);
        if (why)
            return refuse(reader, csv->columns[i].name, why);
    }
    csv->lines[csv->rows++] = reader->line;
    return true;
}

static bool read_rows(struct reader *reader, size_t *places) {
    const struct reason *why;
    wijk_status status = read_row(reader, &why);
    if (status == WIJK_NONE)
        return refuse(reader, NULL, &no_header);
    bool good = status == WIJK_OK && find_columns(reader, places);
    size_t columns = reader->cells;
    if (status == WIJK_OK && !good)
        return false;
    while (status == WIJK_OK && (status = read_row(reader, &why)) == WIJK_OK) {
        bool nothing = reader->cells == 1 && reader->length[0] == 0 && !reader->quoted[0];
        if (!(nothing && columns > 1) && !put_row(reader, places, columns))
            return false;
    }
    if (why)
        return refuse(reader, NULL, why);
    if (status != WIJK_NONE)
        say_failure(reader->csv->cli, reader->csv->path, status);
    return status == WIJK_NONE;
}

bool csv_read(const struct cli *cli, const char *path, struct csv_column *columns, size_t count, struct csv *out) {
    bool good = false;
    *out = (struct csv){.cli = cli, .path = path, .columns = columns, .column_count = count};
    for (size_t i = 0; i < count; i++) {
        columns[i].present = false;
        columns[i].reals = NULL;
        columns[i].wholes = NULL;
        columns[i].text_marks = NULL;
    }
    struct reader *reader = cli_allocate(sizeof *reader);
    size_t *places = cli_allocate((count + 1) * sizeof *places);
    reader->csv = out;
    reader->row = cli_allocate(CSV_ROW_BYTES);
    wijk_status status = lines_open(&reader->lines, path, CSV_ROW_BYTES);
    if (status != WIJK_OK)
        say_failure(cli, path, status);
    else
        good = read_rows(reader, places);
    lines_close(&reader->lines);
    free(reader->row);
    free(places);
    free(reader);
    return good;
}

void csv_free(struct csv *csv) {
    for (size_t i = 0; i < csv->column_count; i++) {
        free(csv->columns[i].reals);
        free(csv->columns[i].wholes);
        free(csv->columns[i].text_marks);
    }
    free(csv->lines);
    free(csv->texts);
}

const char *csv_text(const struct csv *csv, size_t column, size_t row) {
    size_t mark = csv->columns[column].text_marks[row];
    return mark == SIZE_MAX ? NULL : csv->texts + mark;
}
