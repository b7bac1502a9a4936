/* Conditions: from nested JSON to a flat tree. A named condition is put in where it is used, so whoever judges needs no
 * names; the limits keep names that use names from growing without end. */
#include "policy/compile.h"

/* The next place of the draft; NULL with the failure recorded when the condition or the pack has grown too large. */
static struct wijk__condition *add_node(struct wijk__reader *reader, enum wijk__condition_kind kind) {
    if (reader->draft_count == WIJK__CONDITION_SIZE_MOST || reader->condition_total == WIJK__CONDITION_TOTAL_MOST) {
        wijk__read_fail(reader, WIJK_E_LIMIT);
        return NULL;
    }
    reader->condition_total++;
    struct wijk__condition *node = &reader->draft[reader->draft_count++];
    *node = (struct wijk__condition){
        .kind = kind, .next = reader->draft_count, .within_days = -1, .at_least = INT32_MIN, .at_most = INT32_MAX};
    return node;
}

static wijk_status add_condition(struct wijk__reader *reader, wijk__json *json, void *to);

/* ---- the five forms: each is an object with one sign, which says what it is ---- */

static wijk_status read_group(struct wijk__reader *reader, wijk__json *json, enum wijk__condition_kind kind) {
    if (wijk__json_count(json) == 0)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    struct wijk__condition *node = add_node(reader, kind);
    if (!node)
        return WIJK_E_LIMIT;
    wijk_status status = wijk__read_items(reader, json, add_condition, reader, 0);
    node->next = reader->draft_count;
    return status;
}

static wijk_status read_all(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    return read_group(reader, json, WIJK__ALL);
}

static wijk_status read_any(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    return read_group(reader, json, WIJK__ANY);
}

static wijk_status read_not(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__condition *node = add_node(reader, WIJK__NOT);
    if (!node)
        return WIJK_E_LIMIT;
    wijk_status status = add_condition(reader, json, to);
    node->next = reader->draft_count;
    return status;
}

/* Follows a name to its condition; a fault in there is told with the place in there. */
static wijk_status read_use(struct wijk__reader *reader, wijk__json *json, void *to) {
    size_t length;
    const char *name = wijk__json_text(json, &length);
    const struct wijk__entry *found = wijk__list_find(&reader->names, name, length);
    if (!found)
        return wijk__read_fail(reader, WIJK_E_REFERENCE);
    size_t place = (size_t)(found - reader->names.entries);
    if (reader->followed[place])
        return wijk__read_fail(reader, WIJK_E_CYCLE);
    const struct wijk__path here = reader->path;
    wijk__path_start(&reader->path);
    wijk__path_key(&reader->path, "conditions");
    wijk__path_key(&reader->path, found->key.data);
    reader->followed[place] = true;
    wijk__lint_use(reader, true);
    wijk_status status = add_condition(reader, reader->bodies[place], to);
    wijk__lint_use(reader, false);
    reader->followed[place] = false;
    reader->path = here;
    return status;
}

static wijk_status read_fact(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    size_t length;
    const char *name = wijk__json_text(json, &length);
    wijk_fact fact = wijk_catalog_find(WIJK_CATALOG_FACTS, name, length);
    /* Some facts are only named by findings: the answer to a "not" that fails is nothing that an act could supply. */
    if (fact == 0 || !wijk__fact_def(fact)->asked)
        return wijk__read_fail(reader, WIJK_E_CODE);
    struct wijk__condition *node = add_node(reader, WIJK__ATOM);
    if (!node)
        return WIJK_E_LIMIT;
    node->fact = fact;
    return WIJK_OK;
}

/* Read after the fact, which is then the last of the draft. An age of how things stand would be passed over in silence,
 * so it is refused. */
static wijk_status read_within_days(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    struct wijk__condition *node = &reader->draft[reader->draft_count - 1];
    if (!wijk__fact_def(node->fact)->dated)
        return wijk__read_fail(reader, WIJK_E_UNKNOWN);
    int64_t days = wijk__json_int(json);
    if (days < 0 || days > WIJK__DAYS_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    node->within_days = (int32_t)days;
    return WIJK_OK;
}

/* Which of a list: a kind of signal, a life domain. The lists are read before the conditions; the tiers are not,
 * so that a ladder may ask for a tier of a later one, but their keys are known. */
static wijk_status read_about(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    struct wijk__condition *node = &reader->draft[reader->draft_count - 1];
    wijk_policy_list list = wijk__fact_def(node->fact)->list;
    if (list == 0)
        return wijk__read_fail(reader, WIJK_E_UNKNOWN);
    size_t length;
    const char *key = wijk__json_text(json, &length);
    if (!wijk__list_find(list == WIJK_LIST_TIERS ? &reader->tiers : &reader->policy->lists[list], key, length))
        return wijk__read_fail(reader, WIJK_E_REFERENCE);
    node->key = (struct wijk__text){wijk__pool_text(&reader->policy->pool, key, length), length};
    return node->key.data ? WIJK_OK : wijk__read_fail(reader, WIJK_E_MEMORY);
}

static wijk_status read_bound(struct wijk__reader *reader, wijk__json *json, int32_t *bound) {
    wijk_fact fact = reader->draft[reader->draft_count - 1].fact;
    if (!wijk__fact_def(fact)->quantity)
        return wijk__read_fail(reader, WIJK_E_UNKNOWN);
    /* A level that no domain can have could never be met, or always. */
    const struct wijk__act_def *assess = wijk__act_def(WIJK_ACT_DOMAIN_ASSESS);
    const struct wijk__field_def *level =
        fact == WIJK_FACT_DOMAIN_LEVEL ? wijk__field_named(assess, "level", strlen("level")) : NULL;
    int64_t least = level ? level->min : 0, most = level ? level->max : WIJK__NUMBER_MOST;
    int64_t number = wijk__json_int(json);
    if (number < least || number > most)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *bound = (int32_t)number;
    return WIJK_OK;
}

static wijk_status read_at_least(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    return read_bound(reader, json, &reader->draft[reader->draft_count - 1].at_least);
}

static wijk_status read_at_most(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    return read_bound(reader, json, &reader->draft[reader->draft_count - 1].at_most);
}

/* A number that nothing is asked of would be passed over in silence; one between bounds that cross never comes. */
static wijk_status check_bounds(struct wijk__reader *reader, wijk__json *json) {
    const struct wijk__condition *node = &reader->draft[reader->draft_count - 1];
    bool bounded = wijk__json_get(json, "at_least") || wijk__json_get(json, "at_most");
    if (wijk__fact_def(node->fact)->quantity && !bounded)
        return wijk__read_fail_member(reader, "at_least", WIJK_E_MISSING);
    return node->at_least > node->at_most ? wijk__read_fail_member(reader, "at_most", WIJK_E_RANGE) : WIJK_OK;
}

static const struct wijk__member all_members[] = {{"all", WIJK__JSON_ARRAY, true, read_all, 0}};
static const struct wijk__member any_members[] = {{"any", WIJK__JSON_ARRAY, true, read_any, 0}};
static const struct wijk__member not_members[] = {{"not", WIJK__JSON_OBJECT, true, read_not, 0}};
static const struct wijk__member use_members[] = {{"use", WIJK__JSON_TEXT, true, read_use, 0}};
static const struct wijk__member atom_members[] = {
    {"fact", WIJK__JSON_TEXT, true, read_fact, 0},
    {"within_days", WIJK__JSON_INT, false, read_within_days, 0},
    {"about", WIJK__JSON_TEXT, false, read_about, 0},
    {"at_least", WIJK__JSON_INT, false, read_at_least, 0},
    {"at_most", WIJK__JSON_INT, false, read_at_most, 0},
};

static const struct form {
    const struct wijk__member *members; /* the first is the sign */
    size_t count;
} forms[] = {
    {WIJK__MEMBERS(all_members)}, {WIJK__MEMBERS(any_members)},  {WIJK__MEMBERS(not_members)},
    {WIJK__MEMBERS(use_members)}, {WIJK__MEMBERS(atom_members)},
};

/* ---- one condition ---- */

static const struct form *form_of(wijk__json *json) {
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (wijk__json_get(json, forms[i].members->name))
            return &forms[i];
    return NULL;
}

static wijk_status no_form(struct wijk__reader *reader, wijk__json *json) {
    void *member = wijk__json_first(json);
    if (!member)
        return wijk__read_fail(reader, WIJK_E_MISSING);
    wijk__path_key(&reader->path, wijk__json_key(member));
    return wijk__read_fail(reader, WIJK_E_UNKNOWN);
}

/* A wijk__read, for the items of a group; what it makes goes to the draft, and `to` is not used. */
static wijk_status add_condition(struct wijk__reader *reader, wijk__json *json, void *to) {
    if (wijk__json_type(json) != WIJK__JSON_OBJECT)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    if (reader->draft_depth == WIJK__CONDITION_DEPTH_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    const struct form *form = form_of(json);
    if (!form)
        return no_form(reader, json);
    uint32_t place = reader->draft_count;
    reader->draft_depth++;
    wijk_status status = wijk__read_object(reader, json, form->members, form->count, to);
    reader->draft_depth--;
    if (status == WIJK_OK && form->members == atom_members)
        status = check_bounds(reader, json);
    /* A name is no condition of its own: what it stands for was looked at. */
    return status == WIJK_OK && form->members != use_members ? wijk__lint_condition(reader, place) : status;
}

/* ---- what the rest of the room uses ---- */

wijk_status wijk__read_condition(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__conditions *conditions = to;
    reader->draft_count = 0;
    wijk_status status = add_condition(reader, json, reader);
    if (status != WIJK_OK)
        return status;
    struct wijk__condition *list = wijk__pool_take(&reader->policy->pool, reader->draft_count, sizeof *list);
    if (!list)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    memcpy(list, reader->draft, reader->draft_count * sizeof *list);
    *conditions = (struct wijk__conditions){list, reader->draft_count};
    return WIJK_OK;
}

/* The names first, so that a condition may use one that is defined after it. */
static wijk_status list_names(struct wijk__reader *reader, wijk__json *json) {
    size_t count = wijk__json_count(json);
    if (count > WIJK__ENTRIES_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    wijk_status status = wijk__list_start(&reader->names, &reader->scratch, (uint32_t)count, &reader->policy->id);
    reader->bodies = wijk__pool_take(&reader->scratch, count, sizeof *reader->bodies);
    reader->followed = wijk__pool_take(&reader->scratch, count, sizeof *reader->followed);
    if (status != WIJK_OK || !reader->bodies || !reader->followed)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    for (void *member = wijk__json_first(json); member; member = wijk__json_next(json, member)) {
        const char *name = wijk__json_key(member);
        size_t length = strlen(name);
        if (!wijk__key_valid(name, length)) {
            wijk__path_key(&reader->path, name);
            return wijk__read_fail(reader, WIJK_E_KEY);
        }
        reader->bodies[reader->names.count] = wijk__json_value(member);
        wijk__list_add(&reader->names, &(struct wijk__entry){.key = {name, length}});
    }
    return WIJK_OK;
}

/* Every named condition is compiled once for the sake of its mistakes, also when nothing uses it. */
wijk_status wijk__read_named_conditions(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_status status = list_names(reader, json);
    for (uint32_t i = 0; status == WIJK_OK && i < reader->names.count; i++) {
        size_t here = wijk__path_key(&reader->path, reader->names.entries[i].key.data);
        reader->draft_count = 0;
        reader->followed[i] = true;
        status = add_condition(reader, reader->bodies[i], to);
        reader->followed[i] = false;
        if (status == WIJK_OK)
            wijk__path_cut(&reader->path, here);
    }
    return status;
}
