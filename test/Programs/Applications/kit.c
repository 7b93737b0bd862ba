#include "kit.h"

#define VERSION 0x040000
#define MONITOR SV8(0xa8)
#define CODE 0x5ec00000
#define TAKEN 0x80000000

volatile vcpu_t *me;
u32 core, physical, app;

static volatile u32 waits;
static u32 parity, output, printed;
extern const char image_name[] __attribute__((weak));
extern void on_processor(void);

__attribute__((weak)) void on_message(message_t *message) { (void)message; }
__attribute__((weak)) void on_signal(u32 signal) { (void)signal; }

/* ---- small things ---- */

void *memcpy(void *to, const void *from, unsigned bytes) {
    for (u32 i = 0; i < bytes; i++) ((u8 *)to)[i] = ((const u8 *)from)[i];
    return to;
}

void *memset(void *to, int value, unsigned bytes) {
    for (u32 i = 0; i < bytes; i++) ((volatile u8 *)to)[i] = value;
    return to;
}

void state(u32 value) { me->state = value; }

void error(u32 code) {
    interrupts_off();
    VIC(0x14) = ~0u;
    me->error = code;
    me->r[0] = code;
    state(RTE);
    while (1) sleep();
}

void slot(int number, void (*handler)(void), int source) {
    VIC(0x100 + 4 * number) = (u32)handler;
    VIC(0x200 + 4 * number) = 0x20 | source;
    VIC(0x10) = 1u << source;
}

static u32 lock_status;

void lock(int number) {
    u32 status = interrupts_off();
    while (SYSTEM(0x100 + 4 * number) & TAKEN) {}
    lock_status = status;
}

void unlock(int number) {
    u32 status = lock_status;
    (void)SYSTEM(0x180 + 4 * number);
    interrupts(status);
}

/* ---- memory ---- */

/* A heap begins with its first free block, its first, its last and its free bytes; a block with the next, and the next free one or its owner. */
static void *take(u32 heap, u32 bytes, u32 tag) {
    u32 wanted = ((bytes + 3) & ~3u) + 8;
    u32 previous = 0, block, found = 0;
    lock(LOCK_HEAP);
    for (block = REG(heap); block; previous = block, block = REG(block + 4)) {
        u32 length = REG(block) - block;
        if (length < wanted) continue;
        u32 rest = REG(block + 4);
        if (length - wanted > 8) {
            u32 remainder = block + wanted;
            REG(remainder) = REG(block);
            REG(remainder + 4) = rest;
            REG(block) = remainder;
            length = wanted;
            rest = remainder;
        }
        if (previous) REG(previous + 4) = rest;
        else REG(heap) = rest;
        REG(block + 4) = 0xffff0000 | (app << 8) | tag;
        REG(heap + 12) -= length;
        if (tag) REG(SV(0xdc) + 4 * ((app << 8) | tag)) = block + 8;
        found = block + 8;
        break;
    }
    unlock(LOCK_HEAP);
    return (void *)found;
}

void *allocate(u32 bytes, u32 tag) { return take(SV(0x4c), bytes, tag); }

void release(void *what) {
    u32 heap = SV(0x4c), block = (u32)what - 8, previous = 0, next;
    lock(LOCK_HEAP);
    u32 owner = REG(block + 4);
    if (owner & 0xff) REG(SV(0xdc) + 4 * (owner & 0xffff)) = 0;
    for (next = REG(heap); next && next < block; previous = next, next = REG(next + 4)) {}
    REG(heap + 12) += REG(block) - block;
    REG(block + 4) = next;
    if (REG(block) == next) {
        REG(block) = REG(next);
        REG(block + 4) = REG(next + 4);
    }
    if (!previous) REG(heap) = block;
    else if (REG(previous) == block) {
        REG(previous) = REG(block);
        REG(previous + 4) = REG(block + 4);
    } else REG(previous + 4) = block;
    unlock(LOCK_HEAP);
}

/* ---- routing entries: a copy of the router's, with blocks that are free or somebody's ---- */

static u16 half(u32 entry, u32 offset) { return *(volatile u16 *)(SV(0xd4) + 16 * entry + offset); }
static void set_half(u32 entry, u32 offset, u16 value) { *(volatile u16 *)(SV(0xd4) + 16 * entry + offset) = value; }

u32 allocate_routes(u32 count) {
    u32 previous = 0, block;
    lock(LOCK_ROUTER);
    for (block = SV16(0xe0); block; previous = block, block = half(block, 2)) {
        u32 length = half(block, 0) - block;
        if (length < count) continue;
        u32 rest = half(block, 2);
        if (length > count) {
            u32 remainder = block + count;
            set_half(remainder, 0, half(block, 0));
            set_half(remainder, 2, rest);
            set_half(block, 0, remainder);
            rest = remainder;
        }
        if (previous) set_half(previous, 2, rest);
        else SV16(0xe0) = rest;
        set_half(block, 2, 0x8000 | app);
        break;
    }
    unlock(LOCK_ROUTER);
    return block;
}

void route(u32 entry, u32 key, u32 mask, u32 where) {
    u32 copy = SV(0xd4) + 16 * entry;
    REG(copy + 4) = where;
    REG(copy + 8) = key;
    REG(copy + 12) = mask;
    u32 wires = where & 0x3f;
    for (u32 i = 0; i < SV8(0xbc); i++)
        if (where & (0x40u << i)) wires |= 0x40u << SV8(0xa8 + i);
    ROUTER(0x4000 + 4 * entry) = wires;
    ROUTER(0x8000 + 4 * entry) = key;
    ROUTER(0xc000 + 4 * entry) = mask;
}

/* ---- output ---- */

static void extend(void) {
    u32 size = SV(0x50);
    u32 next = (u32)take(SV(0xd0), 16 + size, 0);
    if (!next) error(14);
    REG(next) = 0;
    REG(next + 4) = SV(0x1c);
    REG(next + 8) = SV16(0x18);
    REG(next + 12) = 0;
    if (output) REG(output) = next;
    else me->output = next;
    output = next;
    printed = 0;
}

void print(const char *text) {
    for (; *text; text++) {
        if (!output) extend();
        ((volatile u8 *)(output + 16))[printed++] = *text;
        if (*text == '\n' || printed == SV(0x50)) REG(output + 12) = printed;
        if (printed == SV(0x50)) extend();
    }
}

void print_number(u32 value) {
    char digits[9];
    for (int i = 7; i >= 0; i--, value >>= 4) digits[i] = "0123456789abcdef"[value & 15];
    digits[8] = 0;
    print(digits);
}

/* ---- messages ---- */

int send(message_t *message) {
    lock(LOCK_MESSAGE);
    u32 buffer = SV(0x68);
    if (buffer) {
        SV(0x68) = REG(buffer);
        SV16(0x6c)++;
    }
    unlock(LOCK_MESSAGE);
    if (!buffer) return 0;
    memcpy((void *)(buffer + 4), &message->length, message->length + 4);
    me->sent = buffer;
    me->sent_command = 1;
    lock(LOCK_MAILBOX);
    u32 before = SV(0xec);
    SV(0xec) = before | (1u << core);
    if (!before) SYSTEM(0x08) = CODE | (1u << MONITOR);
    unlock(LOCK_MAILBOX);
    for (int i = 0; i < 100000 && me->sent_command; i++) {}
    return !me->sent_command;
}

static void reply(message_t *message, u32 result, u32 bytes) {
    u16 from = message->to;
    u8 port = message->to_port;
    message->to = message->from;
    message->to_port = message->from_port;
    message->from = from;
    message->from_port = port;
    message->command = result;
    message->length = 12 + bytes;
    send(message);
}

/* Port 0 answers as every core does: what it is, and its memory. */
static void command(message_t *message) {
    u8 *payload = (u8 *)message->arg;
    u32 where = message->arg[0], bytes = message->arg[1];
    switch (message->command) {
    case 0:
        message->arg[0] = ((u32)SV16(0) << 16) | (physical << 8) | core;
        message->arg[1] = 0xffff0100;
        message->arg[2] = 1700000000;
        memcpy(message->data, "KIT/SpiNNaker\0" "4.0.0", 20);
        reply(message, 0x80, 32);
        break;
    case 2:
        if (bytes > 256) bytes = 256;
        memcpy(payload, (void *)where, bytes);
        reply(message, 0x80, bytes);
        break;
    case 3:
        if (bytes > 256) bytes = 256;
        memcpy((void *)where, message->data, bytes);
        reply(message, 0x80, 0);
        break;
    default:
        reply(message, 0x83, 0);
    }
}

void mailbox(u32 where) {
    static message_t message;
    SYSTEM(0x0c) = CODE | (1u << physical);
    switch (me->command) {
    case 1: {
        u32 buffer = me->mail;
        memcpy(&message, (void *)buffer, sizeof message);
        lock(LOCK_MESSAGE);
        REG(buffer) = SV(0x68);
        SV(0x68) = buffer;
        SV16(0x6c)--;
        unlock(LOCK_MESSAGE);
        me->command = 0;
        if (message.to_port >> 5) on_message(&message);
        else command(&message);
        return;
    }
    case 2:
        me->mail = where;
        break;
    case 3:
        switch (me->mail) {
        case SIG_START: waits = 0; break;
        case SIG_PAUSE: state(PAUSE); break;
        case SIG_CONT: state(RUN); break;
        }
        on_signal(me->mail);
        break;
    default:
        return;
    }
    me->command = 0;
}

/* ---- from beginning to end ---- */

void barrier(void) {
    state(parity ? SYNC1 : SYNC0);
    WAIT_FOR(((SYSTEM(0x58) >> core) & 1) == parity);
    parity ^= 1;
    state(RUN);
}

void start(u32 argument) {
    app = argument & 0xff;
    waits = (argument >> 8) & 1;
    physical = DMA(0x14) >> 24;
    core = SV8(0x94 + physical);
    volatile vcpu_t *block = (vcpu_t *)(SV(0xcc) + 128 * core);
    memset((void *)block, 0, 0x70);
    me = block;
    me->physical = physical;
    me->app = app;
    me->time = SV(0x1c);
    me->version = VERSION;
    for (int i = 0; image_name && i < 15 && image_name[i]; i++) me->name[i] = image_name[i];
    u32 monitor = SV(0xfc);
    if ((monitor >> 16 & 0xff) != VERSION >> 16 || (monitor >> 8 & 0xff) < (VERSION >> 8 & 0xff)) error(20);
    slot(0, on_processor, 18);
    state(WAIT);
    interrupts(0x1f);
    WAIT_FOR(!waits);
    state(MAIN);
    u32 code = run();
    me->error = code;
    state(EXIT);
}
