/* survival make states|events ROWS FILE: columns of int32 as a peer gets them, drawn with a fixed seed.
 * survival states|events FILE: what the library takes from those columns to the estimates, best of five, in seconds on
 * a core; then figures that the peer must find too.
 *
 * states: entry, exit, from, to of stays in five states within 1,825 days, one of them final, with late entries; the
 * occupation and its standard errors from each state. events: time, event, group; the curve and the log-rank test. */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wijkteam/wijkteam.h>

enum { STATES = 5, DAYS = 1825, ROUNDS = 5, COLUMNS_MOST = 4 };

static uint64_t seed = UINT64_C(20260301);

static uint32_t draw(uint32_t below) { /* xorshift: the same on every machine */
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 32) * below >> 32);
}

static void must(bool good, const char *what) {
    if (!good) {
        fprintf(stderr, "%s\n", what);
        exit(2);
    }
}

static int32_t *column(size_t rows) {
    int32_t *made = malloc((rows + 1) * sizeof *made);
    must(made != NULL, "memory");
    return made;
}

/* ---- drawing ---- */

static void draw_states(size_t rows, int32_t *columns[]) {
    size_t row = 0;
    while (row < rows) {
        int32_t day = draw(4) ? 0 : (int32_t)draw(900), state = 1 + (int32_t)draw(STATES - 1);
        for (bool on = true; on && row < rows; row++) {
            int32_t end = day + 1 + (int32_t)(draw(220) + draw(220));
            int32_t next = 1 + (int32_t)draw(STATES - 1);
            next = draw(8) == 0 ? STATES : next == state ? 1 + next % (STATES - 1) : next;
            bool lost = end > DAYS || draw(12) == 0;
            columns[0][row] = day;
            columns[1][row] = day = end > DAYS ? DAYS : end;
            columns[2][row] = state;
            columns[3][row] = lost ? 0 : next;
            state = next;
            on = !lost && next != STATES && day < DAYS;
        }
    }
}

static void draw_events(size_t rows, int32_t *columns[]) {
    for (size_t row = 0; row < rows; row++) {
        int32_t group = (int32_t)draw(2), event = 1 + (int32_t)draw(3650u + 400u * (uint32_t)group);
        int32_t seen = 1 + (int32_t)draw(DAYS);
        columns[0][row] = event < seen ? event : seen;
        columns[1][row] = event <= seen;
        columns[2][row] = group;
    }
}

/* ---- measuring ---- */

static wijk_context *context;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The conversion is part of what is measured; the room for it is the caller's and stays. */
static double *reals(const int32_t *from, size_t rows, int place) {
    static double *room[2];
    if (room[place] == NULL)
        room[place] = malloc((rows + 1) * sizeof **room);
    must(room[place] != NULL, "memory");
    for (size_t i = 0; i < rows; i++)
        room[place][i] = from[i];
    return room[place];
}

static double ask_states(size_t rows, int32_t *columns[], bool say) {
    double start = now(), *entry = reals(columns[0], rows, 0), *exit = reals(columns[1], rows, 1);
    wijk_multistate *states;
    wijk_table *tables[STATES];
    must(wijk_multistate_new(context, NULL, entry, exit, columns[2], columns[3], rows, STATES, &states, NULL) == 0,
         "count");
    for (int32_t from = 1; from <= STATES; from++)
        must(wijk_multistate_probabilities(states, from, 0, WIJK_SURVIVAL_INTERVAL_PLAIN, 0.95, NULL, 0,
                                           &tables[from - 1], NULL) == 0, "estimate");
    double taken = now() - start;
    for (int32_t from = 1; from <= STATES; from++) {
        wijk_table *table = tables[from - 1];
        for (uint32_t row = wijk_table_rows(table) - STATES; say && row < wijk_table_rows(table); row++)
            printf("%.17g %.17g\n", wijk_table_real(table, WIJK_STATE_PROBABILITIES_COLUMN_PROBABILITY, row),
                   wijk_table_real(table, WIJK_STATE_PROBABILITIES_COLUMN_STD_ERROR, row));
        wijk_table_unref(table);
    }
    wijk_multistate_destroy(states);
    return taken;
}

static double ask_events(size_t rows, int32_t *columns[], bool say) {
    double *time = reals(columns[0], rows, 0), start = now(); /* the peer takes doubles too */
    wijk_survival *survival;
    wijk_table *curve, *test;
    must(wijk_survival_new(context, time, columns[1], NULL, columns[2], rows, &survival, NULL) == 0, "count");
    must(wijk_survival_curve(survival, WIJK_SURVIVAL_INTERVAL_LOG, 0.95, NULL, 0, &curve, NULL) == 0, "curve");
    must(wijk_survival_test(survival, 0, &test, NULL) == 0, "test");
    double taken = now() - start;
    uint32_t last = wijk_table_rows(curve) - 2; /* the last may be at the end of all */
    if (say)
        printf("%.17g %.17g\n%.17g 0\n", wijk_table_real(curve, WIJK_SURVIVAL_CURVES_COLUMN_SURVIVAL, last),
               wijk_table_real(curve, WIJK_SURVIVAL_CURVES_COLUMN_STD_ERROR, last),
               wijk_table_real(test, WIJK_SURVIVAL_TESTS_COLUMN_CHI2, 0));
    wijk_table_unref(test);
    wijk_table_unref(curve);
    wijk_survival_destroy(survival);
    return taken;
}

int main(int count, char **words) {
    bool make = count == 5 && strcmp(words[1], "make") == 0;
    must(make || count == 3, "see the beginning of the source");
    bool states = strcmp(words[make ? 2 : 1], "states") == 0;
    size_t columns = states ? 4 : 3, rows;
    int32_t *list[COLUMNS_MOST];
    FILE *file = fopen(words[make ? 4 : 2], make ? "wb" : "rb");
    must(file != NULL, "the file cannot be opened");
    if (make) {
        rows = (size_t)strtoul(words[3], NULL, 10);
    } else {
        fseek(file, 0, SEEK_END);
        rows = (size_t)ftell(file) / columns / sizeof(int32_t);
        rewind(file);
    }
    for (size_t i = 0; i < columns; i++)
        list[i] = column(rows);
    if (make)
        (states ? draw_states : draw_events)(rows, list);
    for (size_t i = 0; i < columns; i++)
        must((make ? fwrite(list[i], sizeof *list[i], rows, file)
                   : fread(list[i], sizeof *list[i], rows, file)) == rows, "the file cannot be read or written");
    fclose(file);
    must(make || wijk_context_new(NULL, NULL, &context) == WIJK_OK, "context");
    double best = 0;
    for (int round = 0; !make && round < ROUNDS; round++) {
        double taken = (states ? ask_states : ask_events)(rows, list, false);
        best = round == 0 || taken < best ? taken : best;
    }
    if (!make) {
        printf("%.9f\n", best);
        (states ? ask_states : ask_events)(rows, list, true);
    }
    wijk_context_unref(context);
    for (size_t i = 0; i < columns; i++)
        free(list[i]);
    return 0;
}
