/* Goes wrong: the second call reads where nothing is. */
#include "../Chip/chip.h"

__attribute__((noinline)) u32 look(u32 address) {
    return *(volatile u32 *)address;
}

void main(void) {
    RESULT(0) = look(0x60000000);
    RESULT(1) = look(0x50000000);
}
