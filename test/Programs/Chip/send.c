/* Sends the packets of a list: DTCM(0) is how many, then control byte, payload, key of each. Waits until there is room. 0: 600d in the end. */
#include "chip.h"
void main(void) {
    u32 n = DTCM(0);
    CC(0x18) = DTCM(1) ? DTCM(1) : 0x07000000;
    for (u32 i = 0; i < n; i++) {
        volatile u32 *p = &DTCM(4 + 3 * i);
        while (!(CC(0) & 0x10000000)) ;
        CC(0) = p[0] << 16;
        if (p[0] & 2) CC(4) = p[1];
        CC(8) = p[2];
    }
    while (!(CC(0) & 0x80000000)) ;
    RESULT(0) = 0x600d;
}
