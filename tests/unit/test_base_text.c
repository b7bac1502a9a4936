/* UTF-8, keys and ids. */
#include "base_support.h"

/* Another way to the same answer: take the sequence apart, build it again from its character, and compare. */
static size_t slow_sequence(const uint8_t *at, size_t left) {
    if (at[0] >= 1 && at[0] <= 0x7F)
        return 1;
    size_t length = (at[0] & 0xE0) == 0xC0 ? 2 : (at[0] & 0xF0) == 0xE0 ? 3 : (at[0] & 0xF8) == 0xF0 ? 4 : 0;
    if (length == 0 || left < length)
        return 0;
    uint32_t point = at[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if (at[i] >> 6 != 2)
            return 0;
        point = point << 6 | (at[i] & 0x3F);
    }
    size_t shortest = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return shortest == length && !surrogate && point <= 0x10FFFF ? length : 0;
}

static size_t slow_bad(const uint8_t *text, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t step = slow_sequence(text + at, length - at);
        if (step == 0)
            return at;
        at += step;
    }
    return length;
}

/* How many strings of one to four bytes are valid follows from how many characters there are of each length:
 * A of one byte (U+0001 to U+007F), B of two (to U+07FF), C of three (to U+FFFF, less 2048 surrogates), D of four
 * (to U+10FFFF). A string of four bytes is AAAA, one B and two A in three orders, BB, an A and a C in two orders, or
 * D. */
#define A UINT64_C(127)
#define B UINT64_C(1920)
#define C UINT64_C(61440)
#define D UINT64_C(1048576)

static void all_of_one_to_three_bytes(void **state) {
    (void)state;
    static const uint64_t expected[4] = {1, A, A * A + B, A * A * A + 2 * A * B + C};
    for (size_t length = 1; length <= 3; length++) {
        uint64_t valid = 0;
        for (uint32_t number = 0; number < UINT32_C(1) << (8 * length); number++) {
            uint8_t bytes[4];
            wijk__put32(bytes, number);
            size_t bad = wijk__utf8_bad((const char *)bytes, length);
            if (bad != slow_bad(bytes, length))
                fail_msg("%zu bytes %08x: bad at %zu", length, (unsigned)number, bad);
            valid += bad == length;
        }
        assert_true(valid == expected[length]);
    }
}

/* Every prefix of eight bytes and more is ASCII, so that the fast road and the slow one meet at every offset. */
static void random_longer_ones(void **state) {
    (void)state;
    static const uint8_t likely[] = {0x00, 0x01, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
                                     0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF, 'a'};
    uint64_t random = 3629;
    for (int i = 0; i < 3000000; i++) {
        uint8_t around[104], *bytes = around + 64;
        uint64_t r = next_random(&random);
        size_t prefix = r % 33, length = prefix + 4 + (r >> 8) % 4;
        memset(around, 'z', sizeof around); /* before and after it all seems good */
        wijk__put32(bytes + prefix, (uint32_t)(r >> 32));
        if (r >> 16 & 1)
            for (size_t j = prefix; j < length; j++)
                bytes[j] = likely[next_random(&random) % sizeof likely];
        if (wijk__utf8_bad((const char *)bytes, length) != slow_bad(bytes, length))
            fail_msg("offset %zu, %02x %02x %02x %02x", prefix, bytes[prefix], bytes[prefix + 1], bytes[prefix + 2],
                     bytes[prefix + 3]);
    }
}

/* Strings of four bytes: all that begin a sequence of four, and in the full run all there are. */
static void strings_of_four_bytes(void **state) {
    (void)state;
    bool full = getenv("WIJK_TEST_FULL") != NULL;
    uint64_t valid = 0, of_four = 0;
    uint64_t first = full ? 0 : UINT64_C(0xF0000000), last = full ? UINT32_MAX : UINT64_C(0xF5000000);
    for (uint64_t number = first; number <= last; number++) {
        uint8_t bytes[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
        bool good = wijk__utf8_valid((const char *)bytes, 4);
        valid += good;
        of_four += good && bytes[0] >= 0xF0;
        if (!full && number % 61 == 0 && good != (slow_bad(bytes, 4) == 4))
            fail_msg("%08llx", (unsigned long long)number);
    }
    assert_true(of_four == D);
    if (full)
        assert_true(valid == A * A * A * A + 3 * A * A * B + B * B + 2 * A * C + D);
}

static void where_it_is_bad(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length, bad;
    } cases[] = {
        {"", 0, 0},
        {"caf\xC3\xA9", 5, 5},
        {"caf\xC3", 4, 3},
        {"\xE2\x82\xAC\xE2\x82", 5, 3},
        {"12345678\0", 9, 8},
        {"1234567\0", 8, 7},
        {"\xF0\x9F\x98\x80", 4, 4},
        {"\xED\xA0\x80", 3, 0},
        {"0123456789abcdef\xFF", 17, 16},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(wijk__utf8_bad(cases[i].text, cases[i].length), cases[i].bad);
        assert_int_equal(wijk__utf8_valid(cases[i].text, cases[i].length), cases[i].bad == cases[i].length);
    }
    assert_true(wijk__utf8_valid(NULL, 0));
}

static void keys(void **state) {
    (void)state;
    static const char sixty_four[] = "0123456789.abcdefghijklmnopqrstuvwxyz-0123456789.abcdefghijklmno";
    assert_int_equal(sizeof sixty_four - 1, 64);
    assert_true(wijk__key_valid(sixty_four, 64));
    assert_false(wijk__key_valid("0123456789.abcdefghijklmnopqrstuvwxyz-0123456789.abcdefghijklmnop", 65));
    assert_false(wijk__key_valid("", 0));
    assert_true(wijk__key_valid("a", 1));
    for (int c = 0; c < 256; c++) {
        char text[3] = {'a', (char)c, 'z'};
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        assert_int_equal(wijk__key_valid(text, 3), good);
    }
}

static void ids(void **state) {
    (void)state;
    wijk_id id;
    char text[WIJK_ID_TEXT_SIZE];
    assert_int_equal(wijk_id_parse("00112233-4455-6677-8899-AABBccddeeff", WIJK_NUL_TERMINATED, &id, NULL), WIJK_OK);
    for (size_t i = 0; i < 16; i++)
        assert_int_equal(id.bytes[i], i * 0x11);
    wijk_id_format(&id, text);
    assert_string_equal(text, "00112233-4455-6677-8899-aabbccddeeff");
    assert_false(wijk__id_is_none(&id));
    assert_true(wijk__id_is_none(&(wijk_id){{0}}));
    wijk_id_format(&(wijk_id){{0}}, text);
    assert_string_equal(text, "00000000-0000-0000-0000-000000000000");
    wijk_id_format(NULL, text);
    assert_string_equal(text, "");
    wijk_id_format(&id, NULL);

    uint64_t random = 4122;
    for (int i = 0; i < 10000; i++) {
        wijk_id from, back;
        wijk__put64(from.bytes, next_random(&random));
        wijk__put64(from.bytes + 8, next_random(&random));
        wijk_id_format(&from, text);
        assert_int_equal(wijk_id_parse(text, WIJK_ID_TEXT_SIZE - 1, &back, NULL), WIJK_OK);
        assert_true(wijk__id_equal(&from, &back));
    }
}

static void ids_that_are_none(void **state) {
    (void)state;
    static const char good[] = "00112233-4455-6677-8899-aabbccddeeff";
    static const wijk_id none;
    wijk_id id;
    assert_int_equal(wijk_id_parse("00000000-0000-0000-0000-000000000000", 36, &id, NULL), WIJK_E_ID);
    for (size_t length = 0; length < 36; length++)
        assert_int_equal(wijk_id_parse(good, length, &id, NULL), WIJK_E_ID);
    assert_int_equal(wijk_id_parse("00112233-4455-6677-8899-aabbccddeeff0", 37, &id, NULL), WIJK_E_ID);
    assert_int_equal(wijk_id_parse("{0112233-4455-6677-8899-aabbccddeef}", 36, &id, NULL), WIJK_E_ID);
    /* each place takes a digit or a hyphen, and nothing of the other sort */
    for (size_t place = 0; place < 36; place++) {
        for (int c = 0; c < 256; c++) {
            char text[37];
            memcpy(text, good, sizeof text);
            text[place] = (char)c;
            bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            bool fits = good[place] == '-' ? c == '-' : digit;
            memset(&id, 7, sizeof id);
            assert_int_equal(wijk_id_parse(text, 36, &id, NULL), fits ? WIJK_OK : WIJK_E_ID);
            assert_int_equal(wijk__id_equal(&id, &none), !fits);
        }
    }
    assert_int_equal(wijk_id_parse(NULL, 36, &id, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_id_parse(good, 36, NULL, NULL), WIJK_E_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_one_to_three_bytes), cmocka_unit_test(random_longer_ones),
        cmocka_unit_test(strings_of_four_bytes),     cmocka_unit_test(where_it_is_bad),
        cmocka_unit_test(keys),                      cmocka_unit_test(ids),
        cmocka_unit_test(ids_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
