/*
 * The other ends of live data, and the least that a program at one end can do: a source and a sink of datagrams, what receives and counts them,
 * and what sends them. Loopback only.
 */
#define _GNU_SOURCE
#include "batch.h"
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    RECEIVE_BUFFER = 4 << 20,
    SILENCE_MS = 300,
    POLL_MS = 5,
    LIMIT_NS = 30,

    /* Events from a board: keys of 32 bits, a base with the time. */
    EVENT_HEADER = 0x3800,
    EVENT_HEADER_SIZE = 6,
    FIRST_KEY = 0x10000,

    /* Events to a core: the header of SDP behind two bytes of padding, then keys of 16 bits with their upper half. */
    SDP_SIZE = 10,
    SHORT_HEADER = 0xC000,
    SHORT_HEADER_SIZE = 4,
};

static int port, core = -1, keys = 64;
static double seconds = 1;
static struct batch batch;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void read_options(int count, char **values) {
    enum { PORT, CORE, KEYS, SECONDS };
    static const struct option options[] = {{"port", 1, 0, PORT}, {"core", 1, 0, CORE}, {"keys", 1, 0, KEYS}, {"seconds", 1, 0, SECONDS}, {0}};
    for (int option; (option = getopt_long(count, values, "", options, NULL)) != -1;) {
        switch (option) {
            case PORT: port = atoi(optarg); break;
            case CORE: core = atoi(optarg); break;
            case KEYS: keys = atoi(optarg); break;
            case SECONDS: seconds = atof(optarg); break;
            default: exit(2);
        }
    }
    if (keys < 1 || keys > 64) exit(2);
    if (core >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(core, &set);
        if (sched_setaffinity(0, sizeof set, &set) != 0) fail("sched_setaffinity");
    }
}

static double cpu_us(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static int open_socket(int peer) {
    int handle = socket(AF_INET, SOCK_DGRAM, 0), size = RECEIVE_BUFFER;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (handle < 0 || bind(handle, (struct sockaddr *)&address, sizeof address) != 0) fail("bind");
    setsockopt(handle, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (peer) {
        address.sin_port = htons((uint16_t)peer);
        if (connect(handle, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
        return handle;
    }
    if (getsockname(handle, (struct sockaddr *)&address, &length) != 0) fail("getsockname");
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return handle;
}

/* A message of events as boards send them; the time is that of the message, a thousand a tick. */
static int write_events(uint8_t *to, uint64_t number) {
    put16(to, (uint16_t)(EVENT_HEADER | keys));
    put32(to + 2, (uint32_t)(number / 1000));
    for (int i = 0; i < keys; i++) put32(to + EVENT_HEADER_SIZE + 4 * i, FIRST_KEY + (uint32_t)((number * 7 + (uint64_t)i) % 1000));
    return EVENT_HEADER_SIZE + 4 * keys;
}

/* A message of events as injectors take them. */
static int write_input(uint8_t *to, uint64_t number) {
    memset(to, 0, SDP_SIZE);
    to[SCP_FLAGS] = SCP_NO_REPLY;
    to[SCP_DESTINATION_PORT] = 1 << 5 | 1;
    to[SCP_DESTINATION_CHIP] = 1;
    to[SCP_DESTINATION_CHIP + 1] = 1;
    put16(to + SDP_SIZE, (uint16_t)(SHORT_HEADER | keys));
    put16(to + SDP_SIZE + 2, FIRST_KEY >> 16);
    for (int i = 0; i < keys; i++) put16(to + SDP_SIZE + SHORT_HEADER_SIZE + 2 * i, (uint16_t)((number + (uint64_t)i) % 1000));
    return SDP_SIZE + SHORT_HEADER_SIZE + 2 * keys;
}

static void report(uint64_t datagrams, uint64_t events, double took, double cpu) {
    printf("{\"requests\":%llu,\"asked\":%llu,\"seconds\":%.6f,\"cpuMicroseconds\":%.0f,\"received\":%llu}\n",
           (unsigned long long)events, (unsigned long long)events, took, cpu, (unsigned long long)datagrams);
}

/* Sends as fast as the kernel takes it. */
static void send_all(int (*write)(uint8_t *, uint64_t)) {
    int handle = open_socket(port);
    batch_prepare(&batch, 0);
    uint64_t sent = 0;
    double cpu = cpu_us();
    int64_t start = now_ns(), end = start + (int64_t)(seconds * 1e9);
    while (now_ns() < end) {
        for (int i = 0; i < BATCH_SIZE; i++) batch.parts[i].iov_len = (size_t)write(batch.data[i], sent + (uint64_t)i);
        batch.count = BATCH_SIZE;
        batch_send(&batch, handle);
        sent += BATCH_SIZE;
    }
    report(sent, sent * (uint64_t)keys, (now_ns() - start) / 1e9, cpu_us() - cpu);
}

/* Receives and counts, from the first datagram until none comes any more, or until standard input ends. */
static void receive_all(int until_silence) {
    int handle = open_socket(0);
    batch_prepare(&batch, 0);
    uint64_t datagrams = 0, events = 0;
    int64_t first = 0, last = 0, begun = now_ns();
    double cpu = cpu_us();
    for (;;) {
        if (batch_receive(&batch, handle, MSG_DONTWAIT, 0) == 0) {
            struct pollfd waiting[] = {{.fd = handle, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
            int ready = poll(waiting, until_silence ? 1 : 2, datagrams > 0 ? SILENCE_MS : POLL_MS * 1000);
            if (ready == 0 && until_silence) break;
            if (!until_silence && ready > 0 && waiting[1].revents) break;
            if (now_ns() - begun > LIMIT_NS * 1000000000LL) break;
            continue;
        }
        last = now_ns();
        if (first == 0) first = last;
        datagrams += (uint64_t)batch.count;
        for (int i = 0; i < batch.count; i++) events += batch.data[i][until_silence ? 0 : SDP_SIZE];
    }
    report(datagrams, events, (last - first) / 1e9, cpu_us() - cpu);
}

int main(int count, char **values) {
    if (count < 2) return 2;
    read_options(count - 1, values + 1);
    if (strcmp(values[1], "source") == 0) send_all(write_events);
    else if (strcmp(values[1], "send") == 0) send_all(write_input);
    else if (strcmp(values[1], "receive") == 0) receive_all(1);
    else if (strcmp(values[1], "sink") == 0) receive_all(0);
    else return 2;
    return 0;
}
