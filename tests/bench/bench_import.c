/* How fast the command import takes lines of acts into a store, beside its limits: 100,000 lines/s by the clock, and
 * 0.6 times the bare JSON parser on the same lines, both by their time on a core. They take turns, file by file. Rates
 * are of the best of nine files, with the median behind; the ratio is the median of the files.
 *
 * The lines are those of many made-up households at once, as a system hands them over that works by the day: every
 * household's line is followed by a line of another one. */
#define _POSIX_C_SOURCE 200809L
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "cli.h"
#include "intake.h"
#include "lines.h"
#include "story.h"

enum { TOGETHER = 256, FILES = 9 };

struct clocks {
    double core, wall; /* seconds: of all threads on their cores; by the clock */
};

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct clocks now(void) {
    return (struct clocks){seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC)};
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_rate(const char *what, double *rates, double limit) {
    qsort(rates, FILES, sizeof *rates, by_size);
    double best = rates[FILES - 1];
    printf("%-36s %10.0f lines/s (median %10.0f)", what, best, rates[FILES / 2]);
    if (limit > 0)
        printf("   limit %8.0f   ratio %5.2f", limit, best / limit);
    printf("\n");
}

/* Lines of `TOGETHER` households, one act of each in turn; gives how many. */
static size_t write_lines(wijk_context *context, const char *path, uint32_t number) {
    static struct story stories[TOGETHER];
    wijk_buffer *line;
    FILE *file = fopen(path, "wb");
    if (!file)
        exit(1);
    story_must(wijk_buffer_new(context, &line), "buffer");
    for (uint32_t i = 0; i < TOGETHER; i++)
        story_make(&stories[i], context, number * TOGETHER + i);
    size_t acts = stories[0].count;
    for (size_t act = 0; act < acts; act++)
        for (uint32_t i = 0; i < TOGETHER; i++) {
            wijk_id dossier = story_id(stories[i].seed, 9999);
            wijk_buffer_clear(line);
            story_must(wijk_act_write_json(stories[i].acts[act], &dossier, line, NULL), "line");
            fwrite(wijk_buffer_data(line), 1, wijk_buffer_size(line), file);
            putc('\n', file);
        }
    for (uint32_t i = 0; i < TOGETHER; i++)
        story_free(&stories[i]);
    wijk_buffer_destroy(line);
    fclose(file);
    return acts * TOGETHER;
}

/* The bare parser on a file. */
static void parse_file(const char *path) {
    struct lines lines;
    const char *text;
    size_t length;
    story_must(lines_open(&lines, path, CLI_JSON_BYTES), "open");
    while (lines_next(&lines, &text, &length) == WIJK_OK) {
        json_t *json = json_loadb(text, length, 0, NULL);
        if (!json)
            exit(1);
        json_decref(json);
    }
    lines_close(&lines);
}

static void told(void *data, uint64_t number, wijk_status status) {
    (void)data;
    if (status != WIJK_OK)
        fprintf(stderr, "line %d\n", (int)number);
    story_must(status, "act");
}

static void import_file(struct intake *intake, const char *path) {
    struct lines lines;
    story_must(lines_open(&lines, path, CLI_JSON_BYTES), "open");
    story_must(intake_run(intake, &lines, NULL), "import");
    lines_close(&lines);
}

static long size_of(const char *path) {
    FILE *file = fopen(path, "rb");
    long size = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;
    if (file)
        fclose(file);
    return size;
}

int main(void) {
    char folder[] = "/tmp/wijkteam-bench-XXXXXX", acts[64], path[64];
    wijk_context *context;
    wijk_policy *policy;
    wijk_store *store;
    struct intake intake;
    double bare[FILES], core[FILES], wall[FILES], ratio[FILES], bytes = 0;
    if (!mkdtemp(folder))
        return 1;
    snprintf(acts, sizeof acts, "%s/acts.jsonl", folder);
    snprintf(path, sizeof path, "%s/team.db", folder);
    story_must(wijk_context_new(NULL, NULL, &context), "context");
    story_must(wijk_policy_load_default(context, &policy, NULL), "policy");
    story_must(wijk_store_open_sqlite(context, path, WIJK_STORE_WRITE | WIJK_STORE_CREATE, 0, &store, NULL), "store");
    story_must(intake_start(&intake, context, policy, store, INTAKE_EACH, NULL), "intake");
    intake.told = told;
    for (int round = -1; round < FILES; round++) { /* the first round warms up */
        int r = round < 0 ? 0 : round;
        double lines = (double)write_lines(context, acts, (uint32_t)(round + 1));
        struct clocks begin = now();
        parse_file(acts);
        struct clocks middle = now();
        import_file(&intake, acts);
        struct clocks end = now();
        bytes = (double)size_of(acts) / lines;
        bare[r] = lines / (middle.core - begin.core);
        core[r] = lines / (end.core - middle.core);
        wall[r] = lines / (end.wall - middle.wall);
        ratio[r] = core[r] / bare[r];
    }
    char threads[40];
    snprintf(threads, sizeof threads, "import, by the clock, %d threads", (int)intake.readers.count + 1);
    printf("%.0f bytes a line\n", bytes);
    print_rate("bare parser, on one core", bare, 0);
    print_rate("import, on one core", core, 0);
    print_rate(threads, wall, 100000);
    qsort(ratio, FILES, sizeof *ratio, by_size);
    printf("%-36s %10.2f times                          limit     0.60\n", "import / bare parser", ratio[FILES / 2]);
    story_must(intake_end(&intake, true, NULL), "end");
    wijk_store_destroy(store);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    unlink(acts);
    unlink(path);
    return rmdir(folder) == 0 ? 0 : 1; /* the store took its other files away when it was closed */
}
