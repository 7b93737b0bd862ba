/* Timer 1 asks every 10 us, 100 times. Timer 2 runs freely and measures. 0: ticks, 1: clocks from the first to the last. */
#include "chip.h"
static IRQ void tick(void) {
    TIMER(1, 0x0c) = 0;
    u32 now = TIMER(2, 4);
    if (RESULT(0)++ == 0) RESULT(2) = now;
    RESULT(1) = RESULT(2) - now;
    if (RESULT(0) == 100) TIMER(1, 8) = 0;
    leave();
}
void main(void) {
    RESULT(0) = RESULT(1) = 0;
    slot(0, tick, 4);
    TIMER(2, 0) = 0xffffffff;
    TIMER(2, 8) = 0x82;
    TIMER(1, 0) = 2000;
    TIMER(1, 8) = 0xe2;
    OPEN();
    while (RESULT(0) < 100) sleep();
    RESULT(3) = 0x600d;
}
