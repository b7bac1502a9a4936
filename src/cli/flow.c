/* wijkteam flow: what is counted of a period, added up over all dossiers, and divided only when it is said. */
#include "flow.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

enum { HALF_A_YEAR = 182 };

/* ---- sums, in order, so that each is found by halving ---- */

struct about { /* what a row is about, borrowed from its table */
    int32_t figure;
    const wijk_id *provider;
    const char *ladder, *key;
    size_t ladder_length, key_length;
};

static int order_of_keys(const char *one, const char *other, size_t length) {
    if (!one || !other)
        return (one != NULL) - (other != NULL);
    int order = strncmp(one, other, length);
    return order ? order : one[length] != '\0';
}

static int order_of(const struct sum *sum, const struct about *about) {
    static const wijk_id none = {{0}};
    if (sum->figure != about->figure)
        return sum->figure < about->figure ? -1 : 1;
    int order = memcmp(&sum->provider, about->provider ? about->provider : &none, sizeof none);
    if (order == 0)
        order = order_of_keys(sum->ladder, about->ladder, about->ladder_length);
    return order ? order : order_of_keys(sum->key, about->key, about->key_length);
}

static char *copy_key(const char *key, size_t length) {
    return key ? memcpy(cli_allocate(length + 1), key, length) : NULL;
}

static struct sum *sum_of(struct group *group, const struct about *about) {
    size_t low = 0, high = group->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = order_of(&group->sums[middle], about);
        if (order == 0)
            return &group->sums[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (group->count == group->capacity) {
        group->capacity = group->capacity ? group->capacity * 2 : 64;
        group->sums = cli_reallocate(group->sums, group->capacity * sizeof *group->sums);
    }
    memmove(&group->sums[low + 1], &group->sums[low], (group->count++ - low) * sizeof *group->sums);
    group->sums[low] = (struct sum){.figure = about->figure,
                                    .ladder = copy_key(about->ladder, about->ladder_length),
                                    .key = copy_key(about->key, about->key_length)};
    if (about->provider)
        group->sums[low].provider = *about->provider;
    return &group->sums[low];
}

/* Frames that no dossier made may say any number of minutes. */
static bool add(struct sum *sum, int64_t count, int64_t of) {
    return !__builtin_add_overflow(sum->count, count, &sum->count) && !__builtin_add_overflow(sum->of, of, &sum->of);
}

struct sum flow_total(const struct group *group, int32_t figure) {
    for (size_t i = 0; i < group->count; i++)
        if (order_of(&group->sums[i], &(struct about){.figure = figure}) == 0)
            return group->sums[i];
    return (struct sum){.figure = figure};
}

static struct group *group_of(struct flows *flows, const wijk_id *team) {
    size_t place = 0;
    while (place < flows->team_count && memcmp(&flows->teams[place].team, team, sizeof *team) < 0)
        place++;
    if (place < flows->team_count && memcmp(&flows->teams[place].team, team, sizeof *team) == 0)
        return &flows->teams[place];
    if (flows->team_count == flows->team_capacity) {
        flows->team_capacity = flows->team_capacity ? flows->team_capacity * 2 : 16;
        flows->teams = cli_reallocate(flows->teams, flows->team_capacity * sizeof *flows->teams);
    }
    memmove(&flows->teams[place + 1], &flows->teams[place], (flows->team_count++ - place) * sizeof *flows->teams);
    flows->teams[place] = (struct group){.team = *team};
    return &flows->teams[place];
}

/* ---- one dossier ---- */

static wijk_status add_rows(struct group *group, const struct flows *flows, const wijk_table *table) {
    group->dossiers += wijk_table_rows(table) > 0;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        struct about about = {.figure = (int32_t)wijk_table_int(table, WIJK_FLOW_COLUMN_FIGURE, row),
                              .provider = wijk_table_cell_id(table, WIJK_FLOW_COLUMN_SUBJECT, row)};
        about.ladder = wijk_table_text(table, WIJK_FLOW_COLUMN_LADDER, row, &about.ladder_length);
        about.key = wijk_table_text(table, WIJK_FLOW_COLUMN_KEY, row, &about.key_length);
        if ((about.provider && !flows->by_provider) || about.figure == WIJK_FLOW_EXITS_RETURNED)
            continue;
        if (!add(sum_of(group, &about), wijk_table_int(table, WIJK_FLOW_COLUMN_COUNT, row),
                 wijk_table_int(table, WIJK_FLOW_COLUMN_OF, row)))
            return WIJK_E_RANGE;
    }
    return WIJK_OK;
}

/* The team that took the household on; the dossier is looked at on the last day of the period. */
static wijk_status team_of(struct cli *cli, const struct flows *flows, const wijk_dossier *dossier, wijk_id *team) {
    wijk_table *table;
    wijk_status status = wijk_dossier_table(dossier, WIJK_TABLE_DOSSIERS, flows->until - 1, cli->options.known, &table,
                                            cli->error);
    *team = (wijk_id){{0}};
    if (status != WIJK_OK)
        return status;
    const wijk_id *id = wijk_table_rows(table) > 0 ? wijk_table_cell_id(table, WIJK_DOSSIERS_COLUMN_TEAM, 0) : NULL;
    if (id)
        *team = *id;
    wijk_table_unref(table);
    return WIJK_OK;
}

static wijk_status add_to(struct group *group, const struct flows *flows, const wijk_table *table,
                          const struct sum *returns) {
    wijk_status status = add_rows(group, flows, table);
    if (status != WIJK_OK || returns->of == 0)
        return status;
    struct sum *sum = sum_of(group, &(struct about){.figure = WIJK_FLOW_EXITS_RETURNED});
    return add(sum, returns->count, returns->of) ? WIJK_OK : WIJK_E_RANGE;
}

/* The table looks for returns no further than the period goes; here they are looked for until today. */
static wijk_status add_dossier(struct cli *cli, struct flows *flows, const wijk_dossier *dossier) {
    wijk_time known = cli->options.known;
    struct sum returns = {0};
    wijk_table *table;
    wijk_id team;
    wijk_status status =
        wijk_dossier_flow(dossier, flows->from, flows->until, flows->within, known, &table, cli->error);
    if (status == WIJK_OK)
        status = wijk_dossier_returns_after(dossier, flows->from, flows->until, flows->within, flows->seen, known,
                                            &returns.count, &returns.of, cli->error);
    if (status == WIJK_OK)
        status = add_to(&flows->all, flows, table, &returns);
    if (status == WIJK_OK && flows->by_team && wijk_table_rows(table) > 0) {
        status = team_of(cli, flows, dossier, &team);
        if (status == WIJK_OK)
            status = add_to(group_of(flows, &team), flows, table, &returns);
    }
    wijk_table_unref(table);
    return status;
}

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    char subject[WIJK_ID_TEXT_SIZE];
    wijk_status status = add_dossier(cli, walk->data, dossier);
    if (status == WIJK_OK)
        return CLI_OK;
    wijk_id_format(wijk_dossier_id(dossier), subject);
    return say_failure(cli, subject, status);
}

/* ---- JSON: one object a line, first of all dossiers, then of each team ---- */

static void say_sums(const struct group *group) {
    const char *comma = "";
    putchar('[');
    for (size_t i = 0; i < group->count; i++, comma = ",") {
        const struct sum *sum = &group->sums[i];
        int32_t list = wijk_catalog_member_list(WIJK_CATALOG_TABLES, WIJK_TABLE_FLOW, WIJK_FLOW_COLUMN_FIGURE);
        fputs(comma, stdout);
        struct object object = object_start(stdout);
        object_text(&object, "figure", wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list, sum->figure));
        object_text(&object, "ladder", sum->ladder);
        object_text(&object, "key", sum->key);
        if (is_somebody(&sum->provider))
            object_id(&object, "subject", &sum->provider);
        object_int(&object, "count", sum->count);
        object_int(&object, "of", sum->of);
        object_close(&object);
    }
    putchar(']');
}

static void say_group(const struct flows *flows, const struct group *group, bool is_team) {
    char day[WIJK_DATE_TEXT_SIZE];
    struct object object = object_start(stdout);
    if (is_team) {
        if (is_somebody(&group->team)) {
            object_id(&object, "team", &group->team);
        } else {
            object_open(&object, "team");
            fputs("null", stdout);
        }
    }
    wijk_date_format(flows->from, day);
    object_text(&object, "from", flows->from == WIJK_DATE_MIN ? NULL : day);
    wijk_date_format(flows->until - 1, day);
    object_text(&object, "until", day);
    object_int(&object, "within", flows->within);
    object_int(&object, "dossiers", group->dossiers);
    object_open(&object, "figures");
    say_sums(group);
    object_end(&object);
}

static int after(struct cli *cli, struct walk *walk) {
    const struct flows *flows = walk->data;
    if (!cli->options.json) {
        flow_say(cli, flows);
        return CLI_OK;
    }
    say_group(flows, &flows->all, false);
    for (size_t i = 0; i < flows->team_count; i++)
        say_group(flows, &flows->teams[i], true);
    return CLI_OK;
}

/* ---- the command ---- */

static void group_free(struct group *group) {
    for (size_t i = 0; i < group->count; i++) {
        free(group->sums[i].ladder);
        free(group->sums[i].key);
    }
    free(group->sums);
}

static bool read_by(struct cli *cli, struct flows *flows) {
    const char *by = cli->options.by;
    flows->by_team = by && strcmp(by, "team") == 0;
    flows->by_provider = by && strcmp(by, "provider") == 0;
    if (!by || flows->by_team || flows->by_provider)
        return true;
    say_misuse(cli, "--by", "by team, or by provider", "team of provider");
    return false;
}

int command_flow(struct cli *cli) {
    wijk_date today = cli_today(cli), last = cli->options.until != WIJK_DATE_NONE ? cli->options.until : today;
    struct flows flows = {.from = cli->options.from != WIJK_DATE_NONE ? cli->options.from : WIJK_DATE_MIN,
                          .until = last < WIJK_DATE_MAX ? last + 1 : WIJK_DATE_MAX,
                          .seen = today > last ? today : last,
                          .within = cli->options.within >= 0 ? cli->options.within : HALF_A_YEAR};
    struct walk walk = {.visit = visit, .after = after, .data = &flows};
    if (!read_by(cli, &flows))
        return CLI_BAD;
    if (flows.until <= flows.from)
        return say_misuse(cli, "--until", "the last day is before the first", "de laatste dag ligt voor de eerste");
    int answer = walk_store(cli, &walk, NULL);
    group_free(&flows.all);
    for (size_t i = 0; i < flows.team_count; i++)
        group_free(&flows.teams[i]);
    free(flows.teams);
    return answer;
}
