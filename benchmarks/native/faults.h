/* How boards behave: the time they take, how many requests they hold, and what the network does to them; all of it drawn from one seed. */
#ifndef FAULTS_H
#define FAULTS_H

#include "batch.h"

struct behaviour {
    uint32_t boards;
    int64_t mute;              /* the board that never answers, or -1 */
    double service_us;         /* a chip serves one request after the other, and each takes this long */
    double remote_service_us;  /* the same for chips other than that with the Ethernet, (0, 0) */
    int slots;                 /* requests a board holds at once; more are dropped silently. 0: any number */
    double loss;               /* part of the exchanges lost, half of them with the request and half with the reply */
    double duplicate;          /* part of the replies sent twice */
    double reorder;            /* part of the replies that come late, up to reorder_us, and so after later ones */
    double reorder_us;
    uint64_t seed;
};

struct counters {
    uint64_t received, answered, lost_requests, lost_replies, dropped, duplicated, reordered, malformed, ignored;
};

int behaviour_is_plain(const struct behaviour *behaviour);

/* The reply to a request; its length, or 0 if there is none. */
uint32_t answer(const uint8_t *request, uint32_t length, uint32_t board, uint8_t *reply);

struct model;

struct model *model_create(const struct behaviour *behaviour, struct counters *counters);

/* Takes in a request that has just come. */
void model_accept(struct model *model, int64_t now, const uint8_t *request, uint32_t length, uint32_t board, uint32_t local, const struct sockaddr_in *peer);

/* When the next reply is due, or INT64_MAX. */
int64_t model_next(const struct model *model);

/* Moves due replies to a batch until it is full. */
void model_take_due(struct model *model, int64_t now, struct batch *batch, int with_local_addresses);

#endif
