/* The context: sized structs, limits, the allocator, references; buffers and growing bytes on top of it. */
#include "base_support.h"

#include <pthread.h>

/* ---- sized structs ---- */

/* The gate by itself: each size that a caller may say, with and without something in the bytes that are not known. */
static void struct_sizes(void **state) {
    (void)state;
    enum { KNOWN = 48, FIRST = 32 };
    static const struct {
        uint32_t size;
        size_t set; /* this byte is not zero */
        wijk_status status;
    } cases[] = {
        {0, 4, WIJK_E_STRUCT_SIZE},
        {3, 4, WIJK_E_STRUCT_SIZE},
        {4, 4, WIJK_E_STRUCT_OLDER},
        {FIRST - 1, 4, WIJK_E_STRUCT_OLDER},
        {FIRST, 4, WIJK_OK},
        {FIRST, FIRST - 1, WIJK_OK},
        {FIRST, FIRST, WIJK_OK},
        {KNOWN - 1, KNOWN - 1, WIJK_OK},
        {KNOWN, KNOWN - 1, WIJK_OK},
        {KNOWN, KNOWN, WIJK_OK},
        {KNOWN + 1, KNOWN - 1, WIJK_OK},
        {KNOWN + 1, KNOWN, WIJK_E_STRUCT_NEWER},
        {KNOWN + 8, 4, WIJK_OK},
        {KNOWN + 8, KNOWN, WIJK_E_STRUCT_NEWER},
        {KNOWN + 8, KNOWN + 7, WIJK_E_STRUCT_NEWER},
        {KNOWN + 8, KNOWN + 8, WIJK_OK},
        {4096, 4095, WIJK_E_STRUCT_NEWER},
        {4096, 4, WIJK_OK},
        {4097, 4, WIJK_E_STRUCT_SIZE},
        {UINT32_MAX, 4, WIJK_E_STRUCT_SIZE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t from[4104] = {0}, copy[KNOWN], expected[KNOWN] = {0};
        memcpy(from, &cases[i].size, sizeof cases[i].size);
        from[cases[i].set] = 9;
        memset(copy, 0xEE, sizeof copy);
        assert_int_equal(wijk__struct_read(from, copy, KNOWN, FIRST), cases[i].status);
        if (cases[i].status == WIJK_OK)
            memcpy(expected, from, cases[i].size < KNOWN ? cases[i].size : KNOWN);
        assert_memory_equal(copy, expected, KNOWN);
    }
}

/* The same through the public door, for both structs. */
static void struct_sizes_of_a_context(void **state) {
    (void)state;
    static const struct {
        uint32_t fixed;  /* this size, or */
        int32_t beyond;  /* this much more than what is known, which is the first version still */
        uint8_t unknown; /* value of a byte beyond what is known */
        wijk_status status;
    } cases[] = {
        {1, 0, 0, WIJK_E_STRUCT_SIZE}, {4097, 0, 0, WIJK_E_STRUCT_SIZE}, {0, -1, 0, WIJK_E_STRUCT_OLDER},
        {0, 0, 0, WIJK_OK},            {0, 0, 1, WIJK_OK},               {0, 8, 0, WIJK_OK},
        {0, 8, 1, WIJK_E_STRUCT_NEWER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct counting counting;
        union {
            wijk_allocator allocator;
            uint8_t bytes[4200];
        } allocator = {.allocator = counting_allocator(&counting)};
        union {
            wijk_limits limits;
            uint8_t bytes[4200];
        } limits = {.limits = {.struct_size = sizeof(wijk_limits)}};
        uint32_t fixed = cases[i].fixed;
        int32_t beyond = cases[i].beyond;
        uint32_t size_of_allocator = fixed ? fixed : (uint32_t)((int32_t)sizeof(wijk_allocator) + beyond);
        uint32_t size_of_limits = fixed ? fixed : (uint32_t)((int32_t)sizeof(wijk_limits) + beyond);
        allocator.bytes[sizeof(wijk_allocator) + 7] = limits.bytes[sizeof(wijk_limits) + 7] = cases[i].unknown;

        wijk_context *context = (wijk_context *)&counting;
        allocator.allocator.struct_size = size_of_allocator;
        assert_int_equal(wijk_context_new(&allocator.allocator, NULL, &context), cases[i].status);
        assert_int_equal(context != NULL, cases[i].status == WIJK_OK);
        wijk_context_unref(context);

        allocator.allocator.struct_size = sizeof(wijk_allocator);
        allocator.bytes[sizeof(wijk_allocator) + 7] = 0;
        limits.limits.struct_size = size_of_limits;
        context = (wijk_context *)&counting;
        assert_int_equal(wijk_context_new(&allocator.allocator, &limits.limits, &context), cases[i].status);
        assert_int_equal(context != NULL, cases[i].status == WIJK_OK);
        wijk_context_unref(context);
        assert_int_equal(counting.blocks, 0);
    }
}

/* ---- the allocator and the limits ---- */

static void allocators_that_are_refused(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context;
    for (int missing = 0; missing < 4; missing++) {
        wijk_allocator allocator = counting_allocator(&counting);
        if (missing == 0)
            allocator.allocate = NULL;
        else if (missing == 1)
            allocator.reallocate = NULL;
        else if (missing == 2)
            allocator.release = NULL;
        else
            allocator.reserved = 1;
        assert_int_equal(wijk_context_new(&allocator, NULL, &context),
                         missing == 3 ? WIJK_E_STRUCT_NEWER : WIJK_E_ARGUMENT);
        assert_null(context);
        assert_int_equal(counting.calls, 0);
    }
    wijk_allocator allocator = counting_allocator(&counting);
    counting.fail_after = 0;
    assert_int_equal(wijk_context_new(&allocator, NULL, &context), WIJK_E_MEMORY);
    assert_null(context);
    assert_int_equal(wijk_context_new(&allocator, NULL, NULL), WIJK_E_ARGUMENT);
}

static void limits_have_defaults(void **state) {
    (void)state;
    wijk_context *context;
    wijk_limits zeros = {.struct_size = sizeof zeros};
    for (int given = 0; given < 2; given++) {
        assert_int_equal(wijk_context_new(NULL, given ? &zeros : NULL, &context), WIJK_OK);
        assert_true(context->limits.json_depth == 32);
        assert_true(context->limits.json_bytes == 1048576);
        assert_true(context->limits.text_bytes == 65536);
        assert_true(context->limits.frame_bytes == 67108864);
        assert_true(context->limits.journal_bytes == 1073741824);
        assert_true(context->limits.acts == 1000000);
        assert_true(context->limits.hash_seed == 0);
        wijk_context_unref(context);
    }
    wijk_limits own = {sizeof own, 7, 1001, 1002, 1003, 1004, 1005, 1006};
    assert_int_equal(wijk_context_new(NULL, &own, &context), WIJK_OK);
    assert_memory_equal(&context->limits, &own, sizeof own);
    wijk_context_unref(context);
}

static void limits_of_the_limits(void **state) {
    (void)state;
    static const uint64_t most = UINT32_MAX;
    const struct {
        uint32_t depth;
        uint64_t journal;
        wijk_status status;
    } cases[] = {
        {1023, 1, WIJK_OK},     {1024, 1, WIJK_OK}, {1025, 1, WIJK_E_ARGUMENT},     {UINT32_MAX, 1, WIJK_E_ARGUMENT},
        {1, most - 1, WIJK_OK}, {1, most, WIJK_OK}, {1, most + 1, WIJK_E_ARGUMENT}, {1, UINT64_MAX, WIJK_E_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wijk_limits limits = {.struct_size = sizeof limits};
        limits.json_depth = cases[i].depth;
        limits.journal_bytes = cases[i].journal;
        wijk_context *context;
        assert_int_equal(wijk_context_new(NULL, &limits, &context), cases[i].status);
        assert_int_equal(context != NULL, cases[i].status == WIJK_OK);
        wijk_context_unref(context);
    }
}

/* ---- references ---- */

static void references(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    assert_ptr_equal(wijk_context_ref(context), context);
    wijk_context_unref(context);
    assert_int_equal(counting.blocks, 1);
    /* children keep it alive, in whatever order things end */
    wijk_buffer *buffer;
    wijk_error *error;
    assert_int_equal(wijk_buffer_new(context, &buffer), WIJK_OK);
    assert_int_equal(wijk_error_new(context, &error), WIJK_OK);
    wijk_context_unref(context);
    wijk_error_destroy(error);
    assert_int_equal(wijk__buffer_append_text(buffer, "still here"), WIJK_OK);
    wijk_buffer_destroy(buffer);
    assert_int_equal(counting.blocks, 0);
    assert_int_equal(counting.bytes, 0);
    assert_null(wijk_context_ref(NULL));
    wijk_context_unref(NULL);
    wijk_buffer_destroy(NULL);
    wijk_error_destroy(NULL);
}

static void *take_and_drop(void *context) {
    for (int i = 0; i < 100000; i++)
        wijk_context_unref(wijk_context_ref(context));
    wijk_context_unref(context);
    return NULL;
}

static void references_on_two_threads(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_and_drop, wijk_context_ref(context)), 0);
    wijk_context_unref(context);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(counting.blocks, 0);
}

/* ---- memory ---- */

static void empty_allocations(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    void *memory = wijk__allocate(context, 0);
    assert_non_null(memory);
    memory = wijk__reallocate(context, memory, 0, 100);
    assert_non_null(memory);
    memory = wijk__reallocate(context, memory, 100, 0);
    assert_non_null(memory);
    wijk__release(context, memory, 0);
    memory = wijk__reallocate(context, NULL, 0, 16);
    assert_non_null(memory);
    wijk__release(context, memory, 16);
    wijk__release(context, NULL, 5);
    uint8_t *zeros = wijk__allocate_zeroed(context, 64);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(zeros[i], 0);
    wijk__release(context, zeros, 64);
    counting.fail_after = counting.calls;
    assert_null(wijk__allocate(context, 1));
    assert_null(wijk__allocate_zeroed(context, 1));
    assert_null(wijk__reallocate(context, NULL, 0, 1));
    wijk_context_unref(context);
    assert_int_equal(counting.blocks, 0);
}

static void default_allocator(void **state) {
    (void)state;
    wijk_context *context;
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    struct wijk__bytes bytes = {0};
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(wijk__bytes_append(context, &bytes, &i, sizeof i), WIJK_OK);
    for (uint32_t i = 0, value; i < 10000; i++) {
        memcpy(&value, bytes.data + i * sizeof i, sizeof value);
        assert_int_equal(value, i);
    }
    wijk__bytes_free(context, &bytes);
    wijk_context_unref(context);
}

static void bytes_grow_by_half(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    struct wijk__bytes bytes = {0};
    assert_int_equal(wijk__bytes_append(context, &bytes, NULL, 0), WIJK_OK);
    assert_null(bytes.data);
    size_t before = counting.calls;
    for (size_t i = 0; i < 100000; i++) {
        uint8_t byte = (uint8_t)(i * 31);
        assert_int_equal(wijk__bytes_append(context, &bytes, &byte, 1), WIJK_OK);
        assert_true(bytes.capacity <= 32 || bytes.capacity <= bytes.size + bytes.size / 2);
    }
    assert_true(counting.calls - before < 30);
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(bytes.data[i], (uint8_t)(i * 31));
    /* one large request takes what it needs and no more */
    assert_int_equal(wijk__bytes_reserve(context, &bytes, 1000000), WIJK_OK);
    assert_int_equal(bytes.capacity, 1100000);
    struct wijk__bytes same = bytes;
    assert_int_equal(wijk__bytes_reserve(context, &bytes, 1000000), WIJK_OK);
    /* what cannot be leaves everything as it was */
    assert_int_equal(wijk__bytes_reserve(context, &bytes, SIZE_MAX), WIJK_E_MEMORY);
    counting.fail_after = counting.calls;
    assert_int_equal(wijk__bytes_reserve(context, &bytes, 1000001), WIJK_E_MEMORY);
    assert_memory_equal(&same, &bytes, sizeof same);
    wijk__bytes_free(context, &bytes);
    assert_null(bytes.data);
    assert_int_equal(bytes.size + bytes.capacity, 0);
    wijk_context_unref(context);
    assert_int_equal(counting.blocks, 0);
}

static void buffers(void **state) {
    (void)state;
    struct counting counting;
    wijk_context *context = counting_context(&counting);
    wijk_buffer *buffer = (wijk_buffer *)&counting;
    assert_int_equal(wijk_buffer_new(NULL, &buffer), WIJK_E_ARGUMENT);
    assert_null(buffer);
    assert_int_equal(wijk_buffer_new(context, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_buffer_new(context, &buffer), WIJK_OK);
    assert_string_equal(wijk_buffer_data(buffer), "");
    wijk_buffer_clear(buffer);
    assert_int_equal(wijk__buffer_append(buffer, NULL, 0), WIJK_OK);
    assert_string_equal(wijk_buffer_data(buffer), "");
    char expected[1201] = "";
    for (size_t i = 0; i < 120; i++) {
        assert_int_equal(wijk__buffer_append_text(buffer, "ten bytes!"), WIJK_OK);
        memcpy(expected + i * 10, "ten bytes!", 11);
        assert_string_equal(wijk_buffer_data(buffer), expected);
        assert_int_equal(wijk_buffer_size(buffer), (i + 1) * 10);
    }
    counting.fail_after = counting.calls;
    size_t room = buffer->bytes.capacity - buffer->bytes.size;
    char *large = calloc(room + 1, 1);
    assert_non_null(large);
    assert_int_equal(wijk__buffer_append(buffer, large, room), WIJK_E_MEMORY);
    assert_int_equal(wijk__buffer_append(buffer, large, SIZE_MAX), WIJK_E_MEMORY);
    assert_string_equal(wijk_buffer_data(buffer), expected);
    assert_int_equal(wijk_buffer_size(buffer), 1200);
    assert_int_equal(wijk__buffer_append(buffer, large, room - 1), WIJK_OK); /* its NUL just fits */
    free(large);
    wijk_buffer_clear(buffer);
    assert_string_equal(wijk_buffer_data(buffer), "");
    assert_int_equal(wijk_buffer_size(buffer), 0);
    assert_int_equal(wijk__buffer_append_text(buffer, "again"), WIJK_OK); /* in the memory that it kept */
    assert_string_equal(wijk_buffer_data(buffer), "again");
    wijk_buffer *none;
    assert_int_equal(wijk_buffer_new(context, &none), WIJK_E_MEMORY);
    assert_null(none);
    wijk_buffer_destroy(buffer);
    wijk_context_unref(context);
    assert_int_equal(counting.blocks, 0);
    assert_string_equal(wijk_buffer_data(NULL), "");
    assert_int_equal(wijk_buffer_size(NULL), 0);
    wijk_buffer_clear(NULL);
}

static void numbers_in_bytes(void **state) {
    (void)state;
    uint8_t bytes[8];
    wijk__put64(bytes, UINT64_C(0x8877665544332211));
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(bytes[i], (i + 1) * 0x11);
    assert_true(wijk__get64(bytes) == UINT64_C(0x8877665544332211));
    assert_true(wijk__get32(bytes + 4) == UINT32_C(0x88776655));
    assert_int_equal(wijk__get16(bytes + 6), 0x8877);
    size_t result;
    assert_true(wijk__add(SIZE_MAX - 1, 1, &result));
    assert_false(wijk__add(SIZE_MAX, 1, &result));
    assert_true(wijk__multiply(SIZE_MAX / 2, 2, &result));
    assert_false(wijk__multiply(SIZE_MAX / 2 + 1, 2, &result));
}

static void versions(void **state) {
    (void)state;
    assert_int_equal(wijk_version(), WIJK_VERSION_NUMBER);
    assert_string_equal(wijk_version_string(), WIJK_VERSION_STRING);
    assert_int_equal(wijk_abi_version(), 0);
    assert_int_equal(wijk_feature_supported(WIJK_FEATURE_JSON), WIJK_HAVE_JSON);
    assert_int_equal(wijk_feature_supported(WIJK_FEATURE_SQLITE), WIJK_HAVE_SQLITE);
    assert_int_equal(wijk_feature_supported(0), 0);
    assert_int_equal(wijk_feature_supported(3), 0);
    assert_int_equal(wijk_feature_supported(-1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(struct_sizes),
        cmocka_unit_test(struct_sizes_of_a_context),
        cmocka_unit_test(allocators_that_are_refused),
        cmocka_unit_test(limits_have_defaults),
        cmocka_unit_test(limits_of_the_limits),
        cmocka_unit_test(references),
        cmocka_unit_test(references_on_two_threads),
        cmocka_unit_test(empty_allocations),
        cmocka_unit_test(default_allocator),
        cmocka_unit_test(bytes_grow_by_half),
        cmocka_unit_test(buffers),
        cmocka_unit_test(numbers_in_bytes),
        cmocka_unit_test(versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
