/* Adds to a word of system RAM under lock 5, 500 times. System RAM 0: the word, 1: times that two cores were inside at once. */
#include "chip.h"
void main(u32 core) {
    RESULT(0) = 0;
    for (u32 i = 0; i < 500; i++) {
        while (SYSTEM(0x100 + 4 * 5) & 0x80000000) ;
        if (SYSRAM(2) != 0) SYSRAM(1)++;
        SYSRAM(2) = core + 1;
        u32 seen = SYSRAM(0);
        for (volatile u32 k = 0; k < (core & 3); k++) ;
        SYSRAM(0) = seen + 1;
        if (SYSRAM(2) != core + 1) SYSRAM(1)++;
        SYSRAM(2) = 0;
        (void)SYSTEM(0x180 + 4 * 5);
        RESULT(0)++;
    }
    RESULT(1) = 0x600d;
}
