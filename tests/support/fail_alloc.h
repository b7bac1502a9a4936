/* An allocator for tests that counts, and that fails on request. Public headers only, so that every kind of test can
 * use it:
 *
 *     struct fail_alloc alloc = {0};
 *     wijk_context *context;
 *     wijk_status status = fail_alloc_context(&alloc, NULL, &context);
 *     alloc.fail_at = alloc.calls + 1;     // the next call fails, once; with alloc.for_ever all after it too
 *     ...
 *     wijk_context_unref(context);
 *     if (!fail_alloc_clean(&alloc)) ...   // all was given back, with the sizes it was taken with
 *
 * New memory is filled with 0xA5, old memory with 0xDD, and every block is moved when it is resized, so that what reads
 * too early or holds on to an old address shows. A block stands 16 bytes into a block of malloc: aligned for all plain
 * types, seldom for more.
 *
 * fail_alloc_sweep() runs a scenario as often as it allocates: first call 1 fails, then call 2, ...; once, and for ever
 * after. The scenario makes its context with fail_alloc_context(), frees all it has made, and answers the status of the
 * first call that was not WIJK_OK. It checks by itself that what failed is unchanged, and that what answered OK was
 * done. */
#ifndef WIJK_TESTS_FAIL_ALLOC_H
#define WIJK_TESTS_FAIL_ALLOC_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijkteam/base.h>

struct fail_alloc {
    size_t calls;       /* asked for memory, refused calls included; giving back does not count */
    size_t fail_at;     /* the call that fails, from 1; 0: none does */
    bool for_ever;      /* all calls from fail_at on fail, not only that one */
    size_t failures;    /* how many calls were refused */
    size_t live_bytes;  /* taken and not yet given back */
    size_t live_blocks;
    size_t peak_bytes;
    size_t faults;      /* blocks given back with another size, twice, or written past their end */
};

struct fail_alloc_block { /* stands before every block; 16 bytes */
    uint64_t size;
    uint64_t mark;
};
#define FAIL_ALLOC_LIVE UINT64_C(0x6C69766562797465)
#define FAIL_ALLOC_DEAD UINT64_C(0x6465616462797465)
#define FAIL_ALLOC_FENCE 8 /* bytes of 0xFE after every block */

static inline bool fail_alloc_refuses(struct fail_alloc *alloc) {
    alloc->calls++;
    bool refuse = alloc->fail_at && (alloc->for_ever ? alloc->calls >= alloc->fail_at : alloc->calls == alloc->fail_at);
    alloc->failures += refuse;
    return refuse;
}

static inline void *fail_alloc_take(struct fail_alloc *alloc, size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    struct fail_alloc_block *block = malloc(sizeof *block + size + FAIL_ALLOC_FENCE);
    if (!block)
        return NULL;
    block->size = size;
    block->mark = FAIL_ALLOC_LIVE;
    uint8_t *memory = (uint8_t *)(block + 1);
    memset(memory, 0xA5, size);
    memset(memory + size, 0xFE, FAIL_ALLOC_FENCE);
    alloc->live_blocks++;
    alloc->live_bytes += size;
    if (alloc->live_bytes > alloc->peak_bytes)
        alloc->peak_bytes = alloc->live_bytes;
    return memory;
}

static inline void fail_alloc_give(struct fail_alloc *alloc, void *memory, size_t size) {
    struct fail_alloc_block *block = (struct fail_alloc_block *)memory - 1;
    if (block->mark != FAIL_ALLOC_LIVE) {
        alloc->faults++;
        return;
    }
    size_t taken = (size_t)block->size;
    bool broken = taken != size;
    const uint8_t *fence = (const uint8_t *)memory + taken;
    for (size_t i = 0; i < FAIL_ALLOC_FENCE; i++)
        broken |= fence[i] != 0xFE;
    alloc->faults += broken;
    alloc->live_blocks--;
    alloc->live_bytes -= taken;
    block->mark = FAIL_ALLOC_DEAD;
    memset(memory, 0xDD, taken);
    free(block);
}

static inline void *fail_alloc_allocate(void *userdata, size_t size) {
    struct fail_alloc *alloc = userdata;
    return fail_alloc_refuses(alloc) ? NULL : fail_alloc_take(alloc, size);
}

static inline void *fail_alloc_reallocate(void *userdata, void *memory, size_t old_size, size_t new_size) {
    struct fail_alloc *alloc = userdata;
    if (fail_alloc_refuses(alloc))
        return NULL;
    void *moved = fail_alloc_take(alloc, new_size);
    if (!moved || !memory)
        return moved;
    memcpy(moved, memory, old_size < new_size ? old_size : new_size);
    fail_alloc_give(alloc, memory, old_size);
    return moved;
}

static inline void fail_alloc_release(void *userdata, void *memory, size_t size) {
    if (memory)
        fail_alloc_give(userdata, memory, size);
}

/* A context that allocates through `alloc`; `limits` may be NULL. Making the context is itself a call that can fail. */
static inline wijk_status fail_alloc_context(struct fail_alloc *alloc, const wijk_limits *limits, wijk_context **out) {
    wijk_allocator hooks = {
        .struct_size = sizeof hooks,
        .userdata = alloc,
        .allocate = fail_alloc_allocate,
        .reallocate = fail_alloc_reallocate,
        .release = fail_alloc_release,
    };
    return wijk_context_new(&hooks, limits, out);
}

/* Whether all memory was given back, and rightly. */
static inline bool fail_alloc_clean(const struct fail_alloc *alloc) {
    return alloc->live_blocks == 0 && alloc->live_bytes == 0 && alloc->faults == 0;
}

typedef wijk_status (*fail_alloc_scenario)(struct fail_alloc *alloc, void *userdata);

static inline bool fail_alloc_round_good(const struct fail_alloc *alloc, wijk_status status) {
    bool good = fail_alloc_clean(alloc) && (status == WIJK_OK || (status == WIJK_E_MEMORY && alloc->failures > 0));
    if (!good)
        fprintf(stderr, "call %zu fails %s: status %d, %zu bytes in %zu blocks kept, %zu faults\n", alloc->fail_at,
                alloc->for_ever ? "for ever" : "once", (int)status, alloc->live_bytes, alloc->live_blocks,
                alloc->faults);
    return good;
}

/* Answers how many calls for memory the scenario makes when none fails, which is how many were made to fail in turn; -1
 * when memory was kept or damaged, when the answer was neither OK nor E_MEMORY, or when there are more than `most`. */
static inline long fail_alloc_sweep(fail_alloc_scenario scenario, void *userdata, size_t most) {
    struct fail_alloc untroubled = {0};
    wijk_status status = scenario(&untroubled, userdata);
    if (!fail_alloc_round_good(&untroubled, status) || untroubled.calls > most)
        return -1;
    for (size_t n = 1; n <= untroubled.calls; n++) {
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            struct fail_alloc alloc = {.fail_at = n, .for_ever = for_ever != 0};
            status = scenario(&alloc, userdata);
            if (!fail_alloc_round_good(&alloc, status))
                return -1;
            if (alloc.failures == 0) {
                fprintf(stderr, "call %zu was never made; the scenario is not the same every time\n", n);
                return -1;
            }
        }
    }
    return (long)untroubled.calls;
}

#endif
