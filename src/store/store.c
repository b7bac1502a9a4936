/* The store as callers see it. What is asked of the storage itself goes through the methods of store.h, for SQLite and
 * for a host alike; what both would have to do twice is done here: frames are looked at before they are appended, a run
 * of frames is cut, transactions are kept in order, and answers of a host's functions are doubted. */
#include "store/store.h"

#include "journal/journal.h"

/* The first version of the struct ends here, and that never changes. */
#define METHODS_SIZE_V1 (offsetof(wijk_store_methods, destroy) + sizeof(((wijk_store_methods *)0)->destroy))

struct wijk_store {
    wijk_context *context;
    wijk_store_methods methods;
    const struct wijk__store_extras *extras; /* NULL for a host's own storage */
    void *userdata;
    bool open;          /* a transaction of the caller is open */
    wijk_status failed; /* why the open transaction can only be dropped; OK when it can still be committed */
    bool changed;       /* frames were appended in the open transaction */
    bool dropped;       /* a transaction with frames was dropped; see check_link() */
};

/* ---- what storage answers ---- */

/* A host's function may answer what it likes: a number that is no status, or a success that means nothing here, is
 * taken for a failure, never for OK. */
static wijk_status believe(wijk_status answer, bool may_be_none) {
    if (answer == WIJK_OK || (answer == WIJK_NONE && may_be_none))
        return answer;
    return answer < 0 && wijk_status_name(answer)[0] ? answer : WIJK_E_IO;
}

static wijk_status transaction(wijk_store *store, enum wijk__transaction what) {
    return believe(store->methods.transaction(store->userdata, (int32_t)what), false);
}

static wijk_status append_one(wijk_store *store, const wijk_id *dossier, uint64_t sequence, const uint8_t *frame,
                              size_t length) {
    return believe(store->methods.append(store->userdata, dossier, sequence, frame, length), false);
}

/* All frames of a dossier into `out`; NONE when there are none. On anything but OK `out` is empty. */
static wijk_status read_frames(wijk_store *store, const wijk_id *dossier, wijk_buffer *out) {
    wijk_buffer_clear(out);
    wijk_status status = believe(store->methods.read(store->userdata, dossier, out), true);
    if (status == WIJK_OK && wijk_buffer_size(out) == 0)
        status = WIJK_NONE;
    if (status != WIJK_OK)
        wijk_buffer_clear(out);
    return status;
}

/* ---- making and closing ---- */

wijk_status wijk__store_make(wijk_context *context, const wijk_store_methods *methods,
                             const struct wijk__store_extras *extras, void *userdata, wijk_store **out) {
    wijk_store *store = wijk__allocate_zeroed(context, sizeof *store);
    if (!store)
        return WIJK_E_MEMORY;
    store->context = wijk_context_ref(context);
    store->methods = *methods;
    store->extras = extras;
    store->userdata = userdata;
    *out = store;
    return WIJK_OK;
}

wijk_status wijk_store_new(wijk_context *context, const wijk_store_methods *methods, void *userdata, wijk_store **out,
                           wijk_error *error) {
    if (out)
        *out = NULL;
    if (!context || !methods || !out)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_store_methods host;
    wijk_status status = wijk__struct_read(methods, &host, sizeof host, METHODS_SIZE_V1);
    if (status == WIJK_OK && host.reserved != 0)
        status = WIJK_E_STRUCT_NEWER;
    if (status == WIJK_OK && (!host.append || !host.read || !host.next))
        status = WIJK_E_ARGUMENT;
    if (status != WIJK_OK)
        return wijk__fail_path(error, status, "methods");
    status = wijk__store_make(context, &host, NULL, userdata, out);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}

void wijk_store_destroy(wijk_store *store) {
    if (!store)
        return;
    if (store->open)
        (void)transaction(store, WIJK__ROLLBACK); /* there is nobody left to tell */
    if (store->methods.destroy)
        store->methods.destroy(store->userdata);
    wijk_context *context = store->context;
    wijk__release(context, store, sizeof *store);
    wijk_context_unref(context);
}

wijk_status wijk_store_reply(wijk_buffer *out, const void *bytes, size_t length) {
    if (!out || (!bytes && length))
        return WIJK_E_ARGUMENT;
    const uint64_t most = out->context->limits.journal_bytes;
    if (length > most || wijk_buffer_size(out) > most - length)
        return WIJK_E_LIMIT;
    return wijk__buffer_append(out, bytes, length);
}

/* ---- transactions ---- */

wijk_status wijk_store_begin(wijk_store *store, wijk_error *error) {
    if (!store || store->open)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    if (!store->methods.transaction)
        return wijk__fail(error, WIJK_E_UNSUPPORTED);
    wijk_status status = transaction(store, WIJK__BEGIN);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    store->open = true;
    store->failed = WIJK_OK;
    store->changed = false;
    wijk__error_clear(error);
    return WIJK_OK;
}

static wijk_status drop(wijk_store *store) {
    store->open = false;
    store->dropped |= store->changed;
    return transaction(store, WIJK__ROLLBACK);
}

wijk_status wijk_store_commit(wijk_store *store, wijk_error *error) {
    if (!store || !store->open)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_status status = store->failed;
    if (status == WIJK_OK)
        status = transaction(store, WIJK__COMMIT);
    if (status != WIJK_OK) {
        (void)drop(store); /* the first failure is the one to tell */
        return wijk__fail(error, status);
    }
    store->open = false;
    wijk__error_clear(error);
    return WIJK_OK;
}

wijk_status wijk_store_rollback(wijk_store *store, wijk_error *error) {
    if (!store)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_status status = store->open ? drop(store) : WIJK_OK;
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}

/* ---- appending ---- */

/* Look at a run of frames before anything is written: each is whole, of this dossier, and follows the one before it.
 * `count` frames from sequence number `first` on. */
static wijk_status check_run(const wijk_store *store, const wijk_id *dossier, uint64_t first, const uint8_t *bytes,
                             size_t length, uint64_t *count, wijk_error *error) {
    *count = 0;
    for (size_t at = 0; at < length; (*count)++) {
        struct wijk__frame frame;
        wijk_status status = wijk__frame_read(bytes + at, length - at, true, &frame);
        if (status == WIJK_OK && frame.length > store->context->limits.frame_bytes)
            status = WIJK_E_LIMIT;
        if (status == WIJK_OK && (!wijk__id_equal(frame.dossier, dossier) || frame.sequence != first + *count))
            status = WIJK_E_CORRUPT;
        if (status != WIJK_OK)
            return wijk__fail_offset(error, status, at);
        at += frame.length;
    }
    return WIJK_OK;
}

/* Whether the first frame to append continues the last one in the store, by its hash. Sequence numbers tell that in all
 * cases but one: a dossier was saved in a transaction that was dropped, so that it believes to be further than the
 * store, and another writer came just as far since. Hashing costs as much as writing: it is done only after a drop. */
static wijk_status check_link(wijk_store *store, const wijk_id *dossier, const uint8_t *bytes, size_t length) {
    struct wijk__frame next, last = {0};
    wijk_status status = wijk__frame_read(bytes, length, false, &next);
    wijk_buffer *stored = NULL;
    if (status == WIJK_OK)
        status = wijk_buffer_new(store->context, &stored);
    if (status == WIJK_OK)
        status = read_frames(store, dossier, stored);
    const uint8_t *data = (const uint8_t *)wijk_buffer_data(stored);
    const uint8_t *end = data + wijk_buffer_size(stored);
    const uint8_t *newest = NULL;
    while (status == WIJK_OK && data < end) {
        status = wijk__frame_read(data, (size_t)(end - data), false, &last);
        newest = data;
        data += last.length;
    }
    uint8_t head[WIJK_HASH_SIZE] = {0};
    if (status == WIJK_OK && newest)
        wijk__sha256(newest, last.length, head);
    if (status == WIJK_NONE)
        status = WIJK_OK;
    if (status == WIJK_OK && memcmp(head, next.previous, sizeof head) != 0)
        status = WIJK_E_CONFLICT;
    wijk_buffer_destroy(stored);
    return status;
}

/* Append `count` frames that were looked at. All or none: in the caller's transaction, or else in one of our own. */
static wijk_status append_run(wijk_store *store, const wijk_id *dossier, uint64_t first, const uint8_t *bytes,
                              size_t length, uint64_t count) {
    const bool own = count > 1 && !store->open && store->methods.transaction;
    wijk_status status = own ? transaction(store, WIJK__BEGIN) : WIJK_OK;
    if (status != WIJK_OK)
        return status;
    uint64_t done = 0;
    for (size_t at = 0; status == WIJK_OK && done < count; done++) {
        const uint32_t size = wijk__frame_length(bytes + at, length - at);
        status = append_one(store, dossier, first + done, bytes + at, size);
        at += size;
    }
    if (own && status == WIJK_OK)
        status = transaction(store, WIJK__COMMIT);
    if (own && status != WIJK_OK)
        (void)transaction(store, WIJK__ROLLBACK);
    if (store->open && status == WIJK_OK)
        store->changed = true;
    /* A conflict at the first frame wrote nothing. After anything else the storage may hold a part of the run, or may
     * have dropped the transaction by itself: what came before it must not be committed. */
    else if (store->open && !(status == WIJK_E_CONFLICT && done == 1))
        store->failed = status;
    return status;
}

static wijk_status append(wijk_store *store, const wijk_id *dossier, uint64_t expected, const void *frames,
                          size_t length, wijk_error *error) {
    if (store->open && store->failed != WIJK_OK)
        return wijk__fail(error, store->failed);
    if (expected >= WIJK__SEQUENCE_MOST)
        return wijk__fail_path(error, WIJK_E_LIMIT, "expected");
    uint64_t count;
    wijk_status status = check_run(store, dossier, expected + 1, frames, length, &count, error);
    if (status != WIJK_OK)
        return status;
    if (store->dropped)
        status = check_link(store, dossier, frames, length);
    if (status == WIJK_OK)
        status = append_run(store, dossier, expected + 1, frames, length, count);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}

wijk_status wijk_store_append(wijk_store *store, const wijk_id *dossier, uint64_t expected, const void *frames,
                              size_t length, wijk_error *error) {
    if (!store || !dossier || !frames || length == 0)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    return append(store, dossier, expected, frames, length, error);
}

wijk_status wijk_store_save(wijk_store *store, wijk_dossier *dossier, wijk_error *error) {
    if (!store || !dossier)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    const void *frames;
    size_t length;
    wijk_dossier_frames(dossier, &frames, &length);
    wijk_status status = WIJK_OK;
    if (length > 0)
        status = append(store, wijk_dossier_id(dossier), wijk_dossier_saved_sequence(dossier), frames, length, error);
    if (status != WIJK_OK)
        return status;
    wijk_dossier_mark_saved(dossier);
    wijk__error_clear(error);
    return WIJK_OK;
}

/* ---- reading ---- */

wijk_status wijk_store_read(wijk_store *store, const wijk_id *dossier, wijk_buffer *out, wijk_error *error) {
    wijk_buffer_clear(out);
    if (!store || !dossier || !out)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_status status = read_frames(store, dossier, out);
    if (status < 0)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return status;
}

static wijk_status next_dossier(wijk_store *store, const wijk_id *after, wijk_id *out) {
    wijk_id next = {{0}};
    wijk_status status = believe(store->methods.next(store->userdata, after, &next), true);
    /* Storage that does not go forward would let its reader go round for ever. */
    if (status == WIJK_OK && memcmp(&next, after, sizeof next) <= 0)
        status = WIJK_E_CORRUPT;
    *out = status == WIJK_OK ? next : (wijk_id){{0}};
    return status;
}

wijk_status wijk_store_next(wijk_store *store, const wijk_id *after, wijk_id *out, wijk_error *error) {
    if (!store || !after || !out) {
        if (out)
            *out = (wijk_id){{0}};
        return wijk__fail(error, WIJK_E_ARGUMENT);
    }
    const wijk_id from = *after; /* may be the same place as `out` */
    wijk_status status = next_dossier(store, &from, out);
    if (status < 0)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return status;
}

/* ---- policies, and looking through it all ---- */

wijk_status wijk_store_put_policy(wijk_store *store, const wijk_policy *policy, wijk_error *error) {
    if (!store || !policy)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    if (!store->extras)
        return wijk__fail(error, WIJK_E_UNSUPPORTED);
    wijk_status status = store->open ? store->failed : WIJK_OK;
    if (status == WIJK_OK) {
        size_t length;
        const char *json = wijk_policy_json(policy, &length);
        status = store->extras->put_policy(store->userdata, wijk_policy_id(policy), json, length);
        if (store->open)
            store->failed = status; /* the storage may have dropped the transaction by itself */
    }
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}

wijk_status wijk_store_policy(wijk_store *store, const wijk_id *policy, wijk_buffer *out, wijk_error *error) {
    wijk_buffer_clear(out);
    if (!store || !out)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    if (!store->extras)
        return wijk__fail(error, WIJK_E_UNSUPPORTED);
    wijk_status status = store->extras->policy(store->userdata, policy, out);
    if (status != WIJK_OK)
        wijk_buffer_clear(out);
    if (status < 0)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return status;
}

/* Every frame of every dossier: whole, in its place, from sequence number 1 on without a gap. */
static wijk_status check_frames(wijk_store *store, wijk_buffer *frames, wijk_error *error) {
    wijk_id dossier = {{0}};
    for (;;) {
        const wijk_id after = dossier;
        uint64_t count;
        wijk_status status = next_dossier(store, &after, &dossier);
        if (status == WIJK_OK)
            status = read_frames(store, &dossier, frames);
        else if (status == WIJK_NONE)
            return WIJK_OK;
        if (status == WIJK_NONE)
            status = WIJK_E_CORRUPT; /* a dossier that is there and has nothing */
        if (status != WIJK_OK)
            return wijk__fail(error, status);
        status = check_run(store, &dossier, 1, (const uint8_t *)wijk_buffer_data(frames), wijk_buffer_size(frames),
                           &count, error);
        if (status != WIJK_OK)
            return status;
    }
}

wijk_status wijk_store_check(wijk_store *store, wijk_error *error) {
    if (!store)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_status status = store->extras ? store->extras->check(store->userdata) : WIJK_OK;
    wijk_buffer *frames = NULL;
    if (status == WIJK_OK)
        status = wijk_buffer_new(store->context, &frames);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    status = check_frames(store, frames, error);
    wijk_buffer_destroy(frames);
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    return WIJK_OK;
}
