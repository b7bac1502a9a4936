/* Reading arrays that somebody else made. Types are told by their format; what stands in buffers is read byte by byte,
 * on no border that is known, and every place that an array itself tells is checked before it is used. */
#include "exchange/arrow.h"
#include "exchange/exchange.h"

enum kind {
    NOTHING = 1, /* the type of null: no row has a value */
    SIGNED,
    UNSIGNED,
    REAL,
    DAYS,
    INSTANT,
    FIXED_ID,
    TEXT,      /* 32-bit offsets */
    LONG_TEXT, /* 64-bit offsets */
    TEXT_VIEW
};
enum { VIEW_SIZE = 16, VIEW_INSIDE = 12 };
enum { WANTS = WIJK__WANT_NUMBER + 1 };
#define BIT(want) (1u << (want))

static const struct {
    const char *format;
    enum kind kind;
    uint32_t width;
    int64_t per_day;
    unsigned wanted; /* as what it can be read */
    bool raw;
} types[] = {
    {"n", NOTHING, 0, 0, BIT(WANTS) - 1, false},
    {"c", SIGNED, 1, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"s", SIGNED, 2, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"i", SIGNED, 4, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"l", SIGNED, 8, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"C", UNSIGNED, 1, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"S", UNSIGNED, 2, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"I", UNSIGNED, 4, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"L", UNSIGNED, 8, 0, BIT(WIJK__WANT_WHOLE) | BIT(WIJK__WANT_NUMBER), false},
    {"f", REAL, 4, 0, BIT(WIJK__WANT_NUMBER), false},
    {"g", REAL, 8, 0, BIT(WIJK__WANT_NUMBER), false},
    {"tdD", DAYS, 4, 1, BIT(WIJK__WANT_DAY), false},
    {"tdm", INSTANT, 8, 86400000, BIT(WIJK__WANT_DAY), false},
    {"tss:", INSTANT, 8, 86400, BIT(WIJK__WANT_DAY), false},
    {"tsm:", INSTANT, 8, 86400000, BIT(WIJK__WANT_DAY), false},
    {"tsu:", INSTANT, 8, INT64_C(86400000000), BIT(WIJK__WANT_DAY), false},
    {"tsn:", INSTANT, 8, INT64_C(86400000000000), BIT(WIJK__WANT_DAY), false},
    {"w:16", FIXED_ID, 16, 0, BIT(WIJK__WANT_ID), false},
    {"u", TEXT, 4, 0, BIT(WIJK__WANT_ID) | BIT(WIJK__WANT_DAY) | BIT(WIJK__WANT_TEXT), false},
    {"U", LONG_TEXT, 8, 0, BIT(WIJK__WANT_ID) | BIT(WIJK__WANT_DAY) | BIT(WIJK__WANT_TEXT), false},
    {"vu", TEXT_VIEW, VIEW_SIZE, 0, BIT(WIJK__WANT_ID) | BIT(WIJK__WANT_DAY) | BIT(WIJK__WANT_TEXT), false},
    {"z", TEXT, 4, 0, BIT(WIJK__WANT_ID), true},
    {"Z", LONG_TEXT, 8, 0, BIT(WIJK__WANT_ID), true},
    {"vz", TEXT_VIEW, VIEW_SIZE, 0, BIT(WIJK__WANT_ID), true},
};

/* ---- types ---- */

/* An instant has a day only where the clock is told, and the only one that is known here is UTC, which is meant too
 * where no zone stands. */
static bool is_format(const char *format, const char *known) {
    static const char *const zones[] = {"", "UTC", "Etc/UTC", "Z", "+00:00"};
    size_t length = strlen(known);
    if (known[length - 1] != ':')
        return strcmp(format, known) == 0;
    if (strncmp(format, known, length) != 0)
        return false;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (strcmp(format + length, zones[i]) == 0)
            return true;
    return false;
}

static wijk_status type_of(const char *format, unsigned wanted, struct wijk__arrow_values *out) {
    for (size_t i = 0; format && i < sizeof types / sizeof *types; i++)
        if ((types[i].wanted & wanted) && is_format(format, types[i].format)) {
            *out = (struct wijk__arrow_values){
                .kind = (int32_t)types[i].kind, .width = types[i].width, .per_day = types[i].per_day, .raw = types[i].raw};
            return WIJK_OK;
        }
    return WIJK_E_TYPE;
}

wijk_status wijk__arrow_type(const struct ArrowSchema *schema, enum wijk__arrow_want want,
                             struct wijk__arrow_view *view) {
    *view = (struct wijk__arrow_view){.coded = schema->dictionary != NULL};
    if (!view->coded)
        return type_of(schema->format, BIT(want), &view->own);
    if (schema->dictionary->dictionary)
        return WIJK_E_TYPE;
    wijk_status status = type_of(schema->format, BIT(WIJK__WANT_WHOLE), &view->own);
    if (status == WIJK_OK && view->own.kind == NOTHING)
        return WIJK_E_TYPE;
    return status == WIJK_OK ? type_of(schema->dictionary->format, BIT(want), &view->names) : status;
}

/* ---- arrays ---- */

static int64_t buffers_of(enum kind kind) {
    return kind == NOTHING ? 0 : kind == TEXT || kind == LONG_TEXT || kind == TEXT_VIEW ? 3 : 2;
}

static const uint8_t *at(const struct wijk__arrow_values *values, int64_t row) {
    return values->values + (values->first + row) * values->width;
}

static int64_t offset_at(const struct wijk__arrow_values *values, int64_t row) {
    int32_t narrow;
    int64_t wide;
    if (values->kind == LONG_TEXT) {
        memcpy(&wide, at(values, row), sizeof wide);
        return wide;
    }
    memcpy(&narrow, at(values, row), sizeof narrow);
    return narrow;
}

/* Texts stand one after the other, so that none is outside the bytes that the first and the last one tell. */
static bool in_order(const struct wijk__arrow_values *values) {
    int64_t before = 0;
    for (int64_t row = 0; row <= values->length && values->length > 0; row++) {
        int64_t offset = offset_at(values, row);
        if (offset < before)
            return false;
        before = offset;
    }
    return before == 0 || values->texts;
}

/* Rows `from` to before `from` + `rows` of an array. */
static wijk_status look(struct wijk__arrow_values *values, const struct ArrowArray *array, int64_t from, int64_t rows) {
    enum kind kind = (enum kind)values->kind;
    int64_t buffers = buffers_of(kind);
    if (!array || !array->release || array->length < 0 || array->offset < 0 || from < 0 || rows < 0)
        return WIJK_E_CORRUPT;
    if (array->length > INT64_MAX / VIEW_SIZE - array->offset || from > array->length || rows > array->length - from)
        return WIJK_E_CORRUPT;
    if (array->null_count < -1 || array->null_count > array->length || array->n_children != 0)
        return WIJK_E_CORRUPT;
    if (kind == TEXT_VIEW ? array->n_buffers < buffers : array->n_buffers != buffers)
        return WIJK_E_CORRUPT;
    values->first = array->offset + from;
    values->length = rows;
    values->validity = NULL;
    if (kind == NOTHING)
        return WIJK_OK;
    if (!array->buffers)
        return WIJK_E_CORRUPT;
    if (array->null_count != 0)
        values->validity = array->buffers[0];
    values->values = array->buffers[1];
    if ((array->null_count > 0 && !values->validity) || (rows > 0 && !values->values))
        return WIJK_E_CORRUPT;
    if (kind == TEXT || kind == LONG_TEXT) {
        values->texts = array->buffers[2];
        return in_order(values) ? WIJK_OK : WIJK_E_CORRUPT;
    }
    if (kind == TEXT_VIEW) {
        values->piece_count = array->n_buffers - buffers;
        values->pieces = array->buffers + 2;
        values->piece_sizes = array->buffers[array->n_buffers - 1];
        if (values->piece_count > 0 && !values->piece_sizes)
            return WIJK_E_CORRUPT;
    }
    return WIJK_OK;
}

wijk_status wijk__arrow_look(struct wijk__arrow_view *view, const struct ArrowArray *array, int64_t from,
                             int64_t rows) {
    wijk_status status = look(&view->own, array, from, rows);
    if (status != WIJK_OK || !view->coded)
        return status;
    return array->dictionary ? look(&view->names, array->dictionary, 0, array->dictionary->length) : WIJK_E_CORRUPT;
}

/* ---- values ---- */

static bool has_value(const struct wijk__arrow_values *values, int64_t row) {
    int64_t place = values->first + row;
    return values->kind != NOTHING && (!values->validity || (values->validity[place / 8] >> place % 8 & 1));
}

/* RANGE when an unsigned number is too large. */
static wijk_status whole(const struct wijk__arrow_values *values, int64_t row, int64_t *out) {
    const uint8_t *from = at(values, row);
    bool is_signed = values->kind == SIGNED || values->kind == DAYS || values->kind == INSTANT;
    union {
        int8_t s1; int16_t s2; int32_t s4; int64_t s8;
        uint8_t u1; uint16_t u2; uint32_t u4; uint64_t u8;
    } number;
    memcpy(&number, from, values->width);
    switch (values->width) {
    case 1: *out = is_signed ? number.s1 : number.u1; return WIJK_OK;
    case 2: *out = is_signed ? number.s2 : number.u2; return WIJK_OK;
    case 4: *out = is_signed ? number.s4 : (int64_t)number.u4; return WIJK_OK;
    default: break;
    }
    *out = number.s8;
    return is_signed || number.u8 <= INT64_MAX ? WIJK_OK : WIJK_E_RANGE;
}

/* Where a value stands: in the column itself, or in its dictionary. NONE without one. */
static wijk_status find(const struct wijk__arrow_view *view, int64_t row, const struct wijk__arrow_values **values,
                        int64_t *place) {
    *values = &view->own;
    *place = row;
    if (!has_value(&view->own, row))
        return WIJK_NONE;
    if (!view->coded)
        return WIJK_OK;
    *values = &view->names;
    if (whole(&view->own, row, place) != WIJK_OK || *place < 0 || *place >= view->names.length)
        return WIJK_E_CORRUPT;
    return has_value(&view->names, *place) ? WIJK_OK : WIJK_NONE;
}

static wijk_status text_of_view(const struct wijk__arrow_values *values, int64_t place, struct wijk__text *out) {
    const uint8_t *from = at(values, place);
    int32_t parts[4]; /* length, first bytes, which piece, where in it */
    int64_t size;
    memcpy(parts, from, sizeof parts);
    if (parts[0] < 0)
        return WIJK_E_CORRUPT;
    *out = (struct wijk__text){(const char *)from + sizeof *parts, (size_t)parts[0]};
    if (parts[0] <= VIEW_INSIDE)
        return WIJK_OK;
    if (parts[2] < 0 || parts[2] >= values->piece_count || parts[3] < 0 || !values->pieces[parts[2]])
        return WIJK_E_CORRUPT;
    memcpy(&size, values->piece_sizes + (size_t)parts[2] * sizeof size, sizeof size);
    if ((int64_t)parts[3] + parts[0] > size)
        return WIJK_E_CORRUPT;
    out->data = (const char *)values->pieces[parts[2]] + parts[3];
    return WIJK_OK;
}

static wijk_status text_at(const struct wijk__arrow_values *values, int64_t place, struct wijk__text *out) {
    if (values->kind == TEXT_VIEW)
        return text_of_view(values, place, out);
    int64_t from = offset_at(values, place), until = offset_at(values, place + 1);
    *out = (struct wijk__text){until > from ? (const char *)values->texts + from : "", (size_t)(until - from)};
    return WIJK_OK;
}

wijk_status wijk__arrow_text(const struct wijk__arrow_view *view, int64_t row, struct wijk__text *out) {
    const struct wijk__arrow_values *values;
    int64_t place;
    wijk_status status = find(view, row, &values, &place);
    return status == WIJK_OK ? text_at(values, place, out) : status;
}

wijk_status wijk__arrow_whole(const struct wijk__arrow_view *view, int64_t row, int64_t *out) {
    const struct wijk__arrow_values *values;
    int64_t place;
    wijk_status status = find(view, row, &values, &place);
    return status == WIJK_OK ? whole(values, place, out) : status;
}

wijk_status wijk__arrow_day(const struct wijk__arrow_view *view, int64_t row, wijk_date *out) {
    const struct wijk__arrow_values *values;
    struct wijk__text text;
    int64_t place, number;
    wijk_status status = find(view, row, &values, &place);
    if (status != WIJK_OK)
        return status;
    if (values->kind != DAYS && values->kind != INSTANT) {
        status = text_at(values, place, &text);
        return status == WIJK_OK ? wijk_date_parse(text.data, text.length, out, NULL) : status;
    }
    status = whole(values, place, &number);
    if (status != WIJK_OK)
        return status;
    number = number / values->per_day - (number % values->per_day < 0); /* the day that it falls on, before 1970 too */
    if (number < WIJK_DATE_MIN || number > WIJK_DATE_MAX)
        return WIJK_E_DATE;
    *out = (wijk_date)number;
    return WIJK_OK;
}

wijk_status wijk__arrow_id(const struct wijk__arrow_view *view, int64_t row, wijk_id *out) {
    const struct wijk__arrow_values *values;
    struct wijk__text text;
    int64_t place;
    wijk_status status = find(view, row, &values, &place);
    if (status != WIJK_OK)
        return status;
    if (values->kind == FIXED_ID) {
        memcpy(out, at(values, place), sizeof *out);
        return WIJK_OK;
    }
    status = text_at(values, place, &text);
    if (status != WIJK_OK || !values->raw)
        return status == WIJK_OK ? wijk_id_parse(text.data, text.length, out, NULL) : status;
    if (text.length != sizeof *out)
        return WIJK_E_ID;
    memcpy(out, text.data, sizeof *out);
    return WIJK_OK;
}

/* ---- numbers with three decimals ---- */

static wijk_status round_off(double value, int32_t *out) {
    double scaled = value * 1000;
    if (!(scaled > INT32_MIN && scaled < INT32_MAX)) /* no number is none of both */
        return WIJK_E_RANGE;
    int32_t nearest = (int32_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    double away = scaled - nearest;
    if (away > 0.05 || away < -0.05) /* a fourth decimal is further off, what a float lacks is less */
        return WIJK_E_RANGE;
    *out = nearest;
    return WIJK_OK;
}

wijk_status wijk__arrow_thousandths(const struct wijk__arrow_view *view, int64_t row, int32_t *out) {
    const struct wijk__arrow_values *values;
    int64_t place, number;
    double real;
    float narrow;
    wijk_status status = find(view, row, &values, &place);
    if (status != WIJK_OK)
        return status;
    if (values->kind == REAL && values->width == sizeof narrow) {
        memcpy(&narrow, at(values, place), sizeof narrow);
        return round_off((double)narrow, out);
    }
    if (values->kind == REAL) {
        memcpy(&real, at(values, place), sizeof real);
        return round_off(real, out);
    }
    status = whole(values, place, &number);
    if (status != WIJK_OK || number < INT32_MIN / 1000 || number > INT32_MAX / 1000)
        return WIJK_E_RANGE;
    *out = (int32_t)(number * 1000);
    return WIJK_OK;
}
