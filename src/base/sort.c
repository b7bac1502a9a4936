/* Putting items in order: a heap, which needs no memory and takes no longer for a bad order. */
#include "base/base.h"

static void swap(uint8_t *a, uint8_t *b, size_t size) {
    for (; size > 0; size--, a++, b++) {
        uint8_t kept = *a;
        *a = *b;
        *b = kept;
    }
}

/* Let an item sink until none of those under it must stand after it. */
static void sink(uint8_t *items, size_t place, size_t count, size_t size,
                 bool (*before)(const void *a, const void *b)) {
    for (size_t child; (child = place * 2 + 1) < count; place = child) {
        if (child + 1 < count && before(items + child * size, items + (child + 1) * size))
            child++;
        if (!before(items + place * size, items + child * size))
            return;
        swap(items + place * size, items + child * size, size);
    }
}

void wijk__sort(void *items, uint32_t count, size_t size, bool (*before)(const void *a, const void *b)) {
    for (size_t place = count / 2; place-- > 0;)
        sink(items, place, count, size, before);
    for (size_t left = count; left-- > 1;) {
        swap(items, (uint8_t *)items + left * size, size);
        sink(items, 0, left, size, before);
    }
}
