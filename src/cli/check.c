/* wijkteam check: all that the rules say, told as a compiler would. */
#include "shared.h"

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    struct sharing *sharing = walk->data;
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_status status =
        wijk_dossier_check(dossier, cli_today(cli), cli->options.known, sharing->findings, cli->error);
    if (status != WIJK_OK && status != WIJK_REFUSED) {
        wijk_id_format(wijk_dossier_id(dossier), subject);
        return say_failure(cli, subject, status);
    }
    int said = say_findings(cli, dossier, sharing->findings, walk->policy, walk->lines);
    if (said == CLI_OK)
        said = sharing_add(cli, sharing, dossier);
    return said != CLI_OK ? said : status == WIJK_REFUSED ? CLI_REFUSED : CLI_OK;
}

/* What no dossier knows of itself. */
static int after(struct cli *cli, struct walk *walk) { return sharing_say(cli, walk->data, walk); }

int command_check(struct cli *cli) {
    struct sharing sharing = {0};
    struct walk walk = {.visit = visit, .after = cli->words[1] ? NULL : after, .data = &sharing};
    wijk_status status = wijk_findings_new(cli->context, &sharing.findings, cli->error);
    int answer = status == WIJK_OK ? walk_store(cli, &walk, cli->words[1]) : say_failure(cli, NULL, status);
    sharing_end(&sharing);
    wijk_findings_destroy(sharing.findings);
    return answer;
}
