/* What the files of this room share: acts and cells as JSON. JSON goes through the seam of base, texts come out in
 * ISO 8601, codes by name. */
#ifndef WIJK_EXCHANGE_EXCHANGE_H
#define WIJK_EXCHANGE_EXCHANGE_H

#include "act/act.h"
#include "base/base.h"
#include "catalog/catalog.h"
#include <wijkteam/exchange.h>

/* An object that is being written. The first failure stays; what comes after it does nothing. */
struct wijk__record {
    wijk__json *object; /* NULL when it could not be made */
    wijk_status status;
};
void wijk__record_start(struct wijk__record *record);
void wijk__record_text(struct wijk__record *record, const char *key, const char *text, size_t length);
void wijk__record_int(struct wijk__record *record, const char *key, int64_t value);
void wijk__record_real(struct wijk__record *record, const char *key, double value);
void wijk__record_bool(struct wijk__record *record, const char *key, bool value);
void wijk__record_id(struct wijk__record *record, const char *key, const wijk_id *id);      /* nothing for NULL */
void wijk__record_name(struct wijk__record *record, const char *key, const char *name, int64_t number);
void wijk__record_number(struct wijk__record *record, const char *key, enum wijk__type type, int32_t list,
                         int64_t value); /* any type that is a number inside: int, bool, date, time, code, act-type */
void wijk__record_member(struct wijk__record *record, const char *key, struct wijk__record *member); /* ends `member` */
/* Append it as one line without a line end, and free it. On failure `out` is as it was. */
wijk_status wijk__record_end(struct wijk__record *record, wijk_buffer *out);

/* A number as others read it: the name of a code or an act, an ISO date or instant; NULL when it is no such type, or
 * when a newer writer knew more names than we do: then the number itself is written. `room` holds a date or instant. */
const char *wijk__number_text(enum wijk__type type, int32_t list, int64_t value, char room[WIJK_TIME_TEXT_SIZE]);

/* What a column holds, the two that a table of a dossier begins with included. */
struct wijk__column {
    const char *name;
    enum wijk__type type;
    int32_t list;
};
struct wijk__column wijk__column_of(const struct wijk__table_def *def, uint32_t place);

/* Append an act as one line without a line end. */
wijk_status wijk__act_write(const struct wijk__act *act, const wijk_id *dossier, wijk_buffer *out);

/* Take a buffer back to an earlier size. */
static inline void wijk__buffer_cut(wijk_buffer *buffer, size_t size) {
    buffer->bytes.size = size;
    if (buffer->bytes.data)
        buffer->bytes.data[size] = 0;
}

#endif
