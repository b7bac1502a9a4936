/* A store is a host's own methods or SQLite behind the same methods. Keeps bytes; knows nothing of what they mean. */
#ifndef WIJK_STORE_STORE_H
#define WIJK_STORE_STORE_H

#include "base/base.h"
#include <wijkteam/store.h>

/* The greatest sequence number: what fits a signed 64-bit column of a database. */
#define WIJK__SEQUENCE_MOST ((uint64_t)INT64_MAX)

/* What a transaction function is asked to do; the numbers stand in <wijkteam/store.h>. */
enum wijk__transaction { WIJK__BEGIN = 1, WIJK__COMMIT = 2, WIJK__ROLLBACK = 3 };

/* What a built-in store can do beyond the methods of a host. A function may be called at any time between making and
 * destroying, and gets the same userdata as the methods. */
struct wijk__store_extras {
    wijk_status (*put_policy)(void *userdata, const wijk_id *policy, const char *json, size_t length);
    /* The policy with this id, or the last one put when it is NULL; NONE when it is not there. `out` is empty. */
    wijk_status (*policy)(void *userdata, const wijk_id *policy, wijk_buffer *out);
    wijk_status (*check)(void *userdata); /* the storage itself; the frames in it are looked through by the caller */
};

/* Make a store. `extras` is NULL for a host, and lives for ever otherwise. On failure `userdata` stays the caller's. */
wijk_status wijk__store_make(wijk_context *context, const wijk_store_methods *methods,
                             const struct wijk__store_extras *extras, void *userdata, wijk_store **out);

#endif
