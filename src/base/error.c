/* The error object: what went wrong and where. Everything is kept inside the object, so that a failure needs no memory,
 * and nothing of it ever comes from a value that a caller gave. Also the JSON pointer that walkers build. */
#include "base/base.h"

/* The longest sentence of status.json, a full path and four numbers fit with room to spare. */
enum { PATH_SIZE = sizeof(((struct wijk__path *)0)->text), MESSAGE_SIZE = 512, LANGUAGES = 2, DIGITS_MOST = 20 };

struct wijk_error {
    wijk_context *context;
    wijk_status code;
    uint32_t line;
    uint32_t column;
    int64_t offset;
    int64_t index;
    char path[PATH_SIZE];
    char message[LANGUAGES][MESSAGE_SIZE];
};

/* ---- text in a fixed room: what does not fit is left out ---- */

struct room {
    char *text;
    size_t size; /* with the NUL */
    size_t length;
};

static void put(struct room *room, const char *text, size_t length) {
    size_t left = room->size - 1 - room->length;
    if (length > left)
        length = left;
    memcpy(room->text + room->length, text, length);
    room->length += length;
    room->text[room->length] = 0;
}

static void put_text(struct room *room, const char *text) { put(room, text, strlen(text)); }

/* Digits of a number at the end of `digits`; returns where they begin. */
static const char *decimal(uint64_t number, char digits[DIGITS_MOST + 1]) {
    char *at = digits + DIGITS_MOST;
    *at = 0;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return at;
}

/* ---- the sentence ---- */

static const char *const place_words[LANGUAGES][4] = {
    {"line ", "column ", "byte ", "item "},
    {"regel ", "kolom ", "byte ", "onderdeel "},
};

/* One sentence: the status text without its full stop, then the place, as in "A value is outside its range: /a/b,
 * line 3, column 9, byte 40, item 2." Byte and item are as the getters give them, from 0. */
static void write_message(wijk_error *error, wijk_language language) {
    size_t row = (size_t)(language - WIJK_ENGLISH);
    struct room room = {error->message[row], MESSAGE_SIZE, 0};
    const char *reason = wijk_status_text(error->code, language);
    size_t length = strlen(reason);
    if (length > 0 && reason[length - 1] == '.')
        length--;
    put(&room, reason, length);
    const char *separator = ": ";
    if (error->path[0]) {
        put_text(&room, separator);
        put_text(&room, error->path);
        separator = ", ";
    }
    /* Lines and columns are counted from 1, so their 0 is "none"; the others have -1 for that. */
    const int64_t line = error->line, column = error->column;
    const int64_t numbers[4] = {line ? line : -1, column ? column : -1, error->offset, error->index};
    for (size_t i = 0; i < 4; i++) {
        if (numbers[i] < 0)
            continue;
        char digits[DIGITS_MOST + 1];
        put_text(&room, separator);
        put_text(&room, place_words[row][i]);
        put_text(&room, decimal((uint64_t)numbers[i], digits));
        separator = ", ";
    }
    put_text(&room, ".");
}

static void write_messages(wijk_error *error) {
    write_message(error, WIJK_ENGLISH);
    write_message(error, WIJK_DUTCH);
}

/* ---- recording a failure ---- */

static wijk_status record(wijk_error *error, wijk_status status, const char *path, uint32_t line, uint32_t column,
                          int64_t offset) {
    if (!error)
        return status;
    /* The path may be the error's own, when a failure is recorded again. */
    size_t length = path ? strlen(path) : 0;
    if (length > PATH_SIZE - 1)
        length = PATH_SIZE - 1;
    if (length)
        memmove(error->path, path, length);
    error->path[length] = 0;
    error->code = status;
    error->line = line;
    error->column = column;
    error->offset = offset;
    error->index = -1;
    if (status != WIJK_OK)
        write_messages(error);
    return status;
}

static int64_t signed_offset(uint64_t offset) { return offset > INT64_MAX ? INT64_MAX : (int64_t)offset; }

wijk_status wijk__fail(wijk_error *error, wijk_status status) { return record(error, status, NULL, 0, 0, -1); }

wijk_status wijk__fail_path(wijk_error *error, wijk_status status, const char *path) {
    return record(error, status, path, 0, 0, -1);
}

wijk_status wijk__fail_offset(wijk_error *error, wijk_status status, uint64_t offset) {
    return record(error, status, NULL, 0, 0, signed_offset(offset));
}

wijk_status wijk__fail_line(wijk_error *error, wijk_status status, const char *path, uint32_t line, uint32_t column,
                            uint64_t offset) {
    return record(error, status, path, line, column, signed_offset(offset));
}

void wijk__error_index(wijk_error *error, int64_t index) {
    if (!error || error->code == WIJK_OK)
        return;
    error->index = index;
    write_messages(error);
}

void wijk__error_clear(wijk_error *error) {
    if (error && error->code != WIJK_OK)
        record(error, WIJK_OK, NULL, 0, 0, -1);
}

wijk_status wijk__error_note(wijk_error *error, wijk_status status) {
    return error && error->code != status ? wijk__fail(error, status) : status;
}

/* ---- what a caller sees ---- */

wijk_status wijk_error_new(wijk_context *context, wijk_error **out) {
    if (!out)
        return WIJK_E_ARGUMENT;
    *out = NULL;
    if (!context)
        return WIJK_E_ARGUMENT;
    wijk_error *error = wijk__allocate_zeroed(context, sizeof *error);
    if (!error)
        return WIJK_E_MEMORY;
    error->context = wijk_context_ref(context);
    error->offset = -1;
    error->index = -1;
    *out = error;
    return WIJK_OK;
}

void wijk_error_destroy(wijk_error *error) {
    if (!error)
        return;
    wijk_context *context = error->context;
    wijk__release(context, error, sizeof *error);
    wijk_context_unref(context);
}

wijk_status wijk_error_code(const wijk_error *error) { return error ? error->code : WIJK_OK; }
const char *wijk_error_path(const wijk_error *error) { return error ? error->path : ""; }
uint32_t wijk_error_line(const wijk_error *error) { return error ? error->line : 0; }
uint32_t wijk_error_column(const wijk_error *error) { return error ? error->column : 0; }
int64_t wijk_error_offset(const wijk_error *error) { return error ? error->offset : -1; }
int64_t wijk_error_index(const wijk_error *error) { return error ? error->index : -1; }

const char *wijk_error_message(const wijk_error *error, wijk_language language) {
    if (!error || (language != WIJK_ENGLISH && language != WIJK_DUTCH))
        return "";
    if (error->code == WIJK_OK)
        return wijk_status_text(WIJK_OK, language);
    return error->message[language - WIJK_ENGLISH];
}

/* ---- the JSON pointer ---- */

void wijk__path_start(struct wijk__path *path) {
    path->text[0] = 0;
    path->length = 0;
}

/* One part of a pointer for the key character at `key`, and how many bytes of the key it stands for. Characters stay
 * whole. Control characters become "?", so that a pointer never breaks a line of a log. */
static size_t key_piece(const char *key, const char **piece, size_t *piece_length) {
    unsigned char first = (unsigned char)key[0];
    size_t taken = 1;
    if (first == '~' || first == '/' || first < 0x20 || first == 0x7F) {
        *piece = first == '~' ? "~0" : first == '/' ? "~1" : "?";
        *piece_length = first == '~' || first == '/' ? 2 : 1;
        return taken;
    }
    if (first >= 0x80)
        while (((unsigned char)key[taken] & 0xC0) == 0x80)
            taken++;
    *piece = key;
    *piece_length = taken;
    return taken;
}

size_t wijk__path_key(struct wijk__path *path, const char *key) {
    enum { DOTS = 3 };
    const size_t before = path->length;
    const size_t last = sizeof path->text - 1;
    size_t whole = before; /* how much may stand before the dots, should the part not fit */
    size_t at = before;
    bool fits = at < last;
    if (fits)
        path->text[at++] = '/';
    if (at <= last - DOTS)
        whole = at;
    while (fits && *key) {
        const char *piece;
        size_t length;
        size_t taken = key_piece(key, &piece, &length);
        fits = length <= last - at;
        if (!fits)
            break;
        memcpy(path->text + at, piece, length);
        at += length;
        key += taken;
        if (at <= last - DOTS)
            whole = at;
    }
    if (!fits && before < last) {
        /* A part that is cut ends in dots up to the end, so that nothing that follows can seem to belong to it. */
        memset(path->text + whole, '.', last - whole);
        at = last;
    }
    path->length = at;
    path->text[at] = 0;
    return before;
}

size_t wijk__path_index(struct wijk__path *path, size_t index) {
    char digits[DIGITS_MOST + 1];
    return wijk__path_key(path, decimal(index, digits));
}

void wijk__path_cut(struct wijk__path *path, size_t length) {
    path->length = length;
    path->text[length] = 0;
}
