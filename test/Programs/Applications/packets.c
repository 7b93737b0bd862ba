#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "packets";

/* Core 1 sends packets of all four types; any other core keeps what comes to it. User 0: 0 sends, 1 receives. */
extern void on_first(void);
static volatile u32 count;

void first_interrupt(void) {
    while (CC(0x0c) & 0x80000000) {
        u32 status = CC(0x0c);
        u32 payload = CC(0x10);
        u32 key = CC(0x14);
        u32 at = 0x50000 + 4 * (count++ & 63);
        SDRAM(at) = status & 0x00ff0000;
        SDRAM(at + 1) = key;
        SDRAM(at + 2) = status & 0x20000 ? payload : 0;
        SDRAM(at + 3) = core;
    }
    me->user[1] = count;
}

static void packet(u32 control, u32 key, u32 payload) {
    while (!(CC(0x00) & 0x10000000)) {}
    CC(0x00) = control << 16;
    if (control & 2) CC(0x04) = payload;
    CC(0x08) = key;
}

int run(void) {
    if (me->user[0]) {
        slot(1, on_first, 6);
        state(RUN);
        WAIT_FOR(0);
    }
    CC(0x18) = SV16(0) | 0x07000000;
    packet(0x00, 0x1234, 0);
    packet(0x02, 0x1235, 0xabcd);
    packet(0xc0, 0x77777777, 0);
    packet(0xc2, 0x88888888, 0x99999999);
    packet(0x42, SV16(0), 0x11111111);
    packet(0xa2, 0x60100000, 0x5eed5eed);  /* writes to the neighbour in the east */
    while (!(CC(0x00) & 0x80000000)) {}
    return 0;
}
