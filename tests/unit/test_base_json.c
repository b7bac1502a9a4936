/* The JSON seam: what is refused and where exactly, the limits, and reading and writing. */
#include "base_support.h"

#if WIJK_HAVE_JSON

#include <jansson.h> /* only to take its memory away */

struct room {
    struct counting counting;
    wijk_context *context;
    wijk_error *error;
};

static int set_up(void **state) {
    struct room *room = malloc(sizeof *room);
    assert_non_null(room);
    room->context = counting_context(&room->counting);
    assert_int_equal(wijk_error_new(room->context, &room->error), WIJK_OK);
    *state = room;
    return 0;
}

static int tear_down(void **state) {
    struct room *room = *state;
    wijk_error_destroy(room->error);
    wijk_context_unref(room->context);
    assert_int_equal(room->counting.blocks, 0);
    free(room);
    return 0;
}

/* Parse a copy that ends where the text ends, so that a reader past the end is seen. */
static wijk_status parse(struct room *room, const char *text, size_t length, bool private_keys, wijk__json **out) {
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, text, length);
    *out = (wijk__json *)(void *)room;
    wijk_status status = wijk__json_parse(room->context, exact, length, private_keys, out, room->error);
    free(exact);
    assert_int_equal(*out != NULL, status == WIJK_OK);
    return status;
}

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

/* ---- what is good ---- */

static void good_documents(void **state) {
    struct room *room = *state;
    static const char *const good[] = {
        "{}", "[]", " \t\r\n[ ] \n", "[1]", "[-0, 0, 0.0, -1.5e-10, 1E+5, 12e0]", "[true,false,null]",
        "[9223372036854775807,-9223372036854775808]", "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE00\"]", "[\"\x7F\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"]",
        "[\"]}[{\\\"]}\"]", "[\"\\\\\",\"\\\\\\\"[\"]", "{\"\":1,\" \":2,\"A\":3,\"a\":4}",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        wijk__json *json;
        for (int private_keys = 0; private_keys < 2; private_keys++) {
            if (parse(room, good[i], strlen(good[i]), private_keys, &json) != WIJK_OK)
                fail_msg("%s\n   gave: %s", good[i], wijk_error_message(room->error, WIJK_ENGLISH));
            wijk__json_free(json);
        }
    }
}

static void walking(void **state) {
    struct room *room = *state;
    static const char text[] = "{\"zz\":1,\"t\":\"caf\\u00e9\",\"b\":true,\"n\":null,\"r\":1.5,"
                               "\"a\":[10,[],{}],\"f\":false}";
    wijk__json *json;
    assert_int_equal(parse(room, text, sizeof text - 1, false, &json), WIJK_OK);
    assert_int_equal(wijk__json_type(json), WIJK__JSON_OBJECT);
    assert_int_equal(wijk__json_count(json), 7);
    static const struct {
        const char *key;
        enum wijk__json_type type;
    } members[] = {
        {"zz", WIJK__JSON_INT},  {"t", WIJK__JSON_TEXT},  {"b", WIJK__JSON_BOOL}, {"n", WIJK__JSON_NULL},
        {"r", WIJK__JSON_REAL}, {"a", WIJK__JSON_ARRAY}, {"f", WIJK__JSON_BOOL},
    };
    size_t i = 0;
    for (void *member = wijk__json_first(json); member; member = wijk__json_next(json, member), i++) {
        assert_string_equal(wijk__json_key(member), members[i].key);
        assert_int_equal(wijk__json_type(wijk__json_value(member)), members[i].type);
        assert_ptr_equal(wijk__json_get(json, members[i].key), wijk__json_value(member));
    }
    assert_int_equal(i, 7);
    size_t length;
    assert_string_equal(wijk__json_text(wijk__json_get(json, "t"), &length), "caf\xC3\xA9");
    assert_int_equal(length, 5);
    assert_null(wijk__json_text(wijk__json_get(json, "zz"), &length));
    assert_int_equal(length, 0);
    assert_true(wijk__json_int(wijk__json_get(json, "zz")) == 1);
    assert_true(wijk__json_bool(wijk__json_get(json, "b")));
    assert_false(wijk__json_bool(wijk__json_get(json, "f")));
    wijk__json *array = wijk__json_get(json, "a");
    assert_int_equal(wijk__json_count(array), 3);
    assert_true(wijk__json_int(wijk__json_at(array, 0)) == 10);
    assert_int_equal(wijk__json_type(wijk__json_at(array, 2)), WIJK__JSON_OBJECT);
    assert_null(wijk__json_at(array, 3));
    assert_null(wijk__json_get(json, "not there"));
    assert_int_equal(wijk__json_type(NULL), WIJK__JSON_NULL);
    wijk__json_free(json);
    wijk__json_free(NULL);
}

/* ---- limits, at one less, exactly, and one more ---- */

/* Brackets of both sorts, `depth` deep, with brackets in texts that do not count, and others that close again. */
static size_t nest(char *text, size_t depth) {
    static const char array[] = "[\"]\\\"]\",[],", object[] = "{\"{[\\\\\":", last[] = "[\"]\\\"]\",";
    size_t at = 0;
    for (size_t i = 0; i < depth; i++) {
        const char *opening = i % 2 ? object : i + 1 < depth ? array : last;
        memcpy(text + at, opening, strlen(opening));
        at += strlen(opening);
    }
    text[at++] = '0';
    for (size_t i = depth; i-- > 0;)
        text[at++] = i % 2 ? '}' : ']';
    return at;
}

static void depth_is_limited(void **state) {
    struct room *room = *state;
    static const uint32_t limits[] = {0, 1, 2, 32, 100, 1023, 1024};
    char *text = malloc(20000);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        wijk_limits own = {.struct_size = sizeof own, .json_depth = limits[i]};
        wijk_context *before = room->context;
        assert_int_equal(wijk_context_new(NULL, &own, &room->context), WIJK_OK);
        size_t most = limits[i] ? limits[i] : 32;
        for (size_t depth = most - 1; depth <= most + 1; depth++) {
            if (depth == 0)
                continue;
            wijk__json *json;
            size_t length = nest(text, depth);
            assert_int_equal(parse(room, text, length, false, &json), depth <= most ? WIJK_OK : WIJK_E_LIMIT);
            wijk__json_free(json);
        }
        wijk_context_unref(room->context);
        room->context = before;
    }
    free(text);
}

static void place_of_what_is_too_deep(void **state) {
    struct room *room = *state;
    char text[200];
    memset(text, '[', sizeof text);
    wijk__json *json;
    assert_int_equal(parse(room, text, sizeof text, false, &json), WIJK_E_LIMIT);
    assert_true(wijk_error_offset(room->error) == 32);
    assert_int_equal(wijk_error_column(room->error), 33);
    assert_int_equal(strlen(wijk_error_path(room->error)), 64);
    assert_memory_equal(wijk_error_path(room->error), "/0/0/0/0", 8);
    /* what is wrong before it gets too deep comes first */
    text[5] = '}';
    assert_int_equal(parse(room, text, sizeof text, false, &json), WIJK_E_SYNTAX);
    assert_true(wijk_error_offset(room->error) == 5);
    assert_string_equal(wijk_error_path(room->error), "/0/0/0/0/0");
    assert_int_equal(parse(room, "]]]]]", 5, false, &json), WIJK_E_SYNTAX);
    assert_true(wijk_error_offset(room->error) == 0);
}

/* A document of exactly `length` bytes: one long text. */
static void fill(char *text, size_t length) {
    memset(text, 'x', length);
    memcpy(text, "[\"", 2);
    memcpy(text + length - 2, "\"]", 2);
}

static void size_is_limited(void **state) {
    struct room *room = *state;
    static const size_t limits[] = {1048576, 10, 4};
    char *text = malloc(1048577);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        wijk_limits own = {.struct_size = sizeof own, .json_bytes = i ? limits[i] : 0};
        wijk_context *before = room->context;
        assert_int_equal(wijk_context_new(NULL, &own, &room->context), WIJK_OK);
        for (size_t length = limits[i] - (limits[i] > 4); length <= limits[i] + 1; length++) {
            wijk__json *json;
            fill(text, length);
            assert_int_equal(parse(room, text, length, false, &json), length <= limits[i] ? WIJK_OK : WIJK_E_LIMIT);
            if (json) {
                size_t shown;
                wijk__json_text(wijk__json_at(json, 0), &shown);
                assert_int_equal(shown, length - 4);
                wijk__json_free(json);
            } else {
                assert_true(wijk_error_offset(room->error) == (int64_t)limits[i]);
            }
        }
        wijk_context_unref(room->context);
        room->context = before;
    }
    free(text);
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

/* ---- no memory ---- */

static size_t parser_calls_left;

static void *parser_allocate(size_t size) {
    if (parser_calls_left == 0)
        return NULL;
    parser_calls_left--;
    return malloc(size);
}

/* The parser's memory fails at each call in turn: no text is called wrong for that, and nothing is lost. */
static void parser_without_memory(void **state) {
    struct room *room = *state;
    static const char text[] = "{\"a\":[1,2.5,\"text\",{\"b\":null}],\"c\":{\"d\":\"\\u20ac\"}}";
    wijk__json *json;
    json_set_alloc_funcs(parser_allocate, free);
    size_t failed = 0;
    for (size_t calls = 0;; calls++) {
        parser_calls_left = calls;
        wijk_status status = parse(room, text, sizeof text - 1, false, &json);
        if (status == WIJK_OK)
            break;
        failed++;
        assert_int_equal(status, WIJK_E_MEMORY);
        assert_int_equal(wijk_error_line(room->error), 0);
        assert_true(wijk_error_offset(room->error) == -1);
        assert_true(failed < 1000);
    }
    assert_true(failed > 10);
    wijk_buffer *buffer;
    assert_int_equal(wijk_buffer_new(room->context, &buffer), WIJK_OK);
    parser_calls_left = 0;
    wijk__json *none;
    assert_int_equal(wijk__json_new_object(&none), WIJK_E_MEMORY);
    assert_int_equal(wijk__json_new_array(&none), WIJK_E_MEMORY);
    assert_int_equal(wijk__json_set_int(json, "n", 1), WIJK_E_MEMORY);
    assert_int_equal(wijk__json_set_text(json, "n", "t", 1), WIJK_E_MEMORY);
    assert_int_equal(wijk__json_count(json), 2);
    for (size_t calls = 0;; calls++) {
        parser_calls_left = calls;
        if (wijk__json_write(json, buffer) == WIJK_OK)
            break;
        assert_int_equal(wijk_buffer_size(buffer), 0);
        assert_true(calls < 1000);
    }
    assert_string_equal(wijk_buffer_data(buffer),
                        "{\"a\":[1,2.5,\"text\",{\"b\":null}],\"c\":{\"d\":\"\xE2\x82\xAC\"}}");
    wijk__json_free(json);
    json_set_alloc_funcs(malloc, free);
    wijk_buffer_destroy(buffer);
}

/* ---- writing ---- */

static void writing(void **state) {
    struct room *room = *state;
    wijk__json *object, *array, *inner;
    wijk_buffer *buffer;
    assert_int_equal(wijk_buffer_new(room->context, &buffer), WIJK_OK);
    assert_int_equal(wijk__buffer_append_text(buffer, ">"), WIJK_OK);
    assert_int_equal(wijk__json_new_object(&object), WIJK_OK);
    assert_int_equal(wijk__json_new_array(&array), WIJK_OK);
    assert_int_equal(wijk__json_new_object(&inner), WIJK_OK);
    assert_int_equal(wijk__json_set_text(object, "z", "a \"b\"\n\xE2\x82\xAC", WIJK_NUL_TERMINATED), WIJK_OK);
    assert_int_equal(wijk__json_set_text(object, "y", "cut here", 3), WIJK_OK);
    assert_int_equal(wijk__json_set_int(object, "i", INT64_MIN), WIJK_OK);
    assert_int_equal(wijk__json_set_bool(object, "b", true), WIJK_OK);
    assert_int_equal(wijk__json_set_int(inner, "n", 1), WIJK_OK);
    assert_int_equal(wijk__json_add(array, inner), WIJK_OK);
    assert_int_equal(wijk__json_set(object, "a", array), WIJK_OK);
    assert_int_equal(wijk__json_set_text(object, "t", "\xFF", 1), WIJK_E_UTF8);
    assert_int_equal(wijk__json_set_text(object, "t", "a\0b", 3), WIJK_E_UTF8);
    assert_int_equal(wijk__json_set_text(object, "t", NULL, 0), WIJK_E_ARGUMENT);
    assert_int_equal(wijk__json_set_int(object, "\xC3", 1), WIJK_E_UTF8);
    assert_int_equal(wijk__json_set(object, "t", NULL), WIJK_E_MEMORY);
    assert_int_equal(wijk__json_add(object, NULL), WIJK_E_MEMORY);
    assert_int_equal(wijk__json_write(object, buffer), WIJK_OK);
    static const char expected[] =
        ">{\"z\":\"a \\\"b\\\"\\n\xE2\x82\xAC\",\"y\":\"cut\",\"i\":-9223372036854775808,\"b\":true,\"a\":[{\"n\":1}]}";
    assert_string_equal(wijk_buffer_data(buffer), expected);

    /* no memory: what was in the buffer stays */
    for (size_t more = 0; more < 2; more++) {
        char filler[64] = {0};
        wijk_buffer *full;
        room->counting.fail_after = SIZE_MAX;
        assert_int_equal(wijk_buffer_new(room->context, &full), WIJK_OK);
        assert_int_equal(wijk__buffer_append(full, filler, more ? 20 : 0), WIJK_OK);
        room->counting.fail_after = room->counting.calls;
        assert_int_equal(wijk__json_write(object, full), WIJK_E_MEMORY);
        assert_int_equal(wijk_buffer_size(full), more ? 20 : 0);
        assert_string_equal(wijk_buffer_data(full), "");
        wijk_buffer_destroy(full);
    }
    room->counting.fail_after = SIZE_MAX;
    assert_int_equal(wijk__json_write(NULL, buffer), WIJK_E_MEMORY);
    assert_string_equal(wijk_buffer_data(buffer), expected);
    wijk__json_free(object);
    wijk_buffer_destroy(buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_documents),
        cmocka_unit_test(malformed_and_private),
        cmocka_unit_test(bytes_of_nul),
        cmocka_unit_test(good_documents),
        cmocka_unit_test(walking),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(place_of_what_is_too_deep),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(changed_documents),
        cmocka_unit_test(random_texts),
        cmocka_unit_test(long_keys),
        cmocka_unit_test(parser_without_memory),
        cmocka_unit_test(writing),
    };
    struct CMUnitTest with_room[sizeof tests / sizeof tests[0]];
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        with_room[i] = tests[i];
        with_room[i].setup_func = set_up;
        with_room[i].teardown_func = tear_down;
    }
    return cmocka_run_group_tests(with_room, NULL, NULL);
}

#else

static void all_is_unsupported(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    wijk_error *error;
    assert_int_equal(wijk_error_new(context, &error), WIJK_OK);
    wijk__json *json = (wijk__json *)(void *)&counting;
    assert_int_equal(wijk__json_parse(context, "{}", 2, false, &json, error), WIJK_E_UNSUPPORTED);
    assert_null(json);
    assert_int_equal(wijk_error_code(error), WIJK_E_UNSUPPORTED);
    json = (wijk__json *)(void *)&counting;
    assert_int_equal(wijk__json_new_object(&json), WIJK_E_UNSUPPORTED);
    assert_null(json);
    json = (wijk__json *)(void *)&counting;
    assert_int_equal(wijk__json_new_array(&json), WIJK_E_UNSUPPORTED);
    assert_null(json);
    assert_int_equal(wijk__json_set_text(NULL, "k", "t", 1), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk__json_set_int(NULL, "k", 1), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk__json_set_bool(NULL, "k", true), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk__json_set(NULL, "k", NULL), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk__json_add(NULL, NULL), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk__json_write(NULL, NULL), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk__json_type(NULL), WIJK__JSON_NULL);
    wijk__json_free(NULL);
    wijk_error_destroy(error);
    wijk_context_unref(context);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_is_unsupported)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
