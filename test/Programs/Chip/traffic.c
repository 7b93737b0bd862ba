/* Each 250 us: some random packets, a DMA of random words, a word of system RAM under a lock, interrupts of other cores. All that comes is mixed into SDRAM and DTCM. r0: seed. */
#include "chip.h"
static u32 state, me;
static u32 next(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}
static inline void mix(u32 what) {
    u32 n = RESULT(0)++;
    RESULT(1) = (RESULT(1) << 5 | RESULT(1) >> 27) ^ what;
    SDRAM(0x10000 * me + (n & 0xfff)) ^= what + n;
}
static IRQ void packet(void) {
    u32 status = CC(0x0c), data = CC(0x10), key = CC(0x14);
    mix(status ^ data ^ key);
    leave();
}
static IRQ void done(void) {
    DMA(0x10) = 8;
    mix(DTCM(next() & 255));
    leave();
}
static IRQ void asked(void) {
    SYSTEM(0x0c) = 0x5ec00000 | 1u << me;
    mix(TIMER(2, 4));
    leave();
}
static IRQ void tick(void) {
    TIMER(1, 0x0c) = 0;
    mix(0x11111111);
    for (u32 n = next() & 7; n; n--) {
        u32 type = next() & 7;
        if (!(CC(0) & 0x10000000)) { RESULT(2)++; break; }
        CC(0) = (type == 5 ? 0xc0 : type == 6 ? 0x80 | (next() % 6) << 2 : type == 7 ? 0x40 : 0) << 16;
        if (next() & 1) CC(4) = next();
        CC(8) = type == 7 ? (next() & 0x0101) : (next() & 0xff);
    }
    if (!(DMA(0x14) & 1)) {
        DMA(4) = 0x60000000 + 0x40000 * me + (next() & 0x3fc);
        DMA(8) = 0x00401000;
        DMA(0xc) = (4 + (next() & 0x3fc)) | (next() & 1) << 19;
    }
    while (SYSTEM(0x100) & 0x80000000) ;
    u32 seen = SYSRAM(0);
    for (volatile u32 k = 0; k < (next() & 15); k++) ;
    SYSRAM(0) = seen + 1;
    SYSRAM(1 + me) ^= next();
    (void)SYSTEM(0x180);
    if ((next() & 3) == 0) SYSTEM(0x08) = 0x5ec00000 | (next() & 0x3fffe);
    leave();
}
void main(u32 seed) {
    me = DMA(0x14) >> 24;
    state = seed * 2654435761u + me + 1;
    for (int i = 0; i < 8; i++) RESULT(i) = 0;
    slot(0, packet, 6);
    slot(1, done, 12);
    slot(2, asked, 18);
    slot(3, tick, 4);
    DMA(0x18) = 1 << 10;
    TIMER(2, 0) = 0xffffffff;
    TIMER(2, 8) = 0x82;
    TIMER(1, 0) = 50000 + 64 * me;
    TIMER(1, 8) = 0xe2;
    OPEN();
    for (;;) sleep();
}
