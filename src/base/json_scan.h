/* Looking at JSON text itself, next to the parser: how deep it goes, and where exactly it is wrong. Only json.c uses
 * this; nothing here allocates. */
#ifndef WIJK_BASE_JSON_SCAN_H
#define WIJK_BASE_JSON_SCAN_H

#include "base/base.h"

#define WIJK__NOWHERE SIZE_MAX

/* Offset of the bracket that goes deeper than `most`, or WIJK__NOWHERE. One pass over text that need not be valid. */
size_t wijk__json_too_deep(const char *text, size_t length, uint32_t most);

/* A fault that the text shows only to someone who keeps more state: that it is there, and the end of the token. */
struct wijk__json_known {
    wijk_status status; /* WIJK_OK: nothing is known */
    size_t end;         /* offset after the token */
};

/* Walk text that was refused, strictly by RFC 8259, to the first fault or to the known one, and record it in `error`
 * with pointer, line, column and offset. When there is none, the known status is recorded without a place; when
 * nothing is known either, memory must have been the reason. Returns the status that was recorded. */
wijk_status wijk__json_fault(const char *text, size_t length, struct wijk__json_known known, bool private_keys,
                             wijk_error *error);

#endif
