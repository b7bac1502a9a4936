/* analysis STORE LADDER FROM UNTIL: what happened on a ladder in a period, of all dossiers of a store, as CSV.
 *
 * Two threads count half of the dossiers each, and what they counted is added up: the library starts no threads. The
 * steps are those of every analysis: fill a cohort, seal it, make tallies, count part by part, merge, show. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijkteam/wijkteam.h>

enum { PARTS = 2, TALLIES = 2 };

static wijk_context *context;
static wijk_error *error;

static void must(wijk_status status, const char *what) {
    if (status >= WIJK_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, wijk_error_message(error, WIJK_ENGLISH));
    exit(1);
}

static wijk_date day_of(const char *text) {
    wijk_date day;
    must(wijk_date_parse(text, WIJK_NUL_TERMINATED, &day, error), text);
    return day;
}

static wijk_cohort *read_store(const char *path) {
    wijk_store *store;
    wijk_cohort *cohort;
    must(wijk_store_open_sqlite(context, path, WIJK_STORE_READ, 1000, &store, error), path);
    must(wijk_cohort_new(context, &cohort, error), "cohort");
    must(wijk_cohort_append_store(cohort, store, NULL, 0, WIJK_DATE_NONE, WIJK_TIME_NONE, error), path);
    must(wijk_cohort_seal(cohort, error), "seal");
    wijk_store_destroy(store);
    return cohort;
}

struct part { /* what one thread counts */
    const wijk_cohort *cohort;
    uint32_t first, end;
    wijk_tally *tallies[TALLIES];
    wijk_status status;
};

static void *count(void *argument) {
    struct part *part = argument;
    part->status = wijk_cohort_run(part->cohort, part->first, part->end, part->tallies, TALLIES, NULL);
    return NULL;
}

static void show(const wijk_tally *tally) {
    wijk_table *table;
    wijk_buffer *text;
    must(wijk_tally_table(tally, &table, error), "table");
    must(wijk_buffer_new(context, &text), "text");
    must(wijk_table_write(table, WIJK_FORMAT_CSV, 1, text, error), "text");
    fwrite(wijk_buffer_data(text), 1, wijk_buffer_size(text), stdout);
    wijk_buffer_destroy(text);
    wijk_table_unref(table);
}

int main(int argc, char **argv) {
    struct part parts[PARTS];
    pthread_t threads[PARTS];
    uint32_t bounds[PARTS + 1];
    if (argc != 5) {
        fputs("analysis STORE LADDER FROM UNTIL\n", stderr);
        return 2;
    }
    if (wijk_context_new(NULL, NULL, &context) != WIJK_OK || wijk_error_new(context, &error) != WIJK_OK)
        return 1;
    wijk_date from = day_of(argv[3]), until = day_of(argv[4]);
    wijk_cohort *cohort = read_store(argv[1]);
    must(wijk_cohort_parts(cohort, PARTS, bounds), "parts");
    for (int i = 0; i < PARTS; i++) {
        parts[i] = (struct part){.cohort = cohort, .first = bounds[i], .end = bounds[i + 1]};
        must(wijk_tally_new_transitions(cohort, WIJK_UNIT_EVERYTHING, argv[2], from, until, &parts[i].tallies[0], error),
             "transitions");
        must(wijk_tally_new_occupancy(cohort, WIJK_UNIT_EVERYTHING, argv[2], until - 1, &parts[i].tallies[1], error),
             "occupancy");
    }
    for (int i = 0; i < PARTS; i++)
        if (pthread_create(&threads[i], NULL, count, &parts[i]) != 0)
            return 1;
    for (int i = 0; i < PARTS; i++) {
        pthread_join(threads[i], NULL);
        must(parts[i].status, "count");
    }
    for (int i = 0; i < TALLIES; i++) {
        for (int part = 1; part < PARTS; part++)
            must(wijk_tally_merge(parts[0].tallies[i], parts[part].tallies[i], error), "merge");
        show(parts[0].tallies[i]);
    }
    for (int part = 0; part < PARTS; part++)
        for (int i = 0; i < TALLIES; i++)
            wijk_tally_destroy(parts[part].tallies[i]);
    wijk_cohort_unref(cohort);
    wijk_error_destroy(error);
    wijk_context_unref(context);
    return 0;
}
