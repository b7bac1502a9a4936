/* Floating-point numbers as text: the shortest that is read back as the same number. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/base.h"

static void assert_reads(double value, const char *expected) {
    char room[WIJK__REAL_SIZE];
    size_t length = wijk__real_text(value, room);
    assert_string_equal(room, expected);
    assert_int_equal(length, strlen(expected));
}

static void test_known(void **state) {
    (void)state;
    assert_reads(0, "0");
    assert_reads(-0.0, "0");
    assert_reads(1, "1");
    assert_reads(-1.5, "-1.5");
    assert_reads(0.1, "0.1");
    assert_reads(0.1 + 0.2, "0.30000000000000004");
    assert_reads(1.0 / 3, "0.3333333333333333");
    assert_reads(63.69306393762915, "63.69306393762915");
    assert_reads(100, "100");
    assert_reads(1e21, "1e21");
    assert_reads(1e20, "100000000000000000000");
    assert_reads(123456789012345680000.0, "123456789012345680000");
    assert_reads(0.00001, "0.00001");
    assert_reads(0.000001, "1e-6");
    assert_reads(1.25e-7, "1.25e-7");
    assert_reads(5e-324, "5e-324");
    assert_reads(2.2250738585072014e-308, "2.2250738585072014e-308");
    assert_reads(1.7976931348623157e308, "1.7976931348623157e308");
    assert_reads(9007199254740993.0, "9007199254740992");
    assert_reads(5e-5 * 3, "0.00015000000000000001");
}

static void test_none(void **state) {
    char room[WIJK__REAL_SIZE];
    (void)state;
    assert_int_equal(wijk__real_text((double)NAN, room), 0);
    assert_int_equal(wijk__real_text((double)INFINITY, room), 0);
    assert_int_equal(wijk__real_text(-(double)INFINITY, room), 0);
}

/* Read back as itself; and with fewer digits it would not be. */
static void check(double value) {
    char room[WIJK__REAL_SIZE], shorter[40];
    int digits = 0;
    assert_true(wijk__real_text(value, room) > 0);
    assert_true(strtod(room, NULL) == value);
    for (const char *at = room; *at && *at != 'e'; at++)
        digits += (*at >= '1' && *at <= '9') || (*at == '0' && digits > 0);
    if (!strchr(room, '.') && !strchr(room, 'e')) /* zeros at the end may only fill up to the point */
        for (size_t at = strlen(room); at > 0 && room[at - 1] == '0'; at--)
            digits--;
    assert_in_range(digits, 1, 17);
    if (digits > 1) {
        snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
        assert_true(strtod(shorter, NULL) != value);
    }
    snprintf(shorter, sizeof shorter, "%.*e", digits - 1, value);
    if (strtod(shorter, NULL) == value) /* the nearest of that length, where the nearest is read back */
        assert_true(strtod(shorter, NULL) == strtod(room, NULL));
}

static void test_random(void **state) {
    uint64_t random = 88172645463325252u;
    (void)state;
    for (int i = 0; i < 50000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        uint64_t bits = i % 3 ? (random & 0x800fffffffffffff) | (uint64_t)(1023 - 30 + random % 60) << 52 : random;
        double value;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value) && value != 0)
            check(value);
        check((double)(int64_t)(random % 2000000) / 1000 + 0.001);
    }
    for (int exponent = -1074; exponent <= 1023; exponent++) {
        check(ldexp(1, exponent));
        check(nextafter(ldexp(1, exponent), 0) > 0 ? nextafter(ldexp(1, exponent), 0) : 1);
        check(nextafter(ldexp(1, exponent), INFINITY));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
