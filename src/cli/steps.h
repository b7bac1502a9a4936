/* What the two halves of the command steps share: the possible steps of one dossier, ladder by ladder. */
#ifndef WIJK_CLI_STEPS_H
#define WIJK_CLI_STEPS_H

#include "show.h"

struct steps {
    struct show show;        /* with the tables below as of the day; names only when they are asked for */
    wijk_findings *findings; /* one for each row of options that cannot be taken; its item is the row */
    wijk_date on;
    bool names, all;         /* --names, --all */
    const char *ladder;      /* --ladder; NULL: all of them */
};
/* The rows of options that are about one ladder stand next to each other: from `first` until `end`. */
struct rungs {
    uint32_t first, end;
    uint32_t stay; /* row of tier stays: where the household is; NO_ROW: on no tier */
};
#define NO_ROW UINT32_MAX

/* The next ladder that is asked for; begin with all zero. False when there are no more. */
bool steps_next(const struct steps *steps, struct rungs *rungs);
/* Whether a row of options is asked for. */
bool steps_wanted(const struct steps *steps, uint32_t row);
/* The finding about a row of options; NO_ROW: there is none. */
uint32_t steps_finding(const struct steps *steps, uint32_t row);
/* Whether a row of suggestions is a reason for a row of options. */
bool steps_reason(const struct steps *steps, uint32_t suggestion, uint32_t row);
/* Whether two cells hold the same text, or nothing both. */
bool steps_same_key(const struct steps *steps, wijk_table_id table, uint32_t row, uint32_t column, wijk_table_id other,
                    uint32_t other_row, uint32_t other_column);

/* In words, on standard output (steps_words.c). */
void steps_say(const struct steps *steps);

#endif
