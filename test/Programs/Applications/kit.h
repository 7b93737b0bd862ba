/* A small kit for programs on SpiNNaker's application cores: what they share with the monitor, and the registers that they use. See docs/protocol/chip.md. */
#ifndef KIT_H
#define KIT_H

typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

#define REG(a) (*(volatile u32 *)(a))
#define CC(o) REG(0x10000000 + (o))
#define TIMER(n, o) REG(0x11000000 + 0x20 * ((n) - 1) + (o))
#define VIC(o) REG(0x1f000000 + (o))
#define DMA(o) REG(0x30000000 + (o))
#define ROUTER(o) REG(0xf1000000 + (o))
#define SYSTEM(o) REG(0xf2000000 + (o))
#define SDRAM(i) (((volatile u32 *)0x60000000)[i])

/* What the monitor knows of a core. */
typedef struct {
    u32 r[8], psr, sp, lr;
    u8 error, physical, state, app;
    u32 mail, sent;
    u8 command, sent_command;
    u16 errors;
    u32 file, line, time;
    char name[16];
    u32 output, version, spare[4];
    u32 user[4];
} vcpu_t;

enum { LOCK_MESSAGE, LOCK_MAILBOX, LOCK_ETHER, LOCK_PINS, LOCK_API, LOCK_SEMAPHORE, LOCK_HEAP, LOCK_ROUTER };
enum { RTE = 2, INIT = 4, WAIT, MAIN, RUN, SYNC0, SYNC1, PAUSE, EXIT };
enum { SIG_START = 3, SIG_PAUSE = 6, SIG_CONT, SIG_EXIT, SIG_TIMER, SIG_USR0, SIG_USR1 };

typedef struct {
    u32 next;
    u16 length, checksum;
    u8 flags, tag, to_port, from_port;
    u16 to, from;
    u16 command, sequence;
    u32 arg[3];
    u8 data[256];
} message_t;

#define SV8(o) (*(volatile u8 *)(0xf5007f00 + (o)))
#define SV16(o) (*(volatile u16 *)(0xf5007f00 + (o)))
#define SV(o) REG(0xf5007f00 + (o))

extern volatile vcpu_t *me;
extern u32 core, physical, app;

int run(void);                        /* The program. What it returns is its exit code. */
void on_message(message_t *message);  /* A message to a port from 1 to 7; in an interrupt. */
void on_signal(u32 signal);           /* A signal; in an interrupt. */

void print(const char *text);
void print_number(u32 value);
void lock(int number);
void unlock(int number);
void *allocate(u32 bytes, u32 tag);   /* From the SDRAM of the chip; 0 if there is none. */
void release(void *block);
u32 allocate_routes(u32 count);       /* The first of so many routing entries in a row; 0 if there are none. */
void route(u32 entry, u32 key, u32 mask, u32 where);
int send(message_t *message);         /* Whether the monitor took it. */
void barrier(void);
void state(u32 value);
void error(u32 code) __attribute__((noreturn));
void slot(int number, void (*handler)(void), int source);

void sleep(void);
u32 interrupts_off(void);
void interrupts(u32 status);

/* Sleeps until a condition holds that an interrupt makes true. */
#define WAIT_FOR(condition)                       \
    do {                                          \
        u32 status_ = interrupts_off();           \
        while (!(condition)) {                    \
            sleep();                              \
            interrupts(status_);                  \
            interrupts_off();                     \
        }                                         \
        interrupts(status_);                      \
    } while (0)

#endif
