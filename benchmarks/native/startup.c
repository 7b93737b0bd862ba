// Measures how long commands take from their start to their end: startup RUNS COMMAND... The commands take turns, so that they meet the same load.
// Each COMMAND is a line of words with spaces between them. Prints for each the median and the least of the wall clock, in milliseconds.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum { MOST_WORDS = 16, WARMING = 3 };

extern char **environ;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1e3 * (double)time.tv_sec + (double)time.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static double run(char **words, posix_spawn_file_actions_t *quiet)
{
    pid_t child;
    int status;
    double begin = now();
    if (posix_spawn(&child, words[0], quiet, NULL, words, environ) != 0 || waitpid(child, &status, 0) != child || status != 0)
    {
        fprintf(stderr, "%s failed\n", words[0]);
        exit(1);
    }
    return now() - begin;
}

int main(int count, char **arguments)
{
    int runs = count > 2 ? atoi(arguments[1]) : 0;
    int commands = count - 2;
    if (runs < 1)
    {
        fprintf(stderr, "startup RUNS COMMAND...\n");
        return 2;
    }

    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    char *(*words)[MOST_WORDS + 1] = calloc((size_t)commands, sizeof *words);
    double *times = calloc((size_t)commands * (size_t)runs, sizeof *times);
    for (int command = 0; command < commands; command++)
    {
        int word = 0;
        for (char *part = strtok(arguments[command + 2], " "); part && word < MOST_WORDS; part = strtok(NULL, " "))
            words[command][word++] = part;
    }

    for (int round = -WARMING; round < runs; round++)
        for (int command = 0; command < commands; command++)
        {
            double taken = run(words[command], &quiet);
            if (round >= 0)
                times[command * runs + round] = taken;
        }

    for (int command = 0; command < commands; command++)
    {
        double *mine = times + command * runs;
        qsort(mine, (size_t)runs, sizeof *mine, compare);
        printf("%.2f %.2f\n", mine[runs / 2], mine[0]);
    }
    return 0;
}
