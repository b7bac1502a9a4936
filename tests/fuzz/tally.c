/* Bytes of a tally, as they are or with length and checksum mended, which stand in the way of nearly all damaged bytes.
 * The first byte says which. What is read is written as it was, and can be shown, added up, and counted again. */
#include "fuzz.h"

#include "journal/journal.h"

enum { MEND = 1, HEADER = 24, AT_LENGTH = 8, TRAILER = 4 };

static void mend(uint8_t *bytes, size_t length) {
    if (length < HEADER + TRAILER)
        return;
    memcpy(bytes, "WKTT", 4);
    wijk__put64(bytes + AT_LENGTH, length);
    wijk__put32(bytes + length - TRAILER, wijk__crc32(0, bytes, length - TRAILER));
}

/* A tally and the same added to an empty one of its kind. */
static void examine(struct run *run, const wijk_tally *tally, const uint8_t *bytes, size_t length) {
    wijk_buffer *written;
    wijk_tally *sum;
    wijk_table *table;
    HOLDS(wijk_buffer_new(run->context, &written) == WIJK_OK);
    HOLDS(wijk_tally_write(tally, written, NULL) == WIJK_OK);
    HOLDS(wijk_buffer_size(written) == length && memcmp(wijk_buffer_data(written), bytes, length) == 0);
    HOLDS(wijk_tally_new_like(tally, &sum, NULL) == WIJK_OK);
    HOLDS(wijk_tally_merge(sum, tally, NULL) == WIJK_OK);
    wijk_buffer_clear(written);
    HOLDS(wijk_tally_write(sum, written, NULL) == WIJK_OK);
    HOLDS(wijk_buffer_size(written) == length && memcmp(wijk_buffer_data(written), bytes, length) == 0);
    wijk_status twice = wijk_tally_merge(sum, tally, NULL);
    HOLDS(twice == WIJK_OK || twice == WIJK_E_LIMIT);
    HOLDS(wijk_tally_table(tally, &table, NULL) == WIJK_OK);
    wijk_table_unref(table);
    wijk_tally_destroy(sum);
    wijk_buffer_destroy(written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input in = {data, data + size};
    struct run run;
    uint8_t flags = take8(&in);
    size_t length = (size_t)(in.end - in.at);
    uint8_t *bytes = malloc(length ? length : 1);
    wijk_tally *tally;
    HOLDS(bytes != NULL);
    memcpy(bytes, in.at, length);
    if (flags & MEND)
        mend(bytes, length);
    run_start(&run, NULL);
    wijk_status status = wijk_tally_read(run.context, bytes, length, &tally, NULL);
    HOLDS((status == WIJK_OK) == (tally != NULL));
    HOLDS(status == WIJK_OK || status == WIJK_E_CORRUPT || status == WIJK_E_FORMAT || status == WIJK_E_LIMIT);
    if (tally != NULL)
        examine(&run, tally, bytes, length);
    wijk_tally_destroy(tally);
    run_end(&run);
    free(bytes);
    return 0;
}
