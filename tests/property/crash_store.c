/* crash_store [ROUNDS [SEED]]: a store that is killed while it writes.
 *
 * A child appends frames to a few dossiers and says over a pipe what it is going to append, and that it was appended.
 * It is killed with SIGKILL at a random moment. Then the store is opened again: all that was acknowledged is there,
 * byte for byte; what was going on is there as a whole or not at all; no dossier has a gap, and every chain verifies.
 *
 * Then several processes make one store at the same moment, and append to one dossier: each sequence number is won
 * once. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <wijkteam/store.h>

#include "journal_make.h"

enum {
    DOSSIERS = 4,
    ROUNDS_A_STORE = 25,  /* then a new file is begun, so that making one is interrupted too */
    CALIBRATION = 8,      /* a child lives at most as long as opening a store and this many appends take */
    LEAST_MICROSECONDS = 5000,
    MOST_MICROSECONDS = 60000,
    WRITERS = 3,
    RACE_FRAMES = 60,
    RACES = 10,
    BUSY_MILLISECONDS = 20000,
};

static char folder[400], path[450];
static wijk_context *context;
static size_t longest_microseconds;

#define DEMAND(condition, ...)                                          \
    do {                                                                \
        if (!(condition)) {                                             \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition); \
            fprintf(stderr, __VA_ARGS__);                               \
            fputc('\n', stderr);                                        \
            _exit(1);                                                   \
        }                                                               \
    } while (0)

static void remove_store(void) {
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char name[470];
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

static wijk_id dossier_id(uint32_t number) {
    wijk_id id = {{0x77, 0x69, 0x6A, 0x6B}};
    wijk__put32(id.bytes + 12, number + 1);
    return id;
}

static wijk_store *open_store(wijk_store_flags flags) {
    wijk_store *store = NULL;
    wijk_status status = wijk_store_open_sqlite(context, path, flags, BUSY_MILLISECONDS, &store, NULL);
    DEMAND(status == WIJK_OK, "%s", wijk_status_name(status));
    return store;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* ---- what parent and child tell each other ---- */

enum kind { INTENT = 1, ACKNOWLEDGED, WON };

struct message {
    uint32_t kind, dossier;
    uint64_t sequence;         /* of the last frame */
    uint8_t head[WIJK_HASH_SIZE]; /* its hash */
};

static void tell(int pipe, const struct message *messages, size_t count) {
    ssize_t size = (ssize_t)(count * sizeof *messages); /* below PIPE_BUF, so in one piece */
    DEMAND(write(pipe, messages, (size_t)size) == size, "the parent is gone");
}

/* ---- frames ---- */

/* Go on where the store is: the next frame follows this sequence number and this hash. */
static void resume(wijk_store *store, struct make_journal *journal, wijk_buffer *frames) {
    wijk_status status = wijk_store_read(store, &journal->dossier, frames, NULL);
    journal->size = journal->sequence = journal->acts = 0;
    memset(journal->head, 0, sizeof journal->head);
    if (status == WIJK_OK) {
        wijk_journal_report *report = NULL;
        status = wijk_journal_scan(context, wijk_buffer_data(frames), wijk_buffer_size(frames), 1, &report, NULL);
        DEMAND(status == WIJK_OK, "%s", wijk_status_name(status));
        journal->sequence = wijk_journal_report_sequence(report);
        memcpy(journal->head, wijk_journal_report_head(report), sizeof journal->head);
        wijk_journal_report_destroy(report);
    }
    DEMAND(status == WIJK_OK || status == WIJK_NONE, "%s", wijk_status_name(status));
    journal->starts[journal->sequence] = 0;
}

static void add_frames(uint64_t *seed, struct make_journal *journal, struct make_act *act, size_t count) {
    journal->size = 0;
    journal->starts[journal->sequence] = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t acts = 1 + make_below(seed, make_chance(seed, 4) ? 300 : 4); acts > 0; acts--) {
            make_act(seed, act);
            make_append(journal, &act->view);
        }
        make_seal(journal);
    }
}

static struct make_journal *new_journal(uint32_t dossier) {
    struct make_journal *journal = calloc(1, sizeof *journal);
    DEMAND(journal, "memory");
    journal->dossier = dossier_id(dossier);
    return journal;
}

/* ---- the child that is killed ---- */

/* Append to one dossier, or to two in one transaction; a run of one to four frames each. */
static void append_some(wijk_store *store, int pipe, uint64_t *seed, struct make_journal **journals,
                        struct make_act *act) {
    const bool transaction = make_chance(seed, 3);
    const size_t count = transaction ? 2 : 1, first = make_below(seed, DOSSIERS);
    struct message messages[2] = {{0}, {0}};
    uint64_t expected[2];
    for (size_t i = 0; i < count; i++) {
        const size_t dossier = (first + i) % DOSSIERS;
        expected[i] = journals[dossier]->sequence;
        add_frames(seed, journals[dossier], act, make_chance(seed, 2) ? 1 : 1 + make_below(seed, 4));
        messages[i] = (struct message){INTENT, (uint32_t)dossier, journals[dossier]->sequence, {0}};
        memcpy(messages[i].head, journals[dossier]->head, WIJK_HASH_SIZE);
    }
    tell(pipe, messages, count);
    wijk_status status = transaction ? wijk_store_begin(store, NULL) : WIJK_OK;
    for (size_t i = 0; i < count && status == WIJK_OK; i++) {
        const struct make_journal *journal = journals[messages[i].dossier];
        status = wijk_store_append(store, &journal->dossier, expected[i], journal->bytes, journal->size, NULL);
    }
    if (status == WIJK_OK && transaction)
        status = wijk_store_commit(store, NULL);
    DEMAND(status == WIJK_OK, "%s", wijk_status_name(status));
    for (size_t i = 0; i < count; i++)
        messages[i].kind = ACKNOWLEDGED;
    tell(pipe, messages, count);
}

static _Noreturn void write_until_killed(int pipe, uint64_t seed) {
    wijk_store *store = open_store(WIJK_STORE_WRITE | WIJK_STORE_CREATE);
    struct make_journal *journals[DOSSIERS];
    struct make_act *act = calloc(1, sizeof *act);
    wijk_buffer *frames = NULL;
    DEMAND(act && wijk_buffer_new(context, &frames) == WIJK_OK, "memory");
    for (uint32_t i = 0; i < DOSSIERS; i++) {
        journals[i] = new_journal(i);
        resume(store, journals[i], frames);
    }
    for (;;)
        append_some(store, pipe, &seed, journals, act);
}

/* ---- the parent ---- */

struct known { /* about one dossier */
    struct message acknowledged; /* all that may be counted on; sequence 0: nothing */
    struct message intent;       /* kind 0: nothing is going on */
};

struct tally {
    uint64_t messages, acknowledged, interrupted, kept, before_first;
};

static void listen(int pipe, struct known *known, struct tally *tally) {
    struct message message;
    ssize_t size;
    bool any = false;
    while ((size = read(pipe, &message, sizeof message)) > 0) {
        DEMAND(size == sizeof message && message.dossier < DOSSIERS, "a torn message");
        struct known *about = &known[message.dossier];
        if (message.kind == INTENT) {
            about->intent = message;
        } else {
            about->acknowledged = message;
            about->intent.kind = 0;
            tally->acknowledged++;
        }
        any = true;
        tally->messages++;
    }
    tally->before_first += !any;
}

/* The hash of the frame with this sequence number, which must be there; 0 for the start of a dossier. */
static void head_at(const wijk_buffer *frames, uint64_t sequence, uint8_t head[WIJK_HASH_SIZE]) {
    const uint8_t *at = (const uint8_t *)wijk_buffer_data(frames);
    size_t left = wijk_buffer_size(frames);
    memset(head, 0, WIJK_HASH_SIZE);
    for (uint64_t length, found = 0; found < sequence; at += length, left -= length) {
        DEMAND(left > 0 && wijk_journal_frame(at, left, &length, &found, NULL) == WIJK_OK, "frame %" PRIu64 " is lost",
               found + 1);
        if (found == sequence)
            wijk__sha256(at, length, head);
    }
}

/* Compare one dossier; answers whether what was going on has become part of it. */
static bool compare(wijk_store *store, uint32_t dossier, const struct known *known, wijk_buffer *frames) {
    const wijk_id id = dossier_id(dossier);
    const uint64_t acknowledged = known->acknowledged.sequence;
    uint8_t head[WIJK_HASH_SIZE];
    wijk_journal_report *report = NULL;
    wijk_status status = wijk_store_read(store, &id, frames, NULL);
    DEMAND(status == WIJK_OK || status == WIJK_NONE, "%s", wijk_status_name(status));
    status = wijk_journal_scan(context, wijk_buffer_data(frames), wijk_buffer_size(frames), 1, &report, NULL);
    DEMAND(status == WIJK_OK, "%s", wijk_status_name(status));
    const uint64_t stored = wijk_journal_report_sequence(report);
    wijk_journal_report_destroy(report);
    head_at(frames, acknowledged, head);
    DEMAND(memcmp(head, known->acknowledged.head, sizeof head) == 0, "frame %" PRIu64 " is another", acknowledged);
    if (stored == acknowledged)
        return false;
    DEMAND(known->intent.kind == INTENT && stored == known->intent.sequence,
           "%" PRIu64 " frames, acknowledged were %" PRIu64 ", going on was %" PRIu64, stored, acknowledged,
           known->intent.sequence);
    head_at(frames, stored, head);
    DEMAND(memcmp(head, known->intent.head, sizeof head) == 0, "frame %" PRIu64 " is another", stored);
    return true;
}

static void look(struct known *known, struct tally *tally) {
    wijk_store *store = open_store(WIJK_STORE_WRITE | WIJK_STORE_CREATE);
    wijk_buffer *frames = NULL;
    DEMAND(wijk_buffer_new(context, &frames) == WIJK_OK, "memory");
    wijk_status status = wijk_store_check(store, NULL);
    DEMAND(status == WIJK_OK, "%s", wijk_status_name(status));
    uint32_t going = 0, kept = 0;
    for (uint32_t i = 0; i < DOSSIERS; i++) {
        const bool is_kept = compare(store, i, &known[i], frames);
        going += known[i].intent.kind == INTENT;
        kept += is_kept;
        if (is_kept)
            known[i].acknowledged = known[i].intent;
        known[i].intent.kind = 0;
    }
    DEMAND(kept == 0 || kept == going, "%u of %u dossiers of one transaction", (unsigned)kept, (unsigned)going);
    tally->interrupted += going > 0;
    tally->kept += kept > 0;
    wijk_buffer_destroy(frames);
    wijk_store_destroy(store);
}

/* So that a child is killed now before its first append, now after many, on a slow disk as on a fast one. */
static void calibrate(void) {
    const double begun = now();
    uint64_t seed = 1;
    struct make_journal *journal = new_journal(0);
    struct make_act *act = calloc(1, sizeof *act);
    DEMAND(act, "memory");
    wijk_store *store = open_store(WIJK_STORE_WRITE | WIJK_STORE_CREATE);
    for (uint64_t i = 0; i < CALIBRATION; i++) {
        add_frames(&seed, journal, act, 1);
        wijk_status status = wijk_store_append(store, &journal->dossier, i, journal->bytes, journal->size, NULL);
        DEMAND(status == WIJK_OK, "%s", wijk_status_name(status));
    }
    longest_microseconds = (size_t)((now() - begun) * 1e6);
    wijk_store_destroy(store);
    if (longest_microseconds < LEAST_MICROSECONDS)
        longest_microseconds = LEAST_MICROSECONDS;
    if (longest_microseconds > MOST_MICROSECONDS)
        longest_microseconds = MOST_MICROSECONDS;
    free(act);
    free(journal->bytes);
    free(journal);
}

static void crash_once(uint64_t *seed, struct known *known, struct tally *tally) {
    int ends[2], result;
    const uint64_t child_seed = make_random(seed);
    const struct timespec moment = {.tv_nsec = (long)make_below(seed, longest_microseconds) * 1000};
    DEMAND(pipe(ends) == 0, "%s", strerror(errno));
    const pid_t child = fork();
    DEMAND(child >= 0, "%s", strerror(errno));
    if (child == 0) {
        close(ends[0]);
        write_until_killed(ends[1], child_seed);
    }
    close(ends[1]);
    nanosleep(&moment, NULL);
    kill(child, SIGKILL);
    DEMAND(waitpid(child, &result, 0) == child && WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL,
           "the child ended by itself");
    listen(ends[0], known, tally);
    close(ends[0]);
    look(known, tally);
}

/* ---- several writers at the same moment ---- */

static _Noreturn void race(int start, int pipe, uint32_t writer) {
    char signal;
    DEMAND(read(start, &signal, 1) == 0, "the start"); /* the parent closes its end */
    wijk_store *store = open_store(WIJK_STORE_WRITE | WIJK_STORE_CREATE);
    struct make_journal *journal = new_journal(0);
    struct make_act *act = calloc(1, sizeof *act);
    wijk_buffer *frames = NULL;
    uint64_t seed = writer + 1;
    DEMAND(act && wijk_buffer_new(context, &frames) == WIJK_OK, "memory");
    for (resume(store, journal, frames); journal->sequence < RACE_FRAMES;) {
        const uint64_t expected = journal->sequence;
        add_frames(&seed, journal, act, 1);
        wijk_status status = wijk_store_append(store, &journal->dossier, expected, journal->bytes, journal->size, NULL);
        DEMAND(status == WIJK_OK || status == WIJK_E_CONFLICT, "%s", wijk_status_name(status));
        struct message won = {WON, writer, expected + 1, {0}};
        memcpy(won.head, journal->head, sizeof won.head);
        if (status == WIJK_OK)
            tell(pipe, &won, 1);
        else
            resume(store, journal, frames);
    }
    _exit(0);
}

static void race_once(uint32_t *wins) {
    int start[2], ends[2];
    DEMAND(pipe(start) == 0 && pipe(ends) == 0, "%s", strerror(errno));
    for (uint32_t i = 0; i < WRITERS; i++) {
        const pid_t child = fork();
        DEMAND(child >= 0, "%s", strerror(errno));
        if (child == 0) {
            close(start[1]);
            close(ends[0]);
            race(start[0], ends[1], i);
        }
    }
    close(start[0]);
    close(ends[1]);
    close(start[1]);
    struct message heads[RACE_FRAMES + 1] = {{0}}, message;
    while (read(ends[0], &message, sizeof message) == sizeof message) {
        DEMAND(message.sequence >= 1 && message.sequence <= RACE_FRAMES, "sequence %" PRIu64, message.sequence);
        DEMAND(heads[message.sequence].kind == 0, "two writers won %" PRIu64, message.sequence);
        heads[message.sequence] = message;
        wins[message.dossier]++;
    }
    close(ends[0]);
    for (uint32_t i = 0; i < WRITERS; i++) {
        int result;
        DEMAND(wait(&result) > 0 && WIFEXITED(result) && WEXITSTATUS(result) == 0, "a writer failed");
    }
    struct known known = {.acknowledged = heads[RACE_FRAMES]};
    wijk_buffer *frames = NULL;
    DEMAND(wijk_buffer_new(context, &frames) == WIJK_OK, "memory");
    wijk_store *store = open_store(WIJK_STORE_READ);
    DEMAND(!compare(store, 0, &known, frames), "more frames than were won");
    for (uint64_t i = 1; i <= RACE_FRAMES; i++) {
        uint8_t head[WIJK_HASH_SIZE];
        head_at(frames, i, head);
        DEMAND(heads[i].kind == WON && memcmp(head, heads[i].head, sizeof head) == 0, "frame %" PRIu64, i);
    }
    DEMAND(wijk_store_check(store, NULL) == WIJK_OK, "check");
    wijk_store_destroy(store);
    wijk_buffer_destroy(frames);
}

int main(int count, char **arguments) {
    const uint64_t rounds = count > 1 ? strtoull(arguments[1], NULL, 10) : 500;
    uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 20260301;
    const char *root = getenv("WIJK_BUILD_ROOT");
    if (!wijk_feature_supported(WIJK_FEATURE_SQLITE))
        return 77;
    snprintf(folder, sizeof folder, "%s/crash-XXXXXX", root ? root : ".");
    DEMAND(mkdtemp(folder) && wijk_context_new(NULL, NULL, &context) == WIJK_OK, "%s", folder);
    snprintf(path, sizeof path, "%s/store.db", folder);
    setvbuf(stdout, NULL, _IOLBF, 0);
    calibrate();
    printf("seed %" PRIu64 ", children live at most %zu us\n", seed, longest_microseconds);

    struct tally tally = {0};
    struct known known[DOSSIERS];
    double begun = now();
    for (uint64_t round = 0; round < rounds; round++) {
        if (round % ROUNDS_A_STORE == 0) {
            remove_store();
            memset(known, 0, sizeof known);
        }
        crash_once(&seed, known, &tally);
    }
    remove_store();
    printf("killed %" PRIu64 " times in %.1f s: %" PRIu64 " appends acknowledged and all there; %" PRIu64
           " times while one was going on, %" PRIu64 " of them kept whole, the others not at all; %" PRIu64
           " times before the first\n", rounds, now() - begun, tally.acknowledged, tally.interrupted, tally.kept,
           tally.before_first);
    DEMAND(rounds < 100 || (tally.acknowledged > rounds / 2 && tally.interrupted > rounds / 10),
           "hardly anything was tried");

    uint32_t wins[WRITERS] = {0};
    begun = now();
    for (int i = 0; i < RACES; i++) {
        race_once(wins);
        remove_store();
    }
    printf("%d writers made a store %d times and appended %d frames each time in %.1f s; they won", (int)WRITERS,
           (int)RACES, (int)RACE_FRAMES, now() - begun);
    for (size_t i = 0; i < WRITERS; i++)
        printf(" %u", (unsigned)wins[i]);
    printf("\n");
    DEMAND(rmdir(folder) == 0, "%s", folder);
    wijk_context_unref(context);
    return 0;
}
