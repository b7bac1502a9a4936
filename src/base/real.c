/* Floating-point numbers as text: the fewest digits that are read back as the same number, and of those the nearest.
 * Exact arithmetic on whole numbers, as in Steele and White, "How to print floating-point numbers accurately" (1990):
 * the number is r / s, and the halves of the gaps to its neighbours are below / s and above / s. No locale is asked. */
#include "base/base.h"

enum { WORDS = 38, LEAST_EXPONENT = -1074 }; /* 1216 bits: more than 2^1077 times ten */

struct whole { /* a whole number, lowest word first */
    uint32_t words[WORDS];
};

static void multiply(struct whole *x, uint32_t by, int used) {
    uint64_t carry = 0;
    for (int i = 0; i < used; i++) {
        carry += (uint64_t)x->words[i] * by;
        x->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static struct whole shifted(uint64_t value, int bits) {
    struct whole x = {{0}};
    for (int i = 0; i < 64; i++)
        if (value >> i & 1)
            x.words[(bits + i) / 32] |= UINT32_C(1) << (bits + i) % 32;
    return x;
}

static int compare(const struct whole *a, const struct whole *b, int used) {
    for (int i = used - 1; i >= 0; i--)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    return 0;
}

static void subtract(struct whole *a, const struct whole *b, int used) {
    uint64_t borrow = 0;
    for (int i = 0; i < used; i++) {
        uint64_t left = (uint64_t)a->words[i] - b->words[i] - borrow;
        a->words[i] = (uint32_t)left;
        borrow = left >> 63;
    }
}

struct fraction { /* of a positive number */
    struct whole r, s, below, above;
    int used;  /* words of each that can hold anything */
    bool even; /* the neighbours' borders belong to it: a reader rounds a tie to even */
};

static struct fraction fraction_of(uint64_t mantissa, int exponent) {
    /* The gap below a power of two is half the gap above it; but not at the least exponent. */
    int narrow = mantissa == UINT64_C(1) << 52 && exponent > LEAST_EXPONENT;
    int up = exponent > 0 ? exponent : 0, down = exponent < 0 ? -exponent : 0;
    return (struct fraction){.r = shifted(mantissa, up + 1 + narrow),
                             .s = shifted(1, down + 1 + narrow),
                             .below = shifted(1, up),
                             .above = shifted(1, up + narrow),
                             .used = (up + down + 64) / 32 + 1, /* the larger one, twice and times ten, and a rest */
                             .even = mantissa % 2 == 0};
}

static bool reaches(const struct fraction *f) { /* r + above is s, or more */
    struct whole top;
    uint64_t carry = 0;
    for (int i = 0; i < f->used; i++) {
        carry += (uint64_t)f->r.words[i] + f->above.words[i];
        top.words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return compare(&top, &f->s, f->used) >= !f->even;
}

static void times_ten(struct fraction *f) {
    multiply(&f->r, 10, f->used);
    multiply(&f->below, 10, f->used);
    multiply(&f->above, 10, f->used);
}

/* The digits, and how many of them stand before the point. */
static int digits_of(struct fraction *f, char *digits, int *before) {
    int count = 0, digit;
    bool low, high;
    *before = 0;
    while (reaches(f)) {
        multiply(&f->s, 10, f->used);
        ++*before;
    }
    for (struct fraction next = *f; times_ten(&next), !reaches(&next);) {
        *f = next;
        --*before;
    }
    do {
        times_ten(f);
        for (digit = 0; compare(&f->r, &f->s, f->used) >= 0; digit++)
            subtract(&f->r, &f->s, f->used);
        low = compare(&f->r, &f->below, f->used) < f->even;
        high = reaches(f);
        digits[count++] = (char)('0' + digit);
    } while (!low && !high);
    multiply(&f->r, 2, f->used);
    if (high && (!low || compare(&f->r, &f->s, f->used) >= 0))
        digits[count - 1]++; /* never past 9: a shorter number would have done */
    return count;
}

static char *put_exponent(char *to, int exponent) {
    *to++ = 'e';
    if (exponent < 0)
        *to++ = '-';
    unsigned left = exponent < 0 ? 0U - (unsigned)exponent : (unsigned)exponent;
    if (left >= 100)
        *to++ = (char)('0' + left / 100);
    if (left >= 10)
        *to++ = (char)('0' + left / 10 % 10);
    *to++ = (char)('0' + left % 10);
    return to;
}

/* As a decimal where that is short, such as 0.00012 and 1500; otherwise as 1.2e-7. */
static char *put_digits(char *to, const char *digits, int count, int before) {
    bool plain = before > -5 && before <= 21;
    int point = plain ? before : 1;
    if (point <= 0) {
        *to++ = '0';
        *to++ = '.';
        for (int i = point; i < 0; i++)
            *to++ = '0';
        point = count; /* stands already */
    }
    for (int i = 0; i < count || i < point; i++) {
        if (i == point)
            *to++ = '.';
        *to++ = i < count ? digits[i] : '0';
    }
    return plain ? to : put_exponent(to, before - 1);
}

size_t wijk__real_text(double value, char room[WIJK__REAL_SIZE]) {
    uint64_t bits;
    char digits[20], *to = room;
    int before;
    memcpy(&bits, &value, sizeof bits);
    uint64_t mantissa = bits & ((UINT64_C(1) << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    if (exponent == 0x7ff) /* infinite, or no number */
        return 0;
    if (bits >> 63 && (mantissa || exponent)) /* minus zero is zero */
        *to++ = '-';
    if (mantissa == 0 && exponent == 0) {
        *to++ = '0';
    } else {
        struct fraction f = exponent ? fraction_of(mantissa | UINT64_C(1) << 52, exponent - 1075)
                                     : fraction_of(mantissa, LEAST_EXPONENT);
        int count = digits_of(&f, digits, &before);
        to = put_digits(to, digits, count, before);
    }
    *to = 0;
    return (size_t)(to - room);
}
