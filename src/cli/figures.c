/* Where a mistake in figures is, and what it is. */
#include "figures.h"

#include <string.h>

/* By argument of the library: the column or the option that it came from, and what is asked of it. */
static const struct {
    const char *argument, *place, *english, *dutch;
} asked[] = {
    {"weights", "weight", "a weight must be 0 or more", "een gewicht moet 0 of meer zijn"},
    {"levels", "level", "a level must be from the lowest to the highest (--lowest, --highest)",
     "een niveau moet van het laagste tot en met het hoogste lopen (--lowest, --highest)"},
    {"lowest", "--lowest", "the lowest level must be below the highest",
     "het laagste niveau moet onder het hoogste liggen"},
    {"rho", "--rho", "it must be from 0 to 1", "dit moet van 0 tot en met 1 zijn"},
    {"level", "--level", "it must be between 0 and 1", "dit moet tussen 0 en 1 liggen"},
    {"time", "time", "a time must be 0 or more, and after its entry",
     "een tijd moet 0 of meer zijn, en na de entry liggen"},
    {"entry", "entry", "it must be 0 or more", "dit moet 0 of meer zijn"},
    {"exit", "exit", "it must be 0 or more, and after its entry", "dit moet 0 of meer zijn, en na de entry liggen"},
    {"at", "--at", "times must be 0 or more", "tijden moeten 0 of meer zijn"},
    {"n", "n", "it must be 0 or more", "dit moet 0 of meer zijn"},
    {"successes", "successes", "it must be from 0 to n", "dit moet van 0 tot en met n zijn"},
    {"sd", "--sd", "it must be above 0", "dit moet boven 0 liggen"},
    {"sd_after", "--sd-after", "it must be above 0", "dit moet boven 0 liggen"},
    {"reliability", "--reliability", "it must be 0 or more, and below 1", "dit moet 0 of meer zijn, en onder 1"},
    {"critical", "--critical", "it must be above 0", "dit moet boven 0 liggen"},
    {"before", "before", "the number is too large", "het getal is te groot"},
    {"after", "after", "the number is too large", "het getal is te groot"},
    {"population", "population", "it must be n or more", "dit moet n of meer zijn"},
};

int32_t figures_code_of(int32_t list, const char *name) {
    uint32_t count = wijk_catalog_member_count(WIJK_CATALOG_CODE_LISTS, list);
    for (uint32_t place = 0; place < count; place++) {
        int32_t code = wijk_catalog_member_number(WIJK_CATALOG_CODE_LISTS, list, place);
        if (strcmp(wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list, code), name) == 0)
            return code;
    }
    return 0;
}

int32_t figures_code(const char *list, const char *name) {
    return figures_code_of(wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, list, WIJK_NUL_TERMINATED), name);
}

int figures_failure(const struct cli *cli, const struct csv *csv, const size_t *rows, wijk_status status) {
    const char *argument = wijk_error_code(cli->error) == status ? wijk_error_path(cli->error) : "";
    int64_t item = wijk_error_index(cli->error);
    for (size_t i = 0; i < sizeof asked / sizeof *asked && status == WIJK_E_RANGE; i++) {
        if (strcmp(asked[i].argument, argument) != 0)
            continue;
        if (*asked[i].place == '-')
            return say_misuse(cli, asked[i].place, asked[i].english, asked[i].dutch);
        size_t row = item < 0 ? SIZE_MAX : rows ? rows[item] : (size_t)item;
        return csv_bad(csv, row, asked[i].place, asked[i].english, asked[i].dutch);
    }
    return say_failure(cli, csv->path, status);
}

int figures_end(struct cli *cli, struct csv *csv, wijk_table *table, wijk_status status) {
    int answer = status == WIJK_OK ? out_table(cli, table) : figures_failure(cli, csv, NULL, status);
    wijk_table_unref(table);
    csv_free(csv);
    return answer;
}
