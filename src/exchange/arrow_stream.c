/* The Arrow C stream interface: the same for whatever the batches are made of. */
#include "exchange/arrow.h"

/* What the callbacks answer are numbers of <errno.h>, which this library does not use; these two are the same on every
 * system that we know. */
enum { NO_MEMORY = 12, BAD_INPUT = 22 };

struct stream {
    wijk_context *context;
    const struct wijk__arrow_source *source;
    void *self;
    wijk_status last; /* of the call before */
};

static int answer(struct stream *stream, wijk_status status) {
    stream->last = status;
    return status == WIJK_OK ? 0 : status == WIJK_E_MEMORY ? NO_MEMORY : BAD_INPUT;
}

static int get_schema(struct ArrowArrayStream *of, struct ArrowSchema *out) {
    struct stream *stream = of->private_data;
    out->release = NULL;
    return answer(stream, stream->source->schema(stream->self, out));
}

/* The end is an array that is released already. */
static int get_next(struct ArrowArrayStream *of, struct ArrowArray *out) {
    struct stream *stream = of->private_data;
    *out = (struct ArrowArray){.release = NULL};
    wijk_status status = stream->source->next(stream->self, out);
    return answer(stream, status == WIJK_NONE ? WIJK_OK : status);
}

static const char *get_last_error(struct ArrowArrayStream *of) {
    const struct stream *stream = of->private_data;
    return stream->last == WIJK_OK ? NULL : wijk_status_text(stream->last, WIJK_ENGLISH);
}

static void release(struct ArrowArrayStream *of) {
    struct stream *stream = of->private_data;
    wijk_context *context = stream->context;
    stream->source->drop(stream->self);
    wijk__release(context, stream, sizeof *stream);
    wijk_context_unref(context);
    of->release = NULL;
}

wijk_status wijk__arrow_stream(wijk_context *context, const struct wijk__arrow_source *source, void *self,
                               struct ArrowArrayStream *out) {
    struct stream *stream = wijk__allocate(context, sizeof *stream);
    *out = (struct ArrowArrayStream){.release = NULL};
    if (!stream) {
        source->drop(self);
        return WIJK_E_MEMORY;
    }
    *stream = (struct stream){wijk_context_ref(context), source, self, WIJK_OK};
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release, stream};
    return WIJK_OK;
}
