/* What holds after every case, whatever it is about: the frames are the dossier, what was known then is known still,
 * and every question has one answer whichever way it is asked. */
#include "cases.h"

/* ---- a dossier as it looks from outside ---- */

void mark_take(const wijk_dossier *dossier, struct mark *mark) {
    const void *bytes;
    size_t length;
    *mark = (struct mark){.acts = wijk_dossier_acts(dossier),
                          .sequence = wijk_dossier_sequence(dossier),
                          .saved = wijk_dossier_saved_sequence(dossier)};
    wijk_dossier_digest(dossier, mark->digest);
    wijk_dossier_head(dossier, mark->head);
    wijk_dossier_frames(dossier, &bytes, &length);
    text_bytes(&mark->frames, bytes, length);
}

static bool state_same(const struct mark *a, const struct mark *b) {
    return memcmp(a->digest, b->digest, sizeof a->digest) == 0 && a->acts == b->acts;
}

static bool history_same(const struct mark *a, const struct mark *b) {
    return state_same(a, b) && memcmp(a->head, b->head, sizeof a->head) == 0 && a->sequence == b->sequence;
}

bool mark_same(const struct mark *a, const struct mark *b) {
    return history_same(a, b) && a->saved == b->saved && a->frames.size == b->frames.size &&
           (a->frames.size == 0 || memcmp(a->frames.data, b->frames.data, a->frames.size) == 0);
}

void mark_free(struct mark *mark) { text_free(&mark->frames); }

/* ---- all tables as text ---- */

static bool all_tables(struct world *world, const wijk_dossier *dossier, wijk_date on, wijk_time known,
                       struct text *out) {
    wijk_buffer *buffer;
    wijk_status status = wijk_buffer_new(world->context, &buffer);
    text_clear(out);
    for (uint32_t i = 0; status == WIJK_OK && i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table *table;
        status = wijk_dossier_table(dossier, wijk_catalog_number(WIJK_CATALOG_TABLES, i), on, known, &table, NULL);
        if (status == WIJK_OK)
            status = wijk_table_write(table, WIJK_FORMAT_CSV, 1, buffer, NULL);
        wijk_table_unref(table);
    }
    if (status == WIJK_OK)
        text_bytes(out, wijk_buffer_data(buffer), wijk_buffer_size(buffer));
    wijk_buffer_destroy(buffer);
    return status == WIJK_OK;
}

/* ---- the frames are the dossier ---- */

static void same_after_loading(struct world *world, const struct line *line, wijk_load_flags flags) {
    struct mark before, after;
    struct text tables = {0}, loaded = {0};
    wijk_dossier *made;
    wijk_status status = wijk_dossier_load(world->context, world->policy, world->kept.data, world->kept.size, flags,
                                           &made, world->error);
    if (status != WIJK_OK) {
        fail(world, line, "the dossier cannot be made from its frames: %s (offset %lld)", wijk_status_name(status),
             (long long)wijk_error_offset(world->error));
        return;
    }
    mark_take(world->dossier, &before);
    mark_take(made, &after);
    bool read = all_tables(world, world->dossier, WIJK_DATE_NONE, WIJK_TIME_NONE, &tables) &&
                all_tables(world, made, WIJK_DATE_NONE, WIJK_TIME_NONE, &loaded);
    if (!mark_same(&before, &after))
        fail(world, line, "made from its frames (flags %d), the dossier is another", (int)flags);
    if (!read || strcmp(text_of(&tables), text_of(&loaded)) != 0)
        fail(world, line, "made from its frames (flags %d), the dossier has other tables", (int)flags);
    mark_free(&before);
    mark_free(&after);
    text_free(&tables);
    text_free(&loaded);
    wijk_dossier_destroy(made);
}

static void same_to_a_scan(struct world *world, const struct line *line) {
    wijk_journal_report *report;
    uint8_t head[WIJK_HASH_SIZE];
    wijk_dossier_head(world->dossier, head);
    wijk_status status =
        wijk_journal_scan(world->context, world->kept.data, world->kept.size, 1, &report, world->error);
    if (status != WIJK_OK || wijk_journal_report_acts(report) != wijk_dossier_acts(world->dossier) ||
        wijk_journal_report_sequence(report) != wijk_dossier_sequence(world->dossier) ||
        memcmp(wijk_journal_report_head(report), head, sizeof head) != 0)
        fail(world, line, "a scan of the frames says something else than the dossier: %s", wijk_status_name(status));
    wijk_journal_report_destroy(report);
}

/* ---- acts to JSON and back ---- */

struct history { /* all acts of a dossier, read back from JSON, and their frames */
    wijk_act **acts;
    size_t count;
    wijk_table *table;
};

static int64_t cell(const wijk_table *table, const char *column, uint32_t row) {
    return wijk_table_int(table, column_named(table, column, strlen(column)), row);
}

static const wijk_id *cell_id(const wijk_table *table, const char *column, uint32_t row) {
    return wijk_table_cell_id(table, column_named(table, column, strlen(column)), row);
}

static bool is_null(const wijk_table *table, const char *column, uint32_t row) {
    return wijk_table_is_null(table, column_named(table, column, strlen(column)), row) != 0;
}

static wijk_table *table_of(const struct world *world, const char *name, wijk_date on) {
    wijk_table *table;
    int32_t id = wijk_catalog_find(WIJK_CATALOG_TABLES, name, WIJK_NUL_TERMINATED);
    wijk_dossier_table(world->dossier, id, on, WIJK_TIME_NONE, &table, NULL);
    return table;
}

static void read_history(struct world *world, const struct line *line, struct history *history) {
    wijk_buffer *buffer = NULL;
    wijk_status status = wijk_buffer_new(world->context, &buffer);
    if (status == WIJK_OK)
        status = wijk_journal_write_json(world->context, world->kept.data, world->kept.size, buffer, world->error);
    history->table = table_of(world, "acts", WIJK_DATE_NONE);
    history->acts = calloc(wijk_table_rows(history->table) + 1, sizeof *history->acts);
    const char *at = status == WIJK_OK ? wijk_buffer_data(buffer) : "";
    while (status == WIJK_OK && *at != '\0' && history->count < wijk_table_rows(history->table)) {
        size_t length = strcspn(at, "\n");
        wijk_id dossier;
        status = wijk_act_new(world->context, &history->acts[history->count++], world->error);
        if (status == WIJK_OK)
            status = wijk_act_read_json(history->acts[history->count - 1], at, length, &dossier, world->error);
        at += length + (at[length] == '\n');
    }
    if (status != WIJK_OK || *at != '\0' || history->count != wijk_table_rows(history->table))
        fail(world, line, "the journal as JSON cannot be read back: act %zu: %s %s", history->count,
             wijk_status_name(status), wijk_error_path(world->error));
    wijk_buffer_destroy(buffer);
}

static void free_history(struct history *history) {
    for (size_t i = 0; i < history->count; i++)
        wijk_act_destroy(history->acts[i]);
    free(history->acts);
    wijk_table_unref(history->table);
}

static wijk_status submit_some(wijk_dossier *dossier, const struct history *history, size_t first, size_t end) {
    return wijk_dossier_submit_all(dossier, (const wijk_act *const *)history->acts + first, end - first, NULL, NULL);
}

/* Where the frame ends that begins with an act. */
static size_t frame_end(const struct history *history, size_t first) {
    size_t end = first + 1;
    int64_t frame = cell(history->table, "sequence", (uint32_t)first);
    while (end < history->count && cell(history->table, "sequence", (uint32_t)end) == frame)
        end++;
    return end;
}

/* Acts in the order of days, after all that is there, that take nothing back are judged one by one, however they
 * come. */
static bool judged_apart(const struct history *history, size_t first, size_t end) {
    wijk_date last = WIJK_DATE_MIN;
    for (size_t i = 0; i < end; i++) {
        wijk_act_type type = wijk_act_get_type(history->acts[i]);
        wijk_date day = wijk_act_get_valid(history->acts[i]);
        if (i >= first && (type == WIJK_ACT_ACT_WITHDRAW || type == WIJK_ACT_ACT_CORRECT || day < last))
            return false;
        last = day > last ? day : last;
    }
    return true;
}

/* Acts that were recorded at one moment are judged as one when they come in one batch, also those of several frames. */
static bool frames_share_moments(const struct history *history) {
    for (size_t i = 1; i < history->count; i++)
        if (wijk_act_get_recorded(history->acts[i]) == wijk_act_get_recorded(history->acts[i - 1]) &&
            frame_end(history, i - 1) == i)
            return true;
    return false;
}

/* Acts that are judged as one may be refused where they were taken one by one: a goal that is set and withdrawn was
 * never there when the plan took effect. Acts that were taken as one may be refused one by one. */
static void same_or_refused(struct world *world, const struct line *line, const wijk_dossier *made,
                            wijk_status status, bool may_be_refused, const char *how) {
    struct mark mark, other;
    if (status == WIJK_REFUSED && may_be_refused)
        return;
    mark_take(world->dossier, &mark);
    mark_take(made, &other);
    if (status != WIJK_OK || !state_same(&mark, &other))
        fail(world, line, "the acts, submitted %s, make another dossier: %s", how, wijk_status_name(status));
    mark_free(&mark);
    mark_free(&other);
}

/* All acts in one frame: as a batch, or each by itself. */
static void same_at_once(struct world *world, const struct line *line, const struct history *history) {
    wijk_dossier *batch, *frame;
    bool each_apart = true;
    wijk_dossier_new(world->context, world->policy, wijk_dossier_id(world->dossier), &batch, NULL);
    wijk_dossier_new(world->context, world->policy, wijk_dossier_id(world->dossier), &frame, NULL);
    wijk_status status = submit_some(batch, history, 0, history->count);
    bool may_be_refused = frames_share_moments(history) && !judged_apart(history, 0, history->count);
    same_or_refused(world, line, batch, status, may_be_refused, "as one batch");
    for (size_t first = 0, end; first < history->count; first = end) {
        end = frame_end(history, first);
        each_apart = each_apart && (end - first == 1 || judged_apart(history, first, end));
    }
    status = wijk_dossier_begin(frame, NULL);
    for (size_t i = 0; i < history->count && status == WIJK_OK; i++)
        status = wijk_dossier_submit(frame, history->acts[i], NULL, NULL);
    if (status == WIJK_OK)
        status = wijk_dossier_commit(frame, NULL);
    same_or_refused(world, line, frame, status, !each_apart, "one by one in one frame");
    wijk_dossier_destroy(batch);
    wijk_dossier_destroy(frame);
}

/* The acts that were read back, in the same frames: the bytes must be the same. */
static void same_after_json(struct world *world, const struct line *line, const struct history *history) {
    wijk_dossier *again;
    struct mark mark;
    wijk_status status = WIJK_OK;
    wijk_dossier_new(world->context, world->policy, wijk_dossier_id(world->dossier), &again, NULL);
    for (size_t first = 0, end; first < history->count && status == WIJK_OK; first = end) {
        end = frame_end(history, first);
        status = submit_some(again, history, first, end);
    }
    mark_take(again, &mark);
    if (status != WIJK_OK || mark.frames.size != world->kept.size ||
        memcmp(mark.frames.data, world->kept.data, world->kept.size) != 0)
        fail(world, line, "the acts as JSON, submitted again, do not make the same bytes: %s",
             wijk_status_name(status));
    mark_free(&mark);
    wijk_dossier_destroy(again);
}

/* ---- what was known then is known still ---- */

static void same_as_then(struct world *world, const struct line *line, size_t length, wijk_time known) {
    struct text then = {0}, now = {0};
    wijk_dossier *early;
    wijk_status status =
        wijk_dossier_load(world->context, world->policy, world->kept.data, length, 0, &early, world->error);
    if (status != WIJK_OK || !all_tables(world, early, WIJK_DATE_NONE, WIJK_TIME_NONE, &then) ||
        !all_tables(world, world->dossier, WIJK_DATE_NONE, known, &now))
        fail(world, line, "the first %zu bytes are no dossier: %s", length, wijk_status_name(status));
    else if (strcmp(text_of(&then), text_of(&now)) != 0)
        fail(world, line, "the tables as known when the first %zu bytes were written are not as they were", length);
    wijk_dossier_destroy(early);
    text_free(&then);
    text_free(&now);
}

static void same_as_ever(struct world *world, const struct line *line, const wijk_table *acts) {
    size_t at = 0;
    uint32_t row = 0, rows = wijk_table_rows(acts);
    while (at < world->kept.size && !failed(world)) {
        uint64_t length, sequence;
        if (wijk_journal_frame(world->kept.data + at, world->kept.size - at, &length, &sequence, NULL) != WIJK_OK)
            return;
        at += (size_t)length;
        while (row < rows && (uint64_t)cell(acts, "sequence", row) <= sequence)
            row++;
        wijk_time known = row > 0 ? cell(acts, "recorded", row - 1) : WIJK_TIME_MIN;
        if (row == rows || cell(acts, "recorded", row) > known)
            same_as_then(world, line, at, known);
    }
}

/* ---- one answer to every question ---- */

/* The row without an end; `key` may name a column that must have the value of the row `like`. */
static int64_t lasting(const wijk_table *table, const char *from) {
    for (uint32_t row = wijk_table_rows(table); row-- > 0;)
        if (is_null(table, "until", row) && !is_null(table, from, row))
            return row;
    return -1;
}

static bool same_id(wijk_status status, const wijk_id *id, const wijk_id *other) {
    return other != NULL ? status == WIJK_OK && memcmp(id, other, sizeof *id) == 0 : status == WIJK_NONE;
}

static void one_answer(struct world *world, const struct line *line, wijk_date day) {
    char text[WIJK_DATE_TEXT_SIZE];
    wijk_table *coordinators = table_of(world, "coordinators", day), *plans = table_of(world, "plans", day);
    wijk_table *stays = table_of(world, "tier-stays", day);
    wijk_id id;
    wijk_date_format(day, text);
    int64_t row = lasting(coordinators, "from");
    wijk_status status = wijk_dossier_coordinator(world->dossier, day, &id);
    if (!same_id(status, &id, row < 0 ? NULL : cell_id(coordinators, "professional", (uint32_t)row)))
        fail(world, line, "on %s the coordinator is another than in the table as of that day", text);
    row = lasting(plans, "from");
    status = wijk_dossier_plan(world->dossier, day, &id);
    if (!same_id(status, &id, row < 0 ? NULL : cell_id(plans, "act", (uint32_t)row)))
        fail(world, line, "on %s the plan is another than in the table as of that day", text);
    for (uint32_t i = 0; i < wijk_table_rows(stays); i++) {
        const char *tier, *ladder, *of_row;
        size_t length, ladder_length, row_length;
        ladder = wijk_table_text(stays, column_named(stays, "ladder", 6), i, &ladder_length);
        of_row = wijk_table_text(stays, column_named(stays, "tier", 4), i, &row_length);
        status = wijk_dossier_tier(world->dossier, ladder, ladder_length, day, &tier, &length);
        if (is_null(stays, "until", i) &&
            (status != WIJK_OK || length != row_length || memcmp(tier, of_row, length) != 0))
            fail(world, line, "on %s the tier is another than in the table as of that day", text);
    }
    wijk_table_unref(coordinators);
    wijk_table_unref(plans);
    wijk_table_unref(stays);
}

/* ---- invariants ---- */

static bool covers(const wijk_table *table, uint32_t row, wijk_date day) {
    return !is_null(table, "from", row) && cell(table, "from", row) <= day &&
           (is_null(table, "until", row) || day < cell(table, "until", row));
}

static uint32_t covering(const wijk_table *table, wijk_date day) {
    uint32_t count = 0;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++)
        count += covers(table, row, day);
    return count;
}

/* Counted day by day, not by the way the library does it. */
static void invariants_hold(struct world *world, const struct line *line, wijk_date first, wijk_date last) {
    char text[WIJK_DATE_TEXT_SIZE];
    wijk_table *coordinators = table_of(world, "coordinators", WIJK_DATE_NONE);
    wijk_table *plans = table_of(world, "plans", WIJK_DATE_NONE);
    for (wijk_date day = first; day <= last && !failed(world); day++) {
        uint32_t active = covering(plans, day), coordinating = covering(coordinators, day);
        wijk_date_format(day, text);
        if (active > 1)
            fail(world, line, "on %s %u plans are active", text, (unsigned)active);
        if (coordinating > 1 || (active == 1 && coordinating == 0))
            fail(world, line, "on %s %u coordinate while %u plan is active", text, (unsigned)coordinating,
                 (unsigned)active);
    }
    wijk_table_unref(coordinators);
    wijk_table_unref(plans);
}

/* ---- one thing, told twice ---- */

static bool is_found(const struct world *world, wijk_finding code, const wijk_id *subject) {
    for (uint32_t i = 0; i < wijk_findings_count(world->findings); i++) {
        const wijk_id *other = wijk_findings_subject(world->findings, i);
        if (wijk_findings_code(world->findings, i) == code && subject != NULL && other != NULL &&
            memcmp(subject, other, sizeof *other) == 0)
            return true;
    }
    return false;
}

/* What the agenda of a day calls overdue is what the check of that day has told just now, and what is due later is not
 * overdue. */
static void agenda_agrees(struct world *world, const struct line *line, wijk_date day) {
    wijk_table *agenda;
    if (wijk_dossier_agenda(world->dossier, day, day + 365, WIJK_TIME_NONE, &agenda, NULL) != WIJK_OK) {
        fail(world, line, "there is no agenda");
        return;
    }
    for (uint32_t row = 0; row < wijk_table_rows(agenda); row++) {
        wijk_finding code = (wijk_finding)wijk_table_int(agenda, WIJK_AGENDA_COLUMN_FINDING, row);
        int64_t due = wijk_table_int(agenda, WIJK_AGENDA_COLUMN_DUE, row);
        bool overdue = wijk_table_int(agenda, WIJK_AGENDA_COLUMN_OVERDUE, row) != 0;
        if (overdue != (due < day))
            fail(world, line, "the agenda says that what is due on another day is overdue, or the other way round");
        if (overdue && !is_found(world, code, wijk_table_cell_id(agenda, WIJK_AGENDA_COLUMN_SUBJECT, row)))
            fail(world, line, "WK%d is overdue, and the check does not tell it", (int)code);
        if (row > 0 && wijk_table_int(agenda, WIJK_AGENDA_COLUMN_DUE, row - 1) > due)
            fail(world, line, "the agenda is not in the order of the days");
    }
    wijk_table_unref(agenda);
}

static void each_day(struct world *world, const struct line *line, const wijk_table *acts) {
    wijk_date first = WIJK_DATE_MAX, last = WIJK_DATE_MIN;
    for (uint32_t row = 0; row < wijk_table_rows(acts) && !failed(world); row++) {
        wijk_date day = (wijk_date)cell(acts, "valid", row);
        first = day < first ? day : first;
        last = day > last ? day : last;
        one_answer(world, line, day);
        one_answer(world, line, day - 1);
        wijk_dossier_check(world->dossier, day, WIJK_TIME_NONE, world->findings, NULL);
        for (uint32_t i = 0; i < wijk_findings_count(world->findings); i++)
            if (wijk_findings_code(world->findings, i) == WIJK_WK2001 ||
                wijk_findings_code(world->findings, i) == WIJK_WK3001)
                fail(world, line, "the check says that an invariant is broken");
        agenda_agrees(world, line, day);
    }
    invariants_hold(world, line, first, last);
    prove_days(world, line, last);
}

static void each_act(struct world *world, const struct line *line, const struct history *history) {
    wijk_id *ids = calloc(history->count + 1, sizeof *ids);
    for (size_t i = 0; i < history->count; i++)
        ids[i] = *cell_id(history->table, "act", (uint32_t)i);
    prove_undo(world, line, ids, history->count);
    free(ids);
}

void prove(struct world *world, const struct line *line) {
    struct history history = {0};
    keep_frames(world);
    if (world->kept.size == 0)
        return;
    same_after_loading(world, line, WIJK_LOAD_CHECKSUMS);
    same_after_loading(world, line, WIJK_LOAD_VERIFY_CHAIN);
    same_to_a_scan(world, line);
    read_history(world, line, &history);
    if (!failed(world) && !world->policy_changed)
        same_after_json(world, line, &history);
    if (!failed(world) && !world->policy_changed)
        same_at_once(world, line, &history);
    if (!failed(world))
        same_as_ever(world, line, history.table);
    if (!failed(world))
        each_day(world, line, history.table);
    if (!failed(world))
        each_act(world, line, &history);
    free_history(&history);
}
