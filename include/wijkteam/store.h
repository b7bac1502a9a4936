/** @file
 * Store (opslag): a place where frames are kept.
 *
 * @defgroup store Store
 * Keeps the frames of many dossiers and the policies that judged them; knows nothing of what they mean. SQLite is built
 * in (`docs/formats/store.md` specifies the file); a host that keeps frames in its own database hands over five
 * functions, or does without a store altogether.
 * @{
 */
#ifndef WIJKTEAM_STORE_H
#define WIJKTEAM_STORE_H

#include <wijkteam/base.h>
#include <wijkteam/dossier.h>
#include <wijkteam/journal.h>

WIJK_BEGIN

typedef struct wijk_store wijk_store; /**< one place; one owner, one thread at a time. */

/** How a SQLite store is opened; may be added together. */
typedef int32_t wijk_store_flags;
/** Constants of #wijk_store_flags. */
enum wijk_store_flag_code {
    WIJK_STORE_READ = 0,  /**< to read; the file must be there */
    WIJK_STORE_WRITE = 1, /**< to read and append; the file must be there */
    WIJK_STORE_CREATE = 2 /**< with #WIJK_STORE_WRITE: made when it is not there */
};
/** Open a store in a SQLite file (write-ahead log, `synchronous=FULL`).
 * @param[in] path UTF-8 name of the file, NUL-terminated; not empty, and not beginning with `:` or `file:`, which mean
 *            something else to SQLite (write `./` before such a name)
 * @param[in] flags how (#wijk_store_flag_code)
 * @param[in] busy_milliseconds how long each call may wait for another writer
 * @param[out] out owned: wijk_store_destroy()
 * @returns #WIJK_OK; #WIJK_E_NOT_FOUND; #WIJK_E_IO; #WIJK_E_BUSY; #WIJK_E_READ_ONLY when the file may not be written;
 *          #WIJK_E_FORMAT when the file is no store, or a newer one; #WIJK_E_CORRUPT; #WIJK_E_MEMORY;
 *          #WIJK_E_UNSUPPORTED in a build without SQLite @since 0.1 */
WIJK_API wijk_status wijk_store_open_sqlite(wijk_context *context, const char *path, wijk_store_flags flags,
                                            int32_t busy_milliseconds, wijk_store **out, wijk_error *error);

/** A host's own storage. Each function gets `userdata` first, returns a #wijk_status_code, is called on the calling
 * thread only, and must not call back into the store. */
typedef struct wijk_store_methods {
    uint32_t struct_size; /**< `sizeof(wijk_store_methods)` as the caller compiled it */
    uint32_t reserved;    /**< zero */
    /** Append one frame if the last one of the dossier has sequence number `sequence - 1` (none: 1 is the first);
     * #WIJK_E_CONFLICT otherwise. */
    wijk_status (*append)(void *userdata, const wijk_id *dossier, uint64_t sequence, const void *frame, size_t length);
    /** Append all frames of a dossier in order to `out` with wijk_store_reply(); none for an unknown dossier. */
    wijk_status (*read)(void *userdata, const wijk_id *dossier, wijk_buffer *out);
    /** The first dossier whose id (compared as bytes) is greater than `after`; #WIJK_NONE when there is none. */
    wijk_status (*next)(void *userdata, const wijk_id *after, wijk_id *out);
    /** Begin (1), commit (2) or roll back (3) a transaction; a failed commit is followed by a roll-back. May be NULL:
     * then wijk_store_begin() is #WIJK_E_UNSUPPORTED, and of a run of frames that fails halfway the first ones stay. */
    wijk_status (*transaction)(void *userdata, int32_t what);
    /** Called once by wijk_store_destroy(); may be NULL. */
    void (*destroy)(void *userdata);
} wijk_store_methods;
/** Make a store on a host's own storage. Policies are then kept by the host.
 * @param[in] methods copied @param[in] userdata handed to each function @param[out] out owned: wijk_store_destroy()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY; #WIJK_E_STRUCT_SIZE, #WIJK_E_STRUCT_OLDER,
 *          #WIJK_E_STRUCT_NEWER @since 0.1 */
WIJK_API wijk_status wijk_store_new(wijk_context *context, const wijk_store_methods *methods, void *userdata,
                                    wijk_store **out, wijk_error *error);
/** For the `read` method: append bytes to the buffer it was given. @returns #WIJK_OK; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_store_reply(wijk_buffer *out, const void *bytes, size_t length);
/** Close a store; an open transaction is rolled back; NULL is fine. @since 0.1 */
WIJK_API void wijk_store_destroy(wijk_store *store);

/** Append frames of one dossier, durably when the call returns (or when the transaction commits): all of them or none.
 * Each is looked at first: whole, of this dossier, in sequence.
 * @param[in] dossier whose frames @param[in] expected sequence number of the last frame in the store; 0 for none
 * @param[in] frames one or more whole frames that follow it @param[in] length bytes
 * @returns #WIJK_OK; #WIJK_E_CONFLICT when another writer was first: load again and submit again; #WIJK_E_CORRUPT when
 *          the bytes are no such frames, with the offset; #WIJK_E_FORMAT for frames of a newer format; #WIJK_E_LIMIT;
 *          #WIJK_E_IO; #WIJK_E_BUSY; #WIJK_E_READ_ONLY; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_store_append(wijk_store *store, const wijk_id *dossier, uint64_t expected,
                                       const void *frames, size_t length, wijk_error *error);
/** Append what a dossier has made since it was last saved, and mark it saved. A dossier that is saved within a
 * transaction stays marked when that is dropped: load it again; saving it once more is #WIJK_E_CONFLICT.
 * @returns as wijk_store_append() @since 0.1 */
WIJK_API wijk_status wijk_store_save(wijk_store *store, wijk_dossier *dossier, wijk_error *error);
/** All frames of a dossier in order, as they are: who loads or scans them looks whether they are whole.
 * @param[in,out] out emptied, then filled @returns #WIJK_OK; #WIJK_NONE for an unknown dossier; #WIJK_E_LIMIT when they
 * are more than `journal_bytes`; #WIJK_E_CORRUPT; #WIJK_E_IO; #WIJK_E_BUSY; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_store_read(wijk_store *store, const wijk_id *dossier, wijk_buffer *out, wijk_error *error);
/** Step through the dossiers in order of their ids. @param[in] after all zero, or the last one @param[out] out the next
 * @returns #WIJK_OK; #WIJK_NONE after the last; #WIJK_E_CORRUPT; #WIJK_E_IO; #WIJK_E_BUSY @since 0.1 */
WIJK_API wijk_status wijk_store_next(wijk_store *store, const wijk_id *after, wijk_id *out, wijk_error *error);

/** Begin a transaction, so that many appends become durable together. Until it ends no other writer gets in.
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT when one is open; #WIJK_E_BUSY; #WIJK_E_READ_ONLY; #WIJK_E_IO;
 *          #WIJK_E_UNSUPPORTED for a host's own storage without transactions @since 0.1 */
WIJK_API wijk_status wijk_store_begin(wijk_store *store, wijk_error *error);
/** Make all appends since wijk_store_begin() durable. The transaction is over, whatever the answer.
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT when none is open; another failure, also that of an append that stopped halfway:
 *          then nothing of the transaction is kept @since 0.1 */
WIJK_API wijk_status wijk_store_commit(wijk_store *store, wijk_error *error);
/** Drop all appends since wijk_store_begin(); nothing when no transaction is open. @since 0.1 */
WIJK_API wijk_status wijk_store_rollback(wijk_store *store, wijk_error *error);

/** Keep a policy beside the frames that it judged; the last one put is the one that wijk_store_policy() gives for an id
 * of NULL. Durable as an append is. @returns #WIJK_OK; #WIJK_E_UNSUPPORTED for a host's own storage; #WIJK_E_IO;
 * #WIJK_E_BUSY; #WIJK_E_READ_ONLY @since 0.1 */
WIJK_API wijk_status wijk_store_put_policy(wijk_store *store, const wijk_policy *policy, wijk_error *error);
/** JSON of a kept policy. @param[in] policy its id; NULL for the last one put @param[in,out] out emptied, then filled
 * @returns #WIJK_OK; #WIJK_NONE; #WIJK_E_UNSUPPORTED; #WIJK_E_CORRUPT when it is not as it was put; #WIJK_E_IO;
 *          #WIJK_E_BUSY @since 0.1 */
WIJK_API wijk_status wijk_store_policy(wijk_store *store, const wijk_id *policy, wijk_buffer *out, wijk_error *error);
/** Look through all that is stored: every frame whole and in its place, for SQLite also its integrity check and the
 * policies. The chain of a dossier is verified by wijk_journal_scan(). @returns #WIJK_OK; #WIJK_E_CORRUPT; #WIJK_E_IO;
 * #WIJK_E_BUSY; #WIJK_E_LIMIT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_store_check(wijk_store *store, wijk_error *error);

WIJK_END
/** @} */
#endif
