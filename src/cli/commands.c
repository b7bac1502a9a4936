/* What the command can do with a store, the rules and the vocabulary; and looking through all tables of commands. */
#include "commands.h"

#include <string.h>

const struct command dossier_commands[] = {
    {"import", NULL, "STORE FILE.jsonl", 2, 2,
     TAKES_POLICY | TAKES_DRY_RUN | TAKES_EACH | TAKES_ALL, command_import,
     "take acts, one JSON object a line, into a store; a line that was taken before is passed over",
     "neem handelingen, één JSON-object per regel, op in een opslag; wat er al is, wordt overgeslagen",
     {"wijkteam import team.db acts.jsonl", "wijkteam import team.db - --all --policy rules.json < acts.jsonl"}, NULL},
    {"show", NULL, "STORE DOSSIER", 2, 2, TAKES_ON | TAKES_KNOWN | TAKES_POLICY, command_show,
     "show one household: everything in order, then how it stands",
     "toon één gezin: alles op volgorde, en daarna hoe het ervoor staat",
     {"wijkteam show team.db 0b8c1c0e-0000-4000-8000-000000000001 --lang nl",
      "wijkteam show team.db 0b8c1c0e-0000-4000-8000-000000000001 --on 2026-03-01 --known 2026-03-15"}, NULL},
    {"check", NULL, "STORE [DOSSIER]", 1, 2, TAKES_ON | TAKES_KNOWN | TAKES_POLICY | TAKES_NAMES, command_check,
     "say all that the rules say of one dossier or of all, as of today or --on a day",
     "zeg wat de regels zeggen over één dossier of over alle, per vandaag of per de dag van --on",
     {"wijkteam check team.db --on 2026-03-01", "wijkteam check team.db --names"}, NULL},
    {"steps", NULL, "STORE DOSSIER", 2, 2,
     TAKES_ON | TAKES_KNOWN | TAKES_LADDER | TAKES_ALL_STEPS | TAKES_POLICY | TAKES_NAMES, command_steps,
     "say where a household is on each ladder, and of every step from there whether it can be taken and what it lacks",
     "zeg waar een gezin is op elke ladder, en van elke stap vandaar of die nu kan en wat eraan ontbreekt",
     {"wijkteam steps team.db 0b8c1c0e-0000-4000-8000-000000000001 --on 2026-03-01",
      "wijkteam steps team.db 0b8c1c0e-0000-4000-8000-000000000001 --ladder care --all --lang nl"}, NULL},
    {"agenda", NULL, "STORE [DOSSIER]", 1, 2, TAKES_FROM | TAKES_UNTIL | TAKES_KNOWN | TAKES_POLICY, command_agenda,
     "list what is due from one day until another, and what is overdue, for one dossier or for all",
     "noem wat er van een dag tot en met een andere te doen is, en wat te laat is, voor één dossier of voor alle",
     {"wijkteam agenda team.db --from 2026-03-01 --until 2026-03-31 | sort"}, NULL},
    {"flow", NULL, "STORE", 1, 1,
     TAKES_PERIOD | TAKES_WITHIN | TAKES_GROUP | TAKES_ON | TAKES_KNOWN | TAKES_POLICY, command_flow,
     "add up what the days of all cases were spent on, and steps, waits, contacts, exits and returns of a period, with\n"
     "    the counts beside every rate; a case-year is 365.25 days on which a case was open; returns are looked for until\n"
     "    today (or the day of --on), and an exit counts once its term has passed",
     "tel op waaraan de dagen van alle dossiers zijn besteed, en stappen, wachten, contacten, uitstroom en terugkeer in\n"
     "    een periode, met de aantallen naast elk cijfer; een dossierjaar is 365,25 dagen waarop een dossier open was;\n"
     "    terugkeer wordt gezocht tot en met vandaag (of de dag van --on), en uitstroom telt mee als de termijn voorbij is",
     {"wijkteam flow team.db --from 2026-01-01 --until 2026-06-30 --by team",
      "wijkteam flow team.db --by provider --lang nl", "wijkteam flow team.db --within 91 --json"}, NULL},
    {"table", NULL, "STORE NAME", 2, 2, TAKES_ON | TAKES_KNOWN | TAKES_FORMAT | TAKES_POLICY, command_table,
     "write one table over all dossiers; `wijkteam catalog print` names the tables",
     "schrijf één tabel over alle dossiers; `wijkteam catalog print` noemt de tabellen",
     {"wijkteam table team.db tier-stays --on 2026-03-01 > stays.csv", "wijkteam table team.db goals --format jsonl"},
     NULL},
    {"changes", NULL, "STORE [DOSSIER]", 1, 2, TAKES_SINCE | TAKES_KNOWN | TAKES_ON | TAKES_FORMAT, command_changes,
     "write the acts that became known since a moment: why a figure is another one than in an earlier report",
     "schrijf de handelingen die sinds een moment bekend werden: waarom een cijfer anders is dan in een eerder rapport",
     {"wijkteam changes team.db --since 2026-03-31 --on 2026-03-31"}, NULL},
    {"undo", NULL, "STORE DOSSIER ACT", 3, 3, TAKES_ON | TAKES_POLICY | TAKES_BECAUSE | TAKES_BY, command_undo,
     "write the act that takes another back, for import to take, or say which acts rest on it",
     "schrijf de handeling die een andere terugneemt, voor import, of zeg welke handelingen erop rusten",
     {"wijkteam undo team.db DOSSIER ACT --by WHO --because \"wrong household\" | wijkteam import team.db -"}, NULL},
    {"household", "merge", "STORE SURVIVOR ABSORBED", 3, 3,
     TAKES_BY | TAKES_BECAUSE | TAKES_PLAN | TAKES_ON | TAKES_POLICY, command_household_merge,
     "let one household go into another: its members join, and its dossier closes",
     "laat een gezin opgaan in een ander: de leden komen erbij, en het dossier sluit",
     {"wijkteam household merge team.db SURVIVOR ABSORBED --by WHO --plan PLAN --because \"they live together\""},
     NULL},
    {"household", "split", "STORE DOSSIER PERSON...", 3, WORDS_MOST - 3,
     TAKES_BY | TAKES_BECAUSE | TAKES_ON | TAKES_POLICY, command_household_split,
     "let some members go on as a household of their own, in a new dossier",
     "laat een deel van de leden verdergaan als eigen gezin, in een nieuw dossier",
     {"wijkteam household split team.db DOSSIER PERSON PERSON --by WHO --on 2026-03-01"}, NULL},
    {"household", "undo", "STORE DOSSIER ACT", 3, 3, TAKES_BY | TAKES_BECAUSE | TAKES_ON | TAKES_POLICY,
     command_household_undo, "take a merge or a split back, in both dossiers, or say which acts rest on it",
     "neem een samenvoeging of splitsing terug, in beide dossiers, of zeg welke handelingen erop rusten",
     {"wijkteam household undo team.db DOSSIER ACT --by WHO --because \"they live apart again\""}, NULL},
    {"household", "shared", "STORE", 1, 1, TAKES_ON | TAKES_KNOWN | TAKES_POLICY | TAKES_NAMES,
     command_household_shared,
     "say who is a member of two active households without both knowing of two homes",
     "zeg wie lid is van twee actieve gezinnen zonder dat beide weten van twee huizen",
     {"wijkteam household shared team.db --on 2026-03-01"}, NULL},
    {"journal", "verify", "STORE", 1, 1, 0, command_journal_verify,
     "verify every checksum and every hash chain of a store",
     "controleer elke controlesom en elke keten van hashes van een opslag",
     {"wijkteam journal verify team.db"}, NULL},
    {"journal", "dump", "STORE DOSSIER", 2, 2, 0, command_journal_dump,
     "write every act of a dossier as a line of JSON, which import takes again",
     "schrijf elke handeling van een dossier als een regel JSON, die import weer kan opnemen",
     {"wijkteam journal dump team.db 0b8c1c0e-0000-4000-8000-000000000001 > acts.jsonl"}, NULL},
    {"policy", "check", "FILE", 1, 1, 0, command_policy_check,
     "say whether a file of rules is right, or where it is wrong or doubtful",
     "zeg of een bestand met beleid klopt, of waar het niet klopt of twijfelachtig is",
     {"wijkteam policy check rules.json"}, NULL},
    {"policy", "print", "[FILE]", 0, 1, TAKES_STORE | TAKES_DOT, command_policy_print,
     "print the built-in rules, the last ones of a store, or those of a file; or draw their ladders",
     "druk het ingebouwde beleid af, het laatste van een opslag, of dat van een bestand; of teken de ladders",
     {"wijkteam policy print > rules.json", "wijkteam policy print --store team.db",
      "wijkteam policy print --dot rules.json | dot -Tsvg > ladders.svg"}, NULL},
    {"catalog", "print", "", 0, 0, 0, command_catalog_print, "print the vocabulary: acts, tables, findings, code lists",
     "druk de woordenlijst af: handelingen, tabellen, bevindingen, codelijsten",
     {"wijkteam catalog print --lang nl"}, NULL},
    {.name = NULL},
};

const struct command *command_at(size_t place) {
    static const struct command *const tables[] = {dossier_commands, monitor_commands, score_commands,
                                                  stats_commands, survival_commands, compare_commands,
                                                  chart_commands};
    for (size_t table = 0; table < sizeof tables / sizeof *tables; table++)
        for (const struct command *command = tables[table]; command->name; command++)
            if (place-- == 0)
                return command;
    return NULL;
}

const struct own_option *own_named(const char *name, size_t length) {
    const struct command *command;
    for (size_t place = 0; (command = command_at(place)) != NULL; place++)
        for (const struct own_option *own = command->own; own && own->name; own++)
            if (strlen(own->name) == length && memcmp(own->name, name, length) == 0)
                return own;
    return NULL;
}
