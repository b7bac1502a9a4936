/* Hashing, against published values. */
#include "base_support.h"

static void assert_digest(const uint8_t digest[32], const char *expected) {
    char text[65] = "";
    for (size_t i = 0; i < 32; i++)
        for (size_t half = 0; half < 2; half++)
            text[2 * i + half] = "0123456789abcdef"[digest[i] >> (half ? 0 : 4) & 15];
    assert_string_equal(text, expected);
}

/* FIPS 180-4: the examples of its publisher. */
static void sha256_of_known_texts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *digest;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t digest[32];
        wijk__sha256(cases[i].text, strlen(cases[i].text), digest);
        assert_digest(digest, cases[i].digest);
    }
    struct wijk__hash hash;
    uint8_t digest[32];
    wijk__hash_start(&hash);
    for (int i = 0; i < 15625; i++)
        wijk__hash_add(&hash, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 64);
    wijk__hash_finish(&hash, digest);
    assert_digest(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void sha256_in_steps(void **state) {
    (void)state;
    uint8_t data[200], whole[32], steps[32];
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(i * 7 + 3);
    for (size_t first = 0; first <= sizeof data; first++) {
        for (size_t second = first; second <= sizeof data; second += 13) {
            struct wijk__hash hash;
            wijk__hash_start(&hash);
            wijk__hash_add(&hash, data, first);
            wijk__hash_add(&hash, data + first, second - first);
            wijk__hash_add(&hash, NULL, 0);
            wijk__hash_finish(&hash, steps);
            wijk__sha256(data, second, whole);
            assert_memory_equal(whole, steps, 32);
        }
    }
}

/* A quick hash for tables: every bit of the key, its length and the seed move about half of the bits. */
static void mixing(void **state) {
    (void)state;
    uint8_t key[40] = {0};
    unsigned total = 0, pairs = 0;
    for (size_t length = 1; length <= sizeof key; length++) {
        uint64_t plain = wijk__mix_key(7, key, length);
        assert_true(plain != wijk__mix_key(8, key, length) && plain != wijk__mix_key(7, key, length - 1));
        for (size_t bit = 0; bit < length * 8; bit++) {
            key[bit / 8] ^= (uint8_t)(1U << bit % 8);
            unsigned moved = (unsigned)__builtin_popcountll(plain ^ wijk__mix_key(7, key, length));
            key[bit / 8] ^= (uint8_t)(1U << bit % 8);
            assert_true(moved >= 8);
            total += moved;
            pairs++;
        }
    }
    assert_in_range(total / pairs, 28, 36);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_known_texts),
        cmocka_unit_test(sha256_in_steps),
        cmocka_unit_test(mixing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
