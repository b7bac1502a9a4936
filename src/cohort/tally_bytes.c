/* Tallies as bytes: docs/formats/tally.md. There is one way to write a count, and nothing else is read. */
#include "cohort/tally.h"

#include "journal/journal.h"

enum { VERSION = 1, HEADER = 24, AT_LENGTH = 8, TRAILER = 4, CELL = 16 };
static const uint8_t magic[4] = {'W', 'K', 'T', 'T'};

/* ---- writing ---- */

static wijk_status put32(wijk_buffer *out, uint32_t value) {
    uint8_t bytes[4];
    wijk__put32(bytes, value);
    return wijk__buffer_append(out, bytes, sizeof bytes);
}

static wijk_status put64(wijk_buffer *out, uint64_t value) {
    uint8_t bytes[8];
    wijk__put64(bytes, value);
    return wijk__buffer_append(out, bytes, sizeof bytes);
}

static wijk_status put_text(wijk_buffer *out, struct wijk__text text) {
    wijk_status status = put32(out, (uint32_t)text.length);
    return status == WIJK_OK ? wijk__buffer_append(out, text.data, text.length) : status;
}

static wijk_status put_labels(wijk_buffer *out, enum wijk__label_kind kind, const struct wijk__labels *labels) {
    wijk_status status = put32(out, labels->count);
    for (uint32_t i = 0; status == WIJK_OK && i < labels->count; i++)
        status = kind == WIJK__NAME_LABELS ? put_text(out, wijk__name(&labels->names, (int32_t)i))
                                           : put64(out, (uint64_t)labels->numbers[i]);
    return status;
}

static wijk_status put_header(wijk_buffer *out, const wijk_tally *tally) {
    uint8_t header[HEADER] = {0};
    memcpy(header, magic, sizeof magic);
    header[4] = VERSION;
    header[5] = (uint8_t)tally->spec.kind;
    header[6] = (uint8_t)tally->spec.unit;
    wijk__put32(header + 16, (uint32_t)tally->spec.days[0]);
    wijk__put32(header + 20, (uint32_t)tally->spec.days[1]);
    return wijk__buffer_append(out, header, sizeof header);
}

static wijk_status write(const wijk_tally *tally, const struct wijk__counts *all, wijk_buffer *out) {
    size_t start = wijk_buffer_size(out);
    wijk_status status = put_header(out, tally);
    for (uint32_t i = 0; status == WIJK_OK && i < tally->def->texts; i++)
        status = put_text(out, tally->spec.texts[i]);
    for (size_t side = 0; status == WIJK_OK && side < WIJK__SIDES; side++)
        if (tally->def->labels[side] != WIJK__NO_LABELS)
            status = put_labels(out, tally->def->labels[side], &all->sides[side]);
    for (uint32_t i = 0; status == WIJK_OK && i < tally->def->plane_count; i++) {
        const struct wijk__cells *cells = &all->planes[i];
        status = put64(out, cells->count);
        for (size_t cell = 0; status == WIJK_OK && cell < cells->count; cell++) {
            status = put64(out, cells->keys[cell]);
            if (status == WIJK_OK)
                status = put64(out, cells->values[cell]);
        }
    }
    if (status != WIJK_OK)
        return status;
    size_t length = out->bytes.size - start;
    wijk__put64(out->bytes.data + start + AT_LENGTH, length + TRAILER);
    return put32(out, wijk__crc32(0, out->bytes.data + start, length));
}

wijk_status wijk_tally_write(const wijk_tally *tally, wijk_buffer *out, wijk_error *error) {
    struct wijk__counts all;
    if (tally == NULL || out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, tally == NULL ? "tally" : "out");
    wijk__error_clear(error);
    size_t before = out->bytes.size;
    wijk_status status = wijk__settle(tally, &all);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    status = write(tally, &all, out);
    wijk__counts_free(tally->context, &all);
    if (status == WIJK_OK)
        return status;
    out->bytes.size = before; /* what was written is taken back */
    if (out->bytes.data != NULL)
        out->bytes.data[before] = 0;
    return wijk__fail(error, status);
}

/* ---- reading ---- */

struct reader {
    const uint8_t *bytes;
    size_t at, end;
    bool good; /* false once there was too little, or something that cannot be */
};

static const uint8_t *get(struct reader *reader, size_t size) {
    reader->good = reader->good && size <= reader->end - reader->at;
    if (!reader->good)
        return NULL;
    const uint8_t *found = reader->bytes + reader->at;
    reader->at += size;
    return found;
}

static uint32_t get32(struct reader *reader) {
    const uint8_t *found = get(reader, 4);
    return found != NULL ? wijk__get32(found) : 0;
}

static uint64_t get64(struct reader *reader) {
    const uint8_t *found = get(reader, 8);
    return found != NULL ? wijk__get64(found) : 0;
}

static struct wijk__text get_text(struct reader *reader) {
    uint32_t length = get32(reader);
    struct wijk__text text = {(const char *)get(reader, length), length};
    reader->good = reader->good && wijk__utf8_valid(text.data, length);
    return reader->good ? text : (struct wijk__text){"", 0};
}

/* How many things follow, each of at least so many bytes: no more than can be. */
static size_t get_count(struct reader *reader, uint64_t count, size_t least) {
    reader->good = reader->good && count <= (reader->end - reader->at) / least;
    return reader->good ? (size_t)count : 0;
}

static wijk_status read_names(wijk_context *context, struct reader *reader, struct wijk__labels *out) {
    uint32_t count = (uint32_t)get_count(reader, get32(reader), sizeof(uint32_t));
    wijk_status status = wijk__labels_names(context, count, reader->end - reader->at, out);
    for (uint32_t i = 0; status == WIJK_OK && reader->good && i < count; i++) {
        struct wijk__text name = get_text(reader);
        wijk__labels_put(out, i, name);
        reader->good = reader->good && (i == 0 || wijk__text_compare(wijk__name(&out->names, (int32_t)i - 1), name) < 0);
    }
    return status;
}

static wijk_status read_numbers(wijk_context *context, struct reader *reader, struct wijk__labels *out) {
    uint32_t count = (uint32_t)get_count(reader, get32(reader), sizeof(int64_t));
    wijk_status status = wijk__labels_numbers(context, count, out);
    for (uint32_t i = 0; status == WIJK_OK && i < count; i++) {
        out->numbers[i] = (int64_t)get64(reader);
        reader->good = reader->good && (i == 0 || out->numbers[i - 1] < out->numbers[i]) &&
                       out->numbers[i] >= INT32_MIN && out->numbers[i] <= INT32_MAX;
    }
    return status;
}

static bool stays(const struct wijk__labels *sides, const uint32_t places[WIJK__SIDES]) {
    const struct wijk__labels *from = &sides[WIJK__SIDE_FROM], *to = &sides[WIJK__SIDE_TO];
    return wijk__text_compare(wijk__name(&from->names, (int32_t)places[WIJK__SIDE_FROM]),
                              wijk__name(&to->names, (int32_t)places[WIJK__SIDE_TO])) == 0;
}

static wijk_status read_cells(wijk_context *context, struct reader *reader, const struct wijk__plane_def *plane,
                              const struct wijk__labels *sides, uint8_t *const used[WIJK__SIDES],
                              struct wijk__cells *out) {
    size_t count = get_count(reader, get64(reader), CELL);
    uint32_t places[WIJK__SIDES];
    uint64_t span;
    if (!wijk__plane_span(plane, sides, &span))
        return WIJK_E_LIMIT;
    wijk_status status = wijk__cells_make(context, count, out);
    for (size_t i = 0; status == WIJK_OK && reader->good && i < count; i++) {
        uint64_t key = out->keys[i] = get64(reader), value = out->values[i] = get64(reader);
        reader->good = key < span && (i == 0 || out->keys[i - 1] < key) && value > 0 && value <= INT64_MAX;
        if (!reader->good)
            break;
        wijk__key_read(plane, sides, key, places);
        reader->good = !plane->moves || !stays(sides, places);
        for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
            used[*side][places[*side]] = 1;
    }
    return status;
}

/* Labels that no cell has are not written. */
static bool all_used(const struct wijk__labels *sides, uint8_t *const used[WIJK__SIDES]) {
    for (size_t side = 0; side < WIJK__SIDES; side++)
        for (uint32_t i = 0; i < sides[side].count; i++)
            if (!used[side][i])
                return false;
    return true;
}

static wijk_status read_counts(wijk_tally *tally, struct reader *reader) {
    wijk_context *context = tally->context;
    const struct wijk__tally_def *def = tally->def;
    struct wijk__labels *sides = tally->more.sides;
    uint8_t *used[WIJK__SIDES] = {NULL};
    wijk_status status = WIJK_OK;
    for (size_t side = 0; status == WIJK_OK && side < WIJK__SIDES; side++) {
        if (def->labels[side] == WIJK__NAME_LABELS)
            status = read_names(context, reader, &sides[side]);
        else if (def->labels[side] == WIJK__NUMBER_LABELS)
            status = read_numbers(context, reader, &sides[side]);
        if (status == WIJK_OK && (used[side] = wijk__allocate_zeroed(context, sides[side].count)) == NULL)
            status = WIJK_E_MEMORY;
    }
    for (uint32_t i = 0; status == WIJK_OK && reader->good && i < def->plane_count; i++)
        status = read_cells(context, reader, &def->planes[i], sides, used, &tally->more.planes[i]);
    if (status == WIJK_OK)
        reader->good = reader->good && all_used(sides, used);
    for (size_t side = 0; side < WIJK__SIDES; side++)
        wijk__release(context, used[side], sides[side].count);
    return status;
}

static bool is_day(wijk_date day) { return day == WIJK_DATE_NONE || (day >= WIJK_DATE_MIN && day <= WIJK_DATE_MAX); }

/* What holds for every version: the magic, the length, and a checksum at the end. */
static wijk_status check_frame(const uint8_t *bytes, size_t length) {
    if (length < HEADER + TRAILER || memcmp(bytes, magic, sizeof magic) != 0 ||
        wijk__get64(bytes + AT_LENGTH) != length ||
        wijk__get32(bytes + length - TRAILER) != wijk__crc32(0, bytes, length - TRAILER))
        return WIJK_E_CORRUPT;
    bool known = bytes[4] == VERSION && wijk__tally_def(bytes[5]) != NULL && bytes[6] >= WIJK_UNIT_EVERYTHING &&
                 bytes[6] <= WIJK_UNIT_TEAM && bytes[7] == 0;
    return known ? WIJK_OK : WIJK_E_FORMAT;
}

static wijk_status read(wijk_context *context, struct reader *reader, wijk_tally **out) {
    const uint8_t *bytes = reader->bytes;
    struct wijk__spec spec = {
        .kind = bytes[5],
        .unit = bytes[6],
        .days = {(wijk_date)wijk__get32(bytes + 16), (wijk_date)wijk__get32(bytes + 20)},
    };
    wijk_tally *tally;
    reader->at = HEADER;
    reader->good = is_day(spec.days[0]) && is_day(spec.days[1]);
    for (uint32_t i = 0; i < wijk__tally_def(spec.kind)->texts; i++)
        spec.texts[i] = get_text(reader);
    if (!reader->good)
        return WIJK_E_CORRUPT;
    wijk_status status = wijk__tally_make(context, &spec, &tally);
    if (status != WIJK_OK)
        return status;
    tally->has_more = true;
    status = read_counts(tally, reader);
    if (status == WIJK_OK && (!reader->good || reader->at != reader->end))
        status = WIJK_E_CORRUPT;
    if (status != WIJK_OK)
        wijk_tally_destroy(tally);
    else
        *out = tally;
    return status;
}

wijk_status wijk_tally_read(wijk_context *context, const void *bytes, size_t length, wijk_tally **out,
                            wijk_error *error) {
    if (out != NULL)
        *out = NULL;
    if (context == NULL || bytes == NULL || out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, context == NULL ? "context" : bytes == NULL ? "bytes" : "out");
    wijk__error_clear(error);
    wijk_status status = check_frame(bytes, length);
    if (status != WIJK_OK)
        return wijk__fail_offset(error, status, 0);
    struct reader reader = {bytes, HEADER, length - TRAILER, true};
    status = read(context, &reader, out);
    return status == WIJK_OK ? status : wijk__fail_offset(error, status, reader.at);
}
