#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "dma";

/* Moves a block from SDRAM to its own memory and back elsewhere, and then a chain of them, each started by the end of the one before. */
extern void on_first(void);
static u32 block[256];
static volatile u32 done;

void first_interrupt(void) {
    DMA(0x10) = 1 << 3;
    done++;
}

static void begin(u32 system, void *local, u32 bytes, u32 is_out) {
    DMA(0x04) = system;
    DMA(0x08) = (u32)local;
    DMA(0x0c) = bytes | (is_out << 19) | 0x1000000;
}

int run(void) {
    slot(1, on_first, 12);
    DMA(0x18) = 1 << 10;
    state(RUN);
    for (u32 link = 0; link < 4; link++) {
        u32 before = done;
        begin(0x60180000 + 0x400 * link, block, 0x400, 0);
        WAIT_FOR(done > before);
        for (u32 i = 0; i < 256; i++) block[i] += 1;
        begin(0x60180000 + 0x400 * (link + 1), block, 0x400, 1);
        WAIT_FOR(done > before + 1);
    }
    me->user[1] = done;
    return 0;
}
