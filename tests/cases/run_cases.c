/* run_cases PACKS EXCEPTIONS FILE...: the domain cases of some files, as README.md describes them.
 *
 * Every case runs twice: with one dossier all along, and with a dossier that is made anew from its frames before every
 * act. One line for each that failed; at the end "N passed, N failed, N skipped". */
#include "cases.h"

#include <stdarg.h>

/* ---- failing ---- */

bool failed(const struct world *world) { return world->failure.size > 0; }

void fail(struct world *world, const struct line *line, const char *format, ...) {
    char message[2048];
    va_list list;
    if (failed(world))
        return;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    text_put(&world->failure, "%s:%d: %s", line->file, line->number, message);
}

void expect(struct world *world, const struct line *line, const struct words *words, const char *otherwise,
            const struct text *got) {
    struct text wanted = {0};
    size_t arrow = word_place(words, "=>");
    if (failed(world))
        return;
    if (arrow < words->count)
        tell_expected(words, arrow + 1, &wanted);
    else
        text_put(&wanted, "%s", otherwise);
    if (strcmp(text_of(&wanted), text_of(got)) != 0)
        fail(world, line, "expected %s, got %s", text_of(&wanted), text_of(got));
    text_free(&wanted);
}

/* ---- reading ---- */

struct cases {
    struct part *cases, *setups;
    size_t case_count, setup_count;
};

static void add_line(struct world *world, const char *file, int number, const char *text) {
    if ((world->line_count & (world->line_count - 1)) == 0)
        world->lines = realloc(world->lines, (world->line_count * 2 + 1) * sizeof *world->lines);
    world->lines[world->line_count++] = (struct line){file, number, copy_of(text)};
}

static bool read_file(struct world *world, const char *path) {
    char text[WORD_ROOM];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        printf("%s cannot be read\n", path);
        return false;
    }
    const char *slash = strrchr(path, '/');
    for (int number = 1; fgets(text, sizeof text, file) != NULL; number++) {
        text[strcspn(text, "\r\n")] = '\0';
        add_line(world, slash != NULL ? slash + 1 : path, number, text);
    }
    fclose(file);
    return true;
}

static void add_part(struct part **list, size_t *count, const struct line *line, const char *name, size_t first) {
    *list = realloc(*list, (*count + 1) * sizeof **list);
    (*list)[(*count)++] = (struct part){name, line->file, line->number, first, first};
}

/* "case SENTENCE" and "setup NAME" begin a part, which ends where the next one or another file begins. */
static bool find_parts(struct world *world, struct cases *cases) {
    struct part *open = NULL;
    for (size_t i = 0; i < world->line_count; i++) {
        const struct line *line = &world->lines[i];
        bool is_case = strncmp(line->text, "case ", 5) == 0, is_setup = strncmp(line->text, "setup ", 6) == 0;
        if (is_case) {
            add_part(&cases->cases, &cases->case_count, line, line->text + 5, i + 1);
            open = &cases->cases[cases->case_count - 1];
        } else if (is_setup) {
            add_part(&cases->setups, &cases->setup_count, line, line->text + 6, i + 1);
            open = &cases->setups[cases->setup_count - 1];
        } else if (open != NULL && line->file == open->file) {
            open->end = i + 1;
        } else if (line->text[strspn(line->text, " \t")] != '\0' && line->text[0] != '#') {
            printf("%s:%d: stands in no case\n", line->file, line->number);
            return false;
        }
    }
    return true;
}

/* ---- running ---- */

static bool start_case(struct world *world, const struct line *line, bool every_time) {
    world->every_time = every_time;
    world->frame_open = world->policy_changed = world->skipped = false;
    world->last_recorded = WIJK_TIME_MIN;
    text_clear(&world->kept);
    text_clear(&world->failure);
    wijk_status status = use_pack(world, "default") ? WIJK_OK : WIJK_E_FORMAT;
    if (status == WIJK_OK)
        status = wijk_dossier_new(world->context, world->policy, &case_dossier, &world->dossier, world->error);
    if (status != WIJK_OK)
        fail(world, line, "no dossier: %s", wijk_status_name(status));
    return status == WIJK_OK;
}

static void run_once(struct world *world, const struct part *part, bool every_time, struct mark *mark) {
    const struct line line = {part->file, part->number, NULL};
    if (!start_case(world, &line, every_time))
        return;
    perform_lines(world, part->first, part->end);
    if (!failed(world) && world->frame_open)
        fail(world, &line, "a frame is left open");
    if (!failed(world) && !world->skipped)
        prove(world, &line);
    if (failed(world) && every_time)
        text_put(&world->failure, " (with the dossier made anew before every act)");
    mark_take(world->dossier, mark);
    wijk_dossier_destroy(world->dossier);
    world->dossier = NULL;
    names_free(&world->names);
}

static bool run_case(struct world *world, const struct part *part) {
    const struct line line = {part->file, part->number, NULL};
    struct mark once, every_time;
    memset(&once, 0, sizeof once);
    memset(&every_time, 0, sizeof every_time);
    run_once(world, part, false, &once);
    if (!failed(world))
        run_once(world, part, true, &every_time);
    if (!failed(world) && !mark_same(&once, &every_time))
        fail(world, &line, "made anew before every act, the dossier became another");
    mark_free(&once);
    mark_free(&every_time);
    if (failed(world))
        printf("%s\n", text_of(&world->failure));
    return !failed(world);
}

static bool open_world(struct world *world) {
    return wijk_context_new(NULL, NULL, &world->context) == WIJK_OK &&
           wijk_error_new(world->context, &world->error) == WIJK_OK &&
           wijk_findings_new(world->context, &world->findings, NULL) == WIJK_OK &&
           wijk_act_new(world->context, &world->act, NULL) == WIJK_OK;
}

static void close_world(struct world *world) {
    for (size_t i = 0; i < world->pack_count; i++) {
        free(world->packs[i].name);
        wijk_policy_unref(world->packs[i].policy);
    }
    for (size_t i = 0; i < world->line_count; i++)
        free(world->lines[i].text);
    for (size_t i = 0; i < world->seen_count; i++)
        free(world->seen[i].name);
    free(world->packs);
    free(world->lines);
    free(world->seen);
    text_free(&world->kept);
    text_free(&world->failure);
    wijk_act_destroy(world->act);
    wijk_findings_destroy(world->findings);
    wijk_error_destroy(world->error);
    wijk_context_unref(world->context);
}

int main(int count, char **arguments) {
    static struct world world = {.only_item = -1};
    struct cases cases = {0};
    size_t passed = 0, wrong = 0, skipped = 0;
    bool good = count > 3 && open_world(&world);
    if (count <= 3)
        fputs("usage: run_cases PACKS EXCEPTIONS FILE...\n", stderr);
    if (!wijk_feature_supported(WIJK_FEATURE_JSON)) {
        puts("0 passed, 0 failed, all skipped: this build reads no policies");
        return 77;
    }
    for (int i = 3; good && i < count; i++)
        good = read_file(&world, arguments[i]);
    good = good && find_parts(&world, &cases);
    world.setups = cases.setups;
    world.setup_count = cases.setup_count;
    world.folder = count > 1 ? arguments[1] : "";
    for (size_t i = 0; good && i < cases.case_count; i++) {
        bool right = run_case(&world, &cases.cases[i]);
        skipped += world.skipped;
        passed += right && !world.skipped;
        wrong += !right;
    }
    if (good && wrong == 0)
        wrong = tell_uncovered(&world, arguments[2]);
    free(cases.cases);
    free(cases.setups);
    close_world(&world);
    printf("%zu passed, %zu failed, %zu skipped\n", passed, wrong, skipped);
    return good && wrong == 0 && passed > 0 ? 0 : 1;
}
