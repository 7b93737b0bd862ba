/* Up to 64 datagrams that are received or sent by one call of the kernel. */
#ifndef BATCH_H
#define BATCH_H

#include "scp.h"
#include <sys/socket.h>

enum { BATCH_SIZE = 64, BATCH_DATAGRAM = 512, BATCH_CONTROL = 64 };

struct batch {
    int count;
    struct mmsghdr messages[BATCH_SIZE];
    struct iovec parts[BATCH_SIZE];
    struct sockaddr_in peers[BATCH_SIZE];
    uint8_t control[BATCH_SIZE][BATCH_CONTROL];
    uint8_t data[BATCH_SIZE][BATCH_DATAGRAM];
};

/* With peers, each datagram has an address of its own; without, the socket is connected. */
void batch_prepare(struct batch *batch, int with_peers);

/* How many were received: 0 if none was there or the socket's time to wait ran out. With local addresses, where each was sent to is kept. */
int batch_receive(struct batch *batch, int socket, int flags, int with_local_addresses);

uint32_t batch_local_address(struct batch *batch, int index);

/* Makes the datagram leave from that address instead of the socket's own. */
void batch_set_local_address(struct batch *batch, int index, uint32_t address);

/* Sends all and empties the batch; how many calls of the kernel that took. */
int batch_send(struct batch *batch, int socket);

#endif
