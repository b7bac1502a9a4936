/* Lines read into acts by several threads, because the JSON parser takes most of the time of an import. Lines are read
 * in any order; whoever takes the acts takes them in the order of the file. */
#ifndef WIJK_CLI_READERS_H
#define WIJK_CLI_READERS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <wijkteam/act.h>

#include "lines.h"

enum { BATCH_LINES = 512, BATCH_BYTES = 1 << 20, READERS_MOST = 7 };

struct batch {
    struct batch_line {
        size_t offset, length; /* in `bytes` */
        uint64_t number;       /* in the file */
        wijk_status status;    /* of reading it */
        wijk_act *act;
        wijk_id dossier;
    } lines[BATCH_LINES];
    size_t count;
    char *bytes;
    size_t size, capacity;
};

struct readers {
    pthread_t threads[READERS_MOST]; /* the caller is one more */
    size_t count;
    pthread_mutex_t lock;
    pthread_cond_t begun, done;
    uint64_t round; /* of batches; the three below belong to the lock too */
    size_t busy;    /* threads that have not finished this round */
    bool over;
    struct batch *batch;
    atomic_size_t next; /* line of the batch that nobody reads yet */
};

/* Make room for a batch. */
wijk_status batch_start(struct batch *batch, wijk_context *context, wijk_error *error);
void batch_end(struct batch *batch);
/* Fill a batch with the next lines, blank ones left out. WIJK_NONE when there are no more after these; WIJK_E_IO. */
wijk_status batch_fill(struct batch *batch, struct lines *lines);

/* Start as many threads as there are processors to spare; none is fine. */
void readers_start(struct readers *readers);
void readers_end(struct readers *readers);
/* Begin to read the lines of a batch; it is read when readers_finish() returns, which reads along. */
void readers_begin(struct readers *readers, struct batch *batch);
void readers_finish(struct readers *readers);

#endif
