/* Takes packets of all types. 0: how many, then from 4 on four words each: status, payload, key, type of interrupt. */
#include "chip.h"
static inline void take(u32 type) {
    u32 n = RESULT(0);
    volatile u32 *p = &RESULT(4 + 4 * n);
    p[0] = CC(0x0c);
    p[1] = CC(0x10);
    p[2] = CC(0x14);
    p[3] = type;
    RESULT(0) = n + 1;
    leave();
}
static IRQ void mc(void) { take(0); }
static IRQ void p2p(void) { take(1); }
static IRQ void nn(void) { take(2); }
static IRQ void fr(void) { take(3); }
void main(void) {
    RESULT(0) = 0;
    slot(0, mc, 24);
    slot(1, p2p, 25);
    slot(2, nn, 26);
    slot(3, fr, 27);
    OPEN();
    for (;;) sleep();
}
