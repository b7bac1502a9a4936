/* From nodes to the structs of the Arrow C data interface.
 *
 * A consumer may move any child or dictionary out of its parent, and release it on another thread, long after. So each
 * struct counts as one reference to the slab that all of them stand in. */
#include "exchange/arrow.h"

struct slab {
    atomic_uint references; /* structs that are not released */
    wijk_context *context;
    size_t size;
    struct wijk__arrow_hold hold;
};

static void drop(struct slab *slab) {
    /* Release orders what this thread read before the end; acquire lets the last one free it after all of them. */
    if (atomic_fetch_sub_explicit(&slab->references, 1, memory_order_acq_rel) != 1)
        return;
    wijk_context *context = slab->context;
    if (slab->hold.drop)
        slab->hold.drop(slab->hold.thing);
    wijk__release(context, slab->hold.extra, slab->hold.extra_size);
    wijk__release(context, slab, slab->size);
    wijk_context_unref(context);
}

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    schema->release = NULL;
    drop(schema->private_data);
}

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    array->release = NULL;
    drop(array->private_data);
}

/* The slab, the structs below the first, a pointer to each of them, and `buffers` pointers to buffers. */
static struct slab *new_slab(wijk_context *context, uint32_t count, size_t item, size_t buffers) {
    size_t items, pointers, all = sizeof(struct slab);
    if (!wijk__multiply(count, item, &items) || !wijk__multiply(count + buffers, sizeof(void *), &pointers) ||
        !wijk__add(all, items, &all) || !wijk__add(all, pointers, &all))
        return NULL;
    struct slab *slab = wijk__allocate_zeroed(context, all);
    if (!slab)
        return NULL;
    atomic_init(&slab->references, count);
    slab->context = wijk_context_ref(context);
    slab->size = all;
    return slab;
}

struct filling {
    struct slab *slab;
    const struct wijk__arrow_node *node;
    struct ArrowSchema *schema, **schemas; /* next ones in the slab */
    struct ArrowArray *array, **arrays;
    const void **buffers;
};

/* As deep as the nodes are, which is at most four. */
static void fill_schema(struct filling *to, struct ArrowSchema *schema) {
    const struct wijk__arrow_node *node = to->node++;
    *schema = (struct ArrowSchema){
        .format = node->format,
        .name = node->name,
        .flags = node->flags,
        .n_children = node->child_count,
        .children = node->child_count ? to->schemas : NULL,
        .dictionary = node->dictionary ? to->schema++ : NULL,
        .release = release_schema,
        .private_data = to->slab,
    };
    to->schemas += node->child_count;
    if (schema->dictionary)
        fill_schema(to, schema->dictionary);
    for (uint32_t i = 0; i < node->child_count; i++) {
        schema->children[i] = to->schema++;
        fill_schema(to, schema->children[i]);
    }
}

static void fill_array(struct filling *to, struct ArrowArray *array) {
    const struct wijk__arrow_node *node = to->node++;
    *array = (struct ArrowArray){
        .length = node->length,
        .null_count = node->null_count,
        .offset = node->offset,
        .n_buffers = node->buffer_count,
        .n_children = node->child_count,
        .buffers = to->buffers,
        .children = node->child_count ? to->arrays : NULL,
        .dictionary = node->dictionary ? to->array++ : NULL,
        .release = release_array,
        .private_data = to->slab,
    };
    for (uint32_t i = 0; i < node->buffer_count; i++)
        *to->buffers++ = node->buffers[i];
    to->arrays += node->child_count;
    if (array->dictionary)
        fill_array(to, array->dictionary);
    for (uint32_t i = 0; i < node->child_count; i++) {
        array->children[i] = to->array++;
        fill_array(to, array->children[i]);
    }
}

wijk_status wijk__arrow_schema(wijk_context *context, const struct wijk__arrow_node *nodes, uint32_t count,
                               struct ArrowSchema *out) {
    struct slab *slab = new_slab(context, count, sizeof *out, 0);
    out->release = NULL;
    if (!slab)
        return WIJK_E_MEMORY;
    struct ArrowSchema *schemas = (struct ArrowSchema *)(slab + 1);
    fill_schema(&(struct filling){.slab = slab, .node = nodes, .schema = schemas,
                                  .schemas = (struct ArrowSchema **)(schemas + count)}, out);
    return WIJK_OK;
}

wijk_status wijk__arrow_array(wijk_context *context, const struct wijk__arrow_node *nodes, uint32_t count,
                              const struct wijk__arrow_hold *hold, struct ArrowArray *out) {
    struct slab *slab = new_slab(context, count, sizeof *out, (size_t)count * WIJK__ARROW_BUFFERS);
    out->release = NULL;
    if (!slab)
        return WIJK_E_MEMORY;
    slab->hold = *hold;
    struct ArrowArray *arrays = (struct ArrowArray *)(slab + 1);
    struct ArrowArray **pointers = (struct ArrowArray **)(arrays + count);
    fill_array(&(struct filling){.slab = slab, .node = nodes, .array = arrays, .arrays = pointers,
                                 .buffers = (const void **)(pointers + count)}, out);
    return WIJK_OK;
}

/* ---- what is made for one array ---- */

enum { BORDER = 64 };

void *wijk__arrow_take(struct wijk__arrow_room *room, size_t size) {
    uint8_t *piece = room->base ? room->base + room->used : NULL;
    room->used += (size + BORDER - 1) / BORDER * BORDER;
    return piece;
}

wijk_status wijk__arrow_make_room(wijk_context *context, struct wijk__arrow_room *room, struct wijk__arrow_hold *hold) {
    hold->extra_size = room->used + BORDER;
    hold->extra = wijk__allocate_zeroed(context, hold->extra_size);
    if (!hold->extra)
        return WIJK_E_MEMORY;
    room->base = (uint8_t *)hold->extra + (BORDER - (uintptr_t)hold->extra % BORDER) % BORDER;
    room->used = 0;
    return WIJK_OK;
}

/* ---- nodes of the common types ---- */

struct wijk__arrow_node wijk__arrow_struct(const char *name, int64_t length, uint32_t children) {
    return (struct wijk__arrow_node){.name = name, .format = "+s", .length = length, .buffer_count = 1,
                                     .child_count = children};
}

struct wijk__arrow_node wijk__arrow_values(const char *name, const char *format, int64_t length, const void *values) {
    return (struct wijk__arrow_node){.name = name, .format = format, .length = length, .buffers = {NULL, values},
                                     .buffer_count = 2};
}

struct wijk__arrow_node wijk__arrow_texts(const char *name, int64_t length, const int32_t *offsets, const void *bytes) {
    return (struct wijk__arrow_node){.name = name, .format = "u", .length = length, .buffers = {NULL, offsets, bytes},
                                     .buffer_count = 3};
}
