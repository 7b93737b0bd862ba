#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "nesting";

/* A soft interrupt within which a better one comes, and a fast one within that. Each leaves its mark when it begins and when it ends. */
extern void on_first(void), on_second(void);
static void mark(u32 what) { me->user[1] = (me->user[1] << 4) | what; }

void second_interrupt(void) {
    VIC(0x1c) = 1 << 28;
    mark(1);
    VIC(0x18) = 1 << 29;
    mark(2);
}

void first_interrupt(void) {
    VIC(0x1c) = 1 << 29;
    mark(3);
    VIC(0x0c) |= 1 << 30;
    VIC(0x10) = 1 << 30;
    VIC(0x18) = 1 << 30;
    mark(4);
}

__attribute__((interrupt("FIQ"))) void fiq(void) {
    VIC(0x1c) = 1 << 30;
    mark(5);
}

int run(void) {
    state(RUN);
    slot(3, on_second, 28);
    slot(2, on_first, 29);
    VIC(0x18) = 1 << 28;
    WAIT_FOR((me->user[1] & 15) == 2);
    return 0;
}
