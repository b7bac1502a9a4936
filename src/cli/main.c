/* The command wijkteam: finding out what is asked, and telling how to ask. */
#include "commands.h"

#include <string.h>

/* ---- help ---- */

static void print_usage(const struct command *command, FILE *to) {
    fprintf(to, "wijkteam %s%s%s%s%s\n", command->name, command->second ? " " : "",
            command->second ? command->second : "", *command->usage ? " " : "", command->usage);
}

static int help_all(const struct cli *cli, FILE *to, int answer) {
    fprintf(to, "%s\n\n",
            in_language(cli->language, "wijkteam: case plans, coordination and tiers of care of a neighbourhood team",
                        "wijkteam: gezinsplannen, regie en op- en afschalen van een wijkteam"));
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        print_usage(command, to);
        fprintf(to, "    %s\n", in_language(cli->language, command->english, command->dutch));
    }
    fprintf(to, "\n%s\n", in_language(cli->language, "Options of every command:", "Opties van elk commando:"));
    options_help(TAKES_ANY, NULL, cli->language, to);
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
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (!command->second || strcmp(name, command->name) != 0)
            continue;
        print_usage(command, to);
        fprintf(to, "    %s\n", in_language(cli->language, command->english, command->dutch));
        known++;
    }
    return known;
}

static int help_command(const struct cli *cli, const struct command *command) {
    print_usage(command, stdout);
    printf("    %s\n\n", in_language(cli->language, command->english, command->dutch));
    options_help(command->options | TAKES_ANY, command->own, cli->language, stdout);
    printf("\n%s\n", in_language(cli->language, "Examples:", "Voorbeelden:"));
    for (size_t i = 0; i < sizeof command->examples / sizeof *command->examples && command->examples[i]; i++)
        printf("  %s\n", command->examples[i]);
    return CLI_OK;
}

/* ---- finding and running a command ---- */

static const struct command *find(const char *const *words) {
    const struct command *command;
    for (size_t i = 0; words[0] && (command = command_at(i)) != NULL; i++)
        if (strcmp(words[0], command->name) == 0 &&
            (!command->second || (words[1] && strcmp(words[1], command->second) == 0)))
            return command;
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
    const char *foreign = options_foreign(&cli->options, command->options, command->own);
    if (foreign)
        say_misuse(cli, foreign, "it does not go with this command", "dit hoort niet bij dit commando");
    else if (cli->options.json && (words < command->least || words > command->most))
        return say_misuse(cli, command->name, "it takes other words; see --help",
                          "hier horen andere woorden bij; zie --help");
    if (foreign && cli->options.json)
        return CLI_BAD;
    if (foreign || words < command->least || words > command->most)
        return wrong_use(cli, command);
    if (!options_settle(&cli->options, command->options, command->own))
        return CLI_BAD;
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
