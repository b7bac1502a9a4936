/* "step LADDER TIER DAY [known MOMENT] => ...": what wijk_dossier_steps says of one step from where the household
 * is. */
#include "cases.h"

static bool cell_is(const wijk_table *table, uint32_t column, uint32_t row, const char *word) {
    size_t length;
    const char *text = wijk_table_text(table, column, row, &length);
    return text != NULL && strlen(word) == length && memcmp(text, word, length) == 0;
}

static int64_t cell(const wijk_table *table, const char *column, uint32_t row) {
    return wijk_table_int(table, column_named(table, column, strlen(column)), row);
}

/* The row of the step that begins where the household is; the number of rows when there is none. */
static uint32_t row_of(const wijk_table *options, const char *ladder, const char *tier) {
    uint32_t in_ladder = column_named(options, "ladder", strlen("ladder"));
    uint32_t to_tier = column_named(options, "tier", strlen("tier")), row = 0;
    while (row < wijk_table_rows(options) &&
           !(cell_is(options, in_ladder, row, ladder) && cell_is(options, to_tier, row, tier) &&
             cell(options, "here", row) == 1))
        row++;
    return row;
}

static void tell_step(struct world *world, const wijk_table *options, uint32_t row, struct text *got) {
    if (row == wijk_table_rows(options)) {
        text_put(got, "nowhere");
        return;
    }
    world->only_item = row;
    tell_findings(world, WIJK_REFUSED, false, got);
    bool allowed = strchr(text_of(got), 'W') == NULL;
    if (allowed != (cell(options, "allowed", row) == 1))
        text_put(got, " (the table says otherwise)");
    see_findings(world);
    world->only_item = -1;
    if (allowed) {
        text_clear(got);
        text_put(got, "%s", "allowed");
    } else {
        memmove(got->data, got->data + strlen("refused "), got->size - strlen("refused ") + 1);
    }
}

void ask_step(struct world *world, const struct line *line, const struct words *words) {
    struct text got = {0};
    wijk_date day, ignored;
    wijk_time known;
    wijk_table *options;
    if (words->count < 5) {
        fail(world, line, "step LADDER TIER DAY [known MOMENT] => allowed, nowhere, or what is missing");
        return;
    }
    if (!day_of(world, line, words, 3, &day) || !clocks(world, line, words, 4, &ignored, &known))
        return;
    wijk_status status = wijk_dossier_steps(world->dossier, day, known, &options, world->findings, world->error);
    if (status != WIJK_OK) {
        fail(world, line, "step: %s", wijk_status_name(status));
        return;
    }
    tell_step(world, options, row_of(options, words->list[1], words->list[2]), &got);
    expect(world, line, words, "allowed", &got);
    wijk_table_unref(options);
    text_free(&got);
}
