/* Lines of acts into dossiers, and those into a store. Within a chunk every dossier has one open frame, so that a frame
 * and its hash are paid for once and not for every act. */
#include "intake.h"
#include "cli.h"

#include <stdlib.h>

enum { ROOM = 4096 }; /* loaded dossiers; some tens of KiB each */
/* A chunk is a transaction: large enough that frames hold many acts, small enough that little is lost in a crash. */
enum { CHUNK_LINES = 32768, CHUNK_BYTES = 32 << 20 };

static wijk_status broken(struct intake *intake, wijk_status status) {
    if (status != WIJK_OK)
        intake->broken = true;
    return status;
}

static wijk_status begin(struct intake *intake, wijk_error *error) {
    if (intake->in_transaction)
        return WIJK_OK;
    wijk_status status = wijk_store_begin(intake->store, error);
    intake->in_transaction = status == WIJK_OK;
    return status;
}

wijk_status intake_start(struct intake *intake, wijk_context *context, wijk_policy *policy, wijk_store *store,
                         enum intake_mode mode, wijk_error *error) {
    *intake = (struct intake){.context = context, .policy = policy, .store = store, .mode = mode};
    intake->room = mode == INTAKE_DRY_RUN ? UINT32_MAX : ROOM;
    shelf_start(&intake->shelf);
    readers_start(&intake->readers);
    wijk_status status = wijk_findings_new(context, &intake->findings, error);
    for (size_t i = 0; i < 2; i++) {
        intake->batches[i] = cli_allocate(sizeof *intake->batches[i]);
        if (status == WIJK_OK)
            status = batch_start(intake->batches[i], context, error);
    }
    if (status == WIJK_OK)
        status = wijk_buffer_new(context, &intake->frames);
    if (status == WIJK_OK && mode == INTAKE_ALL)
        status = begin(intake, error);
    return broken(intake, status);
}

/* ---- storing ---- */

static wijk_status close_frame(struct shelved *shelved, wijk_error *error) {
    if (!shelved->open)
        return WIJK_OK;
    wijk_status status = wijk_dossier_commit(shelved->dossier, error);
    shelved->open = status != WIJK_OK;
    return status;
}

/* Write what a dossier made. The transaction begins with the first that is written. */
static wijk_status put_away(struct intake *intake, struct shelved *shelved, wijk_error *error) {
    const void *made;
    size_t length;
    wijk_status status = close_frame(shelved, error);
    if (status != WIJK_OK)
        return status;
    wijk_dossier_frames(shelved->dossier, &made, &length);
    if (length == 0)
        return WIJK_OK;
    if (intake->mode == INTAKE_DRY_RUN)
        return WIJK_OK;
    status = begin(intake, error);
    return status == WIJK_OK ? wijk_store_save(intake->store, shelved->dossier, error) : status;
}

/* Store what was taken since the last chunk. */
static wijk_status end_chunk(struct intake *intake, wijk_error *error) {
    wijk_status status = WIJK_OK;
    intake->chunk_lines = intake->chunk_bytes = 0;
    for (uint32_t i = 0; i < intake->shelf.count && status == WIJK_OK; i++)
        status = put_away(intake, &intake->shelf.places[i], error);
    if (status == WIJK_OK && intake->in_transaction && intake->mode == INTAKE_EACH) {
        status = wijk_store_commit(intake->store, error);
        intake->in_transaction = status != WIJK_OK;
    }
    return status;
}

wijk_status intake_end(struct intake *intake, bool keep, wijk_error *error) {
    wijk_status status = WIJK_OK;
    if (intake->in_transaction) {
        bool commit = keep && !intake->broken;
        status = commit ? wijk_store_commit(intake->store, error) : wijk_store_rollback(intake->store, NULL);
    }
    readers_end(&intake->readers);
    for (size_t i = 0; i < 2; i++) {
        batch_end(intake->batches[i]);
        free(intake->batches[i]);
    }
    moment_end(&intake->moment);
    shelf_end(&intake->shelf);
    wijk_findings_destroy(intake->findings);
    wijk_buffer_destroy(intake->frames);
    return status;
}

/* ---- taking ---- */

static wijk_status load(struct intake *intake, const wijk_id *id, wijk_dossier **out, wijk_error *error) {
    wijk_status status = intake->store ? wijk_store_read(intake->store, id, intake->frames, error) : WIJK_NONE;
    if (status == WIJK_NONE)
        return wijk_dossier_new(intake->context, intake->policy, id, out, error);
    if (status != WIJK_OK)
        return status;
    return wijk_dossier_load(intake->context, intake->policy, wijk_buffer_data(intake->frames),
                             wijk_buffer_size(intake->frames), WIJK_LOAD_CHECKSUMS, out, error);
}

static wijk_status fetch(struct intake *intake, const wijk_id *id, struct shelved **out, wijk_error *error) {
    wijk_dossier *dossier;
    *out = shelf_find(&intake->shelf, id);
    if (*out)
        return WIJK_OK;
    if (intake->shelf.count >= intake->room) {
        struct shelved *oldest = shelf_oldest(&intake->shelf);
        wijk_status status = put_away(intake, oldest, error);
        if (status != WIJK_OK)
            return status;
        shelf_drop(&intake->shelf, oldest);
    }
    wijk_status status = load(intake, id, &dossier, error);
    if (status == WIJK_OK)
        *out = shelf_add(&intake->shelf, id, dossier);
    return status;
}

static wijk_status open_frame(struct shelved *shelved, wijk_error *error) {
    if (shelved->open)
        return WIJK_OK;
    wijk_status status = wijk_dossier_begin(shelved->dossier, error);
    shelved->open = status == WIJK_OK;
    return status;
}

/* Submit an act to its dossier. A failure that is not of the line is told by `broken`. */
static wijk_status take(struct intake *intake, const wijk_act *act, const wijk_id *id, wijk_error *error) {
    struct shelved *shelved;
    wijk_status status = fetch(intake, id, &shelved, error);
    if (status == WIJK_OK)
        status = open_frame(shelved, error);
    if (status != WIJK_OK)
        return broken(intake, status);
    status = wijk_dossier_submit(shelved->dossier, act, intake->findings, error);
    if (status == WIJK_E_LIMIT) { /* perhaps the frame is full: try again in one of its own */
        status = put_away(intake, shelved, error);
        if (status == WIJK_OK)
            status = open_frame(shelved, error);
        if (status != WIJK_OK)
            return broken(intake, status);
        status = wijk_dossier_submit(shelved->dossier, act, intake->findings, error);
    }
    return status == WIJK_E_MEMORY ? broken(intake, status) : status;
}

static void tell(struct intake *intake, const struct moment_line *line, wijk_status status) {
    intake->placed = line->placed;
    intake->told(intake->data, line->number, status);
}

/* Lines of one moment as one batch, which is a frame. Answers how many were new, when that settled them. */
static wijk_status take_together(struct intake *intake, size_t *new, wijk_error *error) {
    struct moment *moment = &intake->moment;
    struct shelved *shelved;
    wijk_status status = fetch(intake, &moment->dossier, &shelved, error);
    if (status == WIJK_OK)
        status = close_frame(shelved, error);
    if (status != WIJK_OK)
        return broken(intake, status);
    const wijk_act **acts = cli_allocate(moment->count * sizeof *acts);
    for (size_t i = 0; i < moment->count; i++)
        acts[i] = moment->lines[i].act;
    uint64_t before = wijk_dossier_acts(shelved->dossier);
    status = wijk_dossier_submit_all(shelved->dossier, acts, moment->count, intake->findings, error);
    free(acts);
    *new = (size_t)(wijk_dossier_acts(shelved->dossier) - before);
    return status == WIJK_E_MEMORY ? broken(intake, status) : status;
}

/* What is refused as one may be no batch, but acts that were each taken when they came, as a journal tells them: then
 * each is taken in its turn again. All in one frame, which stays only with all of them. */
static wijk_status take_in_turn(struct intake *intake, size_t *new) {
    const struct moment *moment = &intake->moment;
    wijk_dossier *dossier = shelf_find(&intake->shelf, &moment->dossier)->dossier;
    uint64_t before = wijk_dossier_acts(dossier);
    wijk_status status = wijk_dossier_begin(dossier, NULL);
    for (size_t i = 0; i < moment->count && (status == WIJK_OK || status == WIJK_DUPLICATE); i++)
        status = wijk_dossier_submit(dossier, moment->lines[i].act, NULL, NULL);
    if (status == WIJK_OK || status == WIJK_DUPLICATE)
        status = wijk_dossier_commit(dossier, NULL);
    else
        wijk_dossier_rollback(dossier);
    *new = (size_t)(wijk_dossier_acts(dossier) - before);
    return status == WIJK_E_MEMORY ? broken(intake, status) : status;
}

/* Which line made all of its moment fall. */
static size_t culprit(const struct intake *intake, wijk_status status, const wijk_error *error) {
    int64_t item = status < 0 ? wijk_error_index(error) : -1;
    for (uint32_t i = 0; item < 0 && i < wijk_findings_count(intake->findings); i++)
        if (wijk_findings_severity(intake->findings, i) == WIJK_SEVERITY_REFUSE)
            item = wijk_findings_item(intake->findings, i);
    return item < 0 ? 0 : (size_t)item;
}

/* What was to be mended together is refused together. */
static void tell_fallen(struct intake *intake, wijk_status status, const wijk_error *error) {
    const struct moment *moment = &intake->moment;
    size_t first = culprit(intake, status, error);
    tell(intake, &moment->lines[first], status);
    wijk_findings_clear(intake->findings);
    for (size_t i = 0; i < moment->count; i++)
        if (i != first)
            tell(intake, &moment->lines[i], WIJK_REFUSED);
}

static wijk_status take_each(struct intake *intake, wijk_error *error) {
    const struct moment *moment = &intake->moment;
    for (size_t i = 0; i < moment->count; i++) {
        wijk_findings_clear(intake->findings);
        wijk_status status = take(intake, moment->lines[i].act, &moment->dossier, error);
        if (intake->broken)
            return status;
        tell(intake, &moment->lines[i], status);
    }
    return WIJK_OK;
}

/* Take the lines that waited: together when there are more, and one by one when that does not go. What mends is taken
 * whole or not at all. */
static wijk_status take_moment(struct intake *intake, wijk_error *error) {
    struct moment *moment = &intake->moment;
    wijk_status status = WIJK_REFUSED;
    size_t new = 0;
    if (moment->count > 1)
        status = take_together(intake, &new, error);
    if (status == WIJK_REFUSED && moment->mends && moment->count > 1 && take_in_turn(intake, &new) == WIJK_OK)
        status = WIJK_OK;
    if (intake->broken)
        return status;
    if (status == WIJK_OK || status == WIJK_DUPLICATE)
        for (size_t i = 0; i < moment->count; i++) /* those that were there already come first, as they came before */
            tell(intake, &moment->lines[i], i + new < moment->count ? WIJK_DUPLICATE : WIJK_OK);
    else if (moment->count > 1 && moment->mends)
        tell_fallen(intake, status, error);
    else
        status = take_each(intake, error);
    moment_clear(moment);
    return intake->broken ? status : WIJK_OK;
}

/* A line that cannot be read is told after those that waited. */
static wijk_status take_bad(struct intake *intake, const struct batch *batch, struct batch_line *line,
                            wijk_error *error) {
    wijk_status status = take_moment(intake, error);
    if (status != WIJK_OK)
        return status;
    if (line->status == WIJK_E_MEMORY || line->status == WIJK_E_UNSUPPORTED)
        return broken(intake, line->status);
    status = line->status;
    if (line->length > 0) /* read once more, to know the place */
        status = wijk_act_read_json(line->act, batch->bytes + line->offset, line->length, &line->dossier, error);
    wijk_findings_clear(intake->findings);
    tell(intake, &(struct moment_line){.number = line->number, .placed = line->length > 0}, status);
    return WIJK_OK;
}

static wijk_status take_line(struct intake *intake, const struct batch *batch, struct batch_line *line,
                             wijk_error *error) {
    wijk_status status = WIJK_OK;
    if (line->status != WIJK_OK)
        return take_bad(intake, batch, line, error);
    if (!moment_takes(&intake->moment, line->act, &line->dossier))
        status = take_moment(intake, error);
    if (status != WIJK_OK)
        return status;
    return broken(intake, moment_add(&intake->moment, intake->context, &line->act, &line->dossier, line->number,
                                     line->length > 0, error));
}

static wijk_status take_batch(struct intake *intake, struct batch *batch, wijk_error *error) {
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < batch->count && status == WIJK_OK; i++)
        status = take_line(intake, batch, &batch->lines[i], error);
    if (status != WIJK_OK)
        return status;
    intake->chunk_lines += batch->count;
    intake->chunk_bytes += batch->size;
    bool full = intake->chunk_lines >= CHUNK_LINES || intake->chunk_bytes >= CHUNK_BYTES;
    return full ? end_chunk(intake, error) : WIJK_OK;
}

/* While one batch is taken, the next one is read. */
wijk_status intake_run(struct intake *intake, struct lines *lines, wijk_error *error) {
    struct batch *ready = intake->batches[0], *coming = intake->batches[1];
    wijk_status more = batch_fill(ready, lines), status = WIJK_OK;
    readers_begin(&intake->readers, ready);
    readers_finish(&intake->readers);
    while (status == WIJK_OK && ready->count > 0) {
        struct batch *taken = ready;
        coming->count = 0;
        if (more == WIJK_OK)
            more = batch_fill(coming, lines);
        readers_begin(&intake->readers, coming);
        status = take_batch(intake, ready, error);
        readers_finish(&intake->readers);
        ready = coming;
        coming = taken;
    }
    if (status == WIJK_OK && more == WIJK_E_IO)
        status = more;
    if (status == WIJK_OK)
        status = take_moment(intake, error);
    if (status == WIJK_OK)
        status = end_chunk(intake, error);
    return broken(intake, status);
}
