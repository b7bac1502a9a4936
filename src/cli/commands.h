/* All that the command can do: tables of commands, each beside what it is about. */
#ifndef WIJK_CLI_COMMANDS_H
#define WIJK_CLI_COMMANDS_H

#include "cli.h"

struct command {
    const char *name, *second; /* the words that name it; the second may be NULL */
    const char *usage;         /* the words that follow */
    int least, most;           /* how many of those */
    unsigned options;          /* of enum option_bit */
    int (*run)(struct cli *cli);
    const char *english, *dutch;
    const char *examples[3];
    const struct own_option *own; /* NULL: none */
};
/* Tables, each ended by a command without a name. */
extern const struct command dossier_commands[]; /* commands.c: what is in a store, the rules, the vocabulary */
extern const struct command score_commands[];   /* score.c: one person */
extern const struct command monitor_commands[]; /* monitor.c: indicators over a store */
extern const struct command stats_commands[];   /* stats.c: many */
extern const struct command compare_commands[]; /* compare.c: units and periods against each other */
extern const struct command chart_commands[];   /* chart.c: pictures */
extern const struct command survival_commands[]; /* survival.c: time until an event, states over time */

/* The command at a place; NULL after the last. */
const struct command *command_at(size_t place);
/* An option of some command's own; NULL: none has one of this name. */
const struct own_option *own_named(const char *name, size_t length);

#endif
