/* wijkteam catalog print: the vocabulary. */
#include "cli.h"

static const struct part {
    wijk_catalog_part part;
    const char *key, *english, *dutch;
} parts[] = {
    {WIJK_CATALOG_ACTS, "acts", "acts", "handelingen"},
    {WIJK_CATALOG_TABLES, "tables", "tables", "tabellen"},
    {WIJK_CATALOG_FINDINGS, "findings", "findings", "bevindingen"},
    {WIJK_CATALOG_FACTS, "facts", "facts", "feiten"},
    {WIJK_CATALOG_CODE_LISTS, "code_lists", "code lists", "codelijsten"},
    {WIJK_CATALOG_POLICY_LISTS, "policy_lists", "lists of a policy", "lijsten van een beleid"},
};
enum { PARTS = sizeof parts / sizeof *parts };

/* ---- for people ---- */

static void member_as_text(const struct part *part, int32_t number, int32_t member, wijk_language language) {
    wijk_catalog_part p = part->part;
    const char *type = wijk_catalog_member_type(p, number, member);
    int32_t list = wijk_catalog_member_list(p, number, member);
    bool code = wijk_catalog_member_required(p, number, member) == 1;
    printf("    %s%s", wijk_catalog_member_name(p, number, member), code ? "*" : "");
    if (type)
        printf(" (%s", type);
    if (type && list) {
        wijk_catalog_part of = *type == 'c' ? WIJK_CATALOG_CODE_LISTS : WIJK_CATALOG_POLICY_LISTS;
        printf(" %s", wijk_catalog_name(of, list));
    }
    printf("%s: %s\n", type ? ")" : "", wijk_catalog_member_term(p, number, member, language));
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
    int32_t list = wijk_catalog_member_list(p, number, member);
    struct object object = object_start(stdout);
    object_int(&object, "number", member);
    object_text(&object, "name", wijk_catalog_member_name(p, number, member));
    object_text(&object, "en", wijk_catalog_member_term(p, number, member, WIJK_ENGLISH));
    object_text(&object, "nl", wijk_catalog_member_term(p, number, member, WIJK_DUTCH));
    object_text(&object, "type", type);
    if (type && list)
        object_text(&object, "list",
                    wijk_catalog_name(*type == 'c' ? WIJK_CATALOG_CODE_LISTS : WIJK_CATALOG_POLICY_LISTS, list));
    if (type)
        object_int(&object, "personal", wijk_catalog_member_personal(p, number, member));
    if (type && p == WIJK_CATALOG_ACTS)
        object_int(&object, "required", wijk_catalog_member_required(p, number, member));
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
        object_raw(&object, "members", "[", 1);
    for (uint32_t i = 0; i < members; i++) {
        if (i > 0)
            putchar(',');
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
