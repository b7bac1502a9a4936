/* What the command says, to people and to machines. */
#include "show.h"

#include <inttypes.h>
#include <string.h>

const char *in_language(wijk_language language, const char *english, const char *dutch) {
    return language == WIJK_DUTCH ? dutch : english;
}

void say_text(FILE *to, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool wide = c == 0xC2 && i + 1 < length && (unsigned char)text[i + 1] < 0xA0; /* U+0080 to U+009F */
        putc(c < 0x20 || c == 0x7F || wide ? ' ' : c, to);
        i += wide;
    }
}

/* ---- JSON ---- */

void json_text(FILE *to, const char *text, size_t length) {
    putc('"', to);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20)
            fprintf(to, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            fprintf(to, "\\%c", c);
        else
            putc(c, to);
    }
    putc('"', to);
}

void object_open(struct object *object, const char *key) {
    putc(object->any ? ',' : '{', object->to);
    object->any = true;
    json_text(object->to, key, strlen(key));
    putc(':', object->to);
}

struct object object_start(FILE *to) { return (struct object){to, false}; }

void object_text(struct object *object, const char *key, const char *text) {
    if (!text)
        return;
    object_open(object, key);
    json_text(object->to, text, strlen(text));
}

void object_int(struct object *object, const char *key, int64_t value) {
    object_open(object, key);
    fprintf(object->to, "%" PRId64, value);
}

void object_bool(struct object *object, const char *key, bool value) {
    object_open(object, key);
    fputs(value ? "true" : "false", object->to);
}

void object_id(struct object *object, const char *key, const wijk_id *id) {
    char text[WIJK_ID_TEXT_SIZE];
    if (!id)
        return;
    wijk_id_format(id, text);
    object_text(object, key, text);
}

void object_lines(struct object *object, const char *key, const wijk_buffer *lines) {
    const char *at = wijk_buffer_data(lines);
    size_t left = wijk_buffer_size(lines);
    object_open(object, key);
    putc('[', object->to);
    while (left > 0) {
        const char *end = memchr(at, '\n', left);
        size_t length = end ? (size_t)(end - at) : left;
        fwrite(at, 1, length, object->to);
        length += end != NULL;
        at += length;
        left -= length;
        if (left > 0)
            putc(',', object->to);
    }
    putc(']', object->to);
}

void object_close(struct object *object) { fputs(object->any ? "}" : "{}", object->to); }

void object_end(struct object *object) {
    object_close(object);
    putc('\n', object->to);
}

/* ---- failures ---- */

int say_failure(const struct cli *cli, const char *subject, wijk_status status) {
    /* A status that no call recorded with its place has a sentence of its own. A place that is no pointer names a
     * parameter in C, which says nothing to whoever runs the command. */
    bool placed = wijk_error_code(cli->error) == status;
    const char *path = placed ? wijk_error_path(cli->error) : "";
    bool parameter = *path && *path != '/';
    if (cli->options.json) {
        struct object object = object_start(stderr);
        object_text(&object, "status", wijk_status_name(status));
        object_text(&object, "subject", subject);
        if (*path && !parameter)
            object_text(&object, "pointer", path);
        if (placed && wijk_error_line(cli->error) > 0) {
            object_int(&object, "line", wijk_error_line(cli->error));
            object_int(&object, "column", wijk_error_column(cli->error));
        }
        if (placed && wijk_error_offset(cli->error) >= 0)
            object_int(&object, "offset", wijk_error_offset(cli->error));
        object_text(&object, "text", wijk_status_text(status, cli->language));
        object_end(&object);
        return CLI_BAD;
    }
    fprintf(stderr, "wijkteam: %s%s%s\n", subject ? subject : "", subject ? ": " : "",
            placed && !parameter ? wijk_error_message(cli->error, cli->language)
                                 : wijk_status_text(status, cli->language));
    return CLI_BAD;
}

int say_misuse(const struct cli *cli, const char *subject, const char *english, const char *dutch) {
    const char *text = in_language(cli->language, english, dutch);
    if (cli->options.json) {
        struct object object = object_start(stderr);
        object_text(&object, "status", wijk_status_name(WIJK_E_ARGUMENT));
        object_text(&object, "subject", subject);
        object_text(&object, "text", text);
        object_end(&object);
        return CLI_BAD;
    }
    fprintf(stderr, "wijkteam: %s: %s\n", subject, text);
    return CLI_BAD;
}

/* ---- findings ---- */

static void say_mend(FILE *to, const char *indent, wijk_act_type mend, wijk_language language) {
    const char *name = wijk_catalog_name(WIJK_CATALOG_ACTS, mend);
    if (name)
        fprintf(to, "%s%s: %s (%s)\n", indent, in_language(language, "mended by", "te verhelpen met"), name,
                wijk_catalog_term(WIJK_CATALOG_ACTS, mend, language));
}

/* In which list of the policy the keys of a fact stand. */
static const struct {
    wijk_fact fact;
    wijk_policy_list list;
} keys[] = {
    {WIJK_FACT_DOMAINS_ASSESSED, WIJK_LIST_DOMAINS},
    {WIJK_FACT_DUTY_PERFORMED, WIJK_LIST_DUTIES},
    {WIJK_FACT_MANDATE, WIJK_LIST_ROLES},
    {WIJK_FACT_EXPERT_ADVISED, WIJK_LIST_EXPERTISE},
    {WIJK_FACT_SIGNAL_OPEN, WIJK_LIST_SIGNALS},
    {WIJK_FACT_DAYS_IN_TIER, WIJK_LIST_TIERS},
    {WIJK_FACT_DOMAIN_LEVEL, WIJK_LIST_DOMAINS},
    {WIJK_FACT_IN_TIER, WIJK_LIST_TIERS},
    {WIJK_FACT_PROBLEM_PRESENT, WIJK_LIST_PROBLEMS},
};

void say_key(FILE *to, const wijk_policy *policy, wijk_fact fact, const char *key, size_t length,
             wijk_language language) {
    const char *word = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].fact == fact)
            word = wijk_policy_term(policy, keys[i].list, key, length, language);
    say_text(to, word ? word : key, word ? strlen(word) : length);
}

static bool same_id(const wijk_id *a, const wijk_id *b) { return a && b && memcmp(a, b, sizeof *a) == 0; }

/* What a fact is missing for, after `between`: the word of the policy, and whom or what that is about, unless the
 * finding is about the same. */
static void say_what(const struct saying *said, uint32_t fact, const char *between) {
    char text[WIJK_ID_TEXT_SIZE];
    const wijk_id *id = wijk_findings_missing_subject(said->findings, said->index, fact);
    const char *key = wijk_findings_missing_key(said->findings, said->index, fact);
    if (key) {
        fputs(between, said->to);
        say_key(said->to, said->policy, wijk_findings_missing(said->findings, said->index, fact), key, strlen(key),
                said->language);
        between = " ";
    }
    if (!id || ((key || said->briefly) && same_id(id, wijk_findings_subject(said->findings, said->index))))
        return;
    wijk_id_format(id, text);
    fprintf(said->to, "%s%s", between, text);
    if (said->names)
        show_name_behind(said->names, id);
}

uint32_t say_fact(const struct saying *said, uint32_t fact) {
    const wijk_findings *findings = said->findings;
    wijk_fact which = wijk_findings_missing(findings, said->index, fact);
    const char *term = wijk_catalog_term(WIJK_CATALOG_FACTS, which, said->language);
    fputs(term ? term : "?", said->to);
    say_what(said, fact++, ": ");
    while (wijk_findings_missing(findings, said->index, fact) == which &&
           (said->briefly || wijk_findings_missing_key(findings, said->index, fact) != NULL))
        say_what(said, fact++, ", ");
    return fact;
}

/* A line of say_fact(), with the act that supplies the fact. */
static uint32_t say_missing(const struct saying *said, uint32_t fact, const char *indent) {
    const wijk_findings *findings = said->findings;
    const char *act = wijk_catalog_name(WIJK_CATALOG_ACTS, wijk_findings_missing_mend(findings, said->index, fact));
    fprintf(said->to, "%s%s: ", indent, in_language(said->language, "missing", "ontbreekt"));
    fact = say_fact(said, fact);
    if (act && wijk_findings_mend(findings, said->index) == 0) /* with one act that mends it all, that is said once */
        fprintf(said->to, " (%s)", act);
    fprintf(said->to, "\n");
    return fact;
}

static void say_id(const struct saying *said, const char *indent, const char *word, const wijk_id *id) {
    char text[WIJK_ID_TEXT_SIZE];
    if (id == NULL)
        return;
    wijk_id_format(id, text);
    fprintf(said->to, "%s%s: %s", indent, word, text);
    if (said->names)
        show_name_behind(said->names, id);
    fputc('\n', said->to);
}

static void say_one(const struct saying *said, const char *indent) {
    FILE *to = said->to;
    const wijk_findings *findings = said->findings;
    uint32_t index = said->index;
    wijk_language language = said->language;
    int32_t severities = wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "severity", WIJK_NUL_TERMINATED);
    const char *severity = wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, severities,
                                                    wijk_findings_severity(findings, index));
    fprintf(to, "%s %s: %s\n", wijk_findings_name(findings, index), severity ? severity : "?",
            wijk_findings_text(findings, index, language));
    if (wijk_findings_place(findings, index) != NULL) {
        fprintf(to, "%s%s: ", indent, in_language(language, "at", "op"));
        say_text(to, wijk_findings_place(findings, index), strlen(wijk_findings_place(findings, index)));
        fputc('\n', to);
    }
    say_id(said, indent, in_language(language, "about", "over"), wijk_findings_subject(findings, index));
    say_id(said, indent, in_language(language, "and", "en"), wijk_findings_other(findings, index));
    for (uint32_t fact = 0; fact < wijk_findings_missing_count(findings, index);)
        fact = say_missing(said, fact, indent);
    say_mend(to, indent, wijk_findings_mend(findings, index), language);
}

void say_finding(FILE *to, const wijk_findings *findings, uint32_t index, const wijk_policy *policy,
                 wijk_language language, const char *indent) {
    const struct saying said = {to, findings, index, policy, language, NULL, false};
    say_one(&said, indent);
}

static wijk_status say_as_text(struct cli *cli, const wijk_dossier *dossier, const wijk_findings *findings,
                                  const wijk_policy *policy, const char *subject) {
    struct show names = {.cli = cli, .language = cli->language, .policy = policy, .dossier = dossier};
    bool wanted = (cli->options.seen & TAKES_NAMES) != 0;
    wijk_status status = wanted ? show_start_naming(&names) : WIJK_OK;
    for (uint32_t i = 0; i < wijk_findings_count(findings) && status == WIJK_OK; i++) {
        const struct saying said = {stdout, findings, i, policy, cli->language, wanted ? &names : NULL, false};
        printf("%s: ", subject);
        say_one(&said, "    ");
    }
    if (wanted)
        show_end_naming(&names);
    return status;
}

int say_findings(struct cli *cli, const wijk_dossier *dossier, const wijk_findings *findings, const wijk_policy *policy,
                 wijk_buffer *lines) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_status status = WIJK_OK;
    wijk_id_format(wijk_dossier_id(dossier), subject);
    if (!cli->options.json && wijk_findings_count(findings) > 0)
        status = say_as_text(cli, dossier, findings, policy, subject);
    if (!cli->options.json)
        return status == WIJK_OK ? CLI_OK : say_failure(cli, subject, status);
    wijk_buffer_clear(lines);
    status = wijk_findings_write_json(findings, cli->language, lines, cli->error);
    if (status != WIJK_OK)
        return say_failure(cli, subject, status);
    struct object object = object_start(stdout);
    object_text(&object, "dossier", subject);
    object_lines(&object, "findings", lines);
    object_end(&object);
    return CLI_OK;
}
