/* Words, labels and growing text. */
#include "cases.h"

#include <stdarg.h>

/* ---- text ---- */

static void *must(void *memory) {
    if (memory == NULL) {
        fputs("no memory\n", stderr);
        exit(1);
    }
    return memory;
}

char *copy_of(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(must(malloc(size)), text, size);
}

static void text_room(struct text *text, size_t extra) {
    if (text->capacity - text->size > extra)
        return;
    text->capacity = text->capacity * 2 + extra + 64;
    text->data = must(realloc(text->data, text->capacity));
}

void text_put(struct text *text, const char *format, ...) {
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length > 0) {
        text_room(text, (size_t)length);
        vsnprintf(text->data + text->size, (size_t)length + 1, format, again);
        text->size += (size_t)length;
    }
    va_end(again);
}

void text_bytes(struct text *text, const void *bytes, size_t size) {
    text_room(text, size);
    if (size > 0)
        memcpy(text->data + text->size, bytes, size);
    text->size += size;
    text->data[text->size] = '\0';
}

void text_clear(struct text *text) {
    text->size = 0;
    if (text->data != NULL)
        text->data[0] = '\0';
}

void text_free(struct text *text) {
    free(text->data);
    *text = (struct text){NULL, 0, 0};
}

const char *text_of(const struct text *text) { return text->data ? text->data : ""; }

/* ---- words ---- */

/* One word from `*at` on into `to`; a backslash takes the next character as it is, within quotes. */
static bool cut_word(const char **at, char **to, bool *quoted) {
    bool inside = false;
    *quoted = false;
    for (; **at != '\0' && (inside || (**at != ' ' && **at != '\t')); ++*at) {
        if (**at == '"') {
            inside = !inside;
            *quoted = true;
            continue;
        }
        if (inside && **at == '\\' && (*at)[1] != '\0')
            ++*at;
        *(*to)++ = **at;
    }
    *(*to)++ = '\0';
    return !inside;
}

bool words_cut(struct words *words, const char *line) {
    char *to = words->room;
    words->count = 0;
    if (strlen(line) + WORDS_MOST + 1 > sizeof words->room)
        return false;
    for (;;) {
        line += strspn(line, " \t");
        if (*line == '\0' || *line == '#')
            return true;
        if (words->count == WORDS_MOST)
            return false;
        words->list[words->count] = to;
        if (!cut_word(&line, &to, &words->quoted[words->count++]))
            return false;
    }
}

bool word_is(const struct words *words, size_t place, const char *word) {
    return place < words->count && !words->quoted[place] && strcmp(words->list[place], word) == 0;
}

size_t word_place(const struct words *words, const char *word) {
    size_t place = 0;
    while (place < words->count && !word_is(words, place, word))
        place++;
    return place;
}

/* ---- labels ---- */

const wijk_id case_dossier = {{0xd0, 0x55, 0x1e, 0x12}};

/* The same label is the same id in every run: FNV-1a, twice. `nobody` is the id of zeros, `itself` that of the
 * dossier. */
static wijk_id make_id(const char *label) {
    wijk_id id = {{0}};
    if (strcmp(label, "nobody") == 0)
        return id;
    if (strcmp(label, "itself") == 0)
        return case_dossier;
    for (int half = 0; half < 2; half++) {
        uint64_t hash = UINT64_C(0xcbf29ce484222325) + (uint64_t)half * UINT64_C(0x9E3779B97F4A7C15);
        for (const char *at = label; *at != '\0'; at++)
            hash = (hash ^ (uint8_t)*at) * UINT64_C(0x100000001b3);
        for (int i = 0; i < 8; i++)
            id.bytes[half * 8 + i] = (uint8_t)(hash >> (8 * i));
    }
    return id;
}

wijk_id id_of(struct names *names, const char *label) {
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->list[i].label, label) == 0)
            return names->list[i].id;
    if (names->count == names->capacity) {
        names->capacity = names->capacity * 2 + 32;
        names->list = must(realloc(names->list, names->capacity * sizeof *names->list));
    }
    struct name *name = &names->list[names->count++];
    name->label = copy_of(label);
    name->id = make_id(label);
    return name->id;
}

const char *label_of(struct names *names, const wijk_id *id) {
    static char text[WIJK_ID_TEXT_SIZE];
    for (size_t i = 0; i < names->count; i++)
        if (memcmp(&names->list[i].id, id, sizeof *id) == 0)
            return names->list[i].label;
    wijk_id_format(id, text);
    return text;
}

void names_free(struct names *names) {
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i].label);
    free(names->list);
    *names = (struct names){NULL, 0, 0};
}
