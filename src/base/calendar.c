/* Dutch public holidays, working days and terms. */
#include "base/base.h"

enum { HOLIDAYS_MOST = 11, COUNT_MOST = 100000 };

/* The holidays of one year, in no order. */
struct holidays {
    size_t count;
    wijk_date dates[HOLIDAYS_MOST];
};

static bool is_date(wijk_date date) { return date >= WIJK_DATE_MIN && date <= WIJK_DATE_MAX; }

/* The two choices for 5 May exclude each other. */
static bool is_calendar(wijk_calendar calendar) {
    int32_t liberation = calendar & ~WIJK_CALENDAR_GOOD_FRIDAY;
    return liberation >= WIJK_CALENDAR_PLAIN && liberation <= WIJK_CALENDAR_LIBERATION_YEARLY;
}

static wijk_date day_of(int32_t year, int32_t month, int32_t day) {
    wijk_date date;
    wijk_date_from_ymd(year, month, day, &date);
    return date;
}

/* Easter Sunday: the Sunday after the first church full moon on or after 21 March. The golden number gives the moon's
 * age, the two century terms correct for dropped leap days and for the moon's drift; the last step keeps the moon out
 * of the two days that the church's tables do not have. */
static wijk_date easter(int32_t year) {
    int32_t golden = year % 19;
    int32_t century = year / 100;
    int32_t dropped = century - century / 4;
    int32_t drift = (8 * century + 13) / 25;
    int32_t moon = (19 * golden + dropped - drift + 15) % 30; /* days from 21 March to the full moon */
    if (moon == 29 || (moon == 28 && golden > 10))
        moon--;
    wijk_date full_moon = day_of(year, 3, 21) + moon;
    return full_moon + 7 - wijk_date_weekday(full_moon) % 7;
}

static bool contains(const struct holidays *holidays, wijk_date date) {
    for (size_t i = 0; i < holidays->count; i++)
        if (holidays->dates[i] == date)
            return true;
    return false;
}

/* Each date once: Ascension Day is Liberation Day in some years. */
static void add(struct holidays *holidays, wijk_date date) {
    if (!contains(holidays, date))
        holidays->dates[holidays->count++] = date;
}

static void holidays_of(int32_t year, wijk_calendar calendar, struct holidays *holidays) {
    enum { GOOD_FRIDAY = -2, EASTER_MONDAY = 1, ASCENSION = 39, WHIT_SUNDAY = 49, WHIT_MONDAY = 50, SUNDAY = 7 };
    int32_t liberation = calendar & ~WIJK_CALENDAR_GOOD_FRIDAY;
    wijk_date sunday = easter(year);
    wijk_date kings_day = day_of(year, 4, 27);
    holidays->count = 0;
    add(holidays, day_of(year, 1, 1));
    add(holidays, sunday);
    add(holidays, sunday + EASTER_MONDAY);
    add(holidays, wijk_date_weekday(kings_day) == SUNDAY ? kings_day - 1 : kings_day);
    add(holidays, sunday + ASCENSION);
    add(holidays, sunday + WHIT_SUNDAY);
    add(holidays, sunday + WHIT_MONDAY);
    add(holidays, day_of(year, 12, 25));
    add(holidays, day_of(year, 12, 26));
    if (calendar & WIJK_CALENDAR_GOOD_FRIDAY)
        add(holidays, sunday + GOOD_FRIDAY);
    if (liberation == WIJK_CALENDAR_LIBERATION_YEARLY ||
        (liberation == WIJK_CALENDAR_LIBERATION_LUSTRUM && year % 5 == 0))
        add(holidays, day_of(year, 5, 5));
}

static bool is_weekend(wijk_date date) { return wijk_date_weekday(date) >= 6; }

int32_t wijk_date_is_holiday(wijk_date date, wijk_calendar calendar) {
    int32_t year, month, day;
    if (!is_calendar(calendar) || wijk_date_to_ymd(date, &year, &month, &day) != WIJK_OK)
        return 0;
    struct holidays holidays;
    holidays_of(year, calendar, &holidays);
    return contains(&holidays, date);
}

int32_t wijk_date_is_working_day(wijk_date date, wijk_calendar calendar) {
    return is_calendar(calendar) && is_date(date) && !is_weekend(date) && !wijk_date_is_holiday(date, calendar);
}

/* ---- terms ---- */

/* Mondays to Fridays from 0001-01-01, a Monday, up to and including a date. */
static int32_t weekdays_up_to(wijk_date date) {
    int32_t days = date - WIJK_DATE_MIN + 1;
    int32_t rest = days % 7;
    return days / 7 * 5 + (rest < 5 ? rest : 5);
}

/* Working days after `from` up to and including `to`, both in the year of `holidays`, or `from` the day before it. */
static int32_t working_days_between(wijk_date from, wijk_date to, const struct holidays *holidays) {
    int32_t count = weekdays_up_to(to) - weekdays_up_to(from);
    for (size_t i = 0; i < holidays->count; i++) {
        wijk_date date = holidays->dates[i];
        count -= date > from && date <= to && !is_weekend(date);
    }
    return count;
}

/* The day of the `count`-th working day after `from`: whole years by counting, the last year day by day. */
static wijk_status add_working_days(wijk_date from, int32_t count, wijk_calendar calendar, wijk_date *out) {
    int32_t year, month, day;
    wijk_date_to_ymd(from, &year, &month, &day);
    wijk_date date = from;
    for (; year <= 9999 && count > 0; year++) {
        struct holidays holidays;
        holidays_of(year, calendar, &holidays);
        wijk_date last = day_of(year, 12, 31);
        int32_t in_year = working_days_between(date, last, &holidays);
        if (in_year < count) {
            count -= in_year;
            date = last;
            continue;
        }
        while (count > 0) {
            date++;
            count -= !is_weekend(date) && !contains(&holidays, date);
        }
    }
    *out = date;
    return count == 0 ? WIJK_OK : WIJK_E_RANGE;
}

static wijk_status add_days(wijk_date from, int64_t days, wijk_date *out) {
    if (from + days > WIJK_DATE_MAX)
        return WIJK_E_RANGE;
    *out = (wijk_date)(from + days);
    return WIJK_OK;
}

/* The same day of a later month, or its last day when it is shorter. */
static wijk_status add_months(wijk_date from, int32_t months, wijk_date *out) {
    int32_t year, month, day;
    wijk_date_to_ymd(from, &year, &month, &day);
    int32_t total = year * 12 + (month - 1) + months;
    year = total / 12;
    month = total % 12 + 1;
    if (year > 9999)
        return WIJK_E_RANGE;
    while (wijk_date_from_ymd(year, month, day, out) != WIJK_OK)
        day--;
    return WIJK_OK;
}

static wijk_status add_units(wijk_date from, int32_t count, wijk_term_unit unit, wijk_calendar calendar,
                             wijk_date *out) {
    switch (unit) {
    case WIJK_TERM_DAYS:
        return add_days(from, count, out);
    case WIJK_TERM_WEEKS:
        return add_days(from, count * INT64_C(7), out);
    case WIJK_TERM_MONTHS:
        return add_months(from, count, out);
    case WIJK_TERM_WORKING_DAYS:
        return add_working_days(from, count, calendar, out);
    case WIJK_TERM_YEARS:
        return add_months(from, count * 12, out);
    default:
        return WIJK_E_ARGUMENT;
    }
}

wijk_status wijk_term_end(wijk_date from, int32_t count, wijk_term_unit unit, int32_t extend, wijk_calendar calendar,
                          wijk_date *out) {
    if (!out)
        return WIJK_E_ARGUMENT;
    *out = WIJK_DATE_NONE;
    if (!is_date(from) || count < 0 || count > COUNT_MOST || extend < 0 || extend > 1 || !is_calendar(calendar))
        return WIJK_E_ARGUMENT;
    wijk_date end;
    wijk_status status = add_units(from, count, unit, calendar, &end);
    if (status == WIJK_OK && extend && !wijk_date_is_working_day(end, calendar))
        status = add_working_days(end, 1, calendar, &end);
    if (status == WIJK_OK)
        *out = end;
    return status;
}
