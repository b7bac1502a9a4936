/* wijkteam steps: where a household is on each ladder, and every step from there. */
#include "steps.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding one's way in the tables ---- */

bool steps_same_key(const struct steps *steps, wijk_table_id table, uint32_t row, uint32_t column, wijk_table_id other,
                    uint32_t other_row, uint32_t other_column) {
    size_t x_length, y_length;
    const char *x = wijk_table_text(steps->show.tables[table], column, row, &x_length);
    const char *y = wijk_table_text(steps->show.tables[other], other_column, other_row, &y_length);
    return x && y ? x_length == y_length && memcmp(x, y, x_length) == 0 : !x && !y;
}

static bool is_ladder(const struct steps *steps, uint32_t row) {
    size_t length;
    const char *key = wijk_table_text(steps->show.tables[WIJK_TABLE_OPTIONS], WIJK_OPTIONS_COLUMN_LADDER, row, &length);
    return !steps->ladder || (key && strlen(steps->ladder) == length && memcmp(steps->ladder, key, length) == 0);
}

static bool same_ladder(const struct steps *steps, uint32_t row, uint32_t other) {
    return steps_same_key(steps, WIJK_TABLE_OPTIONS, row, WIJK_OPTIONS_COLUMN_LADDER, WIJK_TABLE_OPTIONS, other,
                          WIJK_OPTIONS_COLUMN_LADDER);
}

static uint32_t stay_on(const struct steps *steps, uint32_t option) {
    const wijk_table_id stays = WIJK_TABLE_TIER_STAYS;
    for (uint32_t row = show_rows(&steps->show, stays); row-- > 0;)
        if (!show_has(&steps->show, stays, row, WIJK_TIER_STAYS_COLUMN_UNTIL) &&
            steps_same_key(steps, stays, row, WIJK_TIER_STAYS_COLUMN_LADDER, WIJK_TABLE_OPTIONS, option,
                           WIJK_OPTIONS_COLUMN_LADDER))
            return row;
    return NO_ROW;
}

bool steps_next(const struct steps *steps, struct rungs *rungs) {
    uint32_t rows = show_rows(&steps->show, WIJK_TABLE_OPTIONS);
    do {
        rungs->first = rungs->end;
        if (rungs->first == rows)
            return false;
        while (rungs->end < rows && same_ladder(steps, rungs->first, rungs->end))
            rungs->end++;
    } while (!is_ladder(steps, rungs->first));
    rungs->stay = stay_on(steps, rungs->first);
    return true;
}

bool steps_wanted(const struct steps *steps, uint32_t row) {
    return steps->all || wijk_table_int(steps->show.tables[WIJK_TABLE_OPTIONS], WIJK_OPTIONS_COLUMN_HERE, row) != 0;
}

uint32_t steps_finding(const struct steps *steps, uint32_t row) {
    for (uint32_t i = 0; i < wijk_findings_count(steps->findings); i++)
        if (wijk_findings_item(steps->findings, i) == row)
            return i;
    return NO_ROW;
}

bool steps_reason(const struct steps *steps, uint32_t suggestion, uint32_t row) {
    static const uint32_t pairs[][2] = {
        {WIJK_SUGGESTIONS_COLUMN_LADDER, WIJK_OPTIONS_COLUMN_LADDER},
        {WIJK_SUGGESTIONS_COLUMN_FROM_TIER, WIJK_OPTIONS_COLUMN_FROM_TIER},
        {WIJK_SUGGESTIONS_COLUMN_TIER, WIJK_OPTIONS_COLUMN_TIER},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!steps_same_key(steps, WIJK_TABLE_SUGGESTIONS, suggestion, pairs[i][0], WIJK_TABLE_OPTIONS, row,
                            pairs[i][1]))
            return false;
    return true;
}

/* ---- JSON: the rows of the tables, each step with its finding and its reasons ---- */

enum part { OPTIONS, SUGGESTIONS, STAYS, FINDINGS, PARTS };
struct texts {
    wijk_buffer *buffers[PARTS];
    const char **lines[PARTS]; /* where each line begins, and where the last one ends */
};

static void index_lines(struct texts *texts, enum part part, uint32_t count) {
    const char *at = wijk_buffer_data(texts->buffers[part]), *end = at + wijk_buffer_size(texts->buffers[part]);
    texts->lines[part] = cli_allocate(((size_t)count + 1) * sizeof **texts->lines);
    for (uint32_t i = 0; i < count; i++) {
        const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        texts->lines[part][i] = at;
        at = stop ? stop + 1 : end;
    }
    texts->lines[part][count] = at;
}

static wijk_status write_lines(const struct steps *steps, struct texts *texts, enum part part) {
    static const wijk_table_id tables[] = {[OPTIONS] = WIJK_TABLE_OPTIONS,
                                           [SUGGESTIONS] = WIJK_TABLE_SUGGESTIONS,
                                           [STAYS] = WIJK_TABLE_TIER_STAYS};
    const struct cli *cli = steps->show.cli;
    wijk_buffer *out;
    wijk_status status = wijk_buffer_new(cli->context, &texts->buffers[part]);
    if (status != WIJK_OK)
        return status;
    out = texts->buffers[part];
    status = part == FINDINGS ? wijk_findings_write_json(steps->findings, cli->language, out, cli->error)
                              : wijk_table_write(steps->show.tables[tables[part]], WIJK_FORMAT_JSON_LINES, 0, out,
                                                 cli->error);
    if (status == WIJK_OK)
        index_lines(texts, part, part == FINDINGS ? wijk_findings_count(steps->findings)
                                                  : show_rows(&steps->show, tables[part]));
    return status;
}

/* A line without its end and, on demand, without its closing brace, so that more can be put in. */
static void put_line(const struct texts *texts, enum part part, uint32_t row, bool open) {
    const char *at = texts->lines[part][row], *end = texts->lines[part][row + 1];
    while (end > at && (end[-1] == '\n' || end[-1] == '\r'))
        end--;
    end -= open && end > at;
    fwrite(at, 1, (size_t)(end - at), stdout);
}

static void put_step(const struct steps *steps, const struct texts *texts, uint32_t row) {
    uint32_t finding = steps_finding(steps, row), reasons = 0;
    put_line(texts, OPTIONS, row, true);
    if (finding != NO_ROW) {
        fputs(",\"finding\":", stdout);
        put_line(texts, FINDINGS, finding, false);
    }
    for (uint32_t i = 0; i < show_rows(&steps->show, WIJK_TABLE_SUGGESTIONS); i++) {
        if (!steps_reason(steps, i, row))
            continue;
        fputs(reasons++ == 0 ? ",\"reasons\":[" : ",", stdout);
        put_line(texts, SUGGESTIONS, i, false);
    }
    fputs(reasons > 0 ? "]}" : "}", stdout);
}

static void put_ladder(const struct steps *steps, const struct texts *texts, const struct rungs *rungs) {
    size_t length;
    const char *key = wijk_table_text(steps->show.tables[WIJK_TABLE_OPTIONS], WIJK_OPTIONS_COLUMN_LADDER, rungs->first,
                                      &length);
    struct object ladder = object_start(stdout);
    object_open(&ladder, "ladder");
    printf("\"%.*s\"", (int)length, key); /* a key has nothing to escape */
    if (rungs->stay != NO_ROW) {
        object_open(&ladder, "stay");
        put_line(texts, STAYS, rungs->stay, false);
    }
    object_open(&ladder, "steps");
    const char *before = "[";
    for (uint32_t row = rungs->first; row < rungs->end; row++) {
        if (!steps_wanted(steps, row))
            continue;
        fputs(before, stdout);
        put_step(steps, texts, row);
        before = ",";
    }
    fputs(*before == '[' ? "[]" : "]", stdout);
    object_close(&ladder);
}

static void put_all(const struct steps *steps, const struct texts *texts) {
    struct object object = object_start(stdout);
    struct rungs rungs = {0};
    char day[WIJK_DATE_TEXT_SIZE];
    wijk_date_format(steps->on, day);
    object_id(&object, "dossier", wijk_dossier_id(steps->show.dossier));
    object_text(&object, "on", day);
    object_open(&object, "ladders");
    const char *before = "[";
    while (steps_next(steps, &rungs)) {
        fputs(before, stdout);
        put_ladder(steps, texts, &rungs);
        before = ",";
    }
    fputs(*before == '[' ? "[]" : "]", stdout);
    object_end(&object);
}

static wijk_status say_json(const struct steps *steps) {
    struct texts texts = {{NULL}, {NULL}};
    wijk_status status = WIJK_OK;
    for (int part = 0; part < PARTS && status == WIJK_OK; part++)
        status = write_lines(steps, &texts, (enum part)part);
    if (status == WIJK_OK)
        put_all(steps, &texts);
    for (int part = 0; part < PARTS; part++) {
        free(texts.lines[part]);
        wijk_buffer_destroy(texts.buffers[part]);
    }
    return status;
}

/* ---- the command ---- */

static const wijk_table_id told[] = {WIJK_TABLE_SUGGESTIONS, WIJK_TABLE_TIER_STAYS, WIJK_TABLE_STEPS,
                                     WIJK_TABLE_COORDINATORS};

static wijk_status make_tables(struct steps *steps, wijk_time known) {
    struct show *show = &steps->show;
    wijk_error *error = show->cli->error;
    wijk_status status = wijk_dossier_steps(show->dossier, steps->on, known, &show->tables[WIJK_TABLE_OPTIONS],
                                            steps->findings, error);
    for (size_t i = 0; i < sizeof told / sizeof *told && status == WIJK_OK; i++)
        status = wijk_dossier_table(show->dossier, told[i], steps->on, known, &show->tables[told[i]], error);
    return status;
}

static wijk_status say(struct steps *steps, wijk_time known) {
    size_t tables = wijk_catalog_count(WIJK_CATALOG_TABLES) + 1; /* they are numbered from 1 on */
    const struct cli *cli = steps->show.cli;
    steps->show.tables = cli_allocate(tables * sizeof *steps->show.tables);
    wijk_status status = make_tables(steps, known);
    if (status == WIJK_OK && cli->options.json) {
        status = say_json(steps);
    } else if (status == WIJK_OK) {
        status = steps->names ? show_start_naming(&steps->show) : WIJK_OK;
        if (status == WIJK_OK)
            steps_say(steps);
        if (steps->names)
            show_end_naming(&steps->show);
    }
    for (size_t i = 0; i < tables; i++)
        wijk_table_unref(steps->show.tables[i]);
    free(steps->show.tables);
    return status;
}

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    const struct options *options = &cli->options;
    struct steps steps = {
        .show = {.cli = cli, .language = cli->language, .policy = walk->policy, .dossier = dossier},
        .on = cli_today(cli),
        .names = (options->seen & TAKES_NAMES) != 0,
        .all = (options->seen & TAKES_ALL_STEPS) != 0,
        .ladder = options->ladder,
    };
    if (options->ladder &&
        !wijk_policy_term(walk->policy, WIJK_LIST_LADDERS, options->ladder, WIJK_NUL_TERMINATED, cli->language))
        return say_misuse(cli, options->ladder, "the rules have no such ladder", "het beleid kent die ladder niet");
    wijk_status status = wijk_findings_new(cli->context, &steps.findings, cli->error);
    if (status == WIJK_OK)
        status = say(&steps, options->known);
    wijk_findings_destroy(steps.findings);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, cli->words[1], status);
}

int command_steps(struct cli *cli) {
    struct walk walk = {.visit = visit};
    return walk_store(cli, &walk, cli->words[1]);
}
