/* Holidays, working days and terms, against slower ways to the same answer. */
#include "base_support.h"

enum { YEARS = 10000 };

static const wijk_calendar calendars[] = {
    WIJK_CALENDAR_PLAIN,
    WIJK_CALENDAR_LIBERATION_LUSTRUM,
    WIJK_CALENDAR_LIBERATION_YEARLY,
    WIJK_CALENDAR_GOOD_FRIDAY,
    WIJK_CALENDAR_GOOD_FRIDAY | WIJK_CALENDAR_LIBERATION_LUSTRUM,
    WIJK_CALENDAR_GOOD_FRIDAY | WIJK_CALENDAR_LIBERATION_YEARLY,
};
enum { CALENDARS = sizeof calendars / sizeof calendars[0] };

static wijk_date ymd(int32_t year, int32_t month, int32_t day) {
    wijk_date date;
    assert_int_equal(wijk_date_from_ymd(year, month, day, &date), WIJK_OK);
    return date;
}

static int32_t modulo(int32_t a, int32_t b) { return (a % b + b) % b; }

/* Easter by epacts, as the tables of Clavius do it (Knuth, Fundamental Algorithms, exercise 1.3.2-14): another road
 * than the library's. */
static wijk_date easter_by_epact(int32_t year) {
    int32_t golden = year % 19 + 1;
    int32_t century = year / 100 + 1;
    int32_t dropped = 3 * century / 4 - 12;
    int32_t moon = (8 * century + 5) / 25 - 5;
    int32_t sunday = 5 * year / 4 - dropped - 10;
    int32_t epact = modulo(11 * golden + 20 + moon - dropped, 30);
    if ((epact == 25 && golden > 11) || epact == 24)
        epact++;
    int32_t full_moon = 44 - epact;
    if (full_moon < 21)
        full_moon += 30;
    return ymd(year, 3, 1) + full_moon + 7 - modulo(sunday + full_moon, 7) - 1;
}

static wijk_date kings_day(int32_t year) {
    wijk_date date = ymd(year, 4, 27);
    return modulo(date + 3, 7) == 6 ? date - 1 : date; /* 1970-01-01 was a Thursday */
}

/* Whether each day from 0001-01-01 on is a holiday, filled in another way than the library goes. */
static unsigned char *holiday_map(wijk_calendar calendar, int32_t first, int32_t last) {
    unsigned char *map = calloc((size_t)(WIJK_DATE_MAX - WIJK_DATE_MIN + 1), 1);
    assert_non_null(map);
    for (int32_t year = first; year <= last; year++) {
        wijk_date easter = easter_by_epact(year);
        map[ymd(year, 1, 1) - WIJK_DATE_MIN] = 1;
        map[kings_day(year) - WIJK_DATE_MIN] = 1;
        map[ymd(year, 12, 25) - WIJK_DATE_MIN] = map[ymd(year, 12, 26) - WIJK_DATE_MIN] = 1;
        static const int32_t from_easter[] = {0, 1, 39, 49, 50};
        for (size_t i = 0; i < 5; i++)
            map[easter + from_easter[i] - WIJK_DATE_MIN] = 1;
        if (calendar & 4)
            map[easter - 2 - WIJK_DATE_MIN] = 1;
        if ((calendar & 3) == 2 || ((calendar & 3) == 1 && year % 5 == 0))
            map[ymd(year, 5, 5) - WIJK_DATE_MIN] = 1;
    }
    return map;
}

static void known_easters(void **state) {
    (void)state;
    static const char *const easters[] = {
        "1583-04-10", "1598-03-22", "1609-04-19", "1666-04-25", "1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18",
        "1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31",
        "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22", "4089-04-10",
    };
    for (size_t i = 0; i < sizeof easters / sizeof easters[0]; i++) {
        wijk_date easter = the_day(easters[i]);
        int32_t year, month, day;
        wijk_date_to_ymd(easter, &year, &month, &day);
        if (easter_by_epact(year) != easter)
            fail_msg("the test's own Easter of %d is not %s", (int)year, easters[i]);
        if (!wijk_date_is_holiday(easter, WIJK_CALENDAR_PLAIN) ||
            !wijk_date_is_holiday(easter + 1, WIJK_CALENDAR_PLAIN))
            fail_msg("Easter is %s", easters[i]);
    }
}

/* All Easter Sundays of 1583 to 4099, and with them every holiday of these years under every calendar: exactly the
 * days that the map has, and no other. */
static void every_holiday(void **state) {
    (void)state;
    for (size_t c = 0; c < CALENDARS; c++) {
        unsigned char *map = holiday_map(calendars[c], 1583, 4099);
        for (wijk_date date = ymd(1583, 1, 1); date <= ymd(4099, 12, 31); date++) {
            int32_t expected = map[date - WIJK_DATE_MIN];
            int32_t working = modulo(date + 3, 7) < 5 && !expected;
            if (wijk_date_is_holiday(date, calendars[c]) != expected ||
                (c == CALENDARS - 1 && wijk_date_is_working_day(date, calendars[c]) != working)) {
                char text[WIJK_DATE_TEXT_SIZE];
                wijk_date_format(date, text);
                fail_msg("%s under calendar %d", text, (int)calendars[c]);
            }
        }
        free(map);
    }
}

static void holidays_by_name(void **state) {
    (void)state;
    static const struct {
        const char *date;
        wijk_calendar calendar;
        int32_t holiday;
    } cases[] = {
        {"2026-01-01", 0, 1}, {"2026-04-03", 0, 0}, {"2026-04-03", 4, 1}, {"2026-04-27", 0, 1}, {"2026-05-14", 0, 1},
        {"2026-05-24", 0, 1}, {"2026-05-25", 0, 1}, {"2026-12-25", 0, 1}, {"2026-12-26", 0, 1}, {"2026-12-24", 7, 0},
        /* King's Day moves off a Sunday */
        {"2014-04-26", 0, 1}, {"2014-04-27", 0, 0}, {"2025-04-26", 0, 1}, {"2025-04-27", 0, 0}, {"2024-04-26", 0, 0},
        {"2024-04-27", 0, 1}, {"2031-04-26", 0, 1}, {"2031-04-27", 0, 0},
        /* Liberation Day is a choice */
        {"2025-05-05", 0, 0}, {"2025-05-05", 1, 1}, {"2025-05-05", 2, 1}, {"2026-05-05", 0, 0}, {"2026-05-05", 1, 0},
        {"2026-05-05", 2, 1}, {"2026-05-05", 6, 1}, {"2030-05-05", 5, 1}, {"2026-05-05", 4, 0},
        /* 5 May 2016 was Ascension Day */
        {"2016-05-05", 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (wijk_date_is_holiday(the_day(cases[i].date), cases[i].calendar) != cases[i].holiday)
            /* 3 and 7 are no calendars, so nothing is a holiday under them */
            fail_msg("%s under calendar %d", cases[i].date, (int)cases[i].calendar);
    static const wijk_calendar none[] = {-1, 3, 7, 8, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(wijk_date_is_holiday(the_day("2026-01-01"), none[i]), 0);
        assert_int_equal(wijk_date_is_working_day(the_day("2026-01-02"), none[i]), 0);
    }
    static const wijk_date outside[] = {WIJK_DATE_NONE, WIJK_DATE_MIN - 1, WIJK_DATE_MAX + 1};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(wijk_date_is_holiday(outside[i], 0), 0);
        assert_int_equal(wijk_date_is_working_day(outside[i], 0), 0);
    }
}

/* ---- terms ---- */

enum {
    D = WIJK_TERM_DAYS,
    W = WIJK_TERM_WEEKS,
    M = WIJK_TERM_MONTHS,
    WD = WIJK_TERM_WORKING_DAYS,
    Y = WIJK_TERM_YEARS
};
static const struct {
    const char *from;
    int32_t count;
    wijk_term_unit unit;
    int32_t extend;
    wijk_calendar calendar;
    const char *end;
} by_hand[] = {
    /* six weeks over the night in which the clock moves: days stay days */
    {"2026-03-01", 6, W, 0, 0, "2026-04-12"},
    {"2026-03-01", 6, W, 1, 0, "2026-04-13"},
    {"2026-10-12", 6, W, 1, 0, "2026-11-23"},
    /* Easter */
    {"2026-04-03", 3, D, 0, 0, "2026-04-06"},
    {"2026-04-03", 3, D, 1, 0, "2026-04-07"},
    {"2026-04-01", 5, WD, 0, 0, "2026-04-09"},
    {"2026-04-01", 5, WD, 0, 4, "2026-04-10"},
    {"2026-04-02", 1, D, 1, 4, "2026-04-07"},
    /* King's Day, on a Monday and moved to a Saturday */
    {"2026-04-24", 1, WD, 0, 0, "2026-04-28"},
    {"2026-04-24", 3, D, 1, 0, "2026-04-28"},
    {"2025-04-25", 1, WD, 0, 0, "2025-04-28"},
    /* 5 May: never, in years divisible by five, always */
    {"2025-05-02", 1, WD, 0, 0, "2025-05-05"},
    {"2025-05-02", 1, WD, 0, 1, "2025-05-06"},
    {"2025-05-02", 3, D, 1, 1, "2025-05-06"},
    {"2026-05-04", 1, WD, 0, 1, "2026-05-05"},
    {"2026-05-04", 1, WD, 0, 2, "2026-05-06"},
    /* Ascension Day on 5 May counts once */
    {"2016-05-04", 1, WD, 0, 2, "2016-05-06"},
    /* Christmas and the new year */
    {"2026-12-24", 1, WD, 0, 0, "2026-12-28"},
    {"2026-12-24", 1, D, 1, 0, "2026-12-28"},
    {"2026-12-31", 1, WD, 0, 0, "2027-01-04"},
    {"2026-12-23", 6, WD, 0, 0, "2027-01-04"},
    /* 29 February and other month ends */
    {"2024-02-29", 1, Y, 0, 0, "2025-02-28"},
    {"2024-02-29", 4, Y, 0, 0, "2028-02-29"},
    {"2024-02-29", 12, M, 0, 0, "2025-02-28"},
    {"2024-01-31", 1, M, 0, 0, "2024-02-29"},
    {"2023-01-31", 1, M, 0, 0, "2023-02-28"},
    {"2023-10-31", 4, M, 0, 0, "2024-02-29"},
    {"2026-03-31", 1, M, 0, 0, "2026-04-30"},
    {"2026-12-15", 1, M, 0, 0, "2027-01-15"},
    {"2024-02-28", 1, D, 0, 0, "2024-02-29"},
    {"2023-02-28", 1, D, 0, 0, "2023-03-01"},
    /* nothing */
    {"2026-04-05", 0, D, 0, 0, "2026-04-05"},
    {"2026-04-05", 0, WD, 0, 0, "2026-04-05"},
    {"2026-04-05", 0, WD, 1, 0, "2026-04-07"},
    {"2026-04-05", 0, M, 1, 0, "2026-04-07"},
    /* the edges */
    {"0001-01-01", 3652058, D, 0, 0, NULL},
    {"9726-03-17", 100000, D, 0, 0, "9999-12-31"},
    {"9999-12-31", 0, D, 1, 0, "9999-12-31"},
    {"9999-12-30", 1, WD, 0, 0, "9999-12-31"},
    {"9999-11-30", 1, M, 0, 0, "9999-12-30"},
    {"9998-12-31", 1, Y, 0, 0, "9999-12-31"},
};

static void terms_by_hand(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof by_hand / sizeof by_hand[0]; i++) {
        wijk_date end = 5;
        wijk_status status = wijk_term_end(the_day(by_hand[i].from), by_hand[i].count, by_hand[i].unit,
                                           by_hand[i].extend, by_hand[i].calendar, &end);
        wijk_date expected = by_hand[i].end ? the_day(by_hand[i].end) : WIJK_DATE_NONE;
        if (end != expected || status != (by_hand[i].end ? WIJK_OK : WIJK_E_ARGUMENT)) {
            char text[WIJK_DATE_TEXT_SIZE];
            wijk_date_format(end, text);
            fail_msg("%s, %d of unit %d, ends on %s (%d)", by_hand[i].from, (int)by_hand[i].count,
                     (int)by_hand[i].unit, text, (int)status);
        }
    }
}

static void terms_that_are_refused(void **state) {
    (void)state;
    static const struct {
        wijk_date from;
        int32_t count;
        wijk_term_unit unit;
        int32_t extend;
        wijk_calendar calendar;
        wijk_status status;
    } cases[] = {
        {WIJK_DATE_NONE, 1, 1, 0, 0, WIJK_E_ARGUMENT},    {WIJK_DATE_MIN - 1, 1, 1, 0, 0, WIJK_E_ARGUMENT},
        {WIJK_DATE_MAX + 1, 1, 1, 0, 0, WIJK_E_ARGUMENT}, {0, -1, 1, 0, 0, WIJK_E_ARGUMENT},
        {0, 100001, 1, 0, 0, WIJK_E_ARGUMENT},            {0, INT32_MAX, 3, 0, 0, WIJK_E_ARGUMENT},
        {0, 1, 0, 0, 0, WIJK_E_ARGUMENT},                 {0, 1, 6, 0, 0, WIJK_E_ARGUMENT},
        {0, 1, -1, 0, 0, WIJK_E_ARGUMENT},                {0, 1, 1, 2, 0, WIJK_E_ARGUMENT},
        {0, 1, 1, -1, 0, WIJK_E_ARGUMENT},                {0, 1, 1, 0, 3, WIJK_E_ARGUMENT},
        {0, 1, 1, 0, 7, WIJK_E_ARGUMENT},                 {0, 1, 1, 0, 8, WIJK_E_ARGUMENT},
        {0, 1, 1, 0, -1, WIJK_E_ARGUMENT},                {WIJK_DATE_MAX, 1, 1, 0, 0, WIJK_E_RANGE},
        {WIJK_DATE_MAX, 1, 2, 0, 0, WIJK_E_RANGE},        {WIJK_DATE_MAX, 1, 3, 0, 0, WIJK_E_RANGE},
        {WIJK_DATE_MAX, 1, 4, 0, 0, WIJK_E_RANGE},        {WIJK_DATE_MAX, 1, 5, 0, 0, WIJK_E_RANGE},
        {0, 100000, 5, 0, 0, WIJK_E_RANGE},               {0, 100000, 3, 0, 0, WIJK_E_RANGE},
        {2900000, 100000, 4, 1, 0, WIJK_E_RANGE},         {WIJK_DATE_MIN, 100000, 5, 0, 0, WIJK_E_RANGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wijk_date end = 5;
        assert_int_equal(wijk_term_end(cases[i].from, cases[i].count, cases[i].unit, cases[i].extend,
                                       cases[i].calendar, &end),
                         cases[i].status);
        assert_int_equal(end, WIJK_DATE_NONE);
    }
    assert_int_equal(wijk_term_end(0, 1, WIJK_TERM_DAYS, 0, 0, NULL), WIJK_E_ARGUMENT);
}

/* One day after another, with the map. */
static wijk_date naive_end(const unsigned char *map, wijk_date from, int32_t count, wijk_term_unit unit,
                           int32_t extend) {
    int32_t year, month, day;
    wijk_date_to_ymd(from, &year, &month, &day);
    wijk_date end = from;
    switch (unit) {
    case WIJK_TERM_WEEKS:
        count *= 7;
        /* fall through */
    case WIJK_TERM_DAYS:
        for (; count > 0 && end <= WIJK_DATE_MAX; count--)
            end++;
        break;
    case WIJK_TERM_YEARS:
        count *= 12;
        /* fall through */
    case WIJK_TERM_MONTHS:
        for (; count > 0; count--)
            if (++month > 12) {
                month = 1;
                year++;
            }
        if (year > 9999)
            return WIJK_DATE_NONE;
        for (end = WIJK_DATE_NONE; end == WIJK_DATE_NONE; day--)
            wijk_date_from_ymd(year, month, day, &end);
        break;
    default:
        while (count > 0 && end <= WIJK_DATE_MAX)
            if (++end <= WIJK_DATE_MAX && modulo(end + 3, 7) < 5 && !map[end - WIJK_DATE_MIN])
                count--;
    }
    if (extend)
        while (end <= WIJK_DATE_MAX && (modulo(end + 3, 7) >= 5 || map[end - WIJK_DATE_MIN]))
            end++;
    return end <= WIJK_DATE_MAX ? end : WIJK_DATE_NONE;
}

static void terms_against_a_naive_loop(void **state) {
    (void)state;
    unsigned char *maps[CALENDARS];
    for (size_t c = 0; c < CALENDARS; c++)
        maps[c] = holiday_map(calendars[c], 1, YEARS - 1);
    uint64_t random = 27041945;
    const wijk_date low = ymd(1950, 1, 1), high = ymd(2150, 12, 31);
    for (int i = 0; i < 150000; i++) {
        size_t c = (size_t)random_between(&random, 0, CALENDARS - 1);
        bool far = i % 100 == 0; /* mostly in our days, now and then anywhere and for long */
        wijk_date from = random_between(&random, far ? WIJK_DATE_MIN : low, far ? WIJK_DATE_MAX : high);
        int32_t count = random_between(&random, 0, far ? 100000 : 400);
        /* half of them in working days */
        wijk_term_unit unit = i % 2 ? random_between(&random, 1, 5) : WIJK_TERM_WORKING_DAYS;
        int32_t extend = random_between(&random, 0, 1);
        wijk_date expected = naive_end(maps[c], from, count, unit, extend), end;
        wijk_status status = wijk_term_end(from, count, unit, extend, calendars[c], &end);
        if (end != expected || status != (expected == WIJK_DATE_NONE ? WIJK_E_RANGE : WIJK_OK))
            fail_msg("from %d, %d of unit %d, extend %d, calendar %d: %d, not %d", (int)from, (int)count, (int)unit,
                     (int)extend, (int)calendars[c], (int)end, (int)expected);
    }
    for (size_t c = 0; c < CALENDARS; c++)
        free(maps[c]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_easters),          cmocka_unit_test(every_holiday),
        cmocka_unit_test(holidays_by_name),       cmocka_unit_test(terms_by_hand),
        cmocka_unit_test(terms_that_are_refused), cmocka_unit_test(terms_against_a_naive_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
