/* wijkteam household merge, split and undo: households that join and part, in one transaction for both. */
#include "cli.h"

#include <string.h>

struct work {
    wijk_store *store;
    wijk_policy *policy;
    wijk_dossier *own, *other;
    wijk_buffer *bytes;
    wijk_act *act;
    wijk_findings *findings;
};

static wijk_status make(struct cli *cli, struct work *work) {
    wijk_status status = wijk_buffer_new(cli->context, &work->bytes);
    if (status == WIJK_OK)
        status = wijk_act_new(cli->context, &work->act, cli->error);
    if (status == WIJK_OK)
        status = wijk_findings_new(cli->context, &work->findings, cli->error);
    return status;
}

static void let_go(struct work *work) {
    wijk_dossier_destroy(work->own);
    wijk_dossier_destroy(work->other);
    wijk_policy_unref(work->policy);
    wijk_store_destroy(work->store); /* what was begun and not committed is dropped */
    wijk_findings_destroy(work->findings);
    wijk_act_destroy(work->act);
    wijk_buffer_destroy(work->bytes);
}

/* Open the store, keep other writers out, and load the first dossier. */
static bool open_all(struct cli *cli, struct work *work) {
    wijk_id id;
    wijk_status status = make(cli, work);
    if (status != WIJK_OK) {
        say_failure(cli, NULL, status);
        return false;
    }
    if (!cli->options.by) {
        say_misuse(cli, "--by", "say who does it", "zeg wie het doet");
        return false;
    }
    if (!cli_id(cli, cli->words[1], &id) ||
        cli_open_store(cli, cli->words[0], WIJK_STORE_WRITE, &work->store) != WIJK_OK)
        return false;
    status = wijk_store_begin(work->store, cli->error);
    if (status != WIJK_OK)
        say_failure(cli, cli->words[0], status);
    return status == WIJK_OK && cli_policy(cli, work->store, &work->policy) == WIJK_OK &&
           cli_load(cli, work->store, work->policy, &id, work->bytes, &work->own) == WIJK_OK;
}

/* Begin the act that all others are derived from, with an id in its first field. */
static wijk_status begin(struct cli *cli, struct work *work, wijk_act_type type, const wijk_id *about) {
    wijk_id id = cli_new_id();
    wijk_time now = cli_now();
    wijk_status status = wijk_act_begin(work->act, type, &id, cli_today(cli), now, cli->error);
    if (status == WIJK_OK)
        status = wijk_act_set_id(work->act, 1, about, cli->error);
    return status == WIJK_OK ? cli_sign(cli, work->act) : status;
}

/* ---- the answer ---- */

static int say_refusal(struct cli *cli, struct work *work) {
    for (uint32_t i = 0; i < wijk_findings_count(work->findings) && !cli->options.json; i++)
        say_finding(stderr, work->findings, i, work->policy, cli->language, "    ");
    if (!cli->options.json)
        return CLI_REFUSED;
    wijk_buffer_clear(work->bytes);
    wijk_status status = wijk_findings_write_json(work->findings, cli->language, work->bytes, cli->error);
    fwrite(wijk_buffer_data(work->bytes), 1, wijk_buffer_size(work->bytes), stdout);
    return status == WIJK_OK ? CLI_REFUSED : say_failure(cli, NULL, status);
}

/* What was done, under which id, and to which two dossiers. */
static int say_done(struct cli *cli, struct work *work, const char *english, const char *dutch) {
    char act[WIJK_ID_TEXT_SIZE], own[WIJK_ID_TEXT_SIZE], other[WIJK_ID_TEXT_SIZE];
    wijk_id_format(wijk_act_get_id(work->act), act);
    wijk_id_format(wijk_dossier_id(work->own), own);
    wijk_id_format(wijk_dossier_id(work->other), other);
    if (cli->options.json) {
        struct object object = object_start(stdout);
        object_text(&object, "act", act);
        object_text(&object, "dossier", own);
        object_text(&object, "other", other);
        object_end(&object);
        return CLI_OK;
    }
    for (uint32_t i = 0; i < wijk_findings_count(work->findings); i++)
        say_finding(stderr, work->findings, i, work->policy, cli->language, "    ");
    printf("%s %s %s\n", own, in_language(cli->language, english, dutch), other);
    printf("%s %s\n", in_language(cli->language, "The act that did it:", "De handeling waarmee dit gebeurde:"), act);
    return CLI_OK;
}

/* Store the frames of both and the rules that judged them, or nothing. */
static wijk_status store(struct cli *cli, struct work *work) {
    wijk_status kept = wijk_store_policy(work->store, NULL, work->bytes, cli->error);
    wijk_status status = kept < 0 ? kept : WIJK_OK;
    if (status == WIJK_OK && (cli->options.policy || kept == WIJK_NONE))
        status = wijk_store_put_policy(work->store, work->policy, cli->error);
    if (status == WIJK_OK)
        status = wijk_store_save(work->store, work->own, cli->error);
    if (status == WIJK_OK)
        status = wijk_store_save(work->store, work->other, cli->error);
    return status == WIJK_OK ? wijk_store_commit(work->store, cli->error) : status;
}

static int finish(struct cli *cli, struct work *work, wijk_status status, const char *english, const char *dutch) {
    if (status == WIJK_REFUSED)
        return say_refusal(cli, work);
    if (status == WIJK_OK)
        status = store(cli, work);
    return status == WIJK_OK ? say_done(cli, work, english, dutch) : say_failure(cli, cli->words[0], status);
}

/* ---- the commands ---- */

static int merge(struct cli *cli, struct work *work) {
    wijk_id other, plan;
    if (!cli_id(cli, cli->words[2], &other) || (cli->options.plan && !cli_id(cli, cli->options.plan, &plan)) ||
        cli_load(cli, work->store, work->policy, &other, work->bytes, &work->other) != WIJK_OK)
        return CLI_BAD;
    wijk_status status = begin(cli, work, WIJK_ACT_HOUSEHOLD_ABSORB, &other);
    if (status == WIJK_OK && cli->options.plan)
        status = wijk_act_set_id(work->act, WIJK_HOUSEHOLD_ABSORB_PLAN, &plan, cli->error);
    if (status == WIJK_OK)
        status = wijk_dossier_merge(work->own, work->other, work->act, work->findings, cli->error);
    return finish(cli, work, status, "took in", "nam op:");
}

static int split(struct cli *cli, struct work *work) {
    wijk_id persons[WORDS_MOST], part = cli_new_id();
    uint32_t count = 0;
    for (const char *const *word = cli->words + 2; *word; word++)
        if (!cli_id(cli, *word, &persons[count++]))
            return CLI_BAD;
    wijk_status status = wijk_dossier_new(cli->context, work->policy, &part, &work->other, cli->error);
    if (status == WIJK_OK)
        status = begin(cli, work, WIJK_ACT_HOUSEHOLD_SPLIT_OFF, &part);
    if (status == WIJK_OK)
        status = wijk_dossier_split(work->own, persons, count, work->other, work->act, work->findings, cli->error);
    return finish(cli, work, status, "split off", "splitste af:");
}

/* The household that the act names, by the table of lineage. */
static wijk_status find_other(struct cli *cli, const struct work *work, const wijk_id *act, wijk_id *other) {
    wijk_table *table;
    wijk_status status = wijk_dossier_table(work->own, WIJK_TABLE_LINEAGE, WIJK_DATE_NONE, WIJK_TIME_NONE, &table,
                                            cli->error);
    if (status != WIJK_OK)
        return status;
    status = WIJK_NONE;
    for (uint32_t row = 0; row < wijk_table_rows(table) && status == WIJK_NONE; row++)
        if (memcmp(wijk_table_cell_id(table, WIJK_LINEAGE_COLUMN_ACT, row), act, sizeof *act) == 0) {
            *other = *wijk_table_cell_id(table, WIJK_LINEAGE_COLUMN_HOUSEHOLD, row);
            status = WIJK_OK;
        }
    wijk_table_unref(table);
    return status;
}

static int undo(struct cli *cli, struct work *work) {
    wijk_id act, other;
    if (!cli_id(cli, cli->words[2], &act))
        return CLI_BAD;
    wijk_status status = find_other(cli, work, &act, &other);
    if (status == WIJK_NONE)
        return say_misuse(cli, cli->words[2], "no merge or split of this household has this id",
                          "geen samenvoeging of splitsing van dit gezin heeft deze id");
    if (status != WIJK_OK)
        return say_failure(cli, cli->words[1], status);
    if (cli_load(cli, work->store, work->policy, &other, work->bytes, &work->other) != WIJK_OK)
        return CLI_BAD;
    status = begin(cli, work, WIJK_ACT_ACT_WITHDRAW, &act);
    if (status == WIJK_OK)
        status = wijk_dossier_undo_lineage(work->own, work->other, work->act, work->findings, cli->error);
    return finish(cli, work, status, "is as it was, and so is", "is zoals het was, net als");
}

static int run(struct cli *cli, int (*command)(struct cli *cli, struct work *work)) {
    struct work work = {0};
    int answer = open_all(cli, &work) ? command(cli, &work) : CLI_BAD;
    let_go(&work);
    return answer;
}

int command_household_merge(struct cli *cli) { return run(cli, merge); }

int command_household_split(struct cli *cli) { return run(cli, split); }

int command_household_undo(struct cli *cli) { return run(cli, undo); }
