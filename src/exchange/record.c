/* Objects that are written member by member. */
#include "exchange/exchange.h"

void wijk__record_start(struct wijk__record *record) { record->status = wijk__json_new_object(&record->object); }

void wijk__record_text(struct wijk__record *record, const char *key, const char *text, size_t length) {
    if (record->status == WIJK_OK)
        record->status = wijk__json_set_text(record->object, key, text, length);
}

void wijk__record_int(struct wijk__record *record, const char *key, int64_t value) {
    if (record->status == WIJK_OK)
        record->status = wijk__json_set_int(record->object, key, value);
}

void wijk__record_real(struct wijk__record *record, const char *key, double value) {
    if (record->status == WIJK_OK)
        record->status = wijk__json_set_real(record->object, key, value);
}

void wijk__record_bool(struct wijk__record *record, const char *key, bool value) {
    if (record->status == WIJK_OK)
        record->status = wijk__json_set_bool(record->object, key, value);
}

void wijk__record_id(struct wijk__record *record, const char *key, const wijk_id *id) {
    char text[WIJK_ID_TEXT_SIZE];
    if (!id)
        return;
    wijk_id_format(id, text);
    wijk__record_text(record, key, text, WIJK_NUL_TERMINATED);
}

void wijk__record_name(struct wijk__record *record, const char *key, const char *name, int64_t number) {
    if (name)
        wijk__record_text(record, key, name, WIJK_NUL_TERMINATED);
    else
        wijk__record_int(record, key, number);
}

const char *wijk__number_text(enum wijk__type type, int32_t list, int64_t value, char room[WIJK_TIME_TEXT_SIZE]) {
    _Static_assert(WIJK_DATE_TEXT_SIZE <= WIJK_TIME_TEXT_SIZE, "a date fits where an instant fits");
    const struct wijk__act_def *act;
    const char *name;
    if (type == WIJK__TIME) {
        wijk_time_format(value, room);
        return room;
    }
    if (type != WIJK__DATE && type != WIJK__CODE && type != WIJK__ACT_TYPE)
        return NULL;
    if (value < INT32_MIN || value > INT32_MAX)
        return NULL;
    if (type == WIJK__DATE) {
        wijk_date_format((wijk_date)value, room);
        return room;
    }
    if (type == WIJK__ACT_TYPE) {
        act = wijk__act_def((wijk_act_type)value);
        return act ? act->words.name : NULL;
    }
    name = wijk__code_name(list, (int32_t)value);
    return *name ? name : NULL;
}

void wijk__record_number(struct wijk__record *record, const char *key, enum wijk__type type, int32_t list,
                         int64_t value) {
    char room[WIJK_TIME_TEXT_SIZE];
    if (type == WIJK__BOOL)
        wijk__record_bool(record, key, value != 0);
    else
        wijk__record_name(record, key, wijk__number_text(type, list, value, room), value);
}

void wijk__record_member(struct wijk__record *record, const char *key, struct wijk__record *member) {
    if (record->status == WIJK_OK)
        record->status = member->status;
    if (record->status == WIJK_OK)
        record->status = wijk__json_set(record->object, key, member->object);
    else
        wijk__json_free(member->object);
    member->object = NULL;
}

wijk_status wijk__record_end(struct wijk__record *record, wijk_buffer *out) {
    if (record->status == WIJK_OK)
        record->status = wijk__json_write(record->object, out);
    wijk__json_free(record->object);
    record->object = NULL;
    return record->status;
}
