#define _GNU_SOURCE
#include "batch.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void batch_prepare(struct batch *batch, int with_peers) {
    memset(batch, 0, sizeof *batch);
    for (int i = 0; i < BATCH_SIZE; i++) {
        struct msghdr *header = &batch->messages[i].msg_hdr;
        batch->parts[i].iov_base = batch->data[i];
        batch->parts[i].iov_len = BATCH_DATAGRAM;
        header->msg_iov = &batch->parts[i];
        header->msg_iovlen = 1;
        if (with_peers) {
            header->msg_name = &batch->peers[i];
            header->msg_namelen = sizeof batch->peers[i];
        }
    }
}

int batch_receive(struct batch *batch, int socket, int flags, int with_local_addresses) {
    for (int i = 0; i < BATCH_SIZE; i++) {
        struct msghdr *header = &batch->messages[i].msg_hdr;
        if (header->msg_name) header->msg_namelen = sizeof batch->peers[i];
        if (with_local_addresses) {
            header->msg_control = batch->control[i];
            header->msg_controllen = BATCH_CONTROL;
        }
    }
    int received = recvmmsg(socket, batch->messages, BATCH_SIZE, flags, NULL);
    batch->count = received > 0 ? received : 0;
    return batch->count;
}

uint32_t batch_local_address(struct batch *batch, int index) {
    struct msghdr *header = &batch->messages[index].msg_hdr;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
        if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(part), sizeof info);
            return ntohl(info.ipi_addr.s_addr);
        }
    }
    return 0;
}

void batch_set_local_address(struct batch *batch, int index, uint32_t address) {
    struct msghdr *header = &batch->messages[index].msg_hdr;
    struct in_pktinfo info = {.ipi_spec_dst.s_addr = htonl(address)};
    header->msg_control = batch->control[index];
    header->msg_controllen = CMSG_SPACE(sizeof info);
    struct cmsghdr *part = CMSG_FIRSTHDR(header);
    part->cmsg_level = IPPROTO_IP;
    part->cmsg_type = IP_PKTINFO;
    part->cmsg_len = CMSG_LEN(sizeof info);
    memcpy(CMSG_DATA(part), &info, sizeof info);
}

int batch_send(struct batch *batch, int socket) {
    int calls = 0, skipped = 0;
    for (int sent = 0; sent < batch->count; calls++) {
        int now = sendmmsg(socket, batch->messages + sent, batch->count - sent, 0);
        if (now > 0) {
            sent += now;
        } else if (errno != EINTR && errno != EAGAIN && errno != ENOBUFS && errno != ECONNREFUSED) {
            perror("sendmmsg");
            if (++skipped > 1000) exit(1);
            sent++;
        }
    }
    batch->count = 0;
    return calls;
}
