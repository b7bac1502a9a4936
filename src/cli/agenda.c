/* wijkteam agenda: what is due, one line each, which begins with the day, so that sort puts all dossiers in order. */
#include "show.h"
#include "walk.h"

#include <stdlib.h>

enum { FOUR_WEEKS = 28 };

struct days {
    wijk_date from, until;
};

/* ---- one line ---- */

static void say_cell(const struct show *show, uint32_t row, uint32_t column, const char *before) {
    if (!show_has(show, WIJK_TABLE_AGENDA, row, column))
        return;
    fputs(before, stdout);
    show_cell(show, WIJK_TABLE_AGENDA, row, column);
}

/* The act that does it, or else what it will be when nothing is done. */
static void say_task(const struct show *show, uint32_t row) {
    const wijk_table *agenda = show->tables[WIJK_TABLE_AGENDA];
    wijk_finding finding = (wijk_finding)wijk_table_int(agenda, WIJK_AGENDA_COLUMN_FINDING, row);
    const char *name = wijk_catalog_name(WIJK_CATALOG_FINDINGS, finding);
    const char *act = wijk_catalog_term(WIJK_CATALOG_ACTS,
                                        (wijk_act_type)wijk_table_int(agenda, WIJK_AGENDA_COLUMN_MEND, row),
                                        show->language);
    const char *sentence = wijk_catalog_term(WIJK_CATALOG_FINDINGS, finding, show->language);
    printf("%s %s", name ? name : "?", act ? act : sentence ? sentence : "?");
}

/* What of the policy's lists it is about: which duty, which expertise. */
static void say_what(const struct show *show, uint32_t row) {
    static const struct {
        wijk_finding finding;
        wijk_fact fact; /* that it would be missing */
    } facts[] = {{WIJK_WK3023, WIJK_FACT_DUTY_PERFORMED}, {WIJK_WK4032, WIJK_FACT_EXPERT_ADVISED}};
    const wijk_table *agenda = show->tables[WIJK_TABLE_AGENDA];
    size_t length;
    const char *key = wijk_table_text(agenda, WIJK_AGENDA_COLUMN_KEY, row, &length);
    wijk_fact fact = 0;
    if (!key)
        return;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (wijk_table_int(agenda, WIJK_AGENDA_COLUMN_FINDING, row) == facts[i].finding)
            fact = facts[i].fact;
    fputs(": ", stdout);
    say_key(stdout, show->policy, fact, key, length, show->language);
}

static void say_row(const struct show *show, const char *dossier, uint32_t row) {
    const wijk_table *agenda = show->tables[WIJK_TABLE_AGENDA];
    show_cell(show, WIJK_TABLE_AGENDA, row, WIJK_AGENDA_COLUMN_DUE);
    printf(" %s: ", dossier);
    say_task(show, row);
    say_what(show, row);
    say_cell(show, row, WIJK_AGENDA_COLUMN_SUBJECT, ": ");
    say_cell(show, row, WIJK_AGENDA_COLUMN_OTHER, ", ");
    if (wijk_table_int(agenda, WIJK_AGENDA_COLUMN_OVERDUE, row))
        printf(" (%s)", in_language(show->language, "overdue", "te laat"));
    putchar('\n');
}

/* ---- one dossier ---- */

static wijk_status say_json(const struct cli *cli, const struct walk *walk, const wijk_table *agenda,
                            const char *dossier) {
    wijk_buffer_clear(walk->lines);
    wijk_status status = wijk_table_write(agenda, WIJK_FORMAT_JSON_LINES, 0, walk->lines, cli->error);
    if (status != WIJK_OK)
        return status;
    struct object object = object_start(stdout);
    object_text(&object, "dossier", dossier);
    object_lines(&object, "agenda", walk->lines);
    object_end(&object);
    return WIJK_OK;
}

static wijk_status say_text_lines(struct cli *cli, const struct walk *walk, const wijk_dossier *dossier,
                                  wijk_table *agenda, const char *subject) {
    size_t tables = wijk_catalog_count(WIJK_CATALOG_TABLES) + 1; /* they are numbered from 1 on */
    struct show show = {.cli = cli, .language = cli->language, .policy = walk->policy, .dossier = dossier};
    show.tables = cli_allocate(tables * sizeof *show.tables);
    show.tables[WIJK_TABLE_AGENDA] = agenda;
    wijk_status status = show_start_naming(&show);
    for (uint32_t row = 0; row < wijk_table_rows(agenda) && status == WIJK_OK; row++)
        say_row(&show, subject, row);
    show_end_naming(&show);
    free(show.tables);
    return status;
}

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    const struct days *days = walk->data;
    wijk_table *agenda;
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_id_format(wijk_dossier_id(dossier), subject);
    wijk_status status = wijk_dossier_agenda(dossier, days->from, days->until, cli->options.known, &agenda, cli->error);
    if (status == WIJK_OK && cli->options.json)
        status = say_json(cli, walk, agenda, subject);
    else if (status == WIJK_OK && wijk_table_rows(agenda) > 0)
        status = say_text_lines(cli, walk, dossier, agenda, subject);
    wijk_table_unref(agenda);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, subject, status);
}

/* ---- the command ---- */

int command_agenda(struct cli *cli) {
    struct days days = {cli->options.from, cli->options.until};
    struct walk walk = {.visit = visit, .data = &days};
    if (days.from == WIJK_DATE_NONE)
        days.from = cli_today(cli);
    if (days.until == WIJK_DATE_NONE)
        days.until = days.from < WIJK_DATE_MAX - FOUR_WEEKS ? days.from + FOUR_WEEKS : WIJK_DATE_MAX;
    if (days.until < days.from)
        return say_misuse(cli, "--until", "the last day is before the first", "de laatste dag ligt voor de eerste");
    return walk_store(cli, &walk, cli->words[1]);
}
