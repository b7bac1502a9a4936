/* Answers and scores as words of a text. */
#include "dossier/measurement.h"

/* ---- reading ---- */

static bool take_sign(struct wijk__text *rest, char sign) {
    if (rest->length == 0 || rest->data[0] != sign)
        return false;
    rest->data++;
    rest->length--;
    return true;
}

static bool take_key(struct wijk__text *rest, struct wijk__text *key) {
    size_t length = 0;
    while (length < rest->length && length < 64 && wijk__key_valid(rest->data + length, 1))
        length++;
    *key = (struct wijk__text){rest->data, length};
    rest->data += length;
    rest->length -= length;
    return length > 0;
}

/* Decimal digits with or without a minus; what would not fit has too many. */
static bool take_number(struct wijk__text *rest, int64_t *number) {
    enum { MOST = 18 };
    bool negative = take_sign(rest, '-');
    size_t length = 0;
    *number = 0;
    for (; length < rest->length && length < MOST && rest->data[length] >= '0' && rest->data[length] <= '9'; length++)
        *number = *number * 10 + (rest->data[length] - '0');
    rest->data += length;
    rest->length -= length;
    *number = negative ? -*number : *number;
    return length > 0;
}

/* A word ends at a space with another word after it, or at the end. */
static bool end_word(struct wijk__text *rest) { return rest->length == 0 || (take_sign(rest, ' ') && rest->length > 0); }

bool wijk__next_answer(struct wijk__text *rest, struct wijk__answer *out) {
    struct wijk__text at = *rest;
    if (!take_key(&at, &out->item) || !take_sign(&at, '=') || !take_number(&at, &out->answer) || !end_word(&at))
        return false;
    *rest = at;
    return true;
}

bool wijk__next_score(struct wijk__text *rest, struct wijk__score_word *out) {
    struct wijk__text at = *rest, after_minus;
    out->band = (struct wijk__text){NULL, 0};
    if (!take_key(&at, &out->scale) || !take_sign(&at, '='))
        return false;
    after_minus = at;
    if (take_sign(&after_minus, '-') && after_minus.length > 0 && after_minus.data[0] == '/') {
        out->score = WIJK__NO_SCORE;
        at = after_minus;
    } else if (!take_number(&at, &out->score)) {
        return false;
    }
    if (!take_sign(&at, '/') || !take_number(&at, &out->valid))
        return false;
    if (take_sign(&at, ':') && !take_key(&at, &out->band))
        return false;
    if (!end_word(&at))
        return false;
    *rest = at;
    return true;
}

/* ---- writing ---- */

struct writing {
    wijk_context *context;
    struct wijk__bytes *out;
    wijk_status status;
};

static void put(struct writing *writing, const char *text, size_t length) {
    if (writing->status == WIJK_OK)
        writing->status = wijk__bytes_append(writing->context, writing->out, text, length);
}

static void put_number(struct writing *writing, int64_t number) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (number < 0)
        digits[--at] = '-';
    put(writing, digits + at, sizeof digits - at);
}

static void put_score(struct writing *writing, const struct wijk__scale_about *about,
                      const struct wijk__scored *scored) {
    uint32_t band = wijk__scale_band(about, scored->score);
    put(writing, " ", writing->out->size > 0);
    put(writing, about->key.data, about->key.length);
    put(writing, "=", 1);
    if (scored->score == WIJK__NO_SCORE)
        put(writing, "-", 1);
    else
        put_number(writing, scored->score);
    put(writing, "/", 1);
    put_number(writing, scored->valid);
    if (band == UINT32_MAX)
        return;
    put(writing, ":", 1);
    put(writing, about->bands[band].key.data, about->bands[band].key.length);
}

static wijk_status read_answers(const struct wijk__instrument *instrument, struct wijk__text rest, int32_t *answers) {
    struct wijk__answer word;
    for (uint32_t i = 0; i < instrument->item_count; i++)
        answers[i] = WIJK__NO_ANSWER;
    if (rest.length == 0)
        return WIJK_E_MISSING;
    while (rest.length > 0) {
        if (!wijk__next_answer(&rest, &word))
            return WIJK_E_SYNTAX;
        uint32_t item = wijk__instrument_item(instrument, word.item);
        if (item == UINT32_MAX)
            return WIJK_E_UNKNOWN;
        if (answers[item] != WIJK__NO_ANSWER)
            return WIJK_E_DUPLICATE;
        if (word.answer < instrument->items[item].least || word.answer > instrument->items[item].most)
            return WIJK_E_RANGE;
        answers[item] = (int32_t)word.answer;
    }
    return WIJK_OK;
}

wijk_status wijk__score_answers(const struct wijk__instrument *instrument, struct wijk__text answers,
                                wijk_context *context, struct wijk__bytes *out) {
    int32_t given[WIJK__PARTS_MOST];
    struct wijk__scored scored[WIJK__PARTS_MOST];
    wijk_status status = read_answers(instrument, answers, given);
    if (status != WIJK_OK)
        return status;
    wijk__score_scales(instrument->items, given, instrument->scales, instrument->scale_count, scored);
    struct writing writing = {context, out, WIJK_OK};
    for (uint32_t i = 0; i < instrument->scale_count; i++)
        put_score(&writing, &instrument->about[i], &scored[i]);
    return writing.status;
}
