// The loop that the benchmarks run: multiply-accumulate over an array in data memory, with a branch that depends on the data.
#include "program.h"

static int data[256];

static void fill(void)
{
    unsigned seed = 1;
    for (int i = 0; i < 256; i++) { seed = seed * 1664525u + 1013904223u; data[i] = (int)(seed >> 8) - 0x800000; }
}

unsigned run(unsigned turns)
{
    unsigned sum = 0;
    fill();
    for (unsigned t = 0; t < turns; t++) {
        int acc = 0;
        for (int i = 0; i < 256; i++) {
            int v = data[i];
            if (v & 1) acc += v * (int)(t + i);
            else acc ^= v;
        }
        sum += (unsigned)acc;
    }
    return sum;
}
