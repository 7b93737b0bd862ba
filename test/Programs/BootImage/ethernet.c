/* Frames: only UDP datagrams to the port of commands that want an answer are looked at. */
#include "image.h"

#define LONGEST 1536
#define RECEIVED 0x10
#define IP 14
#define UDP 34
#define PAYLOAD 42
#define SDP 44
#define PORT 17893
#define WANTS_ANSWER 0x87

static union { u8 byte[LONGEST]; u32 word[LONGEST / 4]; } frame;
static struct message message;

static u32 big(u32 at) { return (u32)frame.byte[at] << 8 | frame.byte[at + 1]; }
static void put(u32 at, u32 value) { frame.byte[at] = value >> 8; frame.byte[at + 1] = value; }

static void swap(u32 one, u32 other, u32 length) {
    for (u32 k = 0; k < length; k++) {
        u8 kept = frame.byte[one + k];
        frame.byte[one + k] = frame.byte[other + k];
        frame.byte[other + k] = kept;
    }
}

static void answer(void) {
    swap(0, 6, 6);
    swap(IP + 12, IP + 16, 4);
    swap(UDP, UDP + 2, 2);
    u32 length = 8 + 2 + message.length;
    put(IP + 2, 20 + length);
    put(IP + 4, 0);
    put(IP + 6, 0x4000);
    frame.byte[IP + 8] = 64;
    put(IP + 10, 0);
    u32 sum = 0;
    for (u32 k = 0; k < 20; k += 2) sum += big(IP + k);
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    put(IP + 10, ~sum);
    put(UDP + 4, length);
    put(UDP + 6, 0);
    put(PAYLOAD, 0);
    const u8 *bytes = &message.flags;
    for (u32 k = 0; k < message.length; k++) frame.byte[SDP + k] = bytes[k];
    u32 whole = SDP + message.length;
    if (whole < 60) whole = 60;
    for (u32 k = 0; k < whole; k += 4) ETHERNET(k) = frame.word[k / 4];
    ETHERNET(0xc008) = whole;
    ETHERNET(0xc00c) = 1;
}

static void handle(u32 length) {
    if (length < SDP + 12 || big(12) != 0x0800 || frame.byte[IP] != 0x45 || frame.byte[IP + 9] != 17 || big(UDP + 2) != PORT) return;
    u32 udp = big(UDP + 4);
    if (udp < 8 + 2 + 12 || UDP + udp > length || udp > 8 + 2 + 4 * MOST_WORDS || frame.byte[SDP] != WANTS_ANSWER) return;
    message.length = udp - 8 - 2;
    u8 *bytes = &message.flags;
    for (u32 k = 0; k < 4 * MOST_WORDS; k++) bytes[k] = k < message.length ? frame.byte[SDP + k] : 0;
    if (message.to_x == 255 && message.to_y == 255) { message.to_x = x; message.to_y = y; }
    serve(&message);
    answer();
}

void ethernet_poll(void) {
    while ((ETHERNET(0xc004) >> 1) & 63) {
        u32 from = ETHERNET(0xc024), length = ETHERNET(0x8000 + 4 * ETHERNET(0xc02c)) & 0x7ff;
        if (length <= LONGEST)
            for (u32 k = 0; k < length; k += 4) frame.word[k / 4] = ETHERNET(0x4000 + from + k);
        ETHERNET(0xc010) = 1;
        ETHERNET(0xc020) = RECEIVED;
        if (length <= LONGEST) handle(length);
    }
}
