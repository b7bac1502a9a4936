/* A compiled rule pack, as the dossier asks it. Immutable after loading. */
#ifndef WIJK_POLICY_POLICY_H
#define WIJK_POLICY_POLICY_H

#include "act/act.h"
#include "base/base.h"
#include "catalog/catalog.h"
#include <wijkteam/policy.h>

/* A condition, compiled to a flat tree: a group's children follow it, `next` says where its sibling stands. */
enum wijk__condition_kind { WIJK__ALL = 1, WIJK__ANY, WIJK__NOT, WIJK__ATOM };
struct wijk__condition {
    enum wijk__condition_kind kind;
    uint32_t next;       /* place just past this condition and all within it */
    wijk_fact fact;      /* of an atom */
    int32_t within_days; /* of an atom: how old the fact may be; -1 when any age goes */
};
struct wijk__conditions { /* count 0: nothing is asked, so it holds */
    const struct wijk__condition *list;
    uint32_t count;
};

struct wijk__tier {
    struct wijk__text key;
    int32_t rank;   /* 1 is the lightest */
    bool entry;     /* a household may begin here */
};
struct wijk__step {
    uint32_t from, to; /* places in `tiers` of the ladder */
    struct wijk__conditions when;
};
struct wijk__ladder {
    struct wijk__text key;
    bool decided; /* a step must be proposed and accepted before the tier is entered */
    const struct wijk__tier *tiers;
    uint32_t tier_count;
    const struct wijk__step *steps;
    uint32_t step_count;
    const uint16_t *grid; /* tier_count rows of tier_count: from, to -> place in `steps` plus one, 0 for no step */
};

struct wijk__term {
    int32_t count;        /* 0: no such term */
    wijk_term_unit unit;
    bool extend;
};
enum wijk__term_name { WIJK__TERM_REQUEST, WIJK__TERM_STEP, WIJK__TERM_BRIDGE, WIJK__TERM_OFFER, WIJK__TERM_COUNT };

const struct wijk__ladder *wijk__policy_ladder(const wijk_policy *policy, const char *key, size_t length);
const struct wijk__tier *wijk__ladder_tier(const struct wijk__ladder *ladder, const char *key, size_t length);
/* The step between two tiers; NULL when the ladder has none. */
const struct wijk__step *wijk__ladder_step(const struct wijk__ladder *ladder, const struct wijk__tier *from,
                                           const struct wijk__tier *to);
/* Whether a list of the policy has a key; for WIJK_LIST_TIERS: whether any ladder has such a tier. */
bool wijk__policy_has(const wijk_policy *policy, wijk_policy_list list, const char *key, size_t length);
struct wijk__conditions wijk__policy_activation(const wijk_policy *policy); /* of a plan */
struct wijk__term wijk__policy_deadline(const wijk_policy *policy, enum wijk__term_name name);
wijk_calendar wijk__policy_calendar(const wijk_policy *policy);

#endif
