/* Who is a member of two active households: gathered from dossier to dossier, told at the end. */
#ifndef WIJK_CLI_SHARED_H
#define WIJK_CLI_SHARED_H

#include "walk.h"

struct sharing {
    wijk_findings *findings;
    struct membership *memberships;
    size_t count, capacity;
    struct couple *couples;
    size_t couple_count, couple_capacity;
};

/* All zero to begin with; `findings` is the caller's. */
void sharing_end(struct sharing *sharing);
/* Take in who is a member of a dossier on the day that is asked about. Answers how the command ends. */
int sharing_add(struct cli *cli, struct sharing *sharing, const wijk_dossier *dossier);
/* Lay the households side by side that have somebody in common, and say what that makes. */
int sharing_say(struct cli *cli, struct sharing *sharing, struct walk *walk);

#endif
