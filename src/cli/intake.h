/* Lines of acts into dossiers, and those into a store, in chunks: the work of the command import. It says nothing
 * itself. */
#ifndef WIJK_CLI_INTAKE_H
#define WIJK_CLI_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include <wijkteam/wijkteam.h>

#include "lines.h"
#include "moment.h"
#include "readers.h"
#include "shelf.h"

enum intake_mode {
    INTAKE_EACH,   /* every chunk is a transaction */
    INTAKE_ALL,    /* all of it is one transaction, that intake_end() commits or drops */
    INTAKE_DRY_RUN /* nothing is written; everything that was taken stays in memory */
};
/* Called for every line: WIJK_OK, WIJK_DUPLICATE, WIJK_REFUSED with findings, or a failure of the line with its place
 * in the error. In the order of the file, but for lines that fell with another of the same moment: they come after it,
 * refused without findings. */
typedef void (*intake_told)(void *data, uint64_t number, wijk_status status);

struct intake {
    wijk_context *context;
    wijk_policy *policy;
    wijk_store *store; /* NULL: an empty one, for a dry run */
    enum intake_mode mode;
    intake_told told;
    void *data; /* for `told` */
    struct shelf shelf;
    uint32_t room; /* how many dossiers may be loaded at once */
    struct readers readers;
    struct batch *batches[2];
    struct moment moment; /* lines that wait for the next, which may be of the same moment */
    wijk_findings *findings; /* about the last line */
    bool placed;             /* the error can say where the last line is wrong */
    wijk_buffer *frames;
    size_t chunk_lines, chunk_bytes; /* since the last transaction */
    bool in_transaction;
    bool broken; /* a failure that is not of a line: nothing more can be taken */
};

/* Begin. `policy` and `store` are borrowed until the end. Also after a failure, intake_end() follows. */
wijk_status intake_start(struct intake *intake, wijk_context *context, wijk_policy *policy, wijk_store *store,
                         enum intake_mode mode, wijk_error *error);
/* Take all lines of a file and store what was taken. A failure is not of a line; it leaves the intake broken. */
wijk_status intake_run(struct intake *intake, struct lines *lines, wijk_error *error);
/* Free all; in mode INTAKE_ALL, with `keep`, make it durable first. */
wijk_status intake_end(struct intake *intake, bool keep, wijk_error *error);

#endif
