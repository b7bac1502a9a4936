/* What the two halves of the command flow share: sums over many dossiers, of all together and of each team. */
#ifndef WIJK_CLI_FLOW_H
#define WIJK_CLI_FLOW_H

#include "cli.h"

#include <string.h>

struct sum {
    int32_t figure;   /* of code list flow */
    wijk_id provider; /* zeros: of all */
    char *ladder;     /* NULL: of all, or of none */
    char *key;        /* the tier or the setting; NULL: of all */
    int64_t count, of;
};
struct group { /* all dossiers, or those of a team */
    wijk_id team; /* zeros: of no team */
    int64_t dossiers;
    struct sum *sums; /* in order: by figure; of each the total first, then ladders and tiers, then providers */
    size_t count, capacity;
};
struct flows {
    wijk_date from, until; /* until is the first day after the period; from WIJK_DATE_MIN: from the first opening */
    wijk_date seen;        /* until when returns are looked for */
    int32_t within;
    bool by_team, by_provider;
    struct group all;
    struct group *teams; /* in order of their ids */
    size_t team_count, team_capacity;
};

static inline bool is_somebody(const wijk_id *id) { /* not all zeros */
    static const wijk_id none = {{0}};
    return memcmp(id, &none, sizeof none) != 0;
}

/* The total of a figure in a group; zeros when there is nothing of it. */
struct sum flow_total(const struct group *group, int32_t figure);

/* In words, on standard output (flow_words.c). */
void flow_say(const struct cli *cli, const struct flows *flows);

#endif
