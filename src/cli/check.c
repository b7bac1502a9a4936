/* wijkteam check: all that the rules say, told as a compiler would. */
#include "cli.h"

struct work {
    wijk_store *store;
    wijk_policy *policy;
    wijk_buffer *frames, *lines;
    wijk_findings *findings;
    wijk_date on;
};

static int visit(struct cli *cli, const wijk_id *id, void *data) {
    struct work *work = data;
    wijk_dossier *dossier;
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_id_format(id, subject);
    if (cli_load(cli, work->store, work->policy, id, work->frames, &dossier) != WIJK_OK)
        return CLI_BAD;
    wijk_status status = wijk_dossier_check(dossier, work->on, cli->options.known, work->findings, cli->error);
    int said = status != WIJK_OK && status != WIJK_REFUSED
                   ? say_failure(cli, subject, status)
                   : say_findings(cli, dossier, work->findings, work->policy, work->lines);
    wijk_dossier_destroy(dossier);
    return said != CLI_OK ? said : status == WIJK_REFUSED ? CLI_REFUSED : CLI_OK;
}

static int check(struct cli *cli, struct work *work) {
    wijk_id id;
    if (cli_policy(cli, work->store, &work->policy) != WIJK_OK)
        return CLI_BAD;
    work->on = cli_today(cli);
    if (!cli->words[1])
        return cli_each_dossier(cli, work->store, visit, work);
    return cli_id(cli, cli->words[1], &id) ? visit(cli, &id, work) : CLI_BAD;
}

int command_check(struct cli *cli) {
    struct work work = {0};
    int answer = CLI_BAD;
    wijk_status status = wijk_buffer_new(cli->context, &work.frames);
    if (status == WIJK_OK)
        status = wijk_buffer_new(cli->context, &work.lines);
    if (status == WIJK_OK)
        status = wijk_findings_new(cli->context, &work.findings, cli->error);
    if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    else if (cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &work.store) == WIJK_OK)
        answer = check(cli, &work);
    wijk_policy_unref(work.policy);
    wijk_store_destroy(work.store);
    wijk_findings_destroy(work.findings);
    wijk_buffer_destroy(work.lines);
    wijk_buffer_destroy(work.frames);
    if (cli->words[1] || answer == CLI_BAD)
        return answer;
    int shared = command_household_shared(cli); /* what no dossier knows of itself */
    return shared > answer ? shared : answer;
}
