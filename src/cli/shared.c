/* wijkteam household shared: who is a member of two active households. All memberships of a day are sorted by person,
 * so that only households that have somebody in common are laid side by side. */
#include "shared.h"

#include <stdlib.h>
#include <string.h>

struct membership {
    wijk_id person, dossier;
    bool shared; /* one of two homes */
};
struct couple {
    wijk_id a, b;
};

/* Room for one more at the end of an array. */
static void *room(void *array, size_t size, size_t count, size_t *capacity) {
    if (count < *capacity)
        return array;
    *capacity = *capacity ? *capacity * 2 : 256;
    return cli_reallocate(array, *capacity * size);
}

/* ---- the memberships of a day ---- */

static void add_members(struct sharing *sharing, const wijk_id *dossier, const wijk_table *members) {
    for (uint32_t row = 0; row < wijk_table_rows(members); row++) {
        if (!wijk_table_is_null(members, WIJK_MEMBERS_COLUMN_UNTIL, row))
            continue;
        sharing->memberships = room(sharing->memberships, sizeof *sharing->memberships, sharing->count,
                                    &sharing->capacity);
        sharing->memberships[sharing->count++] = (struct membership){
            *wijk_table_cell_id(members, WIJK_MEMBERS_COLUMN_PERSON, row), *dossier,
            wijk_table_int(members, WIJK_MEMBERS_COLUMN_HOME, row) == WIJK_HOME_SHARED};
    }
}

static wijk_status gather(struct cli *cli, struct sharing *sharing, const wijk_dossier *dossier) {
    wijk_date on = cli_today(cli);
    wijk_table *table;
    wijk_status status =
        wijk_dossier_table(dossier, WIJK_TABLE_DOSSIERS, on, cli->options.known, &table, cli->error);
    if (status != WIJK_OK)
        return status;
    bool open = wijk_table_rows(table) > 0 && wijk_table_is_null(table, WIJK_DOSSIERS_COLUMN_CLOSED, 0);
    wijk_table_unref(table);
    if (!open)
        return WIJK_OK;
    status = wijk_dossier_table(dossier, WIJK_TABLE_MEMBERS, on, cli->options.known, &table, cli->error);
    if (status != WIJK_OK)
        return status;
    add_members(sharing, wijk_dossier_id(dossier), table);
    wijk_table_unref(table);
    return WIJK_OK;
}

int sharing_add(struct cli *cli, struct sharing *sharing, const wijk_dossier *dossier) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_status status = gather(cli, sharing, dossier);
    if (status == WIJK_OK)
        return CLI_OK;
    wijk_id_format(wijk_dossier_id(dossier), subject);
    return say_failure(cli, subject, status);
}

/* ---- households with somebody in common ---- */

static int by_person(const void *a, const void *b) {
    const struct membership *one = a, *other = b;
    int order = memcmp(&one->person, &other->person, sizeof one->person);
    return order ? order : memcmp(&one->dossier, &other->dossier, sizeof one->dossier);
}

static int by_dossiers(const void *a, const void *b) { return memcmp(a, b, sizeof(struct couple)); }

/* Neighbours will do: whoever is in three households is told of the first and the second, the second and the third. */
static void find_couples(struct sharing *sharing) {
    if (sharing->count > 0)
        qsort(sharing->memberships, sharing->count, sizeof *sharing->memberships, by_person);
    for (size_t i = 1; i < sharing->count; i++) {
        const struct membership *one = &sharing->memberships[i - 1], *other = one + 1;
        if (memcmp(&one->person, &other->person, sizeof one->person) != 0 || (one->shared && other->shared))
            continue;
        sharing->couples = room(sharing->couples, sizeof *sharing->couples, sharing->couple_count,
                                &sharing->couple_capacity);
        sharing->couples[sharing->couple_count++] = (struct couple){one->dossier, other->dossier};
    }
    if (sharing->couple_count > 0)
        qsort(sharing->couples, sharing->couple_count, sizeof *sharing->couples, by_dossiers);
}

static int say_shared(struct cli *cli, struct sharing *sharing, struct walk *walk, const wijk_dossier *a,
                      const wijk_dossier *b) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_id_format(wijk_dossier_id(a), subject);
    wijk_status status = wijk_dossier_shared(a, b, cli_today(cli), cli->options.known, sharing->findings, cli->error);
    if (status < 0)
        return say_failure(cli, subject, status);
    int said = say_findings(cli, a, sharing->findings, walk->policy, walk->lines);
    return said != CLI_OK ? said : status == WIJK_REFUSED ? CLI_REFUSED : CLI_OK;
}

static int compare(struct cli *cli, struct sharing *sharing, struct walk *walk, const struct couple *couple,
                   wijk_dossier **a) {
    wijk_dossier *b;
    if (*a == NULL || memcmp(wijk_dossier_id(*a), &couple->a, sizeof couple->a) != 0) {
        wijk_dossier_destroy(*a);
        if (cli_load(cli, walk->store, walk->policy, &couple->a, walk->frames, a) != WIJK_OK)
            return CLI_BAD;
    }
    if (cli_load(cli, walk->store, NULL, &couple->b, walk->frames, &b) != WIJK_OK)
        return CLI_BAD;
    int answer = say_shared(cli, sharing, walk, *a, b);
    wijk_dossier_destroy(b);
    return answer;
}

int sharing_say(struct cli *cli, struct sharing *sharing, struct walk *walk) {
    wijk_dossier *first = NULL; /* of the couple before: it is often the same */
    int worst = CLI_OK;
    find_couples(sharing);
    for (size_t i = 0; i < sharing->couple_count; i++) {
        if (i > 0 && by_dossiers(&sharing->couples[i - 1], &sharing->couples[i]) == 0)
            continue;
        int answer = compare(cli, sharing, walk, &sharing->couples[i], &first);
        worst = answer > worst ? answer : worst;
    }
    wijk_dossier_destroy(first);
    return worst;
}

void sharing_end(struct sharing *sharing) {
    free(sharing->couples);
    free(sharing->memberships);
}

/* ---- the command ---- */

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    return sharing_add(cli, walk->data, dossier);
}

static int after(struct cli *cli, struct walk *walk) { return sharing_say(cli, walk->data, walk); }

int command_household_shared(struct cli *cli) {
    struct sharing sharing = {0};
    struct walk walk = {.visit = visit, .after = after, .data = &sharing};
    wijk_status status = wijk_findings_new(cli->context, &sharing.findings, cli->error);
    int answer = status == WIJK_OK ? walk_store(cli, &walk, NULL) : say_failure(cli, NULL, status);
    sharing_end(&sharing);
    wijk_findings_destroy(sharing.findings);
    return answer;
}
