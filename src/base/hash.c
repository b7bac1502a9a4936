/* Hashing: the only file that knows libsodium. What is used here needs no sodium_init(). */
#include "base/base.h"

#include <sodium/crypto_hash_sha256.h>

/* The state is copied in and out, because the room for it has another type; a copy costs far less than one block. */
_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct wijk__hash), "the room for SHA-256 is too small");
_Static_assert(crypto_hash_sha256_BYTES == 32, "SHA-256 is 32 bytes");

void wijk__hash_start(struct wijk__hash *hash) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    memcpy(hash->state, &state, sizeof state);
}

void wijk__hash_add(struct wijk__hash *hash, const void *data, size_t size) {
    if (size == 0)
        return;
    crypto_hash_sha256_state state;
    memcpy(&state, hash->state, sizeof state);
    crypto_hash_sha256_update(&state, data, size);
    memcpy(hash->state, &state, sizeof state);
}

void wijk__hash_finish(struct wijk__hash *hash, uint8_t out[32]) {
    crypto_hash_sha256_state state;
    memcpy(&state, hash->state, sizeof state);
    crypto_hash_sha256_final(&state, out);
}

void wijk__sha256(const void *data, size_t size, uint8_t out[32]) { crypto_hash_sha256(out, data, size); }
