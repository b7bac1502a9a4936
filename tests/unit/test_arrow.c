/* Tables as Arrow: every cell of every table and result is read back through the structs alone, whole and in batches;
 * and who releases, moves and keeps what, in whatever order and on whatever thread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>

#include "exchange/exchange.h"
#include "fail_alloc.h"
#include "random_table.h"
#include <wijkteam/arrow.h>

struct fixture {
    struct fail_alloc alloc;
    wijk_context *context;
};

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    assert_int_equal(fail_alloc_context(&fixture->alloc, NULL, &fixture->context), WIJK_OK);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    struct fixture *fixture = *state;
    wijk_context_unref(fixture->context);
    bool clean = fail_alloc_clean(&fixture->alloc);
    free(fixture);
    return clean ? 0 : -1;
}

static const struct wijk__table_def *def_at(uint32_t place) {
    return place < wijk__table_count ? &wijk__tables[place] : &wijk__results[place - wijk__table_count];
}

static wijk_table *stays(struct fixture *fixture, uint32_t rows, uint32_t nulls) {
    wijk_table *table = random_table(fixture->context, wijk__table_def(WIJK_TABLE_TIER_STAYS), rows, nulls, 3);
    assert_non_null(table);
    return table;
}

/* ---- reading by the rules of the specification ---- */

static bool bit(const void *bits, int64_t place) { return ((const uint8_t *)bits)[place / 8] >> place % 8 & 1; }

static bool has_value(const struct ArrowArray *array, int64_t row) {
    return !array->buffers[0] || bit(array->buffers[0], array->offset + row);
}

static void check_text(const struct ArrowArray *array, int64_t at, const char *text, size_t length) {
    const int32_t *offsets = array->buffers[1];
    assert_int_equal(offsets[at + 1] - offsets[at], length);
    assert_memory_equal((const char *)array->buffers[2] + offsets[at], text, length);
}

static void check_value(const wijk_table *table, const struct wijk__column *column, uint32_t place, uint32_t row,
                        const struct ArrowArray *array, int64_t at) {
    size_t length;
    char room[WIJK_TIME_TEXT_SIZE];
    int64_t value = wijk_table_int(table, place, row);
    if (wijk__type_is_id(column->type)) {
        assert_memory_equal((const wijk_id *)array->buffers[1] + at, wijk_table_cell_id(table, place, row), 16);
    } else if (wijk__type_is_text(column->type)) {
        const char *text = wijk_table_text(table, place, row, &length);
        check_text(array, at, text, length);
    } else if (column->type == WIJK__REAL) {
        assert_true(((const double *)array->buffers[1])[at] == wijk_table_real(table, place, row));
    } else if (column->type == WIJK__BOOL) {
        assert_int_equal(bit(array->buffers[1], at), value);
    } else if (column->type == WIJK__INT || column->type == WIJK__TIME) {
        assert_true(((const int64_t *)array->buffers[1])[at] == value);
    } else {
        int32_t number = ((const int32_t *)array->buffers[1])[at];
        assert_int_equal(number, value);
        if (column->type == WIJK__DATE)
            return;
        const char *name = wijk__number_text(column->type, column->list, value, room);
        assert_true(number < array->dictionary->length);
        check_text(array->dictionary, number, name, strlen(name));
    }
}

/* Rows `from` on of a table, in an array. */
static void check_rows(const wijk_table *table, uint32_t from, const struct ArrowArray *array) {
    const struct wijk__table_def *def = wijk__table_def(wijk_table_get_id(table));
    assert_int_equal(array->n_children, wijk_table_columns(table));
    assert_int_equal(array->offset, 0);
    assert_int_equal(array->n_buffers, 1);
    assert_null(array->buffers[0]);
    assert_null(array->dictionary);
    for (uint32_t place = 0; place < wijk_table_columns(table); place++) {
        const struct wijk__column column = wijk__column_of(def, place);
        const struct ArrowArray *child = array->children[place];
        int64_t nulls = 0;
        assert_int_equal(child->length, array->length);
        assert_int_equal(child->n_buffers, wijk__type_is_text(column.type) ? 3 : 2);
        assert_int_equal(child->n_children, 0);
        for (int64_t row = 0; row < array->length; row++) {
            bool has = !wijk_table_is_null(table, place, from + (uint32_t)row);
            assert_int_equal(has_value(child, row), has);
            nulls += !has;
            if (has)
                check_value(table, &column, place, from + (uint32_t)row, child, child->offset + row);
        }
        assert_true(child->null_count == nulls || child->null_count == -1);
        for (int64_t i = 0; i < child->n_buffers; i++)
            assert_int_equal((uintptr_t)child->buffers[i] % 64, 0);
    }
}

static void check_schema(const struct wijk__table_def *def, const struct ArrowSchema *schema) {
    static const char *const formats[] = {
        [WIJK__ID] = "w:16", [WIJK__REF] = "w:16", [WIJK__PERSON] = "w:16",  [WIJK__ACT] = "w:16", [WIJK__INT] = "l",
        [WIJK__BOOL] = "b",  [WIJK__DATE] = "tdD", [WIJK__TIME] = "tsu:UTC", [WIJK__CODE] = "i",   [WIJK__KEY] = "u",
        [WIJK__TEXT] = "u",  [WIJK__ACT_TYPE] = "i", [WIJK__REAL] = "g",
    };
    assert_string_equal(schema->format, "+s");
    assert_int_equal(schema->n_children, def->column_count + def->common);
    for (uint32_t place = 0; place < schema->n_children; place++) {
        const struct wijk__column column = wijk__column_of(def, place);
        const struct ArrowSchema *child = schema->children[place];
        assert_string_equal(child->name, column.name);
        assert_string_equal(child->format, formats[column.type]);
        assert_int_equal(child->dictionary != NULL, column.type == WIJK__CODE || column.type == WIJK__ACT_TYPE);
        if (child->dictionary)
            assert_string_equal(child->dictionary->format, "u");
        assert_int_equal(child->flags, place == 0 && def->common ? 0 : ARROW_FLAG_NULLABLE);
    }
}

static void test_every_cell(void **state) {
    struct fixture *fixture = *state;
    static const uint32_t counts[] = {0, 1, 8, 9, 64, 600};
    for (uint32_t place = 0; place < wijk__table_count + wijk__result_count; place++)
        for (uint32_t i = 0; i < sizeof counts / sizeof *counts; i++)
            for (uint32_t nulls = 0; nulls <= 8; nulls += 4) {
                const struct wijk__table_def *def = def_at(place);
                struct ArrowSchema schema;
                struct ArrowArray array;
                wijk_table *table = random_table(fixture->context, def, counts[i], nulls, place + counts[i]);
                if (!def->row_size)
                    continue;
                assert_non_null(table);
                assert_int_equal(wijk_table_export_arrow(table, &schema, &array, NULL), WIJK_OK);
                assert_int_equal(array.length, counts[i]);
                check_schema(def, &schema);
                check_rows(table, 0, &array);
                schema.release(&schema);
                array.release(&array);
                assert_null(schema.release);
                assert_null(array.release);
                wijk_table_unref(table);
                assert_int_equal(fixture->alloc.live_blocks, 1);
            }
}

/* Handing out copies no column: the buffers are those of the table. */
static void test_nothing_is_copied(void **state) {
    struct fixture *fixture = *state;
    wijk_table *table = stays(fixture, 5000, 3);
    const struct wijk__table_def *def = wijk__table_def(WIJK_TABLE_TIER_STAYS);
    struct ArrowArray array;
    assert_int_equal(wijk_table_export_arrow(table, NULL, &array, NULL), WIJK_OK);
    for (uint32_t place = 0; place < wijk_table_columns(table); place++) {
        const void *values, **buffers = array.children[place]->buffers;
        const int32_t *offsets;
        const uint8_t *validity;
        assert_int_equal(wijk_table_column(table, place, NULL, &values, &offsets, &validity, NULL), WIJK_OK);
        assert_ptr_equal(buffers[0], validity);
        if (wijk__column_of(def, place).type != WIJK__BOOL)
            assert_ptr_equal(buffers[1], offsets ? (const void *)offsets : values);
        if (offsets)
            assert_ptr_equal(buffers[2], values);
    }
    wijk_table_unref(table); /* the array goes on */
    assert_int_equal(array.children[0]->length, 5000);
    array.release(&array);
}

static void test_batches(void **state) {
    struct fixture *fixture = *state;
    static const uint32_t sizes[] = {0, 1, 7, 64, 511, 512, 513, 10000};
    static const uint32_t counts[] = {0, 700, 0, 1, 1300, 0};
    for (uint32_t place = 0; place < wijk__table_count + wijk__result_count; place++)
        for (uint32_t i = 0; i < sizeof sizes / sizeof *sizes && def_at(place)->row_size; i++) {
            wijk_table *tables[6];
            struct ArrowArrayStream stream;
            struct ArrowSchema schema;
            struct ArrowArray array;
            for (uint32_t t = 0; t < 6; t++)
                assert_non_null(tables[t] = random_table(fixture->context, def_at(place), counts[t], 2, place + t));
            assert_int_equal(wijk_table_export_stream(fixture->context, tables, 6, sizes[i], &stream, NULL), WIJK_OK);
            assert_int_equal(stream.get_schema(&stream, &schema), 0);
            check_schema(def_at(place), &schema);
            schema.release(&schema);
            for (uint32_t t = 0; t < 6; t++)
                for (uint32_t from = 0, rows = 0; from < counts[t]; from += rows) {
                    assert_int_equal(stream.get_next(&stream, &array), 0);
                    assert_non_null(array.release);
                    rows = (uint32_t)array.length;
                    assert_true(rows > 0 && (sizes[i] == 0 || rows <= sizes[i]));
                    check_rows(tables[t], from, &array);
                    array.release(&array);
                }
            for (int again = 0; again < 2; again++) {
                assert_int_equal(stream.get_next(&stream, &array), 0);
                assert_null(array.release);
            }
            assert_null(stream.get_last_error(&stream));
            stream.release(&stream);
            assert_null(stream.release);
            for (uint32_t t = 0; t < 6; t++)
                wijk_table_unref(tables[t]);
            assert_int_equal(fixture->alloc.live_blocks, 1);
        }
}

/* ---- who keeps what ---- */

/* Every child and dictionary is moved out before its parent is released, and lives on. */
static void test_moved_children(void **state) {
    struct fixture *fixture = *state;
    wijk_table *table = stays(fixture, 300, 3), *same = wijk_table_ref(table);
    struct ArrowArray array, base, children[32], names;
    struct ArrowSchema schema, kept, kept_names;
    assert_int_equal(wijk_table_export_arrow(table, &schema, &array, NULL), WIJK_OK);
    wijk_table_unref(table);
    base = array; /* the whole may be moved too */
    array.release = NULL;
    int64_t count = base.n_children;
    for (int64_t i = 0; i < count; i++) {
        children[i] = *base.children[i];
        base.children[i]->release = NULL;
    }
    names = *children[WIJK_TIER_STAYS_COLUMN_DIRECTION].dictionary;
    children[WIJK_TIER_STAYS_COLUMN_DIRECTION].dictionary->release = NULL;
    kept = *schema.children[WIJK_TIER_STAYS_COLUMN_DIRECTION];
    schema.children[WIJK_TIER_STAYS_COLUMN_DIRECTION]->release = NULL;
    kept_names = *kept.dictionary;
    kept.dictionary->release = NULL;
    base.release(&base);
    schema.release(&schema);
    for (int64_t i = 0; i < count; i += 2)
        children[i].release(&children[i]);
    for (int64_t i = 1; i < count; i += 2) {
        for (int64_t row = 0; row < 300; row++)
            assert_int_equal(has_value(&children[i], row), !wijk_table_is_null(same, (uint32_t)i, (uint32_t)row));
        children[i].release(&children[i]);
    }
    kept.release(&kept);
    assert_string_equal(kept_names.format, "u");
    kept_names.release(&kept_names);
    wijk_table_unref(same);
    assert_true(fixture->alloc.live_blocks > 1); /* the names still hold the table */
    check_text(&names, 1, "entry", 5);
    names.release(&names);
    assert_int_equal(fixture->alloc.live_blocks, 1);
}

/* What a stream handed out outlives the stream, and both outlive the tables and the caller's context. */
static void test_stream_ends_first(void **state) {
    struct fail_alloc alloc = {0};
    wijk_context *context;
    struct ArrowArrayStream stream, moved;
    struct ArrowSchema schema;
    struct ArrowArray first, second;
    (void)state;
    assert_int_equal(fail_alloc_context(&alloc, NULL, &context), WIJK_OK);
    wijk_table *table = random_table(context, wijk__table_def(WIJK_TABLE_TIER_STAYS), 20, 1, 9);
    assert_int_equal(wijk_table_export_stream(context, &table, 1, 15, &stream, NULL), WIJK_OK);
    wijk_table_unref(table);
    wijk_context_unref(context);
    moved = stream;
    stream.release = NULL;
    assert_int_equal(moved.get_next(&moved, &first), 0);
    assert_int_equal(moved.get_next(&moved, &second), 0);
    assert_int_equal(moved.get_schema(&moved, &schema), 0);
    moved.release(&moved);
    assert_int_equal(first.length, 15);
    assert_int_equal(second.length, 5);
    check_rows(table, 15, &second); /* the arrays keep the table */
    first.release(&first);
    second.release(&second);
    schema.release(&schema);
    assert_true(fail_alloc_clean(&alloc));
}

struct job {
    struct ArrowArray array;
    pthread_t thread;
};

static void *release_it(void *data) {
    struct job *job = data;
    job->array.release(&job->array);
    return NULL;
}

/* Parts of the same tables are released by many threads at once. */
static void test_threads(void **state) {
    enum { THREADS = 8, ROUNDS = 50 };
    wijk_context *context;
    (void)state;
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    for (int round = 0; round < ROUNDS; round++) {
        struct job jobs[THREADS * 2];
        wijk_table *table = random_table(context, wijk__table_def(WIJK_TABLE_TIER_STAYS), 40, 2, 5);
        for (int i = 0; i < THREADS; i++) {
            assert_int_equal(wijk_table_export_arrow(table, NULL, &jobs[2 * i].array, NULL), WIJK_OK);
            jobs[2 * i + 1].array = *jobs[2 * i].array.children[WIJK_TIER_STAYS_COLUMN_DIRECTION];
            jobs[2 * i].array.children[WIJK_TIER_STAYS_COLUMN_DIRECTION]->release = NULL;
        }
        wijk_table_unref(table);
        for (int i = 0; i < THREADS * 2; i++)
            assert_int_equal(pthread_create(&jobs[i].thread, NULL, release_it, &jobs[i]), 0);
        for (int i = 0; i < THREADS * 2; i++)
            assert_int_equal(pthread_join(jobs[i].thread, NULL), 0);
    }
    wijk_context_unref(context);
}

/* ---- what cannot be handed out ---- */

static wijk_table *table_of_direction(struct fixture *fixture, int32_t direction) {
    struct wijk__row_tier_stays row;
    wijk_table *table;
    memset(&row, 0, sizeof row);
    row.direction = direction;
    const struct wijk__table_def *def = wijk__table_def(WIJK_TABLE_TIER_STAYS);
    const wijk_id dossier = {{1}};
    assert_int_equal(wijk__table_from_rows(fixture->context, def, &dossier, &row, 1, (const uint8_t *)"", &table),
                     WIJK_OK);
    return table;
}

static void test_codes_of_a_newer_writer(void **state) {
    struct fixture *fixture = *state;
    static const struct { int32_t code; const char *text; } known[] = {{1, "entry"}, {77, "77"}, {65535, "65535"}};
    static const int32_t wrong[] = {65536, INT32_MAX, -1, INT32_MIN};
    struct ArrowSchema schema;
    struct ArrowArray array;
    wijk_error *error;
    assert_int_equal(wijk_error_new(fixture->context, &error), WIJK_OK);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        wijk_table *table = table_of_direction(fixture, known[i].code);
        assert_int_equal(wijk_table_export_arrow(table, &schema, &array, error), WIJK_OK);
        const struct ArrowArray *names = array.children[WIJK_TIER_STAYS_COLUMN_DIRECTION]->dictionary;
        assert_true(names->length > known[i].code);
        check_text(names, known[i].code, known[i].text, strlen(known[i].text));
        check_text(names, 0, "", 0);
        schema.release(&schema);
        array.release(&array);
        wijk_table_unref(table);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        wijk_table *table = table_of_direction(fixture, wrong[i]);
        struct ArrowArrayStream stream;
        assert_int_equal(wijk_table_export_arrow(table, &schema, &array, error), WIJK_E_CODE);
        assert_string_equal(wijk_error_path(error), "direction");
        assert_null(schema.release);
        assert_null(array.release);
        assert_int_equal(wijk_table_export_arrow(table, &schema, NULL, error), WIJK_OK);
        schema.release(&schema);
        assert_int_equal(wijk_table_export_stream(fixture->context, &table, 1, 0, &stream, error), WIJK_OK);
        assert_int_equal(stream.get_next(&stream, &array), 22);
        assert_null(array.release);
        assert_string_equal(stream.get_last_error(&stream), wijk_status_text(WIJK_E_CODE, WIJK_ENGLISH));
        assert_int_equal(stream.get_schema(&stream, &schema), 0);
        assert_null(stream.get_last_error(&stream));
        schema.release(&schema);
        stream.release(&stream);
        wijk_table_unref(table);
    }
    wijk_error_destroy(error);
}

static void test_arguments(void **state) {
    struct fixture *fixture = *state;
    wijk_table *tables[] = {stays(fixture, 1, 0),
                            random_table(fixture->context, wijk__table_def(WIJK_TABLE_MEMBERS), 1, 0, 1), NULL};
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArrayStream stream;
    assert_int_equal(wijk_table_export_arrow(NULL, &schema, &array, NULL), WIJK_E_ARGUMENT);
    assert_null(schema.release);
    assert_null(array.release);
    assert_int_equal(wijk_table_export_arrow(tables[0], NULL, NULL, NULL), WIJK_OK);
    for (size_t count = 2; count <= 3; count++)
        assert_int_equal(wijk_table_export_stream(fixture->context, tables, count, 0, &stream, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_table_export_stream(fixture->context, tables, 0, 0, &stream, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_table_export_stream(fixture->context, tables, SIZE_MAX, 0, &stream, NULL), WIJK_E_ARGUMENT);
    assert_null(stream.release);
    assert_int_equal(wijk_table_export_stream(NULL, tables, 1, 0, &stream, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_table_export_stream(fixture->context, NULL, 1, 0, &stream, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_table_export_stream(fixture->context, tables, 1, 0, NULL, NULL), WIJK_E_ARGUMENT);
    wijk_table_unref(tables[0]);
    wijk_table_unref(tables[1]);
}

/* ---- memory that runs out ---- */

static wijk_status hand_out(struct fail_alloc *alloc, void *data) {
    struct ArrowSchema schema = {.release = NULL};
    struct ArrowArray array = {.release = NULL};
    struct ArrowArrayStream stream = {.release = NULL};
    wijk_context *context;
    (void)data;
    wijk_status status = fail_alloc_context(alloc, NULL, &context);
    if (status != WIJK_OK)
        return status;
    wijk_table *table = random_table(context, wijk__table_def(WIJK_TABLE_TIER_STAYS), 30, 2, 4);
    status = table ? wijk_table_export_arrow(table, &schema, &array, NULL) : WIJK_E_MEMORY;
    assert_true(status == WIJK_OK || (!schema.release && !array.release));
    if (status == WIJK_OK)
        status = wijk_table_export_stream(context, &table, 1, 10, &stream, NULL);
    assert_int_equal(status == WIJK_OK, stream.release != NULL);
    for (int batch = 0; status == WIJK_OK && batch < 3; batch++) {
        struct ArrowArray next;
        int answer = stream.get_next(&stream, &next);
        assert_true(answer == 0 || answer == 12);
        status = answer ? WIJK_E_MEMORY : WIJK_OK;
        assert_int_equal(answer == 0, next.release != NULL);
        if (next.release)
            next.release(&next);
        else /* what failed can be asked again */
            assert_string_equal(stream.get_last_error(&stream), wijk_status_text(WIJK_E_MEMORY, WIJK_ENGLISH));
    }
    if (schema.release)
        schema.release(&schema);
    if (array.release)
        array.release(&array);
    if (stream.release)
        stream.release(&stream);
    wijk_table_unref(table);
    wijk_context_unref(context);
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    assert_true(fail_alloc_sweep(hand_out, NULL, 1000) > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_cell, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_is_copied, setup, teardown),
        cmocka_unit_test_setup_teardown(test_batches, setup, teardown),
        cmocka_unit_test_setup_teardown(test_moved_children, setup, teardown),
        cmocka_unit_test(test_stream_ends_first),
        cmocka_unit_test(test_threads),
        cmocka_unit_test_setup_teardown(test_codes_of_a_newer_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arguments, setup, teardown),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
