/*
 * Boards that answer SCP over loopback, for measuring clients: one thread on one core. It says "port N" when it is ready, and reports what it
 * did when its input ends or its time is up. Its sockets see nothing but this computer's loopback.
 */
#define _GNU_SOURCE
#include "faults.h"
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* While replies are due or requests keep coming, the thread does not sleep: waking it would cost more than a board takes. */
enum { SPIN_AFTER_LAST_NS = 2000000, RECEIVE_TIMEOUT_US = 20000, BUFFER_BYTES = 16 << 20 };

static volatile sig_atomic_t stopping;
static struct behaviour behaviour = {.boards = 1, .mute = -1, .reorder_us = 300, .seed = 1};
static struct counters counters;
static struct batch in, out;
static int port, core = -1;
static double seconds = 120;

static void *stop_with_input(void *unused) {
    char bytes[64];
    while (read(STDIN_FILENO, bytes, sizeof bytes) > 0) {}
    stopping = 1;
    return unused;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void read_options(int count, char **values) {
    enum { BOARDS, MUTE, SERVICE, REMOTE, SLOTS, LOSS, DUPLICATE, REORDER, REORDER_US, SEED, PORT, CORE, SECONDS };
    static const struct option options[] = {
        {"boards", 1, 0, BOARDS}, {"mute", 1, 0, MUTE}, {"service-us", 1, 0, SERVICE}, {"remote-service-us", 1, 0, REMOTE}, {"slots", 1, 0, SLOTS},
        {"loss", 1, 0, LOSS}, {"duplicate", 1, 0, DUPLICATE}, {"reorder", 1, 0, REORDER}, {"reorder-us", 1, 0, REORDER_US}, {"seed", 1, 0, SEED},
        {"port", 1, 0, PORT}, {"core", 1, 0, CORE}, {"seconds", 1, 0, SECONDS}, {0}};
    for (int option; (option = getopt_long(count, values, "", options, NULL)) != -1;) {
        switch (option) {
            case BOARDS: behaviour.boards = (uint32_t)atoi(optarg); break;
            case MUTE: behaviour.mute = atoi(optarg); break;
            case SERVICE: behaviour.service_us = atof(optarg); break;
            case REMOTE: behaviour.remote_service_us = atof(optarg); break;
            case SLOTS: behaviour.slots = atoi(optarg); break;
            case LOSS: behaviour.loss = atof(optarg); break;
            case DUPLICATE: behaviour.duplicate = atof(optarg); break;
            case REORDER: behaviour.reorder = atof(optarg); break;
            case REORDER_US: behaviour.reorder_us = atof(optarg); break;
            case SEED: behaviour.seed = strtoull(optarg, NULL, 0); break;
            case PORT: port = atoi(optarg); break;
            case CORE: core = atoi(optarg); break;
            case SECONDS: seconds = atof(optarg); break;
            default: exit(2);
        }
    }
    if (behaviour.boards < 1 || behaviour.boards > 60 * BOARDS_PER_SUBNET) {
        fprintf(stderr, "responder: 1 to %d boards\n", 60 * BOARDS_PER_SUBNET);
        exit(2);
    }
}

/* Several boards share one socket that takes what comes to any address of the loopback device. */
static int open_socket(void) {
    int handle = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), size = BUFFER_BYTES, on = 1;
    if (handle < 0) fail("socket");
    if (setsockopt(handle, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size)) setsockopt(handle, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (setsockopt(handle, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size)) setsockopt(handle, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    struct timeval timeout = {.tv_usec = RECEIVE_TIMEOUT_US};
    setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (behaviour.boards > 1) {
        local.sin_addr.s_addr = htonl(INADDR_ANY);
        if (setsockopt(handle, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3)) fail("binding to the loopback device");
        if (setsockopt(handle, IPPROTO_IP, IP_PKTINFO, &on, sizeof on)) fail("IP_PKTINFO");
    }
    socklen_t length = sizeof local;
    if (bind(handle, (struct sockaddr *)&local, sizeof local)) fail("bind");
    if (getsockname(handle, (struct sockaddr *)&local, &length)) fail("getsockname");
    port = ntohs(local.sin_port);
    return handle;
}

static void settle(void) {
    prctl(PR_SET_TIMERSLACK, 1UL);
    if (core >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET((size_t)core, &set);
        if (sched_setaffinity(0, sizeof set, &set)) fail("sched_setaffinity");
    }
}

/* Which board a request is for, or -1 if for none that answers. */
static int64_t addressed_board(int index, uint32_t *local) {
    if (behaviour.boards == 1) return behaviour.mute == 0 ? -1 : 0;
    *local = batch_local_address(&in, index);
    int64_t board = board_of_address(*local, behaviour.boards);
    return board == behaviour.mute ? -1 : board;
}

/* Boards that take no time and lose nothing: what came together is answered together. */
static void serve_plainly(int handle, int64_t end) {
    int several = behaviour.boards > 1;
    for (unsigned turn = 0; !stopping; turn++) {
        if ((turn & 255) == 0 && now_ns() > end) break;
        int count = batch_receive(&in, handle, MSG_WAITFORONE, several);
        counters.received += (uint64_t)count;
        for (int i = 0; i < count; i++) {
            uint32_t local = 0;
            int64_t board = addressed_board(i, &local);
            if (board < 0) { counters.ignored++; continue; }
            uint32_t length = answer(in.data[i], in.messages[i].msg_len, (uint32_t)board, out.data[out.count]);
            if (length == 0) { counters.malformed++; continue; }
            out.parts[out.count].iov_len = length;
            out.peers[out.count] = in.peers[i];
            if (several) batch_set_local_address(&out, out.count, local);
            out.count++;
        }
        counters.answered += (uint64_t)out.count;
        if (out.count > 0) batch_send(&out, handle);
    }
}

static void serve_by_model(int handle, int64_t end) {
    int several = behaviour.boards > 1;
    struct model *model = model_create(&behaviour, &counters);
    int64_t last = 0;
    while (!stopping) {
        int64_t now = now_ns();
        if (now > end) break;
        model_take_due(model, now, &out, several);
        if (out.count > 0) batch_send(&out, handle);
        int idle = model_next(model) == INT64_MAX && now - last > SPIN_AFTER_LAST_NS;
        int count = batch_receive(&in, handle, idle ? MSG_WAITFORONE : MSG_DONTWAIT, several);
        if (count == 0) continue;
        last = now = now_ns();
        counters.received += (uint64_t)count;
        for (int i = 0; i < count; i++) {
            uint32_t local = 0;
            int64_t board = addressed_board(i, &local);
            if (board < 0) counters.ignored++;
            else model_accept(model, now, in.data[i], in.messages[i].msg_len, (uint32_t)board, local, &in.peers[i]);
        }
    }
}

static void report(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("{\"received\":%lu,\"answered\":%lu,\"lostRequests\":%lu,\"lostReplies\":%lu,\"dropped\":%lu,\"duplicated\":%lu,\"reordered\":%lu,"
           "\"malformed\":%lu,\"ignored\":%lu,\"cpuSeconds\":%.4f}\n",
           counters.received, counters.answered, counters.lost_requests, counters.lost_replies, counters.dropped, counters.duplicated,
           counters.reordered, counters.malformed, counters.ignored, cpu);
    fflush(stdout);
}

int main(int count, char **values) {
    read_options(count, values);
    pthread_t watcher;
    if (pthread_create(&watcher, NULL, stop_with_input, NULL)) fail("pthread_create");
    settle();
    int handle = open_socket();
    batch_prepare(&in, 1);
    batch_prepare(&out, 1);
    printf("port %d\n", port);
    fflush(stdout);
    int64_t end = now_ns() + (int64_t)(seconds * 1e9);
    if (behaviour_is_plain(&behaviour)) serve_plainly(handle, end);
    else serve_by_model(handle, end);
    report();
    return 0;
}
