/* What the tests of comparisons share: columns of a result against what R says. */
#ifndef WIJK_TESTS_FIGURES_H
#define WIJK_TESTS_FIGURES_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <wijkteam/compare.h>

#include "fail_alloc.h"

#define CLOSE 1e-12 /* relative; closed forms and quantiles alike */

struct world {
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_error *error;
    wijk_table *table, *whole;
};

static inline int world_begin(void **state) {
    static struct world world;
    world = (struct world){.alloc = {0}};
    assert_int_equal(wijk_context_new(NULL, NULL, &world.context), WIJK_OK);
    assert_int_equal(wijk_error_new(world.context, &world.error), WIJK_OK);
    *state = &world;
    return 0;
}

static inline int world_end(void **state) {
    struct world *world = *state;
    wijk_table_unref(world->table);
    wijk_table_unref(world->whole);
    wijk_error_destroy(world->error);
    wijk_context_unref(world->context);
    return 0;
}

static inline void near_to(double found, double wanted, double tolerance) {
    if (!(fabs(found - wanted) <= tolerance * fmax(fabs(wanted), 1e-3)))
        fail_msg("found %.17g, wanted %.17g", found, wanted);
}

/* A whole column; NAN: no value. */
static inline void column_is(const wijk_table *table, uint32_t column, const double *wanted, uint32_t count) {
    assert_int_equal(wijk_table_rows(table), count);
    for (uint32_t row = 0; row < count; row++) {
        assert_int_equal(wijk_table_is_null(table, column, row), isnan(wanted[row]));
        if (!isnan(wanted[row]))
            near_to(wijk_table_real(table, column, row), wanted[row], CLOSE);
    }
}
#define COLUMN_IS(table, column, ...)                                                         \
    column_is(table, column, (const double[]){__VA_ARGS__},                                   \
              (uint32_t)(sizeof((const double[]){__VA_ARGS__}) / sizeof(double)))

static inline void codes_are(const wijk_table *table, uint32_t column, const int32_t *wanted, uint32_t count) {
    assert_int_equal(wijk_table_rows(table), count);
    for (uint32_t row = 0; row < count; row++)
        if (wijk_table_int(table, column, row) != wanted[row])
            fail_msg("row %u: found %d, wanted %d", row, (int)wijk_table_int(table, column, row), wanted[row]);
}
#define CODES_ARE(table, column, ...)                                                         \
    codes_are(table, column, (const int32_t[]){__VA_ARGS__},                                  \
              (uint32_t)(sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t)))

static inline void fresh(struct world *world) {
    wijk_table_unref(world->table);
    wijk_table_unref(world->whole);
    world->table = world->whole = NULL;
}

/* A call that is refused: its status, the argument and the item. */
static inline void refused(struct world *world, wijk_status status, wijk_status wanted, const char *path, int64_t item) {
    assert_int_equal(status, wanted);
    assert_null(world->table);
    assert_null(world->whole);
    assert_string_equal(wijk_error_path(world->error), path);
    assert_int_equal(wijk_error_index(world->error), item);
}

#endif
