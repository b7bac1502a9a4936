/* What the cases have shown to happen, and what none has. */
#include "cases.h"

void see(struct world *world, const char *part, const char *name) {
    for (size_t i = 0; i < world->seen_count; i++)
        if (strcmp(world->seen[i].part, part) == 0 && strcmp(world->seen[i].name, name) == 0)
            return;
    world->seen = realloc(world->seen, (world->seen_count + 1) * sizeof *world->seen);
    world->seen[world->seen_count++] = (struct seen){part, copy_of(name)};
}

struct exception {
    char part[16], name[80];
    bool needed;
};
struct exceptions {
    struct exception list[256];
    size_t count;
};

/* Lines of: part, name, why. */
static bool read_exceptions(const char *path, struct exceptions *exceptions) {
    static struct words words;
    char line[1024];
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    while (fgets(line, sizeof line, file) != NULL && exceptions->count < 256) {
        line[strcspn(line, "\n")] = '\0';
        if (!words_cut(&words, line) || (words.count > 0 && words.count < 3)) {
            fclose(file);
            return false;
        }
        if (words.count == 0)
            continue;
        struct exception *exception = &exceptions->list[exceptions->count++];
        snprintf(exception->part, sizeof exception->part, "%s", words.list[0]);
        snprintf(exception->name, sizeof exception->name, "%s", words.list[1]);
    }
    fclose(file);
    return true;
}

static bool was_seen(const struct world *world, const char *part, const char *name) {
    for (size_t i = 0; i < world->seen_count; i++)
        if (strcmp(world->seen[i].part, part) == 0 && strcmp(world->seen[i].name, name) == 0)
            return true;
    return false;
}

static size_t want(const struct world *world, struct exceptions *exceptions, const char *part, const char *name) {
    bool seen = was_seen(world, part, name);
    for (size_t i = 0; i < exceptions->count; i++) {
        struct exception *exception = &exceptions->list[i];
        if (strcmp(exception->part, part) != 0 || strcmp(exception->name, name) != 0)
            continue;
        exception->needed = !seen;
        return 0;
    }
    if (!seen)
        printf("no case shows %s %s\n", part, name);
    return !seen;
}

static size_t want_all(const struct world *world, struct exceptions *exceptions, wijk_catalog_part part,
                       const char *name) {
    size_t missing = 0;
    for (uint32_t i = 0; i < wijk_catalog_count(part); i++)
        missing += want(world, exceptions, name, wijk_catalog_name(part, wijk_catalog_number(part, i)));
    return missing;
}

static size_t want_fields(const struct world *world, struct exceptions *exceptions) {
    size_t missing = 0;
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_ACTS); i++) {
        wijk_act_type type = wijk_catalog_number(WIJK_CATALOG_ACTS, i);
        for (uint32_t place = 0; place < wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); place++) {
            wijk_field field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, type, place);
            char both[128];
            snprintf(both, sizeof both, "%s.%s", wijk_catalog_name(WIJK_CATALOG_ACTS, type),
                     wijk_catalog_member_name(WIJK_CATALOG_ACTS, type, field));
            missing += want(world, exceptions, "field", both);
        }
    }
    return missing;
}

static size_t want_figures(const struct world *world, struct exceptions *exceptions) {
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_TABLES, WIJK_TABLE_FLOW, WIJK_FLOW_COLUMN_FIGURE);
    size_t missing = 0;
    for (uint32_t i = 0; i < wijk_catalog_member_count(WIJK_CATALOG_CODE_LISTS, list); i++)
        missing += want(world, exceptions, "figure",
                        wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list,
                                                 wijk_catalog_member_number(WIJK_CATALOG_CODE_LISTS, list, i)));
    return missing;
}

size_t tell_uncovered(struct world *world, const char *path) {
    static struct exceptions exceptions;
    if (!read_exceptions(path, &exceptions)) {
        printf("%s cannot be read; a line is: part name why\n", path);
        return 1;
    }
    size_t missing = want_all(world, &exceptions, WIJK_CATALOG_FINDINGS, "finding") +
                     want_all(world, &exceptions, WIJK_CATALOG_FACTS, "fact") +
                     want_all(world, &exceptions, WIJK_CATALOG_ACTS, "act") +
                     want_all(world, &exceptions, WIJK_CATALOG_TABLES, "table") + want_fields(world, &exceptions) +
                     want_figures(world, &exceptions);
    for (size_t i = 0; i < exceptions.count; i++)
        if (!exceptions.list[i].needed) {
            printf("%s: %s %s is no exception any more\n", path, exceptions.list[i].part, exceptions.list[i].name);
            missing++;
        }
    return missing;
}
