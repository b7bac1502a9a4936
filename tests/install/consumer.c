/* A program of somebody else: only what is installed, only the public headers. Compiles as C and as C++. */
#include <stdio.h>
#include <string.h>

#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

int main(void) {
    wijk_context *context = NULL;
    wijk_act *act = NULL;
    wijk_id id;
    wijk_status status = wijk_context_new(NULL, NULL, &context);
    if (status == WIJK_OK)
        status = wijk_id_parse("01234567-89ab-cdef-0123-456789abcdef", WIJK_NUL_TERMINATED, &id, NULL);
    if (status == WIJK_OK)
        status = wijk_act_new(context, &act, NULL);
    if (status == WIJK_OK)
        status = wijk_act_begin(act, WIJK_ACT_GOAL_SET, &id, 20513, 0, NULL);
    if (status == WIJK_OK && memcmp(wijk_act_get_id(act), &id, sizeof id) != 0)
        status = WIJK_E_ID;
    printf("%s with library %s: %s\n", WIJK_VERSION_STRING, wijk_version_string(), wijk_status_name(status));
    wijk_act_destroy(act);
    wijk_context_unref(context);
    return status == WIJK_OK && wijk_version() == WIJK_VERSION_NUMBER ? 0 : 1;
}
