/* The vocabulary as a caller asks it at run time: eight parts, their entries, and the members of these. */
#include "catalog/catalog.h"

struct part {
    const void *first; /* entries; each begins with its words */
    const uint32_t *count;
    size_t size;
};

static const struct part parts[] = {
    [WIJK_CATALOG_ACTS] = {wijk__acts, &wijk__act_count, sizeof(struct wijk__act_def)},
    [WIJK_CATALOG_TABLES] = {wijk__tables, &wijk__table_count, sizeof(struct wijk__table_def)},
    [WIJK_CATALOG_FINDINGS] = {wijk__finding_list, &wijk__finding_count, sizeof(struct wijk__finding_def)},
    [WIJK_CATALOG_FACTS] = {wijk__facts, &wijk__fact_count, sizeof(struct wijk__fact_def)},
    [WIJK_CATALOG_CODE_LISTS] = {wijk__lists, &wijk__list_count, sizeof(struct wijk__list_def)},
    [WIJK_CATALOG_POLICY_LISTS] = {wijk__policy_lists, &wijk__policy_list_count, sizeof(struct wijk__words)},
    [WIJK_CATALOG_STANDARDS] = {wijk__standards, &wijk__standard_count, sizeof(struct wijk__standard_def)},
    [WIJK_CATALOG_RESULTS] = {wijk__results, &wijk__result_count, sizeof(struct wijk__table_def)},
};

static const char *const type_names[] = {
    [WIJK__ID] = "id",     [WIJK__REF] = "ref",   [WIJK__PERSON] = "person", [WIJK__ACT] = "act",
    [WIJK__INT] = "int",   [WIJK__BOOL] = "bool", [WIJK__DATE] = "date",     [WIJK__TIME] = "time",
    [WIJK__CODE] = "code", [WIJK__KEY] = "key",   [WIJK__TEXT] = "text",     [WIJK__ACT_TYPE] = "act-type",
    [WIJK__REAL] = "real",
};

/* ---- entries ---- */

static const struct wijk__words *entry_at(wijk_catalog_part part, uint32_t place) {
    if (place >= wijk_catalog_count(part))
        return NULL;
    return (const struct wijk__words *)((const char *)parts[part].first + place * parts[part].size);
}

static const struct wijk__words *entry(wijk_catalog_part part, int32_t number) {
    const struct wijk__words *words;
    for (uint32_t place = 0; (words = entry_at(part, place)) != NULL; place++)
        if (words->number == number)
            return words;
    return NULL;
}

static const char *term(const struct wijk__words *words, wijk_language language) {
    if (!words)
        return NULL;
    return language == WIJK_ENGLISH ? words->en : language == WIJK_DUTCH ? words->nl : NULL;
}

static const char *sentence(const struct wijk__words *words) { return words && words->text[0] ? words->text : NULL; }

uint32_t wijk_catalog_count(wijk_catalog_part part) {
    return part >= WIJK_CATALOG_ACTS && part <= WIJK_CATALOG_RESULTS ? *parts[part].count : 0;
}

int32_t wijk_catalog_number(wijk_catalog_part part, uint32_t place) {
    const struct wijk__words *words = entry_at(part, place);
    return words ? words->number : 0;
}

int32_t wijk_catalog_find(wijk_catalog_part part, const char *name, size_t length) {
    const struct wijk__words *words;
    if (!name)
        return 0;
    length = wijk__length(name, length);
    for (uint32_t place = 0; (words = entry_at(part, place)) != NULL; place++)
        if (wijk__text_equal(name, length, words->name, strlen(words->name)))
            return words->number;
    return 0;
}

const char *wijk_catalog_name(wijk_catalog_part part, int32_t number) {
    const struct wijk__words *words = entry(part, number);
    return words ? words->name : NULL;
}

const char *wijk_catalog_term(wijk_catalog_part part, int32_t number, wijk_language language) {
    return term(entry(part, number), language);
}

const char *wijk_catalog_about(wijk_catalog_part part, int32_t number) { return sentence(entry(part, number)); }

const char *wijk_catalog_fact_met(wijk_fact number, wijk_language language) {
    const struct wijk__fact_def *fact = wijk__fact_def(number);
    const char *met = fact == NULL                  ? NULL
                      : language == WIJK_ENGLISH ? fact->met_en
                      : language == WIJK_DUTCH   ? fact->met_nl
                                                 : NULL;
    return met && met[0] ? met : NULL;
}

/* ---- members: the one shape in which fields, columns and values are answered ---- */

struct members { /* of one entry: one of the three, or none */
    const struct wijk__field_def *fields;
    const struct wijk__column_def *columns; /* the common ones, if any, come before these */
    const struct wijk__words *values;
    uint32_t common; /* of the columns that come before `columns` */
    uint32_t count;
};

struct member {
    const struct wijk__words *words; /* NULL when there is none */
    enum wijk__type type;            /* 0 for a value of a code list */
    int32_t list;
    bool personal, required;
};

static struct members members_of(wijk_catalog_part part, int32_t number) {
    struct members of = {NULL, NULL, NULL, 0, 0};
    const struct wijk__act_def *act = part == WIJK_CATALOG_ACTS ? wijk__act_def(number) : NULL;
    const struct wijk__table_def *table = wijk__table_def(number);
    if (table && table->common != (part == WIJK_CATALOG_TABLES ? WIJK__COMMON_COLUMNS : 0))
        table = NULL;
    const struct wijk__list_def *list = part == WIJK_CATALOG_CODE_LISTS ? wijk__list_def(number) : NULL;
    const struct wijk__standard_def *standard = part == WIJK_CATALOG_STANDARDS ? wijk__standard_def(number) : NULL;
    if (act)
        of.fields = act->fields, of.count = act->field_count;
    else if (table && (part == WIJK_CATALOG_TABLES || part == WIJK_CATALOG_RESULTS))
        of.columns = table->columns, of.common = table->common, of.count = table->column_count + table->common;
    else if (list)
        of.values = list->values, of.count = list->value_count;
    else if (standard)
        of.values = standard->codes, of.count = standard->code_count;
    return of;
}

static struct member member_at(const struct members *of, uint32_t place) {
    if (place >= of->count)
        return (struct member){NULL, 0, 0, false, false};
    if (of->values)
        return (struct member){&of->values[place], 0, 0, false, false};
    if (of->fields) {
        const struct wijk__field_def *field = &of->fields[place];
        int32_t list = field->type == WIJK__REF ? field->table : field->list;
        return (struct member){&field->words, field->type, list, field->personal, field->required};
    }
    bool common = place < of->common;
    const struct wijk__column_def *column = common ? &wijk__common_columns[place] : &of->columns[place - of->common];
    return (struct member){&column->words, column->type, column->list, column->personal, common};
}

static struct member member(wijk_catalog_part part, int32_t number, int32_t wanted) {
    const struct members of = members_of(part, number);
    for (uint32_t place = 0;; place++) {
        struct member found = member_at(&of, place);
        if (!found.words || found.words->number == wanted)
            return found;
    }
}

uint32_t wijk_catalog_member_count(wijk_catalog_part part, int32_t number) { return members_of(part, number).count; }

int32_t wijk_catalog_member_number(wijk_catalog_part part, int32_t number, uint32_t place) {
    const struct members of = members_of(part, number);
    struct member found = member_at(&of, place);
    return found.words ? found.words->number : -1;
}

const char *wijk_catalog_member_name(wijk_catalog_part part, int32_t number, int32_t wanted) {
    struct member found = member(part, number, wanted);
    return found.words ? found.words->name : NULL;
}

const char *wijk_catalog_member_term(wijk_catalog_part part, int32_t number, int32_t wanted, wijk_language language) {
    return term(member(part, number, wanted).words, language);
}

const char *wijk_catalog_member_about(wijk_catalog_part part, int32_t number, int32_t wanted) {
    return sentence(member(part, number, wanted).words);
}

const char *wijk_catalog_member_type(wijk_catalog_part part, int32_t number, int32_t wanted) {
    struct member found = member(part, number, wanted);
    return found.words && found.type ? type_names[found.type] : NULL;
}

int32_t wijk_catalog_member_list(wijk_catalog_part part, int32_t number, int32_t wanted) {
    return member(part, number, wanted).list;
}

int32_t wijk_catalog_member_personal(wijk_catalog_part part, int32_t number, int32_t wanted) {
    return member(part, number, wanted).personal;
}

int32_t wijk_catalog_member_required(wijk_catalog_part part, int32_t number, int32_t wanted) {
    return member(part, number, wanted).required;
}
