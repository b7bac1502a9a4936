/* From JSON to a policy, all but conditions, ladders, and who may and must do what. Each object of the format is a
 * table of members, so unknown keys, missing keys and wrong types are refused in one place, each with the pointer to
 * the very spot. */
#include "policy/compile.h"

/* ---- objects and arrays ---- */

wijk_status wijk__read_fail(struct wijk__reader *reader, wijk_status status) {
    return wijk__fail_path(reader->error, status, reader->path.text);
}

wijk_status wijk__read_fail_member(struct wijk__reader *reader, const char *member, wijk_status status) {
    wijk__path_key(&reader->path, member);
    return wijk__read_fail(reader, status);
}

static bool has_member(const struct wijk__member *members, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].name, name) == 0)
            return true;
    return false;
}

static wijk_status read_member(struct wijk__reader *reader, wijk__json *json, const struct wijk__member *member,
                               void *to) {
    if (!json)
        return wijk__read_fail(reader, WIJK_E_MISSING);
    enum wijk__json_type type = wijk__json_type(json);
    bool fits = member->type == WIJK__JSON_NUMBER ? type == WIJK__JSON_INT || type == WIJK__JSON_REAL
                                                  : type == member->type;
    if (!fits)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    return member->read ? member->read(reader, json, (uint8_t *)to + member->offset) : WIJK_OK;
}

wijk_status wijk__read_object(struct wijk__reader *reader, wijk__json *json, const struct wijk__member *members,
                              size_t count, void *to) {
    if (wijk__json_type(json) != WIJK__JSON_OBJECT)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    for (void *member = wijk__json_first(json); member; member = wijk__json_next(json, member)) {
        if (has_member(members, count, wijk__json_key(member)))
            continue;
        wijk__path_key(&reader->path, wijk__json_key(member));
        return wijk__read_fail(reader, WIJK_E_UNKNOWN);
    }
    for (size_t i = 0; i < count; i++) {
        wijk__json *value = wijk__json_get(json, members[i].name);
        if (!value && !members[i].required)
            continue;
        size_t here = wijk__path_key(&reader->path, members[i].name);
        wijk_status status = read_member(reader, value, &members[i], to);
        if (status != WIJK_OK)
            return status;
        wijk__path_cut(&reader->path, here);
    }
    return WIJK_OK;
}

wijk_status wijk__read_items(struct wijk__reader *reader, wijk__json *json, wijk__read read, void *items, size_t size) {
    size_t count = wijk__json_count(json);
    for (size_t i = 0; i < count; i++) {
        size_t here = wijk__path_index(&reader->path, i);
        wijk_status status = read(reader, wijk__json_at(json, i), (uint8_t *)items + i * size);
        if (status != WIJK_OK)
            return status;
        wijk__path_cut(&reader->path, here);
    }
    return WIJK_OK;
}

/* ---- single values ---- */

wijk_status wijk__read_key(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__text *key = to;
    const char *text = wijk__json_text(json, &key->length);
    if (!wijk__key_valid(text, key->length))
        return wijk__read_fail(reader, WIJK_E_KEY);
    key->data = wijk__pool_text(&reader->policy->pool, text, key->length);
    return key->data ? WIJK_OK : wijk__read_fail(reader, WIJK_E_MEMORY);
}

wijk_status wijk__read_text(struct wijk__reader *reader, wijk__json *json, void *to) {
    const char **text = to;
    size_t length;
    const char *given = wijk__json_text(json, &length);
    if (length == 0)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *text = wijk__pool_text(&reader->policy->pool, given, length);
    return *text ? WIJK_OK : wijk__read_fail(reader, WIJK_E_MEMORY);
}

wijk_status wijk__read_bool(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)reader;
    *(bool *)to = wijk__json_bool(json);
    return WIJK_OK;
}

static wijk_status check_text(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    return wijk__json_text(json, NULL)[0] ? WIJK_OK : wijk__read_fail(reader, WIJK_E_RANGE);
}

wijk_status wijk__read_date(struct wijk__reader *reader, wijk__json *json, void *to) {
    size_t length;
    const char *text = wijk__json_text(json, &length);
    return wijk_date_parse(text, length, to, NULL) == WIJK_OK ? WIJK_OK : wijk__read_fail(reader, WIJK_E_DATE);
}

static wijk_status check_date(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    wijk_date date;
    return wijk__read_date(reader, json, &date);
}

/* A municipality's number at Statistics Netherlands (CBS): four digits. */
static wijk_status read_municipality(struct wijk__reader *reader, wijk__json *json, void *to) {
    size_t length;
    const char *text = wijk__json_text(json, &length);
    if (length != 4 || strspn(text, "0123456789") != 4)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    return wijk__read_text(reader, json, to);
}

wijk_status wijk__read_word(struct wijk__reader *reader, wijk__json *json, const struct wijk__word *words, size_t count,
                            int32_t *value) {
    const char *text = wijk__json_text(json, NULL);
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i].name, text) == 0) {
            *value = words[i].value;
            return WIJK_OK;
        }
    return wijk__read_fail(reader, WIJK_E_CODE);
}

wijk_status wijk__read_code(struct wijk__reader *reader, wijk__json *json, const char *list, int32_t *code) {
    size_t length;
    const char *name = wijk__json_text(json, &length);
    *code = wijk__code_named(wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, list, WIJK_NUL_TERMINATED), name, length);
    return *code != 0 ? WIJK_OK : wijk__read_fail(reader, WIJK_E_CODE);
}

wijk_status wijk__read_act(struct wijk__reader *reader, wijk__json *json, void *to) {
    size_t length;
    const char *name = wijk__json_text(json, &length);
    const struct wijk__act_def *act = wijk__act_named(name, length);
    if (!act)
        return wijk__read_fail(reader, WIJK_E_UNKNOWN);
    *(wijk_act_type *)to = act->words.number;
    return WIJK_OK;
}

wijk_status wijk__read_entry_of(struct wijk__reader *reader, wijk__json *json, wijk_policy_list list,
                                const struct wijk__entry **entry) {
    size_t length;
    const char *key = wijk__json_text(json, &length);
    *entry = wijk__list_find(&reader->policy->lists[list], key, length);
    return *entry ? WIJK_OK : wijk__read_fail(reader, WIJK_E_REFERENCE);
}

wijk_status wijk__read_key_of(struct wijk__reader *reader, wijk__json *json, wijk_policy_list list,
                              struct wijk__text *key) {
    const struct wijk__entry *entry;
    wijk_status status = wijk__read_entry_of(reader, json, list, &entry);
    if (status == WIJK_OK)
        *key = entry->key;
    return status;
}

wijk_status wijk__read_role(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_key_of(reader, json, WIJK_LIST_ROLES, to);
}

/* ---- calendar ---- */

struct calendar_draft {
    wijk_calendar liberation_day;
    bool good_friday;
};

static wijk_status read_liberation_day(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__word words[] = {
        {"lustrum", WIJK_CALENDAR_LIBERATION_LUSTRUM},
        {"yearly", WIJK_CALENDAR_LIBERATION_YEARLY},
        {"never", WIJK_CALENDAR_PLAIN},
    };
    return wijk__read_word(reader, json, WIJK__WORDS(words), to);
}

static wijk_status read_calendar(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"liberation_day", WIJK__JSON_TEXT, true, read_liberation_day, offsetof(struct calendar_draft, liberation_day)},
        {"good_friday", WIJK__JSON_BOOL, true, wijk__read_bool, offsetof(struct calendar_draft, good_friday)},
    };
    struct calendar_draft draft = {0};
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), &draft);
    if (status != WIJK_OK)
        return status;
    *(wijk_calendar *)to = draft.liberation_day | (draft.good_friday ? WIJK_CALENDAR_GOOD_FRIDAY : 0);
    return WIJK_OK;
}

/* ---- lists ---- */

/* What every entry begins with. */
#define ENTRY_MEMBERS \
    {"key", WIJK__JSON_TEXT, true, wijk__read_key, offsetof(struct wijk__entry, key)}, \
    {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct wijk__entry, en)}, \
    {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct wijk__entry, nl)}

static wijk_status add_entry(struct wijk__reader *reader, wijk__json *json, const struct wijk__member *members,
                             size_t count, struct wijk__list *list) {
    struct wijk__entry entry = {.en = NULL};
    wijk_status status = wijk__read_object(reader, json, members, count, &entry);
    if (status != WIJK_OK || wijk__list_add(list, &entry))
        return status;
    return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
}

static wijk_status read_entry(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {ENTRY_MEMBERS};
    return add_entry(reader, json, WIJK__MEMBERS(members), to);
}

static wijk_status read_class(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "provision-class", to);
}

static wijk_status read_provision(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        ENTRY_MEMBERS,
        {"class", WIJK__JSON_TEXT, false, read_class, offsetof(struct wijk__entry, class)},
    };
    return add_entry(reader, json, WIJK__MEMBERS(members), to);
}

static wijk_status read_ending(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "ending", to);
}

static wijk_status read_exit(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        ENTRY_MEMBERS,
        {"ending", WIJK__JSON_TEXT, false, read_ending, offsetof(struct wijk__entry, class)},
    };
    return add_entry(reader, json, WIJK__MEMBERS(members), to);
}

static wijk_status read_entries(struct wijk__reader *reader, wijk__json *json, wijk__read read, void *to) {
    wijk_policy *policy = reader->policy;
    size_t count = wijk__json_count(json);
    if (count > WIJK__ENTRIES_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    wijk_status status = wijk__list_start(to, &policy->pool, (uint32_t)count, &policy->id);
    if (status != WIJK_OK)
        return wijk__read_fail(reader, status);
    return wijk__read_items(reader, json, read, to, 0);
}

static wijk_status read_list(struct wijk__reader *reader, wijk__json *json, void *to) {
    return read_entries(reader, json, read_entry, to);
}

static wijk_status read_exits(struct wijk__reader *reader, wijk__json *json, void *to) {
    return read_entries(reader, json, read_exit, to);
}

static wijk_status read_provisions(struct wijk__reader *reader, wijk__json *json, void *to) {
    return read_entries(reader, json, read_provision, to);
}

/* ---- terms ---- */

static wijk_status read_count(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t count = wijk__json_int(json);
    if (count < 1 || count > WIJK__TERM_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)count;
    return WIJK_OK;
}

static wijk_status read_unit(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__word words[] = {
        {"days", WIJK_TERM_DAYS},
        {"weeks", WIJK_TERM_WEEKS},
        {"months", WIJK_TERM_MONTHS},
        {"working-days", WIJK_TERM_WORKING_DAYS},
        {"years", WIJK_TERM_YEARS},
    };
    return wijk__read_word(reader, json, WIJK__WORDS(words), to);
}

wijk_status wijk__read_term(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"count", WIJK__JSON_INT, true, read_count, offsetof(struct wijk__term, count)},
        {"unit", WIJK__JSON_TEXT, true, read_unit, offsetof(struct wijk__term, unit)},
        {"extend", WIJK__JSON_BOOL, false, wijk__read_bool, offsetof(struct wijk__term, extend)},
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

#define TERM(name, number) {name, WIJK__JSON_OBJECT, false, wijk__read_term, (number) * sizeof(struct wijk__term)}

static wijk_status read_terms(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        TERM("request", WIJK__TERM_REQUEST), TERM("step", WIJK__TERM_STEP),
        TERM("bridge", WIJK__TERM_BRIDGE),   TERM("offer", WIJK__TERM_OFFER),
        TERM("hearing", WIJK__TERM_HEARING), TERM("acceptance", WIJK__TERM_ACCEPTANCE),
        TERM("review", WIJK__TERM_REVIEW),   TERM("goal", WIJK__TERM_GOAL),
        TERM("retell", WIJK__TERM_RETELL),   TERM("entry", WIJK__TERM_ENTRY),
        TERM("override", WIJK__TERM_OVERRIDE), TERM("wait", WIJK__TERM_WAIT),
        TERM("safety", WIJK__TERM_SAFETY),   TERM("consult", WIJK__TERM_CONSULT),
        TERM("signal", WIJK__TERM_SIGNAL),   TERM("referral", WIJK__TERM_REFERRAL),
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

/* ---- plan and severities ---- */

static wijk_status read_plan(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"activation", WIJK__JSON_OBJECT, true, wijk__read_condition, offsetof(wijk_policy, activation)},
        {"advice", WIJK__JSON_OBJECT, false, wijk__read_condition, offsetof(wijk_policy, advice)},
        {"material", WIJK__JSON_ARRAY, false, wijk__read_material, 0},
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

static wijk_status read_severity(struct wijk__reader *reader, const char *code, wijk__json *json) {
    const struct wijk__finding_def *finding = wijk__finding_named(code, strlen(code));
    if (!finding)
        return wijk__read_fail(reader, WIJK_E_UNKNOWN);
    if (finding->invariant)
        return wijk__read_fail(reader, WIJK_E_INVARIANT);
    if (wijk__json_type(json) != WIJK__JSON_TEXT)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    return wijk__read_code(reader, json, "severity", &reader->policy->severities[finding - wijk__finding_list]);
}

static wijk_status read_severities(struct wijk__reader *reader, wijk__json *json, void *to) {
    (void)to;
    for (void *member = wijk__json_first(json); member; member = wijk__json_next(json, member)) {
        const char *code = wijk__json_key(member);
        size_t here = wijk__path_key(&reader->path, code);
        wijk_status status = read_severity(reader, code, wijk__json_value(member));
        if (status != WIJK_OK)
            return status;
        wijk__path_cut(&reader->path, here);
    }
    return WIJK_OK;
}

/* ---- the whole ---- */

#define LIST(name, number, read) {name, WIJK__JSON_ARRAY, false, read, \
                                  offsetof(wijk_policy, lists) + (number) * sizeof(struct wijk__list)}

/* In the order in which they are read: lists and conditions before what uses them. */
static const struct wijk__member pack_members[] = {
    {"$schema", WIJK__JSON_TEXT, false, NULL, 0}, /* for editors */
    {"format", WIJK__JSON_INT, true, NULL, 0},
    {"name", WIJK__JSON_TEXT, true, check_text, 0},
    {"version", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(wijk_policy, version)},
    {"valid_from", WIJK__JSON_TEXT, true, check_date, 0},
    {"municipality", WIJK__JSON_TEXT, false, read_municipality, offsetof(wijk_policy, municipality)},
    {"calendar", WIJK__JSON_OBJECT, false, read_calendar, offsetof(wijk_policy, calendar)},
    LIST("roles", WIJK_LIST_ROLES, read_list),
    LIST("domains", WIJK_LIST_DOMAINS, read_list),
    LIST("requests", WIJK_LIST_REQUESTS, read_list),
    LIST("provisions", WIJK_LIST_PROVISIONS, read_provisions),
    LIST("settings", WIJK_LIST_SETTINGS, read_list),
    LIST("exits", WIJK_LIST_EXITS, read_exits),
    LIST("destinations", WIJK_LIST_DESTINATIONS, read_list),
    LIST("problems", WIJK_LIST_PROBLEMS, read_list),
    LIST("signals", WIJK_LIST_SIGNALS, read_list),
    LIST("expertise", WIJK_LIST_EXPERTISE, read_list),
    LIST("themes", WIJK_LIST_THEMES, read_list),
    {"instruments", WIJK__JSON_ARRAY, false, wijk__read_instruments, 0},
    {"measuring", WIJK__JSON_ARRAY, false, wijk__read_measuring, 0},
    {"advice", WIJK__JSON_ARRAY, false, wijk__read_demands, 0},
    {"terms", WIJK__JSON_OBJECT, false, read_terms, offsetof(wijk_policy, terms)},
    {"hearing", WIJK__JSON_OBJECT, false, wijk__read_hearing, 0},
    {"duties", WIJK__JSON_ARRAY, false, wijk__read_duties, 0},
    {"indicators", WIJK__JSON_ARRAY, false, wijk__read_indicators, 0},
    {"separation", WIJK__JSON_ARRAY, false, wijk__read_separation, 0},
    {"conditions", WIJK__JSON_OBJECT, false, wijk__read_named_conditions, 0},
    {"plan", WIJK__JSON_OBJECT, false, read_plan, 0},
    {"ladders", WIJK__JSON_ARRAY, false, wijk__read_ladders, 0},
    {"mandates", WIJK__JSON_ARRAY, false, wijk__read_mandates, 0},
    {"severities", WIJK__JSON_OBJECT, false, read_severities, 0},
};

static wijk_status read_pack(struct wijk__reader *reader, wijk__json *root) {
    wijk_policy *policy = reader->policy;
    /* A pack of a later format is that before it is anything else: what it holds more is no mistake. */
    wijk__json *format = wijk__json_type(root) == WIJK__JSON_OBJECT ? wijk__json_get(root, "format") : NULL;
    if (format && wijk__json_type(format) == WIJK__JSON_INT && wijk__json_int(format) != 1) {
        wijk__path_key(&reader->path, "format");
        return wijk__read_fail(reader, WIJK_E_FORMAT);
    }
    policy->calendar = WIJK_CALENDAR_LIBERATION_LUSTRUM;
    policy->severities = wijk__pool_take(&policy->pool, wijk__finding_count, sizeof *policy->severities);
    reader->draft = wijk__pool_take(&reader->scratch, WIJK__CONDITION_SIZE_MOST, sizeof *reader->draft);
    if (!policy->severities || !reader->draft || wijk__find_tiers(reader, root) != WIJK_OK)
        return wijk__fail(reader->error, WIJK_E_MEMORY);
    for (uint32_t i = 0; i < wijk__finding_count; i++)
        policy->severities[i] = wijk__finding_list[i].severity;
    return wijk__read_object(reader, root, WIJK__MEMBERS(pack_members), policy);
}

wijk_status wijk__policy_read(wijk_policy *policy, wijk__json *root, struct wijk__lint *lint, wijk_error *error) {
    struct wijk__reader reader = {
        .policy = policy, .error = error, .scratch = {policy->context, NULL}, .lint = lint};
    wijk__path_start(&reader.path);
    wijk_status status = read_pack(&reader, root);
    wijk__pool_free(&reader.scratch);
    return status;
}
