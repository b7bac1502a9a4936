/* Tables with rows that look random and values that could be real, built from the inside: every table and result that
 * has rows, with some cells, none or all without a value. */
#ifndef WIJK_TESTS_RANDOM_TABLE_H
#define WIJK_TESTS_RANDOM_TABLE_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "act/act.h"

static inline uint64_t random_next(uint64_t *random) { /* xorshift */
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

/* Spans of whole characters. */
static const char random_texts[] = "regie caf\xC3\xA9 \xE2\x82\xAC 5 \"=1+1\" \xF0\x9F\x99\x82 einde";
static const struct wijk__span random_spans[] = {{0, 5}, {6, 5}, {12, 5}, {18, 6}, {25, 4}, {0, 0}, {0, 35}, {30, 5}};

static inline int32_t random_code(const struct wijk__column_def *column, uint64_t bits) {
    if (column->type == WIJK__ACT_TYPE)
        return wijk__acts[bits % wijk__act_count].words.number;
    const struct wijk__list_def *list = wijk__list_def(column->list);
    return list->values[bits % list->value_count].number;
}

static inline void random_value(uint64_t *random, const struct wijk__column_def *column, bool null, uint8_t *to) {
    uint64_t bits = random_next(random) >> 11;
    if (wijk__type_is_id(column->type)) {
        wijk_id id = {{0}};
        for (int i = 0; i < 16 && !null; i++)
            id.bytes[i] = (uint8_t)(bits >> i | 1);
        memcpy(to, &id, sizeof id);
    } else if (wijk__type_is_text(column->type)) {
        struct wijk__span span = random_spans[bits % (sizeof random_spans / sizeof *random_spans)];
        span.offset = null ? WIJK__NO_TEXT : span.offset;
        memcpy(to, &span, sizeof span);
    } else if (column->type == WIJK__INT || column->type == WIJK__TIME) {
        int64_t value = column->type == WIJK__TIME ? (int64_t)(bits % 4000000000000000) : (int64_t)bits - (1 << 30);
        value = null ? INT64_MIN : value;
        memcpy(to, &value, sizeof value);
    } else if (column->type == WIJK__REAL) {
        double value = null ? (double)NAN : (double)(int32_t)bits / 7;
        memcpy(to, &value, sizeof value);
    } else {
        bool code = column->type == WIJK__CODE || column->type == WIJK__ACT_TYPE;
        int32_t value = code ? random_code(column, bits) : (int32_t)(bits % (column->type == WIJK__BOOL ? 2 : 30000));
        value = null ? (code ? 0 : INT32_MIN) : value;
        memcpy(to, &value, sizeof value);
    }
}

/* `nulls` out of 8 cells have no value. NULL for a table that is not built from rows, or when there is no memory. */
static inline wijk_table *random_table(wijk_context *context, const struct wijk__table_def *def, uint32_t count,
                                       uint32_t nulls, uint64_t seed) {
    const wijk_id dossier = {{0xD0, 0x55, (uint8_t)seed}};
    const struct wijk__column_def act = {.type = WIJK__ACT};
    uint64_t random = seed * 2 + 1;
    wijk_table *table = NULL;
    uint8_t *rows = def->row_size ? calloc(count ? count : 1, def->row_size) : NULL;
    if (!rows)
        return NULL;
    for (uint32_t row = 0; row < count; row++) {
        uint8_t *to = rows + (size_t)row * def->row_size;
        if (def->common)
            random_value(&random, &act, false, to + wijk__act_offsets[def->words.number]);
        for (uint32_t i = 0; i < def->column_count; i++)
            random_value(&random, &def->columns[i], (random_next(&random) >> 20) % 8 < nulls,
                         to + def->columns[i].offset);
    }
    wijk__table_from_rows(context, def, def->common ? &dossier : NULL, rows, count, (const uint8_t *)random_texts,
                          &table);
    free(rows);
    return table;
}

#endif
