/* Rows, the hash table over their keys, and the undo log. */
#include "dossier/state.h"

#include <stddef.h>

enum { FIRST_ROWS = 4, DOUBLED_ROWS = 16, FIRST_SLOTS = 32 };

void wijk__state_init(struct wijk__state *state, wijk_context *context, bool recording) {
    memset(state, 0, sizeof *state);
    state->context = context;
    state->recording = recording;
    state->heads = (struct wijk__heads){.plan = WIJK__NO_ROW,
                                        .coordinator = WIJK__NO_ROW,
                                        .offer = WIJK__NO_ROW,
                                        .acting = WIJK__NO_ROW,
                                        .analysis = WIJK__NO_ROW,
                                        .setting = WIJK__NO_ROW,
                                        .pilot_light = WIJK__NO_ROW,
                                        .case_pause = WIJK__NO_ROW};
}

static size_t row_size(uint32_t table) { return wijk__row_sizes[table]; }

void wijk__state_free(struct wijk__state *state) {
    for (uint32_t table = 1; table < WIJK__T_COUNT; table++)
        wijk__release(state->context, state->rows[table].data, state->rows[table].capacity * row_size(table));
    wijk__release(state->context, state->slots, state->slot_count * sizeof *state->slots);
    wijk__bytes_free(state->context, &state->undo);
}

size_t wijk__state_memory(const struct wijk__state *state) {
    size_t sum = state->slot_count * sizeof *state->slots + state->undo.capacity;
    for (uint32_t table = 1; table < WIJK__T_COUNT; table++)
        sum += state->rows[table].capacity * row_size(table);
    return sum;
}

/* ---- the undo log: a stack of notes, each with the bytes it needs to take a change back ---- */

enum note_kind { NOTE_HEADS = 1, NOTE_ADD, NOTE_EDIT, NOTE_REGISTER };

struct note { /* follows its bytes, so that the log is read from its end */
    uint32_t kind, table, row, size;
};

static wijk_status note_down(struct wijk__state *state, struct note note, const void *bytes) {
    if (!state->recording)
        return WIJK_OK;
    if (wijk__bytes_reserve(state->context, &state->undo, note.size + sizeof note) != WIJK_OK)
        return WIJK_E_MEMORY;
    if (note.size > 0)
        memcpy(state->undo.data + state->undo.size, bytes, note.size);
    memcpy(state->undo.data + state->undo.size + note.size, &note, sizeof note);
    state->undo.size += note.size + sizeof note;
    return WIJK_OK;
}

wijk_status wijk__state_mark(struct wijk__state *state, size_t *mark) {
    *mark = state->undo.size;
    return note_down(state, (struct note){NOTE_HEADS, 0, 0, sizeof state->heads}, &state->heads);
}

void wijk__state_forget(struct wijk__state *state) {
    enum { KEEP = 4096 };
    if (state->undo.capacity > KEEP)
        wijk__bytes_free(state->context, &state->undo);
    state->undo.size = 0;
}

/* ---- rows ---- */

void *wijk__state_row(const struct wijk__state *state, uint32_t table, uint32_t row) {
    return state->rows[table].data + row * row_size(table);
}

void *wijk__state_edit(struct wijk__state *state, uint32_t table, uint32_t row) {
    void *data = wijk__state_row(state, table, row);
    struct note note = {NOTE_EDIT, table, row, (uint32_t)row_size(table)};
    return note_down(state, note, data) == WIJK_OK ? data : NULL;
}

static bool make_room(struct wijk__state *state, uint32_t table) {
    struct wijk__rows *rows = &state->rows[table];
    if (rows->count < rows->capacity)
        return true;
    size_t size = row_size(table);
    size_t slack = rows->capacity < DOUBLED_ROWS ? rows->capacity : rows->capacity / 2;
    size_t capacity = rows->capacity ? rows->capacity + slack : FIRST_ROWS;
    if (capacity > UINT32_MAX - 1)
        return false;
    void *data = wijk__reallocate(state->context, rows->data, rows->capacity * size, capacity * size);
    if (data == NULL)
        return false;
    rows->data = data;
    rows->capacity = (uint32_t)capacity;
    return true;
}

void *wijk__state_add(struct wijk__state *state, uint32_t table) {
    struct note note = {NOTE_ADD, table, 0, 0};
    if (!make_room(state, table) || note_down(state, note, NULL) != WIJK_OK)
        return NULL;
    void *row = wijk__state_row(state, table, state->rows[table].count++);
    memcpy(row, wijk__blank_rows[table], row_size(table));
    return row;
}

/* ---- finding rows by key ---- */

static const uint8_t *id_key(const struct wijk__state *state, uint32_t table, uint32_t row) {
    return (const uint8_t *)wijk__state_row(state, table, row) + wijk__key_offsets[table];
}

static struct wijk__text key_of(const struct wijk__state *state, uint32_t table, uint32_t row) {
    if (table == WIJK__T_tier_stays)
        return wijk__text_of(state, ROW(state, tier_stays, row)->ladder);
    return (struct wijk__text){(const char *)id_key(state, table, row), sizeof(wijk_id)};
}

static bool has_key(const struct wijk__state *state, uint32_t table, uint32_t row, const void *key, size_t length) {
    if (table == WIJK__T_tier_stays)
        return wijk__span_equal(state, ROW(state, tier_stays, row)->ladder, (struct wijk__text){key, length});
    return memcmp(id_key(state, table, row), key, sizeof(wijk_id)) == 0;
}

static uint32_t mark_of(const struct wijk__state *state, uint32_t table, const void *key, size_t length) {
    uint64_t seed = state->context->limits.hash_seed + table;
    uint64_t hash = length == sizeof(wijk_id) ? wijk__mix_id(seed, key) : wijk__mix_key(seed, key, length);
    return (uint32_t)(hash >> 40) << 8 | table;
}

static uint32_t home_of(uint32_t mark, uint32_t slot_count) { return mark >> 8 & (slot_count - 1); }

/* The slot that holds a key, or the empty one where it would go. There is always an empty slot. */
static uint32_t slot_of(const struct wijk__state *state, uint32_t mark, const void *key, size_t length) {
    uint32_t place = home_of(mark, state->slot_count);
    for (; state->slots[place].row != 0; place = (place + 1) & (state->slot_count - 1))
        if (state->slots[place].mark == mark && has_key(state, mark & 0xff, state->slots[place].row - 1, key, length))
            break;
    return place;
}

uint32_t wijk__state_find(const struct wijk__state *state, uint32_t table, const void *key, size_t length) {
    if (state->slots == NULL)
        return WIJK__NO_ROW;
    return state->slots[slot_of(state, mark_of(state, table, key, length), key, length)].row - 1;
}

static bool resize_slots(struct wijk__state *state, uint32_t count) {
    struct wijk__slot *slots = wijk__allocate_zeroed(state->context, count * sizeof *slots);
    if (slots == NULL)
        return false;
    for (uint32_t i = 0; i < state->slot_count; i++) {
        if (state->slots[i].row == 0)
            continue;
        uint32_t place = home_of(state->slots[i].mark, count);
        while (slots[place].row != 0)
            place = (place + 1) & (count - 1);
        slots[place] = state->slots[i];
    }
    wijk__release(state->context, state->slots, state->slot_count * sizeof *slots);
    state->slots = slots;
    state->slot_count = count;
    return true;
}

static bool grow_slots(struct wijk__state *state) {
    if (state->slots_used * 4 < state->slot_count * 3)
        return true;
    return resize_slots(state, state->slot_count ? state->slot_count * 2 : FIRST_SLOTS);
}

wijk_status wijk__state_reserve(struct wijk__state *state, uint32_t acts) {
    uint32_t count = FIRST_SLOTS;
    while (count < acts)
        count *= 2;
    return resize_slots(state, count) ? WIJK_OK : WIJK_E_MEMORY;
}

wijk_status wijk__state_register(struct wijk__state *state, uint32_t table, uint32_t row) {
    if (!grow_slots(state))
        return WIJK_E_MEMORY;
    struct wijk__text key = key_of(state, table, row);
    uint32_t mark = mark_of(state, table, key.data, key.length);
    struct wijk__slot *slot = &state->slots[slot_of(state, mark, key.data, key.length)];
    if (note_down(state, (struct note){NOTE_REGISTER, table, row, sizeof slot->row}, &slot->row) != WIJK_OK)
        return WIJK_E_MEMORY;
    state->slots_used += slot->row == 0;
    *slot = (struct wijk__slot){row + 1, mark};
    return WIJK_OK;
}

/* Empty a slot and close the gap, so that every key is still found from its own place on. */
static void clear_slot(struct wijk__state *state, uint32_t hole) {
    uint32_t mask = state->slot_count - 1;
    for (uint32_t place = (hole + 1) & mask; state->slots[place].row != 0; place = (place + 1) & mask) {
        uint32_t home = home_of(state->slots[place].mark, state->slot_count);
        if (((place - home) & mask) < ((place - hole) & mask))
            continue;
        state->slots[hole] = state->slots[place];
        hole = place;
    }
    state->slots[hole] = (struct wijk__slot){0, 0};
    state->slots_used--;
}

static void unregister(struct wijk__state *state, uint32_t table, uint32_t row, uint32_t earlier) {
    struct wijk__text key = key_of(state, table, row);
    uint32_t place = slot_of(state, mark_of(state, table, key.data, key.length), key.data, key.length);
    if (earlier != 0)
        state->slots[place].row = earlier;
    else
        clear_slot(state, place);
}

static void take_back(struct wijk__state *state, struct note note, const uint8_t *bytes) {
    uint32_t earlier;
    switch ((enum note_kind)note.kind) {
    case NOTE_HEADS: memcpy(&state->heads, bytes, sizeof state->heads); break;
    case NOTE_ADD: state->rows[note.table].count--; break;
    case NOTE_EDIT: memcpy(wijk__state_row(state, note.table, note.row), bytes, note.size); break;
    case NOTE_REGISTER:
        memcpy(&earlier, bytes, sizeof earlier);
        unregister(state, note.table, note.row, earlier);
        break;
    }
}

void wijk__state_undo(struct wijk__state *state, size_t mark) {
    while (state->undo.size > mark) {
        struct note note;
        state->undo.size -= sizeof note;
        memcpy(&note, state->undo.data + state->undo.size, sizeof note);
        state->undo.size -= note.size;
        take_back(state, note, state->undo.data + state->undo.size);
    }
}

/* ---- digest ---- */

static void digest_value(struct wijk__hash *hash, const struct wijk__state *state,
                         const struct wijk__column_def *column,
                         const uint8_t *row) {
    const uint8_t *value = row + column->offset;
    if (wijk__type_is_id(column->type)) {
        wijk__hash_add(hash, value, sizeof(wijk_id));
    } else if (wijk__type_is_text(column->type)) {
        struct wijk__span span;
        memcpy(&span, value, sizeof span);
        uint8_t length[4];
        struct wijk__text text = wijk__text_of(state, span);
        wijk__put32(length, text.data ? span.length : UINT32_MAX);
        wijk__hash_add(hash, length, sizeof length);
        if (text.length > 0)
            wijk__hash_add(hash, text.data, text.length);
    } else if (column->type == WIJK__INT || column->type == WIJK__TIME) {
        int64_t number;
        uint8_t bytes[8];
        memcpy(&number, value, sizeof number);
        wijk__put64(bytes, (uint64_t)number);
        wijk__hash_add(hash, bytes, sizeof bytes);
    } else {
        int32_t number;
        uint8_t bytes[4];
        memcpy(&number, value, sizeof number);
        wijk__put32(bytes, (uint32_t)number);
        wijk__hash_add(hash, bytes, sizeof bytes);
    }
}

void wijk__state_digest(const struct wijk__state *state, uint8_t out[32]) {
    struct wijk__hash hash;
    wijk__hash_start(&hash);
    for (uint32_t table = 1; table < WIJK__T_COUNT; table++) {
        const struct wijk__table_def *def = &wijk__tables[table - 1];
        uint8_t head[8];
        wijk__put32(head, table);
        wijk__put32(head + 4, state->rows[table].count);
        wijk__hash_add(&hash, head, sizeof head);
        for (uint32_t row = 0; row < state->rows[table].count; row++) {
            const uint8_t *data = wijk__state_row(state, table, row);
            wijk__hash_add(&hash, data + wijk__act_offsets[table], sizeof(wijk_id));
            for (uint32_t column = 0; column < def->column_count; column++)
                digest_value(&hash, state, &def->columns[column], data);
        }
    }
    wijk__hash_finish(&hash, out);
}
