/* Dates and instants: every day there is, and what is refused. */
#include "base_support.h"

static int32_t month_length(int32_t year, int32_t month) {
    if (month == 2)
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Count the days of ten thousand years on the fingers, and compare each way of naming a day. */
static void every_day_both_ways(void **state) {
    (void)state;
    wijk_date date = WIJK_DATE_MIN;
    int32_t weekday = 1, days = 0;
    for (int32_t year = 1; year <= 9999; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            for (int32_t day = 1; day <= month_length(year, month); day++, date++, days++) {
                int32_t y, m, d;
                wijk_date from_parts, from_text;
                char text[WIJK_DATE_TEXT_SIZE];
                wijk_date_format(date, text);
                if (wijk_date_from_ymd(year, month, day, &from_parts) != WIJK_OK || from_parts != date ||
                    wijk_date_to_ymd(date, &y, &m, &d) != WIJK_OK || y != year || m != month || d != day ||
                    wijk_date_weekday(date) != weekday ||
                    wijk_date_parse(text, WIJK_DATE_TEXT_SIZE - 1, &from_text, NULL) != WIJK_OK || from_text != date)
                    fail_msg("%04d-%02d-%02d is not day %d", (int)year, (int)month, (int)day, (int)date);
                weekday = weekday % 7 + 1;
            }
            assert_int_equal(wijk_date_from_ymd(year, month, month_length(year, month) + 1, &(wijk_date){0}),
                             WIJK_E_DATE);
        }
    }
    assert_int_equal(days, 3652059);
    assert_int_equal(date - 1, WIJK_DATE_MAX);
}

static void known_days(void **state) {
    (void)state;
    assert_int_equal(the_day("1970-01-01"), 0);
    assert_int_equal(the_day("1969-12-31"), -1);
    assert_int_equal(the_day("2000-03-01"), 11017);
    assert_int_equal(the_day("0001-01-01"), WIJK_DATE_MIN);
    assert_int_equal(the_day("9999-12-31"), WIJK_DATE_MAX);
    assert_int_equal(wijk_date_weekday(the_day("1970-01-01")), 4);
    assert_int_equal(wijk_date_weekday(the_day("2000-02-29")), 2);
    assert_int_equal(wijk_date_weekday(the_day("2026-03-01")), 7);
    char text[WIJK_DATE_TEXT_SIZE];
    wijk_date_format(-1, text);
    assert_string_equal(text, "1969-12-31");
    wijk_date_format(WIJK_DATE_MIN, text);
    assert_string_equal(text, "0001-01-01");
}

static void days_that_do_not_exist(void **state) {
    (void)state;
    static const int32_t bad[][3] = {
        {0, 1, 1},    {10000, 1, 1}, {-1, 1, 1},   {INT32_MIN, 1, 1}, {INT32_MAX, 1, 1}, {2026, 0, 1},
        {2026, 13, 1}, {2026, -1, 1}, {2026, INT32_MAX, 1}, {2026, 1, 0},  {2026, 1, 32},     {2026, 1, INT32_MAX},
        {2026, 1, INT32_MIN}, {2026, 2, 29}, {1900, 2, 29}, {2026, 4, 31},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        wijk_date date = 5;
        assert_int_equal(wijk_date_from_ymd(bad[i][0], bad[i][1], bad[i][2], &date), WIJK_E_DATE);
        assert_int_equal(date, WIJK_DATE_NONE);
    }
    static const wijk_date outside[] = {WIJK_DATE_NONE, WIJK_DATE_MIN - 1, WIJK_DATE_MAX + 1, INT32_MAX};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        int32_t y = 1, m = 1, d = 1;
        char text[WIJK_DATE_TEXT_SIZE] = "x";
        assert_int_equal(wijk_date_to_ymd(outside[i], &y, &m, &d), WIJK_E_DATE);
        assert_int_equal(y + m + d, 0);
        assert_int_equal(wijk_date_weekday(outside[i]), 0);
        wijk_date_format(outside[i], text);
        assert_string_equal(text, "");
    }
    int32_t part;
    assert_int_equal(wijk_date_from_ymd(2026, 1, 1, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_date_to_ymd(0, NULL, &part, &part), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_date_to_ymd(0, &part, NULL, &part), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_date_to_ymd(0, &part, &part, NULL), WIJK_E_ARGUMENT);
    wijk_date_format(0, NULL);
}

static void texts_that_are_no_date(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",           "2026",        "2026-3-01",  "2026-03-1",  "2026/03/01", "20260301",    "2026-03-01 ",
        " 2026-03-01", "2026-03-01T", "2026-02-30", "2026-13-01", "0000-01-01", "+026-03-01", "-026-03-01",
        "2026-0a-01", "2026-03-0:",  "２026-01-1", "2026-03-00", "2026-00-10", "12026-01-01",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        wijk_date date = 5;
        assert_int_equal(wijk_date_parse(bad[i], WIJK_NUL_TERMINATED, &date, NULL), WIJK_E_DATE);
        assert_int_equal(date, WIJK_DATE_NONE);
    }
    wijk_date date = 5;
    assert_int_equal(wijk_date_parse("2026-03-01", 9, &date, NULL), WIJK_E_DATE);
    assert_int_equal(wijk_date_parse("2026-03-01, and on", 10, &date, NULL), WIJK_OK);
    assert_int_equal(wijk_date_parse(NULL, 0, &date, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(date, WIJK_DATE_NONE);
    assert_int_equal(wijk_date_parse("2026-03-01", 10, NULL, NULL), WIJK_E_ARGUMENT);
}

/* ---- instants ---- */

#define SECOND INT64_C(1000000)

static void instants_that_are_right(void **state) {
    (void)state;
    static const struct {
        const char *text;
        wijk_time time;
        const char *written;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        {"1970-01-01t00:00:01z", SECOND, "1970-01-01T00:00:01Z"},
        {"1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"},
        {"1985-04-12T23:20:50.52Z", 482196050 * SECOND + 520000, "1985-04-12T23:20:50.520000Z"},
        {"1996-12-19T16:39:57-08:00", 851042397 * SECOND, "1996-12-20T00:39:57Z"},
        {"1937-01-01T12:00:27.87+00:20", -1041337173 * SECOND + 870000, "1937-01-01T11:40:27.870000Z"},
        {"2026-03-01T10:00:00+01:00", 1772355600 * SECOND, "2026-03-01T09:00:00Z"},
        {"2026-03-01T10:00:00-00:00", 1772359200 * SECOND, "2026-03-01T10:00:00Z"},
        {"2026-03-01T00:30:00+23:59", 1772238660 * SECOND, "2026-02-28T00:31:00Z"},
        {"2026-03-01T10:00:00.1Z", 1772359200 * SECOND + 100000, "2026-03-01T10:00:00.100000Z"},
        {"2026-03-01T10:00:00.000001Z", 1772359200 * SECOND + 1, "2026-03-01T10:00:00.000001Z"},
        {"2026-03-01T10:00:00.000000Z", 1772359200 * SECOND, "2026-03-01T10:00:00Z"},
        {"0001-01-01T00:00:00Z", WIJK_TIME_MIN, "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59.999999Z", WIJK_TIME_MAX, "9999-12-31T23:59:59.999999Z"},
        /* leap seconds: the last second of a month in UTC becomes the first of the next */
        {"1990-12-31T23:59:60Z", 662688000 * SECOND, "1991-01-01T00:00:00Z"},
        {"1990-12-31T15:59:60-08:00", 662688000 * SECOND, "1991-01-01T00:00:00Z"},
        {"2015-07-01T01:59:60+02:00", 1435708800 * SECOND, "2015-07-01T00:00:00Z"},
        {"2016-12-31T23:59:60.5Z", 1483228800 * SECOND + 500000, "2017-01-01T00:00:00.500000Z"},
        {"1960-06-30T23:59:60Z", -299894400 * SECOND, "1960-07-01T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        wijk_time time;
        char text[WIJK_TIME_TEXT_SIZE];
        if (wijk_time_parse(good[i].text, WIJK_NUL_TERMINATED, &time, NULL) != WIJK_OK)
            fail_msg("refused: %s", good[i].text);
        if (time != good[i].time)
            fail_msg("%s is %lld and not %lld", good[i].text, (long long)good[i].time, (long long)time);
        wijk_time_format(time, text);
        assert_string_equal(text, good[i].written);
    }
}

static void instants_that_are_wrong(void **state) {
    (void)state;
    static const char *const bad[] = {
        "", "Z", "2026-03-01", "2026-03-01T10:00:00", "2026-03-01 10:00:00Z", "2026-03-01T10:00Z",
        "2026-03-01T24:00:00Z", "2026-03-01T10:60:00Z", "2026-03-01T10:00:61Z", "2026-02-29T10:00:00Z",
        "2026-03-01T10:00:00.Z", "2026-03-01T10:00:00.1234567Z", "2026-03-01T10:00:00,5Z", "2026-03-01T10:00:00.5",
        "2026-03-01T10:00:00.xZ", "2026-03-01T10:00:00.1x",
        "2026-03-01T10:00:00+01", "2026-03-01T10:00:00+0100", "2026-03-01T10:00:00+24:00",
        "2026-03-01T10:00:00+01:60", "2026-03-01T10:00:00 01:00", "2026-03-01T10:00:00Z ",
        "2026-03-01T10:00:00Zulu", "2026-03-01T1:00:00Z", "2026-03-01T10-00-00Z", "2026-03-01T10:00-00Z",
        "2026-03-01T-1:00:00Z", "2026-03-01T10:00:0aZ", "2026-03-01X10:00:00Z",
        /* no leap second there */
        "2026-03-01T10:00:60Z", "1990-12-30T23:59:60Z", "1990-12-31T23:58:60Z", "1990-12-31T23:59:60-08:00",
        /* outside the years that there are */
        "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        wijk_time time = 5;
        if (wijk_time_parse(bad[i], WIJK_NUL_TERMINATED, &time, NULL) != WIJK_E_TIME)
            fail_msg("accepted: %s", bad[i]);
        assert_true(time == WIJK_TIME_NONE);
    }
    wijk_time time = 5;
    assert_int_equal(wijk_time_parse(NULL, 0, &time, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_time_parse("1970-01-01T00:00:00Z", 20, NULL, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_time_parse("1970-01-01T00:00:00Zx", 20, &time, NULL), WIJK_OK);
    static const wijk_time outside[] = {WIJK_TIME_NONE, WIJK_TIME_MIN - 1, WIJK_TIME_MAX + 1, INT64_MAX};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        char text[WIJK_TIME_TEXT_SIZE] = "x";
        wijk_time_format(outside[i], text);
        assert_string_equal(text, "");
    }
    wijk_time_format(0, NULL);
}

/* Every cut of a good instant is refused, and reads nothing after its end. */
static void cut_instants(void **state) {
    (void)state;
    static const char whole[] = "2026-03-01T10:00:00.123456+01:00";
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        char *exact = malloc(length + 1);
        assert_non_null(exact);
        char *copy = exact + 1; /* so that a reader past the end is seen by valgrind and sanitizers */
        memcpy(copy, whole, length);
        wijk_time time;
        assert_int_equal(wijk_time_parse(copy, length, &time, NULL), WIJK_E_TIME);
        free(exact);
    }
}

static void random_instants_both_ways(void **state) {
    (void)state;
    uint64_t random = 20260301;
    for (int i = 0; i < 200000; i++) {
        uint64_t span = (uint64_t)WIJK_TIME_MAX - (uint64_t)WIJK_TIME_MIN + 1;
        wijk_time time = (wijk_time)((uint64_t)WIJK_TIME_MIN + next_random(&random) % span), back;
        char text[WIJK_TIME_TEXT_SIZE];
        wijk_time_format(time, text);
        if (wijk_time_parse(text, WIJK_NUL_TERMINATED, &back, NULL) != WIJK_OK || back != time)
            fail_msg("%lld became %s", (long long)time, text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_both_ways),     cmocka_unit_test(known_days),
        cmocka_unit_test(days_that_do_not_exist),  cmocka_unit_test(texts_that_are_no_date),
        cmocka_unit_test(instants_that_are_right), cmocka_unit_test(instants_that_are_wrong),
        cmocka_unit_test(cut_instants),            cmocka_unit_test(random_instants_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
