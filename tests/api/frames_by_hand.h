/* Frames of other writers, made by hand after docs/formats/journal.md. Public headers only. */
#ifndef WIJK_TEST_FRAMES_BY_HAND_H
#define WIJK_TEST_FRAMES_BY_HAND_H

#include "dossier_support.h"

enum { ROOM = 4096, HEADER = 88, NEWER = 30000 };

struct frames { /* all zero: none yet */
    uint8_t bytes[ROOM];
    size_t size, start; /* where the open frame begins */
    uint32_t acts;
    uint64_t sequence;
    size_t act; /* where the open act begins */
};

static inline void put(struct frames *frames, const void *data, size_t size) {
    assert_true(frames->size + size <= ROOM);
    memcpy(frames->bytes + frames->size, data, size);
    frames->size += size;
}

static inline void put_number(struct frames *frames, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++)
        put(frames, &(uint8_t){(uint8_t)(value >> (8 * i))}, 1);
}

static inline void put_varint(struct frames *frames, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        put(frames, &(uint8_t){(uint8_t)(value | 0x80)}, 1);
    put(frames, &(uint8_t){(uint8_t)value}, 1);
}

static inline void put_signed(struct frames *frames, int64_t value) {
    put_varint(frames, value < 0 ? ((uint64_t)-(value + 1) << 1) + 1 : (uint64_t)value << 1);
}

static inline void put_id(struct frames *frames, uint32_t number) {
    wijk_id one = id(number);
    put(frames, &one, sizeof one);
}

static inline void begin_frame(struct frames *frames, uint64_t sequence, const uint8_t *previous) {
    wijk_id dossier = id(DOSSIER), policy = id(999);
    frames->start = frames->size;
    frames->sequence = sequence;
    frames->acts = 0;
    put_number(frames, 0x31544B57, 4);
    put_number(frames, 0x0101, 4);
    put_number(frames, 0, 8); /* length and number of acts, later */
    put_number(frames, sequence, 8);
    put(frames, &dossier, sizeof dossier);
    put(frames, &policy, sizeof policy);
    put(frames, previous, WIJK_HASH_SIZE);
}

static inline void end_frame(struct frames *frames) {
    struct frames head = {.size = frames->start + 8};
    uint32_t crc = UINT32_MAX;
    put_number(&head, frames->size - frames->start + 4, 4);
    put_number(&head, frames->acts, 4);
    memcpy(frames->bytes + frames->start + 8, head.bytes + frames->start + 8, 8);
    for (size_t i = frames->start; i < frames->size; i++) {
        crc ^= frames->bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
    }
    put_number(frames, ~crc, 4);
}

/* An act shorter than 128 bytes, by WHO. */
static inline void begin_act(struct frames *frames, uint32_t type, uint32_t number, wijk_date valid,
                             wijk_time recorded) {
    static wijk_time before;
    bool first = frames->acts++ == 0, moved = first || recorded != before;
    frames->act = frames->size;
    put(frames, &(uint8_t){0}, 1);
    put(frames, &(uint8_t){(uint8_t)((moved ? 1 : 0) | (first ? 1 << 2 : 0))}, 1);
    put_varint(frames, type);
    put_id(frames, number);
    put_signed(frames, valid);
    if (moved)
        put_signed(frames, first ? recorded : recorded - before);
    if (first)
        put_id(frames, WHO);
    before = recorded;
}

static inline void end_act(struct frames *frames) {
    size_t length = frames->size - frames->act - 1;
    assert_true(length < 128);
    frames->bytes[frames->act] = (uint8_t)length;
}

static inline void field_number(struct frames *frames, uint32_t field, int64_t value) {
    put_varint(frames, field << 2);
    put_signed(frames, value);
}

static inline void field_id(struct frames *frames, uint32_t field, uint32_t number) {
    put_varint(frames, field << 2 | 1);
    put_id(frames, number);
}

static inline void field_text(struct frames *frames, uint32_t field, const char *text) {
    put_varint(frames, field << 2 | 2);
    put_varint(frames, strlen(text));
    put(frames, text, strlen(text));
}

static inline void simple_act(struct frames *frames, uint32_t type, uint32_t number, wijk_date valid,
                              wijk_time recorded) {
    begin_act(frames, type, number, valid, recorded);
    end_act(frames);
}

static inline void join_act(struct frames *frames, uint32_t number, wijk_date valid, uint32_t person, int64_t role) {
    begin_act(frames, WIJK_ACT_MEMBER_JOIN, number, valid, NOON(valid));
    field_id(frames, WIJK_MEMBER_JOIN_PERSON, person);
    field_number(frames, WIJK_MEMBER_JOIN_ROLE, role);
    end_act(frames);
}

static const uint8_t zeros[WIJK_HASH_SIZE];

/* Begin the frame that follows those that stand there, which must load. */
static inline void next_frame(struct world *world, struct frames *frames) {
    wijk_dossier *made;
    uint8_t head[WIJK_HASH_SIZE];
    assert_int_equal(load(world, frames->bytes, frames->size, &made), WIJK_OK);
    wijk_dossier_head(made, head);
    wijk_dossier_destroy(made);
    begin_frame(frames, frames->sequence + 1, head);
}

static inline wijk_status load_frames(struct world *world, const struct frames *frames, wijk_dossier **out) {
    return load(world, frames->bytes, frames->size, out);
}

#endif
