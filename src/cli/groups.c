/* The different texts of a column: found by hashing, numbered in order of their bytes. */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

struct found { /* open addressing: `size` is a power of two, at least twice the count */
    const char **names;
    int32_t *table; /* index in `names`, -1 for none */
    size_t count, room, size;
    uint64_t seed; /* so that nobody can make a file whose texts all meet in one place */
};

static size_t hash(const struct found *found, const char *text) {
    uint64_t value = found->seed ^ UINT64_C(0xCBF29CE484222325);
    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    value ^= value >> 32; /* the high bits hold the most of it */
    return (size_t)value & (found->size - 1);
}

static int32_t *place(const struct found *found, const char *text) {
    size_t at = hash(found, text);
    while (found->table[at] >= 0 && strcmp(found->names[found->table[at]], text) != 0)
        at = (at + 1) & (found->size - 1);
    return &found->table[at];
}

static void double_up(struct found *found) {
    found->room *= 2;
    found->size = found->room * 2;
    found->names = cli_reallocate(found->names, found->room * sizeof *found->names);
    found->table = cli_reallocate(found->table, found->size * sizeof *found->table);
    memset(found->table, 0xFF, found->size * sizeof *found->table);
    for (size_t i = 0; i < found->count; i++)
        *place(found, found->names[i]) = (int32_t)i;
}

static int32_t find(struct found *found, const char *text) {
    int32_t *at = place(found, text);
    if (*at >= 0)
        return *at;
    int32_t number = *at = (int32_t)found->count;
    found->names[found->count++] = text;
    if (found->count == found->room)
        double_up(found);
    return number;
}

struct ranked {
    const char *name;
    int32_t number; /* in order of the rows */
};

static int by_bytes(const void *a, const void *b) {
    return strcmp(((const struct ranked *)a)->name, ((const struct ranked *)b)->name);
}

/* From the order of the rows to the order of the names. */
static void sort(struct csv_groups *groups, size_t rows) {
    struct ranked *ranked = cli_allocate(groups->count * sizeof *ranked);
    int32_t *now = cli_allocate(groups->count * sizeof *now);
    for (size_t i = 0; i < groups->count; i++)
        ranked[i] = (struct ranked){groups->names[i], (int32_t)i};
    qsort(ranked, groups->count, sizeof *ranked, by_bytes);
    for (size_t i = 0; i < groups->count; i++) {
        groups->names[i] = ranked[i].name;
        now[ranked[i].number] = (int32_t)i;
    }
    for (size_t row = 0; row < rows; row++)
        if (groups->of_row[row] >= 0)
            groups->of_row[row] = now[groups->of_row[row]];
    free(now);
    free(ranked);
}

void csv_group(const struct csv *csv, size_t column, struct csv_groups *out) {
    struct found found = {.room = 8, .seed = cli_random()};
    int32_t *of_row = cli_allocate(csv->rows * sizeof *of_row);
    double_up(&found);
    for (size_t row = 0; row < csv->rows; row++) {
        const char *text = csv_text(csv, column, row);
        of_row[row] = text ? find(&found, text) : -1;
    }
    free(found.table);
    *out = (struct csv_groups){found.count, found.names, of_row};
    sort(out, csv->rows);
}

void csv_groups_free(struct csv_groups *groups) {
    free(groups->names);
    free(groups->of_row);
}
