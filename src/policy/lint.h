/* Inside the room: what the compiler of rule packs reports of a pack that it takes. */
#ifndef WIJK_POLICY_LINT_H
#define WIJK_POLICY_LINT_H

#include "policy/compile.h"

/* How long the search may go on in all, in facts looked at. */
#define WIJK__SEARCH_MOST 10000000

struct wijk__goal { /* what has to be so or not so yet */
    uint32_t place, next;
    bool so;
};
struct wijk__literal { /* a fact that is taken to be so or not so */
    uint32_t place;
    bool so;
};
struct wijk__choice { /* between the children of a group, and where the search stood before */
    uint32_t child, end, head, goal_count, literal_count;
    bool so;
};
struct wijk__search {
    const struct wijk__condition *list;
    uint32_t goal_count, literal_count, choice_count, head;
    int64_t work;
    /* On one path through the alternatives each condition is met once. */
    struct wijk__goal goals[WIJK__CONDITION_SIZE_MOST];
    struct wijk__literal literals[WIJK__CONDITION_SIZE_MOST];
    struct wijk__choice choices[WIJK__CONDITION_SIZE_MOST];
};
/* Whether no dossier at all can make a condition hold; false as well when that would take too long to tell. */
bool wijk__never_holds(struct wijk__search *search, const struct wijk__condition *list, uint32_t place);

/* What listens while a pack is read anew. */
struct wijk__lint {
    const wijk_policy *policy; /* whose severities count */
    wijk_findings *findings;
    uint32_t uses; /* how many names are being followed: what they stand for is told where it stands */
    bool never[WIJK__CONDITION_SIZE_MOST]; /* by its place in the draft: this condition can never hold */
    struct wijk__search search;
};

/* Add a finding that is about a place in the pack. */
wijk_status wijk__lint_report(struct wijk__lint *lint, wijk_finding finding, const char *place);
wijk_status wijk__lint_indicators(struct wijk__lint *lint); /* indicators.c */

#endif
