/* Memory through the context, growing bytes, and the buffer that a caller holds. */
#include "base/base.h"

/* The smallest room that growing bytes take, so that the first few appends do not each move them. */
enum { FIRST_CAPACITY = 32 };

/* An empty request still gets an address of its own, so that NULL always means "no memory". */
static size_t at_least_one(size_t size) { return size ? size : 1; }

void *wijk__allocate(wijk_context *context, size_t size) {
    const wijk_allocator *host = &context->allocator;
    return host->allocate(host->userdata, at_least_one(size));
}

void *wijk__allocate_zeroed(wijk_context *context, size_t size) {
    void *memory = wijk__allocate(context, size);
    if (memory)
        memset(memory, 0, size);
    return memory;
}

void *wijk__reallocate(wijk_context *context, void *memory, size_t old_size, size_t new_size) {
    if (!memory)
        return wijk__allocate(context, new_size);
    const wijk_allocator *host = &context->allocator;
    return host->reallocate(host->userdata, memory, at_least_one(old_size), at_least_one(new_size));
}

void wijk__release(wijk_context *context, void *memory, size_t size) {
    if (memory)
        context->allocator.release(context->allocator.userdata, memory, at_least_one(size));
}

wijk_status wijk__bytes_reserve(wijk_context *context, struct wijk__bytes *bytes, size_t extra) {
    size_t needed;
    if (!wijk__add(bytes->size, extra, &needed))
        return WIJK_E_MEMORY;
    if (needed <= bytes->capacity)
        return WIJK_OK;
    size_t capacity;
    if (!wijk__add(bytes->capacity, bytes->capacity / 2, &capacity) || capacity < needed)
        capacity = needed;
    if (capacity < FIRST_CAPACITY)
        capacity = FIRST_CAPACITY;
    uint8_t *data = wijk__reallocate(context, bytes->data, bytes->capacity, capacity);
    if (!data)
        return WIJK_E_MEMORY;
    bytes->data = data;
    bytes->capacity = capacity;
    return WIJK_OK;
}

void wijk__bytes_free(wijk_context *context, struct wijk__bytes *bytes) {
    wijk__release(context, bytes->data, bytes->capacity);
    *bytes = (struct wijk__bytes){0};
}

wijk_status wijk_buffer_new(wijk_context *context, wijk_buffer **out) {
    if (!out)
        return WIJK_E_ARGUMENT;
    *out = NULL;
    if (!context)
        return WIJK_E_ARGUMENT;
    wijk_buffer *buffer = wijk__allocate_zeroed(context, sizeof *buffer);
    if (!buffer)
        return WIJK_E_MEMORY;
    buffer->context = wijk_context_ref(context);
    *out = buffer;
    return WIJK_OK;
}

void wijk_buffer_destroy(wijk_buffer *buffer) {
    if (!buffer)
        return;
    wijk_context *context = buffer->context;
    wijk__bytes_free(context, &buffer->bytes);
    wijk__release(context, buffer, sizeof *buffer);
    wijk_context_unref(context);
}

const char *wijk_buffer_data(const wijk_buffer *buffer) {
    return buffer && buffer->bytes.data ? (const char *)buffer->bytes.data : "";
}

size_t wijk_buffer_size(const wijk_buffer *buffer) { return buffer ? buffer->bytes.size : 0; }

void wijk_buffer_clear(wijk_buffer *buffer) {
    if (!buffer || !buffer->bytes.data)
        return;
    buffer->bytes.size = 0;
    buffer->bytes.data[0] = 0;
}

wijk_status wijk__buffer_append(wijk_buffer *buffer, const void *data, size_t size) {
    size_t with_end;
    if (!wijk__add(size, 1, &with_end))
        return WIJK_E_MEMORY;
    wijk_status status = wijk__bytes_reserve(buffer->context, &buffer->bytes, with_end);
    if (status != WIJK_OK)
        return status;
    if (size)
        memcpy(buffer->bytes.data + buffer->bytes.size, data, size);
    buffer->bytes.size += size;
    buffer->bytes.data[buffer->bytes.size] = 0;
    return WIJK_OK;
}

wijk_status wijk__buffer_append_text(wijk_buffer *buffer, const char *text) {
    return wijk__buffer_append(buffer, text, strlen(text));
}
