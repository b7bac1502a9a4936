/* Going over a store to read: one dossier that a word names, or all of them. */
#ifndef WIJK_CLI_WALK_H
#define WIJK_CLI_WALK_H

#include "cli.h"

struct walk {
    /* What is done with each dossier, and when all are done without anything bad; the second may be NULL. Both answer how
     * the command ends. */
    int (*visit)(struct cli *cli, struct walk *walk, const wijk_dossier *dossier);
    int (*after)(struct cli *cli, struct walk *walk);
    void *data; /* for those two */
    wijk_store *store; /* these are made and freed on the way */
    wijk_policy *policy;
    wijk_buffer *frames, *lines; /* the second is for those two to use */
};

/* Open the store that the first word names, with its rules, and visit `dossier`, or all when it is NULL, in order of
 * the ids. Gives the highest of the answers; what goes wrong was said. */
int walk_store(struct cli *cli, struct walk *walk, const char *dossier);

#endif
