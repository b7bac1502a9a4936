/* A dossier is made, loaded, saved and freed, and says what it is. */
#include "dossier/dossier.h"

static wijk_status make(wijk_context *context, wijk_policy *policy, const wijk_id *id, wijk_dossier **out) {
    wijk_dossier *dossier = wijk__allocate_zeroed(context, sizeof *dossier);
    if (dossier == NULL)
        return WIJK_E_MEMORY;
    dossier->context = wijk_context_ref(context);
    dossier->policy = wijk_policy_ref(policy);
    if (id != NULL)
        dossier->id = *id;
    dossier->head_known = true;
    wijk__state_init(&dossier->state, context, true);
    *out = dossier;
    return WIJK_OK;
}

wijk_status wijk_dossier_new(wijk_context *context, wijk_policy *policy, const wijk_id *id, wijk_dossier **out,
                             wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (context == NULL || policy == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, context == NULL ? "context" : "policy");
    if (id == NULL || wijk__id_is_none(id))
        return wijk__fail_path(error, WIJK_E_ID, "id");
    wijk__error_clear(error);
    wijk_status status = make(context, policy, id, out);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

void wijk_dossier_destroy(wijk_dossier *dossier) {
    if (dossier == NULL)
        return;
    wijk_dossier_rollback(dossier);
    wijk_context *context = dossier->context;
    wijk__state_free(&dossier->state);
    wijk__history_forget_ids(dossier);
    wijk__bytes_free(context, &dossier->history.journal);
    wijk__release(context, dossier->history.entries, dossier->history.capacity * sizeof *dossier->history.entries);
    wijk_policy_unref(dossier->policy);
    wijk__release(context, dossier, sizeof *dossier);
    wijk_context_unref(context);
}

/* ---- loading ---- */

struct loading {
    wijk_dossier *dossier;
    struct wijk__walk walk;
    bool in_order; /* so far, every act came after those before it, and could be folded at once */
    size_t frame;  /* where the frame begins that is read */
    size_t doubt;  /* where the frame begins that has the first act that could not be folded at once */
};

static wijk_status load_act(struct loading *loading, struct wijk__entry *entry, const struct wijk__act *act) {
    wijk_dossier *dossier = loading->dossier;
    struct wijk__history *history = &dossier->history;
    entry->recorded = act->recorded;
    entry->valid = act->valid;
    if (act->def != NULL && (act->present & act->def->required) != act->def->required)
        return WIJK_E_HISTORY; /* the bytes are sound, but no dossier took it, and folding would read what is not there */
    if (history->count > 0) {
        if (act->recorded < history->entries[history->count - 1].recorded)
            return WIJK_E_HISTORY;
        if (act->valid < history->entries[history->entries[history->count - 1].by_day].valid)
            loading->in_order = false;
    }
    if (wijk__changes_history(act->type)) {
        wijk_status status = wijk__history_target(dossier, act, entry, NULL);
        if (status != WIJK_OK)
            return status == WIJK_REFUSED ? WIJK_E_HISTORY : status;
        loading->in_order = false;
    }
    if (!wijk__history_note_id(dossier, &act->id))
        return WIJK_E_HISTORY; /* an id says which act: no dossier takes two with the same */
    wijk__history_append(dossier, entry);
    if (!loading->in_order || act->def == NULL)
        return WIJK_OK;
    struct wijk__fold fold = {.state = &dossier->state};
    wijk_status status = wijk__fold_act(&fold, act);
    if (status != WIJK_REFUSED)
        return status;
    loading->in_order = false; /* a correction in the same frame may mend it: the whole decides */
    loading->doubt = loading->frame;
    return WIJK_OK;
}

static wijk_status load_frame(struct loading *loading, const struct wijk__frame *frame, size_t start) {
    wijk_dossier *dossier = loading->dossier;
    const struct wijk__history *history = &dossier->history;
    const uint8_t *bytes = history->journal.data;
    size_t end = start + frame->length - WIJK__FRAME_TRAILER;
    struct wijk__place place = wijk__place_first((uint32_t)start);
    struct wijk__act act;
    wijk_status status = wijk__history_reserve(dossier, frame->acts);
    if (status == WIJK_OK)
        status = wijk__history_reserve_ids(dossier, history->count + frame->acts);
    for (uint32_t i = 0; status == WIJK_OK && i < frame->acts; i++) {
        struct wijk__entry entry = {.place = place, .frame = (uint32_t)frame->sequence};
        status = wijk__act_decode(bytes, end, &place, &act);
        if (status == WIJK_OK)
            status = load_act(loading, &entry, &act);
    }
    if (status == WIJK_OK && place.act != end)
        status = WIJK_E_CORRUPT;
    dossier->last_frame = start;
    return status;
}

static wijk_status load_frames(struct loading *loading) {
    wijk_dossier *dossier = loading->dossier;
    struct wijk__frame frame;
    size_t start = 0;
    wijk_status status;
    while ((status = wijk__walk_next(&loading->walk, &frame)) == WIJK_OK) {
        if (start == 0)
            dossier->id = *frame.dossier;
        loading->frame = start;
        status = frame.sequence < UINT32_MAX ? load_frame(loading, &frame, start) : WIJK_E_LIMIT;
        if (status != WIJK_OK) {
            loading->walk.offset = start;
            return status;
        }
        start = loading->walk.offset;
    }
    return status == WIJK_NONE ? WIJK_OK : status == WIJK_TAIL_CUT ? WIJK_E_CORRUPT : status;
}

/* Which frame is bad, if it is one and not what its acts say: found without leaving anything out. What is wrong after
 * the place of the failure is not the reason for it. */
static wijk_status explain(struct loading *loading, wijk_status failure) {
    struct wijk__walk walk;
    struct wijk__frame frame;
    wijk_status status = wijk__walk_start(&walk, loading->dossier->context, loading->walk.bytes, loading->walk.length,
                                          loading->walk.chain);
    while (status == WIJK_OK && walk.offset <= loading->walk.offset)
        status = wijk__walk_next(&walk, &frame);
    if (status == WIJK_OK || status == WIJK_NONE)
        return failure;
    loading->walk.offset = walk.offset;
    return status == WIJK_TAIL_CUT ? WIJK_E_CORRUPT : status;
}

/* Acts that hold before others, or that withdraw some: the state is made once all are there. */
static wijk_status make_state(struct loading *loading) {
    wijk_dossier *dossier = loading->dossier;
    if (!loading->in_order) {
        struct wijk__state made;
        wijk_status status = wijk__history_fold(dossier, dossier->history.count, WIJK_DATE_NONE, NULL, &made);
        wijk__state_free(status == WIJK_OK ? &dossier->state : &made);
        if (status == WIJK_REFUSED) {
            loading->walk.offset = loading->doubt;
            return WIJK_E_HISTORY;
        }
        if (status != WIJK_OK)
            return status;
        dossier->state = made;
    }
    dossier->state.recording = true;
    if (dossier->policy == NULL) /* nothing will be added: who asks makes the table again */
        wijk__history_forget_ids(dossier);
    return WIJK_OK;
}

/* How many acts the frames say they hold: not trusted, only used to make room once. */
static size_t acts_claimed(const uint8_t *bytes, size_t length) {
    struct wijk__frame frame;
    size_t acts = 0, offset = 0;
    for (; offset < length && wijk__frame_read(bytes + offset, length - offset, false, &frame) == WIJK_OK;
         offset += frame.length)
        acts += frame.acts;
    return acts;
}

static wijk_status make_room(wijk_dossier *dossier, const void *frames, size_t length) {
    size_t acts = acts_claimed(frames, length);
    if (acts > dossier->context->limits.acts) /* which frame is one too many, if it is sound, shows on the way */
        acts = (size_t)dossier->context->limits.acts;
    wijk_status status = wijk__history_reserve(dossier, (uint32_t)acts);
    if (status == WIJK_OK)
        status = wijk__history_reserve_ids(dossier, (uint32_t)acts + 1); /* and for the first that will be submitted */
    return status == WIJK_OK ? wijk__state_reserve(&dossier->state, (uint32_t)acts) : status;
}

static wijk_status load(struct loading *loading, const void *frames, size_t length, bool chain) {
    wijk_dossier *dossier = loading->dossier;
    struct wijk__bytes *journal = &dossier->history.journal;
    wijk_status status = wijk__walk_start(&loading->walk, dossier->context, frames, length, chain);
    if (status == WIJK_OK)
        status = make_room(dossier, frames, length);
    if (status == WIJK_OK)
        status = wijk__bytes_append(dossier->context, journal, frames, length);
    if (status != WIJK_OK)
        return status;
    loading->walk.bytes = journal->data;
    loading->walk.lean = chain;
    dossier->state.texts = journal->data;
    dossier->state.recording = false;
    status = load_frames(loading);
    if (status != WIJK_OK && status != WIJK_E_MEMORY)
        status = explain(loading, status);
    if (status == WIJK_OK)
        status = make_state(loading);
    if (status != WIJK_OK)
        return status;
    dossier->sequence = dossier->saved_sequence = loading->walk.sequence;
    dossier->saved_bytes = journal->size;
    dossier->head_known = chain;
    if (chain)
        memcpy(dossier->head, loading->walk.head, sizeof dossier->head);
    return WIJK_OK;
}

wijk_status wijk_dossier_load(wijk_context *context, wijk_policy *policy, const void *frames, size_t length,
                              wijk_load_flags flags, wijk_dossier **out, wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (context == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "context");
    if (frames == NULL || length == 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "frames");
    if ((flags & ~WIJK_LOAD_VERIFY_CHAIN) != 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "flags");
    wijk__error_clear(error);
    struct loading loading = {.in_order = true};
    wijk_status status = make(context, policy, NULL, &loading.dossier);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    status = load(&loading, frames, length, (flags & WIJK_LOAD_VERIFY_CHAIN) != 0);
    if (status != WIJK_OK) {
        wijk_dossier_destroy(loading.dossier);
        return wijk__fail_offset(error, status, loading.walk.offset);
    }
    *out = loading.dossier;
    return WIJK_OK;
}

/* ---- saving ---- */

void wijk_dossier_frames(const wijk_dossier *dossier, const void **bytes, size_t *length) {
    size_t end = 0, start = 0;
    if (dossier != NULL) {
        end = dossier->frame.open ? dossier->frame.start : dossier->history.journal.size;
        start = dossier->saved_bytes;
    }
    if (bytes != NULL)
        *bytes = end > start ? dossier->history.journal.data + start : NULL;
    if (length != NULL)
        *length = end - start;
}

void wijk_dossier_mark_saved(wijk_dossier *dossier) {
    if (dossier == NULL)
        return;
    dossier->saved_bytes = dossier->frame.open ? dossier->frame.start : dossier->history.journal.size;
    dossier->saved_sequence = dossier->sequence;
}

uint64_t wijk_dossier_saved_sequence(const wijk_dossier *dossier) { return dossier ? dossier->saved_sequence : 0; }

/* ---- about the dossier ---- */

const wijk_id *wijk_dossier_id(const wijk_dossier *dossier) { return dossier ? &dossier->id : NULL; }

uint64_t wijk_dossier_acts(const wijk_dossier *dossier) { return dossier ? dossier->history.count : 0; }

uint64_t wijk_dossier_sequence(const wijk_dossier *dossier) { return dossier ? dossier->sequence : 0; }

void wijk_dossier_head(const wijk_dossier *dossier, uint8_t *out) {
    if (out == NULL)
        return;
    memset(out, 0, WIJK_HASH_SIZE);
    if (dossier == NULL || dossier->sequence == 0)
        return;
    if (dossier->head_known) {
        memcpy(out, dossier->head, WIJK_HASH_SIZE);
    } else {
        const uint8_t *frame = dossier->history.journal.data + dossier->last_frame;
        wijk__sha256(frame, wijk__frame_length(frame, dossier->history.journal.size - dossier->last_frame), out);
    }
}

wijk_status wijk_dossier_digest(const wijk_dossier *dossier, uint8_t *out) {
    if (dossier == NULL || out == NULL)
        return WIJK_E_ARGUMENT;
    wijk__state_digest(&dossier->state, out);
    return WIJK_OK;
}

uint64_t wijk_dossier_memory(const wijk_dossier *dossier) {
    if (dossier == NULL)
        return 0;
    size_t before = dossier->frame.rebuilt ? wijk__state_memory(&dossier->frame.before) : 0;
    return sizeof *dossier + wijk__history_memory(&dossier->history) + wijk__state_memory(&dossier->state) + before;
}

/* The two acts that are never folded: history.c leaves out what they take out. */
wijk_status wijk__fold_act_withdraw(struct wijk__fold *fold) {
    (void)fold;
    return WIJK_OK;
}

wijk_status wijk__fold_act_correct(struct wijk__fold *fold) {
    (void)fold;
    return WIJK_OK;
}
