/* Submitting: an act is completed, judged, written and folded, or everything stays as it was. */
#include "dossier/dossier.h"

/* ---- before an act is written ---- */

static bool same_text(struct wijk__text a, struct wijk__text b) {
    return (a.data == NULL) == (b.data == NULL) && wijk__text_equal(a.data, a.length, b.data, b.length);
}

static bool same_optional_id(const wijk_id *a, const wijk_id *b) {
    return a == NULL || b == NULL ? a == b : wijk__id_equal(a, b);
}

static bool same_field(const struct wijk__field_def *field, const struct wijk__act *a, const struct wijk__act *b) {
    uint32_t i = (uint32_t)field->words.number - 1;
    if (field->derived)
        return true;
    if (wijk__has(a, field->words.number) != wijk__has(b, field->words.number))
        return false;
    if (!wijk__has(a, field->words.number))
        return true;
    if (wijk__type_is_id(field->type))
        return wijk__id_equal(a->fields[i].id, b->fields[i].id);
    if (wijk__type_is_text(field->type))
        return same_text(a->fields[i].text, b->fields[i].text);
    return a->fields[i].number == b->fields[i].number;
}

static bool same_act(const struct wijk__act *a, const struct wijk__act *b) {
    if (a->type != b->type || a->valid != b->valid || a->recorded != b->recorded ||
        !same_optional_id(a->professional, b->professional) || !same_optional_id(a->organisation, b->organisation) ||
        !same_text(a->role, b->role) || !same_text(a->reason, b->reason))
        return false;
    for (uint32_t i = 0; i < a->def->field_count; i++)
        if (!same_field(&a->def->fields[i], a, b))
            return false;
    return true;
}

/* What only the history can say: the act is new, is not recorded before what is known, and withdraws what stands. */
static wijk_status meet_history(wijk_dossier *dossier, const struct wijk__act *act, struct wijk__entry *entry,
                                wijk_findings *findings) {
    const struct wijk__history *history = &dossier->history;
    uint32_t other;
    wijk_status status = wijk__history_find(dossier, &act->id, &other);
    if (status != WIJK_OK)
        return status;
    if (other != WIJK__NO_ROW) {
        struct wijk__act taken;
        wijk__history_read(dossier, other, &taken);
        return same_act(act, &taken) ? WIJK_DUPLICATE : wijk__findings_refuse(findings, WIJK_WK9003, &act->id, NULL);
    }
    if (history->count > 0 && act->recorded < history->entries[history->count - 1].recorded)
        return wijk__findings_refuse(findings, WIJK_WK9004, &act->id, NULL);
    if (wijk__names_household(act, &dossier->id))
        return wijk__findings_refuse(findings, WIJK_WK1015, &dossier->id, NULL);
    return wijk__changes_history(act->type) ? wijk__history_target(dossier, act, entry, findings) : WIJK_OK;
}

/* ---- writing and folding ---- */

/* The act's texts stand in the journal afterwards, so that it can be folded as it is. Limits are judged by what was
 * written: what it may take at most is more than it takes. */
static wijk_status write_act(wijk_dossier *dossier, struct wijk__act *act) {
    struct wijk__bytes *journal = &dossier->history.journal;
    struct wijk__open_frame *frame = &dossier->frame;
    const struct wijk__place before = frame->place;
    const wijk_limits *limits = &dossier->context->limits;
    size_t room = wijk__act_encoded_limit(act) + WIJK__FRAME_TRAILER;
    if (journal->size + room > UINT32_MAX)
        return WIJK_E_LIMIT;
    wijk_status status = wijk__bytes_reserve(dossier->context, journal, room);
    if (status != WIJK_OK)
        return status;
    dossier->state.texts = frame->before.texts = journal->data;
    wijk__act_move(journal->data, &frame->place, act);
    size_t end = (size_t)frame->place.act + WIJK__FRAME_TRAILER;
    if (end > limits->journal_bytes || end - frame->start > limits->frame_bytes) {
        frame->place = before;
        return WIJK_E_LIMIT;
    }
    journal->size = frame->place.act;
    return WIJK_OK;
}

static wijk_status fold_at_end(wijk_dossier *dossier, const struct wijk__act *act, wijk_findings *findings) {
    size_t mark;
    wijk_status status = wijk__state_mark(&dossier->state, &mark);
    if (status != WIJK_OK)
        return status;
    struct wijk__fold fold = {.state = &dossier->state, .policy = dossier->policy, .findings = findings};
    status = wijk__fold_act(&fold, act);
    if (status != WIJK_OK)
        wijk__state_undo(&dossier->state, mark);
    return status;
}

/* Acts that hold before others, or that withdraw some, make the state anew; those from `first` on are judged. */
static wijk_status fold_anew(wijk_dossier *dossier, uint32_t first, const int64_t *items, wijk_findings *findings) {
    const struct wijk__judged judged = {first, items, findings};
    struct wijk__state made;
    wijk_status status = wijk__history_fold(dossier, dossier->history.count, WIJK_DATE_NONE, &judged, &made);
    if (status != WIJK_OK) {
        wijk__state_free(&made);
        return status;
    }
    made.recording = true;
    if (dossier->frame.rebuilt) {
        wijk__state_free(&dossier->state);
    } else {
        dossier->frame.before = dossier->state;
        dossier->frame.rebuilt = true;
    }
    dossier->state = made;
    return WIJK_OK;
}

static bool is_last(const wijk_dossier *dossier, const struct wijk__entry *entry) {
    const struct wijk__history *history = &dossier->history;
    return entry->withdraws == 0 && wijk__history_last_day(history) <= entry->valid;
}

/* How the acts of a batch are judged: each when it comes, or all together once the last is there. */
enum when { AT_ONCE, TOGETHER };

/* Write an act, and judge it unless that waits. */
static wijk_status take(wijk_dossier *dossier, struct wijk__act *act, struct wijk__entry *entry, enum when when,
                        wijk_findings *findings) {
    struct wijk__open_frame *frame = &dossier->frame;
    struct wijk__place before = frame->place;
    wijk_status status = wijk__history_reserve(dossier, 1);
    if (status == WIJK_OK)
        status = write_act(dossier, act);
    if (status != WIJK_OK)
        return status;
    entry->place = before;
    bool last = when == AT_ONCE && is_last(dossier, entry);
    if (last)
        status = fold_at_end(dossier, act, findings);
    if (status == WIJK_OK) {
        uint32_t number = dossier->history.count;
        wijk__history_note_id(dossier, &act->id); /* new, and with room: the history was asked before */
        wijk__history_append(dossier, entry);
        if (!last && when == AT_ONCE && (status = fold_anew(dossier, number, NULL, findings)) != WIJK_OK)
            wijk__history_cut(dossier, number);
    }
    if (status != WIJK_OK) {
        frame->place = before;
        dossier->history.journal.size = before.act;
    }
    return status;
}

static wijk_status judge_and_take(wijk_dossier *dossier, struct wijk__act *act, struct wijk__entry *entry,
                                  enum when when, wijk_findings *findings, wijk_error *error) {
    if (entry->withdraws != 0) { /* what is folded is asked for a mandate there */
        struct wijk__fold fold = {.policy = dossier->policy, .act = act, .findings = findings};
        wijk_status status = wijk__judge_mandate(&fold);
        if (status != WIJK_OK)
            return status;
    }
    wijk_status status = take(dossier, act, entry, when, findings);
    return status < 0 ? wijk__fail(error, status) : status;
}

static wijk_status submit(wijk_dossier *dossier, const wijk_act *given, enum when when, wijk_findings *findings,
                          wijk_error *error) {
    const struct wijk__act *view = wijk__act_view(given);
    wijk_status status = wijk__act_complete(view, error);
    if (status != WIJK_OK)
        return status;
    struct wijk__act act = *view;
    struct wijk__entry entry = {
        .recorded = act.recorded, .valid = act.valid, .frame = (uint32_t)dossier->sequence + 1};
    status = meet_history(dossier, &act, &entry, findings); /* first: what was taken stays taken */
    if (status != WIJK_OK)
        return status < 0 ? wijk__fail(error, status) : status;
    if (view->role.data != NULL &&
        !wijk__policy_has(dossier->policy, WIJK_LIST_ROLES, view->role.data, view->role.length))
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "/by/role");
    struct wijk__bytes made = {0};
    status = wijk__apply_policy(dossier->policy, &act, dossier->context, &made, error);
    if (status == WIJK_OK)
        status = judge_and_take(dossier, &act, &entry, when, findings, error);
    wijk__bytes_free(dossier->context, &made);
    return status;
}

/* ---- frames ---- */

static wijk_status frame_begin(wijk_dossier *dossier) {
    struct wijk__bytes *journal = &dossier->history.journal;
    size_t room = WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER;
    if (dossier->sequence >= UINT32_MAX - 1 || journal->size + room > UINT32_MAX)
        return WIJK_E_LIMIT;
    wijk_status status = wijk__bytes_reserve(dossier->context, journal, room);
    if (status != WIJK_OK)
        return status;
    dossier->state.texts = journal->data;
    dossier->frame = (struct wijk__open_frame){.open = true,
                                               .start = journal->size,
                                               .first = dossier->history.count,
                                               .place = wijk__place_first((uint32_t)journal->size)};
    journal->size += WIJK__FRAME_HEADER;
    return WIJK_OK;
}

void wijk_dossier_rollback(wijk_dossier *dossier) {
    if (dossier == NULL || !dossier->frame.open)
        return;
    if (dossier->frame.rebuilt) {
        wijk__state_free(&dossier->state);
        dossier->state = dossier->frame.before;
    }
    dossier->state.texts = dossier->history.journal.data;
    wijk__state_undo(&dossier->state, 0);
    wijk__history_cut(dossier, dossier->frame.first);
    dossier->history.journal.size = dossier->frame.start;
    dossier->frame = (struct wijk__open_frame){.open = false};
}

static void frame_commit(wijk_dossier *dossier) {
    struct wijk__bytes *journal = &dossier->history.journal;
    uint32_t acts = dossier->history.count - dossier->frame.first;
    if (acts == 0) {
        wijk_dossier_rollback(dossier);
        return;
    }
    uint8_t previous[WIJK_HASH_SIZE];
    wijk_dossier_head(dossier, previous);
    uint8_t *frame = journal->data + dossier->frame.start;
    journal->size += WIJK__FRAME_TRAILER;
    uint32_t length = (uint32_t)(journal->size - dossier->frame.start);
    dossier->sequence++;
    wijk__frame_seal(frame, length, acts, dossier->sequence, &dossier->id, wijk_policy_id(dossier->policy), previous);
    wijk__sha256(frame, length, dossier->head);
    dossier->head_known = true;
    dossier->last_frame = dossier->frame.start;
    if (dossier->frame.rebuilt)
        wijk__state_free(&dossier->frame.before);
    wijk__state_forget(&dossier->state);
    dossier->frame = (struct wijk__open_frame){.open = false};
}

wijk_status wijk_dossier_begin(wijk_dossier *dossier, wijk_error *error) {
    if (dossier == NULL || dossier->policy == NULL || dossier->frame.open)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    wijk__error_clear(error);
    wijk_status status = frame_begin(dossier);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

wijk_status wijk_dossier_commit(wijk_dossier *dossier, wijk_error *error) {
    if (dossier == NULL || !dossier->frame.open)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    wijk__error_clear(error);
    frame_commit(dossier);
    return WIJK_OK;
}

wijk_status wijk_dossier_submit(wijk_dossier *dossier, const wijk_act *act, wijk_findings *findings,
                                wijk_error *error) {
    wijk_findings_clear(findings);
    if (dossier == NULL || dossier->policy == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    if (act == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "act");
    wijk__error_clear(error);
    if (dossier->frame.open)
        return submit(dossier, act, AT_ONCE, findings, error);
    wijk_status status = frame_begin(dossier);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    status = submit(dossier, act, AT_ONCE, findings, error);
    if (status == WIJK_OK)
        frame_commit(dossier);
    else
        wijk_dossier_rollback(dossier);
    return status;
}

struct group { /* the acts of a batch that were recorded at one moment */
    size_t first, end;
    enum when when;
    uint32_t entry; /* the first that it made */
};

struct batch {
    const wijk_act *const *acts;
    size_t count, taken;
    int64_t *items; /* of the acts that a group made, which of the batch each is; made when it is first needed */
};

/* Acts in the order of their days, after all that is there, can be judged one by one. Others are judged as one: what
 * one of them lacks, another may bring. What was recorded at one moment is known together, so nobody can ask how it was
 * between two of them. */
static struct group next_group(const wijk_dossier *dossier, const struct batch *batch, size_t first) {
    const struct wijk__history *history = &dossier->history;
    struct group group = {.first = first, .end = first, .entry = history->count};
    wijk_date last = wijk__history_last_day(history);
    for (; group.end < batch->count && batch->acts[group.end] != NULL; group.end++) {
        const struct wijk__act *act = wijk__act_view(batch->acts[group.end]);
        if (act->recorded != wijk__act_view(batch->acts[first])->recorded)
            break;
        if (act->valid < last || wijk__changes_history(act->type))
            group.when = TOGETHER;
        last = act->valid > last ? act->valid : last;
    }
    group.end += group.end == first; /* what is no act is told as such */
    return group;
}

static wijk_status submit_item(wijk_dossier *dossier, struct batch *batch, const struct group *group, size_t item,
                               wijk_findings *findings, wijk_error *error) {
    const wijk_act *act = batch->acts[item];
    uint32_t first = wijk_findings_count(findings), entry = dossier->history.count;
    wijk_status status = act ? submit(dossier, act, group->when, findings, error)
                             : wijk__fail_path(error, WIJK_E_ARGUMENT, "acts");
    wijk__findings_item(findings, first, (int64_t)item);
    if (status == WIJK_OK && group->when == TOGETHER)
        batch->items[entry - group->entry] = (int64_t)item;
    batch->taken += status == WIJK_OK;
    if (status != WIJK_OK && status != WIJK_DUPLICATE)
        wijk__error_index(error, (int64_t)item);
    return status == WIJK_DUPLICATE ? WIJK_OK : status;
}

static wijk_status submit_group(wijk_dossier *dossier, struct batch *batch, const struct group *group,
                                wijk_findings *findings, wijk_error *error) {
    wijk_status status = WIJK_OK;
    if (group->when == TOGETHER && batch->items == NULL &&
        (batch->items = wijk__allocate(dossier->context, batch->count * sizeof *batch->items)) == NULL)
        return wijk__fail(error, WIJK_E_MEMORY);
    for (size_t i = group->first; status == WIJK_OK && i < group->end; i++)
        status = submit_item(dossier, batch, group, i, findings, error);
    if (status != WIJK_OK || group->when == AT_ONCE || dossier->history.count == group->entry)
        return status;
    status = fold_anew(dossier, group->entry, batch->items, findings);
    return status < 0 ? wijk__fail(error, status) : status;
}

/* Begin a frame, take the acts and judge them; it stays open, whatever the answer. */
static wijk_status submit_batch(wijk_dossier *dossier, struct batch *batch, wijk_findings *findings,
                                wijk_error *error) {
    wijk_status status = frame_begin(dossier);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    for (size_t i = 0; status == WIJK_OK && i < batch->count;) {
        struct group group = next_group(dossier, batch, i);
        status = submit_group(dossier, batch, &group, findings, error);
        i = group.end;
    }
    return status;
}

wijk_status wijk__submit_open(wijk_dossier *dossier, const wijk_act *const *acts, size_t count, size_t *taken,
                              wijk_findings *findings, wijk_error *error) {
    struct batch batch = {.acts = acts, .count = count};
    wijk_status status = submit_batch(dossier, &batch, findings, error);
    if (batch.items != NULL)
        wijk__release(dossier->context, batch.items, count * sizeof *batch.items);
    *taken = batch.taken;
    return status;
}

wijk_status wijk_dossier_submit_all(wijk_dossier *dossier, const wijk_act *const *acts, size_t count,
                                    wijk_findings *findings, wijk_error *error) {
    wijk_findings_clear(findings);
    if (dossier == NULL || dossier->policy == NULL || dossier->frame.open)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    if (acts == NULL && count > 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "acts");
    wijk__error_clear(error);
    size_t taken = 0;
    wijk_status status = wijk__submit_open(dossier, acts, count, &taken, findings, error);
    if (status == WIJK_OK)
        frame_commit(dossier);
    else
        wijk_dossier_rollback(dossier);
    return status == WIJK_OK && taken == 0 && count > 0 ? WIJK_DUPLICATE : status;
}
