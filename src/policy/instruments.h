/* Inside the room: how an instrument is read, by instruments.c (what is asked), scales.c (how it is scored) and
 * scale_values.c (what single values may be). */
#ifndef WIJK_POLICY_INSTRUMENTS_H
#define WIJK_POLICY_INSTRUMENTS_H

#include "policy/compile.h"

struct wijk__instrument_draft { /* an instrument that is being read, with arrays that can still be filled */
    struct wijk__entry entry;
    struct wijk__instrument instrument;
    const char *version, *licence;
    struct wijk__item *items;
    struct wijk__entry *item_words;
    struct wijk__item_about *item_about;
    struct wijk__text *item_keys;
    struct wijk__scale *scales;
    struct wijk__entry *scale_words;
    struct wijk__scale_about *about;
    uint32_t items_read, scales_read;
    bool higher_is_better;       /* these two hold for items and scales that do not say it */
    struct wijk__item_about usual;
    struct wijk__scale_about of_items; /* bands of the answers, for an instrument without scales of its own */
};

wijk_status wijk__read_decimal(struct wijk__reader *reader, wijk__json *json, void *to);     /* int64_t, millionths */
wijk_status wijk__read_thousandths(struct wijk__reader *reader, wijk__json *json, void *to); /* int64_t */
wijk_status wijk__read_positive(struct wijk__reader *reader, wijk__json *json, void *to);    /* int64_t, millionths */
wijk_status wijk__read_reliability(struct wijk__reader *reader, wijk__json *json, void *to); /* int64_t, millionths */
wijk_status wijk__read_short_key(struct wijk__reader *reader, wijk__json *json, void *to);   /* struct wijk__text */
wijk_status wijk__read_theme(struct wijk__reader *reader, wijk__json *json, void *to);       /* struct wijk__text */
wijk_status wijk__read_class(struct wijk__reader *reader, wijk__json *json, void *to);       /* int32_t */
wijk_status wijk__read_direction(struct wijk__reader *reader, wijk__json *json, void *to);   /* bool: higher */
wijk_status wijk__read_aggregate(struct wijk__reader *reader, wijk__json *json, void *to);
wijk_status wijk__read_rounding(struct wijk__reader *reader, wijk__json *json, void *to);
wijk_status wijk__read_transform_kind(struct wijk__reader *reader, wijk__json *json, void *to);
/* Room for the items of an array, which has from `least` to `most`; `to` is a pointer to them. */
wijk_status wijk__take_items(struct wijk__reader *reader, wijk__json *json, size_t least, size_t most, size_t size,
                             void *to);
uint32_t wijk__place_of(const struct wijk__text *keys, uint32_t count, struct wijk__text key); /* UINT32_MAX: none */

wijk_status wijk__read_bands(struct wijk__reader *reader, wijk__json *json, void *to);  /* wijk__scale_about */
wijk_status wijk__read_scales(struct wijk__reader *reader, wijk__json *json, void *to); /* wijk__instrument_draft */
wijk_status wijk__scales_of_items(struct wijk__reader *reader, struct wijk__instrument_draft *draft);

#endif
