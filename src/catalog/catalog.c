/* Look-ups in the vocabulary. Everything in it begins with its words and stands in the order of its numbers, which the
 * generator checks; so one search by number and one by name serve all parts. */
#include "catalog/catalog.h"

const struct wijk__column_def wijk__common_columns[WIJK__COMMON_COLUMNS] = {
    {{0, "dossier", "dossier", "dossier", "The dossier that the row is of."}, WIJK__ID, false, 0, 0},
    {{1, "act", "act", "handeling", "The act that made the row."}, WIJK__ID, false, 0, 0},
};

/* ---- searching ---- */

static const struct wijk__words *words_at(const void *first, size_t size, size_t place) {
    return (const struct wijk__words *)((const char *)first + place * size);
}

static const void *numbered(const void *first, size_t size, uint32_t count, int32_t number) {
    uint32_t low = 0;
    uint32_t high = count;
    /* Most numbers are places plus one; then this is all there is to do. */
    if (number >= 1 && (uint32_t)number <= count && words_at(first, size, (uint32_t)number - 1)->number == number)
        return words_at(first, size, (uint32_t)number - 1);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct wijk__words *words = words_at(first, size, middle);
        if (words->number == number)
            return words;
        if (words->number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Order of a name that need not end in NUL, and may hold one, against a word of the vocabulary. */
static int compare(const char *name, size_t length, const char *word) {
    for (size_t i = 0; i < length; i++) {
        unsigned char a = (unsigned char)name[i];
        unsigned char b = (unsigned char)word[i];
        if (b == 0)
            return 1;
        if (a != b)
            return a < b ? -1 : 1;
    }
    return word[length] ? -1 : 0;
}

static const void *named(const void *first, size_t size, uint32_t count, const char *name, size_t length) {
    for (uint32_t place = 0; place < count; place++) {
        const struct wijk__words *words = words_at(first, size, place);
        if (compare(name, length, words->name) == 0)
            return words;
    }
    return NULL;
}

/* ---- acts and their fields: asked for every act that comes in ---- */

const struct wijk__act_def *wijk__act_named(const char *name, size_t length) {
    uint32_t low = 0;
    uint32_t high = wijk__act_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct wijk__act_def *act = &wijk__acts[wijk__act_names[middle]];
        int order = compare(name, length, act->words.name);
        if (order == 0)
            return act;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct wijk__field_def *wijk__field_named(const struct wijk__act_def *act, const char *name, size_t length) {
    return named(act->fields, sizeof *act->fields, act->field_count, name, length);
}

/* ---- tables, findings, facts ---- */

const struct wijk__table_def *wijk__table_def(wijk_table_id table) {
    if (table >= WIJK__RESULT_FIRST)
        return (uint32_t)(table - WIJK__RESULT_FIRST) < wijk__result_count ? &wijk__results[table - WIJK__RESULT_FIRST] : NULL;
    return numbered(wijk__tables, sizeof *wijk__tables, wijk__table_count, table);
}

const struct wijk__finding_def *wijk__finding_def(wijk_finding finding) {
    return numbered(wijk__finding_list, sizeof *wijk__finding_list, wijk__finding_count, finding);
}

const struct wijk__finding_def *wijk__finding_named(const char *name, size_t length) {
    return named(wijk__finding_list, sizeof *wijk__finding_list, wijk__finding_count, name, length);
}

const struct wijk__fact_def *wijk__fact_def(wijk_fact fact) {
    return numbered(wijk__facts, sizeof *wijk__facts, wijk__fact_count, fact);
}

/* ---- code lists ---- */

const struct wijk__list_def *wijk__list_def(int32_t list) {
    return numbered(wijk__lists, sizeof *wijk__lists, wijk__list_count, list);
}

static const struct wijk__words *code(int32_t list, int32_t value) {
    const struct wijk__list_def *def = wijk__list_def(list);
    return def ? numbered(def->values, sizeof *def->values, def->value_count, value) : NULL;
}

bool wijk__code_known(int32_t list, int64_t value) {
    return value >= 1 && value <= INT32_MAX && code(list, (int32_t)value) != NULL;
}

int32_t wijk__code_named(int32_t list, const char *name, size_t length) {
    const struct wijk__list_def *def = wijk__list_def(list);
    const struct wijk__words *value =
        def ? named(def->values, sizeof *def->values, def->value_count, name, length) : NULL;
    return value ? value->number : 0;
}

const char *wijk__code_name(int32_t list, int32_t value) {
    const struct wijk__words *words = code(list, value);
    return words ? words->name : "";
}
