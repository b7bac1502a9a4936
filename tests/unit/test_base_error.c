/* Status codes and error objects: what they say, in both languages, and that a failure needs no memory. */
#include "base_support.h"

static wijk_error *new_error(wijk_context *context) {
    wijk_error *error;
    assert_int_equal(wijk_error_new(context, &error), WIJK_OK);
    return error;
}

static void assert_place(const wijk_error *error, wijk_status code, const char *path, uint32_t line, uint32_t column,
                         int64_t offset, int64_t index) {
    assert_int_equal(wijk_error_code(error), code);
    assert_string_equal(wijk_error_path(error), path);
    assert_int_equal(wijk_error_line(error), line);
    assert_int_equal(wijk_error_column(error), column);
    assert_true(wijk_error_offset(error) == offset);
    assert_true(wijk_error_index(error) == index);
}

static void assert_sentences(const wijk_error *error, const char *english, const char *dutch) {
    assert_string_equal(wijk_error_message(error, WIJK_ENGLISH), english);
    assert_string_equal(wijk_error_message(error, WIJK_DUTCH), dutch);
}

static void statuses(void **state) {
    (void)state;
    assert_string_equal(wijk_status_name(WIJK_OK), "WIJK_OK");
    assert_string_equal(wijk_status_name(WIJK_TAIL_CUT), "WIJK_TAIL_CUT");
    assert_string_equal(wijk_status_name(WIJK_E_READ_ONLY), "WIJK_E_READ_ONLY");
    assert_string_equal(wijk_status_name(WIJK_E_CODE), "WIJK_E_CODE");
    assert_string_equal(wijk_status_text(WIJK_E_MEMORY, WIJK_ENGLISH), "There is not enough memory.");
    assert_string_equal(wijk_status_text(WIJK_E_MEMORY, WIJK_DUTCH), "Er is niet genoeg geheugen.");
    int known = 0;
    for (wijk_status status = -1000; status <= 1000; status++) {
        const char *name = wijk_status_name(status);
        if (!*name) {
            assert_string_equal(wijk_status_text(status, WIJK_ENGLISH), "");
            continue;
        }
        known++;
        assert_memory_equal(name, status < 0 ? "WIJK_E_" : "WIJK_", status < 0 ? 7 : 5);
        /* a sentence in each language: they are the base of every message */
        for (wijk_language language = WIJK_ENGLISH; language <= WIJK_DUTCH; language++) {
            const char *text = wijk_status_text(status, language);
            size_t length = strlen(text);
            assert_true(length >= 5 && length < 120 && text[length - 1] == '.');
            assert_true(wijk__utf8_valid(text, length));
        }
        assert_string_not_equal(wijk_status_text(status, WIJK_ENGLISH), wijk_status_text(status, WIJK_DUTCH));
        assert_string_equal(wijk_status_text(status, 0), "");
        assert_string_equal(wijk_status_text(status, 3), "");
    }
    assert_true(known >= 40);
    assert_string_equal(wijk_status_name(INT32_MIN), "");
    assert_string_equal(wijk_status_name(INT32_MAX), "");
}

static void fresh_and_absent(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    wijk_error *error = new_error(context);
    assert_place(error, WIJK_OK, "", 0, 0, -1, -1);
    assert_sentences(error, "Done.", "Gelukt.");
    assert_place(NULL, WIJK_OK, "", 0, 0, -1, -1);
    assert_sentences(NULL, "", "");
    assert_string_equal(wijk_error_message(error, 0), "");
    assert_string_equal(wijk_error_message(error, 3), "");
    wijk_error_destroy(error);
    assert_int_equal(wijk_error_new(NULL, &error), WIJK_E_ARGUMENT);
    assert_null(error);
    assert_int_equal(wijk_error_new(context, NULL), WIJK_E_ARGUMENT);
    counting.fail_after = counting.calls;
    error = (wijk_error *)&counting;
    assert_int_equal(wijk_error_new(context, &error), WIJK_E_MEMORY);
    assert_null(error);
    wijk_context_unref(context);
    assert_int_equal(counting.blocks, 0);
}

static void sentences(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    wijk_error *error = new_error(context);
    counting.fail_after = counting.calls; /* from here on there is no memory, and none is needed */

    assert_int_equal(wijk__fail(error, WIJK_E_MEMORY), WIJK_E_MEMORY);
    assert_place(error, WIJK_E_MEMORY, "", 0, 0, -1, -1);
    assert_sentences(error, "There is not enough memory.", "Er is niet genoeg geheugen.");

    assert_int_equal(wijk__fail_path(error, WIJK_E_UNKNOWN, "/tiers/3/nmae"), WIJK_E_UNKNOWN);
    assert_place(error, WIJK_E_UNKNOWN, "/tiers/3/nmae", 0, 0, -1, -1);
    assert_sentences(error, "A name is not known here: /tiers/3/nmae.",
                     "Een naam is hier niet bekend: /tiers/3/nmae.");

    assert_int_equal(wijk__fail_offset(error, WIJK_E_CORRUPT, 4096), WIJK_E_CORRUPT);
    assert_place(error, WIJK_E_CORRUPT, "", 0, 0, 4096, -1);
    assert_sentences(error, "The bytes were changed or damaged: byte 4096.",
                     "De bytes zijn veranderd of beschadigd: byte 4096.");

    assert_int_equal(wijk__fail_line(error, WIJK_E_SYNTAX, "/a", 3, 14, 159), WIJK_E_SYNTAX);
    wijk__error_index(error, 26);
    assert_place(error, WIJK_E_SYNTAX, "/a", 3, 14, 159, 26);
    assert_sentences(error, "The text is not valid JSON: /a, line 3, column 14, byte 159, item 26.",
                     "De tekst is geen geldige JSON: /a, regel 3, kolom 14, byte 159, onderdeel 26.");

    /* a later failure leaves nothing of an earlier one */
    wijk__fail(error, WIJK_E_BUSY);
    assert_place(error, WIJK_E_BUSY, "", 0, 0, -1, -1);
    wijk__error_clear(error);
    assert_place(error, WIJK_OK, "", 0, 0, -1, -1);
    assert_sentences(error, "Done.", "Gelukt.");
    wijk__error_index(error, 3);
    assert_place(error, WIJK_OK, "", 0, 0, -1, -1);

    /* offset and item count from 0, and 0 is a place */
    wijk__fail_offset(error, WIJK_E_CHAIN, 0);
    wijk__error_index(error, 0);
    assert_sentences(error, "The hash chain is broken: byte 0, item 0.",
                     "De keten van hashes is verbroken: byte 0, onderdeel 0.");
    wijk__fail_offset(error, WIJK_E_CHAIN, UINT64_MAX);
    assert_place(error, WIJK_E_CHAIN, "", 0, 0, INT64_MAX, -1);

    /* a status that nobody knows has no words, but never crashes */
    wijk__fail(error, -999);
    assert_sentences(error, ".", ".");

    wijk_error_destroy(error);
    wijk_context_unref(context);
    assert_int_equal(counting.blocks, 0);
}

static void no_error_object(void **state) {
    (void)state;
    assert_int_equal(wijk__fail(NULL, WIJK_E_BUSY), WIJK_E_BUSY);
    assert_int_equal(wijk__fail_path(NULL, WIJK_E_BUSY, "/a"), WIJK_E_BUSY);
    assert_int_equal(wijk__fail_offset(NULL, WIJK_E_BUSY, 1), WIJK_E_BUSY);
    assert_int_equal(wijk__fail_line(NULL, WIJK_E_BUSY, "/a", 1, 1, 1), WIJK_E_BUSY);
    assert_int_equal(wijk__error_note(NULL, WIJK_E_BUSY), WIJK_E_BUSY);
    wijk__error_index(NULL, 1);
    wijk__error_clear(NULL);
}

static void noting(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    wijk_error *error = new_error(context);
    wijk__fail_path(error, WIJK_E_RANGE, "/x");
    assert_int_equal(wijk__error_note(error, WIJK_E_RANGE), WIJK_E_RANGE);
    assert_string_equal(wijk_error_path(error), "/x");
    assert_int_equal(wijk__error_note(error, WIJK_E_MEMORY), WIJK_E_MEMORY);
    assert_place(error, WIJK_E_MEMORY, "", 0, 0, -1, -1);
    assert_int_equal(wijk__error_note(error, WIJK_OK), WIJK_OK);
    assert_place(error, WIJK_OK, "", 0, 0, -1, -1);
    wijk_error_destroy(error);
    wijk_context_unref(context);
}

static void longest_messages(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    wijk_error *error = new_error(context);
    char path[400];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = 0;
    for (wijk_status status = -1000; status <= 1000; status++) {
        if (!*wijk_status_name(status) || status == WIJK_OK)
            continue;
        wijk__fail_line(error, status, path, UINT32_MAX, UINT32_MAX, UINT64_MAX);
        wijk__error_index(error, INT64_MAX);
        assert_int_equal(strlen(wijk_error_path(error)), 255);
        for (wijk_language language = WIJK_ENGLISH; language <= WIJK_DUTCH; language++) {
            const char *message = wijk_error_message(error, language);
            /* nothing of the place was lost */
            assert_non_null(strstr(message, "4294967295, byte 9223372036854775807, "));
            assert_string_equal(message + strlen(message) - 21, " 9223372036854775807.");
        }
    }
    wijk_error_destroy(error);
    wijk_context_unref(context);
}

/* Public calls record their failures and wipe them when they succeed. */
static void calls_record(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    wijk_error *error = new_error(context);
    wijk_id id;
    wijk_date date;
    wijk_time time;
    static const char id_text[] = "00112233-4455-6677-8899-aabbccddeeff";
    wijk_id_parse("secret", 6, &id, error);
    assert_place(error, WIJK_E_ID, "text", 0, 0, -1, -1);
    wijk_id_parse(id_text, 36, &id, error);
    assert_place(error, WIJK_OK, "", 0, 0, -1, -1);
    wijk_id_parse(id_text, 36, NULL, error);
    assert_place(error, WIJK_E_ARGUMENT, "out", 0, 0, -1, -1);
    wijk_date_parse("secret", 6, &date, error);
    assert_place(error, WIJK_E_DATE, "text", 0, 0, -1, -1);
    assert_null(strstr(wijk_error_message(error, WIJK_ENGLISH), "secret"));
    wijk_date_parse("2026-03-01", 10, &date, error);
    assert_place(error, WIJK_OK, "", 0, 0, -1, -1);
    wijk_time_parse("secret", 6, &time, error);
    assert_place(error, WIJK_E_TIME, "text", 0, 0, -1, -1);
    wijk_time_parse("2026-03-01T00:00:00Z", 20, &time, error);
    assert_place(error, WIJK_OK, "", 0, 0, -1, -1);
    wijk_time_parse(NULL, 20, &time, error);
    assert_place(error, WIJK_E_ARGUMENT, "text", 0, 0, -1, -1);
    wijk_error_destroy(error);
    wijk_context_unref(context);
}

/* ---- JSON pointers ---- */

static void pointers(void **state) {
    (void)state;
    struct wijk__path path;
    wijk__path_start(&path);
    assert_string_equal(path.text, "");
    size_t root = wijk__path_key(&path, "a/b~c");
    assert_int_equal(root, 0);
    assert_string_equal(path.text, "/a~1b~0c");
    size_t inner = wijk__path_index(&path, 18446744073709551615u);
    assert_string_equal(path.text, "/a~1b~0c/18446744073709551615");
    wijk__path_cut(&path, inner);
    assert_string_equal(path.text, "/a~1b~0c");
    wijk__path_index(&path, 0);
    assert_string_equal(path.text, "/a~1b~0c/0");
    wijk__path_cut(&path, root);
    assert_string_equal(path.text, "");
    wijk__path_key(&path, "");
    assert_string_equal(path.text, "/");
    wijk__path_key(&path, "x\ny\x7F\x1B[m");
    assert_string_equal(path.text, "//x?y??[m");
}

/* Parts of every length meet the end of the room: what is cut shows it, characters stay whole, nothing follows. */
static void long_pointers(void **state) {
    (void)state;
    static const char *const units[] = {"k", "~", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\n"};
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
        for (size_t first = 0; first < 300; first++) {
            for (size_t second = 0; second < 8; second++) {
                struct wijk__path path;
                char key[1300] = "", filler[301];
                memset(filler, 'f', first);
                filler[first] = 0;
                for (size_t i = 0; i < second; i++)
                    strcat(key, units[u]);
                wijk__path_start(&path);
                wijk__path_key(&path, filler);
                size_t before = wijk__path_key(&path, key);
                size_t shown = strcmp(units[u], "~") == 0 ? 2 : strcmp(units[u], "\n") == 0 ? 1 : strlen(units[u]);
                size_t whole = 1 + first + 1 + second * shown;
                assert_int_equal(path.length, strlen(path.text));
                assert_true(wijk__utf8_valid(path.text, path.length));
                assert_int_equal(path.length, whole <= 255 ? whole : 255);
                if (whole > 255) {
                    assert_int_equal(path.text[254], first + 1 == 255 ? 'f' : '.');
                    size_t old = path.length;
                    wijk__path_index(&path, 1);
                    assert_int_equal(path.length, old);
                }
                wijk__path_cut(&path, before);
                assert_int_equal(path.length, first + 1 <= 255 ? first + 1 : 255);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses),         cmocka_unit_test(fresh_and_absent),
        cmocka_unit_test(sentences),        cmocka_unit_test(no_error_object),
        cmocka_unit_test(noting),           cmocka_unit_test(longest_messages),
        cmocka_unit_test(calls_record),     cmocka_unit_test(pointers),
        cmocka_unit_test(long_pointers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
