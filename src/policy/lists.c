/* What a policy is kept in: a pool that is freed at once, and lists that are searched by key. */
#include "policy/compile.h"

/* ---- the pool ---- */

struct wijk__pool_block {
    struct wijk__pool_block *next;
    size_t size; /* with this head */
    size_t used;
};

#define ALIGNMENT _Alignof(max_align_t)

enum { BLOCK_SIZE = 4096 };

/* The smallest multiple of the alignment that is not less; false when there is none. */
static bool round_up(size_t size, size_t *rounded) {
    if (!wijk__add(size, ALIGNMENT - 1, rounded))
        return false;
    *rounded -= *rounded % ALIGNMENT;
    return true;
}

void *wijk__pool_take(struct wijk__pool *pool, size_t count, size_t size) {
    size_t wanted, head, whole;
    if (!wijk__multiply(count, size, &wanted) || !round_up(wanted, &wanted) ||
        !round_up(sizeof(struct wijk__pool_block), &head) || !wijk__add(head, wanted, &whole))
        return NULL;
    struct wijk__pool_block *block = pool->blocks;
    if (!block || wanted > block->size - block->used) {
        /* What is large stands alone; the block that was being filled is then given up, which costs little. */
        size_t block_size = whole > BLOCK_SIZE ? whole : BLOCK_SIZE;
        block = wijk__allocate_zeroed(pool->context, block_size);
        if (!block)
            return NULL;
        *block = (struct wijk__pool_block){pool->blocks, block_size, head};
        pool->blocks = block;
    }
    void *taken = (uint8_t *)block + block->used;
    block->used += wanted;
    return taken;
}

const char *wijk__pool_text(struct wijk__pool *pool, const char *text, size_t length) {
    char *copy = length < SIZE_MAX ? wijk__pool_take(pool, length + 1, 1) : NULL;
    if (copy && length)
        memcpy(copy, text, length);
    return copy;
}

void wijk__pool_free(struct wijk__pool *pool) {
    for (struct wijk__pool_block *block = pool->blocks, *next; block; block = next) {
        next = block->next;
        wijk__release(pool->context, block, block->size);
    }
    pool->blocks = NULL;
}

/* ---- lists ---- */

wijk_status wijk__list_start(struct wijk__list *list, struct wijk__pool *pool, uint32_t most, const wijk_id *salt) {
    uint32_t slots = 2;
    while (slots / 2 < most && slots <= UINT32_MAX / 2)
        slots *= 2;
    if (slots / 2 < most)
        return WIJK_E_LIMIT;
    list->entries = wijk__pool_take(pool, most, sizeof *list->entries);
    list->slots = wijk__pool_take(pool, slots, sizeof *list->slots);
    if (!list->entries || !list->slots)
        return WIJK_E_MEMORY;
    list->count = 0;
    list->mask = slots - 1;
    list->salt = salt;
    return WIJK_OK;
}

/* The slot where a key stands, or the free one where it would. */
static uint32_t *slot_of(const struct wijk__list *list, const char *key, size_t length) {
    uint32_t at = (uint32_t)wijk__mix_key(wijk__get64(list->salt->bytes), key, length) & list->mask;
    for (;; at = (at + 1) & list->mask) {
        uint32_t *slot = &list->slots[at];
        if (*slot == 0)
            return slot;
        const struct wijk__text *there = &list->entries[*slot - 1].key;
        if (wijk__text_equal(there->data, there->length, key, length))
            return slot;
    }
}

bool wijk__list_add(struct wijk__list *list, const struct wijk__entry *entry) {
    uint32_t *slot = slot_of(list, entry->key.data, entry->key.length);
    if (*slot != 0)
        return false;
    list->entries[list->count] = *entry;
    *slot = ++list->count;
    return true;
}

const struct wijk__entry *wijk__list_find(const struct wijk__list *list, const char *key, size_t length) {
    if (list->count == 0)
        return NULL;
    uint32_t slot = *slot_of(list, key, length);
    return slot ? &list->entries[slot - 1] : NULL;
}
