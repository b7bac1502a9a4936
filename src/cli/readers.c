/* Batches of lines, and the threads that read them. */
#include "readers.h"
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- batches ---- */

wijk_status batch_start(struct batch *batch, wijk_context *context, wijk_error *error) {
    wijk_status status = WIJK_OK;
    memset(batch, 0, sizeof *batch);
    for (size_t i = 0; i < BATCH_LINES && status == WIJK_OK; i++)
        status = wijk_act_new(context, &batch->lines[i].act, error);
    return status;
}

void batch_end(struct batch *batch) {
    for (size_t i = 0; i < BATCH_LINES; i++)
        wijk_act_destroy(batch->lines[i].act);
    free(batch->bytes);
}

static bool is_blank(const char *text, size_t length) {
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t' || text[length - 1] == '\r'))
        length--;
    return length == 0;
}

static void add(struct batch *batch, const char *text, size_t length, uint64_t number, wijk_status status) {
    struct batch_line *line = &batch->lines[batch->count++];
    if (length > batch->capacity - batch->size) {
        batch->capacity = batch->capacity + batch->capacity / 2 + length;
        batch->bytes = cli_reallocate(batch->bytes, batch->capacity);
    }
    if (length > 0)
        memcpy(batch->bytes + batch->size, text, length);
    line->offset = batch->size;
    line->length = length;
    line->number = number;
    line->status = status;
    batch->size += length;
}

wijk_status batch_fill(struct batch *batch, struct lines *lines) {
    batch->count = batch->size = 0;
    while (batch->count < BATCH_LINES && batch->size < BATCH_BYTES) {
        const char *text = NULL;
        size_t length = 0;
        wijk_status status = lines_next(lines, &text, &length);
        if (status == WIJK_NONE || status == WIJK_E_IO)
            return status;
        if (status != WIJK_OK) /* a line that is too long: told in its turn */
            add(batch, NULL, 0, lines->number, status);
        else if (!is_blank(text, length))
            add(batch, text, length, lines->number, WIJK_OK);
    }
    return WIJK_OK;
}

/* ---- reading ---- */

/* Read lines that nobody reads yet, a few at a time, until there are none. */
static void read_some(struct readers *readers) {
    enum { AT_A_TIME = 8 };
    struct batch *batch = readers->batch;
    for (;;) {
        size_t from = atomic_fetch_add(&readers->next, AT_A_TIME);
        for (size_t i = from; i < from + AT_A_TIME; i++) {
            if (i >= batch->count)
                return;
            struct batch_line *line = &batch->lines[i];
            const char *text = batch->bytes + line->offset;
            if (line->status == WIJK_OK)
                line->status = wijk_act_read_json(line->act, text, line->length, &line->dossier, NULL);
        }
    }
}

static void *work(void *data) {
    struct readers *readers = data;
    uint64_t round = 0;
    pthread_mutex_lock(&readers->lock);
    for (;;) {
        while (readers->round == round && !readers->over)
            pthread_cond_wait(&readers->begun, &readers->lock);
        if (readers->over)
            break;
        round = readers->round;
        pthread_mutex_unlock(&readers->lock);
        read_some(readers);
        pthread_mutex_lock(&readers->lock);
        if (--readers->busy == 0)
            pthread_cond_signal(&readers->done);
    }
    pthread_mutex_unlock(&readers->lock);
    return NULL;
}

void readers_start(struct readers *readers) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    memset(readers, 0, sizeof *readers);
    pthread_mutex_init(&readers->lock, NULL);
    pthread_cond_init(&readers->begun, NULL);
    pthread_cond_init(&readers->done, NULL);
    while (readers->count < READERS_MOST && (long)readers->count + 1 < processors &&
           pthread_create(&readers->threads[readers->count], NULL, work, readers) == 0)
        readers->count++;
}

void readers_end(struct readers *readers) {
    pthread_mutex_lock(&readers->lock);
    readers->over = true;
    pthread_cond_broadcast(&readers->begun);
    pthread_mutex_unlock(&readers->lock);
    for (size_t i = 0; i < readers->count; i++)
        pthread_join(readers->threads[i], NULL);
    pthread_cond_destroy(&readers->done);
    pthread_cond_destroy(&readers->begun);
    pthread_mutex_destroy(&readers->lock);
}

void readers_begin(struct readers *readers, struct batch *batch) {
    pthread_mutex_lock(&readers->lock);
    readers->batch = batch;
    atomic_store(&readers->next, 0);
    readers->busy = readers->count;
    readers->round++;
    pthread_cond_broadcast(&readers->begun);
    pthread_mutex_unlock(&readers->lock);
}

void readers_finish(struct readers *readers) {
    read_some(readers);
    pthread_mutex_lock(&readers->lock);
    while (readers->busy > 0)
        pthread_cond_wait(&readers->done, &readers->lock);
    pthread_mutex_unlock(&readers->lock);
}
