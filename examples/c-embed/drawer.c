/* The vendor's own storage. Plain POSIX; nothing here is about households. */
#include "drawer.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 5, TAIL = 1 }; /* bytes of a record before and after what it holds */

/* The name of a new file is on the disk when its folder is. */
static bool keep_name(const char *path) {
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    char *folder = malloc(length + 2);
    if (folder == NULL)
        return false;
    memcpy(folder, path, length);
    memcpy(folder + length, ".", 2);
    int file = open(folder, O_RDONLY);
    bool kept = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    free(folder);
    return kept;
}

bool drawer_open(struct drawer *drawer, const char *path) {
    drawer->file = open(path, O_RDWR | O_CREAT, 0600);
    drawer->end = drawer->size = 0;
    return drawer->file >= 0 && keep_name(path);
}

void drawer_close(struct drawer *drawer) { close(drawer->file); }

static uint64_t size_of(int file) {
    struct stat state;
    return fstat(file, &state) == 0 ? (uint64_t)state.st_size : 0;
}

static unsigned char *read_file(int file, uint64_t size) {
    unsigned char *bytes = malloc((size_t)size + 1);
    uint64_t done = 0;
    while (bytes != NULL && done < size) {
        ssize_t part = pread(file, bytes + done, (size_t)(size - done), (off_t)done);
        if (part <= 0) {
            free(bytes);
            return NULL;
        }
        done += (uint64_t)part;
    }
    return bytes;
}

/* How many bytes the record at a place holds; false when it is not whole. */
static bool whole(const unsigned char *at, uint64_t left, uint32_t *holds) {
    if (left < HEAD + TAIL)
        return false;
    *holds = (uint32_t)at[1] | (uint32_t)at[2] << 8 | (uint32_t)at[3] << 16 | (uint32_t)at[4] << 24;
    return *holds <= left - HEAD - TAIL && at[HEAD + *holds] == at[0];
}

bool drawer_read(struct drawer *drawer, char kind, unsigned char **bytes, size_t *length) {
    uint32_t holds;
    drawer->size = size_of(drawer->file);
    drawer->end = 0;
    *length = 0;
    *bytes = read_file(drawer->file, drawer->size);
    if (*bytes == NULL)
        return false;
    for (unsigned char *at = *bytes; whole(at, drawer->size - drawer->end, &holds); at = *bytes + drawer->end) {
        drawer->end += HEAD + TAIL + holds;
        if (at[0] == (unsigned char)kind) { /* what is wanted moves to the front */
            memmove(*bytes + *length, at + HEAD, holds);
            *length += holds;
        }
    }
    return true;
}

static bool write_all(int file, const unsigned char *bytes, size_t length, uint64_t place) {
    for (size_t done = 0; done < length;) {
        ssize_t part = pwrite(file, bytes + done, length - done, (off_t)(place + done));
        if (part <= 0)
            return false;
        done += (size_t)part;
    }
    return true;
}

static enum drawer_answer add(struct drawer *drawer, const unsigned char *record, size_t length) {
    if (size_of(drawer->file) != drawer->size)
        return DRAWER_CHANGED;
    bool done = ftruncate(drawer->file, (off_t)drawer->end) == 0 && /* a torn record goes */
                write_all(drawer->file, record, length, drawer->end) && fsync(drawer->file) == 0;
    if (!done && ftruncate(drawer->file, (off_t)drawer->end) != 0)
        return DRAWER_FAILED; /* what is left of the record is torn, and passed over */
    drawer->end += done ? length : 0;
    drawer->size = drawer->end;
    return done ? DRAWER_DONE : DRAWER_FAILED;
}

enum drawer_answer drawer_add(struct drawer *drawer, char kind, const void *bytes, size_t length) {
    size_t size = HEAD + length + TAIL;
    unsigned char *record = length <= UINT32_MAX ? malloc(size) : NULL;
    if (record == NULL)
        return DRAWER_FAILED;
    record[0] = record[size - 1] = (unsigned char)kind;
    for (int i = 0; i < 4; i++)
        record[1 + i] = (unsigned char)(length >> (8 * i));
    memcpy(record + HEAD, bytes, length);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET}; /* the whole file; other processes wait */
    enum drawer_answer answer = DRAWER_FAILED;
    if (fcntl(drawer->file, F_SETLKW, &lock) == 0) {
        answer = add(drawer, record, size);
        lock.l_type = F_UNLCK;
        fcntl(drawer->file, F_SETLK, &lock);
    }
    free(record);
    return answer;
}
