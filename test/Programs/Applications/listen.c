#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "listen";

/* Takes what hosts send by a reverse tag: adds the bytes, and answers by the same tag with their sum and their number. Who sent, as the message says, is in user 1. */
void on_message(message_t *message) {
    const u8 *bytes = (const u8 *)&message->command;
    u32 count = message->length - 8, sum = 0;
    for (u32 i = 0; i < count; i++) sum += bytes[i];
    me->user[1] = (u32)message->tag << 24 | (u32)message->from_port << 16 | message->from;
    me->user[2]++;
    u16 to = message->to;
    u8 port = message->to_port;
    message->to = message->from;
    message->to_port = message->from_port;
    message->from = to;
    message->from_port = port;
    message->command = sum;
    message->sequence = sum >> 16;
    message->arg[0] = count;
    message->length = 16;
    send(message);
}

int run(void) {
    state(RUN);
    while (1) sleep();
}
