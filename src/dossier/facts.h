/* How facts are asked for: each fact is one function, which names whom or what it lacks. */
#ifndef WIJK_DOSSIER_FACTS_H
#define WIJK_DOSSIER_FACTS_H

#include "dossier/fold.h"

typedef wijk_status (*wijk__fact_function)(const struct wijk__question *question, const struct wijk__condition *asked,
                                           struct wijk__lacking *missing);

wijk_status wijk__lack(struct wijk__lacking *missing, wijk_fact fact, const wijk_id *subject);
wijk_status wijk__lack_key(struct wijk__lacking *missing, wijk_fact fact, const wijk_id *subject,
                           struct wijk__text key);
/* A fact that holds by something. */
static inline wijk_status wijk__holds(struct wijk__lacking *missing, const wijk_id *by) {
    missing->by = by;
    return WIJK_OK;
}
bool wijk__recent(const struct wijk__question *question, wijk_date day, int32_t within_days);

/* Facts of the path (facts_path.c). */
#define FACT(name)                                                                                            \
    wijk_status name(const struct wijk__question *q, const struct wijk__condition *asked,                     \
                     struct wijk__lacking *missing)
FACT(wijk__client_consulted);
FACT(wijk__children_consulted);
FACT(wijk__nobody_dissents);
FACT(wijk__wait_bridged);
FACT(wijk__expert_advised);
FACT(wijk__safety_weighed);
FACT(wijk__acutely_unsafe);
FACT(wijk__signal_open);
FACT(wijk__days_in_tier);
FACT(wijk__domain_level);
FACT(wijk__step_motivated);
FACT(wijk__step_evidenced);
FACT(wijk__in_tier);
FACT(wijk__problem_present);
/* Facts of what was measured (facts_outcome.c). */
FACT(wijk__measured);
FACT(wijk__baseline_taken);
FACT(wijk__score);
FACT(wijk__reliably_worse);

#endif
