/* Moves 4 KB out and back with two transfers queued. 0: transfers done, 1: words that differ, 2: clocks, 3: status while both were queued, 4: words of ITCM copied right. */
#include "chip.h"
static IRQ void done(void) {
    DMA(0x10) = 8;
    RESULT(0)++;
    leave();
}
static void move(u32 system, u32 local, u32 what) {
    DMA(4) = system;
    DMA(8) = local;
    DMA(0xc) = what;
}
void main(void) {
    u32 base = 0x60100000;
    RESULT(0) = RESULT(1) = RESULT(4) = 0;
    for (u32 i = 0; i < 1024; i++) DTCM(i) = i * 2654435761u;
    slot(0, done, 12);
    DMA(0x18) = 1 << 10;
    TIMER(2, 0) = 0xffffffff;
    TIMER(2, 8) = 0x82;
    u32 start = TIMER(2, 4);
    move(base, 0x00401000, 4096 | 1 << 19);
    move(base, 0x00402000, 4096);
    RESULT(3) = DMA(0x14);
    OPEN();
    while (RESULT(0) < 2) sleep();
    RESULT(2) = start - TIMER(2, 4);
    for (u32 i = 0; i < 1024; i++)
        if (DTCM(i) != DTCM(1024 + i)) RESULT(1)++;
    move(base, 0x00007000, 256);
    while (RESULT(0) < 3) sleep();
    for (u32 i = 0; i < 64; i++)
        if (((volatile u32 *)0x7000)[i] == i * 2654435761u) RESULT(4)++;
    CLOSE();
    RESULT(5) = 0x600d;
}
