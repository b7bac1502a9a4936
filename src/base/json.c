/* The JSON seam: the only file that knows jansson. In a build without it everything answers WIJK_E_UNSUPPORTED. */
#include "base/base.h"

#if WIJK_HAVE_JSON

#include "base/json_scan.h"

#include <jansson.h>

/* ---- reading ---- */

/* The two faults that the parser sees and a strict walk of the text does not; its position is then the token's end. */
static struct wijk__json_known known_fault(const json_error_t *fault) {
    wijk_status status = WIJK_OK;
    if (json_error_code(fault) == json_error_duplicate_key)
        status = WIJK_E_DUPLICATE;
    else if (json_error_code(fault) == json_error_numeric_overflow)
        status = WIJK_E_RANGE;
    return (struct wijk__json_known){status, fault->position < 0 ? WIJK__NOWHERE : (size_t)fault->position};
}

wijk_status wijk__json_parse(wijk_context *context, const char *text, size_t length, bool private_keys,
                             wijk__json **out, wijk_error *error) {
    *out = NULL;
    length = wijk__length(text, length);
    if (!text)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "json");
    if (length > context->limits.json_bytes)
        return wijk__fail_offset(error, WIJK_E_LIMIT, context->limits.json_bytes);
    size_t too_deep = wijk__json_too_deep(text, length, context->limits.json_depth);
    if (too_deep != WIJK__NOWHERE)
        return wijk__json_fault(text, length, (struct wijk__json_known){WIJK_E_LIMIT, too_deep + 1}, private_keys,
                                error);
    json_error_t fault = {0}; /* the parser leaves the reason as it is when it has no memory */
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        return wijk__json_fault(text, length, known_fault(&fault), private_keys, error);
    *out = root;
    return WIJK_OK;
}

void wijk__json_free(wijk__json *root) { json_decref(root); }

enum wijk__json_type wijk__json_type(const wijk__json *json) {
    static const enum wijk__json_type types[] = {
        [JSON_OBJECT] = WIJK__JSON_OBJECT, [JSON_ARRAY] = WIJK__JSON_ARRAY, [JSON_STRING] = WIJK__JSON_TEXT,
        [JSON_INTEGER] = WIJK__JSON_INT,   [JSON_REAL] = WIJK__JSON_REAL,   [JSON_TRUE] = WIJK__JSON_BOOL,
        [JSON_FALSE] = WIJK__JSON_BOOL,    [JSON_NULL] = WIJK__JSON_NULL,
    };
    return json ? types[json_typeof(json)] : WIJK__JSON_NULL;
}

int64_t wijk__json_int(const wijk__json *json) { return json_integer_value(json); }

bool wijk__json_bool(const wijk__json *json) { return json_is_true(json); }

bool wijk__json_millionths(const wijk__json *json, int64_t most, int64_t *out) {
    double number = json_number_value(json);
    if (!(number >= (double)-most && number <= (double)most))
        return false;
    *out = (int64_t)(number * 1e6 + (number < 0 ? -0.5 : 0.5));
    return true;
}

const char *wijk__json_text(const wijk__json *json, size_t *length) {
    if (length)
        *length = json_string_length(json);
    return json_string_value(json);
}

size_t wijk__json_count(const wijk__json *json) {
    return json_is_array(json) ? json_array_size(json) : json_object_size(json);
}

wijk__json *wijk__json_at(const wijk__json *array, size_t index) { return json_array_get(array, index); }

wijk__json *wijk__json_get(const wijk__json *object, const char *key) { return json_object_get(object, key); }

void *wijk__json_first(wijk__json *object) { return json_object_iter(object); }

void *wijk__json_next(wijk__json *object, void *member) { return json_object_iter_next(object, member); }

const char *wijk__json_key(void *member) { return json_object_iter_key(member); }

wijk__json *wijk__json_value(void *member) { return json_object_iter_value(member); }

/* ---- writing ---- */

static wijk_status made(wijk__json *json, wijk__json **out) {
    *out = json;
    return json ? WIJK_OK : WIJK_E_MEMORY;
}

wijk_status wijk__json_new_object(wijk__json **out) { return made(json_object(), out); }

wijk_status wijk__json_new_array(wijk__json **out) { return made(json_array(), out); }

wijk_status wijk__json_set_text(wijk__json *object, const char *key, const char *text, size_t length) {
    length = wijk__length(text, length);
    if (!text)
        return WIJK_E_ARGUMENT;
    if (!wijk__utf8_valid(text, length))
        return WIJK_E_UTF8;
    return wijk__json_set(object, key, json_stringn_nocheck(text, length));
}

wijk_status wijk__json_set_int(wijk__json *object, const char *key, int64_t value) {
    return wijk__json_set(object, key, json_integer(value));
}

wijk_status wijk__json_set_real(wijk__json *object, const char *key, double value) {
    wijk__json *made = json_real(value);
    return !made && (value != value || value - value != 0) ? WIJK_E_RANGE : wijk__json_set(object, key, made);
}

wijk_status wijk__json_set_bool(wijk__json *object, const char *key, bool value) {
    return wijk__json_set(object, key, json_boolean(value));
}

wijk_status wijk__json_set(wijk__json *object, const char *key, wijk__json *value) {
    if (!value)
        return WIJK_E_MEMORY;
    if (!wijk__utf8_valid(key, strlen(key))) {
        json_decref(value);
        return WIJK_E_UTF8;
    }
    return json_object_set_new_nocheck(object, key, value) == 0 ? WIJK_OK : WIJK_E_MEMORY;
}

wijk_status wijk__json_add(wijk__json *array, wijk__json *value) {
    return value && json_array_append_new(array, value) == 0 ? WIJK_OK : WIJK_E_MEMORY;
}

struct pieces {
    wijk_buffer *out;
    wijk_status status; /* of the first piece that did not fit: the dump does not stop for every one */
};

static int append_piece(const char *piece, size_t length, void *userdata) {
    struct pieces *pieces = userdata;
    if (pieces->status == WIJK_OK)
        pieces->status = wijk__buffer_append(pieces->out, piece, length);
    return pieces->status == WIJK_OK ? 0 : -1;
}

wijk_status wijk__json_write(const wijk__json *root, wijk_buffer *out) {
    size_t before = out->bytes.size;
    struct pieces pieces = {out, WIJK_OK};
    if (json_dump_callback(root, append_piece, &pieces, JSON_COMPACT) == 0 && pieces.status == WIJK_OK)
        return WIJK_OK;
    out->bytes.size = before;
    if (out->bytes.data)
        out->bytes.data[before] = 0;
    return WIJK_E_MEMORY;
}

#else

/* Without a parser there is never a document, so all that take one are never given one. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

static wijk_status none(wijk__json **out) {
    *out = NULL;
    return WIJK_E_UNSUPPORTED;
}

wijk_status wijk__json_parse(wijk_context *context, const char *text, size_t length, bool private_keys,
                             wijk__json **out, wijk_error *error) {
    return wijk__fail(error, none(out));
}

const char *wijk__json_text(const wijk__json *json, size_t *length) {
    if (length)
        *length = 0;
    return NULL;
}

wijk_status wijk__json_set_text(wijk__json *object, const char *key, const char *text, size_t length) {
    return WIJK_E_UNSUPPORTED;
}

void wijk__json_free(wijk__json *root) {}
enum wijk__json_type wijk__json_type(const wijk__json *json) { return WIJK__JSON_NULL; }
int64_t wijk__json_int(const wijk__json *json) { return 0; }
bool wijk__json_bool(const wijk__json *json) { return false; }
bool wijk__json_millionths(const wijk__json *json, int64_t most, int64_t *out) { return false; }
size_t wijk__json_count(const wijk__json *json) { return 0; }
wijk__json *wijk__json_at(const wijk__json *array, size_t index) { return NULL; }
wijk__json *wijk__json_get(const wijk__json *object, const char *key) { return NULL; }
void *wijk__json_first(wijk__json *object) { return NULL; }
void *wijk__json_next(wijk__json *object, void *member) { return NULL; }
const char *wijk__json_key(void *member) { return NULL; }
wijk__json *wijk__json_value(void *member) { return NULL; }
wijk_status wijk__json_new_object(wijk__json **out) { return none(out); }
wijk_status wijk__json_new_array(wijk__json **out) { return none(out); }
wijk_status wijk__json_set_int(wijk__json *object, const char *key, int64_t value) { return WIJK_E_UNSUPPORTED; }
wijk_status wijk__json_set_real(wijk__json *object, const char *key, double value) { return WIJK_E_UNSUPPORTED; }
wijk_status wijk__json_set_bool(wijk__json *object, const char *key, bool value) { return WIJK_E_UNSUPPORTED; }
wijk_status wijk__json_set(wijk__json *object, const char *key, wijk__json *value) { return WIJK_E_UNSUPPORTED; }
wijk_status wijk__json_add(wijk__json *array, wijk__json *value) { return WIJK_E_UNSUPPORTED; }
wijk_status wijk__json_write(const wijk__json *root, wijk_buffer *out) { return WIJK_E_UNSUPPORTED; }

#endif
