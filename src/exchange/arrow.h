/* Arrow: what the files of it share. What is handed out is first described as nodes, and then made into the structs of
 * the C data interface, all in one piece of memory that is freed with the last struct that was released. */
#ifndef WIJK_EXCHANGE_ARROW_H
#define WIJK_EXCHANGE_ARROW_H

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

/* Fill a struct of the caller from `count` nodes, the first of which is the whole. On failure (MEMORY) `release` is
 * NULL, and nothing is held. */
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

#endif
