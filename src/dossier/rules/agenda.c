/* The agenda: what the rules have a day for, in the order of the days. */
#include "dossier/rules/rules.h"

struct agenda {
    wijk_date from, until;
    struct wijk__bytes rows, keys; /* rows of struct wijk__row_agenda; what their keys point into */
};

static struct wijk__span keep(struct wijk__text key, uint8_t *keys, size_t place) {
    if (key.data == NULL)
        return (struct wijk__span){WIJK__NO_TEXT, 0};
    memcpy(keys + place, key.data, key.length);
    return (struct wijk__span){(uint32_t)place, (uint32_t)key.length};
}

static wijk_status take(struct wijk__judging *judging, const struct wijk__matter *matter) {
    struct agenda *agenda = judging->listener;
    const wijk_id none = {{0}};
    struct wijk__row_agenda row;
    if (matter->due == WIJK_DATE_NONE || matter->due > agenda->until)
        return WIJK_OK;
    if (agenda->keys.size + matter->key.length > INT32_MAX)
        return WIJK_E_LIMIT;
    wijk_status status = wijk__bytes_reserve(judging->context, &agenda->keys, matter->key.length);
    if (status != WIJK_OK)
        return status;
    memcpy(&row, wijk__blank_rows[WIJK__T_agenda], sizeof row);
    row.due = matter->due;
    row.finding = judging->finding;
    row.mend = wijk__finding_def(judging->finding)->mend;
    row.subject = matter->subject ? *matter->subject : none;
    row.other = matter->other ? *matter->other : none;
    row.key = keep(matter->key, agenda->keys.data, agenda->keys.size);
    row.overdue = matter->due < agenda->from;
    agenda->keys.size += matter->key.length;
    return wijk__bytes_append(judging->context, &agenda->rows, &row, sizeof row);
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
    struct agenda agenda = {.from = from, .until = until};
    struct wijk__judging judging = wijk__judging_of(dossier, view, from);
    judging.take = take;
    judging.listener = &agenda;
    wijk_status status = wijk__judge_all(&judging);
    if (status == WIJK_OK) {
        uint32_t count = (uint32_t)(agenda.rows.size / sizeof(struct wijk__row_agenda));
        wijk__sort(agenda.rows.data, count, sizeof(struct wijk__row_agenda), before);
        status = wijk__table_from_rows(dossier->context, wijk__table_def(WIJK_TABLE_AGENDA), &dossier->id,
                                       agenda.rows.data, count, agenda.keys.data, out);
    }
    wijk__bytes_free(dossier->context, &agenda.rows);
    wijk__bytes_free(dossier->context, &agenda.keys);
    return status;
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
