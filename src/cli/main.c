/* The command wijkteam: what it can do, and how to ask for it. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static const struct command {
    const char *name, *second; /* the words that name it; the second may be NULL */
    const char *usage;         /* the words that follow */
    int least, most;           /* how many of those */
    unsigned options;          /* of enum option_bit */
    int (*run)(struct cli *cli);
    const char *english, *dutch;
    const char *examples[3];
} commands[] = {
    {"import", NULL, "STORE FILE.jsonl", 2, 2,
     TAKES_POLICY | TAKES_DRY_RUN | TAKES_EACH | TAKES_ALL, command_import,
     "take acts, one JSON object a line, into a store; a line that was taken before is passed over",
     "neem handelingen, één JSON-object per regel, op in een opslag; wat er al is, wordt overgeslagen",
     {"wijkteam import team.db acts.jsonl", "wijkteam import team.db - --all --policy rules.json < acts.jsonl"}},
    {"show", NULL, "STORE DOSSIER", 2, 2, TAKES_ON | TAKES_KNOWN | TAKES_POLICY, command_show,
     "show one household: everything in order, then how it stands",
     "toon één gezin: alles op volgorde, en daarna hoe het ervoor staat",
     {"wijkteam show team.db 0b8c1c0e-0000-4000-8000-000000000001 --lang nl",
      "wijkteam show team.db 0b8c1c0e-0000-4000-8000-000000000001 --on 2026-03-01 --known 2026-03-15"}},
    {"check", NULL, "STORE [DOSSIER]", 1, 2, TAKES_ON | TAKES_KNOWN | TAKES_POLICY | TAKES_NAMES, command_check,
     "say all that the rules say of one dossier or of all, as of today or --on a day",
     "zeg wat de regels zeggen over één dossier of over alle, per vandaag of per de dag van --on",
     {"wijkteam check team.db --on 2026-03-01", "wijkteam check team.db --names"}},
    {"steps", NULL, "STORE DOSSIER", 2, 2,
     TAKES_ON | TAKES_KNOWN | TAKES_LADDER | TAKES_ALL_STEPS | TAKES_POLICY | TAKES_NAMES, command_steps,
     "say where a household is on each ladder, and of every step from there whether it can be taken and what it lacks",
     "zeg waar een gezin is op elke ladder, en van elke stap vandaar of die nu kan en wat eraan ontbreekt",
     {"wijkteam steps team.db 0b8c1c0e-0000-4000-8000-000000000001 --on 2026-03-01",
      "wijkteam steps team.db 0b8c1c0e-0000-4000-8000-000000000001 --ladder care --all --lang nl"}},
    {"agenda", NULL, "STORE [DOSSIER]", 1, 2, TAKES_FROM | TAKES_UNTIL | TAKES_KNOWN | TAKES_POLICY, command_agenda,
     "list what is due from one day until another, and what is overdue, for one dossier or for all",
     "noem wat er van een dag tot en met een andere te doen is, en wat te laat is, voor één dossier of voor alle",
     {"wijkteam agenda team.db --from 2026-03-01 --until 2026-03-31 | sort"}},
    {"flow", NULL, "STORE", 1, 1,
     TAKES_PERIOD | TAKES_WITHIN | TAKES_GROUP | TAKES_ON | TAKES_KNOWN | TAKES_POLICY, command_flow,
     "add up what the days of all cases were spent on, and steps, waits, contacts, exits and returns of a period, with\n"
     "    the counts beside every rate; a case-year is 365.25 days on which a case was open; returns are looked for until\n"
     "    today (or the day of --on), and an exit counts once its term has passed",
     "tel op waaraan de dagen van alle dossiers zijn besteed, en stappen, wachten, contacten, uitstroom en terugkeer in\n"
     "    een periode, met de aantallen naast elk cijfer; een dossierjaar is 365,25 dagen waarop een dossier open was;\n"
     "    terugkeer wordt gezocht tot en met vandaag (of de dag van --on), en uitstroom telt mee als de termijn voorbij is",
     {"wijkteam flow team.db --from 2026-01-01 --until 2026-06-30 --by team",
      "wijkteam flow team.db --by provider --lang nl", "wijkteam flow team.db --within 91 --json"}},
    {"table", NULL, "STORE NAME", 2, 2, TAKES_ON | TAKES_KNOWN | TAKES_FORMAT | TAKES_POLICY, command_table,
     "write one table over all dossiers; `wijkteam catalog print` names the tables",
     "schrijf één tabel over alle dossiers; `wijkteam catalog print` noemt de tabellen",
     {"wijkteam table team.db tier-stays --on 2026-03-01 > stays.csv", "wijkteam table team.db goals --format jsonl"}},
    {"changes", NULL, "STORE [DOSSIER]", 1, 2, TAKES_SINCE | TAKES_KNOWN | TAKES_ON | TAKES_FORMAT, command_changes,
     "write the acts that became known since a moment: why a figure is another one than in an earlier report",
     "schrijf de handelingen die sinds een moment bekend werden: waarom een cijfer anders is dan in een eerder rapport",
     {"wijkteam changes team.db --since 2026-03-31 --on 2026-03-31"}},
    {"undo", NULL, "STORE DOSSIER ACT", 3, 3, TAKES_ON | TAKES_POLICY | TAKES_BECAUSE | TAKES_BY, command_undo,
     "write the act that takes another back, for import to take, or say which acts rest on it",
     "schrijf de handeling die een andere terugneemt, voor import, of zeg welke handelingen erop rusten",
     {"wijkteam undo team.db DOSSIER ACT --by WHO --because \"wrong household\" | wijkteam import team.db -"}},
    {"household", "merge", "STORE SURVIVOR ABSORBED", 3, 3,
     TAKES_BY | TAKES_BECAUSE | TAKES_PLAN | TAKES_ON | TAKES_POLICY, command_household_merge,
     "let one household go into another: its members join, and its dossier closes",
     "laat een gezin opgaan in een ander: de leden komen erbij, en het dossier sluit",
     {"wijkteam household merge team.db SURVIVOR ABSORBED --by WHO --plan PLAN --because \"they live together\""}},
    {"household", "split", "STORE DOSSIER PERSON...", 3, WORDS_MOST - 3,
     TAKES_BY | TAKES_BECAUSE | TAKES_ON | TAKES_POLICY, command_household_split,
     "let some members go on as a household of their own, in a new dossier",
     "laat een deel van de leden verdergaan als eigen gezin, in een nieuw dossier",
     {"wijkteam household split team.db DOSSIER PERSON PERSON --by WHO --on 2026-03-01"}},
    {"household", "undo", "STORE DOSSIER ACT", 3, 3, TAKES_BY | TAKES_BECAUSE | TAKES_ON | TAKES_POLICY,
     command_household_undo, "take a merge or a split back, in both dossiers, or say which acts rest on it",
     "neem een samenvoeging of splitsing terug, in beide dossiers, of zeg welke handelingen erop rusten",
     {"wijkteam household undo team.db DOSSIER ACT --by WHO --because \"they live apart again\""}},
    {"household", "shared", "STORE", 1, 1, TAKES_ON | TAKES_KNOWN | TAKES_POLICY | TAKES_NAMES,
     command_household_shared,
     "say who is a member of two active households without both knowing of two homes",
     "zeg wie lid is van twee actieve gezinnen zonder dat beide weten van twee huizen",
     {"wijkteam household shared team.db --on 2026-03-01"}},
    {"score", "instrument", "NAME FILE", 2, 2, TAKES_POLICY, command_score_instrument,
     "score answers to an instrument of the rules: a column `id` and one for each item in, and out for each scale\n"
     "    the score, how many items had an answer, and the band it is in",
     "scoor antwoorden op een instrument van het beleid: een kolom `id` en een per vraag erin, en eruit per schaal\n"
     "    de score, het aantal beantwoorde vragen, en de klasse waar zij in valt",
     {"wijkteam score instrument sdq answers.csv", "wijkteam score instrument zrm-2017 - --json < answers.csv"}},
    {"journal", "verify", "STORE", 1, 1, 0, command_journal_verify,
     "verify every checksum and every hash chain of a store",
     "controleer elke controlesom en elke keten van hashes van een opslag",
     {"wijkteam journal verify team.db"}},
    {"journal", "dump", "STORE DOSSIER", 2, 2, 0, command_journal_dump,
     "write every act of a dossier as a line of JSON, which import takes again",
     "schrijf elke handeling van een dossier als een regel JSON, die import weer kan opnemen",
     {"wijkteam journal dump team.db 0b8c1c0e-0000-4000-8000-000000000001 > acts.jsonl"}},
    {"policy", "check", "FILE", 1, 1, 0, command_policy_check,
     "say whether a file of rules is right, or where it is wrong or doubtful",
     "zeg of een bestand met beleid klopt, of waar het niet klopt of twijfelachtig is",
     {"wijkteam policy check rules.json"}},
    {"policy", "print", "[FILE]", 0, 1, TAKES_STORE | TAKES_DOT, command_policy_print,
     "print the built-in rules, the last ones of a store, or those of a file; or draw their ladders",
     "druk het ingebouwde beleid af, het laatste van een opslag, of dat van een bestand; of teken de ladders",
     {"wijkteam policy print > rules.json", "wijkteam policy print --store team.db",
      "wijkteam policy print --dot rules.json | dot -Tsvg > ladders.svg"}},
    {"catalog", "print", "", 0, 0, 0, command_catalog_print, "print the vocabulary: acts, tables, findings, code lists",
     "druk de woordenlijst af: handelingen, tabellen, bevindingen, codelijsten",
     {"wijkteam catalog print --lang nl"}},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* ---- help ---- */

static void print_usage(const struct command *command, FILE *to) {
    fprintf(to, "wijkteam %s%s%s%s%s\n", command->name, command->second ? " " : "",
            command->second ? command->second : "", *command->usage ? " " : "", command->usage);
}

static int help_all(const struct cli *cli, FILE *to, int answer) {
    fprintf(to, "%s\n\n",
            in_language(cli->language, "wijkteam: case plans, coordination and tiers of care of a neighbourhood team",
                        "wijkteam: gezinsplannen, regie en op- en afschalen van een wijkteam"));
    for (size_t i = 0; i < COMMANDS; i++) {
        print_usage(&commands[i], to);
        fprintf(to, "    %s\n", in_language(cli->language, commands[i].english, commands[i].dutch));
    }
    fprintf(to, "\n%s\n", in_language(cli->language, "Options of every command:", "Opties van elk commando:"));
    options_help(TAKES_ANY, cli->language, to);
    fprintf(to, "\n%s\n",
            in_language(cli->language,
                        "Exit status: 0 done; 1 refused, or a finding of severity refuse; 2 misuse or bad input.\n"
                        "`wijkteam COMMAND --help` tells more of a command.",
                        "Exitstatus: 0 gelukt; 1 geweigerd, of een bevinding met ernst refuse; 2 verkeerd gebruik of "
                        "foute invoer.\n`wijkteam COMMANDO --help` vertelt meer over een commando."));
    return answer;
}

/* The commands whose first word this is, when the second is not given or wrong. Answers how many there are. */
static int help_group(const struct cli *cli, const char *name, FILE *to) {
    int known = 0;
    for (size_t i = 0; i < COMMANDS; i++) {
        if (!commands[i].second || strcmp(name, commands[i].name) != 0)
            continue;
        print_usage(&commands[i], to);
        fprintf(to, "    %s\n", in_language(cli->language, commands[i].english, commands[i].dutch));
        known++;
    }
    return known;
}

static int help_command(const struct cli *cli, const struct command *command) {
    print_usage(command, stdout);
    printf("    %s\n\n", in_language(cli->language, command->english, command->dutch));
    options_help(command->options | TAKES_ANY, cli->language, stdout);
    printf("\n%s\n", in_language(cli->language, "Examples:", "Voorbeelden:"));
    for (size_t i = 0; i < sizeof command->examples / sizeof *command->examples && command->examples[i]; i++)
        printf("  %s\n", command->examples[i]);
    return CLI_OK;
}

/* ---- finding and running a command ---- */

static const struct command *find(const char *const *words) {
    for (size_t i = 0; i < COMMANDS && words[0]; i++)
        if (strcmp(words[0], commands[i].name) == 0 &&
            (!commands[i].second || (words[1] && strcmp(words[1], commands[i].second) == 0)))
            return &commands[i];
    return NULL;
}

static int wrong_use(const struct cli *cli, const struct command *command) {
    fprintf(stderr, "%s: ", in_language(cli->language, "usage", "gebruik"));
    print_usage(command, stderr);
    return CLI_BAD;
}

static int run(struct cli *cli) {
    const struct command *command = find(cli->options.words);
    if (cli->options.version) {
        printf("wijkteam %s (libwijkteam %s)\n", WIJK_VERSION_STRING, wijk_version_string());
        return CLI_OK;
    }
    if (!command) {
        const struct options *options = &cli->options;
        bool asked = options->help && options->word_count == 1;
        if (options->word_count > 0 && help_group(cli, options->words[0], asked ? stdout : stderr) > 0)
            return asked ? CLI_OK : CLI_BAD;
        if (options->word_count > 0)
            return say_misuse(cli, cli->options.words[0], "there is no such command; see wijkteam --help",
                              "dat commando is er niet; zie wijkteam --help");
        return cli->options.help ? help_all(cli, stdout, CLI_OK) : help_all(cli, stderr, CLI_BAD);
    }
    if (cli->options.help)
        return help_command(cli, command);
    int named = command->second ? 2 : 1, words = cli->options.word_count - named;
    const char *foreign = options_foreign(&cli->options, command->options | TAKES_ANY);
    if (foreign)
        say_misuse(cli, foreign, "it does not go with this command", "dit hoort niet bij dit commando");
    if (foreign || words < command->least || words > command->most)
        return wrong_use(cli, command);
    cli->words = cli->options.words + named;
    return command->run(cli);
}

int main(int count, char **arguments) {
    struct cli cli = {0};
    wijk_limits limits = {.struct_size = sizeof limits, .json_bytes = CLI_JSON_BYTES, .hash_seed = cli_random()};
    if (!options_read(&cli.options, count, arguments))
        return CLI_BAD;
    cli.language = cli.options.language;
    wijk_status status = wijk_context_new(NULL, &limits, &cli.context);
    if (status == WIJK_OK)
        status = wijk_error_new(cli.context, &cli.error);
    int answer = status == WIJK_OK ? run(&cli) : say_failure(&cli, NULL, status);
    wijk_error_destroy(cli.error);
    wijk_context_unref(cli.context);
    if (fflush(stdout) != 0 || ferror(stdout)) /* a full disk is not a success */
        answer = say_failure(&(struct cli){.language = cli.language}, "stdout", WIJK_E_IO);
    return answer;
}
