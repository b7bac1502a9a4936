/* What is to be measured when, and what became of it; between the files that ask about measurements. */
#ifndef WIJK_DOSSIER_MEASURING_H
#define WIJK_DOSSIER_MEASURING_H

#include "dossier/rules/rules.h"

struct wijk__due { /* a measurement that the rules ask for under a plan */
    const struct wijk__measuring *of;
    const wijk_id *plan, *person; /* zeros: the household */
    int32_t moment;               /* WIJK_MEASURE_MOMENT_... */
    wijk_date due;
    const struct wijk__row_measurements *taken; /* NULL: it was not */
    bool late;                                  /* it was, or is overdue */
    uint32_t count;                             /* measurements of this person with it under the plan */
};
typedef wijk_status (*wijk__take_due)(void *listener, const struct wijk__due *due);
/* Tell all that is due under the last plan that took effect, in the order of the rules and the members. */
wijk_status wijk__each_due(const struct wijk__judging *judging, wijk__take_due take, void *listener);

/* Whether at most 91 days before a day a problem was found acute, somebody acutely unsafe, or a step was taken in an
 * emergency; whether some action ran already on that day. */
bool wijk__measured_at_crisis(const struct wijk__state *state, wijk_date on);
bool wijk__measured_while_acting(const struct wijk__state *state, wijk_date on);

#endif
