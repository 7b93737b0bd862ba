/* A boot image: a monitor that answers commands over Ethernet, hands them on to other chips, and starts application cores. */
#include "image.h"

#define OK 0x80
#define BAD_COMMAND 0x83
#define BAD_ARGUMENT 0x84
#define BAD_CORE 0x88
#define NO_REPLY 0x8b

/* Where the program of application cores is while they copy it. */
#define COUNTER 0x60100000u

enum { VERSION = 0, READ = 2, WRITE = 3, RUN = 19 };

extern const u32 stub[], stub_end[], counter[], counter_end[];
extern const u8 image_end[];
u32 image_words;
int x, y, hardware;

static u32 monitor(void) { return REG(0x30000014) >> 24; }

void *memcpy(void *to, const void *from, unsigned long length) {
    u8 *t = to;
    const u8 *f = from;
    while (length--) *t++ = *f++;
    return to;
}

/* Lets cores copy a program to address 0 and run it. They are held until all have it. */
void cores_start(u32 cores, u32 source, u32 words) {
    u32 number = stub_end - stub;
    for (u32 k = 0; k < number; k++) SYSRAM(4 * k) = stub[k];
    SYSRAM(4 * (number - 2)) = source;
    SYSRAM(4 * (number - 1)) = words;
    for (u32 core = 0; core < 18; core++) SYSRAM(SAID + 4 * core) = 0;
    SYSTEM(0x38) = SYSTEM(0x38) | 1;
    SYSTEM(0x24) = CODE | cores;
    u32 since = clock();
    for (u32 core = 0; core < 18; core++)
        while (cores & (1u << core) && !SYSRAM(SAID + 4 * core) && !passed(since, 2000000)) { }
    for (u32 core = 0; core < 18; core++)
        if (SYSRAM(SAID + 4 * core)) SYSRAM(CORES) = SYSRAM(CORES) | 1u << core;
}

static void copy(u32 to, u32 from, u32 length, u32 unit) {
    for (u32 k = 0; k < length; k += unit ? unit == 1 ? 2 : 4 : 1) {
        if (unit == 0) *(volatile u8 *)(to + k) = *(volatile u8 *)(from + k);
        else if (unit == 1) *(volatile u16 *)(to + k) = *(volatile u16 *)(from + k);
        else REG(to + k) = REG(from + k);
    }
}

/* Whether memory is there, so that no address kills the monitor. */
static int is_memory(u32 address, u32 length) {
    u32 top = address >> 24;
    return length <= MOST_DATA && (address <= 0x8000 - length || (address >= 0x400000 && address <= 0x410000 - length) || (top >= 0x60 && address <= 0x68000000 - length) || (top == 0xf5 && (address & 0xffffff) <= 0x8000 - length));
}

static u32 carry_out(struct message *m) {
    u32 address = m->argument[0], length = m->argument[1], unit = m->argument[2];
    m->length = 12;
    if (m->to & 31) return BAD_CORE;
    switch (m->command) {
    case VERSION: {
        static const char name[] = "Boot image/SpiNNaker\0001.0.0";
        m->argument[0] = (u32)x << 24 | (u32)y << 16 | monitor() << 8;
        m->argument[1] = 0xffffu << 16 | MOST_DATA;
        m->argument[2] = 1704067200;
        for (u32 k = 0; k < sizeof name; k++) ((u8 *)m->data)[k] = name[k];
        m->length = 24 + sizeof name;
        return OK;
    }
    case READ:
        if (!is_memory(address, length) || unit > 2) return BAD_ARGUMENT;
        copy((u32)m->argument, address, length, unit);
        m->length = 12 + length;
        return OK;
    case WRITE:
        if (!is_memory(address, length) || unit > 2) return BAD_ARGUMENT;
        copy(address, (u32)m->data, length, unit);
        return OK;
    case RUN:
        cores_start(address & 0x3ffff & ~(1u << monitor()) & SYSTEM(0x10), PROGRAM, 4096);
        return OK;
    default:
        return BAD_COMMAND;
    }
}

/* Carries a message out, here or on another chip, and makes it the reply. */
void serve(struct message *m) {
    u32 result;
    if (m->to_x == x && m->to_y == y) result = carry_out(m);
    else if (links_forward(m)) return;
    else { result = NO_REPLY; m->length = 12; }
    m->command = result;
    u8 port = m->to, place_x = m->to_x, place_y = m->to_y;
    m->flags = 7;
    m->to = m->from; m->to_x = m->from_x; m->to_y = m->from_y;
    m->from = port; m->from_x = place_x; m->from_y = place_y;
}

int main(void) {
    image_words = (u32)image_end / 4;
    TIMER(0) = 0xffffffff;
    TIMER(8) = 0x82;
    u32 settings = SYSRAM(SETTINGS);
    if ((settings & 0x8000) && !(SYSRAM(PLACE) >> 31)) SYSRAM(PLACE) = 1u << 31 | ((settings >> 4) & 15) << 16;
    while (!(SYSRAM(PLACE) >> 31)) { }
    u32 place = SYSRAM(PLACE);
    hardware = (place >> 16) & 0xff; x = (place >> 8) & 0xff; y = place & 0xff;
    SYSRAM(STATE) = ALIVE;
    links_start();
    links_spread();
    u32 words = counter_end - counter;
    for (u32 k = 0; k < words; k++) REG(COUNTER + 4 * k) = counter[k];
    cores_start(SYSTEM(0x10) & 0x3ffff & ~(1u << monitor()), COUNTER, words);

    /* Packets and frames wake it, though interrupts are never taken. */
    VIC(0x10) = 1u << 6 | 1u << 20;
    static struct message message;
    while (1) {
        __asm__ volatile("mcr p15, 0, %0, c7, c0, 4" : : "r"(0) : "memory");
        ethernet_poll();
        int from = links_poll(&message);
        if (from < 0 || message.flags != 0x87) continue;
        serve(&message);
        links_answer(&message, from);
    }
}
