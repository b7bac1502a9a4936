/* JSON that is refused: with which status, and where exactly. */
#include "base_json_support.h"

#if WIJK_HAVE_JSON

struct fault {
    const char *text;
    wijk_status status;
    const char *path;
    uint32_t line, column;
};

static const struct fault faults[] = {
    /* nothing, or no container at the top */
    {"", WIJK_E_SYNTAX, "", 1, 1},
    {" \n\t ", WIJK_E_SYNTAX, "", 2, 3},
    {"1", WIJK_E_SYNTAX, "", 1, 1},
    {"\"text\"", WIJK_E_SYNTAX, "", 1, 1},
    {"null", WIJK_E_SYNTAX, "", 1, 1},
    {"\xEF\xBB\xBF{}", WIJK_E_SYNTAX, "", 1, 1},
    {"// no comments\n{}", WIJK_E_SYNTAX, "", 1, 1},
    /* it ends too early */
    {"{", WIJK_E_SYNTAX, "", 1, 2},
    {"[", WIJK_E_SYNTAX, "/0", 1, 2},
    {"[1", WIJK_E_SYNTAX, "", 1, 3},
    {"[1,", WIJK_E_SYNTAX, "/1", 1, 4},
    {"{\"a\"", WIJK_E_SYNTAX, "/a", 1, 5},
    {"{\"a\":", WIJK_E_SYNTAX, "/a", 1, 6},
    {"{\"a\":\n[1,{\"b\":", WIJK_E_SYNTAX, "/a/1/b", 2, 9},
    {"[\"abc", WIJK_E_SYNTAX, "/0", 1, 6},
    {"[\"abc\\", WIJK_E_SYNTAX, "/0", 1, 7},
    {"[\"abc\\\"]", WIJK_E_SYNTAX, "/0", 1, 9},
    {"[tru", WIJK_E_SYNTAX, "/0", 1, 5},
    {"[-", WIJK_E_SYNTAX, "/0", 1, 3},
    {"{\"a", WIJK_E_SYNTAX, "", 1, 4},
    /* it does not end */
    {"{}x", WIJK_E_SYNTAX, "", 1, 3},
    {"{}{}", WIJK_E_SYNTAX, "", 1, 3},
    {"[]]", WIJK_E_SYNTAX, "", 1, 3},
    {"{\"a\":[1]}\n\n ,", WIJK_E_SYNTAX, "", 3, 2},
    /* commas, colons and brackets */
    {"[1,]", WIJK_E_SYNTAX, "/1", 1, 4},
    {"[,1]", WIJK_E_SYNTAX, "/0", 1, 2},
    {"[1 2]", WIJK_E_SYNTAX, "", 1, 4},
    {"[1,,2]", WIJK_E_SYNTAX, "/1", 1, 4},
    {"{\"a\":1,}", WIJK_E_SYNTAX, "", 1, 8},
    {"{,}", WIJK_E_SYNTAX, "", 1, 2},
    {"{\"a\" 1}", WIJK_E_SYNTAX, "/a", 1, 6},
    {"{\"a\":}", WIJK_E_SYNTAX, "/a", 1, 6},
    {"{\"a\":1 \"b\":2}", WIJK_E_SYNTAX, "", 1, 8},
    {"{a:1}", WIJK_E_SYNTAX, "", 1, 2},
    {"{'a':1}", WIJK_E_SYNTAX, "", 1, 2},
    {"{1:1}", WIJK_E_SYNTAX, "", 1, 2},
    {"[}", WIJK_E_SYNTAX, "/0", 1, 2},
    {"{]", WIJK_E_SYNTAX, "", 1, 2},
    {"[1}", WIJK_E_SYNTAX, "", 1, 3},
    {"{\"a\":1]", WIJK_E_SYNTAX, "", 1, 7},
    {"{\"a\":{\"b\":[]}},", WIJK_E_SYNTAX, "", 1, 15},
    {"[[1],[2],[3}]", WIJK_E_SYNTAX, "/2", 1, 12},
    {"{\"a\":{\"b\":1},\"c\":{\"d\" 2}}", WIJK_E_SYNTAX, "/c/d", 1, 23},
    /* numbers and words */
    {"[01]", WIJK_E_SYNTAX, "", 1, 3},
    {"[-01]", WIJK_E_SYNTAX, "", 1, 4},
    {"[+1]", WIJK_E_SYNTAX, "/0", 1, 2},
    {"[.5]", WIJK_E_SYNTAX, "/0", 1, 2},
    {"[1.]", WIJK_E_SYNTAX, "/0", 1, 4},
    {"[1e]", WIJK_E_SYNTAX, "/0", 1, 4},
    {"[1e+]", WIJK_E_SYNTAX, "/0", 1, 5},
    {"[0x10]", WIJK_E_SYNTAX, "", 1, 3},
    {"[NaN]", WIJK_E_SYNTAX, "/0", 1, 2},
    {"[Infinity]", WIJK_E_SYNTAX, "/0", 1, 2},
    {"[True]", WIJK_E_SYNTAX, "/0", 1, 2},
    {"[nul]", WIJK_E_SYNTAX, "/0", 1, 5},
    {"[truex]", WIJK_E_SYNTAX, "", 1, 6},
    {"[1,\n 2,\n 9223372036854775808]", WIJK_E_RANGE, "/2", 3, 2},
    {"{\"a\":-9223372036854775809}", WIJK_E_RANGE, "/a", 1, 6},
    {"{\"b\":{\"a\":1e400}}", WIJK_E_RANGE, "/b/a", 1, 11},
    {"[99999999999999999999999", WIJK_E_RANGE, "/0", 1, 2},
    /* texts */
    {"[\"a\nb\"]", WIJK_E_SYNTAX, "/0", 1, 4},
    {"[\"a\x1F\"]", WIJK_E_SYNTAX, "/0", 1, 4},
    {"[\"\\x\"]", WIJK_E_SYNTAX, "/0", 1, 4},
    {"[\"\\u12g4\"]", WIJK_E_SYNTAX, "/0", 1, 7},
    {"[\"\\u\xC3\xA9\"]", WIJK_E_SYNTAX, "/0", 1, 5},
    {"[\"a\\u0000\"]", WIJK_E_UTF8, "/0", 1, 4},
    {"{\"a\\u0000\":1}", WIJK_E_UTF8, "", 1, 4},
    {"[\"\\uD800\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uD800\\n\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uD800\\uD800\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uD800\\u12\"]", WIJK_E_SYNTAX, "/0", 1, 13},
    {"[\"\\uDC00\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uDFFF\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uDBFF\\uE000\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uDBFF\\uDBFF\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uD800", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\\uD800\\", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"ok\",\"caf\xC3\"]", WIJK_E_UTF8, "/1", 1, 11},
    {"[\"\xC0\x80\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\xED\xA0\x80\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"[\"\xF4\x90\x80\x80\"]", WIJK_E_UTF8, "/0", 1, 3},
    {"{\"\xFF\":1}", WIJK_E_UTF8, "", 1, 3},
    {"[\xFF]", WIJK_E_UTF8, "/0", 1, 2},
    {"[1\xC3\xA9]", WIJK_E_SYNTAX, "", 1, 3},
    {"[\"\xC3\xA9\",\"\xE2\x82\xAC\", x]", WIJK_E_SYNTAX, "/2", 1, 14},
    /* names that stand twice: the pointer names the second */
    {"{\"a\":1,\"a\":2}", WIJK_E_DUPLICATE, "/a", 1, 8},
    {"{\"a\":1,\n \"b\":{\"c\":[1,{}],\n  \"c\":2}}", WIJK_E_DUPLICATE, "/b/c", 3, 3},
    {"{\"a\":1,\"\\u0061\":2}", WIJK_E_DUPLICATE, "/a", 1, 8},
    {"[{\"x/y\":1,\"\xE2\x82\xAC\":2,\"x\\/y\":3}]", WIJK_E_DUPLICATE, "/0/x~1y", 1, 19},
    {"{\"\":1,\"\":2}", WIJK_E_DUPLICATE, "/", 1, 7},
    {"{\"a\\n\":1,\"a\\n\":2}", WIJK_E_DUPLICATE, "/a?", 1, 10},
    {"{\"\\uD83D\\uDE00\":1,\"\xF0\x9F\x98\x80\":2}", WIJK_E_DUPLICATE, "/\xF0\x9F\x98\x80", 1, 19},
    {"{\"\xF0\x9F\x98\x80\":1,\"\\uD83D\\uDE00\":2}", WIJK_E_DUPLICATE, "/\xF0\x9F\x98\x80", 1, 11},
    /* keys and items on the way to the fault */
    {"{\"\\u0001\\u007e\\u007F\\u0080\":x}", WIJK_E_SYNTAX, "/?~0?\xC2\x80", 1, 29},
    {"{\"\\u07ff\\u0800\\uD7FF\\uE000\":x}", WIJK_E_SYNTAX, "/\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80", 1, 29},
    {"{\"\\uFFFF\\uD800\\uDC00\":x}", WIJK_E_SYNTAX, "/\xEF\xBF\xBF\xF0\x90\x80\x80", 1, 23},
    {"{\"\\uDBFF\\uDFFF\\/\":x}", WIJK_E_SYNTAX, "/\xF4\x8F\xBF\xBF~1", 1, 19},
    {"{\"a~b\":{\"c/d\":[0,1,x]}}", WIJK_E_SYNTAX, "/a~0b/c~1d/2", 1, 20},
    {"{\"\\u00e9\\u20ac\\\"\\\\\\t\":[x]}", WIJK_E_SYNTAX, "/\xC3\xA9\xE2\x82\xAC\"\\?/0", 1, 24},
    {"[[],[],{},[[0,0,0,{\"k\":[[[!]]]}]]]", WIJK_E_SYNTAX, "/3/0/3/k/0/0/0", 1, 27},
    {"{\r\n\"a\": 1,\r\n\"b\": ?\r\n}", WIJK_E_SYNTAX, "/b", 3, 6},
};

static void malformed_documents(void **state) {
    struct room *room = *state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const struct fault *fault = &faults[i];
        wijk__json *json;
        size_t length = strlen(fault->text);
        wijk_status status = parse(room, fault->text, length, false, &json);
        /* the offset must be where line and column say */
        size_t offset = 0;
        for (uint32_t line = 1; line < fault->line; line++)
            offset = (size_t)(strchr(fault->text + offset, '\n') - fault->text) + 1;
        offset += fault->column - 1;
        if (status != fault->status || wijk_error_code(room->error) != status ||
            strcmp(wijk_error_path(room->error), fault->path) != 0 || wijk_error_line(room->error) != fault->line ||
            wijk_error_column(room->error) != fault->column || wijk_error_offset(room->error) != (int64_t)offset)
            fail_msg("%s\n   gave: %s", fault->text, wijk_error_message(room->error, WIJK_ENGLISH));
    }
}

/* With private keys the pointer has as many parts, and not one character of a key. */
static void malformed_and_private(void **state) {
    struct room *room = *state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const struct fault *fault = &faults[i];
        char expected[64] = "";
        for (const char *c = fault->path; *c; c++)
            if (*c == '/')
                strcat(expected, "/?");
        wijk__json *json;
        assert_int_equal(parse(room, fault->text, strlen(fault->text), true, &json), fault->status);
        assert_string_equal(wijk_error_path(room->error), expected);
        assert_int_equal(wijk_error_line(room->error), fault->line);
        assert_int_equal(wijk_error_column(room->error), fault->column);
    }
}

static void bytes_of_nul(void **state) {
    struct room *room = *state;
    wijk__json *json;
    assert_int_equal(parse(room, "[1,\0 2]", 7, false, &json), WIJK_E_SYNTAX);
    assert_string_equal(wijk_error_path(room->error), "/1");
    assert_true(wijk_error_offset(room->error) == 3);
    assert_int_equal(parse(room, "[\"a\0b\"]", 7, false, &json), WIJK_E_SYNTAX);
    assert_true(wijk_error_offset(room->error) == 3);
    assert_int_equal(parse(room, "[1]\0", 4, false, &json), WIJK_E_SYNTAX);
    assert_true(wijk_error_offset(room->error) == 3);
    assert_int_equal(wijk__json_parse(room->context, NULL, 3, false, &json, room->error), WIJK_E_ARGUMENT);
    assert_null(json);
    assert_int_equal(wijk__json_parse(room->context, "[1]", WIJK_NUL_TERMINATED, false, &json, NULL), WIJK_OK);
    wijk__json_free(json);
}

/* ---- hostile and random texts ---- */

/* Every prefix and every changed byte of a document gets the same verdict from the parser and from the walk that looks
 * for the place: no refusal is without a place, and none of them is called a lack of memory. */
static void changed_documents(void **state) {
    struct room *room = *state;
    static const char text[] = "{\"act\":\"goal-set\",\"n\":[-1.5e3,0,{\"k\\\"\\u00e9\\uD83D\\uDE00\":null}],\n"
                               " \"t\":\"\xE2\x82\xAC\",\"b\":true}";
    enum { LENGTH = sizeof text - 1 };
    wijk__json *json;
    assert_int_equal(parse(room, text, LENGTH, false, &json), WIJK_OK);
    wijk__json_free(json);
    for (size_t length = 0; length < LENGTH; length++) {
        assert_int_not_equal(parse(room, text, length, false, &json), WIJK_OK);
        assert_true(wijk_error_line(room->error) > 0 && wijk_error_offset(room->error) <= (int64_t)length);
    }
    for (size_t place = 0; place < LENGTH; place++) {
        for (int c = 0; c < 256; c++) {
            char changed[LENGTH];
            memcpy(changed, text, LENGTH);
            changed[place] = (char)c;
            wijk_status status = parse(room, changed, LENGTH, c % 2, &json);
            if (status == WIJK_OK) {
                wijk__json_free(json);
                continue;
            }
            assert_true(status == WIJK_E_SYNTAX || status == WIJK_E_UTF8 || status == WIJK_E_DUPLICATE ||
                        status == WIJK_E_RANGE);
            assert_true(wijk_error_line(room->error) > 0);
        }
    }
}

static void random_texts(void **state) {
    struct room *room = *state;
    static const char *const pieces[] = {
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"a\":", "1", "-", "0.5", "1e999", "true", "null", "\\", "\"",
        " ", "\n", "\\u00", "\\ud800", "\xC3\xA9", "\xFF", "99999999999999999999", "[]", "{}", "\"\\\\\"",
    };
    uint64_t random = 8259;
    int good = 0;
    for (int i = 0; i < 200000; i++) {
        char text[200];
        size_t length = 0;
        text[length++] = next_random(&random) % 2 ? '[' : '{';
        for (size_t n = next_random(&random) % 12; n > 0; n--) {
            const char *piece = pieces[next_random(&random) % (sizeof pieces / sizeof pieces[0])];
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
        text[length++] = text[0] == '[' ? ']' : '}';
        wijk__json *json;
        wijk_status status = parse(room, text, length, false, &json);
        if (status == WIJK_OK) {
            wijk__json_free(json);
            good++;
        } else if (status == WIJK_E_MEMORY || wijk_error_line(room->error) == 0) {
            fail_msg("%.*s\n   gave: %s", (int)length, text, wijk_error_message(room->error, WIJK_ENGLISH));
        }
    }
    assert_true(good > 1000);
}

/* A key longer than a pointer shows, cut at each place of a character, never seems to be whole. */
static void long_keys(void **state) {
    struct room *room = *state;
    for (size_t length = 240; length < 280; length++) {
        char text[400];
        size_t at = 2;
        memcpy(text, "{\"", 2);
        memset(text + at, 'k', length);
        at += length;
        static const char rest[] = "\xF0\x9F\x98\x80k\":x}";
        memcpy(text + at, rest, sizeof rest - 1);
        at += sizeof rest - 1;
        wijk__json *json;
        assert_int_equal(parse(room, text, at, false, &json), WIJK_E_SYNTAX);
        const char *path = wijk_error_path(room->error);
        bool whole = 1 + length + 5 <= 255;
        assert_int_equal(strlen(path), whole ? 1 + length + 5 : 255);
        assert_true(whole == (strcmp(path + strlen(path) - 5, "\xF0\x9F\x98\x80k") == 0));
        assert_true(whole == (path[strlen(path) - 1] != '.'));
    }
}

int main(void) {
    struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_documents), cmocka_unit_test(malformed_and_private), cmocka_unit_test(bytes_of_nul),
        cmocka_unit_test(changed_documents),   cmocka_unit_test(random_texts),          cmocka_unit_test(long_keys),
    };
    return run_in_rooms(tests, sizeof tests / sizeof tests[0]);
}

#else

int main(void) { return 77; }

#endif
