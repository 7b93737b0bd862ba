/* What goes over links: questions to neighbours, the image for their boot ROMs, and messages between chips. */
#include "image.h"

#define NN 0x80
#define P2P 0x40
#define PAYLOAD 0x02
#define PEEK 0x20
#define NOT_FULL (1u << 28)
#define RECEIVED (1u << 31)
#define BLOCK_WORDS 64
#define LAST_WORD (1u << 16)
#define FIRST_WORD (2u << 16)
#define WIDEST 16

static const signed char columns[6] = {1, 1, 0, -1, -1, 0}, rows[6] = {0, 1, 1, 0, -1, -1};

/* What was asked of a neighbour, and its answer. */
static u32 asked, answered, answer;

/* A message that comes word by word: from one chip at a time. */
static u32 incoming[1 + MOST_WORDS];
static u32 count, expected, source, is_whole;

static void take(void);

/* What comes is taken meanwhile, so that two chips that send to each other do not wait for ever. */
static void send(u32 control, u32 key, u32 data) {
    while (!(CC(0) & NOT_FULL)) take();
    CC(0) = control << 16;
    if (control & PAYLOAD) CC(4) = data;
    CC(8) = key;
}

/* Takes a packet, if there is one. */
static void take(void) {
    u32 status = CC(0xc);
    if (!(status & RECEIVED)) return;
    u32 control = (status >> 16) & 0xff, data = CC(0x10), key = CC(0x14);
    if ((control & 0xc0) == NN) {
        if (key == (asked | 1)) { answered = 1; answer = data; }
        return;
    }
    if ((control & 0xc0) != P2P || is_whole) return;
    if (key & FIRST_WORD) {
        source = key & 0xffff;
        count = 0;
        expected = 1 + (data + 3) / 4;
        if (expected > 1 + MOST_WORDS) expected = 0;
    }
    if (count >= expected || (key & 0xffff) != source) return;
    incoming[count++] = data;
    is_whole = count == expected;
}

static int ask(u32 control, u32 link, u32 address, u32 data) {
    asked = address;
    answered = 0;
    send(control | PEEK | link << 2, address, data);
    u32 since = clock();
    while (!answered && !passed(since, 4000)) take();
    return answered;
}

static int peek(u32 link, u32 address) { return ask(NN, link, address, 0); }
static int poke(u32 link, u32 address, u32 data) { return ask(NN | PAYLOAD, link, address, data); }

static u32 crc(const u32 *words, u32 number) {
    u32 sum = ~0u;
    for (u32 i = 0; i < number; i++)
        for (u32 bits = words[i], k = 0; k < 32; k++, bits >>= 1) sum = (sum >> 1) ^ (0xedb88320u & -((sum ^ bits) & 1));
    return ~sum;
}

static void to_rom(u32 link, u32 key, u32 data) {
    key |= 3;
    u32 sum = 0;
    for (int k = 0; k < 28; k += 4) sum += (key >> k) & 15;
    for (int k = 0; k < 32; k += 4) sum += (data >> k) & 15;
    while (sum > 15) sum = (sum & 15) + (sum >> 4);
    send(NN | PAYLOAD | link << 2, key | (15 - sum) << 28, data);
    take();
}

/* Sends the image to the boot ROM of a neighbour: this image, as it is at address 0. */
static void boot(u32 link) {
    const u32 *image = 0;
    __asm__ volatile("" : "+r"(image));
    u32 blocks = (image_words + BLOCK_WORDS - 1) / BLOCK_WORDS;
    to_rom(link, 1 << 24, (blocks - 1) << 16);
    for (u32 block = 0; block < blocks; block++) {
        const u32 *words = image + block * BLOCK_WORDS;
        to_rom(link, 2 << 24 | block << 16 | (BLOCK_WORDS - 1) << 8, 0);
        for (u32 word = 0; word < BLOCK_WORDS; word++) to_rom(link, 3 << 24 | block << 16 | word << 8, words[word]);
        to_rom(link, 4 << 24 | block << 16, crc(words, BLOCK_WORDS));
    }
    to_rom(link, 5 << 24 | 1 << 8, 0);
}

/* Where the chip across a link is; 0 if that leaves the machine. A board of four chips goes round; larger machines do not, of one board or several. */
static u32 across(u32 link) {
    int there_x = x + columns[link], there_y = y + rows[link];
    if (hardware == 3 || hardware == 2) { there_x &= 1; there_y &= 1; }
    else if (there_x < 0 || there_y < 0 || there_x >= WIDEST || there_y >= WIDEST) return 0;
    return 1u << 31 | (u32)hardware << 16 | (u32)there_x << 8 | (u32)there_y;
}

/* The first link on the way from one chip to another, if all work; 7 if they are one. */
static u32 first_step(int from_x, int from_y, int to_x, int to_y) {
    int dx = to_x - from_x, dy = to_y - from_y;
    if (dx > 0) return dy > 0 ? 1 : 0;
    if (dx < 0) return dy < 0 ? 4 : 3;
    return dy > 0 ? 2 : dy < 0 ? 5 : 7;
}

void links_start(void) {
    CC(0x18) = 0x07000000 | x << 8 | y;
    /* A word is for eight chips of a column; at power-on no chip has a way. */
    for (int there_x = 0; there_x < WIDEST; there_x++) {
        for (int eighth = 0; eighth < WIDEST / 8; eighth++) {
            u32 entry = 0;
            for (int k = 0; k < 8; k++) entry |= first_step(x, y, there_x, 8 * eighth + k) << (3 * k);
            ROUTER(0x10000 + 4 * (there_x * 32 + eighth)) = entry;
        }
    }
}

/* Says where the neighbour is, and boots it. Each chip is booted by the first on its way to the root; if that fails, by anybody. */
void links_spread(void) {
    u32 found = 0;
    for (u32 link = 0; link < 6; link++) {
        u32 place = across(link);
        if (!place || !peek(link, 0xf2000000) || answer >> 16 != 0x5911) continue;
        found |= 1u << link;
        int there_x = (place >> 8) & 0xff, there_y = place & 0xff;
        if (first_step(there_x, there_y, 0, 0) != (link + 3) % 6) continue;
        poke(link, 0xf5000000 + PLACE, place);
        boot(link);
    }
    SYSRAM(NEIGHBOURS) = found;
    for (u32 link = 0; link < 6; link++) {
        if (!(found & 1u << link)) continue;
        u32 since = clock();
        while (!passed(since, 2000000)) if (peek(link, 0xf5000000 + STATE) && answer == ALIVE) break;
        if (answer == ALIVE) continue;
        poke(link, 0xf5000000 + PLACE, across(link));
        boot(link);
    }
    /* From now on, packets wait for a chip that is busy, for some 120 us, and go no other way. Before, many were for links without a neighbour. */
    ROUTER(0) = (ROUTER(0) & 0xffff) | 0x00a00000;
}

/* A message from another chip is handed on when it is whole. */
int links_poll(struct message *request) {
    while (CC(0xc) & RECEIVED) take();
    if (!is_whole) return -1;
    request->length = incoming[0];
    u32 *words = (u32 *)&request->flags;
    for (u32 k = 1; k < expected; k++) words[k - 1] = incoming[k];
    int from = (int)source;
    is_whole = 0;
    return from;
}

void links_answer(const struct message *message, int to) {
    const u32 *words = (const u32 *)&message->flags;
    u32 number = (message->length + 3) / 4;
    send(P2P | PAYLOAD, FIRST_WORD | (u32)to, message->length);
    for (u32 k = 0; k < number; k++) { send(P2P | PAYLOAD, (k + 1 == number ? LAST_WORD : 0) | (u32)to, words[k]); take(); }
}

/* Sends a message on and waits for the answer, which takes its place. */
int links_forward(struct message *message) {
    int to = message->to_x << 8 | message->to_y;
    u32 sequence = message->sequence;
    static struct message kept;
    kept = *message;
    links_answer(message, to);
    u32 since = clock();
    while (!passed(since, 400000))
        if (links_poll(message) == to && message->sequence == sequence && message->flags == 7) return 1;
    *message = kept;
    SYSRAM(LOST)++;
    return 0;
}
