/* wijkteam monitor: the indicators of the rules over all dossiers of a store, with targets, floors and verdicts. */
#include "commands.h"
#include "csv.h"
#include "walk.h"

#include <string.h>

static const struct own_option options[] = {
    {"--period", OWN_TEXT, "FROM:TO", "the first and the last day, such as 2026-01-01:2026-12-31",
     "de eerste en de laatste dag, zoals 2026-01-01:2026-12-31"},
    {"--by", OWN_TEXT, "team|municipality|neighbourhood", "for each of these too, by name: this is no ranking",
     "ook voor elk hiervan, op naam: dit is geen ranglijst"},
    {"--compare", OWN_TEXT, "INDICATOR", "units beside each other, like for like by kind of problem",
     "eenheden naast elkaar, gelijk met gelijk naar soort probleem"},
    {"--expand", OWN_TEXT, "INDICATOR", "the dossiers that an indicator was counted from",
     "de dossiers waaruit een indicator is geteld"},
    {"--unit", OWN_TEXT, "UNIT", "with --expand: of this unit only", "bij --expand: alleen van deze eenheid"},
    {.name = NULL},
};

struct monitoring {
    wijk_date from, until, seen; /* until is the first day after */
    int32_t by;
    const char *compare, *expand, *unit;
    wijk_monitor *monitor;
    bool failed; /* there can be none, as was said */
};

static int no_such_indicator(const struct cli *cli, const char *option) {
    return say_misuse(cli, option, "the rules have no such indicator", "het beleid heeft deze indicator niet");
}

/* Begin with the rules of the store, at the first dossier; what is wrong is said once, not at each. */
static bool begin(struct cli *cli, struct monitoring *monitoring, wijk_policy *policy) {
    if (monitoring->monitor || monitoring->failed)
        return !monitoring->failed;
    wijk_status status =
        wijk_monitor_new(cli->context, policy, monitoring->from, monitoring->until, monitoring->seen, monitoring->by,
                         monitoring->expand, WIJK_NUL_TERMINATED, &monitoring->monitor, cli->error);
    monitoring->failed = status != WIJK_OK;
    if (status == WIJK_E_UNKNOWN)
        no_such_indicator(cli, "--expand");
    else if (status == WIJK_E_ARGUMENT)
        say_misuse(cli, "--period", "it lies too far away", "deze ligt te ver weg");
    else if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    return !monitoring->failed;
}

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    struct monitoring *monitoring = walk->data;
    char subject[WIJK_ID_TEXT_SIZE];
    if (!begin(cli, monitoring, walk->policy))
        return CLI_BAD;
    wijk_status status = wijk_monitor_add(monitoring->monitor, dossier, cli->options.known, cli->error);
    wijk_id_format(wijk_dossier_id(dossier), subject);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, subject, status);
}

/* ---- what is said ---- */

static void say_placed(const struct cli *cli, const wijk_findings *findings, const wijk_policy *policy,
                       wijk_finding only) {
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++) {
        if (only == 0 || wijk_findings_code(findings, i) == only)
            say_finding(stderr, findings, i, policy, cli->language, "    ");
    }
}

/* A set that says nothing of effect, and floors that nobody works on. */
static int say_doubts(struct cli *cli, const struct monitoring *monitoring, const wijk_policy *policy) {
    wijk_findings *findings;
    fflush(stdout); /* the figures first, also where both go to one place */
    wijk_status status = wijk_findings_new(cli->context, &findings, cli->error);
    if (status != WIJK_OK)
        return say_failure(cli, NULL, status);
    status = wijk_policy_lint(policy, findings, cli->error);
    if (status == WIJK_OK || status == WIJK_REFUSED) {
        say_placed(cli, findings, policy, WIJK_WK8004);
        say_placed(cli, findings, policy, WIJK_WK8006);
        status = wijk_monitor_check(monitoring->monitor, findings, cli->error);
        say_placed(cli, findings, policy, 0);
    }
    wijk_findings_destroy(findings);
    return status == WIJK_OK ? CLI_OK : status == WIJK_REFUSED ? CLI_REFUSED : say_failure(cli, NULL, status);
}

static bool is_unit(const wijk_table *table, uint32_t row, const char *unit) {
    size_t length = 0;
    const char *text = wijk_table_text(table, WIJK_BEHIND_COLUMN_UNIT, row, &length);
    return !unit || (text && strlen(unit) == length && memcmp(text, unit, length) == 0);
}

/* The dossiers of one unit, or of all. */
static int say_behind(struct cli *cli, const struct monitoring *monitoring, const wijk_table *table) {
    static const char *const names[] = {"unit", "indicator", "dossier", "count", "of", "lost"};
    char text[WIJK_ID_TEXT_SIZE];
    struct out out;
    if (!monitoring->unit)
        return out_table(cli, table);
    out_begin(&out, cli, names, sizeof names / sizeof *names);
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        if (!is_unit(table, row, monitoring->unit))
            continue;
        out_text(&out, monitoring->unit);
        out_text(&out, monitoring->expand);
        wijk_id_format(wijk_table_cell_id(table, WIJK_BEHIND_COLUMN_DOSSIER, row), text);
        out_text(&out, text);
        for (uint32_t column = WIJK_BEHIND_COLUMN_COUNT; column <= WIJK_BEHIND_COLUMN_LOST; column++)
            out_whole(&out, wijk_table_int(table, column, row));
    }
    return out_end(&out);
}

static int after(struct cli *cli, struct walk *walk) {
    struct monitoring *monitoring = walk->data;
    wijk_table *table = NULL;
    wijk_status status;
    if (!begin(cli, monitoring, walk->policy))
        return CLI_BAD;
    if (monitoring->expand)
        status = wijk_monitor_behind(monitoring->monitor, &table, cli->error);
    else if (monitoring->compare)
        status = wijk_monitor_compare(monitoring->monitor, monitoring->compare, WIJK_NUL_TERMINATED, &table,
                                      cli->error);
    else
        status = wijk_monitor_table(monitoring->monitor, &table, cli->error);
    if (status == WIJK_E_UNKNOWN)
        return no_such_indicator(cli, "--compare");
    if (status != WIJK_OK)
        return say_failure(cli, monitoring->compare ? monitoring->compare : monitoring->expand, status);
    int answer = monitoring->expand ? say_behind(cli, monitoring, table) : out_table(cli, table);
    wijk_table_unref(table);
    if (answer == CLI_OK && !monitoring->expand && !monitoring->compare)
        answer = say_doubts(cli, monitoring, walk->policy);
    return answer;
}

/* ---- the command ---- */

static bool read_period(struct cli *cli, struct monitoring *monitoring) {
    const char *period = own_text(&cli->options, "--period"), *colon = period ? strchr(period, ':') : NULL;
    wijk_date last;
    if (!colon || wijk_date_parse(period, (size_t)(colon - period), &monitoring->from, NULL) != WIJK_OK ||
        wijk_date_parse(colon + 1, WIJK_NUL_TERMINATED, &last, NULL) != WIJK_OK || last < monitoring->from) {
        say_misuse(cli, "--period", "say the first and the last day, such as 2026-01-01:2026-12-31",
                   "noem de eerste en de laatste dag, zoals 2026-01-01:2026-12-31");
        return false;
    }
    monitoring->until = last + 1;
    monitoring->seen = cli_today(cli) > last ? cli_today(cli) : last;
    return true;
}

static bool read_by(struct cli *cli, struct monitoring *monitoring) {
    const char *by = own_text(&cli->options, "--by");
    int32_t list = wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "monitor-unit", WIJK_NUL_TERMINATED);
    monitoring->by = monitoring->compare ? WIJK_MONITOR_UNIT_TEAM : WIJK_MONITOR_UNIT_ALL;
    if (!by)
        return true;
    for (int32_t unit = WIJK_MONITOR_UNIT_TEAM; unit <= WIJK_MONITOR_UNIT_NEIGHBOURHOOD; unit++)
        if (strcmp(wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list, unit), by) == 0) {
            monitoring->by = unit;
            return true;
        }
    say_misuse(cli, "--by", "by team, municipality or neighbourhood", "team, municipality of neighbourhood");
    return false;
}

static int run(struct cli *cli) {
    struct monitoring monitoring = {.compare = own_text(&cli->options, "--compare"),
                                    .expand = own_text(&cli->options, "--expand"),
                                    .unit = own_text(&cli->options, "--unit")};
    struct walk walk = {.visit = visit, .after = after, .data = &monitoring};
    if (!read_period(cli, &monitoring) || !read_by(cli, &monitoring))
        return CLI_BAD;
    if (monitoring.compare && monitoring.expand)
        return say_misuse(cli, "--compare", "not together with --expand", "niet samen met --expand");
    if (monitoring.unit && !monitoring.expand)
        return say_misuse(cli, "--unit", "only with --expand", "alleen bij --expand");
    int answer = walk_store(cli, &walk, NULL);
    wijk_monitor_destroy(monitoring.monitor);
    return answer;
}

const struct command monitor_commands[] = {
    {"monitor", NULL, "STORE", 1, 1, TAKES_ON | TAKES_KNOWN | TAKES_POLICY, run,
     "hold the indicators of the rules against their targets and floors, in a period, with the interval behind each\n"
     "    verdict, and what those who are lost could make of it; on standard error what the figures ask for",
     "leg de indicatoren van het beleid naast streefwaarde en ondergrens, in een periode, met het interval achter elk\n"
     "    oordeel, en wat wie uit beeld is ervan kan maken; op standaardfout wat de cijfers vragen",
     {"wijkteam monitor team.db --period 2026-01-01:2026-12-31 --by team",
      "wijkteam monitor team.db --period 2026-01-01:2026-12-31 --compare goals-achieved --by neighbourhood",
      "wijkteam monitor team.db --period 2026-01-01:2026-12-31 --expand drop-out --json"}, options},
    {.name = NULL},
};
