/* What base shows to the other rooms: memory, growing bytes, errors, text, hashing and JSON.
 * Names with two underscores are internal; nothing here knows the domain. */
#ifndef WIJK_BASE_BASE_H
#define WIJK_BASE_BASE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include <wijkteam/base.h>

/* ---- memory: every allocation of the library goes through a context ---- */

/* The deepest JSON nesting that a context may allow: whoever walks a document may recurse this far. */
#define WIJK__JSON_DEPTH_MOST 1024

struct wijk_context {
    atomic_uint references;
    wijk_allocator allocator;
    wijk_limits limits; /* with the defaults filled in */
};

void *wijk__allocate(wijk_context *context, size_t size);                /* NULL when there is no memory */
void *wijk__allocate_zeroed(wijk_context *context, size_t size);
void *wijk__reallocate(wijk_context *context, void *memory, size_t old_size, size_t new_size);
void wijk__release(wijk_context *context, void *memory, size_t size);    /* NULL is fine */

/* ---- growing bytes ---- */

struct wijk__bytes {
    uint8_t *data;
    size_t size;
    size_t capacity;
};

/* Make room for `extra` more bytes; on failure nothing is changed. Grows by half, so that the slack stays small. */
wijk_status wijk__bytes_reserve(wijk_context *context, struct wijk__bytes *bytes, size_t extra);
static inline wijk_status wijk__bytes_append(wijk_context *context, struct wijk__bytes *bytes, const void *data,
                                             size_t size) {
    if (size > bytes->capacity - bytes->size) {
        wijk_status status = wijk__bytes_reserve(context, bytes, size);
        if (status != WIJK_OK)
            return status;
    }
    if (size)
        memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
    return WIJK_OK;
}
void wijk__bytes_free(wijk_context *context, struct wijk__bytes *bytes);

struct wijk_buffer {
    wijk_context *context;
    struct wijk__bytes bytes; /* always followed by a NUL that does not count, once anything was written */
};
wijk_status wijk__buffer_append(wijk_buffer *buffer, const void *data, size_t size);
wijk_status wijk__buffer_append_text(wijk_buffer *buffer, const char *text);

/* ---- checked arithmetic on sizes that come from outside ---- */

static inline bool wijk__add(size_t a, size_t b, size_t *sum) { return !__builtin_add_overflow(a, b, sum); }
static inline bool wijk__multiply(size_t a, size_t b, size_t *product) {
    return !__builtin_mul_overflow(a, b, product);
}

/* ---- sized structs from callers: one function decides, see docs/policy/abi.md ----
 * Copies what the caller knows of a struct into `copy` (of `known_size`, zeroed first). `smallest_size` is the first
 * version's. Status: SIZE for an absurd size, OLDER when it is below the first version, NEWER when bytes that we do not
 * know are not zero. */
wijk_status wijk__struct_read(const void *from, void *copy, size_t known_size, size_t smallest_size);

/* ---- errors: a failing call says where; all of these return `status`, and accept a NULL error ---- */

wijk_status wijk__fail(wijk_error *error, wijk_status status);                         /* no place */
wijk_status wijk__fail_path(wijk_error *error, wijk_status status, const char *path);  /* argument or JSON pointer */
wijk_status wijk__fail_offset(wijk_error *error, wijk_status status, uint64_t offset);
wijk_status wijk__fail_line(wijk_error *error, wijk_status status, const char *path, uint32_t line, uint32_t column,
                            uint64_t offset);
void wijk__error_index(wijk_error *error, int64_t index);  /* add the item of a batch to a failure */
void wijk__error_clear(wijk_error *error);                 /* a call that succeeds leaves no old failure */
/* Make sure a status that was returned by something without an error object is recorded; keeps an error that already
 * holds this status. */
wijk_status wijk__error_note(wijk_error *error, wijk_status status);

/* A JSON pointer that is built and taken down while walking; cut off, never overrun. Keys are escaped (~0 ~1). */
struct wijk__path {
    char text[256];
    size_t length;
};
void wijk__path_start(struct wijk__path *path);
size_t wijk__path_key(struct wijk__path *path, const char *key); /* returns the old length, for wijk__path_cut */
size_t wijk__path_index(struct wijk__path *path, size_t index);
void wijk__path_cut(struct wijk__path *path, size_t length);

/* ---- text ---- */

bool wijk__utf8_valid(const char *text, size_t length);            /* RFC 3629, no NUL */
size_t wijk__utf8_bad(const char *text, size_t length);            /* offset of the first bad byte, or length */
bool wijk__key_valid(const char *text, size_t length);             /* 1 to 64 of a-z 0-9 - . */
/* A floating-point number as text that ends in NUL: the fewest digits that are read back as the same number. Answers
 * how many bytes; 0 for what is infinite or no number. */
enum { WIJK__REAL_SIZE = 32 };
size_t wijk__real_text(double value, char room[WIJK__REAL_SIZE]);
static inline bool wijk__text_equal(const char *a, size_t a_length, const char *b, size_t b_length) {
    return a_length == b_length && (a_length == 0 || memcmp(a, b, a_length) == 0);
}
static inline bool wijk__id_equal(const wijk_id *a, const wijk_id *b) { return memcmp(a, b, sizeof *a) == 0; }
bool wijk__id_is_none(const wijk_id *id);
static inline size_t wijk__length(const char *text, size_t length) {
    return length == WIJK_NUL_TERMINATED ? (text ? strlen(text) : 0) : length;
}

/* ---- numbers in bytes (little-endian) ---- */

static inline void wijk__put16(uint8_t *to, uint16_t v) {
    to[0] = (uint8_t)v;
    to[1] = (uint8_t)(v >> 8);
}
static inline void wijk__put32(uint8_t *to, uint32_t v) {
    wijk__put16(to, (uint16_t)v);
    wijk__put16(to + 2, (uint16_t)(v >> 16));
}
static inline void wijk__put64(uint8_t *to, uint64_t v) {
    wijk__put32(to, (uint32_t)v);
    wijk__put32(to + 4, (uint32_t)(v >> 32));
}
static inline uint16_t wijk__get16(const uint8_t *from) { return (uint16_t)(from[0] | from[1] << 8); }
static inline uint32_t wijk__get32(const uint8_t *from) {
    return (uint32_t)wijk__get16(from) | (uint32_t)wijk__get16(from + 2) << 16;
}
static inline uint64_t wijk__get64(const uint8_t *from) {
    return (uint64_t)wijk__get32(from) | (uint64_t)wijk__get32(from + 4) << 32;
}

/* ---- hashing: the only file that knows libsodium is hash.c ---- */

struct wijk__hash { /* SHA-256 in steps; opaque room for the library's own state */
    uint64_t state[16];
};
void wijk__hash_start(struct wijk__hash *hash);
void wijk__hash_add(struct wijk__hash *hash, const void *data, size_t size);
void wijk__hash_finish(struct wijk__hash *hash, uint8_t out[32]);
void wijk__sha256(const void *data, size_t size, uint8_t out[32]);

/* ---- hash tables in memory ---- */

/* A quick hash for tables in memory, spread by the context's seed; see wijk_limits.hash_seed. */
static inline uint64_t wijk__mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}
static inline uint64_t wijk__mix_id(uint64_t seed, const void *id) {
    uint64_t halves[2];
    memcpy(halves, id, sizeof halves);
    return wijk__mix(wijk__mix(wijk__mix(seed, halves[0]), halves[1]), 0);
}
static inline uint64_t wijk__mix_key(uint64_t seed, const void *key, size_t length) {
    uint64_t hash = wijk__mix(seed, length), word;
    const uint8_t *at = key;
    for (; length >= sizeof word; at += sizeof word, length -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = wijk__mix(hash, word);
    }
    for (word = 0; length > 0; length--)
        word = word << 8 | *at++;
    return wijk__mix(wijk__mix(hash, word), 0); /* once more, so that the last bits reach all others too */
}

/* ---- order (sort.c) ---- */

/* Put items of a size in order, in place: `before` says whether one must stand before another. */
void wijk__sort(void *items, uint32_t count, size_t size, bool (*before)(const void *a, const void *b));

/* ---- JSON: the only file that knows jansson is json.c; in a build without it, parsing and writing answer
 * WIJK_E_UNSUPPORTED ---- */

typedef struct json_t wijk__json; /* borrowed from its root, but for roots */
enum wijk__json_type {
    WIJK__JSON_NULL,
    WIJK__JSON_BOOL,
    WIJK__JSON_INT,
    WIJK__JSON_REAL,
    WIJK__JSON_TEXT,
    WIJK__JSON_ARRAY,
    WIJK__JSON_OBJECT,
    WIJK__JSON_NUMBER /* of no value: who asks for it takes an int or a real */
};

/* Parse one document strictly: limits of the context (bytes, depth), UTF-8, no duplicate keys, no NUL, no trailing
 * garbage, object or array at the top. A failure gives JSON pointer, line, column and offset. With `private_keys` the
 * pointer shows no key, only the depth as "/?" parts, because keys may hold a person's data. */
wijk_status wijk__json_parse(wijk_context *context, const char *text, size_t length, bool private_keys,
                             wijk__json **out, wijk_error *error);
void wijk__json_free(wijk__json *root);
enum wijk__json_type wijk__json_type(const wijk__json *json);
int64_t wijk__json_int(const wijk__json *json);
bool wijk__json_bool(const wijk__json *json);
/* A number from -`most` to `most` in millionths, rounded; false when it is beyond. `most` is at most 10^12. */
bool wijk__json_millionths(const wijk__json *json, int64_t most, int64_t *out);
const char *wijk__json_text(const wijk__json *json, size_t *length);
size_t wijk__json_count(const wijk__json *json);                          /* of an array or of an object */
wijk__json *wijk__json_at(const wijk__json *array, size_t index);
wijk__json *wijk__json_get(const wijk__json *object, const char *key);    /* NULL when it is not there */
void *wijk__json_first(wijk__json *object);                               /* members in the order of the text */
void *wijk__json_next(wijk__json *object, void *member);
const char *wijk__json_key(void *member);
wijk__json *wijk__json_value(void *member);
/* Writing: build, then append to a buffer as one line with the keys in the order in which they were set. */
wijk_status wijk__json_new_object(wijk__json **out);
wijk_status wijk__json_new_array(wijk__json **out);
wijk_status wijk__json_set_text(wijk__json *object, const char *key, const char *text, size_t length);
wijk_status wijk__json_set_int(wijk__json *object, const char *key, int64_t value);
wijk_status wijk__json_set_real(wijk__json *object, const char *key, double value);
wijk_status wijk__json_set_bool(wijk__json *object, const char *key, bool value);
wijk_status wijk__json_set(wijk__json *object, const char *key, wijk__json *value); /* consumes value, on failure too */
wijk_status wijk__json_add(wijk__json *array, wijk__json *value);                   /* consumes value, on failure too */
wijk_status wijk__json_write(const wijk__json *root, wijk_buffer *out);             /* without a line end */

#endif
