#include "kit.h"
const char image_name[16] __attribute__((section(".name"))) = "answer";

/* Sends every message back, with its first argument one larger; a message with command 99 goes on to the core and port that its second argument names. */
void on_message(message_t *message) {
    message->arg[0]++;
    if (message->command == 99) {
        message->to_port = message->arg[1];
        message->command = 98;
    } else {
        u16 to = message->to;
        u8 port = message->to_port;
        message->to = message->from;
        message->to_port = message->from_port;
        message->from = to;
        message->from_port = port;
    }
    me->user[1]++;
    send(message);
}

void on_signal(u32 signal) { me->user[2] = (me->user[2] << 8) | signal; }

int run(void) {
    state(RUN);
    WAIT_FOR(me->user[3] == 1);
    return 9;
}
