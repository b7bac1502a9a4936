/* The act builder. A wijk_act holds everything inside itself but its texts, which stand one after the other in `bytes`;
 * the view points into both and is right after every call, so that reading needs no preparation. */
#include "act/act.h"

/* ---- what a field takes ---- */

enum setter { TAKES_ID = 1, TAKES_INT, TAKES_DATE, TAKES_CODE, TAKES_TEXT };

/* Which setter serves a type, and what is wrong with a number that is outside the field's bounds. */
static const struct {
    enum setter setter;
    wijk_status outside;
} types[] = {
    [WIJK__ID] = {TAKES_ID, WIJK_OK},
    [WIJK__REF] = {TAKES_ID, WIJK_OK},
    [WIJK__PERSON] = {TAKES_ID, WIJK_OK},
    [WIJK__ACT] = {TAKES_ID, WIJK_OK},
    [WIJK__INT] = {TAKES_INT, WIJK_E_RANGE},
    [WIJK__BOOL] = {TAKES_INT, WIJK_E_RANGE},
    [WIJK__DATE] = {TAKES_DATE, WIJK_E_DATE},
    [WIJK__CODE] = {TAKES_CODE, WIJK_E_CODE},
    [WIJK__KEY] = {TAKES_TEXT, WIJK_OK},
    [WIJK__TEXT] = {TAKES_TEXT, WIJK_OK},
};

static bool is_number(enum wijk__type type) { return !wijk__type_is_id(type) && !wijk__type_is_text(type); }

static wijk_status check_number(const struct wijk__field_def *def, int64_t value) {
    if (value < def->min || value > def->max)
        return types[def->type].outside;
    return def->type != WIJK__CODE || wijk__code_known(def->list, value) ? WIJK_OK : WIJK_E_CODE;
}

/* A text that names a code of a national list names one that there is. */
static wijk_status check_standard(const struct wijk__field_def *def, const char *text, size_t length) {
    return !def->standard || wijk__standard_ending(text, length) != 0 ? WIJK_OK : WIJK_E_CODE;
}

/* A failure at a field: "/fields/goal". The name is the vocabulary's, so it tells nothing of anybody. */
static wijk_status fail_field(wijk_error *error, wijk_status status, const struct wijk__field_def *def) {
    if (!error)
        return status;
    struct wijk__path path;
    wijk__path_start(&path);
    wijk__path_key(&path, "fields");
    wijk__path_key(&path, def->words.name);
    return wijk__fail_path(error, status, path.text);
}

static wijk_status done(wijk_error *error) {
    wijk__error_clear(error);
    return WIJK_OK;
}

static const struct wijk__field_def *field_of(const struct wijk__act *act, wijk_field field) {
    return act->def && field >= 1 && (uint32_t)field <= act->def->field_count ? &act->def->fields[field - 1] : NULL;
}

/* The field that a host wants to set; `status` says why not when the answer is NULL. */
static const struct wijk__field_def *settable(const wijk_act *act, wijk_field field, enum setter setter,
                                              wijk_status *status, wijk_error *error) {
    const struct wijk__field_def *def = act ? field_of(&act->view, field) : NULL;
    if (!act)
        *status = wijk__fail_path(error, WIJK_E_ARGUMENT, "act");
    else if (!def)
        *status = wijk__fail_path(error, WIJK_E_FIELD, "field");
    else if (def->derived)
        *status = fail_field(error, WIJK_E_DERIVED, def);
    else if (types[def->type].setter != setter)
        *status = fail_field(error, WIJK_E_TYPE, def);
    else
        return def;
    return NULL;
}

static uint32_t bit(uint32_t place) { return UINT32_C(1) << place; }

/* ---- texts ---- */

static struct wijk__text *text_at(wijk_act *act, uint32_t place) {
    return place == WIJK__ROLE_PLACE     ? &act->view.role
           : place == WIJK__REASON_PLACE ? &act->view.reason
                                         : &act->view.fields[place].text;
}

/* Point the view at the texts after some of them moved. */
static void point_at_texts(wijk_act *act) {
    for (uint32_t place = 0; act->texts >> place; place++)
        if (act->texts & bit(place))
            *text_at(act, place) = (struct wijk__text){(const char *)act->bytes.data + act->places[place].offset,
                                                       act->places[place].length};
}

/* Close the gap that a text leaves, so that setting a text again and again takes no more room. */
static void cut_bytes(wijk_act *act, struct wijk__text_place gap) {
    uint8_t *from = act->bytes.data + gap.offset;
    memmove(from, from + gap.length, act->bytes.size - gap.offset - gap.length);
    act->bytes.size -= gap.length;
    for (uint32_t place = 0; act->texts >> place; place++)
        if ((act->texts & bit(place)) && act->places[place].offset > gap.offset)
            act->places[place].offset -= gap.length;
}

static void drop_text(wijk_act *act, uint32_t place) {
    if (!(act->texts & bit(place)))
        return;
    act->texts &= ~bit(place);
    *text_at(act, place) = (struct wijk__text){NULL, 0};
    cut_bytes(act, act->places[place]);
    point_at_texts(act);
}

/* The new text is added at the end before the old one goes: a failure changes nothing, and a text that the host
 * borrowed from this very act may be given back to it. An empty text never gets here: it is no value. */
static wijk_status put_text(wijk_act *act, uint32_t place, const char *text, size_t length) {
    struct wijk__bytes *bytes = &act->bytes;
    uintptr_t start = (uintptr_t)bytes->data;
    bool own = bytes->size && (uintptr_t)text >= start && (uintptr_t)text < start + bytes->size;
    size_t own_offset = own ? (size_t)((uintptr_t)text - start) : 0;
    if (length > bytes->capacity - bytes->size && wijk__bytes_reserve(act->context, bytes, length) != WIJK_OK)
        return WIJK_E_MEMORY;
    struct wijk__text_place old = act->places[place];
    bool replaces = (act->texts & bit(place)) != 0;
    memcpy(bytes->data + bytes->size, own ? (const char *)bytes->data + own_offset : text, length);
    act->places[place] = (struct wijk__text_place){bytes->size, length};
    bytes->size += length;
    act->texts |= bit(place);
    if (replaces)
        cut_bytes(act, old);
    point_at_texts(act);
    return WIJK_OK;
}

static wijk_status check_text(const wijk_act *act, const char *text, size_t length) {
    if (length > act->context->limits.text_bytes)
        return WIJK_E_LIMIT;
    return wijk__utf8_valid(text, length) ? WIJK_OK : WIJK_E_UTF8;
}

/* ---- making and beginning ---- */

wijk_status wijk_act_new(wijk_context *context, wijk_act **out, wijk_error *error) {
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!context)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "context");
    wijk_act *act = wijk__allocate_zeroed(context, sizeof *act);
    if (!act)
        return wijk__fail(error, WIJK_E_MEMORY);
    act->context = wijk_context_ref(context);
    act->view.valid = WIJK_DATE_NONE;
    act->view.recorded = WIJK_TIME_NONE;
    *out = act;
    return done(error);
}

void wijk_act_destroy(wijk_act *act) {
    if (!act)
        return;
    wijk_context *context = act->context;
    wijk__bytes_free(context, &act->bytes);
    wijk__release(context, act, sizeof *act);
    wijk_context_unref(context);
}

wijk_status wijk_act_begin(wijk_act *act, wijk_act_type type, const wijk_id *id, wijk_date valid, wijk_time recorded,
                           wijk_error *error) {
    if (!act || !id)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, act ? "id" : "act");
    const struct wijk__act_def *def = wijk__act_def(type);
    if (!def)
        return wijk__fail_path(error, WIJK_E_ACT_TYPE, "type");
    if (wijk__id_is_none(id))
        return wijk__fail_path(error, WIJK_E_ID, "id");
    if (valid < WIJK_DATE_MIN || valid > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_DATE, "valid");
    if (recorded < WIJK_TIME_MIN || recorded > WIJK_TIME_MAX)
        return wijk__fail_path(error, WIJK_E_TIME, "recorded");
    /* Values that no bit says are there are never looked at, so they need not be wiped. */
    struct wijk__act *view = &act->view;
    view->type = type;
    view->def = def;
    view->id = *id;
    view->valid = valid;
    view->recorded = recorded;
    view->professional = NULL;
    view->organisation = NULL;
    view->role = view->reason = view->unknown = (struct wijk__text){NULL, 0};
    view->present = 0;
    act->texts = 0;
    act->bytes.size = 0;
    return done(error);
}

/* ---- who and why ---- */

wijk_status wijk_act_set_actor(wijk_act *act, const wijk_id *professional, const wijk_id *organisation,
                               const char *role, size_t length, wijk_error *error) {
    if (!act || !act->view.def || !professional)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, act && act->view.def ? "professional" : "act");
    if (wijk__id_is_none(professional))
        return wijk__fail_path(error, WIJK_E_ID, "professional");
    length = role ? wijk__length(role, length) : 0;
    if (length && !wijk__key_valid(role, length))
        return wijk__fail_path(error, WIJK_E_KEY, "role");
    if (length && put_text(act, WIJK__ROLE_PLACE, role, length) != WIJK_OK)
        return wijk__fail(error, WIJK_E_MEMORY);
    if (!length)
        drop_text(act, WIJK__ROLE_PLACE);
    bool somewhere = organisation && !wijk__id_is_none(organisation);
    act->professional = *professional;
    if (somewhere)
        act->organisation = *organisation;
    act->view.professional = &act->professional;
    act->view.organisation = somewhere ? &act->organisation : NULL;
    return done(error);
}

wijk_status wijk_act_set_reason(wijk_act *act, const char *text, size_t length, wijk_error *error) {
    if (!act || !act->view.def)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "act");
    length = text ? wijk__length(text, length) : 0;
    wijk_status status = length ? check_text(act, text, length) : WIJK_OK;
    if (status == WIJK_OK && length)
        status = put_text(act, WIJK__REASON_PLACE, text, length);
    if (status != WIJK_OK)
        return wijk__fail_path(error, status, "reason");
    if (!length)
        drop_text(act, WIJK__REASON_PLACE);
    return done(error);
}

/* ---- fields ---- */

wijk_status wijk_act_set_id(wijk_act *act, wijk_field field, const wijk_id *value, wijk_error *error) {
    wijk_status status;
    const struct wijk__field_def *def = settable(act, field, TAKES_ID, &status, error);
    if (!def)
        return status;
    if (!value)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "value");
    if (wijk__id_is_none(value))
        return fail_field(error, WIJK_E_ID, def);
    act->ids[field - 1] = *value;
    act->view.fields[field - 1].id = &act->ids[field - 1];
    act->view.present |= bit((uint32_t)field - 1);
    return done(error);
}

static wijk_status set_number(wijk_act *act, wijk_field field, enum setter setter, int64_t value, wijk_error *error) {
    wijk_status status;
    const struct wijk__field_def *def = settable(act, field, setter, &status, error);
    if (!def)
        return status;
    status = check_number(def, value);
    if (status != WIJK_OK)
        return fail_field(error, status, def);
    act->view.fields[field - 1].number = value;
    act->view.present |= bit((uint32_t)field - 1);
    return done(error);
}

wijk_status wijk_act_set_int(wijk_act *act, wijk_field field, int64_t value, wijk_error *error) {
    return set_number(act, field, TAKES_INT, value, error);
}

wijk_status wijk_act_set_date(wijk_act *act, wijk_field field, wijk_date value, wijk_error *error) {
    return set_number(act, field, TAKES_DATE, value, error);
}

wijk_status wijk_act_set_code(wijk_act *act, wijk_field field, int32_t value, wijk_error *error) {
    return set_number(act, field, TAKES_CODE, value, error);
}

wijk_status wijk_act_set_text(wijk_act *act, wijk_field field, const char *text, size_t length, wijk_error *error) {
    wijk_status status;
    const struct wijk__field_def *def = settable(act, field, TAKES_TEXT, &status, error);
    if (!def)
        return status;
    if (!text)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "text");
    length = wijk__length(text, length);
    if (def->type == WIJK__TEXT && length == 0)
        return wijk_act_unset(act, field, error);
    if (def->type == WIJK__KEY)
        status = wijk__key_valid(text, length) ? WIJK_OK : WIJK_E_KEY;
    else
        status = check_text(act, text, length);
    if (status == WIJK_OK)
        status = check_standard(def, text, length);
    if (status == WIJK_OK)
        status = put_text(act, (uint32_t)field - 1, text, length);
    if (status != WIJK_OK)
        return fail_field(error, status, def);
    act->view.present |= bit((uint32_t)field - 1);
    return done(error);
}

wijk_status wijk_act_unset(wijk_act *act, wijk_field field, wijk_error *error) {
    if (!act)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "act");
    if (!field_of(&act->view, field))
        return wijk__fail_path(error, WIJK_E_FIELD, "field");
    drop_text(act, (uint32_t)field - 1);
    act->view.present &= ~bit((uint32_t)field - 1);
    return done(error);
}

/* ---- looking ---- */

wijk_act_type wijk_act_get_type(const wijk_act *act) { return act ? act->view.type : 0; }
const wijk_id *wijk_act_get_id(const wijk_act *act) { return act ? &act->view.id : NULL; }
wijk_date wijk_act_get_valid(const wijk_act *act) { return act ? act->view.valid : WIJK_DATE_NONE; }
wijk_time wijk_act_get_recorded(const wijk_act *act) { return act ? act->view.recorded : WIJK_TIME_NONE; }

/* The field when it has a value, NULL otherwise. */
static const struct wijk__field_def *given(const wijk_act *act, wijk_field field) {
    const struct wijk__field_def *def = act ? field_of(&act->view, field) : NULL;
    return def && wijk__has(&act->view, field) ? def : NULL;
}

int32_t wijk_act_has(const wijk_act *act, wijk_field field) { return given(act, field) != NULL; }

int64_t wijk_act_get_int(const wijk_act *act, wijk_field field) {
    const struct wijk__field_def *def = given(act, field);
    return def && is_number(def->type) ? act->view.fields[field - 1].number : 0;
}

const wijk_id *wijk_act_get_field_id(const wijk_act *act, wijk_field field) {
    const struct wijk__field_def *def = given(act, field);
    return def && wijk__type_is_id(def->type) ? act->view.fields[field - 1].id : NULL;
}

const char *wijk_act_get_text(const wijk_act *act, wijk_field field, size_t *length) {
    const struct wijk__field_def *def = given(act, field);
    bool is_text = def && wijk__type_is_text(def->type);
    if (length)
        *length = is_text ? act->view.fields[field - 1].text.length : 0;
    return is_text ? act->view.fields[field - 1].text.data : NULL;
}

const struct wijk__act *wijk__act_view(const wijk_act *act) { return &act->view; }

/* ---- complete ---- */

/* What is wrong with a field as it stands: a required one that is missing, a number out of bounds. */
static wijk_status check_field(const struct wijk__act *act, wijk_field field) {
    const struct wijk__field_def *def = &act->def->fields[field - 1];
    if (!wijk__has(act, field))
        return def->required ? WIJK_E_MISSING : WIJK_OK;
    return is_number(def->type) ? check_number(def, act->fields[field - 1].number) : WIJK_OK;
}

wijk_status wijk__act_complete(const struct wijk__act *act, wijk_error *error) {
    if (!act->def)
        return wijk__fail_path(error, WIJK_E_ACT_TYPE, "/act");
    for (wijk_field field = 1; (uint32_t)field <= act->def->field_count; field++) {
        wijk_status status = check_field(act, field);
        if (status != WIJK_OK)
            return fail_field(error, status, &act->def->fields[field - 1]);
    }
    return act->professional ? WIJK_OK : wijk__fail_path(error, WIJK_E_MISSING, "/by/professional");
}
