/* The library as a module that a Python test loads, with tables that look random and an allocator that counts, from any
 * thread. */
#include <stdatomic.h>

#include "random_table.h"

static atomic_size_t live;

static void *take(void *userdata, size_t size) {
    (void)userdata;
    void *memory = malloc(size);
    atomic_fetch_add(&live, memory != NULL);
    return memory;
}

static void *resize(void *userdata, void *memory, size_t old_size, size_t new_size) {
    (void)userdata;
    (void)old_size;
    void *moved = realloc(memory, new_size);
    atomic_fetch_add(&live, !memory && moved);
    return moved;
}

static void give(void *userdata, void *memory, size_t size) {
    (void)userdata;
    (void)size;
    atomic_fetch_sub(&live, memory != NULL);
    free(memory);
}

size_t maker_live(void);
wijk_context *maker_context(void);
wijk_table *maker_table(wijk_context *context, wijk_table_id table, uint32_t rows, uint32_t nulls, uint64_t seed);

/* Pieces of memory that were taken and not given back. */
size_t maker_live(void) { return atomic_load(&live); }

wijk_context *maker_context(void) {
    const wijk_allocator allocator = {
        .struct_size = sizeof allocator, .allocate = take, .reallocate = resize, .release = give};
    wijk_context *context;
    return wijk_context_new(&allocator, NULL, &context) == WIJK_OK ? context : NULL;
}

/* NULL for a table that is not built from rows. */
wijk_table *maker_table(wijk_context *context, wijk_table_id table, uint32_t rows, uint32_t nulls, uint64_t seed) {
    return random_table(context, wijk__table_def(table), rows, nulls, seed);
}
