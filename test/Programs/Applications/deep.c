#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "deep";

/* Goes three calls deep, and stays there: busy, or with user 0 set as a program that has given up and still answers. */
static volatile u32 sum;

__attribute__((noipa)) static void surrender(void) {
    __asm__ volatile("str sp, [%0, #0x24]\n str lr, [%0, #0x28]" ::"r"(me) : "memory");
    me->error = 13;
    state(RTE);
    while (1) sleep();
}

__attribute__((noipa)) static void inner(u32 by) {
    if (me->user[0]) surrender();
    while (1) sum += by;
}

__attribute__((noipa)) static void middle(u32 by) {
    inner(by + 1);
    sum++;
}

__attribute__((noipa)) static void outer(u32 by) {
    middle(by + 1);
    sum++;
}

int run(void) {
    state(RUN);
    outer(1);
    return 0;
}
