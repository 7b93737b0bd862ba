#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "greet";

/* Says where it is. */
int run(void) {
    print("Hello from core ");
    print_number(core);
    print("\nIt is what it executes.\n");
    return 0;
}
