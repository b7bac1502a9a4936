/* Journals of released versions open for ever, and the example in the specification is what it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "journal_make.h"

static const char *const golden[] = {"0.1/example", "0.1/kinds", "0.1/fifty", "0.1/unknown", "0.1/torn"};

/* A file of the project, with a NUL after it; its length in `length`. */
static char *read_file(const char *folder, const char *name, const char *ending, size_t *length) {
    char path[1024];
    const char *root = getenv("WIJK_SOURCE_ROOT");
    snprintf(path, sizeof path, "%s/%s/%s%s", root ? root : ".", folder, name, ending);
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be read", path);
    char *bytes = malloc(1 << 20);
    assert_non_null(bytes);
    *length = fread(bytes, 1, (1 << 20) - 1, file);
    bytes[*length] = 0;
    fclose(file);
    return bytes;
}

static void assert_number(wijk__json *expected, const char *key, uint64_t number) {
    print_message("%s\n", key);
    assert_int_equal(wijk__json_int(wijk__json_get(expected, key)), number);
}

static void assert_hex(wijk__json *expected, const char *key, const void *bytes, size_t length) {
    char text[200];
    struct make_line line = {text, sizeof text, 0};
    make_put(&line, "", bytes, length);
    assert_string_equal(wijk__json_text(wijk__json_get(expected, key), NULL), text);
}

/* All acts read as they were written, and written again they are the same bytes. */
static void check_acts(wijk__json *acts, const uint8_t *bytes, uint64_t frames) {
    static char line[1 << 16];
    static uint8_t again[1 << 16];
    size_t offset = 0, number = 0;
    for (uint64_t i = 0; i < frames; i++) {
        struct wijk__frame frame;
        assert_int_equal(wijk__frame_read(bytes + offset, SIZE_MAX - offset, true, &frame), WIJK_OK);
        struct wijk__place place = wijk__place_first((uint32_t)offset), copy = wijk__place_first(0);
        size_t end = offset + frame.length - WIJK__FRAME_TRAILER;
        for (uint32_t act_number = 0; act_number < frame.acts; act_number++, number++) {
            struct wijk__act act;
            assert_int_equal(wijk__act_decode(bytes, end, &place, &act), WIJK_OK);
            make_describe(&act, line, sizeof line);
            assert_string_equal(wijk__json_text(wijk__json_at(acts, number), NULL), line);
            wijk__act_encode(again, &copy, &act);
        }
        assert_int_equal(place.act, end);
        wijk__frame_seal(again, frame.length, frame.acts, frame.sequence, frame.dossier, frame.policy, frame.previous);
        assert_memory_equal(again, bytes + offset, frame.length);
        offset += frame.length;
    }
    assert_int_equal(number, wijk__json_count(acts));
}

static void check_golden(wijk_context *context, const char *name) {
    size_t length, json_length;
    uint8_t hash[WIJK_HASH_SIZE];
    char *bytes = read_file("tests/cases/golden", name, ".journal", &length);
    char *json = read_file("tests/cases/golden", name, ".json", &json_length);
    wijk__json *expected;
    wijk_journal_report *report;
    assert_int_equal(wijk__json_parse(context, json, json_length, false, &expected, NULL), WIJK_OK);
    wijk_status status = wijk_journal_scan(context, bytes, length, 1, &report, NULL);
    assert_int_equal(status, wijk__json_int(wijk__json_get(expected, "status")));
    assert_number(expected, "bytes", length);
    assert_number(expected, "good_bytes", wijk_journal_report_good_bytes(report));
    assert_number(expected, "frames", wijk_journal_report_frames(report));
    assert_number(expected, "act_count", wijk_journal_report_acts(report));
    assert_number(expected, "unknown_acts", wijk_journal_report_unknown_acts(report));
    wijk__sha256(bytes, length, hash);
    assert_hex(expected, "sha256", hash, sizeof hash);
    assert_hex(expected, "dossier", wijk_journal_report_dossier(report), sizeof(wijk_id));
    assert_hex(expected, "head", wijk_journal_report_head(report), sizeof hash);
    check_acts(wijk__json_get(expected, "acts"), (const uint8_t *)bytes, wijk_journal_report_frames(report));
    wijk_journal_report_destroy(report);
    wijk__json_free(expected);
    free(json);
    free(bytes);
}

static void test_golden(void **state) {
    (void)state;
    wijk_context *context;
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
        print_message("-- %s\n", golden[i]);
        check_golden(context, golden[i]);
    }
    wijk_context_unref(context);
}

/* ---- the example in docs/formats/journal.md ---- */

/* Bytes of the block that begins with ```hex. A line is: offset, bytes, a bar, words. The offsets must be right. */
static size_t read_example(char *page, uint8_t *bytes, size_t most) {
    size_t length = 0;
    char *line = strstr(page, "\n```hex\n");
    assert_non_null(line);
    for (line = strchr(line + 1, '\n') + 1; strncmp(line, "```", 3) != 0; line = strchr(line, '\n') + 1) {
        char *bar = strchr(line, '|');
        assert_non_null(bar);
        assert_int_equal(strtoul(line, &line, 10), length);
        while (line < bar && length < most) {
            char *end;
            unsigned long byte = strtoul(line, &end, 16);
            if (end == line || end > bar)
                break;
            assert_true(byte <= 0xFF);
            bytes[length++] = (uint8_t)byte;
            line = end;
        }
    }
    return length;
}

static void test_specification(void **state) {
    (void)state;
    size_t page_length, length;
    uint8_t bytes[1024];
    char *page = read_file("docs/formats", "journal", ".md", &page_length);
    char *journal = read_file("tests/cases/golden", "0.1/example", ".journal", &length);
    assert_int_equal(read_example(page, bytes, sizeof bytes), length);
    assert_memory_equal(bytes, journal, length);
    free(journal);
    free(page);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_golden), cmocka_unit_test(test_specification)};
    if (!WIJK_HAVE_JSON)
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
