#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "locks";

/* All cores of the chip count in one word, each a thousand times, under one lock. */
int run(void) {
    state(RUN);
    for (int i = 0; i < 1000; i++) {
        lock(LOCK_SEMAPHORE);
        SDRAM(0x70000) = SDRAM(0x70000) + 1;
        unlock(LOCK_SEMAPHORE);
    }
    return 0;
}
