/* Arrow: what the files of it share. What is handed out is first described as nodes, and then made into the structs of
 * the C data interface, all in one piece of memory that is freed with the last struct that was released. */
#ifndef WIJK_EXCHANGE_ARROW_H
#define WIJK_EXCHANGE_ARROW_H

#include "act/act.h"
#include "base/base.h"
#include <wijkteam/arrow.h>

enum { WIJK__ARROW_BUFFERS = 3 }; /* most of any type that we hand out */

/* An array and its type. After it stand its dictionary, if it has one, and then its children, each with theirs. */
struct wijk__arrow_node {
    const char *name, *format; /* live as long as the library */
    int64_t flags;
    int64_t length, null_count, offset;
    const void *buffers[WIJK__ARROW_BUFFERS];
    uint32_t buffer_count, child_count;
    bool dictionary;
};

/* What an array points into, until the last part of it is released. */
struct wijk__arrow_hold {
    void (*drop)(void *thing);
    void *thing;
    void *extra; /* of the context; what was made for this array alone */
    size_t extra_size;
};

/* What is made for one array stands in one piece of memory. It is described twice: first without memory, to see how
 * much there must be, then to make it. Pieces begin on a border of 64 bytes and are zero. */
struct wijk__arrow_room {
    uint8_t *base; /* NULL the first time */
    size_t used;
};
void *wijk__arrow_take(struct wijk__arrow_room *room, size_t size); /* NULL the first time */
/* Memory for what was counted, in `hold`, and start anew. */
wijk_status wijk__arrow_make_room(wijk_context *context, struct wijk__arrow_room *room, struct wijk__arrow_hold *hold);

/* Fill a struct of the caller from `count` nodes, the first of which is the whole. On failure (MEMORY) `release` is
 * NULL, and nothing of `hold` is dropped. */
wijk_status wijk__arrow_schema(wijk_context *context, const struct wijk__arrow_node *nodes, uint32_t count,
                               struct ArrowSchema *out);
wijk_status wijk__arrow_array(wijk_context *context, const struct wijk__arrow_node *nodes, uint32_t count,
                              const struct wijk__arrow_hold *hold, struct ArrowArray *out);

/* Nodes of the common types. */
struct wijk__arrow_node wijk__arrow_struct(const char *name, int64_t length, uint32_t children);
struct wijk__arrow_node wijk__arrow_values(const char *name, const char *format, int64_t length, const void *values);
struct wijk__arrow_node wijk__arrow_texts(const char *name, int64_t length, const int32_t *offsets, const void *bytes);

/* A stream: what it is made of comes from two functions, the rest is the same for all. `next` answers WIJK_NONE at the
 * end. */
struct wijk__arrow_source {
    wijk_status (*schema)(void *self, struct ArrowSchema *out);
    wijk_status (*next)(void *self, struct ArrowArray *out);
    void (*drop)(void *self);
};
/* `self` is freed by drop(), also when this fails. */
wijk_status wijk__arrow_stream(wijk_context *context, const struct wijk__arrow_source *source, void *self,
                               struct ArrowArrayStream *out);

/* ---- reading (arrow_view.c) ---- */

enum wijk__arrow_want { /* of a column */
    WIJK__WANT_ID,
    WIJK__WANT_DAY,
    WIJK__WANT_TEXT,
    WIJK__WANT_WHOLE,
    WIJK__WANT_NUMBER /* whole or floating point */
};

/* A column of somebody else's as it can be read: what its type says, and from batch to batch where its values are. A
 * struct or a buffer that breaks the rules is refused as far as that shows; how long a buffer is does not. */
struct wijk__arrow_values {
    int32_t kind;     /* of arrow_view.c */
    uint32_t width;   /* bytes of a value */
    int64_t per_day;  /* of an instant */
    bool raw;         /* bytes that are no text */
    const uint8_t *validity, *values, *texts;
    const void *const *pieces;    /* of a view of texts */
    const uint8_t *piece_sizes;   /* int64_t each, on no border that is known */
    int64_t piece_count;
    int64_t first, length; /* place of the first row, and how many there are after it */
};
struct wijk__arrow_view {
    struct wijk__arrow_values own, names; /* what is in `own` is places in `names`, if that is there */
    bool coded;
};
/* Whether a column of this type can be read as what is wanted; E_TYPE. */
wijk_status wijk__arrow_type(const struct ArrowSchema *schema, enum wijk__arrow_want want,
                             struct wijk__arrow_view *view);
/* Look at rows `from` to before `from` + `rows` of an array, which has the type, and at all of its dictionary; E_CORRUPT.
 * Row 0 is then row `from`, until wijk__arrow_skip() makes it a later one. */
wijk_status wijk__arrow_look(struct wijk__arrow_view *view, const struct ArrowArray *array, int64_t from,
                             int64_t rows);
static inline void wijk__arrow_skip(struct wijk__arrow_view *view, size_t rows) { view->own.first += (int64_t)rows; }
/* The value of a row, from 0. NONE without one; otherwise CORRUPT, or why the value is wrong. */
wijk_status wijk__arrow_text(const struct wijk__arrow_view *view, int64_t row, struct wijk__text *out);
wijk_status wijk__arrow_whole(const struct wijk__arrow_view *view, int64_t row, int64_t *out);
wijk_status wijk__arrow_day(const struct wijk__arrow_view *view, int64_t row, wijk_date *out);
wijk_status wijk__arrow_id(const struct wijk__arrow_view *view, int64_t row, wijk_id *out);
/* A number in thousandths; RANGE when it has more than three decimals, or is too large. */
wijk_status wijk__arrow_thousandths(const struct wijk__arrow_view *view, int64_t row, int32_t *out);

#endif
