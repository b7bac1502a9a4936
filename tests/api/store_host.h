/* A host's own storage for tests: frames in memory, behind five functions that can be made to fail at every call. */
#ifndef WIJK_TEST_STORE_HOST_H
#define WIJK_TEST_STORE_HOST_H

#include "store_support.h"

enum { ROWS_MOST = 64 };

struct host {
    struct row {
        wijk_id dossier;
        uint64_t sequence;
        struct bytes frame;
    } rows[ROWS_MOST];
    uint32_t count;
    uint32_t before;      /* how many rows there were when the transaction began */
    bool open;            /* a transaction is */
    uint32_t calls;
    uint32_t fail_at;     /* this call answers `answer` instead of doing anything, from 1; 0: none does */
    wijk_status answer;
    uint32_t commits, rollbacks, destroyed;
    bool backwards;       /* next() does not go forward */
};

static inline bool fails(struct host *host) { return ++host->calls == host->fail_at; }

static inline wijk_status host_append(void *userdata, const wijk_id *dossier, uint64_t sequence, const void *frame,
                                      size_t length) {
    struct host *host = userdata;
    if (fails(host))
        return host->answer;
    uint64_t last = 0;
    for (uint32_t i = 0; i < host->count; i++)
        if (memcmp(&host->rows[i].dossier, dossier, sizeof *dossier) == 0)
            last = host->rows[i].sequence;
    if (last != sequence - 1)
        return WIJK_E_CONFLICT;
    assert_true(host->count < ROWS_MOST);
    struct row *row = &host->rows[host->count++];
    *row = (struct row){*dossier, sequence, {malloc(length), length}};
    assert_non_null(row->frame.data);
    memcpy(row->frame.data, frame, length);
    return WIJK_OK;
}

static inline wijk_status host_read(void *userdata, const wijk_id *dossier, wijk_buffer *out) {
    struct host *host = userdata;
    for (uint32_t i = 0; i < host->count; i++) {
        if (memcmp(&host->rows[i].dossier, dossier, sizeof *dossier) != 0)
            continue;
        if (fails(host))
            return host->answer;
        wijk_status status = wijk_store_reply(out, host->rows[i].frame.data, host->rows[i].frame.size);
        if (status != WIJK_OK)
            return status;
    }
    return fails(host) ? host->answer : WIJK_OK;
}

static inline wijk_status host_next(void *userdata, const wijk_id *after, wijk_id *out) {
    struct host *host = userdata;
    if (fails(host))
        return host->answer;
    if (host->backwards) {
        *out = *after;
        return WIJK_OK;
    }
    const wijk_id *best = NULL;
    for (uint32_t i = 0; i < host->count; i++) {
        const wijk_id *id = &host->rows[i].dossier;
        if (memcmp(id, after, sizeof *id) > 0 && (!best || memcmp(id, best, sizeof *id) < 0))
            best = id;
    }
    if (best)
        *out = *best;
    return best ? WIJK_OK : WIJK_NONE;
}

static inline void cut_rows(struct host *host, uint32_t count) {
    while (host->count > count)
        free(host->rows[--host->count].frame.data);
}

static inline wijk_status host_transaction(void *userdata, int32_t what) {
    struct host *host = userdata;
    assert_in_range(what, 1, 3);
    assert_int_equal(host->open, what != 1); /* the library keeps them in order */
    if (fails(host) && what != 3)
        return host->answer;
    if (what == 1)
        host->before = host->count;
    if (what == 3)
        cut_rows(host, host->before);
    host->commits += what == 2;
    host->rollbacks += what == 3;
    host->open = what == 1;
    return WIJK_OK;
}

static inline void host_destroy(void *userdata) { ((struct host *)userdata)->destroyed++; }

static const wijk_store_methods host_methods = {
    .struct_size = sizeof host_methods,
    .append = host_append,
    .read = host_read,
    .next = host_next,
    .transaction = host_transaction,
    .destroy = host_destroy,
};

static inline wijk_store *host_store(struct world *world, struct host *host, bool transactions) {
    wijk_store_methods methods = host_methods;
    methods.transaction = transactions ? host_transaction : NULL;
    wijk_store *store = NULL;
    assert_int_equal(wijk_store_new(world->context, &methods, host, &store, world->error), WIJK_OK);
    memset(&methods, 0xEE, sizeof methods); /* it was copied */
    return store;
}

static inline void end_host(struct host *host) {
    assert_int_equal(host->destroyed, 1);
    assert_false(host->open);
    cut_rows(host, 0);
}

#endif
