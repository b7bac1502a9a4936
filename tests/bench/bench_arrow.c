/* bench_arrow [ACTS]: how long it takes to hand a cohort out as Arrow, and how much memory that takes: the same for few
 * acts and for many, because no byte is copied. Beside it a memcpy() of the same columns, and the streams, which make ids
 * and days. The last line goes back in. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wijkteam/wijkteam.h>

enum { ROUNDS = 51, PIECE = 65536, ACTS_EACH = 12, CODES = 20 };

static size_t live; /* bytes taken */

static void *take(void *userdata, size_t size) {
    (void)userdata;
    live += size;
    return malloc(size);
}

static void *resize(void *userdata, void *memory, size_t old_size, size_t new_size) {
    (void)userdata;
    live += new_size - old_size;
    return realloc(memory, new_size);
}

static void give(void *userdata, void *memory, size_t size) {
    (void)userdata;
    live -= memory ? size : 0;
    free(memory);
}

static void must(wijk_status status, const char *what) {
    if (status == WIJK_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, wijk_status_text(status, WIJK_ENGLISH));
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static wijk_cohort *make(wijk_context *context, size_t acts) {
    static int32_t dossier[PIECE], day[PIECE], code[PIECE];
    static wijk_id ids[PIECE];
    int32_t codes[CODES];
    wijk_cohort *cohort;
    must(wijk_cohort_new(context, &cohort, NULL), "cohort");
    for (int32_t i = 0; i < CODES; i++)
        must(wijk_cohort_code(cohort, wijk_catalog_number(WIJK_CATALOG_ACTS, (uint32_t)i), NULL, NULL, &codes[i], NULL),
             "code");
    size_t dossiers = (acts + ACTS_EACH - 1) / ACTS_EACH;
    for (size_t from = 0; from < dossiers; from += PIECE) {
        size_t count = dossiers - from < PIECE ? dossiers - from : PIECE;
        for (size_t i = 0; i < count; i++) {
            const uint64_t number[2] = {from + i + 1, UINT64_C(0x9E3779B97F4A7C15) * (from + i + 1)};
            memcpy(&ids[i], number, sizeof ids[i]);
        }
        must(wijk_cohort_add_dossiers(cohort, ids, NULL, NULL, NULL, count, NULL), "dossiers");
    }
    for (size_t from = 0; from < acts; from += PIECE) {
        size_t count = acts - from < PIECE ? acts - from : PIECE;
        for (size_t i = 0; i < count; i++) {
            size_t act = from + i;
            dossier[i] = (int32_t)(act / ACTS_EACH);
            day[i] = (int32_t)(19000 + act / ACTS_EACH % 700 + act % ACTS_EACH * 60);
            code[i] = codes[act * 7 % CODES];
        }
        must(wijk_cohort_add_acts(cohort, dossier, day, code, count, NULL), "acts");
    }
    must(wijk_cohort_seal(cohort, NULL), "seal");
    return cohort;
}

static void hand_out(wijk_cohort *cohort) {
    double times[ROUNDS];
    size_t taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct ArrowSchema schema;
        struct ArrowArray array;
        size_t before = live;
        double begun = now();
        must(wijk_cohort_export_arrow(cohort, &schema, &array, NULL), "export");
        times[round] = now() - begun;
        taken = live - before;
        schema.release(&schema);
        array.release(&array);
        if (live != before)
            exit(1);
    }
    qsort(times, ROUNDS, sizeof *times, by_size);
    printf("handed out: best %.4f ms, median %.4f ms, worst %.4f ms; %zu bytes taken\n", times[0], times[ROUNDS / 2],
           times[ROUNDS - 1], taken);
}

static void copy(const wijk_cohort *cohort) {
    size_t size = (size_t)wijk_cohort_bytes(cohort);
    char *from = malloc(size), *to = malloc(size);
    if (!from || !to)
        exit(1);
    memset(from, 1, size);
    memset(to, 2, size);
    double begun = now();
    memcpy(to, from, size);
    printf("memcpy of as many bytes (%zu): %.1f ms\n", size, now() - begun);
    if (to[size / 2] != 1)
        exit(1);
    free(from);
    free(to);
}

static void stream_and_back(wijk_context *context, wijk_cohort *cohort) {
    struct ArrowArrayStream stream;
    struct ArrowArray array;
    wijk_cohort *again;
    int64_t rows = 0;
    double begun = now();
    must(wijk_cohort_export_stream(cohort, WIJK_ARROW_ACTS, 0, &stream, NULL), "stream");
    while (stream.get_next(&stream, &array) == 0 && array.release) {
        rows += array.length;
        array.release(&array);
    }
    stream.release(&stream);
    printf("streamed: %.1f million rows/s\n", (double)rows / (now() - begun) / 1e3);
    must(wijk_cohort_new(context, &again, NULL), "cohort");
    must(wijk_cohort_export_stream(cohort, WIJK_ARROW_ACTS, 0, &stream, NULL), "stream");
    begun = now();
    must(wijk_cohort_append_arrow(again, WIJK_ARROW_ACTS, &stream, NULL), "append");
    printf("taken in again: %.1f million rows/s\n", (double)rows / (now() - begun) / 1e3);
    wijk_cohort_unref(again);
}

int main(int count, char **arguments) {
    const wijk_allocator allocator = {
        .struct_size = sizeof allocator, .allocate = take, .reallocate = resize, .release = give};
    size_t acts = count > 1 ? (size_t)strtoull(arguments[1], NULL, 10) : 1000000;
    wijk_context *context;
    must(wijk_context_new(&allocator, NULL, &context), "context");
    wijk_cohort *cohort = make(context, acts);
    printf("%u acts of %u dossiers, %.2f bytes an act\n", wijk_cohort_acts(cohort), wijk_cohort_dossiers(cohort),
           (double)wijk_cohort_bytes(cohort) / (double)acts);
    hand_out(cohort);
    copy(cohort);
    stream_and_back(context, cohort);
    wijk_cohort_unref(cohort);
    wijk_context_unref(context);
    return live == 0 ? 0 : 1;
}
