/* A compiled rule pack, as the dossier asks it. Immutable after loading. */
#ifndef WIJK_POLICY_POLICY_H
#define WIJK_POLICY_POLICY_H

#include "act/act.h"
#include "base/base.h"
#include "catalog/catalog.h"
#include "measure/instrument.h"
#include <wijkteam/policy.h>

/* Who carries what in a tier, in this order: case coordination (casusregie), process coordination (procesregie),
 * operational and administrative responsibility. */
enum wijk__responsibility {
    WIJK__CASE,
    WIJK__PROCESS,
    WIJK__OPERATIONAL,
    WIJK__ADMINISTRATIVE,
    WIJK__RESPONSIBILITIES
};

/* A condition, compiled to a flat tree: a group's children follow it, `next` says where its sibling stands. */
enum wijk__condition_kind { WIJK__ALL = 1, WIJK__ANY, WIJK__NOT, WIJK__ATOM };
struct wijk__condition {
    enum wijk__condition_kind kind;
    uint32_t next;       /* place just past this condition and all within it */
    /* Of an atom: */
    wijk_fact fact;
    int32_t within_days;       /* how old the fact may be; -1 when any age goes */
    struct wijk__text key;     /* what of the policy's lists it is asked about; data NULL: anything */
    int32_t at_least, at_most; /* of a number; INT32_MIN and INT32_MAX when any will do */
};
struct wijk__conditions { /* count 0: nothing is asked, so it holds */
    const struct wijk__condition *list;
    uint32_t count;
};

struct wijk__term {
    int32_t count;        /* 0: no such term */
    wijk_term_unit unit;
    bool extend;
};
struct wijk__tier {
    struct wijk__text key;
    int32_t rank; /* the lightest has the lowest; its place from 1 unless the pack says it, so that it can last */
    bool entry;   /* a household may begin here */
    struct wijk__text responsible[WIJK__RESPONSIBILITIES]; /* roles, data NULL: nobody in particular */
    struct wijk__term intended; /* how long a household is meant to stay */
};
struct wijk__step {
    uint32_t from, to; /* places in `tiers` of the ladder */
    struct wijk__conditions when;
    bool passes; /* the coordination goes to somebody else after it */
};
struct wijk__suggestion { /* a step that the policy would have considered; nobody is moved by it */
    uint32_t from, to;
    struct wijk__conditions when;
};
struct wijk__ladder {
    struct wijk__text key;
    bool decided; /* a step must be proposed and accepted before the tier is entered */
    bool emergencies; /* it may be gone up without that when `emergency` holds, past tiers too */
    struct wijk__conditions emergency;
    const struct wijk__suggestion *suggestions;
    uint32_t suggestion_count;
    const struct wijk__tier *tiers;
    uint32_t tier_count;
    const struct wijk__step *steps;
    uint32_t step_count;
    const uint16_t *grid; /* tier_count rows of tier_count: from, to -> place in `steps` plus one, 0 for no step */
};

enum wijk__term_name {
    WIJK__TERM_REQUEST,
    WIJK__TERM_STEP,
    WIJK__TERM_BRIDGE,
    WIJK__TERM_OFFER,
    WIJK__TERM_HEARING,    /* from joining until a member is heard */
    WIJK__TERM_ACCEPTANCE, /* from the draft, or the last material change, until all have accepted */
    WIJK__TERM_REVIEW,     /* from the start or the last review of a plan until the next one */
    WIJK__TERM_GOAL,       /* from setting a goal, or the last time it was looked at, until it is looked at again */
    WIJK__TERM_RETELL,     /* how long nobody should ask a member the same again */
    WIJK__TERM_ENTRY,      /* from accepting a step until its tier is entered */
    WIJK__TERM_OVERRIDE,   /* from an emergency step until it is looked back on */
    WIJK__TERM_WAIT,       /* the norm for a wait for a provider */
    WIJK__TERM_SAFETY,     /* from the start of a wait, or the last check, until safety is checked */
    WIJK__TERM_CONSULT,    /* from asking an expert until the answer */
    WIJK__TERM_SIGNAL,     /* from a signal until it is closed */
    WIJK__TERM_REFERRAL,   /* from a referral until it is answered */
    WIJK__TERM_COUNT
};

/* What is asked of members of an age: those from `from` years until the next band begins. */
struct wijk__age_band {
    int32_t from;
    uint32_t ways; /* bit n for each way of hearing (code n) by which such a member counts as heard */
    bool accepts;  /* such a member has to accept the plan */
    bool consulted; /* such a member has to be consulted on a step */
};
struct wijk__demand { /* a kind of problem that asks for an expert's advice */
    struct wijk__text problem, expertise;
    int32_t severity; /* from this one on (WIJK_PROBLEM_SEVERITY_...) */
};
struct wijk__duty { /* of the coordinator */
    struct wijk__text key;
    struct wijk__term within; /* from the day the coordination began, or else from the last time it was performed */
    bool again;               /* it comes back after every performance */
    wijk_act_type act;        /* an act that performs it too; 0: only duty-perform does */
};
struct wijk__yearly { /* a share from a year on */
    int32_t year, per_mille;
};
struct wijk__years { /* in the order of the years */
    const struct wijk__yearly *list;
    uint32_t count;
};
struct wijk__indicator {
    struct wijk__text key;
    int32_t class, direction, source; /* WIJK_INDICATOR_CLASS_..., _DIRECTION_..., _SOURCE_... */
    int32_t figure;            /* of code list figure, or of code list flow */
    int32_t change, rater;     /* of scores, of changes and of answers; rater 0: whoever answers */
    const struct wijk__instrument *instrument; /* of changes and answers */
    uint32_t part;             /* of it: the scale of changes, the item of answers */
    int32_t part_class;        /* of that: WIJK_INDICATOR_CLASS_...; 0: none */
    int32_t at_least, at_most; /* of answers that are counted */
    uint32_t counted, left_out; /* of goals and endings: bit n for code n */
    int32_t within_days;       /* of returns */
    bool inverse;              /* those that are not so are counted */
    bool no_decline;           /* the value of the year before is a floor too */
    struct wijk__years targets, floors;
    int32_t margin;            /* per mille that does not count as falling below a floor */
    int32_t minimum;           /* of cases, below which nothing is said */
    wijk_date from, until;     /* when it is used; WIJK_DATE_NONE: without limit */
};
struct wijk__mandate { /* who may do an act; an act without any mandate may be done by everybody */
    wijk_act_type act;
    struct wijk__text role;      /* data NULL: any */
    wijk_id professional;        /* zero: any */
    struct wijk__text provision; /* data NULL: any */
    struct wijk__text ladder, tier; /* of a step or a tier; data NULL: any */
    int64_t up_to;               /* cents, -1: without limit */
    wijk_date from, until;       /* WIJK_DATE_NONE: without limit */
};

/* ---- instruments ---- */

struct wijk__band { /* scores from one on, until the next band */
    struct wijk__text key;
    int64_t from; /* thousandths */
};
struct wijk__scale_about { /* what is known of a scale beside how it is scored */
    struct wijk__text key;
    struct wijk__text theme;         /* of the list of themes; data NULL: none */
    int32_t class;                   /* WIJK_INDICATOR_CLASS_...; 0: none */
    bool higher_is_better;
    int64_t sd, reliability, cutoff; /* millionths; INT64_MIN when the pack does not say it */
    int64_t norm_mean, norm_sd;      /* likewise */
    const struct wijk__band *bands;  /* in the order of `from` */
    uint32_t band_count;
};
struct wijk__item_about {
    struct wijk__text theme; /* data NULL: none */
    int32_t class;           /* WIJK_INDICATOR_CLASS_...; 0: none */
};
struct wijk__instrument {
    struct wijk__text key, family; /* of its versions; itself when the pack does not say it */
    int32_t subject;               /* WIJK_MEASURE_SUBJECT_... */
    int32_t age_from, age_until;   /* for whom it is meant, in years: from, until and not with; 0: no limit */
    const struct wijk__item *items;
    const struct wijk__text *item_keys;
    const struct wijk__item_about *item_about;
    uint32_t item_count;
    const struct wijk__scale *scales; /* without scales of its own, one for each item */
    const struct wijk__scale_about *about;
    const struct wijk__range *ranges;
    uint32_t scale_count;
};
struct wijk__measuring { /* what is measured under a plan */
    const struct wijk__instrument *instrument;
    int32_t rater;                   /* WIJK_RATER_... */
    struct wijk__term baseline;      /* from the start of the plan; before the first action in any case */
    struct wijk__term interim;       /* from one measurement to the next */
    struct wijk__term final, follow_up; /* from the end of the plan */
};

/* The instruments, in the order of the pack; one of them, NULL when there is none. */
const struct wijk__instrument *wijk__policy_instruments(const wijk_policy *policy, uint32_t *count);
const struct wijk__instrument *wijk__policy_instrument(const wijk_policy *policy, const char *key, size_t length);
/* The place of an item, of a scale; UINT32_MAX when the instrument has none of the name. */
uint32_t wijk__instrument_item(const struct wijk__instrument *instrument, struct wijk__text key);
uint32_t wijk__instrument_scale(const struct wijk__instrument *instrument, struct wijk__text key);
/* The place of the band in which a score is; UINT32_MAX: none. */
uint32_t wijk__scale_band(const struct wijk__scale_about *about, int64_t score);
const struct wijk__measuring *wijk__policy_measuring(const wijk_policy *policy, uint32_t *count);

/* The ladders, in the order of the pack. */
const struct wijk__ladder *wijk__policy_ladders(const wijk_policy *policy, uint32_t *count);
/* Which problems ask for advice, in the order of the pack. */
const struct wijk__demand *wijk__policy_demands(const wijk_policy *policy, uint32_t *count);
/* How an exit is counted (WIJK_ENDING_...); 0: the pack does not say. */
int32_t wijk__policy_ending(const wijk_policy *policy, struct wijk__text exit);
const struct wijk__ladder *wijk__policy_ladder(const wijk_policy *policy, const char *key, size_t length);
const struct wijk__tier *wijk__ladder_tier(const struct wijk__ladder *ladder, const char *key, size_t length);
/* The step between two tiers; NULL when the ladder has none. */
const struct wijk__step *wijk__ladder_step(const struct wijk__ladder *ladder, const struct wijk__tier *from,
                                           const struct wijk__tier *to);
/* Whether a list of the policy has a key; for WIJK_LIST_TIERS: whether any ladder has such a tier. */
bool wijk__policy_has(const wijk_policy *policy, wijk_policy_list list, const char *key, size_t length);
struct wijk__conditions wijk__policy_activation(const wijk_policy *policy); /* of a plan: what must hold */
struct wijk__conditions wijk__policy_advice(const wijk_policy *policy);     /* what should */
struct wijk__term wijk__policy_deadline(const wijk_policy *policy, enum wijk__term_name name);
/* The bands in the order of their ages, the first from 0; count 0: adults accept, and every way of hearing will do. */
const struct wijk__age_band *wijk__policy_ages(const wijk_policy *policy, uint32_t *count);
/* In the order of the pack, which is that of list WIJK_LIST_INDICATORS. */
const struct wijk__indicator *wijk__policy_indicators(const wijk_policy *policy, uint32_t *count);
/* What is aimed at in a year, per mille; -1 when nothing is said of it. */
int32_t wijk__years_value(const struct wijk__years *years, int32_t year);
const struct wijk__duty *wijk__policy_duties(const wijk_policy *policy, uint32_t *count);
/* Those for one act, next to each other. */
const struct wijk__mandate *wijk__policy_mandates(const wijk_policy *policy, wijk_act_type act, uint32_t *count);
/* Whether one professional may not have both roles for the same household. */
bool wijk__policy_separates(const wijk_policy *policy, struct wijk__text role, struct wijk__text other);
/* Which fields of an act change a plan materially: bit n - 1 for field n; all bits: whatever it says; 0: none does. */
uint32_t wijk__policy_material(const wijk_policy *policy, wijk_act_type act);
int32_t wijk__policy_class(const wijk_policy *policy, struct wijk__text provision); /* 0: the policy does not say */
uint32_t wijk__policy_count(const wijk_policy *policy, wijk_policy_list list);
struct wijk__text wijk__policy_key(const wijk_policy *policy, wijk_policy_list list, uint32_t place);
/* Code of the municipality; length 0 when the pack does not say. */
struct wijk__text wijk__policy_municipality(const wijk_policy *policy);
wijk_calendar wijk__policy_calendar(const wijk_policy *policy);

#endif
