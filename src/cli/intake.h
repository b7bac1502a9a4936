/* Lines of acts into dossiers, and those into a store, in chunks: the work of the command import. It says nothing
 * itself. */
#ifndef WIJK_CLI_INTAKE_H
#define WIJK_CLI_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include <wijkteam/wijkteam.h>

#include "shelf.h"

enum intake_mode {
    INTAKE_EACH,   /* every chunk is a transaction */
    INTAKE_ALL,    /* all of it is one transaction, that intake_end() commits or drops */
    INTAKE_DRY_RUN /* nothing is written; everything that was taken stays in memory */
};
struct intake {
    wijk_context *context;
    wijk_policy *policy;
    wijk_store *store; /* NULL: an empty one, for a dry run */
    enum intake_mode mode;
    uint32_t room;     /* how many dossiers may be loaded at once */
    struct shelf shelf;
    wijk_act *act;
    wijk_findings *findings; /* about the last line */
    wijk_buffer *frames;
    bool in_transaction;
    bool broken; /* a failure that is not of the line: nothing more can be taken */
};

/* Begin. `policy` and `store` are borrowed until the end. Also after a failure, intake_end() follows. */
wijk_status intake_start(struct intake *intake, wijk_context *context, wijk_policy *policy, wijk_store *store,
                         enum intake_mode mode, wijk_error *error);
/* Take one line. WIJK_OK, WIJK_DUPLICATE; WIJK_REFUSED with findings; a failure: of the line, unless `broken`. */
wijk_status intake_line(struct intake *intake, const char *text, size_t length, wijk_error *error);
/* Store what was taken since the last chunk; a failure leaves it `broken`. */
wijk_status intake_chunk(struct intake *intake, wijk_error *error);
/* Free all; in mode INTAKE_ALL, with `keep`, make it durable first. */
wijk_status intake_end(struct intake *intake, bool keep, wijk_error *error);

#endif
