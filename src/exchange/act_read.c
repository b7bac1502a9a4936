/* An act from a line of JSON; docs/formats/acts.md describes it. A pointer in an error names only what the format and
 * the catalog name: a key or a value that the line brought along may be a person's data. */
#include "exchange/exchange.h"

enum line_member { ACT, ID, DOSSIER, VALID, RECORDED, BY, REASON, FIELDS, DERIVED, LINE_MEMBERS };
static const char *const line_names[] = {"act", "id",     "dossier", "valid",  "recorded",
                                         "by",  "reason", "fields",  "derived"};
static const char *const line_paths[] = {"/act", "/id",     "/dossier", "/valid",  "/recorded",
                                         "/by",  "/reason", "/fields",  "/derived"};

enum by_member { PROFESSIONAL, ORGANISATION, ROLE, BY_MEMBERS };
static const char *const by_names[] = {"professional", "organisation", "role"};
static const char *const by_paths[] = {"/by/professional", "/by/organisation", "/by/role"};

/* Put the members of an object in their places; false when it has one that is not named. A name is looked for from
 * where the last one was found, because writers keep to an order. */
static bool place_members(wijk__json *object, const char *const *names, size_t count, wijk__json **places) {
    size_t place = count - 1;
    memset(places, 0, count * sizeof *places);
    for (void *member = wijk__json_first(object); member; member = wijk__json_next(object, member)) {
        const char *key = wijk__json_key(member);
        size_t tried = 0;
        do {
            place = place + 1 < count ? place + 1 : 0;
            if (tried++ == count)
                return false;
        } while (strcmp(key, names[place]) != 0);
        places[place] = wijk__json_value(member);
    }
    return true;
}

/* ---- single values; each gives a status and leaves the place to its caller ---- */

static wijk_status read_text(const wijk__json *json, const char **text, size_t *length) {
    if (wijk__json_type(json) != WIJK__JSON_TEXT)
        return WIJK_E_TYPE;
    *text = wijk__json_text(json, length);
    return WIJK_OK;
}

static wijk_status read_id(const wijk__json *json, wijk_id *id) {
    const char *text;
    size_t length;
    wijk_status status = read_text(json, &text, &length);
    if (status == WIJK_OK)
        status = wijk_id_parse(text, length, id, NULL);
    return status == WIJK_OK && wijk__id_is_none(id) ? WIJK_E_ID : status;
}

static wijk_status read_date(const wijk__json *json, wijk_date *date) {
    const char *text;
    size_t length;
    wijk_status status = read_text(json, &text, &length);
    return status == WIJK_OK ? wijk_date_parse(text, length, date, NULL) : status;
}

static wijk_status read_time(const wijk__json *json, wijk_time *time) {
    const char *text;
    size_t length;
    wijk_status status = read_text(json, &text, &length);
    return status == WIJK_OK ? wijk_time_parse(text, length, time, NULL) : status;
}

/* ---- fields, by type ---- */

static wijk_status id_field(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json) {
    wijk_id id;
    wijk_status status = read_id(json, &id);
    return status == WIJK_OK ? wijk_act_set_id(act, field->words.number, &id, NULL) : status;
}

static wijk_status int_field(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json) {
    if (wijk__json_type(json) != WIJK__JSON_INT)
        return WIJK_E_TYPE;
    return wijk_act_set_int(act, field->words.number, wijk__json_int(json), NULL);
}

static wijk_status bool_field(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json) {
    if (wijk__json_type(json) != WIJK__JSON_BOOL)
        return WIJK_E_TYPE;
    return wijk_act_set_int(act, field->words.number, wijk__json_bool(json), NULL);
}

static wijk_status date_field(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json) {
    wijk_date date;
    wijk_status status = read_date(json, &date);
    return status == WIJK_OK ? wijk_act_set_date(act, field->words.number, date, NULL) : status;
}

static wijk_status code_field(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json) {
    const char *text;
    size_t length;
    wijk_status status = read_text(json, &text, &length);
    if (status != WIJK_OK)
        return status;
    int32_t code = wijk__code_named(field->list, text, length);
    return code ? wijk_act_set_code(act, field->words.number, code, NULL) : WIJK_E_CODE;
}

static wijk_status text_field(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json) {
    const char *text;
    size_t length;
    wijk_status status = read_text(json, &text, &length);
    return status == WIJK_OK ? wijk_act_set_text(act, field->words.number, text, length, NULL) : status;
}

typedef wijk_status (*field_reader)(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json);
/* No act has a field of the other types: instants and kinds of act are columns only. */
static const field_reader field_readers[] = {
    [WIJK__ID] = id_field,     [WIJK__REF] = id_field,   [WIJK__PERSON] = id_field, [WIJK__ACT] = id_field,
    [WIJK__INT] = int_field,   [WIJK__BOOL] = bool_field, [WIJK__DATE] = date_field, [WIJK__CODE] = code_field,
    [WIJK__KEY] = text_field,  [WIJK__TEXT] = text_field,
};

static wijk_status read_field(wijk_act *act, const struct wijk__field_def *field, const wijk__json *json) {
    return field->derived ? WIJK_E_DERIVED : field_readers[field->type](act, field, json);
}

static wijk_status fail_field(wijk_error *error, wijk_status status, const struct wijk__field_def *field) {
    struct wijk__path path;
    wijk__path_start(&path);
    wijk__path_key(&path, "fields");
    wijk__path_key(&path, field->words.name);
    return wijk__fail_path(error, status, path.text);
}

static wijk_status read_fields(wijk_act *act, wijk__json *fields, wijk_error *error) {
    const struct wijk__act_def *def = act->view.def;
    uint32_t place = def->field_count;
    for (void *member = wijk__json_first(fields); member; member = wijk__json_next(fields, member)) {
        const char *key = wijk__json_key(member);
        uint32_t tried = 0;
        do {
            place = place + 1 < def->field_count ? place + 1 : 0;
            if (tried++ == def->field_count)
                return wijk__fail_path(error, WIJK_E_UNKNOWN, line_paths[FIELDS]);
        } while (strcmp(key, def->fields[place].words.name) != 0);
        wijk_status status = read_field(act, &def->fields[place], wijk__json_value(member));
        if (status != WIJK_OK)
            return fail_field(error, status, &def->fields[place]);
    }
    return WIJK_OK;
}

/* ---- the line ---- */

static wijk_status read_by(wijk_act *act, wijk__json *by, wijk_error *error) {
    wijk__json *places[BY_MEMBERS];
    wijk_id professional, organisation;
    const char *role = NULL;
    size_t role_length = 0;
    if (wijk__json_type(by) != WIJK__JSON_OBJECT)
        return wijk__fail_path(error, WIJK_E_TYPE, line_paths[BY]);
    if (!place_members(by, by_names, BY_MEMBERS, places))
        return wijk__fail_path(error, WIJK_E_UNKNOWN, line_paths[BY]);
    if (!places[PROFESSIONAL])
        return wijk__fail_path(error, WIJK_E_MISSING, by_paths[PROFESSIONAL]);
    wijk_status status = read_id(places[PROFESSIONAL], &professional);
    if (status != WIJK_OK)
        return wijk__fail_path(error, status, by_paths[PROFESSIONAL]);
    if (places[ORGANISATION])
        status = read_id(places[ORGANISATION], &organisation);
    if (status != WIJK_OK)
        return wijk__fail_path(error, status, by_paths[ORGANISATION]);
    if (places[ROLE])
        status = read_text(places[ROLE], &role, &role_length);
    if (status == WIJK_OK && role && role_length == 0) /* to the builder an empty role is none; here it is a mistake */
        status = WIJK_E_KEY;
    if (status == WIJK_OK)
        status = wijk_act_set_actor(act, &professional, places[ORGANISATION] ? &organisation : NULL, role, role_length,
                                    NULL);
    return status == WIJK_OK ? WIJK_OK : wijk__fail_path(error, status, by_paths[ROLE]);
}

/* Begin the act with what every act has. */
static wijk_status read_head(wijk_act *act, wijk__json *const *places, wijk_id *dossier, wijk_error *error) {
    const struct wijk__act_def *def = NULL;
    const char *name;
    size_t length;
    wijk_id id;
    wijk_date valid = 0;
    wijk_time recorded = 0;
    for (size_t i = ACT; i <= RECORDED; i++)
        if (!places[i])
            return wijk__fail_path(error, WIJK_E_MISSING, line_paths[i]);
    wijk_status status = read_text(places[ACT], &name, &length);
    if (status == WIJK_OK && !(def = wijk__act_named(name, length)))
        status = WIJK_E_UNKNOWN;
    if (status != WIJK_OK)
        return wijk__fail_path(error, status, line_paths[ACT]);
    if ((status = read_id(places[ID], &id)) != WIJK_OK)
        return wijk__fail_path(error, status, line_paths[ID]);
    if ((status = read_id(places[DOSSIER], dossier)) != WIJK_OK)
        return wijk__fail_path(error, status, line_paths[DOSSIER]);
    if ((status = read_date(places[VALID], &valid)) != WIJK_OK)
        return wijk__fail_path(error, status, line_paths[VALID]);
    if ((status = read_time(places[RECORDED], &recorded)) != WIJK_OK)
        return wijk__fail_path(error, status, line_paths[RECORDED]);
    return wijk_act_begin(act, def->words.number, &id, valid, recorded, error);
}

static wijk_status read_reason(wijk_act *act, const wijk__json *reason, wijk_error *error) {
    const char *text;
    size_t length;
    wijk_status status = read_text(reason, &text, &length);
    if (status == WIJK_OK)
        status = wijk_act_set_reason(act, text, length, NULL);
    return status == WIJK_OK ? WIJK_OK : wijk__fail_path(error, status, line_paths[REASON]);
}

static wijk_status read_line(wijk_act *act, wijk__json *line, wijk_id *dossier, wijk_error *error) {
    wijk__json *places[LINE_MEMBERS];
    if (wijk__json_type(line) != WIJK__JSON_OBJECT)
        return wijk__fail_path(error, WIJK_E_TYPE, "");
    if (!place_members(line, line_names, LINE_MEMBERS, places))
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "");
    wijk_status status = read_head(act, places, dossier, error);
    if (status == WIJK_OK && places[BY])
        status = read_by(act, places[BY], error);
    if (status == WIJK_OK && places[REASON])
        status = read_reason(act, places[REASON], error);
    /* What the library filled in for the act that was written: it will fill it in again. */
    for (size_t i = FIELDS; i <= DERIVED && status == WIJK_OK; i++)
        if (places[i] && wijk__json_type(places[i]) != WIJK__JSON_OBJECT)
            status = wijk__fail_path(error, WIJK_E_TYPE, line_paths[i]);
    if (status == WIJK_OK && places[FIELDS])
        status = read_fields(act, places[FIELDS], error);
    return status == WIJK_OK ? wijk__act_complete(wijk__act_view(act), error) : status;
}

/* So that nothing takes for an act what is only half of one. */
static void forget(wijk_act *act) {
    act->view.type = 0;
    act->view.def = NULL;
}

wijk_status wijk_act_read_json(wijk_act *act, const char *json, size_t length, wijk_id *dossier, wijk_error *error) {
    wijk__json *line;
    if (dossier)
        memset(dossier, 0, sizeof *dossier);
    if (!act || !json || !dossier)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !act ? "act" : !json ? "json" : "dossier");
    forget(act);
    wijk_status status = wijk__json_parse(act->context, json, length, true, &line, error);
    if (status != WIJK_OK)
        return status;
    status = read_line(act, line, dossier, error);
    wijk__json_free(line);
    if (status == WIJK_OK) {
        wijk__error_clear(error);
        return WIJK_OK;
    }
    forget(act);
    memset(dossier, 0, sizeof *dossier);
    return status;
}
