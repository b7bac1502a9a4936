/* wijkteam policy check, policy print: the rules, and their ladders as a drawing. */
#include "cli.h"

#include <inttypes.h>

/* A mistake, told as a compiler would: where, and what. */
static int say_mistake(const struct cli *cli, const char *path, wijk_status status) {
    const wijk_error *error = cli->error;
    if (cli->options.json)
        return say_failure(cli, path, status);
    fprintf(stderr, "%s:", path);
    if (wijk_error_line(error) > 0)
        fprintf(stderr, "%" PRIu32 ":%" PRIu32 ":", wijk_error_line(error), wijk_error_column(error));
    if (*wijk_error_path(error))
        fprintf(stderr, " %s:", wijk_error_path(error));
    fprintf(stderr, " %s (%s)\n", wijk_status_text(status, cli->language), wijk_status_name(status));
    return CLI_BAD;
}

/* A pack that is taken, and what is doubtful in it. */
static wijk_status say_as_json(struct cli *cli, const char *path, const wijk_policy *policy,
                               const wijk_findings *findings, wijk_buffer *lines) {
    wijk_buffer_clear(lines);
    wijk_status status = wijk_findings_write_json(findings, cli->language, lines, cli->error);
    if (status != WIJK_OK)
        return status;
    struct object object = object_start(stdout);
    object_text(&object, "status", wijk_status_name(WIJK_OK));
    object_text(&object, "subject", path);
    object_text(&object, "version", wijk_policy_version(policy));
    object_id(&object, "id", wijk_policy_id(policy));
    object_lines(&object, "findings", lines);
    object_end(&object);
    return WIJK_OK;
}

static void say_as_text(const struct cli *cli, const char *path, const wijk_policy *policy,
                        const wijk_findings *findings) {
    char id[WIJK_ID_TEXT_SIZE];
    wijk_id_format(wijk_policy_id(policy), id);
    printf("%s: %s %s (%s)\n", path, in_language(cli->language, "good, version", "goed, versie"),
           wijk_policy_version(policy), id);
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++) {
        printf("%s: ", path);
        say_finding(stdout, findings, i, policy, cli->language, "    ");
    }
}

static int say_policy(struct cli *cli, const char *path, const wijk_policy *policy, wijk_buffer *lines) {
    wijk_findings *findings;
    wijk_status said = WIJK_OK, status = wijk_findings_new(cli->context, &findings, cli->error);
    if (status != WIJK_OK)
        return say_failure(cli, path, status);
    status = wijk_policy_lint(policy, findings, cli->error);
    if (status == WIJK_OK || status == WIJK_REFUSED) {
        if (cli->options.json)
            said = say_as_json(cli, path, policy, findings, lines);
        else
            say_as_text(cli, path, policy, findings);
    }
    wijk_findings_destroy(findings);
    if (status < 0 || said != WIJK_OK)
        return say_failure(cli, path, status < 0 ? status : said);
    return status == WIJK_REFUSED ? CLI_REFUSED : CLI_OK;
}

/* The rules in a file; `json` is filled on the way. What goes wrong was said. */
static int load_file(struct cli *cli, const char *path, wijk_buffer **json, wijk_policy **policy) {
    wijk_status status = wijk_buffer_new(cli->context, json);
    if (status == WIJK_OK)
        status = cli_read_file(path, CLI_JSON_BYTES, *json);
    if (status != WIJK_OK)
        return say_failure(cli, path, status);
    status = wijk_policy_load(cli->context, wijk_buffer_data(*json), wijk_buffer_size(*json), policy, cli->error);
    return status == WIJK_OK ? CLI_OK : say_mistake(cli, path, status);
}

int command_policy_check(struct cli *cli) {
    const char *path = cli->words[0];
    wijk_buffer *json = NULL;
    wijk_policy *policy = NULL;
    int answer = load_file(cli, path, &json, &policy);
    if (answer == CLI_OK)
        answer = say_policy(cli, path, policy, json);
    wijk_policy_unref(policy);
    wijk_buffer_destroy(json);
    return answer;
}

static int print_text(const wijk_policy *policy) {
    size_t length;
    const char *json = wijk_policy_json(policy, &length);
    fwrite(json, 1, length, stdout);
    if (length > 0 && json[length - 1] != '\n')
        putchar('\n');
    return CLI_OK;
}

static int print_drawing(struct cli *cli, const wijk_policy *policy) {
    wijk_buffer *dot;
    wijk_status status = wijk_buffer_new(cli->context, &dot);
    if (status == WIJK_OK)
        status = wijk_policy_write_dot(policy, cli->language, dot, cli->error);
    if (status == WIJK_OK)
        fwrite(wijk_buffer_data(dot), 1, wijk_buffer_size(dot), stdout);
    wijk_buffer_destroy(dot);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, NULL, status);
}

static int print_policy(struct cli *cli, const wijk_policy *policy) {
    return cli->options.seen & TAKES_DOT ? print_drawing(cli, policy) : print_text(policy);
}

int command_policy_print(struct cli *cli) {
    wijk_store *store = NULL;
    wijk_policy *policy = NULL;
    wijk_buffer *json = NULL;
    int answer = CLI_BAD;
    if (cli->words[0] && cli->options.store)
        return say_misuse(cli, cli->words[0], "a file and --store do not go together",
                          "een bestand en --store gaan niet samen");
    if (cli->words[0])
        answer = load_file(cli, cli->words[0], &json, &policy);
    else if (!cli->options.store || cli_open_store(cli, cli->options.store, WIJK_STORE_READ, &store) == WIJK_OK)
        answer = cli_policy(cli, store, &policy) == WIJK_OK ? CLI_OK : CLI_BAD;
    if (answer == CLI_OK)
        answer = print_policy(cli, policy);
    wijk_policy_unref(policy);
    wijk_buffer_destroy(json);
    wijk_store_destroy(store);
    return answer;
}
