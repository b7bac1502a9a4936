/* wijkteam undo: the act that takes another back, as a line for import, or what stands in the way. */
#include "cli.h"

#include <string.h>

struct work {
    wijk_store *store;
    wijk_policy *policy;
    wijk_dossier *dossier;
    wijk_buffer *bytes; /* the frames, then the line */
    wijk_act *inverse;
    wijk_findings *findings;
};

static wijk_status make(struct cli *cli, struct work *work) {
    wijk_status status = wijk_buffer_new(cli->context, &work->bytes);
    if (status == WIJK_OK)
        status = wijk_act_new(cli->context, &work->inverse, cli->error);
    if (status == WIJK_OK)
        status = wijk_findings_new(cli->context, &work->findings, cli->error);
    return status;
}

static wijk_status write_line(struct cli *cli, struct work *work) {
    wijk_status status = cli_sign(cli, work->inverse);
    wijk_buffer_clear(work->bytes);
    if (status == WIJK_OK)
        status = wijk_act_write_json(work->inverse, wijk_dossier_id(work->dossier), work->bytes, cli->error);
    if (status == WIJK_OK)
        printf("%.*s\n", (int)wijk_buffer_size(work->bytes), (const char *)wijk_buffer_data(work->bytes));
    return status;
}

/* What kind of act it is that stands in the way, and when it holds. */
static void say_act(const struct cli *cli, const wijk_table *acts, const wijk_id *id) {
    char day[WIJK_DATE_TEXT_SIZE];
    for (uint32_t row = 0; id != NULL && row < wijk_table_rows(acts); row++) {
        if (memcmp(wijk_table_cell_id(acts, WIJK_ACTS_COLUMN_ACT, row), id, sizeof *id) != 0)
            continue;
        wijk_act_type type = (wijk_act_type)wijk_table_int(acts, WIJK_ACTS_COLUMN_TYPE, row);
        wijk_date_format((wijk_date)wijk_table_int(acts, WIJK_ACTS_COLUMN_VALID, row), day);
        fprintf(stderr, "    %s: %s, %s\n", in_language(cli->language, "that is", "dat is"),
                wijk_catalog_term(WIJK_CATALOG_ACTS, type, cli->language), day);
        return;
    }
}

static wijk_status say_blockers_as_text(struct cli *cli, struct work *work) {
    wijk_table *acts;
    wijk_status status = wijk_dossier_table(work->dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, &acts,
                                            cli->error);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = 0; i < wijk_findings_count(work->findings); i++) {
        say_finding(stderr, work->findings, i, work->policy, cli->language, "    ");
        say_act(cli, acts, wijk_findings_other(work->findings, i));
    }
    wijk_table_unref(acts);
    return WIJK_OK;
}

/* With --json the findings too are for machines. */
static wijk_status say_blockers(struct cli *cli, struct work *work) {
    if (!cli->options.json)
        return say_blockers_as_text(cli, work);
    wijk_buffer_clear(work->bytes);
    wijk_status status = wijk_findings_write_json(work->findings, cli->language, work->bytes, cli->error);
    fwrite(wijk_buffer_data(work->bytes), 1, wijk_buffer_size(work->bytes), stdout);
    return status;
}

static int undo(struct cli *cli, struct work *work) {
    wijk_id act, id = cli_new_id();
    if (!cli_id(cli, cli->words[2], &act))
        return CLI_BAD;
    wijk_time now = cli_now();
    wijk_status status = wijk_dossier_undo(work->dossier, &act, &id, cli_today(cli), now, work->inverse, work->findings,
                                           cli->error);
    bool refused = status == WIJK_REFUSED;
    if (status == WIJK_OK)
        status = write_line(cli, work);
    else if (refused)
        status = say_blockers(cli, work);
    return status != WIJK_OK ? say_failure(cli, cli->words[2], status) : refused ? CLI_REFUSED : CLI_OK;
}

int command_undo(struct cli *cli) {
    struct work work = {0};
    wijk_id id;
    int answer = CLI_BAD;
    wijk_status status = make(cli, &work);
    if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    else if (cli_id(cli, cli->words[1], &id) &&
             cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &work.store) == WIJK_OK &&
             cli_policy(cli, work.store, &work.policy) == WIJK_OK &&
             cli_load(cli, work.store, work.policy, &id, work.bytes, &work.dossier) == WIJK_OK)
        answer = undo(cli, &work);
    wijk_dossier_destroy(work.dossier);
    wijk_policy_unref(work.policy);
    wijk_store_destroy(work.store);
    wijk_findings_destroy(work.findings);
    wijk_act_destroy(work.inverse);
    wijk_buffer_destroy(work.bytes);
    return answer;
}
