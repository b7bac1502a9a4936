/* Rows of a table that is made when it is asked for. */
#include "dossier/rules/rules.h"

struct wijk__span wijk__gathered_key(struct wijk__gathered *gathered, struct wijk__text key) {
    struct wijk__bytes *keys = &gathered->keys;
    struct wijk__span span = {(uint32_t)keys->size, (uint32_t)key.length};
    if (key.data == NULL)
        return (struct wijk__span){WIJK__NO_TEXT, 0};
    if (gathered->status == WIJK_OK)
        gathered->status = keys->size + key.length > INT32_MAX
                               ? WIJK_E_LIMIT
                               : wijk__bytes_append(gathered->context, keys, key.data, key.length);
    return span;
}

wijk_status wijk__gathered_row(struct wijk__gathered *gathered, const void *row) {
    if (gathered->status == WIJK_OK)
        gathered->status =
            wijk__bytes_append(gathered->context, &gathered->rows, row, wijk__row_sizes[gathered->table]);
    return gathered->status;
}

uint32_t wijk__gathered_count(const struct wijk__gathered *gathered) {
    return (uint32_t)(gathered->rows.size / wijk__row_sizes[gathered->table]);
}

wijk_status wijk__gathered_table(struct wijk__gathered *gathered, wijk_status status, const wijk_dossier *dossier,
                                 const uint8_t *texts, wijk_table **out) {
    if (status == WIJK_OK)
        status = wijk__table_from_rows(gathered->context, wijk__table_def((wijk_table_id)gathered->table), &dossier->id,
                                       gathered->rows.data, wijk__gathered_count(gathered),
                                       texts != NULL ? texts : gathered->keys.data, out);
    wijk__bytes_free(gathered->context, &gathered->rows);
    wijk__bytes_free(gathered->context, &gathered->keys);
    return status;
}
