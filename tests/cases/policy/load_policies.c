/* Loads rule packs one after the other from standard input, each written as its length in bytes, a line end and the
 * bytes; answers a line for each: name of the status, line, column, pointer. Only the public API. */
#include <stdio.h>
#include <stdlib.h>

#include <wijkteam/policy.h>

static void answer(wijk_context *context, const char *json, size_t length, wijk_error *error) {
    wijk_policy *policy;
    wijk_status status = wijk_policy_load(context, json, length, &policy, error);
    wijk_policy_unref(policy);
    if (status != wijk_error_code(error) || (status == WIJK_OK) != (policy != NULL)) {
        fputs("the error object or the policy does not fit the status\n", stderr);
        exit(1);
    }
    printf("%s\t%u\t%u\t%s\n", wijk_status_name(status), (unsigned)wijk_error_line(error),
           (unsigned)wijk_error_column(error), wijk_error_path(error));
}

int main(void) {
    if (!wijk_feature_supported(WIJK_FEATURE_JSON))
        return 77;
    wijk_context *context;
    wijk_error *error;
    if (wijk_context_new(NULL, NULL, &context) != WIJK_OK || wijk_error_new(context, &error) != WIJK_OK)
        return 1;
    unsigned long length;
    while (scanf("%lu", &length) == 1 && getchar() == '\n') {
        char *json = malloc(length + 1); /* one byte more, because malloc(0) may answer NULL */
        if (!json || fread(json, 1, length, stdin) != length)
            return 1;
        answer(context, json, length, error);
        free(json);
    }
    wijk_error_destroy(error);
    wijk_context_unref(context);
    return ferror(stdin) || !feof(stdin);
}
