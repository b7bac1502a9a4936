/* Every layout that a sized struct ever had, kept as it was. Programs were compiled with them: never change a struct
 * here. When one grows, add its new layout as a new struct and a row for each member; old members keep their place. */
#include <stdio.h>

#include <wijkteam/wijkteam.h>

/* ---- 0.1: the first ones; DO NOT EVER CHANGE ---- */

struct wijk_allocator_0_1 {
    uint32_t struct_size;
    uint32_t reserved;
    void *userdata;
    void *(*allocate)(void *userdata, size_t size);
    void *(*reallocate)(void *userdata, void *memory, size_t old_size, size_t new_size);
    void (*release)(void *userdata, void *memory, size_t size);
};

struct wijk_limits_0_1 {
    uint32_t struct_size;
    uint32_t json_depth;
    uint64_t json_bytes;
    uint64_t text_bytes;
    uint64_t frame_bytes;
    uint64_t journal_bytes;
    uint64_t acts;
    uint64_t hash_seed;
};

struct wijk_store_methods_0_1 {
    uint32_t struct_size;
    uint32_t reserved;
    int32_t (*append)(void *userdata, const wijk_id *dossier, uint64_t sequence, const void *frame, size_t length);
    int32_t (*read)(void *userdata, const wijk_id *dossier, wijk_buffer *out);
    int32_t (*next)(void *userdata, const wijk_id *after, wijk_id *out);
    int32_t (*transaction)(void *userdata, int32_t what);
    void (*destroy)(void *userdata);
};

struct wijk_id_0_1 { /* passed by address everywhere; can never grow */
    uint8_t bytes[16];
};

/* ---- the comparison ---- */

static int failures;

static void same(const char *what, size_t old, size_t now) {
    if (old == now)
        return;
    printf("%s was %zu, is %zu\n", what, old, now);
    failures++;
}

#define MEMBER(version, type, member)                                                                                  \
    do {                                                                                                               \
        same(#type "." #member " offset since " #version, offsetof(struct type##_##version, member),                   \
             offsetof(type, member));                                                                                  \
        same(#type "." #member " size since " #version, sizeof(((struct type##_##version *)0)->member),                \
             sizeof(((type *)0)->member));                                                                             \
    } while (0)
#define NEVER_SHRINKS(version, type)                                                                                   \
    do {                                                                                                               \
        if (sizeof(type) < sizeof(struct type##_##version)) {                                                          \
            printf(#type " is smaller than in " #version "\n");                                                        \
            failures++;                                                                                                \
        }                                                                                                              \
    } while (0)

int main(void) {
    MEMBER(0_1, wijk_allocator, struct_size);
    MEMBER(0_1, wijk_allocator, reserved);
    MEMBER(0_1, wijk_allocator, userdata);
    MEMBER(0_1, wijk_allocator, allocate);
    MEMBER(0_1, wijk_allocator, reallocate);
    MEMBER(0_1, wijk_allocator, release);
    NEVER_SHRINKS(0_1, wijk_allocator);

    MEMBER(0_1, wijk_limits, struct_size);
    MEMBER(0_1, wijk_limits, json_depth);
    MEMBER(0_1, wijk_limits, json_bytes);
    MEMBER(0_1, wijk_limits, text_bytes);
    MEMBER(0_1, wijk_limits, frame_bytes);
    MEMBER(0_1, wijk_limits, journal_bytes);
    MEMBER(0_1, wijk_limits, acts);
    MEMBER(0_1, wijk_limits, hash_seed);
    NEVER_SHRINKS(0_1, wijk_limits);

    MEMBER(0_1, wijk_store_methods, struct_size);
    MEMBER(0_1, wijk_store_methods, reserved);
    MEMBER(0_1, wijk_store_methods, append);
    MEMBER(0_1, wijk_store_methods, read);
    MEMBER(0_1, wijk_store_methods, next);
    MEMBER(0_1, wijk_store_methods, transaction);
    MEMBER(0_1, wijk_store_methods, destroy);
    NEVER_SHRINKS(0_1, wijk_store_methods);

    MEMBER(0_1, wijk_id, bytes);
    same("wijk_id", sizeof(struct wijk_id_0_1), sizeof(wijk_id));

    if (sizeof(void *) == 8) { /* the figures that a binding without a compiler relies on */
        same("wijk_allocator on 64 bits", 40, sizeof(struct wijk_allocator_0_1));
        same("wijk_limits on 64 bits", 56, sizeof(struct wijk_limits_0_1));
        same("wijk_store_methods on 64 bits", 48, sizeof(struct wijk_store_methods_0_1));
    }
    printf("%d differences\n", failures);
    return failures != 0;
}
