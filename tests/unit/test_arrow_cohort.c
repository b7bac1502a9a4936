/* Cohorts as Arrow, and rows of Arrow into cohorts: what is shared and how long it lives, and arrays that break the
 * rules. What the values are is compared with others in tests/arrow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cohort/cohort.h"
#include "exchange/arrow.h"
#include "fail_alloc.h"

/* ---- a stream made by hand: three rows in two batches, the second a slice ---- */

enum { DOSSIER, DAY, WHAT, COLUMNS };

static const wijk_id ids[] = {{{9}}, {{1}}, {{2}}, {{1}}};
static const int32_t days[] = {7, 20000, 20001, 20002};
static const char whats[] = "dossier-opengoal-settier-enter/care/light";
static const int32_t ends[] = {0, 12, 20, 41};
static const int8_t places[] = {0, 0, 2, 1};
static const uint8_t every_bit[] = {0xFF}, no_bits[] = {0};

struct made {
    struct ArrowSchema columns[COLUMNS], names, *column_list[COLUMNS];
    struct ArrowArray values[COLUMNS], dictionary, *value_list[COLUMNS];
    const void *buffers[COLUMNS][3], *name_buffers[3];
    struct ArrowSchema schema;
    struct ArrowArray array;
    int batches, given;         /* to give out, and given out */
    int open;                   /* structs that were handed out and not released */
    int fail_schema, fail_next; /* what the calls answer */
    bool null_schema;
};

static void release_schema(struct ArrowSchema *schema) {
    --*(int *)schema->private_data;
    schema->release = NULL;
}
static void release_array(struct ArrowArray *array) {
    --*(int *)array->private_data;
    array->release = NULL;
}
/* Children belong to the whole, which is what counts. */
static void release_child_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void release_child(struct ArrowArray *array) { array->release = NULL; }
static void release_stream(struct ArrowArrayStream *stream) {
    ((struct made *)stream->private_data)->open--;
    stream->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    struct made *made = stream->private_data;
    if (made->fail_schema || made->null_schema)
        return made->fail_schema;
    *out = made->schema;
    made->open++;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    struct made *made = stream->private_data;
    out->release = NULL;
    if (made->given == made->batches)
        return made->fail_next;
    *out = made->array;
    out->length = made->given == 0 ? 1 : 2;
    out->offset = made->given == 0 ? 0 : 1;
    made->given++;
    made->open++;
    return 0;
}

static void make(struct made *made, struct ArrowArrayStream *stream) {
    static const char *const names[] = {"dossier", "day", "what"}, *const formats[] = {"w:16", "tdD", "c"};
    static const void *const values[] = {ids, days, places};
    memset(made, 0, sizeof *made);
    for (int i = 0; i < COLUMNS; i++) {
        made->columns[i] = (struct ArrowSchema){.format = formats[i], .name = names[i], .release = release_child_schema};
        made->column_list[i] = &made->columns[i];
        made->buffers[i][1] = values[i];
        made->values[i] = (struct ArrowArray){
            .length = 3, .offset = 1, .n_buffers = 2, .buffers = made->buffers[i], .release = release_child};
        made->value_list[i] = &made->values[i];
    }
    made->names = (struct ArrowSchema){.format = "u", .release = release_child_schema};
    made->columns[WHAT].dictionary = &made->names;
    made->name_buffers[1] = ends;
    made->name_buffers[2] = whats;
    made->dictionary = (struct ArrowArray){
        .length = 3, .n_buffers = 3, .buffers = made->name_buffers, .release = release_child};
    made->values[WHAT].dictionary = &made->dictionary;
    made->schema = (struct ArrowSchema){.format = "+s", .n_children = COLUMNS, .children = made->column_list,
                                        .release = release_schema, .private_data = &made->open};
    static const void *none[1];
    made->array = (struct ArrowArray){.n_buffers = 1, .buffers = none, .n_children = COLUMNS,
                                      .children = made->value_list, .release = release_array,
                                      .private_data = &made->open};
    made->batches = 2;
    made->open = 1;
    *stream = (struct ArrowArrayStream){get_schema, get_next, NULL, release_stream, made};
}

struct fixture {
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_error *error;
};

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    assert_int_equal(fail_alloc_context(&fixture->alloc, NULL, &fixture->context), WIJK_OK);
    assert_int_equal(wijk_error_new(fixture->context, &fixture->error), WIJK_OK);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    struct fixture *fixture = *state;
    wijk_error_destroy(fixture->error);
    wijk_context_unref(fixture->context);
    bool clean = fail_alloc_clean(&fixture->alloc);
    free(fixture);
    return clean ? 0 : -1;
}

static wijk_cohort *new_cohort(struct fixture *fixture) {
    wijk_cohort *cohort;
    assert_int_equal(wijk_cohort_new(fixture->context, &cohort, fixture->error), WIJK_OK);
    return cohort;
}

static wijk_status append(struct fixture *fixture, wijk_cohort *cohort, struct made *made,
                          struct ArrowArrayStream *stream) {
    wijk_status status = wijk_cohort_append_arrow(cohort, WIJK_ARROW_ACTS, stream, fixture->error);
    assert_null(stream->release);
    assert_int_equal(made->open, 0); /* all that was handed out came back */
    return status;
}

static wijk_cohort *sealed(struct fixture *fixture) {
    struct made made;
    struct ArrowArrayStream stream;
    wijk_cohort *cohort = new_cohort(fixture);
    make(&made, &stream);
    assert_int_equal(append(fixture, cohort, &made, &stream), WIJK_OK);
    assert_int_equal(wijk_cohort_seal(cohort, fixture->error), WIJK_OK);
    return cohort;
}

/* ---- out ---- */

static void test_what_came_in(void **state) {
    struct fixture *fixture = *state;
    wijk_cohort *cohort = sealed(fixture);
    const struct wijk__columns *columns = &cohort->columns;
    assert_int_equal(columns->dossiers, 2);
    assert_int_equal(columns->acts, 3);
    assert_memory_equal(columns->ids, &ids[1], 2 * sizeof *ids);
    static const struct { int32_t day; const char *name; } wanted[] = {
        {20000, "dossier-open"}, {20002, "goal-set"}, {20001, "tier-enter/care/light"}};
    for (int i = 0; i < 3; i++) {
        struct wijk__text name = wijk__name(&columns->code_names, ((const int8_t *)columns->codes)[i]);
        assert_int_equal(columns->dates[columns->days[i]], wanted[i].day);
        assert_int_equal(name.length, strlen(wanted[i].name));
        assert_memory_equal(name.data, wanted[i].name, name.length);
    }
    wijk_cohort_unref(cohort);
}

static wijk_cohort *large(struct fixture *fixture, int32_t acts) {
    wijk_cohort *cohort = new_cohort(fixture);
    int32_t code;
    assert_int_equal(wijk_cohort_add_dossiers(cohort, &ids[1], NULL, NULL, NULL, 2, fixture->error), WIJK_OK);
    assert_int_equal(wijk_cohort_code(cohort, WIJK_ACT_GOAL_SET, NULL, NULL, &code, fixture->error), WIJK_OK);
    for (int32_t i = 0; i < acts; i++) {
        const int32_t dossier = i >= acts / 2, day = 20000 + i % (acts / 2) / 64;
        assert_int_equal(wijk_cohort_add_acts(cohort, &dossier, &day, &code, 1, fixture->error), WIJK_OK);
    }
    assert_int_equal(wijk_cohort_seal(cohort, fixture->error), WIJK_OK);
    return cohort;
}

/* Every buffer is a column of the cohort, and handing out takes the same little memory for few acts and many. */
static void test_nothing_is_copied(void **state) {
    struct fixture *fixture = *state;
    size_t taken[2];
    for (int i = 0; i < 2; i++) {
        wijk_cohort *cohort = large(fixture, i ? 200000 : 20);
        const struct wijk__columns *columns = &cohort->columns;
        struct ArrowSchema schema;
        struct ArrowArray array;
        size_t before = fixture->alloc.live_bytes;
        assert_int_equal(wijk_cohort_export_arrow(cohort, &schema, &array, fixture->error), WIJK_OK);
        taken[i] = fixture->alloc.live_bytes - before;
        const struct ArrowArray *acts = array.children[4], *item = acts->children[0];
        assert_int_equal(array.length, 2);
        assert_int_equal(item->length, columns->acts);
        assert_ptr_equal(array.children[0]->buffers[1], columns->ids);
        for (int kind = 0; kind < 3; kind++) {
            assert_ptr_equal(array.children[1 + kind]->buffers[1], columns->units[kind]);
            assert_ptr_equal(array.children[1 + kind]->dictionary->buffers[1], columns->unit_names[kind].offsets);
            assert_ptr_equal(array.children[1 + kind]->dictionary->buffers[2], columns->unit_names[kind].bytes);
        }
        assert_ptr_equal(acts->buffers[1], columns->offsets);
        assert_ptr_equal(item->children[0]->buffers[1], columns->days);
        assert_ptr_equal(item->children[0]->dictionary->buffers[1], columns->dates);
        assert_ptr_equal(item->children[1]->buffers[1], columns->codes);
        assert_ptr_equal(item->children[1]->dictionary->buffers[1], columns->code_names.offsets);
        assert_string_equal(schema.children[4]->format, "+l");
        assert_string_equal(schema.children[4]->children[0]->children[0]->format, "s");
        assert_string_equal(schema.children[4]->children[0]->children[0]->dictionary->format, "tdD");
        schema.release(&schema);
        array.release(&array);
        wijk_cohort_unref(cohort);
    }
    assert_int_equal(taken[0], taken[1]);
    assert_true(taken[0] < 8192);
}

/* The cohort lives as long as any part of it, be it in whatever order that parts and wholes go. */
static void test_parts_live_on(void **state) {
    struct fixture *fixture = *state;
    wijk_cohort *cohort = sealed(fixture);
    struct ArrowArrayStream stream;
    struct ArrowArray array, acts, batch, what;
    assert_int_equal(wijk_cohort_export_arrow(cohort, NULL, &array, fixture->error), WIJK_OK);
    assert_int_equal(wijk_cohort_export_stream(cohort, WIJK_ARROW_ACTS, 2, &stream, fixture->error), WIJK_OK);
    const void *codes = cohort->columns.codes;
    size_t with = fixture->alloc.live_bytes;
    wijk_cohort_unref(cohort);
    assert_int_equal(fixture->alloc.live_bytes, with);
    acts = *array.children[4];
    array.children[4]->release = NULL;
    array.release(&array);
    assert_int_equal(stream.get_next(&stream, &batch), 0);
    stream.release(&stream);
    what = *batch.children[2];
    batch.children[2]->release = NULL;
    batch.release(&batch);
    assert_int_equal(((const int32_t *)acts.buffers[1])[2], 3);
    acts.release(&acts);
    assert_ptr_equal(what.buffers[1], codes);
    assert_int_equal(what.length, 2);
    what.release(&what);
    assert_true(fixture->alloc.live_blocks == 2); /* the context and the error */
}

static void test_arguments(void **state) {
    struct fixture *fixture = *state;
    wijk_cohort *cohort = new_cohort(fixture);
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArrayStream stream, out;
    struct made made;
    assert_int_equal(wijk_cohort_export_arrow(cohort, &schema, &array, fixture->error), WIJK_E_ARGUMENT);
    assert_null(schema.release);
    assert_null(array.release);
    assert_int_equal(wijk_cohort_export_arrow(NULL, NULL, NULL, fixture->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_export_stream(cohort, WIJK_ARROW_ACTS, 0, &out, fixture->error), WIJK_E_ARGUMENT);
    assert_null(out.release);
    static const wijk_arrow_rows wrong[] = {0, -1, WIJK_ARROW_STAYS + 1, INT32_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        make(&made, &stream);
        assert_int_equal(wijk_cohort_append_arrow(cohort, wrong[i], &stream, fixture->error), WIJK_E_ARGUMENT);
        assert_string_equal(wijk_error_path(fixture->error), "what");
        assert_int_equal(made.open, 0);
    }
    make(&made, &stream);
    assert_int_equal(wijk_cohort_append_arrow(NULL, WIJK_ARROW_ACTS, &stream, fixture->error), WIJK_E_ARGUMENT);
    assert_int_equal(made.open, 0);
    assert_int_equal(wijk_cohort_append_arrow(cohort, WIJK_ARROW_ACTS, &stream, fixture->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_append_arrow(cohort, WIJK_ARROW_ACTS, NULL, fixture->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_seal(cohort, fixture->error), WIJK_OK);
    make(&made, &stream);
    assert_int_equal(wijk_cohort_append_arrow(cohort, WIJK_ARROW_ACTS, &stream, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(made.open, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(wijk_cohort_export_stream(cohort, wrong[i], 0, &out, fixture->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_export_stream(cohort, WIJK_ARROW_STAYS, 0, &out, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_export_stream(cohort, WIJK_ARROW_ACTS, 0, NULL, NULL), WIJK_E_ARGUMENT);
    wijk_cohort_unref(cohort);
}

/* ---- in: arrays that break the rules ---- */

static const int32_t backwards[] = {0, 30, 20, 41}, negative[] = {-1, 12, 20, 41};
static const int8_t outside[] = {0, 0, 3, 1}, below[] = {0, 0, -1, 1};

struct breach {
    const char *name;
    void (*make)(struct made *made);
    wijk_status status;
};
#define BREACH(title, answer, action) \
    static void title(struct made *made) { action; }
#define BREACHES(X) \
    X(no_rows, WIJK_E_CORRUPT, made->values[DAY].length = -1) \
    X(negative_offset, WIJK_E_CORRUPT, made->values[DAY].offset = -1) \
    X(short_child, WIJK_E_CORRUPT, made->values[DAY].length = 2) \
    X(huge_offset, WIJK_E_CORRUPT, made->values[DAY].offset = INT64_MAX - 1) \
    X(huge_whole, WIJK_E_CORRUPT, made->array.offset = INT64_MAX; made->batches = 1; made->given = 0; \
                                  made->values[DAY].length = -5) \
    X(no_values, WIJK_E_CORRUPT, made->buffers[DAY][1] = NULL) \
    X(no_buffers, WIJK_E_CORRUPT, made->values[DAY].buffers = NULL) \
    X(few_buffers, WIJK_E_CORRUPT, made->values[DAY].n_buffers = 1) \
    X(many_buffers, WIJK_E_CORRUPT, made->values[DAY].n_buffers = 3) \
    X(strange_nulls, WIJK_E_CORRUPT, made->values[DAY].null_count = -2) \
    X(more_nulls_than_rows, WIJK_E_CORRUPT, made->values[DAY].null_count = 4) \
    X(nulls_without_bits, WIJK_E_CORRUPT, made->values[DAY].null_count = 1) \
    X(released_child, WIJK_E_CORRUPT, made->values[DAY].release = NULL) \
    X(no_child, WIJK_E_CORRUPT, made->value_list[DAY] = NULL) \
    X(no_children, WIJK_E_CORRUPT, made->array.children = NULL) \
    X(other_children, WIJK_E_CORRUPT, made->array.n_children = 2) \
    X(grandchildren, WIJK_E_CORRUPT, made->values[DAY].n_children = 1) \
    X(no_dictionary, WIJK_E_CORRUPT, made->values[WHAT].dictionary = NULL) \
    X(short_dictionary, WIJK_E_CORRUPT, made->dictionary.length = 1) \
    X(no_offsets, WIJK_E_CORRUPT, made->name_buffers[1] = NULL) \
    X(no_bytes, WIJK_E_CORRUPT, made->name_buffers[2] = NULL) \
    X(offsets_go_back, WIJK_E_CORRUPT, made->name_buffers[1] = backwards) \
    X(offsets_below_zero, WIJK_E_CORRUPT, made->name_buffers[1] = negative) \
    X(index_outside, WIJK_E_CORRUPT, made->buffers[WHAT][1] = outside) \
    X(index_below, WIJK_E_CORRUPT, made->buffers[WHAT][1] = below) \
    X(rows_without_values, WIJK_E_CORRUPT, static const void *bits[] = {no_bits}; made->array.buffers = bits; \
                                           made->array.null_count = -1) \
    X(counted_rows_without_values, WIJK_E_CORRUPT, made->array.null_count = 1) \
    X(name_without_value, WIJK_E_MISSING, made->name_buffers[0] = no_bits; made->dictionary.null_count = -1) \
    X(values_are_missing, WIJK_E_MISSING, made->buffers[DAY][0] = no_bits; made->values[DAY].null_count = -1) \
    X(no_format, WIJK_E_TYPE, made->columns[DAY].format = NULL) \
    X(no_format_of_all, WIJK_E_TYPE, made->schema.format = NULL) \
    X(no_struct, WIJK_E_TYPE, made->schema.format = "i") \
    X(dictionary_of_dictionary, WIJK_E_TYPE, made->names.dictionary = &made->columns[DAY]) \
    X(dictionary_by_text, WIJK_E_TYPE, made->columns[WHAT].format = "u") \
    X(dictionary_by_nothing, WIJK_E_TYPE, made->columns[WHAT].format = "n") \
    X(no_column, WIJK_E_CORRUPT, made->column_list[DOSSIER] = NULL) \
    X(released_column, WIJK_E_CORRUPT, made->columns[DOSSIER].release = NULL) \
    X(no_columns, WIJK_E_CORRUPT, made->schema.children = NULL) \
    X(fewer_than_none, WIJK_E_CORRUPT, made->schema.n_children = -1) \
    X(nameless, WIJK_E_MISSING, made->columns[DAY].name = NULL) \
    X(no_schema, WIJK_E_CORRUPT, made->null_schema = true) \
    X(schema_fails, WIJK_E_IO, made->fail_schema = 5) \
    X(schema_without_memory, WIJK_E_MEMORY, made->fail_schema = 12) \
    X(next_fails, WIJK_E_IO, made->fail_next = 22) \
    X(next_without_memory, WIJK_E_MEMORY, made->fail_next = 12)
BREACHES(BREACH)
#define ROW(title, answer, action) {#title, title, answer},
static const struct breach breaches[] = {BREACHES(ROW)};

static void test_broken_rules(void **state) {
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof breaches / sizeof *breaches; i++) {
        struct made made;
        struct ArrowArrayStream stream;
        wijk_cohort *cohort = new_cohort(fixture);
        make(&made, &stream);
        breaches[i].make(&made);
        wijk_status status = append(fixture, cohort, &made, &stream);
        if (status != breaches[i].status)
            fail_msg("%s: %s", breaches[i].name, wijk_status_name(status));
        wijk_cohort_unref(cohort);
    }
}

/* What is allowed, though seldom seen. */
static void test_odd_but_right(void **state) {
    struct fixture *fixture = *state;
    for (int odd = 0; odd < 5; odd++) {
        struct made made;
        struct ArrowArrayStream stream;
        wijk_cohort *cohort = new_cohort(fixture);
        static const void *bits[] = {every_bit};
        make(&made, &stream);
        if (odd == 0) { /* nobody counted the rows without a value, of which there are none */
            made.values[DAY].null_count = made.dictionary.null_count = -1;
        } else if (odd == 1) {
            made.array.null_count = -1;
            made.array.buffers = bits;
        } else if (odd == 2) { /* bits that are there, though no row needs them, are not looked at */
            made.buffers[DAY][0] = no_bits;
        } else if (odd == 3) {
            made.columns[WHAT].flags = ARROW_FLAG_DICTIONARY_ORDERED;
            made.columns[WHAT].metadata = "\0\0\0\0";
        } else {
            made.batches = 0;
        }
        assert_int_equal(append(fixture, cohort, &made, &stream), WIJK_OK);
        assert_int_equal(wijk_cohort_acts(cohort), odd == 4 ? 0 : 3);
        wijk_cohort_unref(cohort);
    }
}

/* Views of texts point into pieces, of which each tells how long it is. */
static void test_views(void **state) {
    struct fixture *fixture = *state;
    static const char piece[] = "..tier-enter/care/light";
    const int64_t size = sizeof piece - 1;
    static const struct { int32_t length, piece, offset; wijk_status status; } cases[] = {
        {21, 0, 2, WIJK_OK}, {21, 1, 2, WIJK_E_CORRUPT}, {21, -1, 2, WIJK_E_CORRUPT}, {21, 0, 3, WIJK_E_CORRUPT},
        {21, 0, -1, WIJK_E_CORRUPT}, {-1, 0, 0, WIJK_E_CORRUPT}, {INT32_MAX, 0, INT32_MAX, WIJK_E_CORRUPT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int without = 0; without < 2; without++) {
            struct made made;
            struct ArrowArrayStream stream;
            wijk_cohort *cohort = new_cohort(fixture);
            int32_t views[4][4] = {{0}};
            const void *buffers[] = {NULL, views, without ? NULL : piece, &size};
            for (int row = 1; row < 4; row++) {
                views[row][0] = 8;
                memcpy(&views[row][1], "goal-set", 8);
            }
            views[2][0] = cases[i].length;
            memcpy(&views[2][1], "tier", 4);
            views[2][2] = cases[i].piece;
            views[2][3] = cases[i].offset;
            make(&made, &stream);
            made.columns[WHAT].format = "vu";
            made.columns[WHAT].dictionary = NULL;
            made.values[WHAT].dictionary = NULL;
            made.values[WHAT].buffers = buffers;
            made.values[WHAT].n_buffers = 4;
            assert_int_equal(append(fixture, cohort, &made, &stream), without ? WIJK_E_CORRUPT : cases[i].status);
            wijk_cohort_unref(cohort);
        }
}

/* ---- memory that runs out ---- */

static wijk_status in_and_out(struct fail_alloc *alloc, void *data) {
    wijk_context *context;
    wijk_cohort *cohort = NULL;
    struct made made;
    struct ArrowArrayStream stream, out = {.release = NULL};
    struct ArrowSchema schema = {.release = NULL};
    struct ArrowArray array = {.release = NULL};
    (void)data;
    make(&made, &stream);
    wijk_status status = fail_alloc_context(alloc, NULL, &context);
    if (status != WIJK_OK)
        return status;
    status = wijk_cohort_new(context, &cohort, NULL);
    if (status == WIJK_OK) {
        status = wijk_cohort_append_arrow(cohort, WIJK_ARROW_ACTS, &stream, NULL);
        assert_int_equal(made.open, 0);
    }
    if (status == WIJK_OK)
        status = wijk_cohort_seal(cohort, NULL);
    if (status == WIJK_OK) {
        status = wijk_cohort_export_arrow(cohort, &schema, &array, NULL);
        assert_true((status == WIJK_OK) == (schema.release != NULL) && (status == WIJK_OK) == (array.release != NULL));
    }
    for (wijk_arrow_rows what = WIJK_ARROW_DOSSIERS; what <= WIJK_ARROW_MEASUREMENTS && status == WIJK_OK; what++) {
        status = wijk_cohort_export_stream(cohort, what, 2, &out, NULL);
        assert_int_equal(status == WIJK_OK, out.release != NULL);
        while (status == WIJK_OK) {
            struct ArrowArray batch;
            int answer = out.get_next(&out, &batch);
            assert_true(answer == 0 || answer == 12);
            status = answer == 0 ? WIJK_OK : WIJK_E_MEMORY;
            if (!batch.release)
                break;
            batch.release(&batch);
        }
        if (out.release)
            out.release(&out);
    }
    if (schema.release)
        schema.release(&schema);
    if (array.release)
        array.release(&array);
    wijk_cohort_unref(cohort);
    wijk_context_unref(context);
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    assert_true(fail_alloc_sweep(in_and_out, NULL, 1000) > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_came_in, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_is_copied, setup, teardown),
        cmocka_unit_test_setup_teardown(test_parts_live_on, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arguments, setup, teardown),
        cmocka_unit_test_setup_teardown(test_broken_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(test_odd_but_right, setup, teardown),
        cmocka_unit_test_setup_teardown(test_views, setup, teardown),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
