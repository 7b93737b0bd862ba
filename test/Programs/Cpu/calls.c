// Code full of calls: a recursive function, and small ones that are not inlined.
#include "program.h"

#define CALL __attribute__((noinline))

static int table[64];

CALL static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
CALL static int mix(int a, int b) { return (a ^ (b << 3)) + (b >> 2); }
CALL static int step(int i, int v) { table[i & 63] = mix(table[i & 63], v); return table[(i + 7) & 63]; }
CALL static int clamp(int v) { return v > 1000000 ? 1000000 : v < -1000000 ? -1000000 : v; }

unsigned run(unsigned turns)
{
    unsigned sum = 0;
    for (unsigned t = 0; t < turns; t++) {
        int v = (int)t;
        for (int i = 0; i < 100; i++) v = clamp(step(i, v) + mix(v, i));
        sum += (unsigned)v + (unsigned)fib(8);
    }
    return sum;
}
