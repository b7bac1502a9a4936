/* What the tests of src/base share: an allocator that counts and can fail, and numbers that look random. */
#ifndef WIJK_TEST_BASE_SUPPORT_H
#define WIJK_TEST_BASE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/base.h"

struct counting {
    size_t bytes;      /* held now */
    size_t blocks;     /* held now */
    size_t calls;      /* allocate and reallocate, ever */
    size_t fail_after; /* that many calls succeed; SIZE_MAX: all */
};

/* Each block is a page of its own size, kept in front of it, so that a wrong size at release is seen. */
struct block {
    size_t size;
    max_align_t memory[];
};

static inline struct block *block_of(void *memory) {
    return (struct block *)(void *)((char *)memory - offsetof(struct block, memory));
}

static inline void *counting_allocate(void *userdata, size_t size) {
    struct counting *counting = userdata;
    assert_true(size > 0);
    if (counting->calls++ >= counting->fail_after)
        return NULL;
    struct block *block = malloc(offsetof(struct block, memory) + size);
    assert_non_null(block);
    block->size = size;
    counting->bytes += size;
    counting->blocks++;
    memset(block->memory, 0xA5, size); /* nobody may count on zeros */
    return block->memory;
}

static inline void counting_release(void *userdata, void *memory, size_t size) {
    struct counting *counting = userdata;
    assert_non_null(memory);
    assert_int_equal(block_of(memory)->size, size);
    counting->bytes -= size;
    counting->blocks--;
    memset(memory, 0x5A, size);
    free(block_of(memory));
}

static inline void *counting_reallocate(void *userdata, void *memory, size_t old_size, size_t new_size) {
    assert_non_null(memory);
    assert_int_equal(block_of(memory)->size, old_size);
    void *moved = counting_allocate(userdata, new_size);
    if (!moved)
        return NULL;
    memcpy(moved, memory, old_size < new_size ? old_size : new_size);
    counting_release(userdata, memory, old_size);
    return moved;
}

static inline wijk_allocator counting_allocator(struct counting *counting) {
    *counting = (struct counting){.fail_after = SIZE_MAX};
    return (wijk_allocator){
        .struct_size = sizeof(wijk_allocator),
        .userdata = counting,
        .allocate = counting_allocate,
        .reallocate = counting_reallocate,
        .release = counting_release,
    };
}

static inline wijk_context *counting_context(struct counting *counting) {
    wijk_allocator allocator = counting_allocator(counting);
    wijk_context *context;
    assert_int_equal(wijk_context_new(&allocator, NULL, &context), WIJK_OK);
    return context;
}

/* SplitMix64: the same numbers in every run. */
static inline uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline int32_t random_between(uint64_t *state, int32_t low, int32_t high) {
    return (int32_t)(low + (int64_t)(next_random(state) % (uint64_t)((int64_t)high - low + 1)));
}

/* A date that is known to be good. */
static inline wijk_date the_day(const char *text) {
    wijk_date date;
    assert_int_equal(wijk_date_parse(text, WIJK_NUL_TERMINATED, &date, NULL), WIJK_OK);
    return date;
}

#endif
