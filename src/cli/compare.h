/* A file of units or periods, read and judged: what the comparing commands of stats and the charts share. */
#ifndef WIJK_CLI_COMPARE_H
#define WIJK_CLI_COMPARE_H

#include "figures.h"

enum compare_column { COMPARE_LABEL, COMPARE_REASON, COMPARE_A, COMPARE_B, COMPARE_C, COMPARE_D, COMPARE_COLUMNS };

struct comparison {
    struct csv csv;
    struct csv_column columns[COMPARE_COLUMNS];
    size_t count;            /* of columns */
    const char *first, *second; /* the columns with events and sizes, or values */
    bool ratio;              /* of a funnel: observed against expected */
    wijk_table *table, *fit; /* the result, and a row about the whole, which may be NULL */
};

/* The result of a file, as the options of the command ask. On false all was said, and CLI_BAD is the answer;
 * comparison_end() is fine either way. */
bool funnel_compare(struct cli *cli, const char *path, struct comparison *comparison);
void comparison_end(struct comparison *comparison);

/* The options of a funnel, for the commands that draw one. */
#define FUNNEL_OPTIONS                                                                                               \
    {"--target", OWN_REAL, "X", "what every unit is held against; that of all together when not given",              \
     "waaraan elke eenheid wordt gehouden; die van alle samen als dit ontbreekt"},                                   \
        {"--limits", OWN_TEXT, "interpolated|exact",                                                                 \
         "how limits are made; interpolated for shares, exact for ratios when not given",                            \
         "hoe de grenzen worden gemaakt; interpolated voor aandelen, exact voor verhoudingen als dit ontbreekt"},    \
        {"--over-dispersion", OWN_TEXT, "none|additive|multiplicative",                                              \
         "how limits allow for units that differ by more than chance; none when not given",                          \
         "hoe de grenzen ruimte laten voor eenheden die meer verschillen dan door toeval; none als dit ontbreekt"}, \
        {"--minimum", OWN_REAL, "N", "a unit that is smaller is listed, and not judged",                             \
         "een kleinere eenheid wordt genoemd, en niet beoordeeld"}

/* The number of the value of a code list that a word names; 0 when there is none. */
int32_t compare_code(int32_t list_of_result, uint32_t column, const char *word);

#endif
