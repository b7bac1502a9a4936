/* Reading line by line without ever holding more than a line and a piece. */
#include "lines.h"
#include "cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 1 << 16 };

wijk_status lines_open(struct lines *lines, const char *path, size_t most) {
    struct stat about;
    *lines = (struct lines){.most = most};
    lines->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!lines->file)
        return WIJK_E_NOT_FOUND;
    lines->data = cli_allocate(most + PIECE);
    if (fstat(fileno(lines->file), &about) == 0 && S_ISREG(about.st_mode))
        lines->total = (uint64_t)about.st_size;
    return WIJK_OK;
}

void lines_close(struct lines *lines) {
    if (lines->file && lines->file != stdin)
        fclose(lines->file);
    free(lines->data);
}

/* Read one more piece behind what is there; false at the end of the file. What is there is at most one line. */
static bool fill(struct lines *lines) {
    if (lines->begin > 0) {
        memmove(lines->data, lines->data + lines->begin, lines->end - lines->begin);
        lines->end -= lines->begin;
        lines->begin = 0;
    }
    size_t size = fread(lines->data + lines->end, 1, PIECE, lines->file);
    lines->end += size;
    lines->done += size;
    return size > 0;
}

/* Pass over the rest of a line that is too long. */
static wijk_status skip(struct lines *lines) {
    for (;;) {
        char *stop = memchr(lines->data + lines->begin, '\n', lines->end - lines->begin);
        if (stop) {
            lines->begin = (size_t)(stop - lines->data) + 1;
            return WIJK_E_LIMIT;
        }
        lines->begin = lines->end = 0;
        if (!fill(lines))
            return ferror(lines->file) ? WIJK_E_IO : WIJK_E_LIMIT;
    }
}

wijk_status lines_next(struct lines *lines, const char **text, size_t *length) {
    size_t seen = 0; /* bytes of the line that hold no end */
    for (;;) {
        char *from = lines->data + lines->begin;
        char *stop = memchr(from + seen, '\n', lines->end - lines->begin - seen);
        *length = stop ? (size_t)(stop - from) : lines->end - lines->begin;
        if (*length > lines->most) {
            lines->number++;
            return skip(lines);
        }
        *text = from;
        if (stop) {
            lines->begin += *length + 1;
            lines->number++;
            return WIJK_OK;
        }
        seen = *length;
        if (fill(lines))
            continue;
        if (ferror(lines->file))
            return WIJK_E_IO;
        *text = lines->data + lines->begin; /* what was read may have moved */
        lines->begin = lines->end;
        lines->number += seen > 0;
        return seen > 0 ? WIJK_OK : WIJK_NONE; /* the last line may lack its end */
    }
}

/* ---- progress ---- */

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void progress_start(struct progress *progress) {
    *progress = (struct progress){.wanted = isatty(STDERR_FILENO) == 1};
    if (progress->wanted)
        progress->begun = progress->said = now();
}

void progress_say(struct progress *progress, const struct lines *lines, wijk_language language) {
    if (!progress->wanted)
        return;
    double time = now(), spent = time - progress->begun;
    if (time - progress->said < 0.5 || spent < 1)
        return;
    progress->said = time;
    progress->shown = true;
    fprintf(stderr, "\r%" PRIu64 " %s, %.0f/s", lines->number, in_language(language, "lines", "regels"),
            (double)lines->number / spent);
    if (lines->total > lines->done)
        fprintf(stderr, ", %.0f s %s", spent * (double)(lines->total - lines->done) / (double)lines->done,
                in_language(language, "left", "te gaan"));
    fputs("    ", stderr);
    fflush(stderr);
}

void progress_end(struct progress *progress) {
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
