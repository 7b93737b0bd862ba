/*
 * The least a client can do, as fast as the kernel lets it: reads memory with a fixed window and a fixed timeout, copies the bytes out, and
 * compares them. What it reaches on boards without faults is what other clients are measured by. Loopback only.
 */
#define _GNU_SOURCE
#include "batch.h"
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MAX_TRIES = 50, EVENTS = 256, POLL_MS = 2, RECEIVE_BUFFER = 4 << 20 };

struct pending {
    uint16_t sequence;
    uint8_t active, tries;
    uint32_t piece;
    int64_t first_sent, sent;
};

struct board {
    int handle;
    uint32_t index, in_flight, next, done; /* pieces of this transfer */
    uint64_t left;                         /* pieces after this transfer */
    uint32_t base;                         /* the address of this transfer: another each time, so that what an earlier one left is no answer */
    uint16_t sequence;
    struct pending *pending;
    uint8_t *memory;
};

static uint32_t boards = 1, window = 32, transfer = 65536, mask;
static uint64_t requests = 300000, warm = 20000;
static int port, by_batches = 1;
static uint8_t chip_x, chip_y;
static double timeout_ms = 200, seconds = 60;

static struct board *all;
static struct batch out, in;
static uint32_t *latencies, transfer_size;
static uint64_t answered, asked, resent, unexpected, wrong;
static int64_t end;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void give_up(const char *why) {
    fprintf(stderr, "client: %s\n", why);
    exit(1);
}

static void read_options(int count, char **values) {
    enum { PORT, BOARDS, WINDOW, REQUESTS, WARM, TRANSFER, TIMEOUT, CALLS, CHIP, SECONDS };
    static const struct option options[] = {
        {"port", 1, 0, PORT}, {"boards", 1, 0, BOARDS}, {"window", 1, 0, WINDOW}, {"requests", 1, 0, REQUESTS}, {"warm", 1, 0, WARM},
        {"transfer", 1, 0, TRANSFER}, {"timeout-ms", 1, 0, TIMEOUT}, {"calls", 1, 0, CALLS}, {"chip", 1, 0, CHIP}, {"seconds", 1, 0, SECONDS}, {0}};
    for (int option; (option = getopt_long(count, values, "", options, NULL)) != -1;) {
        switch (option) {
            case PORT: port = atoi(optarg); break;
            case BOARDS: boards = (uint32_t)atoi(optarg); break;
            case WINDOW: window = (uint32_t)atoi(optarg); break;
            case REQUESTS: requests = strtoull(optarg, NULL, 0); break;
            case WARM: warm = strtoull(optarg, NULL, 0); break;
            case TRANSFER: transfer = (uint32_t)atoi(optarg); break;
            case TIMEOUT: timeout_ms = atof(optarg); break;
            case CALLS: by_batches = strcmp(optarg, "single") != 0; break;
            case CHIP: if (sscanf(optarg, "%hhu,%hhu", &chip_x, &chip_y) != 2) exit(2); break;
            case SECONDS: seconds = atof(optarg); break;
            default: exit(2);
        }
    }
    if (port == 0 || boards == 0 || window == 0 || window > 4096 || transfer == 0 || requests < boards) give_up("an option is missing or out of range");
}

static void open_board(struct board *board, uint32_t index) {
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(board_address(index, boards))};
    int size = RECEIVE_BUFFER;
    board->index = index;
    board->base = MEMORY_BASE;
    board->handle = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (board->handle < 0) fail("socket");
    setsockopt(board->handle, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    struct timeval timeout = {.tv_usec = POLL_MS * 1000};
    setsockopt(board->handle, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    if (connect(board->handle, (struct sockaddr *)&peer, sizeof peer)) fail("connect");
    board->pending = calloc(mask + 1, sizeof *board->pending);
    board->memory = calloc(transfer, SCP_MAX_DATA);
}

static void flush(struct board *board) {
    if (by_batches) {
        if (out.count > 0) batch_send(&out, board->handle);
        return;
    }
    for (int i = 0; i < out.count; i++) {
        while (send(board->handle, out.data[i], SCP_REQUEST_SIZE, 0) < 0) {
            if (errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED && errno != ENOBUFS) fail("send");
        }
    }
    out.count = 0;
}

static void queue_read(struct board *board, struct pending *pending, int64_t now) {
    uint8_t *request = out.data[out.count];
    memset(request, 0, SCP_ARGUMENTS);
    request[SCP_FLAGS] = SCP_REPLY_EXPECTED;
    request[SCP_TAG] = 255;
    request[SCP_SOURCE_PORT] = 255;
    request[SCP_DESTINATION_CHIP] = chip_y;
    request[SCP_DESTINATION_CHIP + 1] = chip_x;
    put16(request + SCP_COMMAND, SCP_READ);
    put16(request + SCP_SEQUENCE, pending->sequence);
    put32(request + SCP_ARGUMENTS, board->base + pending->piece * SCP_MAX_DATA);
    put32(request + SCP_ARGUMENTS + 4, SCP_MAX_DATA);
    put32(request + SCP_ARGUMENTS + 8, 2);
    out.parts[out.count++].iov_len = SCP_REQUEST_SIZE;
    pending->sent = now;
    if (out.count == BATCH_SIZE) flush(board);
}

static void fill_window(struct board *board, int64_t now) {
    while (board->in_flight < window && board->next < transfer_size) {
        while (board->pending[board->sequence & mask].active) board->sequence++;
        struct pending *pending = &board->pending[board->sequence & mask];
        *pending = (struct pending){.sequence = board->sequence++, .active = 1, .piece = board->next++, .first_sent = now};
        board->in_flight++;
        queue_read(board, pending, now);
    }
}

/* The transfer is complete: compares every byte, and begins the next. */
static void end_transfer(struct board *board) {
    wrong += memory_differences(board->memory, board->base, board->index, transfer_size * SCP_MAX_DATA);
    board->base = MEMORY_BASE + (board->base + transfer_size * SCP_MAX_DATA) % MEMORY_SIZE;
    uint64_t size = board->left < transfer_size ? board->left : transfer_size;
    board->left -= size;
    board->done = board->next = transfer_size - (uint32_t)size; /* the last one may be shorter: it reads only the end of the block */
    for (uint32_t piece = 0; size > 0 && piece < board->next; piece++) {
        uint32_t offset = piece * SCP_MAX_DATA;
        memory_read(board->memory + offset, board->base + offset, board->index, SCP_MAX_DATA);
    }
}

static void take_reply(struct board *board, const uint8_t *reply, uint32_t length, int64_t now) {
    struct pending *pending = length >= SCP_REPLY_DATA ? &board->pending[get16(reply + SCP_SEQUENCE) & mask] : NULL;
    if (!pending || !pending->active || pending->sequence != get16(reply + SCP_SEQUENCE)) { unexpected++; return; }
    if (get16(reply + SCP_COMMAND) != SCP_OK || length != SCP_REPLY_DATA + SCP_MAX_DATA) give_up("a reply that is none to a read");
    memcpy(board->memory + (size_t)pending->piece * SCP_MAX_DATA, reply + SCP_REPLY_DATA, SCP_MAX_DATA);
    pending->active = 0;
    board->in_flight--;
    int64_t took = now - pending->first_sent;
    latencies[answered++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
    if (++board->done == transfer_size) end_transfer(board);
}

static void resend_overdue(struct board *board, int64_t now) {
    for (uint32_t i = 0; i <= mask; i++) {
        struct pending *pending = &board->pending[i];
        if (!pending->active || now - pending->sent < (int64_t)(timeout_ms * 1e6)) continue;
        if (++pending->tries > MAX_TRIES) give_up("no answer");
        resent++;
        queue_read(board, pending, now);
    }
    flush(board);
}

static void check_timers(int64_t now) {
    static int64_t next;
    if (now < next) return;
    next = now + (int64_t)(timeout_ms * 1e6 / 16);
    if (now > end) give_up("out of time");
    for (uint32_t i = 0; i < boards; i++) resend_overdue(&all[i], now);
}

static void receive(struct board *board, int flags) {
    int64_t now;
    if (by_batches) {
        int count = batch_receive(&in, board->handle, flags, 0);
        now = now_ns();
        for (int i = 0; i < count; i++) take_reply(board, in.data[i], in.messages[i].msg_len, now);
        fill_window(board, now);
        flush(board);
        return;
    }
    ssize_t length;
    while ((length = recv(board->handle, in.data[0], BATCH_DATAGRAM, MSG_DONTWAIT)) > 0) {
        now = now_ns();
        take_reply(board, in.data[0], (uint32_t)length, now);
        fill_window(board, now);
        flush(board);
    }
}

static void run(uint64_t total, int poller) {
    uint64_t share = total / boards;
    transfer_size = share < transfer ? (uint32_t)share : transfer;
    answered = resent = unexpected = 0;
    asked += share * boards;
    for (uint32_t i = 0; i < boards; i++) {
        all[i].done = all[i].next = 0;
        all[i].left = share - transfer_size;
        fill_window(&all[i], now_ns());
        flush(&all[i]);
    }
    struct epoll_event events[EVENTS];
    for (uint64_t wanted = share * boards; answered < wanted; check_timers(now_ns())) {
        if (boards == 1 && by_batches) { receive(all, MSG_WAITFORONE); continue; }
        int ready = epoll_wait(poller, events, EVENTS, POLL_MS);
        for (int i = 0; i < ready; i++) receive(&all[events[i].data.u32], MSG_DONTWAIT);
    }
}

static double cpu_us(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static int compare(const void *a, const void *b) {
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return one < other ? -1 : one > other;
}

int main(int count, char **values) {
    read_options(count, values);
    for (mask = 64; mask < 4 * window; mask *= 2) {}
    mask--;
    end = now_ns() + (int64_t)(seconds * 1e9);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    batch_prepare(&in, 0);
    batch_prepare(&out, 0);
    latencies = calloc(requests > warm ? requests : warm, sizeof *latencies);
    all = calloc(boards, sizeof *all);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    for (uint32_t i = 0; i < boards; i++) {
        open_board(&all[i], i);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, all[i].handle, &event)) fail("epoll_ctl");
    }

    if (warm >= boards) run(warm, poller);
    double cpu = cpu_us();
    int64_t start = now_ns();
    run(requests, poller);
    double elapsed = (double)(now_ns() - start) / 1e9;
    cpu = cpu_us() - cpu;
    qsort(latencies, answered, sizeof *latencies, compare);
    printf("{\"requests\":%lu,\"asked\":%lu,\"seconds\":%.6f,\"cpuMicroseconds\":%.0f,\"p50Microseconds\":%.2f,\"p99Microseconds\":%.2f,\"resent\":%lu,"
           "\"late\":%lu,\"wrongWords\":%lu}\n",
           answered, asked, elapsed, cpu, latencies[answered / 2] / 1e3, latencies[answered * 99 / 100] / 1e3, resent, unexpected, wrong);
    return wrong == 0 ? 0 : 1;
}
