/* wijkteam table and wijkteam changes: rows over all dossiers. */
#include "walk.h"

struct rows {
    wijk_status (*make)(const struct cli *cli, const struct rows *rows, const wijk_dossier *dossier, wijk_table **out);
    wijk_table_id table;
    bool begun; /* the header stands already */
};

static wijk_status write_rows(struct cli *cli, struct rows *rows, wijk_buffer *out, const wijk_dossier *dossier) {
    wijk_table *table;
    wijk_text_format format = cli->options.json           ? WIJK_FORMAT_JSON_LINES
                              : cli->options.format != 0 ? cli->options.format
                                                         : WIJK_FORMAT_CSV;
    wijk_status status = rows->make(cli, rows, dossier, &table);
    if (status != WIJK_OK)
        return status;
    wijk_buffer_clear(out);
    status = wijk_table_write(table, format, !rows->begun, out, cli->error);
    wijk_table_unref(table);
    if (status == WIJK_OK)
        fwrite(wijk_buffer_data(out), 1, wijk_buffer_size(out), stdout);
    rows->begun = true;
    return status;
}

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_status status = write_rows(cli, walk->data, walk->lines, dossier);
    if (status == WIJK_OK)
        return CLI_OK;
    wijk_id_format(wijk_dossier_id(dossier), subject);
    return say_failure(cli, subject, status);
}

/* A store without dossiers has a table without rows, which is that of a dossier without acts. */
static int write_empty(struct cli *cli, struct walk *walk) {
    struct rows *rows = walk->data;
    wijk_dossier *dossier;
    const wijk_id any = {{1}};
    if (rows->begun)
        return CLI_OK;
    wijk_status status = wijk_dossier_new(cli->context, walk->policy, &any, &dossier, cli->error);
    if (status == WIJK_OK)
        status = write_rows(cli, rows, walk->lines, dossier);
    wijk_dossier_destroy(dossier);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, NULL, status);
}

/* ---- the commands ---- */

static wijk_status make_table(const struct cli *cli, const struct rows *rows, const wijk_dossier *dossier,
                              wijk_table **out) {
    return wijk_dossier_table(dossier, rows->table, cli->options.on, cli->options.known, out, cli->error);
}

static wijk_status make_changes(const struct cli *cli, const struct rows *rows, const wijk_dossier *dossier,
                                wijk_table **out) {
    (void)rows;
    return wijk_dossier_changes(dossier, cli->options.since, cli->options.known, cli->options.on, out, cli->error);
}

int command_table(struct cli *cli) {
    struct rows rows = {.make = make_table,
                        .table = wijk_catalog_find(WIJK_CATALOG_TABLES, cli->words[1], WIJK_NUL_TERMINATED)};
    struct walk walk = {.visit = visit, .after = write_empty, .data = &rows};
    if (rows.table == 0)
        return say_misuse(cli, cli->words[1], "there is no such table; see wijkteam catalog print",
                          "die tabel is er niet; zie wijkteam catalog print");
    return walk_store(cli, &walk, NULL);
}

int command_changes(struct cli *cli) {
    struct rows rows = {.make = make_changes};
    struct walk walk = {.visit = visit, .after = write_empty, .data = &rows};
    if (cli->options.since == WIJK_TIME_NONE)
        return say_misuse(cli, "--since", "say since when", "zeg sinds wanneer");
    return walk_store(cli, &walk, cli->words[1]);
}
