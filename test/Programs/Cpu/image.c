// An image of some 20 KB of which a third is executed often: to see how soon it is translated.
#include "program.h"

static int table[256];

#define WORK(n)                                                                                                     \
    static __attribute__((noinline)) int hot##n(int v)                                                              \
    {                                                                                                               \
        for (int i = 0; i < 24; i++) {                                                                              \
            v += table[(v + i * n) & 255] ^ (v >> 3);                                                               \
            if (v & n) v = v * 3 + i; else v -= i << (n & 7);                                                       \
            table[(v ^ n) & 255] = v;                                                                               \
        }                                                                                                           \
        return v;                                                                                                   \
    }                                                                                                               \
    static __attribute__((noinline)) int cold##n(int v)                                                             \
    {                                                                                                               \
        switch (v & 7) {                                                                                            \
        case 0: v += 17 * n; table[v & 255] ^= v; break;                                                            \
        case 1: v ^= 0x1234 + n; table[v & 255] += v; break;                                                        \
        case 2: v = (v << 3) - n; table[v & 255] -= v; break;                                                       \
        case 3: v = (v >> 3) * n; table[v & 255] |= v; break;                                                       \
        case 4: v = ~v + n; table[v & 255] &= v; break;                                                             \
        case 5: v = v * v - n; table[v & 255] = v + 1; break;                                                       \
        case 6: v -= 1000 * n; table[v & 255] = v - 1; break;                                                       \
        default: v += 99 + n; table[v & 255] = ~v; break;                                                           \
        }                                                                                                           \
        return v;                                                                                                   \
    }

#define ALL(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) \
    X(41) X(42) X(43) X(44) X(45) X(46) X(47) X(48) X(49) X(50) X(51) X(52) X(53) X(54) X(55) \
    X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31) X(32) X(33) X(34) X(35) X(36) X(37) X(38) X(39) X(40)

ALL(WORK)

#define HOT(n) v = hot##n(v);
#define COLD(n) v = cold##n(v);

unsigned run(unsigned turns)
{
    int v = 1;
    ALL(COLD)
    for (unsigned t = 0; t < turns; t++) { ALL(HOT) }
    return (unsigned)v;
}
