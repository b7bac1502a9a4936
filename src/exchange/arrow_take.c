/* Streams of Arrow into a cohort: which columns there are, and their batches piece by piece. */
#include "exchange/arrow_take.h"

enum { NO_MEMORY = 12 }; /* ENOMEM, see arrow_stream.c */

static wijk_status fail(const struct wijk__arrow_taking *taking, wijk_status status, const char *path) {
    return wijk__fail_path(taking->error, status, path);
}

static wijk_status find_columns(struct wijk__arrow_taking *taking, const struct ArrowSchema *schema) {
    if (!schema->format || strcmp(schema->format, "+s") != 0)
        return fail(taking, WIJK_E_TYPE, "");
    if (schema->n_children < 0 || (schema->n_children > 0 && !schema->children))
        return fail(taking, WIJK_E_CORRUPT, "");
    taking->children = schema->n_children;
    for (uint32_t i = 0; i < taking->kind->count; i++) {
        const struct wijk__arrow_column *column = &taking->kind->columns[i];
        taking->places[i] = -1;
        for (int64_t child = 0; child < schema->n_children; child++) {
            const struct ArrowSchema *found = schema->children[child];
            if (!found || !found->release)
                return fail(taking, WIJK_E_CORRUPT, "");
            if (!found->name || strcmp(found->name, column->name) != 0)
                continue;
            if (taking->places[i] >= 0)
                return fail(taking, WIJK_E_DUPLICATE, column->name);
            taking->places[i] = child;
            wijk_status status = wijk__arrow_type(found, column->want, &taking->views[i]);
            if (status != WIJK_OK)
                return fail(taking, status, column->name);
        }
        if (column->required && taking->places[i] < 0)
            return fail(taking, WIJK_E_MISSING, column->name);
    }
    return taking->kind->ready ? taking->kind->ready(taking) : WIJK_OK;
}

/* Rows of a batch of records all have values, though a struct could tell otherwise. */
static bool all_rows(const struct ArrowArray *array) {
    bool any = array->null_count != 0 && array->n_buffers == 1 && array->buffers;
    const uint8_t *validity = any ? array->buffers[0] : NULL;
    for (int64_t row = array->offset; validity && row < array->offset + array->length; row++)
        if (!(validity[row / 8] >> row % 8 & 1))
            return false;
    return array->null_count <= 0;
}

static wijk_status take_batch(struct wijk__arrow_taking *taking, const struct ArrowArray *array) {
    if (array->length < 0 || array->offset < 0 || array->length > INT64_MAX - array->offset ||
        array->n_children != taking->children || (array->n_children > 0 && !array->children) || !all_rows(array))
        return fail(taking, WIJK_E_CORRUPT, "");
    for (uint32_t i = 0; i < taking->kind->count; i++)
        if (taking->places[i] >= 0 && wijk__arrow_look(&taking->views[i], array->children[taking->places[i]],
                                                       array->offset, array->length) != WIJK_OK)
            return fail(taking, WIJK_E_CORRUPT, taking->kind->columns[i].name);
    for (int64_t from = 0; from < array->length; from += WIJK__ARROW_PIECE) {
        int64_t left = array->length - from;
        taking->rows = left < WIJK__ARROW_PIECE ? (size_t)left : WIJK__ARROW_PIECE;
        wijk_status status = taking->kind->read(taking);
        if (status == WIJK_OK || status == WIJK_NONE)
            status = taking->kind->put(taking);
        if (status != WIJK_OK)
            return status;
        taking->row += (int64_t)taking->rows;
        for (uint32_t i = 0; i < taking->kind->count; i++)
            wijk__arrow_skip(&taking->views[i], taking->rows);
    }
    return WIJK_OK;
}

static wijk_status fail_stream(const struct wijk__arrow_taking *taking, int answer) {
    return wijk__fail(taking->error, answer == NO_MEMORY ? WIJK_E_MEMORY : WIJK_E_IO);
}

static wijk_status take_stream(struct wijk__arrow_taking *taking, struct ArrowArrayStream *stream) {
    struct ArrowSchema schema = {.release = NULL};
    int answer = stream->get_schema(stream, &schema);
    if (answer != 0)
        return fail_stream(taking, answer);
    wijk_status status = schema.release ? find_columns(taking, &schema) : fail(taking, WIJK_E_CORRUPT, "");
    if (schema.release)
        schema.release(&schema);
    while (status == WIJK_OK) {
        struct ArrowArray array = {.release = NULL};
        answer = stream->get_next(stream, &array);
        if (answer != 0)
            return fail_stream(taking, answer);
        if (!array.release)
            return taking->kind->end ? taking->kind->end(taking) : WIJK_OK;
        status = take_batch(taking, &array);
        array.release(&array);
    }
    return status;
}

wijk_status wijk_cohort_append_arrow(wijk_cohort *cohort, wijk_arrow_rows what, struct ArrowArrayStream *stream,
                                     wijk_error *error) {
    const char *wrong = !stream || !stream->release || !stream->get_schema || !stream->get_next ? "stream"
                        : !cohort || wijk_cohort_sealed(cohort)                               ? "cohort"
                        : what < WIJK_ARROW_DOSSIERS || what > WIJK_ARROW_STAYS               ? "what"
                                                                                              : NULL;
    wijk_status status = wrong ? wijk__fail_path(error, WIJK_E_ARGUMENT, wrong) : WIJK_OK;
    struct wijk__arrow_taking *taking = wrong ? NULL : wijk__allocate_zeroed(cohort->context, sizeof *taking);
    if (!wrong && !taking)
        status = wijk__fail(error, WIJK_E_MEMORY);
    if (taking) {
        taking->cohort = cohort;
        taking->error = error;
        taking->kind = &wijk__arrow_kinds[what];
        taking->stay.dossier = -1;
        status = take_stream(taking, stream);
        wijk__release(cohort->context, taking, sizeof *taking);
    }
    if (stream && stream->release)
        stream->release(stream);
    if (status == WIJK_OK)
        wijk__error_clear(error);
    return status;
}
