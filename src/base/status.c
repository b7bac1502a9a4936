/* Names and sentences of the status codes; the table is generated from status.json. */
#include "base/base.h"

struct status_entry {
    wijk_status number;
    const char *name;
    const char *english;
    const char *dutch;
};

static const struct status_entry entries[] = { /* by number, ascending */
#include "catalog/status_table.inc"
};

static const struct status_entry *find(wijk_status status) {
    size_t low = 0;
    size_t high = sizeof entries / sizeof entries[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (entries[middle].number == status)
            return &entries[middle];
        if (entries[middle].number < status)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *wijk_status_name(wijk_status status) {
    const struct status_entry *entry = find(status);
    return entry ? entry->name : "";
}

const char *wijk_status_text(wijk_status status, wijk_language language) {
    const struct status_entry *entry = find(status);
    if (!entry)
        return "";
    if (language == WIJK_DUTCH)
        return entry->dutch;
    return language == WIJK_ENGLISH ? entry->english : "";
}
