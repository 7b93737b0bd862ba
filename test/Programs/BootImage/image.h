/* The registers that the image uses, and where it keeps what others look at. */
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;
#define REG(a) (*(volatile u32 *)(a))

#define CC(o) REG(0x10000000 + (o))
#define TIMER(o) REG(0x11000000 + (o))
#define VIC(o) REG(0x1f000000 + (o))
#define ROUTER(o) REG(0xf1000000 + (o))
#define SYSTEM(o) REG(0xf2000000 + (o))
#define ETHERNET(o) REG(0xf4000000 + (o))
#define SYSRAM(o) REG(0xf5000000 + (o))

#define CODE 0x5ec00000u
#define ALIVE 0x62696d67u

/* In system RAM, after the code that application cores start with. */
#define PLACE 0x7000      /* 31 set, 23:16 hardware version, 15:8 x, 7:0 y; a parent writes it */
#define STATE 0x7004      /* ALIVE once the chip is ready */
#define NEIGHBOURS 0x7008 /* links with a chip at the other end, as bits */
#define CORES 0x700c      /* application cores that were started, as bits */
#define LOST 0x7010       /* messages to other chips that were not answered */
#define SAID 0x7100       /* a word for each core: 1 when it has copied its program */
#define SETTINGS 0x7fe0   /* what the boot ROM found in the serial ROM: flags, addresses, port */

#define PROGRAM 0x67800000u

#define MOST_DATA 256
#define MOST_WORDS ((24 + MOST_DATA) / 4)

/* A message of the host: SDP header, command, sequence number, three arguments, data. */
struct message {
    u32 length;
    u8 flags, tag, to, from, to_y, to_x, from_y, from_x;
    u16 command, sequence;
    u32 argument[3];
    u32 data[MOST_DATA / 4];
};

extern u32 image_words;
extern int x, y, hardware;

void links_start(void);
void links_spread(void);
int links_poll(struct message *request);
int links_forward(struct message *message);
void links_answer(const struct message *reply, int to);
void cores_start(u32 cores, u32 source, u32 words);
void serve(struct message *message);
void ethernet_poll(void);

static inline u32 clock(void) { return TIMER(4); }
static inline int passed(u32 since, u32 clocks) { return since - clock() >= clocks; }
