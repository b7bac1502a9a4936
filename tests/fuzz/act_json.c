/* A line of JSON as an act: it is refused with a place that says nothing of anybody, or read, written, and read again
 * as the same act. */
#include "fuzz.h"

static bool is_field(const char *part, size_t length) {
    for (uint32_t i = 0; i < wijk__act_count; i++)
        if (wijk__field_named(&wijk__acts[i], part, length) != NULL)
            return true;
    return false;
}

/* Each part of a pointer is a name of the format or of the catalog, or "?". */
static void examine_path(const char *path) {
    static const char *const names[] = {"?", "act", "id", "dossier", "valid", "recorded", "by", "reason", "fields",
                                        "derived", "professional", "organisation", "role"};
    while (*path) {
        HOLDS(*path == '/');
        size_t length = strcspn(++path, "/");
        bool known = is_field(path, length);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            known |= strlen(names[i]) == length && memcmp(names[i], path, length) == 0;
        HOLDS(known);
        path += length;
    }
}

/* Line, column and offset of a place in the text say the same. */
static void examine_place(const wijk_error *error, const uint8_t *data, size_t size) {
    int64_t offset = wijk_error_offset(error);
    uint32_t line = 1, column = 1;
    if (wijk_error_line(error) == 0)
        return;
    HOLDS(offset >= 0 && (uint64_t)offset <= size);
    for (const uint8_t *at = data; at < data + offset; at++) {
        column = *at == '\n' ? 1 : column + 1;
        line += *at == '\n';
    }
    HOLDS(wijk_error_line(error) == line && wijk_error_column(error) == column);
}

static void examine_refused(const wijk_act *act, const wijk_id *dossier, wijk_status status) {
    HOLDS(ONE_OF(status, WIJK_E_SYNTAX, WIJK_E_UTF8, WIJK_E_DUPLICATE, WIJK_E_UNKNOWN, WIJK_E_MISSING, WIJK_E_TYPE,
                 WIJK_E_RANGE, WIJK_E_ID, WIJK_E_DATE, WIJK_E_TIME, WIJK_E_KEY, WIJK_E_CODE, WIJK_E_DERIVED,
                 WIJK_E_LIMIT));
    HOLDS(wijk_act_get_type(act) == 0 && wijk__id_is_none(dossier));
}

static void compare_texts(struct wijk__text a, struct wijk__text b) {
    HOLDS((a.data == NULL) == (b.data == NULL) && wijk__text_equal(a.data, a.length, b.data, b.length));
}

static void compare_ids(const wijk_id *a, const wijk_id *b) {
    HOLDS((a == NULL) == (b == NULL) && (a == NULL || wijk__id_equal(a, b)));
}

static void compare_field(const wijk_act *a, const wijk_act *b, wijk_field field) {
    size_t length, other_length;
    const char *text = wijk_act_get_text(a, field, &length), *other_text = wijk_act_get_text(b, field, &other_length);
    HOLDS(wijk_act_has(a, field) == wijk_act_has(b, field));
    HOLDS(wijk_act_get_int(a, field) == wijk_act_get_int(b, field));
    compare_ids(wijk_act_get_field_id(a, field), wijk_act_get_field_id(b, field));
    HOLDS((text == NULL) == (other_text == NULL) && wijk__text_equal(text, length, other_text, other_length));
}

/* Actor and reason, which have no getters. */
static void compare_views(const struct wijk__act *a, const struct wijk__act *b) {
    compare_ids(a->professional, b->professional);
    compare_ids(a->organisation, b->organisation);
    compare_texts(a->role, b->role);
    compare_texts(a->reason, b->reason);
}

static void compare_acts(const wijk_act *a, const wijk_act *b) {
    compare_views(wijk__act_view(a), wijk__act_view(b));
    HOLDS(wijk_act_get_type(a) == wijk_act_get_type(b) && wijk__id_equal(wijk_act_get_id(a), wijk_act_get_id(b)));
    HOLDS(wijk_act_get_valid(a) == wijk_act_get_valid(b) && wijk_act_get_recorded(a) == wijk_act_get_recorded(b));
    for (wijk_field field = 1; field <= WIJK__FIELDS_MAX; field++)
        compare_field(a, b, field);
}

static void examine_read(struct run *run, const wijk_act *act, const wijk_id *dossier) {
    wijk_buffer *first, *second;
    wijk_act *again;
    wijk_id other;
    HOLDS(wijk_buffer_new(run->context, &first) == WIJK_OK && wijk_buffer_new(run->context, &second) == WIJK_OK);
    HOLDS(wijk_act_new(run->context, &again, NULL) == WIJK_OK);
    HOLDS(fuzz_said(wijk_act_write_json(act, dossier, first, run->error), run->error) == WIJK_OK);
    const char *line = wijk_buffer_data(first);
    size_t length = wijk_buffer_size(first);
    HOLDS(memchr(line, '\n', length) == NULL);
    HOLDS(fuzz_said(wijk_act_read_json(again, line, length, &other, run->error), run->error) == WIJK_OK);
    HOLDS(wijk__id_equal(dossier, &other));
    compare_acts(act, again);
    HOLDS(wijk_act_write_json(again, &other, second, NULL) == WIJK_OK);
    HOLDS(wijk__text_equal(line, length, wijk_buffer_data(second), wijk_buffer_size(second)));
    wijk_act_destroy(again);
    wijk_buffer_destroy(first);
    wijk_buffer_destroy(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct run run;
    wijk_act *act;
    wijk_id dossier;
    run_start(&run, NULL);
    HOLDS(wijk_act_new(run.context, &act, NULL) == WIJK_OK);
    wijk_status status = fuzz_said(wijk_act_read_json(act, (const char *)data, size, &dossier, run.error), run.error);
    if (status == WIJK_OK) {
        examine_read(&run, act, &dossier);
    } else {
        examine_refused(act, &dossier, status);
        examine_path(wijk_error_path(run.error));
        examine_place(run.error, data, size);
    }
    wijk_act_destroy(act);
    run_end(&run);
    return 0;
}
