#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "fails";

/* Fails in the way that user 0 says. */
static void hold(void) {
    volatile u32 *wild;
    switch (me->user[0]) {
    case 1: __asm__ volatile("mov r0, #0\n bx r0" ::: "r0"); break;
    case 2: __asm__ volatile(".word 0xe7f000f0"); break;
    case 3: __asm__ volatile("swi 7"); break;
    case 4: __asm__ volatile("ldr r0, =0x80000000\n bx r0" ::: "r0"); break;
    case 5: *(volatile u32 *)0x90000000 = 1; break;
    case 6: __asm__ volatile("ldr r0, =0x60000001\n ldr r0, [r0]" ::: "r0"); break;
    case 7: error(16); break;
    case 8: while (1) {}
    case 9: interrupts_off(); while (1) {}
    case 10: lock(LOCK_SEMAPHORE); lock(LOCK_SEMAPHORE); break;
    case 11: lock(LOCK_MESSAGE); while (1) {}
    case 12: while (1) { CC(0x00) = 0; CC(0x08) = 0xdddd; }
    case 13: for (wild = (u32 *)0x40000000; ; wild += 1) *wild = (u32)wild;
    case 14: for (wild = (u32 *)0xe5000000; wild < (u32 *)0xe5008000; wild++) *wild = 0x5a5a5a5a; break;
    case 15: lock(LOCK_HEAP); while (1) {}
    case 16: while (1) { message_t m; m.length = 8; m.flags = 7; m.tag = 0; m.to_port = 0x21; m.to = m.from = SV16(0); m.from_port = 0x21; send(&m); }
    case 17: ROUTER(0x00) = 0; SYSTEM(0x24) = 0x5ec3ffff; SYSTEM(0x04) = 0x5ec3ffff; break;
    }
}

int run(void) {
    state(RUN);
    hold();
    return 77;
}
