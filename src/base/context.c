/* The context: the host's allocator and the limits, counted by reference; and the gate for structs of callers. */
#include "base/base.h"

#include <stdlib.h>

/* What this library accepts of a struct's size at all: far above every struct that will ever be. */
enum { STRUCT_SIZE_MOST = 4096 };

/* The first versions of the sized structs end here, and that never changes. */
#define END_OF(type, field) (offsetof(type, field) + sizeof(((type *)0)->field))
#define ALLOCATOR_SIZE_V1 END_OF(wijk_allocator, release)
#define LIMITS_SIZE_V1 END_OF(wijk_limits, hash_seed)

static const wijk_limits limits_default = {
    .struct_size = sizeof(wijk_limits),
    .json_depth = 32,
    .json_bytes = UINT64_C(1) << 20,
    .text_bytes = UINT64_C(64) << 10,
    .frame_bytes = UINT64_C(64) << 20,
    .journal_bytes = UINT64_C(1) << 30,
    .acts = 1000000,
};

static void *host_allocate(void *userdata, size_t size) {
    (void)userdata;
    return malloc(size);
}

static void *host_reallocate(void *userdata, void *memory, size_t old_size, size_t new_size) {
    (void)userdata;
    (void)old_size;
    return realloc(memory, new_size);
}

static void host_release(void *userdata, void *memory, size_t size) {
    (void)userdata;
    (void)size;
    free(memory);
}

static const wijk_allocator allocator_default = {
    .struct_size = sizeof(wijk_allocator),
    .allocate = host_allocate,
    .reallocate = host_reallocate,
    .release = host_release,
};

wijk_status wijk__struct_read(const void *from, void *copy, size_t known_size, size_t smallest_size) {
    memset(copy, 0, known_size);
    uint32_t size = 0;
    memcpy(&size, from, sizeof size);
    if (size < sizeof size || size > STRUCT_SIZE_MOST)
        return WIJK_E_STRUCT_SIZE;
    if (size < smallest_size)
        return WIJK_E_STRUCT_OLDER;
    const uint8_t *bytes = from;
    for (size_t i = known_size; i < size; i++)
        if (bytes[i] != 0)
            return WIJK_E_STRUCT_NEWER;
    memcpy(copy, from, size < known_size ? size : known_size);
    return WIJK_OK;
}

static wijk_status read_allocator(const wijk_allocator *from, wijk_allocator *to) {
    *to = allocator_default;
    if (!from)
        return WIJK_OK;
    wijk_status status = wijk__struct_read(from, to, sizeof *to, ALLOCATOR_SIZE_V1);
    if (status != WIJK_OK)
        return status;
    if (to->reserved != 0)
        return WIJK_E_STRUCT_NEWER;
    return to->allocate && to->reallocate && to->release ? WIJK_OK : WIJK_E_ARGUMENT;
}

static void default_when_zero(uint64_t *limit, uint64_t standard) {
    if (*limit == 0)
        *limit = standard;
}

static wijk_status read_limits(const wijk_limits *from, wijk_limits *to) {
    *to = limits_default;
    if (!from)
        return WIJK_OK;
    wijk_status status = wijk__struct_read(from, to, sizeof *to, LIMITS_SIZE_V1);
    if (status != WIJK_OK)
        return status;
    if (to->json_depth == 0)
        to->json_depth = limits_default.json_depth;
    default_when_zero(&to->json_bytes, limits_default.json_bytes);
    default_when_zero(&to->text_bytes, limits_default.text_bytes);
    default_when_zero(&to->frame_bytes, limits_default.frame_bytes);
    default_when_zero(&to->journal_bytes, limits_default.journal_bytes);
    default_when_zero(&to->acts, limits_default.acts);
    return to->json_depth <= WIJK__JSON_DEPTH_MOST && to->journal_bytes <= UINT32_MAX ? WIJK_OK : WIJK_E_ARGUMENT;
}

wijk_status wijk_context_new(const wijk_allocator *allocator, const wijk_limits *limits, wijk_context **out) {
    if (!out)
        return WIJK_E_ARGUMENT;
    *out = NULL;
    wijk_allocator host;
    wijk_limits most;
    wijk_status status = read_allocator(allocator, &host);
    if (status == WIJK_OK)
        status = read_limits(limits, &most);
    if (status != WIJK_OK)
        return status;
    wijk_context *context = host.allocate(host.userdata, sizeof *context);
    if (!context)
        return WIJK_E_MEMORY;
    atomic_init(&context->references, 1);
    context->allocator = host;
    context->limits = most;
    *out = context;
    return WIJK_OK;
}

wijk_context *wijk_context_ref(wijk_context *context) {
    if (context)
        atomic_fetch_add_explicit(&context->references, 1, memory_order_relaxed);
    return context;
}

void wijk_context_unref(wijk_context *context) {
    /* Release orders what this owner did before the end; acquire lets the last owner see it all. */
    if (!context || atomic_fetch_sub_explicit(&context->references, 1, memory_order_acq_rel) != 1)
        return;
    const wijk_allocator host = context->allocator;
    host.release(host.userdata, context, sizeof *context);
}
