#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "routing";

/* Sends a packet that nothing is there for; then one that goes straight on over the next chips; then looks at what the router dropped because a core takes nothing. */
static void packet(u32 key) {
    while (!(CC(0x00) & 0x10000000)) {}
    CC(0x00) = 0;
    CC(0x08) = key;
}

int run(void) {
    state(RUN);
    if (me->user[0] == 1) WAIT_FOR(0);   /* takes nothing */
    packet(0x5555);                      /* without an entry */
    packet(0x6666);                      /* out by a link, and straight on */
    for (int i = 0; i < 12; i++) packet(0x7770 + i);  /* to a core that takes nothing */
    while (!(CC(0x00) & 0x80000000)) {}
    u32 begin = SV(0x10);
    while (SV(0x10) - begin < 2) {}
    me->user[1] = ROUTER(0x20 - 4);      /* the key of the first that was dropped */
    me->user[2] = ROUTER(0x24);
    me->user[3] = ROUTER(0x28);
    return 0;
}
