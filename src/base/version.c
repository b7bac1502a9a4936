/* What the linked library is. */
#include "base/base.h"

/* The soname's integer; tests/checks keep it and meson.build in step. */
enum { ABI_VERSION = 0 };

_Static_assert(WIJK_VERSION_NUMBER == WIJK_VERSION_MAJOR * 1000000 + WIJK_VERSION_MINOR * 1000 + WIJK_VERSION_PATCH,
               "the version number and its parts differ");

int32_t wijk_version(void) { return WIJK_VERSION_NUMBER; }

const char *wijk_version_string(void) { return WIJK_VERSION_STRING; }

int32_t wijk_abi_version(void) { return ABI_VERSION; }

int32_t wijk_feature_supported(wijk_feature feature) {
    static const struct {
        wijk_feature feature;
        int32_t supported;
    } features[] = {
        {WIJK_FEATURE_JSON, WIJK_HAVE_JSON},
        {WIJK_FEATURE_SQLITE, WIJK_HAVE_SQLITE},
    };
    for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
        if (features[i].feature == feature)
            return features[i].supported;
    return 0;
}
