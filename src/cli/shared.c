/* wijkteam household shared: who is a member of two active households. All memberships of a day are sorted by person, so
 * that only households that have somebody in common are laid side by side. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

struct membership {
    wijk_id person, dossier;
    bool shared; /* one of two homes */
};
struct couple {
    wijk_id a, b;
};

struct work {
    wijk_store *store;
    wijk_policy *policy;
    wijk_buffer *frames, *lines;
    wijk_findings *findings;
    struct membership *memberships;
    size_t count, capacity;
    struct couple *couples;
    size_t couple_count, couple_capacity;
};

/* Room for one more at the end of an array. */
static void *room(void *array, size_t size, size_t count, size_t *capacity) {
    if (count < *capacity)
        return array;
    *capacity = *capacity ? *capacity * 2 : 256;
    return cli_reallocate(array, *capacity * size);
}

/* ---- the memberships of a day ---- */

static void add_members(struct work *work, const wijk_id *dossier, const wijk_table *members) {
    for (uint32_t row = 0; row < wijk_table_rows(members); row++) {
        if (!wijk_table_is_null(members, WIJK_MEMBERS_COLUMN_UNTIL, row))
            continue;
        work->memberships = room(work->memberships, sizeof *work->memberships, work->count, &work->capacity);
        work->memberships[work->count++] = (struct membership){
            *wijk_table_cell_id(members, WIJK_MEMBERS_COLUMN_PERSON, row), *dossier,
            wijk_table_int(members, WIJK_MEMBERS_COLUMN_HOME, row) == WIJK_HOME_SHARED};
    }
}

static wijk_status gather(struct cli *cli, struct work *work, const wijk_dossier *dossier) {
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
    add_members(work, wijk_dossier_id(dossier), table);
    wijk_table_unref(table);
    return WIJK_OK;
}

static int visit(struct cli *cli, const wijk_id *id, void *data) {
    struct work *work = data;
    wijk_dossier *dossier;
    char subject[WIJK_ID_TEXT_SIZE];
    if (cli_load(cli, work->store, NULL, id, work->frames, &dossier) != WIJK_OK)
        return CLI_BAD;
    wijk_status status = gather(cli, work, dossier);
    wijk_dossier_destroy(dossier);
    if (status == WIJK_OK)
        return CLI_OK;
    wijk_id_format(id, subject);
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
static void find_couples(struct work *work) {
    if (work->count > 0)
        qsort(work->memberships, work->count, sizeof *work->memberships, by_person);
    for (size_t i = 1; i < work->count; i++) {
        const struct membership *one = &work->memberships[i - 1], *other = one + 1;
        if (memcmp(&one->person, &other->person, sizeof one->person) != 0 || (one->shared && other->shared))
            continue;
        work->couples = room(work->couples, sizeof *work->couples, work->couple_count, &work->couple_capacity);
        work->couples[work->couple_count++] = (struct couple){one->dossier, other->dossier};
    }
    if (work->couple_count > 0)
        qsort(work->couples, work->couple_count, sizeof *work->couples, by_dossiers);
}

static int say_shared(struct cli *cli, struct work *work, const wijk_dossier *a, const wijk_dossier *b) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_id_format(wijk_dossier_id(a), subject);
    wijk_status status = wijk_dossier_shared(a, b, cli_today(cli), cli->options.known, work->findings, cli->error);
    if (status < 0)
        return say_failure(cli, subject, status);
    int said = say_findings(cli, a, work->findings, work->policy, work->lines);
    return said != CLI_OK ? said : status == WIJK_REFUSED ? CLI_REFUSED : CLI_OK;
}

static int compare(struct cli *cli, struct work *work, const struct couple *couple, wijk_dossier **a) {
    wijk_dossier *b;
    if (*a == NULL || memcmp(wijk_dossier_id(*a), &couple->a, sizeof couple->a) != 0) {
        wijk_dossier_destroy(*a);
        if (cli_load(cli, work->store, work->policy, &couple->a, work->frames, a) != WIJK_OK)
            return CLI_BAD;
    }
    if (cli_load(cli, work->store, NULL, &couple->b, work->frames, &b) != WIJK_OK)
        return CLI_BAD;
    int answer = say_shared(cli, work, *a, b);
    wijk_dossier_destroy(b);
    return answer;
}

static int compare_all(struct cli *cli, struct work *work) {
    wijk_dossier *first = NULL; /* of the couple before: it is often the same */
    int worst = CLI_OK;
    find_couples(work);
    for (size_t i = 0; i < work->couple_count; i++) {
        if (i > 0 && by_dossiers(&work->couples[i - 1], &work->couples[i]) == 0)
            continue;
        int answer = compare(cli, work, &work->couples[i], &first);
        worst = answer > worst ? answer : worst;
    }
    wijk_dossier_destroy(first);
    return worst;
}

int command_household_shared(struct cli *cli) {
    struct work work = {0};
    int answer = CLI_BAD;
    wijk_status status = wijk_buffer_new(cli->context, &work.frames);
    if (status == WIJK_OK)
        status = wijk_buffer_new(cli->context, &work.lines);
    if (status == WIJK_OK)
        status = wijk_findings_new(cli->context, &work.findings, cli->error);
    if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    else if (cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &work.store) == WIJK_OK &&
             cli_policy(cli, work.store, &work.policy) == WIJK_OK)
        answer = cli_each_dossier(cli, work.store, visit, &work);
    if (answer == CLI_OK)
        answer = compare_all(cli, &work);
    free(work.couples);
    free(work.memberships);
    wijk_policy_unref(work.policy);
    wijk_store_destroy(work.store);
    wijk_findings_destroy(work.findings);
    wijk_buffer_destroy(work.lines);
    wijk_buffer_destroy(work.frames);
    return answer;
}
