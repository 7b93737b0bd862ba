// The tool in one small file: this program, then the tool, packed by gzip, then a trailer. The first start unpacks the tool into the cache of its user, and later ones start it there.
// Where nothing can be kept, or nothing that is kept can be started, the tool is unpacked into memory each time.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { MOST_PATH = 4096, GZIP = 16, KEPT_SECONDS = 30 * 24 * 3600 };

// The last bytes of the file. .ci/pack writes them; both processors have the least byte first.
struct trailer
{
    char mark[16];
    uint64_t packed;
    uint64_t unpacked;
    char name[32];
};

static const char mark[16] = "spinnman packed";

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "spinnman: %s: %s\n", what, why);
    exit(1);
}

static int read_all(int from, void *to, size_t size, off_t at)
{
    for (char *next = to; size > 0;)
    {
        ssize_t count = pread(from, next, size, at);
        if (count <= 0 && !(count < 0 && errno == EINTR))
            return 0;
        if (count > 0)
            next += count, size -= (size_t)count, at += count;
    }
    return 1;
}

static int write_all(int to, const unsigned char *from, size_t size)
{
    while (size > 0)
    {
        ssize_t count = write(to, from, size);
        if (count < 0 && errno != EINTR)
            return 0;
        if (count > 0)
            from += count, size -= (size_t)count;
    }
    return 1;
}

// Returns whether the tool could be written. A file that is damaged ends the program: no other place would help.
static int unpack(int self, off_t begin, const struct trailer *trailer, int to)
{
    static unsigned char out[1 << 18];
    unsigned char *packed = malloc(trailer->packed);
    z_stream stream = { 0 };
    if (packed == NULL || inflateInit2(&stream, MAX_WBITS + GZIP) != Z_OK)
        fail("it cannot be unpacked", "there is no memory");
    if (!read_all(self, packed, trailer->packed, begin))
        fail("it cannot be read", strerror(errno));

    stream.next_in = packed;
    stream.avail_in = (uInt)trailer->packed;
    int state, written = 1;
    do
    {
        stream.next_out = out;
        stream.avail_out = sizeof out;
        state = inflate(&stream, Z_NO_FLUSH);
        if (state != Z_OK && state != Z_STREAM_END)
            fail("its file is damaged", stream.msg != NULL ? stream.msg : "it ends too early");
        written = write_all(to, out, sizeof out - stream.avail_out);
    } while (state == Z_OK && written);

    if (written && stream.total_out != trailer->unpacked)
        fail("its file is damaged", "it has another size than it should");
    inflateEnd(&stream);
    free(packed);
    return written;
}

// Whether nobody but the user could have changed what is here.
static int is_own(const struct stat *file)
{
    return file->st_uid == geteuid() && (file->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static int is_own_folder(const char *path)
{
    struct stat file;
    return lstat(path, &file) == 0 && S_ISDIR(file.st_mode) && is_own(&file);
}

static int is_or_becomes_own_folder(const char *path)
{
    return (mkdir(path, S_IRWXU) == 0 || errno == EEXIST) && is_own_folder(path);
}

// The cache of another user, for whom somebody else runs this, is left alone, and so is one in which anybody may rename what is there. The group of a user often has nobody else.
static int is_own_cache(const char *path)
{
    struct stat file;
    return (mkdir(path, S_IRWXU) == 0 || errno == EEXIST) && stat(path, &file) == 0 && file.st_uid == geteuid() && ((file.st_mode & S_IWOTH) == 0 || (file.st_mode & S_ISVTX) != 0);
}

static int is_whole(const char *path, const struct trailer *trailer)
{
    struct stat file;
    return lstat(path, &file) == 0 && S_ISREG(file.st_mode) && is_own(&file) && (file.st_mode & S_IXUSR) != 0 && (uint64_t)file.st_size == trailer->unpacked;
}

// Removes what versions unpacked that have been replaced for a month.
static void forget_others(const char *folder, const char *kept)
{
    char path[MOST_PATH];
    struct stat file;
    DIR *versions = opendir(folder);
    for (struct dirent *version; versions != NULL && (version = readdir(versions)) != NULL;)
    {
        if (version->d_name[0] == '.' || strcmp(version->d_name, kept) == 0)
            continue;
        if (snprintf(path, sizeof path, "%s/%s", folder, version->d_name) >= (int)sizeof path || lstat(path, &file) != 0 || !S_ISDIR(file.st_mode)
            || time(NULL) - file.st_mtime < KEPT_SECONDS)
            continue;

        int opened = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        DIR *files = opened < 0 ? NULL : fdopendir(opened);
        for (struct dirent *each; files != NULL && (each = readdir(files)) != NULL;)
        {
            if (strncmp(each->d_name, "spinnman", strlen("spinnman")) == 0)
                unlinkat(opened, each->d_name, 0);
        }
        if (files != NULL)
            closedir(files);
        rmdir(path);
    }
    if (versions != NULL)
        closedir(versions);
}

// Writes the path of the tool in the cache. Returns whether it is there, unpacked now or before.
static int keep(int self, off_t begin, const struct trailer *trailer, char *path)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char folder[MOST_PATH - 64], version[MOST_PATH - 32], temporary[MOST_PATH];
    int length;
    if (cache != NULL && cache[0] == '/')
        length = snprintf(folder, sizeof folder, "%s", cache);
    else if (home != NULL && home[0] == '/')
        length = snprintf(folder, sizeof folder, "%s/.cache", home);
    else
        return 0;

    if (length + sizeof "/spinnman" > sizeof folder || !is_own_cache(folder))
        return 0;

    strcpy(folder + length, "/spinnman");
    snprintf(version, sizeof version, "%s/%s", folder, trailer->name);
    snprintf(path, MOST_PATH, "%s/spinnman", version);
    if (is_whole(path, trailer) && is_own_folder(folder) && is_own_folder(version))
        return 1;

    if (!is_or_becomes_own_folder(folder) || !is_or_becomes_own_folder(version))
        return 0;

    snprintf(temporary, sizeof temporary, "%s/spinnman.XXXXXX", version);
    int to = mkostemp(temporary, O_CLOEXEC);
    if (to < 0)
        return 0;

    // Its name tells that it is whole, so all of it must be on the disk before it gets that name.
    int kept = unpack(self, begin, trailer, to) && fchmod(to, S_IRWXU) == 0 && fsync(to) == 0;
    kept = close(to) == 0 && kept && rename(temporary, path) == 0;
    if (!kept)
        unlink(temporary);
    else
        forget_others(folder, trailer->name);
    return kept;
}

int main(int count, char **arguments)
{
    struct trailer trailer;
    struct stat file;
    char path[MOST_PATH];
    (void)count;
    int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (self < 0)
        self = open((const char *)getauxval(AT_EXECFN), O_RDONLY | O_CLOEXEC);
    if (self < 0 || fstat(self, &file) != 0)
        fail("it cannot open its own file", strerror(errno));

    off_t end = file.st_size - (off_t)sizeof trailer;
    if (end < 0 || !read_all(self, &trailer, sizeof trailer, end) || memcmp(trailer.mark, mark, sizeof mark) != 0 || trailer.packed > (uint64_t)end
        || memchr(trailer.name, '\0', sizeof trailer.name) == NULL || trailer.name[0] == '\0')
        fail("its file is damaged", "what it should unpack is missing; copy it again");

    off_t begin = end - (off_t)trailer.packed;
    int why = 0;
    if (keep(self, begin, &trailer, path))
    {
        execv(path, arguments);
        why = errno;
    }

    int memory = memfd_create("spinnman", MFD_CLOEXEC);
    if (memory >= 0 && unpack(self, begin, &trailer, memory))
        fexecve(memory, arguments, environ);

    char what[MOST_PATH + 64];
    snprintf(what, sizeof what, why != 0 ? "%s cannot be started" : "it cannot keep what it unpacks, nor start it in memory", path);
    fail(what, why != 0 ? strerror(why) : "set XDG_CACHE_HOME to a folder where you may write");
}
