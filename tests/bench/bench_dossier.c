/* How fast a dossier takes acts and replays them, each beside the limit that it is held to, and how much memory it
 * takes. Rates are of the best of nine rounds, with the median behind; the ratio to hashing is the median of the
 * rounds, in which the two take turns. */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include <sodium.h>

#include "story.h"

enum { STORIES = 64, ROUNDS = 9, TURNS = 20, FRAME_ACTS = 20 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* one thread, in memory: its time on a core */
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

static struct story stories[STORIES];
static wijk_context *context;
static wijk_policy *policy;

static wijk_dossier *fill(const struct story *story, size_t batch) {
    wijk_dossier *dossier;
    wijk_id id = story_id(story->seed, 9999);
    story_must(wijk_dossier_new(context, policy, &id, &dossier, NULL), "dossier");
    for (size_t i = 0; i < story->count; i += batch) {
        size_t count = story->count - i < batch ? story->count - i : batch;
        story_must(wijk_dossier_submit_all(dossier, (const wijk_act *const *)story->acts + i, count, NULL, NULL),
                   "submit");
    }
    return dossier;
}

static double time_submit(size_t batch) {
    double start = now();
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < STORIES; i++)
            wijk_dossier_destroy(fill(&stories[i], batch));
    return now() - start;
}

static double time_load(const wijk_buffer *const *journals, wijk_load_flags flags) {
    double start = now();
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < STORIES; i++) {
            wijk_dossier *dossier;
            story_must(wijk_dossier_load(context, NULL, wijk_buffer_data(journals[i]), wijk_buffer_size(journals[i]),
                                         flags, &dossier, NULL), "load");
            wijk_dossier_destroy(dossier);
        }
    return now() - start;
}

static double time_hash(const wijk_buffer *const *journals) {
    unsigned char out[crypto_hash_sha256_BYTES];
    double start = now();
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < STORIES; i++)
            crypto_hash_sha256(out, (const unsigned char *)wijk_buffer_data(journals[i]),
                               wijk_buffer_size(journals[i]));
    return now() - start;
}

static void print_rate(const char *what, double acts, double *seconds, double limit) {
    double middle = acts / median(seconds, ROUNDS), best = acts / seconds[0]; /* sorted by now */
    printf("%-40s %10.0f acts/s (median %10.0f)   limit %8.0f   ratio %5.2f\n", what, best, middle, limit,
           best / limit);
}

int main(void) {
    story_must(wijk_context_new(NULL, NULL, &context), "context");
    story_must(wijk_policy_load_default(context, &policy, NULL), "policy");
    const wijk_buffer *journals[STORIES];
    double acts = 0, bytes = 0;
    for (uint32_t i = 0; i < STORIES; i++) {
        story_make(&stories[i], context, i);
        wijk_dossier *dossier = fill(&stories[i], FRAME_ACTS);
        const void *frames;
        size_t length;
        wijk_dossier_frames(dossier, &frames, &length);
        wijk_buffer *buffer;
        story_must(wijk_buffer_new(context, &buffer), "buffer");
        story_must(wijk_store_reply(buffer, frames, length), "buffer");
        journals[i] = buffer;
        acts += (double)stories[i].count * TURNS;
        bytes += (double)length * TURNS;
        wijk_dossier_destroy(dossier);
    }
    printf("%zu acts a dossier, replayed from frames of %d acts, %.1f journal bytes an act\n", stories[0].count,
           FRAME_ACTS, bytes / acts);

    double batches[ROUNDS], singles[ROUNDS], sums[ROUNDS], chain[ROUNDS], hash[ROUNDS], ratio[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) { /* the first round warms up */
        int r = round < 0 ? 0 : round;
        batches[r] = time_submit(STORY_MOST);
        singles[r] = time_submit(1);
        sums[r] = time_load(journals, WIJK_LOAD_CHECKSUMS);
        hash[r] = time_hash(journals);
        chain[r] = time_load(journals, WIJK_LOAD_VERIFY_CHAIN);
        ratio[r] = chain[r] / hash[r];
    }
    print_rate("submit in memory, one frame a batch", acts, batches, 1e6);
    print_rate("submit in memory, one frame an act", acts, singles, 1e6);
    print_rate("replay, checksums verified", acts, sums, 4e6);
    print_rate("replay, checksums and chain verified", acts, chain, 4e6);
    printf("%-40s %10.2f times                          limit     1.30\n", "replay with chain / bare SHA-256",
           median(ratio, ROUNDS));
    for (size_t batch = 1; batch <= STORY_MOST; batch += STORY_MOST - 1) {
        wijk_dossier *dossier = fill(&stories[0], batch);
        printf("memory of a dossier of %zu acts, %s: %llu bytes   limit %d\n", stories[0].count,
               batch == 1 ? "one frame an act" : "one frame in all", (unsigned long long)wijk_dossier_memory(dossier), 48 * 1024);
        wijk_dossier_destroy(dossier);
    }
    for (uint32_t i = 0; i < STORIES; i++) {
        story_free(&stories[i]);
        wijk_buffer_destroy((wijk_buffer *)journals[i]);
    }
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    return 0;
}
