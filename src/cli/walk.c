/* Going over a store to read. */
#include "walk.h"

static int visit_id(struct cli *cli, const wijk_id *id, void *data) {
    struct walk *walk = data;
    wijk_dossier *dossier;
    if (cli_load(cli, walk->store, walk->policy, id, walk->frames, &dossier) != WIJK_OK)
        return CLI_BAD;
    int answer = walk->visit(cli, walk, dossier);
    wijk_dossier_destroy(dossier);
    return answer;
}

static int visit_all(struct cli *cli, struct walk *walk, const char *dossier) {
    wijk_id id;
    if (dossier != NULL)
        return cli_id(cli, dossier, &id) ? visit_id(cli, &id, walk) : CLI_BAD;
    return cli_each_dossier(cli, walk->store, visit_id, walk);
}

int walk_store(struct cli *cli, struct walk *walk, const char *dossier) {
    int answer = CLI_BAD;
    wijk_status status = wijk_buffer_new(cli->context, &walk->frames);
    if (status == WIJK_OK)
        status = wijk_buffer_new(cli->context, &walk->lines);
    if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    else if (cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &walk->store) == WIJK_OK &&
             cli_policy(cli, walk->store, &walk->policy) == WIJK_OK)
        answer = visit_all(cli, walk, dossier);
    if (answer != CLI_BAD && walk->after != NULL) {
        int last = walk->after(cli, walk);
        answer = last > answer ? last : answer;
    }
    wijk_policy_unref(walk->policy);
    wijk_store_destroy(walk->store);
    wijk_buffer_destroy(walk->lines);
    wijk_buffer_destroy(walk->frames);
    return answer;
}
