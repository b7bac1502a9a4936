/** @file
 * Journal: the bytes of a dossier's history.
 *
 * @defgroup journal Journal
 * A journal is a run of frames; a frame is one atomic batch of acts with a checksum and the SHA-256 of the frame before
 * it. `docs/formats/journal.md` specifies it. These functions look at bytes; they need no dossier and no policy.
 * @{
 */
#ifndef WIJKTEAM_JOURNAL_H
#define WIJKTEAM_JOURNAL_H

#include <wijkteam/base.h>
#include <wijkteam/catalog.h>

WIJK_BEGIN

#define WIJK_HASH_SIZE 32 /**< bytes of a SHA-256 hash */

/** What a scan found in a run of frames; made by wijk_journal_scan(). */
typedef struct wijk_journal_report wijk_journal_report;

/** Look through a run of frames: lengths, checksums, sequence, one dossier, canonical acts; and, if asked, the chain.
 *
 * A bad tail (a torn write) is not an error: the report tells how many bytes are whole, and the rest can be cut off. A
 * good frame after a bad one is corruption.
 * @param[in] bytes the frames, from the first frame of the dossier on; may be NULL when `length` is 0
 * @param[in] length bytes
 * @param[in] verify_chain 1: also hash every frame and compare the chain
 * @param[out] out the report, owned: wijk_journal_report_destroy(); made for corruption too
 * @param[out] error the offset of the first bad frame
 * @returns #WIJK_OK when all is whole; #WIJK_TAIL_CUT when only the tail is bad; #WIJK_E_CORRUPT; #WIJK_E_CHAIN;
 *          #WIJK_E_FORMAT for a newer format; #WIJK_E_LIMIT; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_journal_scan(wijk_context *context, const void *bytes, size_t length, int32_t verify_chain,
                                       wijk_journal_report **out, wijk_error *error);
/** Free a report; NULL is fine. @since 0.1 */
WIJK_API void wijk_journal_report_destroy(wijk_journal_report *report);
/** Bytes of whole frames, counted from the start. @since 0.1 */
WIJK_API uint64_t wijk_journal_report_good_bytes(const wijk_journal_report *report);
/** How many whole frames. @since 0.1 */
WIJK_API uint64_t wijk_journal_report_frames(const wijk_journal_report *report);
/** How many acts in them. @since 0.1 */
WIJK_API uint64_t wijk_journal_report_acts(const wijk_journal_report *report);
/** How many of those acts are of a type that this library does not know; they are kept and skipped. @since 0.1 */
WIJK_API uint64_t wijk_journal_report_unknown_acts(const wijk_journal_report *report);
/** Sequence number of the last whole frame; 0 when there is none. @since 0.1 */
WIJK_API uint64_t wijk_journal_report_sequence(const wijk_journal_report *report);
/** Dossier of the frames; borrowed until the report is freed; all zero when there is no whole frame. @since 0.1 */
WIJK_API const wijk_id *wijk_journal_report_dossier(const wijk_journal_report *report);
/** SHA-256 of the last whole frame, #WIJK_HASH_SIZE bytes; all zero when there is none or when the chain was not
 * verified; borrowed until the report is freed. Keep it elsewhere: it proves that nothing before it changed.
 * @since 0.1 */
WIJK_API const uint8_t *wijk_journal_report_head(const wijk_journal_report *report);

/** Look at one frame at the start of some bytes: its length, so that a run can be cut into frames to store.
 * @param[out] frame_length bytes of this frame
 * @param[out] sequence its sequence number
 * @returns #WIJK_OK; #WIJK_E_CORRUPT; #WIJK_E_FORMAT; #WIJK_E_ARGUMENT @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_journal_frame(const void *bytes, size_t length, uint64_t *frame_length, uint64_t *sequence,
                                        wijk_error *error);

WIJK_END
/** @} */
#endif
