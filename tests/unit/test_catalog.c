/* The vocabulary from the inside: everything is found by number and by name, nothing else is, and what the generator
 * wrote hangs together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "catalog/catalog.h"
#include "catalog/rows.h"

static void check_words(const struct wijk__words *words, bool with_sentence) {
    assert_true(words->name && words->name[0]);
    assert_true(words->en && words->en[0]);
    assert_true(words->nl && words->nl[0]);
    assert_non_null(words->text);
    assert_true(!with_sentence || words->text[0]);
    assert_true(wijk__utf8_valid(words->en, strlen(words->en)) && wijk__utf8_valid(words->nl, strlen(words->nl)));
}

static void test_acts(void **state) {
    (void)state;
    assert_true(wijk__act_count > 30);
    uint32_t seen = 0;
    for (int32_t number = -3; number <= wijk__act_last + 300; number++) {
        const struct wijk__act_def *act = wijk__act_def(number);
        if (!act)
            continue;
        seen++;
        assert_int_equal(act->words.number, number);
        check_words(&act->words, true);
        assert_ptr_equal(wijk__act_named(act->words.name, strlen(act->words.name)), act);
    }
    assert_int_equal(seen, wijk__act_count);
    assert_null(wijk__act_def(INT32_MIN));
    assert_null(wijk__act_def(INT32_MAX));
    assert_null(wijk__act_def(0));
}

static void test_order_of_names(void **state) {
    (void)state;
    bool used[256] = {false};
    for (uint32_t i = 0; i < wijk__act_count; i++) {
        assert_true(wijk__act_names[i] < wijk__act_count);
        assert_false(used[wijk__act_names[i]]);
        used[wijk__act_names[i]] = true;
        if (i > 0)
            assert_true(strcmp(wijk__acts[wijk__act_names[i - 1]].words.name,
                               wijk__acts[wijk__act_names[i]].words.name) < 0);
    }
}

/* A name that is a little off is not found, also when it holds a NUL where a known name ends. */
static void test_other_names(void **state) {
    (void)state;
    char name[80];
    assert_null(wijk__act_named("", 0));
    for (uint32_t i = 0; i < wijk__act_count; i++) {
        size_t length = strlen(wijk__acts[i].words.name);
        memset(name, 0, sizeof name);
        memcpy(name, wijk__acts[i].words.name, length);
        assert_null(wijk__act_named(name, length + 1));
        assert_null(wijk__act_named(name, sizeof name));
        assert_null(wijk__act_named(name, length - 1));
        name[length] = 'x';
        assert_null(wijk__act_named(name, length + 1));
        assert_ptr_equal(wijk__act_named(name, length), &wijk__acts[i]);
        for (size_t at = 0; at < length; at++) {
            char right = name[at];
            name[at] = (char)(right ^ 0x80);
            assert_null(wijk__act_named(name, length));
            name[at] = '~';
            assert_null(wijk__act_named(name, length));
            name[at] = 0;
            assert_null(wijk__act_named(name, length));
            name[at] = right;
        }
    }
}

static void check_field(const struct wijk__act_def *act, uint32_t place) {
    const struct wijk__field_def *field = &act->fields[place];
    assert_int_equal(field->words.number, place + 1);
    check_words(&field->words, true);
    assert_ptr_equal(wijk__field_named(act, field->words.name, strlen(field->words.name)), field);
    bool always = field->required || field->derived == WIJK__RANK; /* the policy may have no word for the others */
    assert_int_equal(act->required >> place & 1, always);
    assert_int_equal(act->resolved >> place & 1, field->type == WIJK__REF || field->type == WIJK__PERSON);
    assert_int_equal(act->keys >> place & 1, field->type == WIJK__KEY || field->derived);
    assert_true(field->min <= field->max);
    assert_true(field->min > INT64_MIN);
    assert_false(field->derived && field->required);
    switch (field->type) {
    case WIJK__REF: assert_non_null(wijk__table_def(field->table)); break;
    case WIJK__BOOL: assert_true(field->min == 0 && field->max == 1); break;
    case WIJK__DATE: assert_true(field->min == WIJK_DATE_MIN && field->max == WIJK_DATE_MAX); break;
    case WIJK__CODE: assert_non_null(wijk__list_def(field->list)); break;
    case WIJK__KEY:
        assert_true((field->list >= 1 && (uint32_t)field->list <= wijk__policy_list_count) != (field->of != 0));
        assert_true(field->of == 0 || act->fields[field->of - 1].type == WIJK__KEY);
        break;
    case WIJK__ID: case WIJK__PERSON: case WIJK__ACT: case WIJK__INT: case WIJK__TEXT: break;
    case WIJK__TIME: case WIJK__ACT_TYPE: case WIJK__REAL: default: fail_msg("no setter takes field %s", field->words.name);
    }
}

static void test_fields(void **state) {
    (void)state;
    for (uint32_t i = 0; i < wijk__act_count; i++) {
        const struct wijk__act_def *act = &wijk__acts[i];
        assert_true(act->field_count <= WIJK__FIELDS_MAX);
        assert_int_equal((act->required | act->resolved | act->keys) >> act->field_count, 0);
        for (uint32_t place = 0; place < act->field_count; place++)
            check_field(act, place);
        assert_null(wijk__field_named(act, "", 0));
        assert_null(wijk__field_named(act, "no-such-field", 13));
    }
}

static size_t width_of(enum wijk__type type) {
    if (wijk__type_is_id(type))
        return sizeof(wijk_id);
    if (wijk__type_is_text(type))
        return sizeof(struct wijk__span);
    return type == WIJK__INT || type == WIJK__TIME ? sizeof(int64_t) : sizeof(int32_t);
}

/* The columns of a row, with the act that made it, fill the row and do not overlap. */
static void check_row(const struct wijk__table_def *table) {
    uint8_t used[512] = {0};
    size_t bytes = sizeof(wijk_id);
    assert_true(table->row_size <= sizeof used);
    memset(used + wijk__act_offsets[table->words.number], 1, sizeof(wijk_id));
    for (uint32_t place = 0; place < table->column_count; place++) {
        const struct wijk__column_def *column = &table->columns[place];
        size_t width = width_of(column->type);
        bytes += width;
        assert_true(column->offset + width <= table->row_size);
        for (size_t at = 0; at < width; at++)
            assert_int_equal(used[column->offset + at]++, 0);
    }
    assert_true(table->row_size - bytes < sizeof(int64_t));
}

static void test_tables(void **state) {
    (void)state;
    assert_int_equal(wijk__table_count, WIJK__T_COUNT - 1);
    for (int32_t number = 1; number < WIJK__T_COUNT; number++) {
        const struct wijk__table_def *table = wijk__table_def(number);
        assert_ptr_equal(table, &wijk__tables[number - 1]);
        assert_int_equal(table->words.number, number);
        check_words(&table->words, true);
        for (uint32_t place = 0; place < table->column_count; place++) {
            const struct wijk__column_def *column = &table->columns[place];
            assert_int_equal(column->words.number, place + WIJK__COMMON_COLUMNS);
            check_words(&column->words, true);
            assert_true(column->type != WIJK__CODE || wijk__list_def(column->list));
        }
        if (table->row_size)
            check_row(table);
    }
    for (int32_t number = 0; number < WIJK__COMMON_COLUMNS; number++) {
        assert_int_equal(wijk__common_columns[number].words.number, number);
        check_words(&wijk__common_columns[number].words, true);
    }
    assert_null(wijk__table_def(0));
    assert_null(wijk__table_def(WIJK__T_COUNT));
    assert_null(wijk__table_def(-1));
}

static void test_findings(void **state) {
    (void)state;
    for (uint32_t i = 0; i < wijk__finding_count; i++) {
        const struct wijk__finding_def *finding = &wijk__finding_list[i];
        char code[7] = "WK0000";
        for (int32_t at = 5, rest = finding->words.number; at >= 2; at--, rest /= 10)
            code[at] = (char)('0' + rest % 10);
        assert_string_equal(finding->words.name, code);
        check_words(&finding->words, false);
        assert_ptr_equal(wijk__finding_def(finding->words.number), finding);
        assert_ptr_equal(wijk__finding_named(code, 6), finding);
        assert_true(finding->severity >= WIJK_SEVERITY_OFF && finding->severity <= WIJK_SEVERITY_REFUSE);
        assert_true(!finding->invariant || finding->severity == WIJK_SEVERITY_REFUSE);
        assert_true(finding->mend == 0 || wijk__act_def(finding->mend));
    }
    assert_null(wijk__finding_def(0));
    assert_null(wijk__finding_def(1));
    assert_null(wijk__finding_def(INT32_MAX));
    assert_null(wijk__finding_def(INT32_MIN));
    assert_null(wijk__finding_named("WK0000", 6));
    assert_null(wijk__finding_named("WK1001x", 7));
}

static void test_facts(void **state) {
    (void)state;
    for (uint32_t i = 0; i < wijk__fact_count; i++) {
        check_words(&wijk__facts[i].words, false);
        assert_ptr_equal(wijk__fact_def(wijk__facts[i].words.number), &wijk__facts[i]);
        assert_true(wijk__facts[i].mend == 0 || wijk__act_def(wijk__facts[i].mend));
    }
    assert_null(wijk__fact_def(0));
    assert_null(wijk__fact_def(-1));
    assert_null(wijk__fact_def(INT32_MAX));
}

static void test_codes(void **state) {
    (void)state;
    for (uint32_t i = 0; i < wijk__list_count; i++) {
        const struct wijk__list_def *list = &wijk__lists[i];
        int32_t number = list->words.number;
        uint32_t known = 0;
        check_words(&list->words, true);
        assert_ptr_equal(wijk__list_def(number), list);
        for (uint32_t place = 0; place < list->value_count; place++) {
            const struct wijk__words *value = &list->values[place];
            check_words(value, false);
            assert_true(wijk__code_known(number, value->number));
            assert_int_equal(wijk__code_named(number, value->name, strlen(value->name)), value->number);
            assert_string_equal(wijk__code_name(number, value->number), value->name);
        }
        for (int64_t value = -1000; value <= 1000; value++)
            known += wijk__code_known(number, value);
        assert_int_equal(known, list->value_count);
        assert_false(wijk__code_known(number, 0));
        assert_false(wijk__code_known(number, INT64_C(0x100000001))); /* 1, if it were cut off */
        assert_int_equal(wijk__code_named(number, "no-such-value", 13), 0);
        assert_string_equal(wijk__code_name(number, 0), "");
    }
    assert_false(wijk__code_known(0, 1));
    assert_false(wijk__code_known(1000, 1));
    assert_int_equal(wijk__code_named(0, "off", 3), 0);
    assert_string_equal(wijk__code_name(0, 1), "");
    assert_null(wijk__list_def(0));
}

static void test_policy_lists(void **state) {
    (void)state;
    assert_true(wijk__policy_list_count > 0);
    for (uint32_t i = 0; i < wijk__policy_list_count; i++)
        check_words(&wijk__policy_lists[i], false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_acts),   cmocka_unit_test(test_order_of_names), cmocka_unit_test(test_other_names),
        cmocka_unit_test(test_fields), cmocka_unit_test(test_tables),         cmocka_unit_test(test_findings),
        cmocka_unit_test(test_facts),  cmocka_unit_test(test_codes),          cmocka_unit_test(test_policy_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
