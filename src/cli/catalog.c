/* wijkteam catalog print: the vocabulary. */
#include "cli.h"

#include <string.h>

static const struct part {
    wijk_catalog_part part;
    const char *key, *english, *dutch;
} parts[] = {
    {WIJK_CATALOG_ACTS, "acts", "acts", "handelingen"},
    {WIJK_CATALOG_TABLES, "tables", "tables", "tabellen"},
    {WIJK_CATALOG_RESULTS, "results", "results", "uitkomsten"},
    {WIJK_CATALOG_FINDINGS, "findings", "findings", "bevindingen"},
    {WIJK_CATALOG_FACTS, "facts", "facts", "feiten"},
    {WIJK_CATALOG_CODE_LISTS, "code_lists", "code lists", "codelijsten"},
    {WIJK_CATALOG_POLICY_LISTS, "policy_lists", "lists of a policy", "lijsten van een beleid"},
    {WIJK_CATALOG_STANDARDS, "standards", "national codes", "landelijke codes"},
};
enum { PARTS = sizeof parts / sizeof *parts };

/* The name of the list that a member takes its values from, or of the table that it refers to; NULL when any goes. */
static const char *list_of(const struct part *part, int32_t number, int32_t member) {
    const char *type = wijk_catalog_member_type(part->part, number, member);
    if (!type)
        return NULL;
    wijk_catalog_part of = strcmp(type, "code") == 0  ? WIJK_CATALOG_CODE_LISTS
                           : strcmp(type, "ref") == 0 ? WIJK_CATALOG_TABLES
                                                      : WIJK_CATALOG_POLICY_LISTS;
    return wijk_catalog_name(of, wijk_catalog_member_list(part->part, number, member));
}

static bool is_required(const struct part *part, int32_t number, int32_t member) {
    return part->part == WIJK_CATALOG_ACTS && wijk_catalog_member_required(part->part, number, member) == 1;
}

static int32_t endings(void) {
    return wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "ending", WIJK_NUL_TERMINATED);
}

/* ---- for people ---- */

static void member_as_text(const struct part *part, int32_t number, int32_t member, wijk_language language) {
    const char *type = wijk_catalog_member_type(part->part, number, member), *list = list_of(part, number, member);
    printf("    %s%s", wijk_catalog_member_name(part->part, number, member),
           is_required(part, number, member) ? "*" : "");
    if (type)
        printf(" (%s%s%s)", type, list ? " " : "", list ? list : "");
    printf(": %s", wijk_catalog_member_term(part->part, number, member, language));
    if (part->part == WIJK_CATALOG_STANDARDS)
        printf(" (%s %s)", in_language(language, "counted as:", "geteld als:"),
               wijk_catalog_member_term(WIJK_CATALOG_CODE_LISTS, endings(), wijk_standard_ending(number, member),
                                        language));
    printf("\n");
}

static void part_as_text(const struct part *part, wijk_language language) {
    printf("%s\n", in_language(language, part->english, part->dutch));
    for (uint32_t i = 0; i < wijk_catalog_count(part->part); i++) {
        int32_t number = wijk_catalog_number(part->part, i);
        printf("  %s: %s\n", wijk_catalog_name(part->part, number), wijk_catalog_term(part->part, number, language));
        for (uint32_t j = 0; j < wijk_catalog_member_count(part->part, number); j++)
            member_as_text(part, number, wijk_catalog_member_number(part->part, number, j), language);
    }
}

/* ---- for machines: one entry a line ---- */

static void member_as_json(const struct part *part, int32_t number, int32_t member) {
    wijk_catalog_part p = part->part;
    const char *type = wijk_catalog_member_type(p, number, member);
    struct object object = object_start(stdout);
    object_int(&object, "number", member);
    object_text(&object, "name", wijk_catalog_member_name(p, number, member));
    object_text(&object, "en", wijk_catalog_member_term(p, number, member, WIJK_ENGLISH));
    object_text(&object, "nl", wijk_catalog_member_term(p, number, member, WIJK_DUTCH));
    object_text(&object, "type", type);
    object_text(&object, "list", list_of(part, number, member));
    if (type)
        object_bool(&object, "personal", wijk_catalog_member_personal(p, number, member) == 1);
    if (p == WIJK_CATALOG_STANDARDS)
        object_text(&object, "ending",
                    wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, endings(), wijk_standard_ending(number, member)));
    if (p == WIJK_CATALOG_ACTS)
        object_bool(&object, "required", is_required(part, number, member));
    object_close(&object);
}

static void entry_as_json(const struct part *part, int32_t number) {
    struct object object = object_start(stdout);
    object_text(&object, "part", part->key);
    object_int(&object, "number", number);
    object_text(&object, "name", wijk_catalog_name(part->part, number));
    object_text(&object, "en", wijk_catalog_term(part->part, number, WIJK_ENGLISH));
    object_text(&object, "nl", wijk_catalog_term(part->part, number, WIJK_DUTCH));
    object_text(&object, "about", wijk_catalog_about(part->part, number));
    uint32_t members = wijk_catalog_member_count(part->part, number);
    if (members > 0)
        object_open(&object, "members");
    for (uint32_t i = 0; i < members; i++) {
        putchar(i > 0 ? ',' : '[');
        member_as_json(part, number, wijk_catalog_member_number(part->part, number, i));
    }
    if (members > 0)
        putchar(']');
    object_end(&object);
}

int command_catalog_print(struct cli *cli) {
    for (size_t i = 0; i < PARTS; i++) {
        if (!cli->options.json)
            part_as_text(&parts[i], cli->language);
        for (uint32_t j = 0; cli->options.json && j < wijk_catalog_count(parts[i].part); j++)
            entry_as_json(&parts[i], wijk_catalog_number(parts[i].part, j));
    }
    return CLI_OK;
}
