#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "heap";

/* Takes memory under a tag, gives some back, and takes routing entries, as often as user 0 says. */
int run(void) {
    state(RUN);
    u32 rounds = me->user[0];
    u32 *kept = allocate(1000, core);
    if (!kept) error(10);
    for (u32 i = 0; i < rounds; i++) {
        u32 *first = allocate(64 + 4 * i, 0);
        u32 *second = allocate(4096, 0);
        if (!first || !second) error(10);
        first[0] = second[0] = i;
        release(first);
        release(second);
    }
    kept[0] = 0xfeed0000 | core;
    me->user[1] = (u32)kept;
    u32 entry = allocate_routes(2);
    route(entry, 0xaa00 | core, 0xffffffff, 0x40u << core);
    route(entry + 1, 0xbb00 | core, 0xffffffff, 1);
    me->user[2] = entry;
    WAIT_FOR(0);
}
