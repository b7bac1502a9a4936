/* Text: strict UTF-8, keys, and ids as text. */
#include "base/base.h"

/* Length of the UTF-8 sequence at `at` by RFC 3629, table 3-7 of Unicode: neither overlong, nor a surrogate, nor above
 * U+10FFFF; 0 when there is none. NUL is refused too, because texts are handed out with a NUL at their end. */
static size_t sequence_length(const uint8_t *at, size_t left) {
    uint8_t first = at[0];
    if (first < 0x80)
        return first != 0;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (left < length)
        return 0;
    uint8_t lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    uint8_t highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < lowest || at[1] > highest)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

size_t wijk__utf8_bad(const char *text, size_t length) {
    const uint8_t *bytes = (const uint8_t *)text;
    size_t at = 0;
    while (at < length) {
        if (length - at >= 8) {
            /* Eight bytes of 1..127 at once: no high bit, and none appears when 1 is taken from each. */
            uint64_t eight;
            memcpy(&eight, bytes + at, sizeof eight);
            if (((eight | (eight - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0) {
                at += 8;
                continue;
            }
        }
        size_t step = sequence_length(bytes + at, length - at);
        if (step == 0)
            return at;
        at += step;
    }
    return length;
}

bool wijk__utf8_valid(const char *text, size_t length) { return wijk__utf8_bad(text, length) == length; }

bool wijk__key_valid(const char *text, size_t length) {
    if (length < 1 || length > 64)
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'))
            return false;
    }
    return true;
}

bool wijk__id_is_none(const wijk_id *id) {
    static const wijk_id none;
    return wijk__id_equal(id, &none);
}

/* Where the bytes and the hyphens of an id stand in its text of 36 characters. */
static const uint8_t id_places[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
static const uint8_t id_hyphens[4] = {8, 13, 18, 23};

static int hexadecimal(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_id(const char *text, size_t length, wijk_id *id) {
    if (length != WIJK_ID_TEXT_SIZE - 1)
        return false;
    for (size_t i = 0; i < sizeof id_hyphens; i++)
        if (text[id_hyphens[i]] != '-')
            return false;
    for (size_t i = 0; i < sizeof id->bytes; i++) {
        int high = hexadecimal(text[id_places[i]]);
        int low = hexadecimal(text[id_places[i] + 1]);
        if (high < 0 || low < 0)
            return false;
        id->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return !wijk__id_is_none(id);
}

wijk_status wijk_id_parse(const char *text, size_t length, wijk_id *out, wijk_error *error) {
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = (wijk_id){{0}};
    if (!text)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "text");
    wijk_id id;
    if (!read_id(text, wijk__length(text, length), &id))
        return wijk__fail_path(error, WIJK_E_ID, "text");
    *out = id;
    wijk__error_clear(error);
    return WIJK_OK;
}

void wijk_id_format(const wijk_id *id, char *out) {
    static const char digits[] = "0123456789abcdef";
    if (!out)
        return;
    out[0] = 0;
    if (!id)
        return;
    for (size_t i = 0; i < sizeof id->bytes; i++) {
        out[id_places[i]] = digits[id->bytes[i] >> 4];
        out[id_places[i] + 1] = digits[id->bytes[i] & 15];
    }
    for (size_t i = 0; i < sizeof id_hyphens; i++)
        out[id_hyphens[i]] = '-';
    out[WIJK_ID_TEXT_SIZE - 1] = 0;
}
