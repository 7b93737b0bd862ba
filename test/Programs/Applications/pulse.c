#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "pulse";

/* Sleeps, but for a millisecond's interrupt, in which it counts. What it has counted is in user 1. */
extern void on_first(void);
static volatile u32 ticks, weights[3];

void first_interrupt(void) {
    TIMER(1, 0x0c) = 0;
    u32 now = ++ticks;
    for (u32 i = 0; i < 3; i++) weights[i] += now >> i;
    me->user[1] = now;
}

int run(void) {
    slot(1, on_first, 4);
    TIMER(1, 0x00) = 1000 * SV16(0x24);
    TIMER(1, 0x08) = 0xe2;
    state(RUN);
    while (1) sleep();
}
