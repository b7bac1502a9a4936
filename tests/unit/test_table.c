/* Tables: every table of the vocabulary is built from rows that look random, and every cell, bitmap, offset and border
 * is compared with the rows it came from. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>

#include "act/act.h"
#include "fail_alloc.h"

static const wijk_id dossier = {{0xD0, 0x55}};

struct fixture {
    struct fail_alloc alloc;
    wijk_context *context;
    uint64_t random;
};

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    assert_int_equal(fail_alloc_context(&fixture->alloc, NULL, &fixture->context), WIJK_OK);
    fixture->random = 42;
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

static uint64_t next(uint64_t *random) { /* xorshift */
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static const wijk_layout layout_of[] = {
    [WIJK__ID] = WIJK_LAYOUT_ID,     [WIJK__INT] = WIJK_LAYOUT_INT64,      [WIJK__TIME] = WIJK_LAYOUT_INT64,
    [WIJK__DATE] = WIJK_LAYOUT_INT32, [WIJK__CODE] = WIJK_LAYOUT_INT32,    [WIJK__BOOL] = WIJK_LAYOUT_INT32,
    [WIJK__KEY] = WIJK_LAYOUT_TEXT,  [WIJK__TEXT] = WIJK_LAYOUT_TEXT,      [WIJK__REF] = WIJK_LAYOUT_ID,
    [WIJK__PERSON] = WIJK_LAYOUT_ID, [WIJK__ACT_TYPE] = WIJK_LAYOUT_INT32, [WIJK__ACT] = WIJK_LAYOUT_ID,
    [WIJK__REAL] = WIJK_LAYOUT_REAL,
};

/* ---- rows that look random: of 8 values none are missing (nulls 0), some (3) or all (8) ---- */

static const char texts[] = "een tekst waar rijen stukken van zijn, met caf\xC3\xA9 en co\xC3\xB6rdinatie erin";

static void put_value(uint64_t *random, enum wijk__type type, bool null, uint8_t *to) {
    uint64_t bits = next(random);
    if (layout_of[type] == WIJK_LAYOUT_ID) {
        wijk_id id = {{0}};
        if (!null)
            id.bytes[bits % 16] = (uint8_t)(bits >> 8 | 1);
        memcpy(to, &id, sizeof id);
    } else if (layout_of[type] == WIJK_LAYOUT_TEXT) {
        uint32_t offset = (uint32_t)(bits % 20), length = (uint32_t)(bits >> 32) % 40;
        struct wijk__span span = {null ? WIJK__NO_TEXT : offset, null ? 77 : bits % 5 ? length : 0};
        memcpy(to, &span, sizeof span);
    } else if (layout_of[type] == WIJK_LAYOUT_INT64) {
        int64_t value = null ? INT64_MIN : bits % 7 ? (int64_t)(bits >> 3) - (INT64_C(1) << 40) : 0;
        memcpy(to, &value, sizeof value);
    } else if (layout_of[type] == WIJK_LAYOUT_REAL) {
        double value = null ? (double)NAN : (double)(int32_t)bits / 7;
        memcpy(to, &value, sizeof value);
    } else {
        bool zero_is_none = type == WIJK__CODE || type == WIJK__ACT_TYPE;
        int32_t value = (int32_t)(bits >> 33) - (1 << 30);
        if (bits % 7 == 0)
            value = zero_is_none ? INT32_MIN : 0; /* a value like any other */
        if (null)
            value = zero_is_none ? 0 : INT32_MIN;
        else if (zero_is_none && value == 0)
            value = 1;
        memcpy(to, &value, sizeof value);
    }
}

static uint8_t *make_rows(uint64_t *random, const struct wijk__table_def *def, uint32_t count, uint32_t nulls) {
    uint8_t *rows = calloc(count ? count : 1, def->row_size);
    assert_non_null(rows);
    for (uint32_t row = 0; row < count; row++) {
        uint8_t *to = rows + (size_t)row * def->row_size;
        if (def->common)
            put_value(random, WIJK__ID, false, to + wijk__act_offsets[def->words.number]);
        for (uint32_t column = 0; column < def->column_count; column++)
            put_value(random, def->columns[column].type, next(random) % 8 < nulls, to + def->columns[column].offset);
    }
    return rows;
}

/* ---- comparing ---- */

static bool row_has(enum wijk__type type, const uint8_t *from) {
    const wijk_id none = {{0}};
    struct wijk__span span;
    int64_t wide;
    int32_t narrow;
    double real;
    switch (layout_of[type]) {
    case WIJK_LAYOUT_ID: return memcmp(from, &none, sizeof none) != 0;
    case WIJK_LAYOUT_TEXT: memcpy(&span, from, sizeof span); return span.offset != WIJK__NO_TEXT;
    case WIJK_LAYOUT_INT64: memcpy(&wide, from, sizeof wide); return wide != INT64_MIN;
    case WIJK_LAYOUT_REAL: memcpy(&real, from, sizeof real); return !isnan(real);
    default: memcpy(&narrow, from, sizeof narrow);
    }
    return narrow != (type == WIJK__CODE || type == WIJK__ACT_TYPE ? 0 : INT32_MIN);
}

static void check_cell(const wijk_table *table, uint32_t column, uint32_t row, enum wijk__type type,
                       const uint8_t *from) {
    wijk_layout layout = layout_of[type];
    bool has = row_has(type, from);
    size_t length = 1;
    int64_t number = wijk_table_int(table, column, row);
    const wijk_id *id = wijk_table_cell_id(table, column, row);
    const char *text = wijk_table_text(table, column, row, &length);
    assert_int_equal(wijk_table_is_null(table, column, row), !has);
    assert_int_equal(id != NULL, has && layout == WIJK_LAYOUT_ID);
    assert_int_equal(text != NULL, has && layout == WIJK_LAYOUT_TEXT);
    if (id)
        assert_memory_equal(id, from, sizeof *id);
    if (text) {
        struct wijk__span span;
        memcpy(&span, from, sizeof span);
        assert_int_equal(length, span.length);
        assert_memory_equal(text, texts + span.offset, length);
        assert_ptr_equal(wijk_table_text(table, column, row, NULL), text);
    } else {
        assert_int_equal(length, 0);
    }
    int64_t wide = 0;
    int32_t narrow = 0;
    if (has && layout == WIJK_LAYOUT_INT64)
        memcpy(&wide, from, sizeof wide);
    if (has && layout == WIJK_LAYOUT_INT32)
        memcpy(&narrow, from, sizeof narrow);
    assert_true(number == wide + narrow);
    double real = 0;
    if (has && layout == WIJK_LAYOUT_REAL)
        memcpy(&real, from, sizeof real);
    assert_true(wijk_table_real(table, column, row) == real);
}

static bool all_zero(const uint8_t *from, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (from[i])
            return false;
    return true;
}

/* A buffer begins on a border of 64 bytes and is zero from its end to the next border. */
static void check_buffer(const void *buffer, size_t size) {
    assert_non_null(buffer);
    assert_int_equal((uintptr_t)buffer % 64, 0);
    assert_true(all_zero((const uint8_t *)buffer + size, (64 - size % 64) % 64));
}

static void check_column(const wijk_table *table, uint32_t column, wijk_layout expected) {
    static const size_t widths[] = {0, 4, 8, 16, 1, 8};
    wijk_layout layout;
    const void *values;
    const int32_t *offsets;
    const uint8_t *validity;
    uint32_t null_count, nulls = 0, rows = wijk_table_rows(table);
    assert_int_equal(wijk_table_column(table, column, &layout, &values, &offsets, &validity, &null_count), WIJK_OK);
    assert_int_equal(layout, expected);
    assert_int_equal(offsets != NULL, layout == WIJK_LAYOUT_TEXT);
    size_t size = layout == WIJK_LAYOUT_TEXT ? (size_t)offsets[rows] : rows * widths[layout];
    check_buffer(values, size);
    if (offsets) {
        check_buffer(offsets, ((size_t)rows + 1) * sizeof *offsets);
        assert_int_equal(offsets[0], 0);
    }
    if (validity) {
        check_buffer(validity, (size_t)rows / 8 + 1);
        assert_int_equal(validity[rows / 8] >> rows % 8, 0); /* no bits past the last row */
    }
    for (uint32_t row = 0; row < rows; row++) {
        bool null = wijk_table_is_null(table, column, row);
        nulls += null;
        assert_int_equal(validity ? !(validity[row / 8] >> row % 8 & 1) : 0, null);
        if (offsets)
            assert_true(offsets[row + 1] >= offsets[row] && !(null && offsets[row + 1] > offsets[row]));
        else if (null)
            assert_true(all_zero((const uint8_t *)values + row * widths[layout], widths[layout]));
    }
    assert_int_equal(null_count, nulls);
    assert_int_equal(validity != NULL, nulls > 0);
}

static void check_table(const wijk_table *table, const struct wijk__table_def *def, const uint8_t *rows,
                        uint32_t count) {
    assert_int_equal(wijk_table_get_id(table), def->words.number);
    assert_int_equal(wijk_table_rows(table), count);
    assert_int_equal(wijk_table_columns(table), def->column_count + def->common);
    for (uint32_t row = 0; row < count; row++) {
        const uint8_t *from = rows + (size_t)row * def->row_size;
        if (def->common) {
            check_cell(table, 0, row, WIJK__ID, dossier.bytes);
            check_cell(table, 1, row, WIJK__ID, from + wijk__act_offsets[def->words.number]);
        }
        for (uint32_t column = 0; column < def->column_count; column++)
            check_cell(table, column + def->common, row, def->columns[column].type, from + def->columns[column].offset);
    }
    for (uint32_t column = 0; column < def->common; column++)
        check_column(table, column, WIJK_LAYOUT_ID);
    for (uint32_t column = 0; column < def->column_count; column++)
        check_column(table, column + def->common, layout_of[def->columns[column].type]);
    /* Nothing outside. */
    const uint32_t past[2] = {wijk_table_columns(table), UINT32_MAX};
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(wijk_table_is_null(table, past[i], 0), 1);
        assert_int_equal(wijk_table_is_null(table, 0, i ? UINT32_MAX : count), 1);
        assert_null(wijk_table_cell_id(table, 0, i ? UINT32_MAX : count));
    }
}

static void test_all_tables(void **state) {
    struct fixture *fixture = *state;
    const uint32_t counts[] = {0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 600};
    for (uint32_t place = 0; place < wijk__table_count + wijk__result_count; place++) {
        const struct wijk__table_def *def =
            place < wijk__table_count ? &wijk__tables[place] : &wijk__results[place - wijk__table_count];
        assert_ptr_equal(wijk__table_def(def->words.number), def);
        for (uint32_t i = 0; def->row_size && i < sizeof counts / sizeof *counts; i++) {
            for (uint32_t nulls = 0; nulls <= 8; nulls += nulls ? 5 : 3) {
                wijk_table *table;
                uint8_t *rows = make_rows(&fixture->random, def, counts[i], nulls);
                size_t blocks = fixture->alloc.live_blocks;
                assert_int_equal(wijk__table_from_rows(fixture->context, def, &dossier, rows, counts[i],
                                                       (const uint8_t *)texts, &table), WIJK_OK);
                assert_int_equal(fixture->alloc.live_blocks, blocks + 1);
                check_table(table, def, rows, counts[i]);
                wijk_table_unref(table);
                free(rows);
            }
        }
    }
}

/* A state without rows has no memory for them. */
static void test_nothing_at_all(void **state) {
    struct fixture *fixture = *state;
    for (int32_t number = 1; number < WIJK__T_COUNT; number++) {
        const struct wijk__table_def *def = wijk__table_def(number);
        wijk_table *table;
        assert_int_equal(wijk__table_from_rows(fixture->context, def, &dossier, NULL, 0, NULL, &table), WIJK_OK);
        check_table(table, def, NULL, 0);
        wijk_table_unref(table);
    }
}

/* ---- the table of acts ---- */

struct told {
    uint32_t told, count;
};

static void tell(uint32_t i, struct wijk__act *act, struct wijk__act_row *row) {
    static wijk_id ids[4];
    static char reason[16];
    static const wijk_act_type types[] = {WIJK_ACT_GOAL_SET, WIJK_ACT_MEMBER_JOIN, 12345};
    for (uint32_t n = 0; n < 4; n++)
        ids[n] = (wijk_id){{(uint8_t)(n + 1), (uint8_t)i, (uint8_t)(i >> 8)}};
    memset(act, 0, sizeof *act);
    act->type = types[i % 3];
    act->id = ids[0];
    act->valid = (int32_t)i - 50;
    act->recorded = INT64_C(1000000) * i;
    act->professional = &ids[1];
    act->organisation = i % 2 ? &ids[2] : NULL;
    if (i % 4)
        act->role = (struct wijk__text){"team-worker", 4 + i % 8};
    if (i % 5) {
        memset(reason, (int)('a' + i % 26), sizeof reason);
        act->reason = (struct wijk__text){reason, i % 16};
    }
    *row = (struct wijk__act_row){act, UINT64_C(1) << 33 | i, i % 7 == 0 ? &ids[3] : NULL};
}

static bool next_act(void *userdata, struct wijk__act_row *out) {
    static struct wijk__act act;
    struct told *told = userdata;
    if (told->told == told->count)
        return false;
    tell(told->told++, &act, out);
    return true;
}

static void check_id_cell(const wijk_table *table, uint32_t column, uint32_t row, const wijk_id *expected) {
    const wijk_id *id = wijk_table_cell_id(table, column, row);
    assert_int_equal(id != NULL, expected != NULL);
    if (id)
        assert_memory_equal(id, expected, sizeof *id);
}

static void check_text_cell(const wijk_table *table, uint32_t column, uint32_t row, struct wijk__text expected) {
    size_t length;
    const char *text = wijk_table_text(table, column, row, &length);
    assert_int_equal(text != NULL, expected.data != NULL);
    assert_int_equal(length, expected.length);
    if (text)
        assert_memory_equal(text, expected.data, length);
}

static void check_acts(const wijk_table *table, uint32_t count) {
    assert_int_equal(wijk_table_get_id(table), WIJK_TABLE_ACTS);
    assert_int_equal(wijk_table_rows(table), count);
    assert_int_equal(wijk_table_columns(table), wijk__table_def(WIJK_TABLE_ACTS)->column_count + 2);
    for (uint32_t row = 0; row < count; row++) {
        struct wijk__act act;
        struct wijk__act_row from;
        tell(row, &act, &from);
        check_id_cell(table, 0, row, &dossier);
        check_id_cell(table, WIJK_ACTS_COLUMN_ACT, row, &act.id);
        check_id_cell(table, WIJK_ACTS_COLUMN_PROFESSIONAL, row, act.professional);
        check_id_cell(table, WIJK_ACTS_COLUMN_ORGANISATION, row, act.organisation);
        check_id_cell(table, WIJK_ACTS_COLUMN_WITHDRAWN, row, from.withdrawn);
        check_text_cell(table, WIJK_ACTS_COLUMN_ROLE, row, act.role);
        check_text_cell(table, WIJK_ACTS_COLUMN_REASON, row, act.reason);
        assert_int_equal(wijk_table_int(table, WIJK_ACTS_COLUMN_TYPE, row), act.type);
        assert_int_equal(wijk_table_int(table, WIJK_ACTS_COLUMN_VALID, row), act.valid);
        assert_true(wijk_table_int(table, WIJK_ACTS_COLUMN_RECORDED, row) == act.recorded);
        assert_true(wijk_table_int(table, WIJK_ACTS_COLUMN_SEQUENCE, row) == (int64_t)from.sequence);
    }
    const struct wijk__table_def *def = wijk__table_def(WIJK_TABLE_ACTS);
    for (uint32_t column = 0; column < 2 + def->column_count; column++)
        check_column(table, column, column < 2 ? WIJK_LAYOUT_ID : layout_of[def->columns[column - 2].type]);
}

static void test_acts(void **state) {
    struct fixture *fixture = *state;
    const uint32_t counts[] = {0, 1, 2, 64, 300};
    for (uint32_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct told told = {0, counts[i]};
        wijk_table *table;
        size_t blocks = fixture->alloc.live_blocks;
        assert_int_equal(wijk__table_from_acts(fixture->context, &dossier, counts[i], next_act, &told, &table),
                         WIJK_OK);
        assert_int_equal(fixture->alloc.live_blocks, blocks + 1);
        check_acts(table, counts[i]);
        wijk_table_unref(table);
    }
    struct told fewer = {0, 5}, more = {0, 50};
    wijk_table *table;
    assert_int_equal(wijk__table_from_acts(fixture->context, &dossier, 10, next_act, &fewer, &table), WIJK_OK);
    check_acts(table, 5);
    wijk_table_unref(table);
    assert_int_equal(wijk__table_from_acts(fixture->context, &dossier, 10, next_act, &more, &table), WIJK_OK);
    check_acts(table, 10);
    wijk_table_unref(table);
}

/* ---- limits, memory, owners ---- */

/* 2,048 texts of 1 MiB are one byte more than 32-bit offsets can tell; nothing so large is ever copied. */
static void test_too_much_text(void **state) {
    struct fixture *fixture = *state;
    enum { ROWS = 2048 };
    static struct wijk__row_bridges rows[ROWS];
    const struct wijk__table_def *def = wijk__table_def(WIJK_TABLE_BRIDGES);
    wijk_table *table = (wijk_table *)1;
    for (uint32_t row = 0; row < ROWS; row++)
        rows[row] = (struct wijk__row_bridges){.support = {0, 1 << 20}, .act = {{1}}};
    fixture->alloc.fail_at = 1;
    fixture->alloc.for_ever = true; /* so that a block that is asked for is not made */
    assert_int_equal(wijk__table_from_rows(fixture->context, def, &dossier, rows, ROWS, (const uint8_t *)"", &table),
                     WIJK_E_LIMIT);
    assert_null(table);
    size_t refused = fixture->alloc.failures;
    rows[ROWS - 1].support.length--; /* just enough: now there is only no memory */
    assert_int_equal(wijk__table_from_rows(fixture->context, def, &dossier, rows, ROWS, (const uint8_t *)"", &table),
                     WIJK_E_MEMORY);
    assert_int_equal(fixture->alloc.failures, refused + 1);
    rows[0].support.length = UINT32_MAX;
    assert_int_equal(wijk__table_from_rows(fixture->context, def, &dossier, rows, ROWS, (const uint8_t *)"", &table),
                     WIJK_E_LIMIT);
}

static bool one_long_reason(void *userdata, struct wijk__act_row *out) {
    static struct wijk__act act;
    (void)userdata;
    act = (struct wijk__act){.type = 1, .id = {{1}}, .reason = {"", (size_t)INT32_MAX + 1}};
    *out = (struct wijk__act_row){&act, 1, NULL};
    return true;
}

static void test_too_long_reason(void **state) {
    struct fixture *fixture = *state;
    wijk_table *table = (wijk_table *)1;
    assert_int_equal(wijk__table_from_acts(fixture->context, &dossier, 1, one_long_reason, NULL, &table), WIJK_E_LIMIT);
    assert_null(table);
}

static wijk_status make_tables(struct fail_alloc *alloc, void *userdata) {
    (void)userdata;
    uint64_t random = 7;
    struct told told = {0, 100};
    const struct wijk__table_def *def = wijk__table_def(WIJK_TABLE_GOALS);
    wijk_context *context;
    wijk_table *goals = (wijk_table *)1, *acts = (wijk_table *)1;
    wijk_status status = fail_alloc_context(alloc, NULL, &context);
    if (status != WIJK_OK)
        return status;
    uint8_t *rows = make_rows(&random, def, 20, 3);
    wijk_status first = wijk__table_from_rows(context, def, &dossier, rows, 20, (const uint8_t *)texts, &goals);
    wijk_status second = wijk__table_from_acts(context, &dossier, 100, next_act, &told, &acts);
    assert_int_equal(goals == NULL, first != WIJK_OK);
    assert_int_equal(acts == NULL, second != WIJK_OK);
    wijk_table_unref(goals);
    wijk_table_unref(acts);
    wijk_context_unref(context);
    free(rows);
    return first != WIJK_OK ? first : second;
}

static void test_out_of_memory(void **state) {
    (void)state;
    assert_in_range(fail_alloc_sweep(make_tables, NULL, 100), 4, 100);
}

static void *use(void *table) {
    for (int32_t i = 0; i < 50000; i++) {
        wijk_table_unref(wijk_table_ref(table));
        if (wijk_table_is_null(table, 0, 0))
            return table;
    }
    wijk_table_unref(table);
    return NULL;
}

static void test_owners(void **state) {
    struct fixture *fixture = *state;
    enum { THREADS = 4 };
    const struct wijk__row_analyses row = {.opened = 1, .concluded = INT32_MIN, .act = {{1}}};
    wijk_table *table;
    pthread_t threads[THREADS];
    assert_int_equal(wijk__table_from_rows(fixture->context, wijk__table_def(WIJK_TABLE_ANALYSES), &dossier, &row, 1,
                                           NULL, &table), WIJK_OK);
    for (int32_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use, wijk_table_ref(table)), 0);
    for (int32_t i = 0; i < THREADS; i++) {
        void *answer;
        assert_int_equal(pthread_join(threads[i], &answer), 0);
        assert_null(answer);
    }
    assert_int_equal(wijk_table_int(table, WIJK_ANALYSES_COLUMN_OPENED, 0), 1);
    assert_int_equal(fixture->alloc.live_blocks, 2);
    wijk_table_unref(table);
    assert_int_equal(fixture->alloc.live_blocks, 1);
}

static void test_no_table(void **state) {
    (void)state;
    wijk_layout layout = 9;
    const void *values = "";
    const int32_t *offsets = (const int32_t *)1;
    const uint8_t *validity = (const uint8_t *)1;
    uint32_t nulls = 9;
    size_t length = 9;
    assert_null(wijk_table_ref(NULL));
    wijk_table_unref(NULL);
    assert_int_equal(wijk_table_get_id(NULL), 0);
    assert_int_equal(wijk_table_rows(NULL), 0);
    assert_int_equal(wijk_table_columns(NULL), 0);
    assert_int_equal(wijk_table_is_null(NULL, 0, 0), 1);
    assert_int_equal(wijk_table_int(NULL, 0, 0), 0);
    assert_null(wijk_table_cell_id(NULL, 0, 0));
    assert_null(wijk_table_text(NULL, 0, 0, &length));
    assert_int_equal(length, 0);
    assert_int_equal(wijk_table_column(NULL, 0, &layout, &values, &offsets, &validity, &nulls), WIJK_E_ARGUMENT);
    assert_true(layout == 0 && !values && !offsets && !validity && nulls == 0);
    assert_int_equal(wijk_table_column(NULL, 0, NULL, NULL, NULL, NULL, NULL), WIJK_E_ARGUMENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_all_tables),      TEST(test_nothing_at_all), TEST(test_acts),   TEST(test_too_much_text),
        TEST(test_too_long_reason), TEST(test_out_of_memory),  TEST(test_owners), TEST(test_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
