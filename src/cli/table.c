/* wijkteam table and wijkteam changes: rows over all dossiers. */
#include "cli.h"

struct work {
    wijk_store *store;
    wijk_policy *policy; /* what is counted and due depends on it */
    wijk_status (*make)(const struct cli *cli, const struct work *work, const wijk_dossier *dossier, wijk_table **out);
    wijk_table_id table;
    wijk_buffer *frames, *out;
    bool begun; /* the header stands already */
};

static wijk_status write_table(struct cli *cli, struct work *work, const wijk_dossier *dossier) {
    wijk_table *table;
    wijk_text_format format = cli->options.json           ? WIJK_FORMAT_JSON_LINES
                              : cli->options.format != 0 ? cli->options.format
                                                         : WIJK_FORMAT_CSV;
    wijk_status status = work->make(cli, work, dossier, &table);
    if (status != WIJK_OK)
        return status;
    wijk_buffer_clear(work->out);
    status = wijk_table_write(table, format, !work->begun, work->out, cli->error);
    wijk_table_unref(table);
    if (status == WIJK_OK)
        fwrite(wijk_buffer_data(work->out), 1, wijk_buffer_size(work->out), stdout);
    work->begun = true;
    return status;
}

static int visit(struct cli *cli, const wijk_id *id, void *data) {
    struct work *work = data;
    wijk_dossier *dossier;
    char subject[WIJK_ID_TEXT_SIZE];
    if (cli_load(cli, work->store, work->policy, id, work->frames, &dossier) != WIJK_OK)
        return CLI_BAD;
    wijk_status status = write_table(cli, work, dossier);
    wijk_dossier_destroy(dossier);
    if (status == WIJK_OK)
        return CLI_OK;
    wijk_id_format(id, subject);
    return say_failure(cli, subject, status);
}

/* A store without dossiers has a table without rows, which is that of a dossier without acts. */
static int write_empty(struct cli *cli, struct work *work) {
    wijk_policy *policy = NULL;
    wijk_dossier *dossier = NULL;
    const wijk_id any = {{1}};
    wijk_status status = wijk_policy_load_default(cli->context, &policy, cli->error);
    if (status == WIJK_OK)
        status = wijk_dossier_new(cli->context, policy, &any, &dossier, cli->error);
    if (status == WIJK_OK)
        status = write_table(cli, work, dossier);
    wijk_dossier_destroy(dossier);
    wijk_policy_unref(policy);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, NULL, status);
}

static wijk_status make_table(const struct cli *cli, const struct work *work, const wijk_dossier *dossier,
                              wijk_table **out) {
    return wijk_dossier_table(dossier, work->table, cli->options.on, cli->options.known, out, cli->error);
}

static wijk_status make_changes(const struct cli *cli, const struct work *work, const wijk_dossier *dossier,
                                wijk_table **out) {
    (void)work;
    return wijk_dossier_changes(dossier, cli->options.since, cli->options.known, cli->options.on, out, cli->error);
}

/* Of one dossier when a word names it, else of all. */
static int write_rows(struct cli *cli, struct work *work, const char *dossier) {
    wijk_id id;
    int answer = CLI_BAD;
    wijk_status status = wijk_buffer_new(cli->context, &work->frames);
    if (status == WIJK_OK)
        status = wijk_buffer_new(cli->context, &work->out);
    if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    else if (cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &work->store) != WIJK_OK ||
             cli_policy(cli, work->store, &work->policy) != WIJK_OK)
        answer = CLI_BAD; /* it was said */
    else if (dossier)
        answer = cli_id(cli, dossier, &id) ? visit(cli, &id, work) : CLI_BAD;
    else
        answer = cli_each_dossier(cli, work->store, visit, work);
    if (answer == CLI_OK && !work->begun)
        answer = write_empty(cli, work);
    wijk_policy_unref(work->policy);
    wijk_store_destroy(work->store);
    wijk_buffer_destroy(work->out);
    wijk_buffer_destroy(work->frames);
    return answer;
}

int command_table(struct cli *cli) {
    struct work work = {.make = make_table,
                        .table = wijk_catalog_find(WIJK_CATALOG_TABLES, cli->words[1], WIJK_NUL_TERMINATED)};
    if (work.table == 0)
        return say_misuse(cli, cli->words[1], "there is no such table; see wijkteam catalog print",
                          "die tabel is er niet; zie wijkteam catalog print");
    return write_rows(cli, &work, NULL);
}

int command_changes(struct cli *cli) {
    struct work work = {.make = make_changes};
    if (cli->options.since == WIJK_TIME_NONE)
        return say_misuse(cli, "--since", "say since when", "zeg sinds wanneer");
    return write_rows(cli, &work, cli->words[1]);
}
