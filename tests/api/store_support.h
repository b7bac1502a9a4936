/* What the tests of the store share: a folder of its own under the build directory, dossiers with a few acts, and files
 * that can be copied and damaged. Public headers only. */
#ifndef WIJK_TEST_STORE_SUPPORT_H
#define WIJK_TEST_STORE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

enum { PATH_ROOM = 512, WRITING = WIJK_STORE_WRITE | WIJK_STORE_CREATE };

struct world {
    wijk_context *context;
    wijk_policy *policy;
    wijk_error *error;
    wijk_buffer *buffer;
    wijk_act *act;
    uint32_t acts; /* made so far: ids are numbers */
    char folder[PATH_ROOM - 100];
    char path[PATH_ROOM]; /* of the store most tests use */
};

/* ---- ids, files ---- */

static inline wijk_id make_id(uint32_t kind, uint32_t number) {
    wijk_id id = {{(uint8_t)kind, 0x77, 0x69, 0x6A}};
    for (int i = 0; i < 4; i++)
        id.bytes[12 + i] = (uint8_t)(number >> (24 - 8 * i));
    return id;
}

static inline void name_file(char *out, const struct world *world, const char *name) {
    snprintf(out, PATH_ROOM, "%s/%s", world->folder, name);
}

static inline void remove_store(const char *path) {
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char name[PATH_ROOM + 16];
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

struct bytes {
    uint8_t *data;
    size_t size;
};

static inline struct bytes read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return (struct bytes){NULL, 0};
    fseek(file, 0, SEEK_END);
    struct bytes bytes = {NULL, (size_t)ftell(file)};
    bytes.data = malloc(bytes.size + 1);
    assert_non_null(bytes.data);
    rewind(file);
    assert_int_equal(fread(bytes.data, 1, bytes.size, file), bytes.size);
    fclose(file);
    return bytes;
}

static inline void write_file(const char *path, const void *data, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* ---- the world ---- */

static inline int world_begin(void **state) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    const char *root = getenv("WIJK_BUILD_ROOT");
    snprintf(world->folder, sizeof world->folder, "%s/store-XXXXXX", root ? root : ".");
    assert_non_null(mkdtemp(world->folder));
    name_file(world->path, world, "store.db");
    assert_int_equal(wijk_context_new(NULL, NULL, &world->context), WIJK_OK);
    assert_int_equal(wijk_error_new(world->context, &world->error), WIJK_OK);
    assert_int_equal(wijk_buffer_new(world->context, &world->buffer), WIJK_OK);
    assert_int_equal(wijk_act_new(world->context, &world->act, NULL), WIJK_OK);
    if (wijk_feature_supported(WIJK_FEATURE_JSON))
        assert_int_equal(wijk_policy_load_default(world->context, &world->policy, NULL), WIJK_OK);
    *state = world;
    return 0;
}

static inline int world_end(void **state) {
    struct world *world = *state;
    remove_store(world->path);
    assert_int_equal(rmdir(world->folder), 0); /* every test takes its files away */
    wijk_policy_unref(world->policy);
    wijk_act_destroy(world->act);
    wijk_buffer_destroy(world->buffer);
    wijk_error_destroy(world->error);
    wijk_context_unref(world->context);
    free(world);
    return 0;
}

static inline int store_gone(void **state) {
    struct world *world = *state;
    remove_store(world->path);
    return 0;
}

#define NEEDS_SQLITE() do { if (!wijk_feature_supported(WIJK_FEATURE_SQLITE)) skip(); } while (0)
/* Dossiers need a policy, and policies are JSON. */
#define NEEDS_JSON() do { if (!wijk_feature_supported(WIJK_FEATURE_JSON)) skip(); } while (0)

static inline wijk_store *open_store(struct world *world, wijk_store_flags flags) {
    wijk_store *store = NULL;
    assert_int_equal(wijk_store_open_sqlite(world->context, world->path, flags, 0, &store, world->error), WIJK_OK);
    assert_non_null(store);
    return store;
}

/* ---- dossiers ---- */

/* Submit one act, in a frame of its own unless one is open: the first opens the dossier, the others let members join.
 * `by` tells histories apart that are otherwise the same. */
static inline void add_act(struct world *world, wijk_dossier *dossier, uint32_t by, const char *name) {
    const uint32_t number = ++world->acts;
    const wijk_id id = make_id(2, number), person = make_id(3, number), professional = make_id(4, by);
    const wijk_time recorded = INT64_C(1780000000000000) + number;
    if (wijk_dossier_acts(dossier) == 0)
        assert_int_equal(wijk_act_dossier_open(world->act, &id, 20000, recorded, NULL, NULL, NULL), WIJK_OK);
    else
        assert_int_equal(wijk_act_member_join(world->act, &id, 20000, recorded, &person, WIJK_MEMBER_ROLE_CHILD, name,
                                              WIJK_DATE_NONE, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_actor(world->act, &professional, NULL, NULL, 0, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_submit(dossier, world->act, NULL, world->error), WIJK_OK);
}

static inline wijk_dossier *new_dossier(struct world *world, uint32_t number, uint32_t frames) {
    const wijk_id id = make_id(1, number);
    wijk_dossier *dossier = NULL;
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &id, &dossier, NULL), WIJK_OK);
    for (uint32_t i = 0; i < frames; i++)
        add_act(world, dossier, 1, "Sterre");
    return dossier;
}

/* A dossier as the store has it. */
static inline wijk_dossier *load_dossier(struct world *world, wijk_store *store, uint32_t number) {
    const wijk_id id = make_id(1, number);
    wijk_dossier *dossier = NULL;
    assert_int_equal(wijk_store_read(store, &id, world->buffer, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_load(world->context, world->policy, wijk_buffer_data(world->buffer),
                                       wijk_buffer_size(world->buffer), WIJK_LOAD_VERIFY_CHAIN, &dossier, world->error),
                     WIJK_OK);
    return dossier;
}

static inline void assert_same_dossier(const wijk_dossier *a, const wijk_dossier *b) {
    uint8_t of_a[WIJK_HASH_SIZE], of_b[WIJK_HASH_SIZE];
    assert_int_equal(wijk_dossier_digest(a, of_a), WIJK_OK);
    assert_int_equal(wijk_dossier_digest(b, of_b), WIJK_OK);
    assert_memory_equal(of_a, of_b, sizeof of_a);
    wijk_dossier_head(a, of_a);
    wijk_dossier_head(b, of_b);
    assert_memory_equal(of_a, of_b, sizeof of_a);
}

static inline size_t unsaved_bytes(const wijk_dossier *dossier) {
    const void *frames;
    size_t length;
    wijk_dossier_frames(dossier, &frames, &length);
    return length;
}

/* How many frames of a dossier a store has; they must be whole and chained. */
static inline uint64_t stored_frames(struct world *world, wijk_store *store, uint32_t number) {
    const wijk_id id = make_id(1, number);
    wijk_journal_report *report = NULL;
    wijk_status status = wijk_store_read(store, &id, world->buffer, world->error);
    if (status == WIJK_NONE)
        return 0;
    assert_int_equal(status, WIJK_OK);
    assert_int_equal(wijk_journal_scan(world->context, wijk_buffer_data(world->buffer), wijk_buffer_size(world->buffer),
                                       1, &report, world->error), WIJK_OK);
    assert_memory_equal(wijk_journal_report_dossier(report), &id, sizeof id);
    const uint64_t frames = wijk_journal_report_frames(report);
    wijk_journal_report_destroy(report);
    return frames;
}

#endif
