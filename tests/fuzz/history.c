/* Acts that nobody judged, in frames that are right in every byte: what somebody can write who has the format and no
 * manners, and what a newer version may write in good faith. */
#include "fuzz.h"

#include "journal/journal.h"

enum { FRAME_ACTS_MOST = 8, TYPE_UNKNOWN = 0xF0 };

/* An act of a type, or with fields, that this library does not know. */
static void draw_unknown(struct input *in, struct drawn *drawn) {
    struct wijk__act *act = &drawn->act;
    size_t length = take8(in) & DRAWN_TEXT_MOST;
    const uint8_t *bytes = take_bytes(in, &length);
    if (take8(in) & 1) {
        act->type = 900 + take8(in);
        act->def = NULL;
        act->present = 0;
    }
    act->unknown = (struct wijk__text){length ? (const char *)bytes : NULL, length};
}

static void put_act(struct run *run, struct wijk__bytes *journal, struct wijk__place *place,
                    const struct wijk__act *act) {
    size_t room = wijk__act_encoded_limit(act) + WIJK__FRAME_TRAILER;
    HOLDS(wijk__bytes_reserve(run->context, journal, room) == WIJK_OK);
    wijk__act_encode(journal->data, place, act);
    journal->size = place->act;
}

static void put_frame(struct run *run, struct input *in, struct world *world, struct wijk__bytes *journal,
                      uint64_t sequence, uint8_t head[WIJK_HASH_SIZE]) {
    size_t start = journal->size;
    HOLDS(wijk__bytes_reserve(run->context, journal, WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER) == WIJK_OK);
    journal->size += WIJK__FRAME_HEADER;
    struct wijk__place place = wijk__place_first((uint32_t)start);
    uint32_t acts = 1 + take8(in) % FRAME_ACTS_MOST;
    for (uint32_t i = 0; i < acts; i++) {
        struct drawn drawn;
        bool strange = input_left(in) && *in->at >= TYPE_UNKNOWN;
        draw_act(world, in, false, &drawn);
        if (strange)
            draw_unknown(in, &drawn);
        put_act(run, journal, &place, &drawn.act);
        world_take(world, &drawn.act);
    }
    wijk_id dossier = fuzz_id(100, 1), policy = fuzz_id(101, 1);
    journal->size += WIJK__FRAME_TRAILER;
    uint32_t length = (uint32_t)(journal->size - start);
    wijk__frame_seal(journal->data + start, length, acts, sequence, &dossier, &policy, head);
    wijk__sha256(journal->data + start, length, head);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input in = {data, data + size};
    struct run run;
    struct wijk__bytes journal = {NULL, 0, 0};
    uint8_t head[WIJK_HASH_SIZE] = {0};
    static struct world world;
    run_start(&run, NULL);
    world_start(&world, fuzz_policy(take8(&in)));
    for (uint64_t sequence = 1; sequence == 1 || (input_left(&in) && world.count < ACTS_MOST); sequence++)
        put_frame(&run, &in, &world, &journal, sequence, head);
    /* in a block of its own size, so that reading past the end shows */
    uint8_t *bytes = malloc(journal.size);
    HOLDS(bytes != NULL);
    memcpy(bytes, journal.data, journal.size);
    examine_journal(&run, bytes, journal.size);
    free(bytes);
    wijk__bytes_free(run.context, &journal);
    run_end(&run);
    return 0;
}
