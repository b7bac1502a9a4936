/* The agenda: what the rules have a day for, in the order of the days. */
#include "dossier/rules/rules.h"

struct agenda {
    wijk_date from, until;
    struct wijk__gathered rows;
};

static wijk_status take(struct wijk__judging *judging, const struct wijk__matter *matter) {
    struct agenda *agenda = judging->listener;
    const wijk_id none = {{0}};
    struct wijk__row_agenda row;
    if (matter->due == WIJK_DATE_NONE || matter->due > agenda->until)
        return WIJK_OK;
    memcpy(&row, wijk__blank_rows[WIJK__T_agenda], sizeof row);
    row.due = matter->due;
    row.finding = judging->finding;
    row.mend = wijk__finding_def(judging->finding)->mend;
    row.subject = matter->subject ? *matter->subject : none;
    row.other = matter->other ? *matter->other : none;
    row.key = wijk__gathered_key(&agenda->rows, matter->key);
    row.overdue = matter->due < agenda->from;
    return wijk__gathered_row(&agenda->rows, &row);
}

/* By day; within a day as the findings are numbered. What is about the same keeps one order, whatever order it came
 * in. */
static bool before(const void *a, const void *b) {
    const struct wijk__row_agenda *one = a, *other = b;
    if (one->due != other->due)
        return one->due < other->due;
    if (one->finding != other->finding)
        return one->finding < other->finding;
    int order = memcmp(&one->subject, &other->subject, sizeof one->subject);
    if (order == 0)
        order = memcmp(&one->other, &other->other, sizeof one->other);
    return order != 0 ? order < 0 : one->key.offset < other->key.offset;
}

static wijk_status gather(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date from, wijk_date until,
                          wijk_table **out) {
    struct agenda agenda = {from, until, {.context = dossier->context, .table = WIJK__T_agenda}};
    struct wijk__judging judging = wijk__judging_of(dossier, view, from);
    judging.take = take;
    judging.listener = &agenda;
    wijk_status status = wijk__judge_all(&judging);
    wijk__sort(agenda.rows.rows.data, wijk__gathered_count(&agenda.rows), sizeof(struct wijk__row_agenda), before);
    return wijk__gathered_table(&agenda.rows, status, dossier, NULL, out);
}

wijk_status wijk__agenda_of_day(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                wijk_table **out) {
    return gather(dossier, view, on, on, out);
}

wijk_status wijk_dossier_agenda(const wijk_dossier *dossier, wijk_date from, wijk_date until, wijk_time known,
                                wijk_table **out, wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (dossier == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    if (from < WIJK_DATE_MIN || from > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "from");
    if (until < from || until > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "until");
    wijk__error_clear(error);
    struct wijk__view view;
    wijk_status status = wijk__view_open(dossier, from, known, &view);
    if (status == WIJK_OK) {
        status = gather(dossier, &view, from, until, out);
        wijk__view_close(&view);
    }
    return status == WIJK_OK ? status : wijk__fail(error, status);
}
