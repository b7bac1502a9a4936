/* National code lists: a code is found by its whole name, because the same digits mean different things in two
 * lists. */
#include "catalog/catalog.h"

const struct wijk__standard_def *wijk__standard_def(int32_t list) {
    for (uint32_t i = 0; i < wijk__standard_count; i++)
        if (wijk__standards[i].words.number == list)
            return &wijk__standards[i];
    return NULL;
}

/* Whether a text begins with a word and a slash; then how long both are, otherwise 0. */
static size_t begins(const char *text, size_t length, const char *word) {
    size_t whole = strlen(word);
    return length > whole && memcmp(text, word, whole) == 0 && text[whole] == '/' ? whole + 1 : 0;
}

/* The place of a code in its list; -1 when it is not there. */
static int64_t place_of(const struct wijk__standard_def *list, const char *code, size_t length) {
    for (uint32_t i = 0; i < list->code_count; i++)
        if (wijk__text_equal(code, length, list->codes[i].name, strlen(list->codes[i].name)))
            return i;
    return -1;
}

static const struct wijk__standard_def *find(const char *name, size_t length, int64_t *place) {
    for (uint32_t i = 0; i < wijk__standard_count; i++) {
        size_t before = begins(name, length, wijk__standards[i].words.name);
        if (before != 0 && (*place = place_of(&wijk__standards[i], name + before, length - before)) >= 0)
            return &wijk__standards[i];
    }
    return NULL;
}

int32_t wijk__standard_ending(const char *name, size_t length) {
    int64_t place;
    const struct wijk__standard_def *list = name != NULL ? find(name, length, &place) : NULL;
    return list != NULL ? list->endings[place] : 0;
}

/* ---- for callers ---- */

static void put(int32_t *to, int32_t value) {
    if (to != NULL)
        *to = value;
}

wijk_status wijk_standard_code(const char *name, size_t length, int32_t *list, int32_t *code, int32_t *ending) {
    int64_t place = 0;
    const struct wijk__standard_def *found = name != NULL ? find(name, wijk__length(name, length), &place) : NULL;
    put(list, found != NULL ? found->words.number : 0);
    put(code, found != NULL ? found->codes[place].number : 0);
    put(ending, found != NULL ? found->endings[place] : 0);
    return found != NULL ? WIJK_OK : WIJK_NONE;
}

int32_t wijk_standard_ending(int32_t list, int32_t code) {
    const struct wijk__standard_def *def = wijk__standard_def(list);
    for (uint32_t i = 0; def != NULL && i < def->code_count; i++)
        if (def->codes[i].number == code)
            return def->endings[i];
    return 0;
}
