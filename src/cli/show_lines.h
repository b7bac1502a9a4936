/* How the command show says rows of tables: a line for each, described part by part. */
#ifndef WIJK_CLI_SHOW_LINES_H
#define WIJK_CLI_SHOW_LINES_H

#include "show.h"

enum kind {
    END,
    PLAIN,    /* "value" */
    AFTER,    /* " word value" */
    COMMA,    /* ", value" */
    BRACKETS, /* " (value)" */
    ALSO,     /* ", word value" */
    SOME,     /* the same, but nothing for zero */
    STRETCH,  /* ": from value until second", without the end while it lasts */
    SINCE,    /* ": word value" */
    UNLESS,   /* ", word" when there is no value */
    WORD      /* ", word" */
};

struct part { /* of a line; left out when the row has no value, but for STRETCH, UNLESS and WORD */
    enum kind kind;
    uint32_t column, second;
    const char *english, *dutch;
    uint32_t when; /* only when this column of the row is so much; 0: always */
    int64_t is;
};
enum { PARTS_MOST = 12 };

struct section {
    wijk_table_id table;
    const char *english, *dutch; /* a heading; NULL: under the one before */
    struct part parts[PARTS_MOST];
    uint32_t hide_column; /* rows with this value there are left out; 0: none is */
    int64_t hide_value;
};

#define COLUMN(table, name) WIJK_##table##_COLUMN_##name
#define CELL(kind, column) {kind, column, 0, NULL, NULL, 0, 0}
#define SAID(kind, column, english, dutch) {kind, column, 0, english, dutch, 0, 0}
#define WHEN(kind, column, english, dutch, when, is) {kind, column, 0, english, dutch, when, is}
#define LASTS(from, until) {STRETCH, from, until, NULL, NULL, 0, 0}

void show_heading_of(const struct show *show, const char *english, const char *dutch);
/* A heading stands above the rows of its section and of those after it that have none of their own. */
void show_sections(const struct show *show, const struct section *sections, size_t count);

#endif
