/* What the parts of the runner of domain cases share. README.md describes the cases. Only the public library is used:
 * acts, tables and findings are known by their names in the catalog, so a new one needs no change here. */
#ifndef WIJK_TESTS_CASES_H
#define WIJK_TESTS_CASES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijkteam/wijkteam.h>

/* ---- text that grows (words.c) ---- */

struct text {
    char *data; /* ends in NUL once anything was put in */
    size_t size, capacity;
};
void text_put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_bytes(struct text *text, const void *bytes, size_t size);
void text_clear(struct text *text);
void text_free(struct text *text);
const char *text_of(const struct text *text); /* "" when nothing was put in */
char *copy_of(const char *text);

/* ---- lines cut into words (words.c) ---- */

enum { WORDS_MOST = 64, WORD_ROOM = 4096 };
struct words { /* "quoted parts" belong to the word they stand in; # begins a comment */
    char *list[WORDS_MOST];
    bool quoted[WORDS_MOST];
    size_t count;
    char room[WORD_ROOM];
};
/* False when a quote is not closed or the line is too long. */
bool words_cut(struct words *words, const char *line);
bool word_is(const struct words *words, size_t place, const char *word);
/* The place of a word; `count` when it is not there. */
size_t word_place(const struct words *words, const char *word);

/* ---- labels instead of ids (words.c) ---- */

struct name {
    char *label;
    wijk_id id;
};
struct names {
    struct name *list;
    size_t count, capacity;
};
wijk_id id_of(struct names *names, const char *label);
/* The label of an id, or the id as text when it has none. */
const char *label_of(struct names *names, const wijk_id *id);
void names_free(struct names *names);
extern const wijk_id case_dossier; /* the household of every case */

/* ---- what is read (run_cases.c) ---- */

struct line {
    const char *file;
    int number;
    char *text;
};
struct part { /* a case or a setup: some lines after its first */
    const char *name, *file;
    int number;
    size_t first, end;
};

/* ---- what happens in a case ---- */

struct pack { /* a policy that was read once */
    char *name;
    wijk_policy *policy;
};

struct seen { /* what the cases have shown to happen (cover.c) */
    const char *part; /* "finding", "fact", "act", "field", "table" */
    char *name;
};

struct world {
    wijk_context *context;
    wijk_error *error;
    wijk_findings *findings;
    struct line *lines;
    struct part *setups;
    size_t line_count, setup_count;
    const char *folder; /* of the packs */
    struct pack *packs;
    size_t pack_count;
    struct seen *seen;
    size_t seen_count;
    /* of the case that runs */
    wijk_dossier *dossier;
    wijk_policy *policy;
    wijk_act *act;
    struct names names;
    struct text kept;       /* frames that the dossier was made from */
    wijk_time last_recorded, recorded_before; /* of the last act; when the frame was opened */
    bool every_time;        /* the dossier is made anew from its frames before every act */
    bool frame_open, policy_changed;
    size_t next;            /* the line after the one that is performed */
    struct text failure;    /* what is wrong, once something is */
    bool skipped;           /* the case says that it is not to be judged */
    const struct words *only; /* the codes of the only findings that a check tells; NULL: all of them */
    int64_t only_item;      /* the item of the only findings that are told, which then is not said; -1: all of them */
    int depth;              /* of setups in setups */
};

/* Note a failure at a line; the first one counts. */
void fail(struct world *world, const struct line *line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool failed(const struct world *world);
/* Compare what a line expects, from the word after `=>` on, with what came. */
void expect(struct world *world, const struct line *line, const struct words *words, const char *otherwise,
            const struct text *got);

/* perform.c: one line, with those that belong to it. */
void perform(struct world *world, const struct line *line);
void perform_lines(struct world *world, size_t first, size_t end);
bool use_pack(struct world *world, const char *name);
/* Make the dossier anew from its frames. */
wijk_status reload(struct world *world);
void keep_frames(struct world *world);

/* act.c: an act from words. OK, or what its builder said. */
wijk_status build_act(struct world *world, const struct line *line, const struct words *words, wijk_act *act);
void see_act(struct world *world, const wijk_act *act);

/* ask.c: questions and tables. */
void ask_coordinator(struct world *world, const struct line *line, const struct words *words);
void ask_plan(struct world *world, const struct line *line, const struct words *words);
void ask_tier(struct world *world, const struct line *line, const struct words *words);
void ask_unheard(struct world *world, const struct line *line, const struct words *words);
void ask_table(struct world *world, const struct line *line, const struct words *words);
void ask_changes(struct world *world, const struct line *line, const struct words *words);
void ask_agenda(struct world *world, const struct line *line, const struct words *words);
void ask_lint(struct world *world, const struct line *line, const struct words *words);
void ask_check(struct world *world, const struct line *line, const struct words *words);
/* ask_step.c */
void ask_step(struct world *world, const struct line *line, const struct words *words);
bool day_of(struct world *world, const struct line *line, const struct words *words, size_t place, wijk_date *day);
bool clocks(struct world *world, const struct line *line, const struct words *words, size_t from, wijk_date *on,
            wijk_time *known);
uint32_t column_named(const wijk_table *table, const char *name, size_t length);
/* Some rows of a table, or, without a list, the first ones: they are the lines that follow. */
void compare_some_rows(struct world *world, const struct line *line, const wijk_table *table, const uint32_t *rows,
                       uint32_t count);
bool read_date(const char *word, wijk_date *date);
/* An instant, or a day: then the noon of it, or its last moment when `last` says so. */
bool read_moment(const char *word, bool last, wijk_time *time);
int32_t member_named(wijk_catalog_part part, int32_t number, const char *name, size_t length);
/* The place of a column; as many as there are when there is no such column. */
uint32_t column_named(const wijk_table *table, const char *name, size_t length);

/* findings.c: findings and statuses in the words of the cases. */
void tell_findings(struct world *world, wijk_status status, bool batch, struct text *out);
/* The same words in one order, so that findings may be written down in any. */
void tell_expected(const struct words *words, size_t first, struct text *out);
void see_findings(struct world *world);

/* prove.c: what holds after every case, whatever it is about. */
void prove(struct world *world, const struct line *line);
struct mark { /* a dossier as it looks from outside */
    uint8_t digest[WIJK_HASH_SIZE], head[WIJK_HASH_SIZE];
    uint64_t acts, sequence, saved;
    struct text frames;
};
void mark_take(const wijk_dossier *dossier, struct mark *mark);
bool mark_same(const struct mark *a, const struct mark *b);
void mark_free(struct mark *mark);

/* undo.c: what rests on an act; and that the answer is right for each of these acts. */
void ask_undo(struct world *world, const struct line *line, const struct words *words);
void prove_undo(struct world *world, const struct line *line, const wijk_id *acts, size_t count);

/* flow.c: the flow of a period; and that each day, looked at by itself, is of the kind that the table of days says. */
void ask_flow(struct world *world, const struct line *line, const struct words *words);
void ask_returns(struct world *world, const struct line *line, const struct words *words);
void prove_days(struct world *world, const struct line *line, wijk_date last);

/* cover.c */
void see(struct world *world, const char *part, const char *name);
/* Every finding, fact, act, field and table of the catalog that no case has shown and the file of exceptions does not
 * name; and every exception that is one no more. Answers how many. */
size_t tell_uncovered(struct world *world, const char *exceptions);

#endif
