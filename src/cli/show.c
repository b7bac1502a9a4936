/* wijkteam show: one household. */
#include "show.h"

#include <stdlib.h>

static void show_json(const struct show *show) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_buffer *lines = NULL;
    wijk_id_format(wijk_dossier_id(show->dossier), subject);
    struct object object = object_start(stdout);
    object_text(&object, "dossier", subject);
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table_id table = wijk_catalog_number(WIJK_CATALOG_TABLES, i);
        if (wijk_buffer_new(show->cli->context, &lines) == WIJK_OK &&
            wijk_table_write(show->tables[table], WIJK_FORMAT_JSON_LINES, 0, lines, NULL) == WIJK_OK)
            object_lines(&object, wijk_catalog_name(WIJK_CATALOG_TABLES, table), lines);
        wijk_buffer_destroy(lines);
    }
    object_end(&object);
}

static wijk_status show_text(const struct show *show, const wijk_buffer *frames) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_id_format(wijk_dossier_id(show->dossier), subject);
    printf("%s %s\n\n%s\n", in_language(show->language, "Dossier", "Dossier"), subject,
           in_language(show->language, "Timeline", "Tijdlijn"));
    wijk_status status = show_timeline(show, frames);
    if (status == WIJK_OK)
        show_summary(show);
    return status;
}

/* All tables, as asked for. */
static wijk_status make_tables(struct show *show) {
    const struct options *options = &show->cli->options;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES) && status == WIJK_OK; i++) {
        wijk_table_id table = wijk_catalog_number(WIJK_CATALOG_TABLES, i);
        status = wijk_dossier_table(show->dossier, table, options->on, options->known, &show->tables[table],
                                    show->cli->error);
    }
    return status;
}

static int show_dossier(struct cli *cli, const wijk_policy *policy, const wijk_dossier *dossier,
                        const wijk_buffer *frames) {
    size_t tables = wijk_catalog_count(WIJK_CATALOG_TABLES) + 1; /* they are numbered from 1 on */
    struct show show = {.cli = cli, .language = cli->language, .policy = policy, .dossier = dossier};
    show.tables = cli_allocate(tables * sizeof *show.tables);
    wijk_status status = show_start_naming(&show);
    if (status == WIJK_OK)
        status = make_tables(&show);
    if (status == WIJK_OK) {
        if (cli->options.json)
            show_json(&show);
        else
            status = show_text(&show, frames);
    }
    for (size_t i = 0; i < tables; i++)
        wijk_table_unref(show.tables[i]);
    show_end_naming(&show);
    free(show.tables);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, cli->words[1], status);
}

int command_show(struct cli *cli) {
    wijk_id id;
    wijk_store *store = NULL;
    wijk_policy *policy = NULL;
    wijk_dossier *dossier = NULL;
    wijk_buffer *frames;
    int answer = CLI_BAD;
    wijk_status status = wijk_buffer_new(cli->context, &frames);
    if (status != WIJK_OK)
        return say_failure(cli, NULL, status);
    if (cli_id(cli, cli->words[1], &id) && cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &store) == WIJK_OK &&
        cli_policy(cli, store, &policy) == WIJK_OK && cli_load(cli, store, policy, &id, frames, &dossier) == WIJK_OK)
        answer = show_dossier(cli, policy, dossier, frames);
    wijk_dossier_destroy(dossier);
    wijk_policy_unref(policy);
    wijk_store_destroy(store);
    wijk_buffer_destroy(frames);
    return answer;
}
