#define _GNU_SOURCE
#include "faults.h"
#include <stdio.h>
#include <stdlib.h>

enum { WAITING_REPLIES = 1 << 16, CHIPS = 256, DUPLICATE_AFTER_NS = 20000 };

struct waiting {
    int64_t due;
    uint64_t order;
    uint32_t length, local;
    struct sockaddr_in peer;
    uint8_t reply[SCP_MAX_DATAGRAM];
};

struct board {
    int64_t busy_until[CHIPS];
    int64_t *finished; /* a ring: when the requests held will be done */
    int oldest, held;
};

struct model {
    struct behaviour behaviour;
    struct counters *counters;
    struct board *boards;
    uint64_t random, order;
    struct waiting *waiting;
    uint32_t *free;
    uint32_t *heap; /* the one due first on top */
    uint32_t free_count, heap_count;
};

static double next_random(struct model *model) {
    model->random ^= model->random << 13;
    model->random ^= model->random >> 7;
    model->random ^= model->random << 17;
    return (double)(model->random >> 11) / 9007199254740992.0;
}

static int happens(struct model *model, double probability) { return probability > 0 && next_random(model) < probability; }

static int comes_first(const struct model *model, uint32_t one, uint32_t other) {
    const struct waiting *a = &model->waiting[one], *b = &model->waiting[other];
    return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void heap_push(struct model *model, uint32_t item) {
    uint32_t at = model->heap_count++;
    for (; at > 0 && comes_first(model, item, model->heap[(at - 1) / 2]); at = (at - 1) / 2) model->heap[at] = model->heap[(at - 1) / 2];
    model->heap[at] = item;
}

static uint32_t heap_pop(struct model *model) {
    uint32_t top = model->heap[0], last = model->heap[--model->heap_count], at = 0;
    for (uint32_t child; (child = 2 * at + 1) < model->heap_count; at = child) {
        if (child + 1 < model->heap_count && comes_first(model, model->heap[child + 1], model->heap[child])) child++;
        if (!comes_first(model, model->heap[child], last)) break;
        model->heap[at] = model->heap[child];
    }
    model->heap[at] = last;
    return top;
}

static struct waiting *rent(struct model *model) {
    if (model->free_count == 0) {
        fprintf(stderr, "responder: more than %d replies wait\n", WAITING_REPLIES);
        exit(1);
    }
    return &model->waiting[model->free[--model->free_count]];
}

static void schedule(struct model *model, struct waiting *waiting, int64_t due) {
    waiting->due = due;
    waiting->order = model->order++;
    heap_push(model, (uint32_t)(waiting - model->waiting));
}

int behaviour_is_plain(const struct behaviour *b) {
    return b->service_us == 0 && b->remote_service_us == 0 && b->slots == 0 && b->loss == 0 && b->duplicate == 0 && b->reorder == 0;
}

uint32_t answer(const uint8_t *request, uint32_t length, uint32_t board, uint8_t *reply) {
    static const uint8_t version[] = "\x00\x00\x00\x00\x00\x01\xff\xff\x00\x00\x00\x00SC&MP/SpiNNaker\0" "4.0.0";
    if (length < SCP_ARGUMENTS) return 0;
    memset(reply, 0, 2);
    reply[SCP_FLAGS] = SCP_NO_REPLY;
    reply[SCP_TAG] = request[SCP_TAG];
    reply[SCP_DESTINATION_PORT] = request[SCP_SOURCE_PORT];
    reply[SCP_SOURCE_PORT] = request[SCP_DESTINATION_PORT];
    memcpy(reply + SCP_DESTINATION_CHIP, request + SCP_SOURCE_CHIP, 2);
    memcpy(reply + SCP_SOURCE_CHIP, request + SCP_DESTINATION_CHIP, 2);
    put16(reply + SCP_COMMAND, SCP_OK);
    memcpy(reply + SCP_SEQUENCE, request + SCP_SEQUENCE, 2);
    switch (get16(request + SCP_COMMAND)) {
        case SCP_READ: {
            if (length < SCP_REQUEST_SIZE) return 0;
            uint32_t size = get32(request + SCP_ARGUMENTS + 4);
            if (size > SCP_MAX_DATA) size = SCP_MAX_DATA;
            memory_read(reply + SCP_REPLY_DATA, get32(request + SCP_ARGUMENTS), board, size);
            return SCP_REPLY_DATA + size;
        }
        case SCP_WRITE: return SCP_REPLY_DATA;
        case SCP_VERSION: memcpy(reply + SCP_REPLY_DATA, version, sizeof version); return SCP_REPLY_DATA + sizeof version;
        default: memset(reply + SCP_REPLY_DATA, 0, 12); return SCP_REPLY_DATA + 12;
    }
}

struct model *model_create(const struct behaviour *behaviour, struct counters *counters) {
    struct model *model = calloc(1, sizeof *model);
    model->behaviour = *behaviour;
    model->counters = counters;
    model->random = behaviour->seed * 0x9E3779B97F4A7C15ull | 1;
    for (int i = 0; i < 100; i++) next_random(model);
    model->boards = calloc(behaviour->boards, sizeof *model->boards);
    for (uint32_t i = 0; behaviour->slots > 0 && i < behaviour->boards; i++) model->boards[i].finished = calloc(behaviour->slots, sizeof(int64_t));
    model->waiting = calloc(WAITING_REPLIES, sizeof *model->waiting);
    model->free = calloc(WAITING_REPLIES, sizeof *model->free);
    model->heap = calloc(WAITING_REPLIES, sizeof *model->heap);
    for (uint32_t i = 0; i < WAITING_REPLIES; i++) model->free[model->free_count++] = WAITING_REPLIES - 1 - i;
    return model;
}

/* Whether the board has room for one more request. */
static int has_room(const struct model *model, struct board *board, int64_t now) {
    if (model->behaviour.slots == 0) return 1;
    while (board->held > 0 && board->finished[board->oldest] <= now) {
        board->oldest = (board->oldest + 1) % model->behaviour.slots;
        board->held--;
    }
    return board->held < model->behaviour.slots;
}

void model_accept(struct model *model, int64_t now, const uint8_t *request, uint32_t length, uint32_t index, uint32_t local, const struct sockaddr_in *peer) {
    const struct behaviour *behaviour = &model->behaviour;
    struct counters *counters = model->counters;
    struct board *board = &model->boards[index];
    int lost = happens(model, behaviour->loss), lost_request = lost && next_random(model) < 0.5;
    if (lost_request) { counters->lost_requests++; return; }
    if (!has_room(model, board, now)) { counters->dropped++; return; }

    struct waiting *waiting = rent(model);
    waiting->length = answer(request, length, index, waiting->reply);
    waiting->local = local;
    waiting->peer = *peer;
    if (waiting->length == 0) { counters->malformed++; model->free[model->free_count++] = (uint32_t)(waiting - model->waiting); return; }

    uint8_t y = request[SCP_DESTINATION_CHIP], x = request[SCP_DESTINATION_CHIP + 1];
    int remote = (x | y) != 0 && (x & y) != 255;
    double service_us = remote && behaviour->remote_service_us > 0 ? behaviour->remote_service_us : behaviour->service_us;
    int64_t *busy_until = &board->busy_until[remote ? (x & 15) << 4 | (y & 15) : 0];
    int64_t due = (*busy_until > now ? *busy_until : now) + (int64_t)(service_us * 1000);
    *busy_until = due;
    if (behaviour->slots > 0) board->finished[(board->oldest + board->held++) % behaviour->slots] = due;

    if (lost) { counters->lost_replies++; model->free[model->free_count++] = (uint32_t)(waiting - model->waiting); return; }
    if (happens(model, behaviour->reorder)) { counters->reordered++; due += (int64_t)(next_random(model) * behaviour->reorder_us * 1000); }
    schedule(model, waiting, due);
    if (happens(model, behaviour->duplicate)) {
        struct waiting *twin = rent(model);
        *twin = *waiting;
        counters->duplicated++;
        schedule(model, twin, due + DUPLICATE_AFTER_NS);
    }
}

int64_t model_next(const struct model *model) { return model->heap_count > 0 ? model->waiting[model->heap[0]].due : INT64_MAX; }

void model_take_due(struct model *model, int64_t now, struct batch *batch, int with_local_addresses) {
    while (batch->count < BATCH_SIZE && model_next(model) <= now) {
        uint32_t index = heap_pop(model);
        const struct waiting *waiting = &model->waiting[index];
        memcpy(batch->data[batch->count], waiting->reply, waiting->length);
        batch->parts[batch->count].iov_len = waiting->length;
        batch->peers[batch->count] = waiting->peer;
        if (with_local_addresses) batch_set_local_address(batch, batch->count, waiting->local);
        batch->count++;
        model->free[model->free_count++] = index;
        model->counters->answered++;
    }
}
