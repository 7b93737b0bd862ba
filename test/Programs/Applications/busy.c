#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "busy";

/* Multiplies and accumulates for ever, and counts the interrupts of a millisecond in user 1. */
extern void on_first(void);
static int data[256];
static volatile u32 ticks, sum;

void first_interrupt(void) {
    TIMER(1, 0x0c) = 0;
    me->user[1] = ++ticks;
}

int run(void) {
    u32 seed = 1;
    for (int i = 0; i < 256; i++) {
        seed = seed * 1664525u + 1013904223u;
        data[i] = (int)(seed >> 8) - 0x800000;
    }
    slot(1, on_first, 4);
    TIMER(1, 0x00) = 1000 * SV16(0x24);
    TIMER(1, 0x08) = 0xe2;
    state(RUN);
    for (u32 turn = 0;; turn++) {
        int total = 0;
        for (int i = 0; i < 256; i++) {
            int value = data[i];
            if (value & 1) total += value * (int)(turn + i);
            else total ^= value;
        }
        sum += (u32)total;
    }
}
