/* The first half of the command show: every act, in the order of the days on which it holds. */
#include "show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct event {
    uint32_t row;      /* in the table of acts, which is in the order of recording */
    wijk_date valid;
    const char *line;  /* the act as JSON; NULL when it cannot be read again */
    size_t length;
};

static int by_day(const void *a, const void *b) {
    const struct event *x = a, *y = b;
    if (x->valid != y->valid)
        return x->valid < y->valid ? -1 : 1;
    return x->row < y->row ? -1 : 1;
}

/* ---- fields ---- */

static void show_cents(int64_t value) { printf("EUR %" PRId64 ".%02d", value / 100, (int)(value % 100)); }

static void show_hundredths(int64_t value) { printf("%" PRId64 ".%02d", value / 100, (int)(value % 100)); }

/* Numbers that are kept in thousandths, hundredths or cents, so that they need no fractions. */
static const struct {
    wijk_act_type type;
    wijk_field field;
    void (*show)(int64_t value);
} fractions[] = {
    {WIJK_ACT_GOAL_SET, WIJK_GOAL_SET_BASELINE, show_thousandths},
    {WIJK_ACT_GOAL_SET, WIJK_GOAL_SET_TARGET, show_thousandths},
    {WIJK_ACT_GOAL_REVISE, WIJK_GOAL_REVISE_BASELINE, show_thousandths},
    {WIJK_ACT_GOAL_REVISE, WIJK_GOAL_REVISE_TARGET, show_thousandths},
    {WIJK_ACT_ACTION_PLAN, WIJK_ACTION_PLAN_AMOUNT, show_cents},
    {WIJK_ACT_ACTION_START, WIJK_ACTION_START_AMOUNT, show_cents},
    {WIJK_ACT_REFERRAL_MAKE, WIJK_REFERRAL_MAKE_WORKLOAD, show_hundredths},
};

/* Whether it was one of those. */
static bool show_fraction(wijk_act_type type, wijk_field field, int64_t value) {
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++) {
        if (fractions[i].type != type || fractions[i].field != field)
            continue;
        fractions[i].show(value);
        return true;
    }
    return false;
}

/* A name that was shown already, because an id of the act has it. */
static bool is_shown(const struct show *show, const wijk_act *act, wijk_field field) {
    size_t length, name_length;
    const char *text = wijk_act_get_text(act, field, &length);
    for (wijk_field other = 1; text && other < field; other++) {
        const wijk_id *id = wijk_act_get_field_id(act, other);
        const char *name = id ? show_name_of(show, id, &name_length) : NULL;
        if (name && name_length == length && memcmp(name, text, length) == 0)
            return true;
    }
    return false;
}

static void show_fields(const struct show *show, const wijk_act *act) {
    wijk_act_type type = wijk_act_get_type(act);
    const char *before = ": ";
    for (uint32_t i = 0; i < wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); i++) {
        wijk_field field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, type, i);
        if (!wijk_act_has(act, field) || is_shown(show, act, field))
            continue;
        printf("%s%s ", before, wijk_catalog_member_term(WIJK_CATALOG_ACTS, type, field, show->language));
        before = "; ";
        struct value value = {
            .type = wijk_catalog_member_type(WIJK_CATALOG_ACTS, type, field),
            .list = wijk_catalog_member_list(WIJK_CATALOG_ACTS, type, field),
            .number = wijk_act_get_int(act, field),
            .id = wijk_act_get_field_id(act, field),
        };
        value.text = wijk_act_get_text(act, field, &value.length);
        if (!show_fraction(type, field, value.number))
            show_value(show, &value);
    }
}

/* ---- events ---- */

/* Whether two cells of acts hold the same id or text, or nothing both. */
static bool same_cell(const struct show *show, uint32_t a, uint32_t b, uint32_t column) {
    const wijk_table *acts = show->tables[WIJK_TABLE_ACTS];
    size_t x_length, y_length;
    const wijk_id *x = wijk_table_cell_id(acts, column, a), *y = wijk_table_cell_id(acts, column, b);
    const char *p = wijk_table_text(acts, column, a, &x_length), *q = wijk_table_text(acts, column, b, &y_length);
    if (x && y)
        return memcmp(x, y, sizeof *x) == 0;
    return p && q ? x_length == y_length && memcmp(p, q, x_length) == 0 : !x && !y && !p && !q;
}

/* A line for the day and who was at work, when either is another than that of the event before. */
static void show_heading(const struct show *show, const struct event *event, const struct event *before) {
    const uint32_t professional = WIJK_ACTS_COLUMN_PROFESSIONAL, role = WIJK_ACTS_COLUMN_ROLE;
    if (before && before->valid == event->valid && same_cell(show, before->row, event->row, professional) &&
        same_cell(show, before->row, event->row, role))
        return;
    printf("  ");
    show_date(event->valid);
    printf("  ");
    show_cell(show, WIJK_TABLE_ACTS, event->row, professional);
    if (show_has(show, WIJK_TABLE_ACTS, event->row, role)) {
        printf(" (");
        show_cell(show, WIJK_TABLE_ACTS, event->row, role);
        printf(")");
    }
    printf("\n");
}

/* When it was recorded, if that was another day than the one on which it holds. */
static void show_late(const struct show *show, const struct event *event) {
    char text[WIJK_TIME_TEXT_SIZE], day[WIJK_DATE_TEXT_SIZE];
    wijk_date_format(event->valid, day);
    wijk_time_format(wijk_table_int(show->tables[WIJK_TABLE_ACTS], WIJK_ACTS_COLUMN_RECORDED, event->row), text);
    if (strncmp(text, day, WIJK_DATE_TEXT_SIZE - 1) != 0)
        printf(" [%s %.10s]", in_language(show->language, "recorded", "geregistreerd"), text);
}

static void show_event(const struct show *show, const struct event *event, wijk_act *act) {
    wijk_id dossier;
    printf("    ");
    show_cell(show, WIJK_TABLE_ACTS, event->row, WIJK_ACTS_COLUMN_TYPE);
    if (event->line && wijk_act_read_json(act, event->line, event->length, &dossier, NULL) == WIJK_OK)
        show_fields(show, act);
    show_late(show, event);
    if (show_has(show, WIJK_TABLE_ACTS, event->row, WIJK_ACTS_COLUMN_WITHDRAWN))
        printf(" [%s]", in_language(show->language, "withdrawn later", "later ingetrokken"));
    printf("\n");
    if (show_has(show, WIJK_TABLE_ACTS, event->row, WIJK_ACTS_COLUMN_REASON)) {
        printf("        %s: ", in_language(show->language, "reason", "reden"));
        show_cell(show, WIJK_TABLE_ACTS, event->row, WIJK_ACTS_COLUMN_REASON);
        printf("\n");
    }
}

/* Give each event its line. Rows and lines are both in the order of recording, and every row has a line, but not every
 * line a row: the table leaves out what was not asked for and what this library does not know. */
static void give_lines(const struct show *show, struct event *events, uint32_t count, const wijk_buffer *lines,
                       wijk_act *act) {
    const char *at = wijk_buffer_data(lines), *end = at + wijk_buffer_size(lines);
    const wijk_table *acts = show->tables[WIJK_TABLE_ACTS];
    for (uint32_t i = 0; i < count && at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - at);
        const wijk_id *id = wijk_table_cell_id(acts, WIJK_ACTS_COLUMN_ACT, i);
        wijk_id dossier;
        if (id && wijk_act_read_json(act, at, length, &dossier, NULL) == WIJK_OK &&
            memcmp(wijk_act_get_id(act), id, sizeof *id) == 0) {
            events[i].line = at;
            events[i].length = length;
            i++;
        }
        at += length + 1;
    }
}

wijk_status show_timeline(const struct show *show, const wijk_buffer *frames) {
    uint32_t count = show_rows(show, WIJK_TABLE_ACTS);
    struct event *events = cli_allocate(count * sizeof *events);
    wijk_buffer *lines = NULL;
    wijk_act *act = NULL;
    wijk_status status = wijk_buffer_new(show->cli->context, &lines);
    if (status == WIJK_OK)
        status = wijk_act_new(show->cli->context, &act, NULL);
    if (status == WIJK_OK)
        status = wijk_journal_write_json(show->cli->context, wijk_buffer_data(frames), wijk_buffer_size(frames), lines,
                                         show->cli->error);
    for (uint32_t i = 0; i < count; i++)
        events[i] = (struct event){.row = i, .valid = show_day(show, WIJK_TABLE_ACTS, i, WIJK_ACTS_COLUMN_VALID)};
    if (status == WIJK_OK) {
        give_lines(show, events, count, lines, act);
        qsort(events, count, sizeof *events, by_day);
        for (uint32_t i = 0; i < count; i++) {
            show_heading(show, &events[i], i > 0 ? &events[i - 1] : NULL);
            show_event(show, &events[i], act);
        }
    }
    free(events);
    wijk_act_destroy(act);
    wijk_buffer_destroy(lines);
    return status;
}
