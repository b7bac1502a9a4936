/* The vocabulary as tables, generated from catalog.json; see generate.py. Knows names and types, no rules. */
#ifndef WIJK_CATALOG_CATALOG_H
#define WIJK_CATALOG_CATALOG_H

#include "base/base.h"
#include "catalog/rows.h"
#include <wijkteam/catalog.h>

/* What a field or column holds. In a journal: ids are 16 bytes, texts are length and bytes, the rest are numbers. */
enum wijk__type {
    WIJK__ID = 1,   /* an id that the host made */
    WIJK__REF,      /* the act that made a row of `table` */
    WIJK__PERSON,   /* a person who must be a member */
    WIJK__ACT,      /* any earlier act */
    WIJK__INT,
    WIJK__BOOL,
    WIJK__DATE,
    WIJK__TIME,
    WIJK__CODE,     /* a value of code list `list` */
    WIJK__ACT_TYPE, /* a number of an act */
    WIJK__REAL,     /* a floating-point number; only in results */
    WIJK__KEY,      /* a key of policy list `list`, or a tier of the ladder that field `of` names */
    WIJK__TEXT
};
static inline bool wijk__type_is_id(enum wijk__type type) { return type <= WIJK__ACT; }
static inline bool wijk__type_is_text(enum wijk__type type) { return type >= WIJK__KEY; }

enum wijk__on { WIJK__ON_OPEN, WIJK__ON_CLOSED, WIJK__ON_ANY }; /* on what kind of dossier an act can be done */

struct wijk__words { /* what everything in the catalog has */
    int32_t number;
    const char *name, *en, *nl, *text;
};

/* What the policy fills in. */
enum wijk__derived {
    WIJK__GIVEN,
    WIJK__RANK,
    WIJK__CLASS,
    WIJK__MATERIAL,
    WIJK__ENDING,
    WIJK__SUBJECT, /* of an instrument */
    WIJK__SCORES   /* a text */
};

struct wijk__field_def {
    struct wijk__words words;
    enum wijk__type type;
    bool required, personal;
    enum wijk__derived derived; /* WIJK__GIVEN: the host says it */
    int32_t list;  /* code list or policy list; 0 when any key goes */
    int32_t table; /* of a reference */
    int32_t of;    /* of a tier: the number of the field with its ladder; 0 otherwise */
    int64_t min, max;
    bool standard; /* a text that names a code of a national list */
};

struct wijk__act_def {
    struct wijk__words words;
    const struct wijk__field_def *fields; /* field number n stands at n - 1 */
    uint8_t types[WIJK__FIELDS_MAX];      /* enum wijk__type of each field once more, close together for reading */
    uint32_t field_count;
    uint32_t required; /* bit n - 1 for each field that must be there once the act is taken, derived ones too */
    uint32_t resolved; /* likewise for each that leads to a row: references and persons */
    uint32_t keys;     /* likewise for each that the policy knows or fills in: keys of its lists, derived fields */
    enum wijk__on on;
};

struct wijk__column_def {
    struct wijk__words words; /* number is the column's place in the table */
    enum wijk__type type;
    bool personal;
    int32_t list;
    uint32_t offset; /* in the row */
};

struct wijk__table_def {
    struct wijk__words words;
    const struct wijk__column_def *columns; /* without the common ones */
    uint32_t column_count;
    uint32_t common;   /* how many common columns come first: two, or none for a result */
    uint32_t row_size; /* 0 for a table that is no part of the state */
};

struct wijk__finding_def {
    struct wijk__words words; /* name is the code, en and nl are the sentences */
    wijk_severity severity;
    bool invariant; /* no policy can change its severity */
    wijk_act_type mend;
};

struct wijk__fact_def {
    struct wijk__words words;    /* what is said when it is missing */
    const char *met_en, *met_nl; /* what is said when it holds; "" for one that conditions do not ask for */
    wijk_act_type mend;
    int32_t list;                /* policy list of the key that it may be asked about; 0: it is asked about none */
    bool asked; /* conditions may ask for it; otherwise only findings name it */
    bool dated; /* it came true on a day, so that conditions may ask how old it is */
    bool quantity; /* it is a number, which conditions ask to be at least or at most so much */
};

struct wijk__list_def {
    struct wijk__words words;
    const struct wijk__words *values;
    uint32_t value_count;
};

struct wijk__standard_def { /* a national code list; its name is standard/release/list */
    struct wijk__words words;
    const struct wijk__words *codes; /* their names keep the zeros in front */
    const int32_t *endings;          /* how each is counted (WIJK_ENDING_...) */
    uint32_t code_count;
};

/* The two columns that all tables but results begin with. */
extern const struct wijk__column_def wijk__common_columns[];
enum { WIJK__COMMON_COLUMNS = 2 };

const struct wijk__act_def *wijk__act_named(const char *name, size_t length);
const struct wijk__field_def *wijk__field_named(const struct wijk__act_def *act, const char *name, size_t length);
const struct wijk__table_def *wijk__table_def(wijk_table_id table);     /* or a result; NULL for an unknown one */
const struct wijk__finding_def *wijk__finding_def(wijk_finding finding); /* NULL for an unknown finding */
const struct wijk__finding_def *wijk__finding_named(const char *name, size_t length);
const struct wijk__fact_def *wijk__fact_def(wijk_fact fact);
const struct wijk__list_def *wijk__list_def(int32_t list);
bool wijk__code_known(int32_t list, int64_t value);
int32_t wijk__code_named(int32_t list, const char *name, size_t length); /* 0 when there is none */
const char *wijk__code_name(int32_t list, int32_t value);                /* "" when there is none */
const struct wijk__standard_def *wijk__standard_def(int32_t list);
/* Whether standard/release/list/code names a code of a national list; how such an ending is counted, 0 when it does
 * not. */
int32_t wijk__standard_ending(const char *name, size_t length);

/* The generated data (catalog_data.c). */
extern const struct wijk__act_def wijk__acts[];
extern const uint32_t wijk__act_count;
extern const uint8_t wijk__act_places[]; /* act number -> place in wijk__acts plus one, 0 for none */
extern const int32_t wijk__act_last;     /* the highest act number */
extern const uint8_t wijk__act_names[];  /* places in wijk__acts, in the order of their names */
extern const struct wijk__table_def wijk__tables[];
extern const uint32_t wijk__table_count;
extern const struct wijk__table_def wijk__results[]; /* numbered from WIJK__RESULT_FIRST on */
extern const uint32_t wijk__result_count;
enum { WIJK__RESULT_FIRST = 1001 };
extern const struct wijk__finding_def wijk__finding_list[];
extern const uint32_t wijk__finding_count;
extern const struct wijk__fact_def wijk__facts[];
extern const uint32_t wijk__fact_count;
extern const struct wijk__list_def wijk__lists[];
extern const uint32_t wijk__list_count;
extern const struct wijk__words wijk__policy_lists[];
extern const uint32_t wijk__policy_list_count;
extern const struct wijk__standard_def wijk__standards[];
extern const uint32_t wijk__standard_count;

/* NULL for an unknown type. Inline, because it is asked for every act that is read. */
static inline const struct wijk__act_def *wijk__act_def(wijk_act_type type) {
    uint32_t place = type < 1 || type > wijk__act_last ? 0 : wijk__act_places[type];
    return place ? &wijk__acts[place - 1] : NULL;
}

#endif
