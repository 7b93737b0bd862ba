/*
 * What the responder and the client agree on: the layout of SCP over UDP, the contents of memory, the addresses of boards, and the clock.
 * Datagram: two bytes of padding, the SDP header (8), the SCP header (command and sequence, 4), three arguments (12), data.
 */
#ifndef SCP_H
#define SCP_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

enum {
    SCP_FLAGS = 2,
    SCP_TAG = 3,
    SCP_DESTINATION_PORT = 4,
    SCP_SOURCE_PORT = 5,
    SCP_DESTINATION_CHIP = 6, /* y, then x */
    SCP_SOURCE_CHIP = 8,
    SCP_COMMAND = 10,
    SCP_SEQUENCE = 12,
    SCP_ARGUMENTS = 14,
    SCP_REPLY_DATA = 14,
    SCP_REQUEST_SIZE = 26,
    SCP_MAX_DATA = 256,
    SCP_MAX_DATAGRAM = SCP_REQUEST_SIZE + SCP_MAX_DATA,

    SCP_REPLY_EXPECTED = 0x87,
    SCP_NO_REPLY = 0x07,

    SCP_VERSION = 0,
    SCP_READ = 2,
    SCP_WRITE = 3,
    SCP_OK = 0x80,

    MEMORY_BASE = 0x60000000, /* a multiple of the size */
    MEMORY_SIZE = 0x08000000,
    BOARDS_PER_SUBNET = 250,
};

static inline uint16_t get16(const uint8_t *from) { uint16_t value; memcpy(&value, from, sizeof value); return value; }
static inline uint32_t get32(const uint8_t *from) { uint32_t value; memcpy(&value, from, sizeof value); return value; }
static inline void put16(uint8_t *to, uint16_t value) { memcpy(to, &value, sizeof value); }
static inline void put32(uint8_t *to, uint32_t value) { memcpy(to, &value, sizeof value); }

static inline int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Every word of every board's memory differs from every other of that board, so that no piece can be taken for another. */
static inline uint32_t memory_word(uint32_t address, uint32_t board) { return address * 0x9E3779B1u + board * 0x85EBCA6Bu; }

static inline void memory_read(uint8_t *to, uint32_t address, uint32_t board, uint32_t size) {
    if ((address | size) % 4 == 0) {
        uint32_t words[SCP_MAX_DATA / 4];
        for (uint32_t i = 0; i < size / 4; i++) words[i] = memory_word(address + 4 * i, board);
        memcpy(to, words, size);
        return;
    }
    for (uint32_t i = 0; i < size; i++) to[i] = (uint8_t)(memory_word((address + i) & ~3u, board) >> (8 * ((address + i) & 3)));
}

/* How many of the words at an address are not what that board holds there. */
static inline uint64_t memory_differences(const uint8_t *data, uint32_t address, uint32_t board, uint32_t size) {
    uint64_t differences = 0;
    for (uint32_t i = 0; i < size / 4; i++) differences += get32(data + 4 * i) != memory_word(address + 4 * i, board);
    return differences;
}

/* A single board is at 127.0.0.1; of several, the first is at 127.0.1.1, and the 251st at 127.0.2.1. */
static inline uint32_t board_address(uint32_t board, uint32_t boards) {
    if (boards == 1) return INADDR_LOOPBACK;
    return 0x7F000000u | (1 + board / BOARDS_PER_SUBNET) << 8 | (1 + board % BOARDS_PER_SUBNET);
}

static inline int64_t board_of_address(uint32_t address, uint32_t boards) {
    if (boards == 1) return 0;
    uint32_t subnet = (address >> 8 & 0xFFFF) - 1, host = (address & 0xFF) - 1;
    uint32_t board = subnet * BOARDS_PER_SUBNET + host;
    return address >> 24 == 127 && host < BOARDS_PER_SUBNET && board < boards ? (int64_t)board : -1;
}

#endif
