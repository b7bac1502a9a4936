/* An act from the words of a line, by the names that the catalog gives. A mistake in a line goes to the library as it
 * is, so that a case can show what the library says of it. */
#include "cases.h"

int32_t member_named(wijk_catalog_part part, int32_t number, const char *name, size_t length) {
    for (uint32_t place = 0; place < wijk_catalog_member_count(part, number); place++) {
        int32_t member = wijk_catalog_member_number(part, number, place);
        const char *other = wijk_catalog_member_name(part, number, member);
        if (strlen(other) == length && memcmp(other, name, length) == 0)
            return member;
    }
    return -1;
}

bool read_date(const char *word, wijk_date *date) {
    return wijk_date_parse(word, WIJK_NUL_TERMINATED, date, NULL) == WIJK_OK;
}

bool read_moment(const char *word, bool last, wijk_time *time) {
    const wijk_time day_length = INT64_C(86400000000);
    wijk_date day;
    if (!read_date(word, &day))
        return wijk_time_parse(word, WIJK_NUL_TERMINATED, time, NULL) == WIJK_OK;
    *time = (wijk_time)day * day_length + (last ? day_length - 1 : day_length / 2);
    return true;
}

/* ---- fields ---- */

static bool read_number(const char *word, int64_t *number) {
    char *end;
    *number = strtoll(word, &end, 10);
    return *word != '\0' && *end == '\0';
}

static wijk_status set_text(struct world *world, wijk_act *act, wijk_field field, const char *value) {
    return wijk_act_set_text(act, field, value, WIJK_NUL_TERMINATED, world->error);
}

static wijk_status set_id(struct world *world, wijk_act *act, wijk_field field, const char *value) {
    wijk_id id = id_of(&world->names, value);
    return wijk_act_set_id(act, field, &id, world->error);
}

static wijk_status set_int(struct world *world, wijk_act *act, wijk_field field, const char *value) {
    int64_t number;
    return read_number(value, &number) ? wijk_act_set_int(act, field, number, world->error)
                                       : set_text(world, act, field, value);
}

static wijk_status set_bool(struct world *world, wijk_act *act, wijk_field field, const char *value) {
    bool yes = strcmp(value, "yes") == 0, no = strcmp(value, "no") == 0;
    return yes || no ? wijk_act_set_int(act, field, yes, world->error) : set_int(world, act, field, value);
}

static wijk_status set_date(struct world *world, wijk_act *act, wijk_field field, const char *value) {
    wijk_date date;
    return read_date(value, &date) ? wijk_act_set_date(act, field, date, world->error)
                                   : set_text(world, act, field, value);
}

static wijk_status set_code(struct world *world, wijk_act *act, wijk_field field, const char *value) {
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_ACTS, wijk_act_get_type(act), field);
    int32_t code = member_named(WIJK_CATALOG_CODE_LISTS, list, value, strlen(value));
    return wijk_act_set_code(act, field, code, world->error);
}

static const struct setter {
    const char *type;
    wijk_status (*set)(struct world *world, wijk_act *act, wijk_field field, const char *value);
} setters[] = {
    {"id", set_id},     {"ref", set_id},   {"person", set_id}, {"act", set_id},   {"int", set_int},
    {"bool", set_bool}, {"date", set_date}, {"code", set_code}, {"key", set_text}, {"text", set_text},
};

static wijk_status set_field(struct world *world, wijk_act *act, const char *word) {
    const char *equals = strchr(word, '=');
    wijk_act_type type = wijk_act_get_type(act);
    wijk_field field = member_named(WIJK_CATALOG_ACTS, type, word, (size_t)(equals - word));
    const char *name = wijk_catalog_member_type(WIJK_CATALOG_ACTS, type, field);
    for (size_t i = 0; name != NULL && i < sizeof setters / sizeof *setters; i++)
        if (strcmp(setters[i].type, name) == 0)
            return setters[i].set(world, act, field, equals + 1);
    return set_text(world, act, field, equals + 1);
}

/* ---- what every act has ---- */

/* "Noor", "Noor/needs-assessor" (in a role), "Noor/" (in no role), "nobody". */
static wijk_status set_actor(struct world *world, wijk_act *act, const char *by, const char *organisation) {
    char name[128];
    const char *slash = strchr(by, '/');
    if (strcmp(by, "nobody") == 0)
        return WIJK_OK;
    snprintf(name, sizeof name, "%.*s", (int)(slash != NULL ? slash - by : (long)strlen(by)), by);
    wijk_id professional = id_of(&world->names, name), whose = {{0}};
    if (organisation != NULL)
        whose = id_of(&world->names, organisation);
    return wijk_act_set_actor(act, &professional, organisation != NULL ? &whose : NULL,
                              slash != NULL ? slash + 1 : "team-worker", WIJK_NUL_TERMINATED, world->error);
}

static wijk_time recorded_of(struct world *world, const struct line *line, const struct words *words,
                             wijk_date valid) {
    wijk_time recorded = (wijk_time)valid * INT64_C(86400000000) + INT64_C(43200000000);
    if (words->count > 1 && words->list[1][0] == '@') {
        if (!read_moment(words->list[1] + 1, false, &recorded))
            fail(world, line, "%s is no day and no instant", words->list[1] + 1);
    } else if (recorded < world->last_recorded) {
        recorded = world->last_recorded;
    }
    return recorded;
}

/* Words of two: "by Noor", "for Org", "because "...", "as G". */
struct pairs {
    const char *by, *organisation, *reason, *label;
};

static bool take_pair(const struct words *words, size_t place, struct pairs *pairs) {
    static const char *const names[] = {"by", "for", "because", "as"};
    const char **const to[] = {&pairs->by, &pairs->organisation, &pairs->reason, &pairs->label};
    for (size_t i = 0; i < 4; i++)
        if (word_is(words, place, names[i]) && place + 1 < words->count) {
            *to[i] = words->list[place + 1];
            return true;
        }
    return false;
}

static wijk_status begin(struct world *world, const struct line *line, const struct words *words, size_t name,
                         const char *label, wijk_act *act) {
    char own[128];
    wijk_date valid;
    if (!read_date(words->list[0], &valid)) {
        fail(world, line, "%s is no day", words->list[0]);
        return WIJK_E_DATE;
    }
    snprintf(own, sizeof own, "%s:%d", line->file, line->number);
    wijk_id id = id_of(&world->names, label != NULL ? label : own);
    wijk_time recorded = recorded_of(world, line, words, valid);
    wijk_act_type type = wijk_catalog_find(WIJK_CATALOG_ACTS, words->list[name], WIJK_NUL_TERMINATED);
    return wijk_act_begin(act, type, &id, valid, recorded, world->error);
}

wijk_status build_act(struct world *world, const struct line *line, const struct words *words, wijk_act *act) {
    size_t end = word_place(words, "=>"), name = words->count > 1 && words->list[1][0] == '@' ? 2 : 1;
    struct pairs pairs = {"Noor", NULL, NULL, NULL};
    if (name >= end) {
        fail(world, line, "an act line needs a day and the name of an act");
        return WIJK_E_ARGUMENT;
    }
    for (size_t i = name + 1; i < end; i++) {
        if (take_pair(words, i, &pairs))
            i++;
        else if (strchr(words->list[i], '=') == NULL)
            fail(world, line, "%s is no field=value", words->list[i]);
    }
    if (failed(world))
        return WIJK_E_ARGUMENT;
    wijk_status status = begin(world, line, words, name, pairs.label, act);
    struct pairs ignored;
    for (size_t i = name + 1; i < end && status == WIJK_OK; i++) {
        if (take_pair(words, i, &ignored))
            i++;
        else
            status = set_field(world, act, words->list[i]);
    }
    if (status == WIJK_OK)
        status = set_actor(world, act, pairs.by, pairs.organisation);
    if (status == WIJK_OK && pairs.reason != NULL)
        status = wijk_act_set_reason(act, pairs.reason, WIJK_NUL_TERMINATED, world->error);
    return status;
}

void see_act(struct world *world, const wijk_act *act) {
    wijk_act_type type = wijk_act_get_type(act);
    const char *name = wijk_catalog_name(WIJK_CATALOG_ACTS, type);
    see(world, "act", name);
    for (uint32_t place = 0; place < wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); place++) {
        wijk_field field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, type, place);
        char both[128];
        snprintf(both, sizeof both, "%s.%s", name, wijk_catalog_member_name(WIJK_CATALOG_ACTS, type, field));
        if (wijk_act_has(act, field))
            see(world, "field", both);
    }
}
