/* What the library does with a sized struct of every size: older callers, newer callers, nonsense. One matrix for all
 * three structs; docs/policy/abi.md says what each row must give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <wijkteam/wijkteam.h>

#define ROOM 8192 /* more than any size that is tried, so that nobody reads past the end */

static void *take(void *userdata, size_t size) {
    (void)userdata;
    return malloc(size);
}

static void *take_again(void *userdata, void *memory, size_t old_size, size_t new_size) {
    (void)userdata;
    (void)old_size;
    return realloc(memory, new_size);
}

static void give_back(void *userdata, void *memory, size_t size) {
    (void)userdata;
    (void)size;
    free(memory);
}

static wijk_status no_append(void *userdata, const wijk_id *dossier, uint64_t sequence, const void *frame,
                             size_t length) {
    (void)userdata;
    (void)dossier;
    (void)sequence;
    (void)frame;
    (void)length;
    return WIJK_E_IO;
}

static wijk_status no_read(void *userdata, const wijk_id *dossier, wijk_buffer *out) {
    (void)userdata;
    (void)dossier;
    (void)out;
    return WIJK_OK;
}

static wijk_status no_next(void *userdata, const wijk_id *after, wijk_id *out) {
    (void)userdata;
    (void)after;
    (void)out;
    return WIJK_NONE;
}

static wijk_status use_allocator(const void *memory) {
    wijk_context *context = NULL;
    wijk_status status = wijk_context_new(memory, NULL, &context);
    assert_int_equal(status == WIJK_OK, context != NULL);
    wijk_context_unref(context);
    return status;
}

static wijk_status use_limits(const void *memory) {
    wijk_context *context = NULL;
    wijk_status status = wijk_context_new(NULL, memory, &context);
    assert_int_equal(status == WIJK_OK, context != NULL);
    wijk_context_unref(context);
    return status;
}

static wijk_status use_store_methods(const void *memory) {
    wijk_context *context = NULL;
    wijk_store *store = NULL;
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    wijk_status status = wijk_store_new(context, memory, NULL, &store, NULL);
    assert_int_equal(status == WIJK_OK, store != NULL);
    wijk_store_destroy(store);
    wijk_context_unref(context);
    return status;
}

/* The size of each struct in its first version: programs of then must work for ever. */
enum { ALLOCATOR_FIRST = 40, LIMITS_FIRST = 56, STORE_METHODS_FIRST = 48 };

static const struct subject {
    const char *name;
    uint32_t first;
    uint32_t now;
    wijk_status (*use)(const void *memory);
} subjects[] = {
    {"wijk_allocator", ALLOCATOR_FIRST, sizeof(wijk_allocator), use_allocator},
    {"wijk_limits", LIMITS_FIRST, sizeof(wijk_limits), use_limits},
    {"wijk_store_methods", STORE_METHODS_FIRST, sizeof(wijk_store_methods), use_store_methods},
};
#define SUBJECTS (sizeof subjects / sizeof subjects[0])

static void fill(const struct subject *subject, void *memory, uint32_t size) {
    static const wijk_allocator allocator = {0, 0, NULL, take, take_again, give_back};
    static const wijk_limits limits = {0, 8, 0, 0, 0, 0, 0, 0};
    static const wijk_store_methods methods = {0, 0, no_append, no_read, no_next, NULL, NULL};
    const void *full = subject->use == use_allocator ? (const void *)&allocator
                       : subject->use == use_limits  ? (const void *)&limits
                                                     : (const void *)&methods;
    memset(memory, 0, ROOM);
    memcpy(memory, full, subject->now);
    memcpy(memory, &size, sizeof size); /* struct_size is the first member of all */
}

static void every_size(void **state) {
    (void)state;
    unsigned char *memory = malloc(ROOM);
    assert_non_null(memory);
    for (size_t i = 0; i < SUBJECTS; i++) {
        const struct subject *s = &subjects[i];
        const struct {
            const char *what;
            uint32_t size;
            int32_t dirty; /* a byte past what the library knows, or -1 */
            wijk_status wanted;
        } rows[] = {
            {"nothing filled in", 0, -1, WIJK_E_STRUCT_SIZE},
            {"less than its own size member", 3, -1, WIJK_E_STRUCT_SIZE},
            {"only its size member", 4, -1, WIJK_E_STRUCT_OLDER},
            {"below the first version", s->first - 1, -1, WIJK_E_STRUCT_OLDER},
            {"the first version", s->first, -1, WIJK_OK},
            {"as compiled now", s->now, -1, WIJK_OK},
            {"newer, unused", s->now + 8, -1, WIJK_OK},
            {"newer, used at once", s->now + 8, (int32_t)s->now, WIJK_E_STRUCT_NEWER},
            {"newer, used at its end", s->now + 8, (int32_t)s->now + 7, WIJK_E_STRUCT_NEWER},
            {"the largest", 4096, -1, WIJK_OK},
            {"the largest, used at its end", 4096, 4095, WIJK_E_STRUCT_NEWER},
            {"absurd", 4097, -1, WIJK_E_STRUCT_SIZE},
            {"absurd and used", 4097, (int32_t)s->now, WIJK_E_STRUCT_SIZE},
            {"as large as it goes", UINT32_MAX, -1, WIJK_E_STRUCT_SIZE},
        };
        for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
            fill(s, memory, rows[row].size);
            if (rows[row].dirty >= 0)
                memory[rows[row].dirty] = 1;
            wijk_status got = s->use(memory);
            if (got != rows[row].wanted)
                fail_msg("%s, %s: %s instead of %s", s->name, rows[row].what, wijk_status_name(got),
                         wijk_status_name(rows[row].wanted));
        }
    }
    free(memory);
}

static void reserved_members_must_be_zero(void **state) {
    (void)state;
    unsigned char *memory = malloc(ROOM);
    assert_non_null(memory);
    for (size_t i = 0; i < SUBJECTS; i++) {
        if (subjects[i].use == use_limits)
            continue; /* has none */
        fill(&subjects[i], memory, subjects[i].now);
        memory[offsetof(wijk_allocator, reserved)] = 1; /* the second member of both */
        assert_int_equal(subjects[i].use(memory), WIJK_E_STRUCT_NEWER);
    }
    free(memory);
}

/* Exactly as many bytes as the caller has: valgrind and AddressSanitizer see any read past them. */
static void nothing_is_read_past_the_caller(void **state) {
    (void)state;
    unsigned char *room = malloc(ROOM);
    assert_non_null(room);
    for (size_t i = 0; i < SUBJECTS; i++) {
        fill(&subjects[i], room, subjects[i].first);
        void *exact = malloc(subjects[i].first);
        assert_non_null(exact);
        memcpy(exact, room, subjects[i].first);
        assert_int_equal(subjects[i].use(exact), WIJK_OK);
        free(exact);
    }
    free(room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size),
        cmocka_unit_test(reserved_members_must_be_zero),
        cmocka_unit_test(nothing_is_read_past_the_caller),
    };
    return cmocka_run_group_tests_name("sized structs", tests, NULL, NULL);
}
