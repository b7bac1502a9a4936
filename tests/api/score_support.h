/* What the tests of measures share: nearness, and what an error says. */
#ifndef WIJK_TESTS_SCORE_SUPPORT_H
#define WIJK_TESTS_SCORE_SUPPORT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <wijkteam/wijkteam.h>

static wijk_context *context;
static wijk_error *error;

static inline int start(void **state) {
    (void)state;
    return wijk_context_new(NULL, NULL, &context) != WIJK_OK || wijk_error_new(context, &error) != WIJK_OK;
}

static inline int finish(void **state) {
    (void)state;
    wijk_error_destroy(error);
    wijk_context_unref(context);
    return 0;
}

/* As many digits as the reference has. */
static inline void assert_near(double is, double wanted, double tolerance) {
    if (!(fabs(is - wanted) <= tolerance * fmax(fabs(wanted), 1e-300)))
        fail_msg("%.17g is not %.17g", is, wanted);
}

/* The last call failed because of an item of an argument; -1: because of the argument itself. */
static inline void assert_range(wijk_status status, const char *argument, int64_t item) {
    assert_int_equal(status, WIJK_E_RANGE);
    assert_int_equal(wijk_error_code(error), WIJK_E_RANGE);
    assert_string_equal(wijk_error_path(error), argument);
    assert_int_equal(wijk_error_index(error), item);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

#endif
