#include "kit.h"

const char image_name[16] __attribute__((section(".name"))) = "first";

/* Adds up numbers, and says what came out. */
int run(void) {
    u32 sum = 0;
    for (u32 i = 0; i < 1000; i++) sum += i;
    print("core ");
    print_number(core);
    print(" got ");
    print_number(sum);
    print("\n");
    return 0;
}
