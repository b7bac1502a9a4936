/* The JSON seam: reading, writing, the limits, and what happens without memory or without a parser. */
#include "base_json_support.h"

#if WIJK_HAVE_JSON

#include <jansson.h> /* only to take its memory away */

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
    struct CMUnitTest tests[] = {
        cmocka_unit_test(good_documents),   cmocka_unit_test(walking),
        cmocka_unit_test(depth_is_limited), cmocka_unit_test(place_of_what_is_too_deep),
        cmocka_unit_test(size_is_limited),  cmocka_unit_test(parser_without_memory),
        cmocka_unit_test(writing),
    };
    return run_in_rooms(tests, sizeof tests / sizeof tests[0]);
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
