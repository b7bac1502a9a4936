/* Civil dates and instants: own arithmetic on the proleptic Gregorian calendar, and their texts. */
#include "base/base.h"

enum {
    DAYS_IN_1_YEAR = 365,
    DAYS_IN_4_YEARS = 4 * 365 + 1,
    DAYS_IN_100_YEARS = 100 * 365 + 24,
    DAYS_IN_400_YEARS = 400 * 365 + 97
};
#define MICROSECONDS_IN_SECOND INT64_C(1000000)
#define SECONDS_IN_DAY INT64_C(86400)
#define MICROSECONDS_IN_DAY (SECONDS_IN_DAY * MICROSECONDS_IN_SECOND)

/* Days of the year before each month, without and with a leap day. */
static const int16_t days_before[2][13] = {
    {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
    {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
};

static bool is_leap(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static bool is_date(wijk_date date) { return date >= WIJK_DATE_MIN && date <= WIJK_DATE_MAX; }

wijk_status wijk_date_from_ymd(int32_t year, int32_t month, int32_t day, wijk_date *out) {
    if (!out)
        return WIJK_E_ARGUMENT;
    *out = WIJK_DATE_NONE;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return WIJK_E_DATE;
    const int16_t *before = days_before[is_leap(year)];
    if (day > before[month] - before[month - 1])
        return WIJK_E_DATE;
    int32_t past = year - 1;
    *out = WIJK_DATE_MIN + past * DAYS_IN_1_YEAR + past / 4 - past / 100 + past / 400 + before[month - 1] + day - 1;
    return WIJK_OK;
}

wijk_status wijk_date_to_ymd(wijk_date date, int32_t *year, int32_t *month, int32_t *day) {
    if (!year || !month || !day)
        return WIJK_E_ARGUMENT;
    *year = *month = *day = 0;
    if (!is_date(date))
        return WIJK_E_DATE;
    /* Take off whole 400, 100, 4 and single years; the last century of four and the last year of four are a day longer
     * than the division says, hence "at most 3". */
    int32_t rest = date - WIJK_DATE_MIN;
    int32_t four_centuries = rest / DAYS_IN_400_YEARS;
    rest %= DAYS_IN_400_YEARS;
    int32_t centuries = rest / DAYS_IN_100_YEARS;
    if (centuries > 3)
        centuries = 3;
    rest -= centuries * DAYS_IN_100_YEARS;
    int32_t fours = rest / DAYS_IN_4_YEARS;
    rest %= DAYS_IN_4_YEARS;
    int32_t ones = rest / DAYS_IN_1_YEAR;
    if (ones > 3)
        ones = 3;
    rest -= ones * DAYS_IN_1_YEAR;
    *year = four_centuries * 400 + centuries * 100 + fours * 4 + ones + 1;
    /* No month is longer than 31 days, so this guess is right or one too low. */
    const int16_t *before = days_before[is_leap(*year)];
    int32_t index = rest / 31;
    if (rest >= before[index + 1])
        index++;
    *month = index + 1;
    *day = rest - before[index] + 1;
    return WIJK_OK;
}

int32_t wijk_date_weekday(wijk_date date) {
    /* 0001-01-01 was a Monday. */
    return is_date(date) ? (date - WIJK_DATE_MIN) % 7 + 1 : 0;
}

/* ---- texts ---- */

/* Read exactly `count` digits. */
static bool read_digits(const char *text, size_t count, int32_t *out) {
    int32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + (text[i] - '0');
    }
    *out = number;
    return true;
}

static char *write_digits(char *at, size_t count, int32_t number) {
    for (size_t i = count; i-- > 0; number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + count;
}

enum { DATE_LENGTH = WIJK_DATE_TEXT_SIZE - 1 };

static bool read_date(const char *text, wijk_date *out) {
    int32_t year, month, day;
    return read_digits(text, 4, &year) && text[4] == '-' && read_digits(text + 5, 2, &month) && text[7] == '-' &&
           read_digits(text + 8, 2, &day) && wijk_date_from_ymd(year, month, day, out) == WIJK_OK;
}

wijk_status wijk_date_parse(const char *text, size_t length, wijk_date *out, wijk_error *error) {
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = WIJK_DATE_NONE;
    if (!text)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "text");
    if (wijk__length(text, length) != DATE_LENGTH || !read_date(text, out))
        return wijk__fail_path(error, WIJK_E_DATE, "text");
    wijk__error_clear(error);
    return WIJK_OK;
}

void wijk_date_format(wijk_date date, char *out) {
    if (!out)
        return;
    int32_t year, month, day;
    if (wijk_date_to_ymd(date, &year, &month, &day) == WIJK_OK) {
        out = write_digits(out, 4, year);
        *out++ = '-';
        out = write_digits(out, 2, month);
        *out++ = '-';
        out = write_digits(out, 2, day);
    }
    *out = 0;
}

/* ---- instants ---- */

/* "hh:mm", used by the time of day and by the offset. */
static bool read_hour_minute(const char *text, int32_t *hour, int32_t *minute) {
    return read_digits(text, 2, hour) && text[2] == ':' && read_digits(text + 3, 2, minute) && *hour <= 23 &&
           *minute <= 59;
}

/* An optional fraction of 1 to 6 digits; finer ones are refused rather than rounded. */
static bool read_fraction(const char *text, size_t length, size_t *at, int32_t *microseconds) {
    *microseconds = 0;
    if (*at >= length || text[*at] != '.')
        return true;
    size_t digits = 0;
    while (*at + 1 + digits < length && text[*at + 1 + digits] >= '0' && text[*at + 1 + digits] <= '9')
        digits++;
    if (digits < 1 || digits > 6)
        return false;
    read_digits(text + *at + 1, digits, microseconds);
    for (size_t i = digits; i < 6; i++)
        *microseconds *= 10;
    *at += 1 + digits;
    return true;
}

/* "Z" or "+hh:mm" or "-hh:mm", up to the end of the text. */
static bool read_offset(const char *text, size_t length, int32_t *seconds) {
    *seconds = 0;
    if (length == 1)
        return text[0] == 'Z' || text[0] == 'z';
    int32_t hour, minute;
    if (length != 6 || (text[0] != '+' && text[0] != '-') || !read_hour_minute(text + 1, &hour, &minute))
        return false;
    *seconds = (hour * 3600 + minute * 60) * (text[0] == '-' ? -1 : 1);
    return true;
}

/* A leap second is the last second of a month in UTC; `seconds` are those since 1970 of the second after it. */
static bool follows_month(int64_t seconds) {
    if (seconds % SECONDS_IN_DAY != 0)
        return false;
    int64_t date = seconds / SECONDS_IN_DAY;
    int32_t year, month, day;
    return date >= WIJK_DATE_MIN && date <= WIJK_DATE_MAX &&
           wijk_date_to_ymd((wijk_date)date, &year, &month, &day) == WIJK_OK && day == 1;
}

static bool read_time(const char *text, size_t length, wijk_time *out) {
    enum { WHOLE_SECONDS = DATE_LENGTH + 9 }; /* YYYY-MM-DDThh:mm:ss */
    wijk_date date;
    int32_t hour, minute, second, microseconds, offset;
    if (length <= WHOLE_SECONDS || !read_date(text, &date) || (text[10] != 'T' && text[10] != 't') ||
        !read_hour_minute(text + 11, &hour, &minute) || text[16] != ':' || !read_digits(text + 17, 2, &second) ||
        second > 60)
        return false;
    size_t at = WHOLE_SECONDS;
    if (!read_fraction(text, length, &at, &microseconds) || !read_offset(text + at, length - at, &offset))
        return false;
    int64_t seconds = date * SECONDS_IN_DAY + hour * 3600 + minute * 60 + second - offset;
    if (second == 60 && !follows_month(seconds))
        return false;
    *out = seconds * MICROSECONDS_IN_SECOND + microseconds;
    return *out >= WIJK_TIME_MIN && *out <= WIJK_TIME_MAX;
}

wijk_status wijk_time_parse(const char *text, size_t length, wijk_time *out, wijk_error *error) {
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = WIJK_TIME_NONE;
    if (!text)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "text");
    wijk_time time;
    if (!read_time(text, wijk__length(text, length), &time))
        return wijk__fail_path(error, WIJK_E_TIME, "text");
    *out = time;
    wijk__error_clear(error);
    return WIJK_OK;
}

void wijk_time_format(wijk_time time, char *out) {
    if (!out)
        return;
    if (time < WIJK_TIME_MIN || time > WIJK_TIME_MAX) {
        *out = 0;
        return;
    }
    int64_t date = time / MICROSECONDS_IN_DAY;
    int64_t rest = time % MICROSECONDS_IN_DAY;
    if (rest < 0) { /* division goes towards zero, days go down */
        rest += MICROSECONDS_IN_DAY;
        date--;
    }
    int32_t microseconds = (int32_t)(rest % MICROSECONDS_IN_SECOND);
    int32_t second = (int32_t)(rest / MICROSECONDS_IN_SECOND);
    wijk_date_format((wijk_date)date, out);
    out += DATE_LENGTH;
    *out++ = 'T';
    out = write_digits(out, 2, second / 3600);
    *out++ = ':';
    out = write_digits(out, 2, second / 60 % 60);
    *out++ = ':';
    out = write_digits(out, 2, second % 60);
    if (microseconds) {
        *out++ = '.';
        out = write_digits(out, 6, microseconds);
    }
    *out++ = 'Z';
    *out = 0;
}
