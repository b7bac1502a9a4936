/* The parts of the allocation-failure sweep: a scenario is a row of steps, each around one call that may fail. */
#ifndef WIJK_TESTS_SWEEP_H
#define WIJK_TESTS_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijkteam/wijkteam.h>

#include "fail_alloc.h"

/* Call a public function by its name, and note that it was called: CALL(wijk_act_new)(context, &act, error). */
#define CALL(name) (note(#name), name)
void note(const char *name);

/* A failure of the test itself: told once a run, with the step. */
#define MUST(run, condition)                                   \
    do {                                                       \
        if (!(condition))                                      \
            wrong(run, __FILE__, __LINE__, #condition);        \
    } while (0)

struct run { /* what the steps of one run have made */
    struct fail_alloc *alloc;
    wijk_context *context;
    wijk_error *error;
    wijk_findings *findings;
    wijk_act *act, *other_act;
    wijk_buffer *buffer;
    wijk_policy *policy;
    wijk_dossier *dossier, *other_dossier;
    wijk_dossier *second; /* is looked at as `dossier` is */
    wijk_table *table;
    wijk_journal_report *report;
    wijk_store *store;
    wijk_cohort *cohort;
    wijk_tally *tally;
    const char *step;
    bool wrong;
};
void wrong(struct run *run, const char *file, int line, const char *what);

enum step_flag {
    NO_ERROR = 1,    /* the call has no error object */
    LOSES_ACT = 2,   /* after a failure run->act holds nothing */
    FILLS_BUFFER = 4 /* run->buffer is emptied before it is filled */
};
struct step {
    const char *name;
    wijk_status (*play)(struct run *run, int argument);
    int argument, flags;
};

struct scenario {
    const char *name;
    const struct step *steps;
    size_t count;
};
#define SCENARIO(title, list) {title, list, sizeof(list) / sizeof *(list)}

/* What the scenarios need that is made once, in a context that never fails: a policy and the acts of a story. */
struct given {
    wijk_context *context;
    wijk_policy *policy;
    wijk_act *const *acts; /* of a story, ... */
    size_t count;
    wijk_date day;         /* ... and its last day */
};
extern struct given given;

/* Steps that begin most scenarios. */
wijk_status make_context(struct run *run, int argument);
wijk_status make_error(struct run *run, int argument);
wijk_status make_findings(struct run *run, int argument);
wijk_status make_act(struct run *run, int argument);
wijk_status make_buffer(struct run *run, int argument);
wijk_status make_dossier(struct run *run, int argument);
wijk_status submit_story(struct run *run, int argument); /* its first acts, or all, in one frame */
void read_findings(struct run *run);
wijk_status expect(struct run *run, wijk_status status, wijk_status expected); /* `expected` is OK; others are not */
wijk_status load(struct run *run, int argument); /* what the dossier made since, as another one; the flags */
#define BEGINNING                                                                                            \
    {"context", make_context, 0, NO_ERROR}, {"error", make_error, 0, NO_ERROR}, {"findings", make_findings, 0, 0}, \
        {"act", make_act, 0, 0}, {"buffer", make_buffer, 0, NO_ERROR}

wijk_id number_id(uint32_t number);

/* The acts of the history that is mended. */
void history_prepare(void);
void history_done(void);

extern const struct scenario survival_scenario;
extern const struct scenario merge_scenario, split_scenario;
extern const struct scenario comparison_scenario, measures_scenario;
extern const struct scenario objects_scenario, policy_scenario, dossier_scenario, history_scenario, reading_scenario,
    table_scenario, cohort_scenario, sqlite_scenario, host_scenario;

#endif
