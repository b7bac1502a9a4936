/* What the commands about figures share: columns in, a table of results out, and a mistake told at its place. */
#ifndef WIJK_CLI_FIGURES_H
#define WIJK_CLI_FIGURES_H

#include "commands.h"
#include "csv.h"

/* The option --level, and what it is when it was not given. */
#define LEVEL_OPTION                                                                  \
    {"--level", OWN_REAL, "P", "how often an interval must hold the truth; 0.95 when not given", \
     "hoe vaak een interval de waarheid moet bevatten; 0.95 als dit ontbreekt"}
#define LEVEL_USUAL 0.95

/* The number of the code of a list, which is given by its number or its name, by its name; 0 when there is none. */
int32_t figures_code_of(int32_t list, const char *name);
int32_t figures_code(const char *list, const char *name);
/* What the library said against figures that were read: at the row and the column, or the option, of the argument that
 * it names. `rows` are the rows of the items of that argument; NULL: item and row are the same. Returns CLI_BAD. */
int figures_failure(const struct cli *cli, const struct csv *csv, const size_t *rows, wijk_status status);
/* The end of a command: the table that a call made, which is freed, or what went wrong. */
int figures_end(struct cli *cli, struct csv *csv, wijk_table *table, wijk_status status);

#endif
