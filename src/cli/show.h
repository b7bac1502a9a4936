/* What the two halves of the command show share: the tables of one dossier, and the names of things in it. */
#ifndef WIJK_CLI_SHOW_H
#define WIJK_CLI_SHOW_H

#include "cli.h"

struct label { /* the cell that says what a person calls something that has an id */
    wijk_id id;
    wijk_table_id table; /* of `naming` */
    uint32_t row, column;
    uint32_t rank;       /* when there are more, the lowest counts */
};
struct show {
    struct cli *cli;
    wijk_language language;
    const wijk_policy *policy;
    const wijk_dossier *dossier;
    wijk_table **tables;  /* number n stands at n; as of the day and the moment asked for */
    wijk_table **naming;  /* likewise, as of any day, those where names come from */
    struct label *labels; /* in order of their ids */
    size_t label_count;
};

/* A value as it stands in a table or an act. */
struct value {
    const char *type; /* as wijk_catalog_member_type() says */
    int32_t list;
    int64_t number;
    const wijk_id *id;
    const char *text;
    size_t length;
};

/* ---- words (show_words.c) ---- */

/* Find out what everything is called: fills `naming` and `labels`, which are freed by the second call whatever the
 * first one answers. */
wijk_status show_start_naming(struct show *show);
void show_end_naming(struct show *show);
/* The text by which something is known; NULL when it has none. */
const char *show_name_of(const struct show *show, const wijk_id *id, size_t *length);
/* The same in brackets, for behind the id; nothing when it has none. */
void show_name_behind(const struct show *show, const wijk_id *id);
void show_value(const struct show *show, const struct value *value);
void show_thousandths(int64_t value);
void show_date(wijk_date date);

/* Cells of the tables as asked for. A cell without a value prints nothing. */
void show_cell(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column);
bool show_has(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column);
uint32_t show_rows(const struct show *show, wijk_table_id table);
wijk_date show_day(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column);
bool show_same(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column, const wijk_id *id);

/* ---- the halves ---- */

/* Tiers, steps, safety, waits and all else of the path (show_path.c). */
void show_path(const struct show *show);

wijk_status show_timeline(const struct show *show, const wijk_buffer *frames);
void show_summary(const struct show *show);

#endif
