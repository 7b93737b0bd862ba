/* The registers that the programs use, and where they leave their results. */
typedef unsigned int u32;
#define REG(a) (*(volatile u32 *)(a))

#define CC(o) REG(0x10000000 + (o))
#define TIMER(n, o) REG(0x11000000 + 0x20 * ((n) - 1) + (o))
#define VIC(o) REG(0x1f000000 + (o))
#define DMA(o) REG(0x30000000 + (o))
#define ROUTER(o) REG(0xf1000000 + (o))
#define SYSTEM(o) REG(0xf2000000 + (o))
#define SDRAM(i) (((volatile u32 *)0x60000000)[i])
#define SYSRAM(i) (((volatile u32 *)0xf5000000)[i])
#define RESULT(i) (((volatile u32 *)0x00400000)[i])
#define DTCM(i) (((volatile u32 *)0x00401000)[i])

#define IRQ __attribute__((interrupt("IRQ")))

static inline void sleep(void) { __asm__ volatile("mcr p15, 0, %0, c7, c0, 4" : : "r"(0)); }
static inline u32 mode(u32 cpsr) {
    u32 old;
    __asm__ volatile("mrs %0, cpsr\n msr cpsr_c, %1" : "=&r"(old) : "r"(cpsr) : "memory");
    return old;
}
#define OPEN() mode(0x1f)
#define CLOSE() mode(0xdf)

static inline void slot(int k, void (*handler)(void), int source) {
    VIC(0x100 + 4 * k) = (u32)handler;
    VIC(0x200 + 4 * k) = 0x20 | source;
    VIC(0x10) = 1u << source;
}
static inline void leave(void) { VIC(0x30) = 0; }
