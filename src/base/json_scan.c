/* How deep JSON text goes, and where it is wrong. The parser proper only says that it is wrong. */
#include "base/json_scan.h"

/* ---- depth ---- */

/* The offset after a text that begins after its quote at `at`. A quote ends it unless an odd run of backslashes stands
 * before; the runs do not overlap, so the whole is linear. */
static const char *after_text(const char *at, const char *end) {
    const char *begin = at;
    while (at < end) {
        const char *quote = memchr(at, '"', (size_t)(end - at));
        if (!quote)
            return end;
        const char *back = quote;
        while (back > begin && back[-1] == '\\')
            back--;
        at = quote + 1;
        if ((quote - back) % 2 == 0)
            return at;
        begin = at;
    }
    return end;
}

size_t wijk__json_too_deep(const char *text, size_t length, uint32_t most) {
    const char *end = text + length;
    uint32_t depth = 0;
    for (const char *at = text; at < end;) {
        char c = *at++;
        if (c == '"') {
            at = after_text(at, end);
        } else if (c == '{' || c == '[') {
            if (depth++ == most)
                return (size_t)(at - 1 - text);
        } else if (c == '}' || c == ']') {
            if (depth <= 1) /* the end of the document, or no document at all */
                return WIJK__NOWHERE;
            depth--;
        }
    }
    return WIJK__NOWHERE;
}

/* ---- the place of a fault ---- */

struct level {
    uint32_t index;       /* of the item that comes next, in an array */
    uint16_t path_length; /* of the pointer to this container */
    bool is_object;
};

struct walk {
    const char *text;
    size_t length;
    size_t at;
    struct wijk__json_known known;
    bool private_keys;
    wijk_status status; /* WIJK_OK until the fault is found */
    size_t fault;       /* its offset */
    struct wijk__path path;
    size_t depth;
    struct level levels[WIJK__JSON_DEPTH_MOST];
};

/* The byte at the place where the walk is; 0 at the end, which no rule of JSON accepts anywhere. */
static unsigned char here(const struct walk *walk) {
    return walk->at < walk->length ? (unsigned char)walk->text[walk->at] : 0;
}

static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

static bool fault_at(struct walk *walk, wijk_status status, size_t offset) {
    walk->status = status;
    walk->fault = offset;
    return false;
}

static bool bad_character(const struct walk *walk) {
    size_t left = walk->length - walk->at;
    return here(walk) >= 0x80 && wijk__utf8_bad(walk->text + walk->at, left < 4 ? left : 4) == 0;
}

/* The byte here does not fit: either it is no UTF-8 at all, or it is no JSON. */
static bool misfit(struct walk *walk) {
    return fault_at(walk, bad_character(walk) ? WIJK_E_UTF8 : WIJK_E_SYNTAX, walk->at);
}

/* A token from `begin` to here is whole; false when it is the known fault. */
static bool whole(struct walk *walk, size_t begin) {
    if (walk->known.status == WIJK_OK || walk->known.end != walk->at)
        return true;
    return fault_at(walk, walk->known.status, begin);
}

static void skip_space(struct walk *walk) {
    while (here(walk) == ' ' || here(walk) == '\t' || here(walk) == '\n' || here(walk) == '\r')
        walk->at++;
}

/* ---- texts ---- */

/* A key as it reads without escapes: more of it than a pointer can show, so that a pointer shows that it was cut. */
struct plain {
    char text[sizeof(((struct wijk__path *)0)->text) + 8];
    size_t length;
};

static void plain_put(struct plain *plain, const char *bytes, size_t count) {
    if (!plain || count >= sizeof plain->text - plain->length)
        return;
    memcpy(plain->text + plain->length, bytes, count);
    plain->length += count;
}

static void plain_put_point(struct plain *plain, uint32_t point) {
    char bytes[4];
    size_t count = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const uint8_t first[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = count; i-- > 1; point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(first[count] | point);
    plain_put(plain, bytes, count);
}

/* The four digits after "\u"; false when they are not there, and then the walk stands at the first that is wrong. */
static bool read_unit(struct walk *walk, uint32_t *unit) {
    *unit = 0;
    for (size_t i = 0; i < 4; i++, walk->at++) {
        unsigned char c = here(walk);
        unsigned char letter = (unsigned char)(c | 0x20);
        if (is_digit(c))
            *unit = *unit << 4 | (uint32_t)(c - '0');
        else if (letter >= 'a' && letter <= 'f')
            *unit = *unit << 4 | (uint32_t)(letter - 'a' + 10);
        else
            return misfit(walk);
    }
    return true;
}

/* "\uXXXX", or two of them that make one character. Half a pair and U+0000 make no text that can be kept. */
static bool walk_point(struct walk *walk, size_t begin, struct plain *plain) {
    uint32_t point, low;
    if (!read_unit(walk, &point))
        return false;
    if (point == 0 || (point >= 0xDC00 && point <= 0xDFFF))
        return fault_at(walk, WIJK_E_UTF8, begin);
    if (point >= 0xD800 && point <= 0xDBFF) {
        if (walk->length - walk->at < 2 || memcmp(walk->text + walk->at, "\\u", 2) != 0)
            return fault_at(walk, WIJK_E_UTF8, begin);
        walk->at += 2;
        if (!read_unit(walk, &low))
            return false;
        if (low < 0xDC00 || low > 0xDFFF)
            return fault_at(walk, WIJK_E_UTF8, begin);
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    plain_put_point(plain, point);
    return true;
}

static bool walk_escape(struct walk *walk, struct plain *plain) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    size_t begin = walk->at++;
    unsigned char c = here(walk);
    if (c == 'u') {
        walk->at++;
        return walk_point(walk, begin, plain);
    }
    const char *letter = c ? strchr(letters, c) : NULL;
    if (!letter)
        return misfit(walk);
    plain_put(plain, &meanings[letter - letters], 1);
    walk->at++;
    return true;
}

/* A text that begins here; `plain` may be NULL. */
static bool walk_text(struct walk *walk, struct plain *plain) {
    size_t begin = walk->at++;
    while (here(walk) != '"') {
        unsigned char c = here(walk);
        if (c < 0x20)
            return fault_at(walk, WIJK_E_SYNTAX, walk->at);
        if (c == '\\') {
            if (!walk_escape(walk, plain))
                return false;
            continue;
        }
        if (bad_character(walk))
            return fault_at(walk, WIJK_E_UTF8, walk->at);
        size_t count = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        plain_put(plain, walk->text + walk->at, count);
        walk->at += count;
    }
    walk->at++;
    return whole(walk, begin);
}

/* ---- numbers and words ---- */

static bool walk_digits(struct walk *walk) {
    if (!is_digit(here(walk)))
        return misfit(walk);
    while (is_digit(here(walk)))
        walk->at++;
    return true;
}

static bool walk_number(struct walk *walk) {
    size_t begin = walk->at;
    if (here(walk) == '-')
        walk->at++;
    if (here(walk) == '0')
        walk->at++; /* nothing but a point or an exponent may follow; what does not fit is seen by the caller */
    else if (!walk_digits(walk))
        return false;
    if (here(walk) == '.') {
        walk->at++;
        if (!walk_digits(walk))
            return false;
    }
    if (here(walk) == 'e' || here(walk) == 'E') {
        walk->at++;
        if (here(walk) == '+' || here(walk) == '-')
            walk->at++;
        if (!walk_digits(walk))
            return false;
    }
    return whole(walk, begin);
}

static bool walk_word(struct walk *walk, const char *word) {
    for (; *word; word++, walk->at++)
        if (here(walk) != (unsigned char)*word)
            return misfit(walk);
    return true;
}

/* ---- values ---- */

static bool open_container(struct walk *walk) {
    size_t begin = walk->at;
    if (walk->depth == WIJK__JSON_DEPTH_MOST)
        return fault_at(walk, WIJK_E_LIMIT, begin);
    struct level *level = &walk->levels[walk->depth++];
    level->is_object = here(walk) == '{';
    level->path_length = (uint16_t)walk->path.length;
    level->index = 0;
    walk->at++;
    return whole(walk, begin);
}

static bool walk_value(struct walk *walk) {
    switch (here(walk)) {
    case '{':
    case '[':
        return open_container(walk);
    case '"':
        return walk_text(walk, NULL);
    case 't':
        return walk_word(walk, "true");
    case 'f':
        return walk_word(walk, "false");
    case 'n':
        return walk_word(walk, "null");
    default:
        return here(walk) == '-' || is_digit(here(walk)) ? walk_number(walk) : misfit(walk);
    }
}

/* The key and the colon of a member; the pointer then names the member. */
static bool walk_key(struct walk *walk) {
    if (here(walk) != '"')
        return misfit(walk);
    struct plain plain = {.length = 0};
    bool good = walk_text(walk, &plain);
    /* A key that is wrong in itself is not shown; one that stands twice is. */
    if (!good && walk->status != walk->known.status)
        return false;
    plain.text[plain.length] = 0;
    wijk__path_key(&walk->path, walk->private_keys ? "?" : plain.text);
    if (!good)
        return false;
    skip_space(walk);
    if (here(walk) != ':')
        return misfit(walk);
    walk->at++;
    return true;
}

static void enter_item(struct walk *walk, struct level *level) {
    if (walk->private_keys)
        wijk__path_key(&walk->path, "?");
    else
        wijk__path_index(&walk->path, level->index);
    level->index++;
}

/* What stands before a value in a container: nothing, a comma, and the key of a member. Closes the container when that
 * is what comes; `*closed` says so. */
static bool walk_before_value(struct walk *walk, bool first, bool *closed) {
    struct level *level = &walk->levels[walk->depth - 1];
    wijk__path_cut(&walk->path, level->path_length);
    *closed = here(walk) == (level->is_object ? '}' : ']');
    if (*closed) {
        walk->at++;
        walk->depth--;
        return true;
    }
    if (!first) {
        if (here(walk) != ',')
            return misfit(walk);
        walk->at++;
        skip_space(walk);
    }
    if (level->is_object)
        return walk_key(walk);
    enter_item(walk, level);
    return true;
}

static bool walk_document(struct walk *walk) {
    skip_space(walk);
    if (here(walk) != '{' && here(walk) != '[')
        return misfit(walk);
    bool first = open_container(walk); /* whether the innermost container was opened just now */
    if (!first)
        return false;
    while (walk->depth > 0) {
        skip_space(walk);
        bool closed;
        if (!walk_before_value(walk, first, &closed))
            return false;
        first = false;
        if (closed)
            continue;
        skip_space(walk);
        size_t depth = walk->depth;
        if (!walk_value(walk))
            return false;
        first = walk->depth > depth;
    }
    wijk__path_start(&walk->path);
    skip_space(walk);
    return walk->at == walk->length || misfit(walk);
}

/* ---- what is told ---- */

static wijk_status record_place(const struct walk *walk, wijk_error *error) {
    const char *end = walk->text + walk->fault;
    const char *line_begin = walk->text;
    uint32_t line = 1;
    for (const char *at; (at = memchr(line_begin, '\n', (size_t)(end - line_begin))) != NULL; line_begin = at + 1)
        line += line < UINT32_MAX;
    size_t column = (size_t)(end - line_begin) + 1;
    return wijk__fail_line(error, walk->status, walk->path.text, line,
                           column < UINT32_MAX ? (uint32_t)column : UINT32_MAX, walk->fault);
}

wijk_status wijk__json_fault(const char *text, size_t length, struct wijk__json_known known, bool private_keys,
                             wijk_error *error) {
    struct walk walk;
    walk.text = text;
    walk.length = length;
    walk.at = 0;
    walk.known = known;
    walk.private_keys = private_keys;
    walk.status = WIJK_OK;
    walk.depth = 0;
    wijk__path_start(&walk.path);
    if (!walk_document(&walk))
        return record_place(&walk, error);
    return wijk__fail(error, known.status != WIJK_OK ? known.status : WIJK_E_MEMORY);
}
