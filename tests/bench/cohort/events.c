/* Made-up acts for the benchmark of cohorts, the same for the library and for DuckDB. A shared library for run.py. */
#include <stdint.h>

enum { MUNICIPALITIES = 342, CODES = 16, DAYS = 1826, MOST = 24 };

static uint64_t mix(uint64_t x) {
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

int32_t events_municipality(uint32_t dossier);
uint32_t events_make(uint32_t first, uint32_t capacity, uint32_t *end, int32_t *dossier, int32_t *municipality,
                     int32_t *day, int32_t *code);

int32_t events_municipality(uint32_t dossier) { return (int32_t)(mix(dossier) % MUNICIPALITIES); }

/* The acts of dossiers from `first` on, for as long as there is room for those of one more: about twelve each, on days
 * that differ. Answers how many, and in `end` the dossier after the last. */
uint32_t events_make(uint32_t first, uint32_t capacity, uint32_t *end, int32_t *dossier, int32_t *municipality,
                     int32_t *day, int32_t *code) {
    uint32_t count = 0;
    for (*end = first; capacity - count >= MOST; (*end)++) {
        uint64_t dice = mix(*end * UINT64_C(0x9E3779B97F4A7C15) + 1);
        uint32_t acts = 1 + (uint32_t)(dice % (MOST - 1));
        int32_t at = (int32_t)(dice >> 32) % (DAYS / 2);
        at = at < 0 ? -at : at;
        for (uint32_t i = 0; i < acts; i++) {
            dice = mix(dice + i);
            dossier[count] = (int32_t)*end;
            municipality[count] = events_municipality(*end);
            day[count] = at;
            code[count++] = (int32_t)(dice % CODES);
            at += 1 + (int32_t)(dice >> 40) % 38;
        }
    }
    return count;
}
