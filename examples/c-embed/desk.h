/* A desk: one worker, one household. Between the vendor's drawer and libwijkteam. */
#ifndef DESK_H
#define DESK_H

#include "drawer.h"

#include <wijkteam/wijkteam.h>

enum { BATCH_MOST = 16 };

struct desk {
    wijk_context *context;
    wijk_policy *policy;
    wijk_dossier *dossier;
    wijk_findings *findings;
    wijk_error *error;
    wijk_act *acts[BATCH_MOST]; /* forms that are filled in again and again */
    size_t count;               /* how many are filled in */
    struct drawer drawer;
    wijk_id worker;
};

void desk_open(struct desk *desk, const char *path, const wijk_id *household, const wijk_id *worker);
void desk_close(struct desk *desk);

/* The next form to fill in; desk_add() says that it is. */
wijk_act *desk_form(struct desk *desk);
void desk_add(struct desk *desk, wijk_status filled);
/* Submit what was filled in as one batch: all or nothing of it is taken. What is taken is saved before that is said. */
wijk_status desk_send(struct desk *desk, const char *what);

/* Negative answers are failures of the program or the machine: this one gives up. */
void must(const struct desk *desk, wijk_status status);

/* What a finding says, with what is missing and the act that would mend it. */
void show_findings(const wijk_findings *findings, wijk_language language);
/* What is missing of one of them, line by line. */
void show_missing(const wijk_findings *findings, uint32_t index, wijk_language language);
/* A name for an id, from the vendor's own list of people. */
const char *name_of(const wijk_id *id);

#endif
