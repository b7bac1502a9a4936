/* What reading and writing a journal costs, part by part. Best of several rounds, on one core. */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "journal_make.h"

enum { FRAMES = 50, ACTS_A_FRAME = 1000, ACTS = FRAMES * ACTS_A_FRAME, ROUNDS = 15 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time); /* other programs do not count */
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Acts as a household's file holds them: references, codes, keys, now and then a text; the actor changes seldom. */
static void make_acts(struct make_journal *journal) {
    static const char title[] = "Naar school op vier van de vijf dagen";
    uint64_t seed = 1;
    wijk_id professional = make_id(&seed), organisation = make_id(&seed);
    journal->dossier = make_id(&seed);
    for (uint32_t i = 0; i < ACTS; i++) {
        wijk_id ids[2] = {make_id(&seed), make_id(&seed)};
        if (i % 10 == 0)
            professional = make_id(&seed);
        struct wijk__act act = {.id = make_id(&seed), .valid = 20000 + (wijk_date)(i / 100),
                                .recorded = INT64_C(1780000000000000) + i * INT64_C(61000000),
                                .professional = &professional, .organisation = &organisation,
                                .role = {"team-worker", 11}};
        switch (i % 5) {
        case 0:
            act.type = WIJK_ACT_GOAL_SET;
            act.fields[0].id = &ids[0];
            act.fields[2].text = (struct wijk__text){title, sizeof title - 1};
            act.present = 5;
            break;
        case 1: case 2:
            act.type = WIJK_ACT_GOAL_SCORE;
            act.fields[0].id = &ids[0];
            act.fields[1].number = (int64_t)(i % 5) - 2;
            act.fields[2].number = 1;
            act.present = 7;
            break;
        case 3:
            act.type = WIJK_ACT_TIER_ENTER;
            act.fields[0].text = (struct wijk__text){"care", 4};
            act.fields[1].text = (struct wijk__text){"specialised", 11};
            act.fields[2].id = &ids[0];
            act.fields[3].number = 3;
            act.present = 15;
            break;
        default:
            act.type = WIJK_ACT_CLIENT_CONSULT;
            act.fields[0].id = &ids[0];
            act.fields[1].id = &ids[1];
            act.fields[2].number = 1;
            act.present = 7;
        }
        act.def = wijk__act_def(act.type);
        make_append(journal, &act);
        if (i % ACTS_A_FRAME == ACTS_A_FRAME - 1)
            make_seal(journal);
    }
}

static uint64_t read_all(const struct make_journal *journal, struct wijk__place *places) {
    uint64_t sum = 0;
    struct wijk__act act;
    for (uint32_t frame = 0; frame < FRAMES; frame++) {
        struct wijk__place place = wijk__place_first((uint32_t)journal->starts[frame]);
        size_t end = journal->starts[frame + 1] - WIJK__FRAME_TRAILER;
        for (uint32_t i = 0; i < ACTS_A_FRAME; i++) {
            places[frame * ACTS_A_FRAME + i] = place;
            if (wijk__act_decode(journal->bytes, end, &place, &act) != WIJK_OK)
                exit(1);
            sum += act.id.bytes[0] + (uint64_t)act.valid;
        }
    }
    return sum;
}

static uint64_t read_again(const struct make_journal *journal, const struct wijk__place *places) {
    uint64_t sum = 0;
    struct wijk__act act;
    for (uint32_t i = 0; i < ACTS; i++) {
        wijk__act_again(journal->bytes, &places[i], &act);
        sum += act.id.bytes[0] + (uint64_t)act.valid;
    }
    return sum;
}

/* The acts of a frame in another order, as a question about the past asks for them. */
static void shuffle_frames(struct wijk__place *places) {
    uint64_t seed = 2;
    for (uint32_t i = 0; i < ACTS; i++) {
        size_t other = i / ACTS_A_FRAME * ACTS_A_FRAME + make_below(&seed, i % ACTS_A_FRAME + 1);
        struct wijk__place swap = places[i];
        places[i] = places[other];
        places[other] = swap;
    }
}

static uint64_t write_all(const struct make_journal *journal, const struct wijk__place *places, uint8_t *to) {
    struct wijk__act act;
    struct wijk__place place = wijk__place_first(0);
    for (uint32_t i = 0; i < ACTS_A_FRAME; i++) {
        wijk__act_again(journal->bytes, &places[i], &act);
        wijk__act_encode(to, &place, &act);
    }
    return place.act;
}

static uint64_t scan(const struct make_journal *journal, wijk_context *context, int32_t chain) {
    wijk_journal_report *report;
    if (wijk_journal_scan(context, journal->bytes, journal->size, chain, &report, NULL) != WIJK_OK)
        exit(1);
    uint64_t acts = wijk_journal_report_acts(report);
    wijk_journal_report_destroy(report);
    return acts;
}

#define MEASURE(best, sum, call)                 \
    do {                                         \
        best = 1e9;                              \
        for (int round = 0; round < ROUNDS; round++) { \
            double start = now();                \
            sum += (call);                       \
            double taken = now() - start;        \
            best = taken < best ? taken : best;  \
        }                                        \
    } while (0)

int main(void) {
    struct make_journal *journal = calloc(1, sizeof *journal);
    struct wijk__place *places = calloc(ACTS, sizeof *places);
    uint8_t *room = calloc(1, 1 << 20);
    wijk_context *context = NULL;
    if (!journal || !places || !room || wijk_context_new(NULL, NULL, &context) != WIJK_OK)
        return 1;
    make_acts(journal);
    double best, bytes = (double)journal->size;
    uint64_t sum = 0;
    uint8_t hash[32];
    printf("%d acts of %.1f bytes in %d frames\n", (int)ACTS, bytes / ACTS, (int)FRAMES);
    MEASURE(best, sum, read_all(journal, places));
    printf("decode            %8.1f ns/act\n", best / ACTS * 1e9);
    MEASURE(best, sum, read_again(journal, places));
    printf("decode again      %8.1f ns/act\n", best / ACTS * 1e9);
    shuffle_frames(places);
    MEASURE(best, sum, read_again(journal, places));
    printf("decode, any order %8.1f us per 1,000 acts of one dossier\n", best / ACTS * 1e9);
    MEASURE(best, sum, write_all(journal, places, room));
    printf("read and encode   %8.1f ns/act\n", best / ACTS_A_FRAME * 1e9);
    MEASURE(best, sum, wijk__crc32(0, journal->bytes, journal->size));
    printf("CRC-32            %8.2f GB/s\n", bytes / best / 1e9);
    MEASURE(best, sum, (wijk__sha256(journal->bytes, journal->size, hash), hash[0]));
    printf("SHA-256           %8.2f GB/s\n", bytes / best / 1e9);
    MEASURE(best, sum, scan(journal, context, 0));
    printf("scan              %8.1f ns/act\n", best / ACTS * 1e9);
    MEASURE(best, sum, scan(journal, context, 1));
    printf("scan with chain   %8.1f ns/act\n", best / ACTS * 1e9);
    wijk_context_unref(context);
    free(room);
    free(places);
    free(journal->bytes);
    free(journal);
    return sum == 0;
}
