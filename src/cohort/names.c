/* Names that are gathered, and names in order. */
#include "cohort/cohort.h"

enum { SLOTS_FIRST = 64 };

int wijk__text_compare(struct wijk__text a, struct wijk__text b) {
    size_t both = a.length < b.length ? a.length : b.length;
    int order = both > 0 ? memcmp(a.data, b.data, both) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

void wijk__register_free(wijk_context *context, struct wijk__register *words) {
    wijk__bytes_free(context, &words->bytes);
    wijk__bytes_free(context, &words->ends);
    wijk__release(context, words->slots, words->slot_count * sizeof *words->slots);
    *words = (struct wijk__register){0};
}

static uint32_t end_of(const struct wijk__register *words, uint32_t number) {
    uint32_t end;
    memcpy(&end, words->ends.data + number * sizeof end, sizeof end);
    return end;
}

struct wijk__text wijk__register_name(const struct wijk__register *words, uint32_t number) {
    uint32_t start = number > 0 ? end_of(words, number - 1) : 0;
    return (struct wijk__text){(const char *)words->bytes.data + start, end_of(words, number) - start};
}

/* The slot of a name, or the empty one where it would stand. */
static uint32_t slot_of(wijk_context *context, const struct wijk__register *words, struct wijk__text name) {
    uint64_t hash = wijk__mix_key(context->limits.hash_seed, name.data, name.length);
    uint32_t slot = (uint32_t)hash & (words->slot_count - 1);
    for (; words->slots[slot] != 0; slot = (slot + 1) & (words->slot_count - 1)) {
        struct wijk__text other = wijk__register_name(words, words->slots[slot] - 1);
        if (wijk__text_equal(other.data, other.length, name.data, name.length))
            break;
    }
    return slot;
}

uint32_t wijk__register_find(wijk_context *context, const struct wijk__register *words, struct wijk__text name) {
    uint32_t found = words->slot_count == 0 ? 0 : words->slots[slot_of(context, words, name)];
    return found == 0 ? UINT32_MAX : found - 1;
}

/* Room for one more: at most half of the slots are taken. */
static wijk_status make_room(wijk_context *context, struct wijk__register *words) {
    if (words->count < words->slot_count / 2)
        return WIJK_OK;
    uint32_t slots = words->slot_count == 0 ? SLOTS_FIRST : words->slot_count * 2;
    if (slots > UINT32_MAX / 2)
        return WIJK_E_LIMIT;
    struct wijk__register larger = *words;
    larger.slot_count = slots;
    larger.slots = wijk__allocate_zeroed(context, slots * sizeof *larger.slots);
    if (larger.slots == NULL)
        return WIJK_E_MEMORY;
    for (uint32_t i = 0; i < words->count; i++)
        larger.slots[slot_of(context, &larger, wijk__register_name(words, i))] = i + 1;
    wijk__release(context, words->slots, words->slot_count * sizeof *words->slots);
    *words = larger;
    return WIJK_OK;
}

wijk_status wijk__register_add(wijk_context *context, struct wijk__register *words, struct wijk__text name, uint32_t most,
                            uint32_t *number) {
    *number = wijk__register_find(context, words, name);
    if (*number != UINT32_MAX)
        return WIJK_OK;
    if (words->count >= most || name.length > INT32_MAX - words->bytes.size)
        return WIJK_E_LIMIT;
    wijk_status status = make_room(context, words);
    if (status == WIJK_OK)
        status = wijk__bytes_reserve(context, &words->bytes, name.length);
    if (status == WIJK_OK)
        status = wijk__bytes_reserve(context, &words->ends, sizeof(uint32_t));
    if (status != WIJK_OK)
        return status;
    uint32_t slot = slot_of(context, words, name);
    wijk__bytes_append(context, &words->bytes, name.data, name.length);
    uint32_t end = (uint32_t)words->bytes.size;
    wijk__bytes_append(context, &words->ends, &end, sizeof end);
    *number = words->count++;
    words->slots[slot] = words->count;
    return WIJK_OK;
}

/* The last one first: nothing that was added after it looked past its slot. */
void wijk__register_cut(wijk_context *context, struct wijk__register *words, uint32_t count) {
    while (words->count > count) {
        struct wijk__text last = wijk__register_name(words, words->count - 1);
        words->slots[slot_of(context, words, last)] = 0;
        words->count--;
        words->bytes.size -= last.length;
        words->ends.size -= sizeof(uint32_t);
    }
}

/* ---- in order ---- */

struct numbered {
    struct wijk__text name;
    uint32_t number;
};

static bool stands_before(const void *a, const void *b) {
    return wijk__text_compare(((const struct numbered *)a)->name, ((const struct numbered *)b)->name) < 0;
}

wijk_status wijk__register_order(wijk_context *context, const struct wijk__register *words, uint32_t *place) {
    size_t size;
    struct numbered *all;
    if (!wijk__multiply(words->count, sizeof *all, &size) || (all = wijk__allocate(context, size)) == NULL)
        return WIJK_E_MEMORY;
    for (uint32_t i = 0; i < words->count; i++)
        all[i] = (struct numbered){wijk__register_name(words, i), i};
    wijk__sort(all, words->count, sizeof *all, stands_before);
    for (uint32_t i = 0; i < words->count; i++)
        place[all[i].number] = i;
    wijk__release(context, all, size);
    return WIJK_OK;
}

void wijk__register_put(const struct wijk__register *words, const uint32_t *place, struct wijk__names *into) {
    into->count = (int32_t)words->count;
    for (uint32_t i = 0; i < words->count; i++) /* lengths first, each one place further */
        into->offsets[place[i] + 1] = (int32_t)wijk__register_name(words, i).length;
    into->offsets[0] = 0;
    for (uint32_t i = 0; i < words->count; i++)
        into->offsets[i + 1] += into->offsets[i];
    for (uint32_t i = 0; i < words->count; i++) {
        struct wijk__text name = wijk__register_name(words, i);
        if (name.length > 0)
            memcpy(into->bytes + into->offsets[place[i]], name.data, name.length);
    }
}
