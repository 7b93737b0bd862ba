/* What the tests of the debugger run: a loop that calls, reads and writes, with a timer's interrupts in between. */
#include "../Chip/chip.h"

volatile u32 counter;
volatile u32 ticks;

static IRQ void tick(void) {
    TIMER(1, 0x0c) = 0;
    ticks++;
    leave();
}

__attribute__((noinline)) u32 add(u32 a, u32 b) {
    u32 sum = a + b;
    return sum;
}

__attribute__((noinline)) u32 next(u32 turn) {
    u32 result = add(counter, turn);
    SDRAM(0) = result;
    return result;
}

void main(void) {
    counter = ticks = 0;
    slot(0, tick, 4);
    TIMER(1, 0) = 2000;
    TIMER(1, 8) = 0xe2;
    OPEN();
    for (u32 turn = 1;; turn++) {
        counter = next(turn);
        RESULT(0) = turn;
    }
}
