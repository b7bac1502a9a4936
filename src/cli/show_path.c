/* The path in the command show: tiers and steps, what was noticed and weighed, whom the team asked and referred to,
 * waits, pauses and the pilot light, and what the days were spent on. What is still to be done stands in capitals. */
#include "show_lines.h"

#include <inttypes.h>

static const struct section path[] = {
    {WIJK_TABLE_TIER_STAYS, "Tiers of care", "Treden van zorg",
     {CELL(PLAIN, COLUMN(TIER_STAYS, LADDER)), SAID(SINCE, COLUMN(TIER_STAYS, TIER), "", ""),
      CELL(BRACKETS, COLUMN(TIER_STAYS, DIRECTION)),
      WHEN(WORD, 0, "an emergency step", "een noodstap", COLUMN(TIER_STAYS, EMERGENCY), 1),
      WHEN(WORD, 0, "back from the pilot light", "terug vanuit de waakvlam", COLUMN(TIER_STAYS, RETURNED), 1),
      LASTS(COLUMN(TIER_STAYS, FROM), COLUMN(TIER_STAYS, UNTIL)),
      SAID(ALSO, COLUMN(TIER_STAYS, DAYS), "days:", "dagen:")}, 0, 0},
    {WIJK_TABLE_OVERSTAYS, NULL, NULL,
     {SAID(AFTER, COLUMN(OVERSTAYS, TIER), "longer than meant in", "langer dan bedoeld in"),
      SAID(SINCE, COLUMN(OVERSTAYS, INTENDED), "meant until ", "bedoeld tot en met "),
      SAID(ALSO, COLUMN(OVERSTAYS, DAYS), "days too many:", "dagen te veel:"),
      SAID(ALSO, COLUMN(OVERSTAYS, WAITING), "of which waiting for a provider:", "waarvan wachtend op een aanbieder:")},
     0, 0},
    {WIJK_TABLE_SETTING_STAYS, "Settings", "Settingen",
     {CELL(PLAIN, COLUMN(SETTING_STAYS, SETTING)),
      LASTS(COLUMN(SETTING_STAYS, FROM), COLUMN(SETTING_STAYS, UNTIL)),
      SAID(ALSO, COLUMN(SETTING_STAYS, DAYS), "days:", "dagen:")}, 0, 0},
    {WIJK_TABLE_STEPS, "Steps", "Stappen",
     {CELL(PLAIN, COLUMN(STEPS, DIRECTION)), SAID(AFTER, COLUMN(STEPS, TIER), "to", "naar"),
      SAID(ALSO, COLUMN(STEPS, PROPOSED), "proposed", "voorgesteld"),
      SAID(ALSO, COLUMN(STEPS, CONSULTED), "talked over", "besproken"),
      SAID(UNLESS, COLUMN(STEPS, CONSULTED), "not talked over", "niet besproken"),
      SAID(ALSO, COLUMN(STEPS, DECISION), "decision:", "besluit:"),
      SAID(UNLESS, COLUMN(STEPS, DECISION), "NOT DECIDED", "NIET BESLOTEN"),
      SAID(ALSO, COLUMN(STEPS, ENTERED), "entered", "ingegaan"),
      WHEN(UNLESS, COLUMN(STEPS, ENTERED), "NOT ENTERED", "NIET INGEGAAN",
           COLUMN(STEPS, DECISION), WIJK_DECISION_ACCEPTED)}, 0, 0},
    {WIJK_TABLE_DISSENTS, NULL, NULL,
     {SAID(AFTER, COLUMN(DISSENTS, PARTY), "not agreed:", "niet ingestemd:"),
      SAID(AFTER, COLUMN(DISSENTS, STEP), "with the step to", "met de stap naar"),
      CELL(COMMA, COLUMN(DISSENTS, DISSENTED)),
      SAID(ALSO, COLUMN(DISSENTS, LIFTED), "agreed later:", "later wel ingestemd:")}, 0, 0},
    {WIJK_TABLE_OVERRIDES, "Emergency steps", "Noodstappen",
     {CELL(PLAIN, COLUMN(OVERRIDES, LADDER)), SAID(SINCE, COLUMN(OVERRIDES, ENTERED), "", ""),
      SAID(AFTER, COLUMN(OVERRIDES, FROM_TIER), "from", "van"), SAID(AFTER, COLUMN(OVERRIDES, TIER), "to", "naar"),
      SAID(ALSO, COLUMN(OVERRIDES, REVIEWED), "reviewed", "geëvalueerd"),
      SAID(ALSO, COLUMN(OVERRIDES, JUSTIFIED), "justified:", "terecht:"),
      SAID(UNLESS, COLUMN(OVERRIDES, REVIEWED), "NOT REVIEWED", "NIET GEËVALUEERD")}, 0, 0},
    {WIJK_TABLE_SIGNALS, "Signals", "Signalen",
     {CELL(PLAIN, COLUMN(SIGNALS, KIND)), CELL(BRACKETS, COLUMN(SIGNALS, PERSON)),
      SAID(SINCE, COLUMN(SIGNALS, REPORTED), "reported ", "gemeld "),
      SAID(ALSO, COLUMN(SIGNALS, CLOSED), "closed", "afgesloten"),
      SAID(UNLESS, COLUMN(SIGNALS, CLOSED), "STILL OPEN", "NOG OPEN")}, 0, 0},
    {WIJK_TABLE_SAFETY, "Safety", "Veiligheid",
     {CELL(PLAIN, COLUMN(SAFETY, VERDICT)), CELL(BRACKETS, COLUMN(SAFETY, PERSON)),
      SAID(SINCE, COLUMN(SAFETY, WEIGHED), "weighed ", "gewogen "), CELL(COMMA, COLUMN(SAFETY, UNSAFETY)),
      SAID(ALSO, COLUMN(SAFETY, AGAIN), "again by", "opnieuw uiterlijk"),
      SAID(ALSO, COLUMN(SAFETY, REPORTED), "reported", "gemeld"),
      WHEN(UNLESS, COLUMN(SAFETY, REPORTED), "NOT REPORTED", "NIET GEMELD",
           COLUMN(SAFETY, VERDICT), WIJK_SAFETY_VERDICT_REPORT)}, 0, 0},
    {WIJK_TABLE_CONSULTS, "Experts", "Experts",
     {CELL(PLAIN, COLUMN(CONSULTS, EXPERTISE)), CELL(BRACKETS, COLUMN(CONSULTS, EXPERT)),
      SAID(SINCE, COLUMN(CONSULTS, ASKED), "asked ", "gevraagd "),
      SAID(ALSO, COLUMN(CONSULTS, PROBLEM), "about:", "over:"),
      SAID(ALSO, COLUMN(CONSULTS, STEP), "about the step to", "over de stap naar"),
      SAID(ALSO, COLUMN(CONSULTS, ANSWERED), "answered", "beantwoord"),
      WHEN(WORD, 0, "the advice binds", "het advies is bindend", COLUMN(CONSULTS, BINDING), 1),
      SAID(UNLESS, COLUMN(CONSULTS, ANSWERED), "NOT ANSWERED", "NIET BEANTWOORD")}, 0, 0},
    {WIJK_TABLE_SUPPORTS, "Support structures", "Ondersteuningsstructuren",
     {CELL(PLAIN, COLUMN(SUPPORTS, NAME)),
      LASTS(COLUMN(SUPPORTS, FROM), COLUMN(SUPPORTS, UNTIL)),
      SAID(ALSO, COLUMN(SUPPORTS, END), "to end by", "uiterlijk tot"),
      SAID(ALSO, COLUMN(SUPPORTS, REVIEWED), "reviewed", "geëvalueerd"),
      SAID(ALSO, COLUMN(SUPPORTS, REVIEW), "next review", "volgende evaluatie")}, 0, 0},
    {WIJK_TABLE_REFERRALS, "Referrals", "Verwijzingen",
     {CELL(PLAIN, COLUMN(REFERRALS, SOURCE)), SAID(SINCE, COLUMN(REFERRALS, MADE), "", ""),
      SAID(AFTER, COLUMN(REFERRALS, PROVISION), "to", "naar"), CELL(BRACKETS, COLUMN(REFERRALS, TARGET)),
      WHEN(WORD, 0, "not known before", "niet eerder in beeld", COLUMN(REFERRALS, KNOWN), 0),
      WHEN(WORD, 0, "without an attempt of the team", "zonder eigen inzet van het wijkteam",
           COLUMN(REFERRALS, ATTEMPTED), 0),
      WHEN(ALSO, COLUMN(REFERRALS, ANSWERED), "accepted", "aangenomen", COLUMN(REFERRALS, ANSWER),
           WIJK_ANSWER_ACCEPTED),
      WHEN(ALSO, COLUMN(REFERRALS, ANSWERED), "refused", "geweigerd", COLUMN(REFERRALS, ANSWER), WIJK_ANSWER_DECLINED),
      WHEN(ALSO, COLUMN(REFERRALS, ANSWERED), "withdrawn", "ingetrokken", COLUMN(REFERRALS, ANSWER),
           WIJK_ANSWER_WITHDRAWN),
      SAID(UNLESS, COLUMN(REFERRALS, ANSWERED), "NOT ANSWERED", "NIET BEANTWOORD")}, 0, 0},
    {WIJK_TABLE_WAITS, "Waits", "Wachten",
     {CELL(PLAIN, COLUMN(WAITS, PROVISION)), CELL(PLAIN, COLUMN(WAITS, WHY)),
      SAID(ALSO, COLUMN(WAITS, WAITS_FOR), "waiting for", "wachten op"),
      LASTS(COLUMN(WAITS, FROM), COLUMN(WAITS, UNTIL)),
      SAID(ALSO, COLUMN(WAITS, EXPECTED), "expected", "verwacht"),
      SAID(ALSO, COLUMN(WAITS, OUTCOME), "end:", "einde:"),
      SAID(ALSO, COLUMN(WAITS, INTERIM), "meanwhile responsible:", "intussen verantwoordelijk:"),
      WHEN(WORD, 0, "NOT BRIDGED", "NIET OVERBRUGD", COLUMN(WAITS, BRIDGED), 0),
      SAID(SOME, COLUMN(WAITS, BRIDGED), "times bridged:", "keren overbrugd:"),
      SAID(SOME, COLUMN(WAITS, MINUTES), "minutes:", "minuten:"),
      SAID(ALSO, COLUMN(WAITS, CHECKED), "safety checked", "veiligheid gecheckt")}, 0, 0},
    {WIJK_TABLE_CASE_PAUSES, "Pauses", "Pauzes",
     {CELL(PLAIN, COLUMN(CASE_PAUSES, WHY)),
      LASTS(COLUMN(CASE_PAUSES, FROM), COLUMN(CASE_PAUSES, UNTIL)),
      SAID(ALSO, COLUMN(CASE_PAUSES, EXPECTED), "expected until", "verwacht tot")}, 0, 0},
    {WIJK_TABLE_PILOT_LIGHTS, "Pilot light", "Waakvlam",
     {CELL(PLAIN, COLUMN(PILOT_LIGHTS, RESPONSIBLE)),
      LASTS(COLUMN(PILOT_LIGHTS, FROM), COLUMN(PILOT_LIGHTS, UNTIL)),
      SAID(ALSO, COLUMN(PILOT_LIGHTS, INTERVAL), "days between contacts:", "dagen tussen contacten:"),
      SAID(ALSO, COLUMN(PILOT_LIGHTS, TRIED), "times tried:", "keren geprobeerd:"),
      SAID(ALSO, COLUMN(PILOT_LIGHTS, CONTACTS), "reached:", "bereikt:"),
      SAID(ALSO, COLUMN(PILOT_LIGHTS, LAST_CONTACT), "last", "laatst"),
      SAID(ALSO, COLUMN(PILOT_LIGHTS, MISSED), "missed:", "gemist:"),
      SAID(ALSO, COLUMN(PILOT_LIGHTS, DUE), "next by", "volgende uiterlijk"),
      WHEN(WORD, 0, "ended by a return", "geëindigd door terugkeer", COLUMN(PILOT_LIGHTS, RETURNED), 1)}, 0, 0},
};

static const struct section days[] = {
    {WIJK_TABLE_DAYS, "What the days were spent on", "Waar de dagen aan zijn besteed",
     {CELL(PLAIN, COLUMN(DAYS, KIND)), LASTS(COLUMN(DAYS, FROM), COLUMN(DAYS, UNTIL)),
      SAID(ALSO, COLUMN(DAYS, DAYS), "days:", "dagen:")}, 0, 0},
};

static int64_t days_of(const wijk_table *table, int32_t kind) {
    int64_t sum = 0;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++)
        if (wijk_table_int(table, COLUMN(DAYS, KIND), row) == kind)
            sum += wijk_table_int(table, COLUMN(DAYS, DAYS), row);
    return sum;
}

/* Every day is of one kind, so the parts make up the whole. */
static void show_days_in_all(const struct show *show) {
    const wijk_table *table = show->tables[WIJK_TABLE_DAYS];
    const int32_t kinds = wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "day-kind", WIJK_NUL_TERMINATED);
    const char *before = in_language(show->language, "  in all:", "  in totaal:");
    for (uint32_t i = 0; i < wijk_catalog_member_count(WIJK_CATALOG_CODE_LISTS, kinds); i++) {
        int32_t kind = wijk_catalog_member_number(WIJK_CATALOG_CODE_LISTS, kinds, i);
        int64_t sum = days_of(table, kind);
        if (sum == 0)
            continue;
        printf("%s %s %" PRId64, before,
               wijk_catalog_member_term(WIJK_CATALOG_CODE_LISTS, kinds, kind, show->language), sum);
        before = ",";
    }
    if (*before == ',')
        printf("\n");
}

void show_path(const struct show *show) {
    show_sections(show, path, sizeof path / sizeof *path);
    show_sections(show, days, sizeof days / sizeof *days);
    show_days_in_all(show);
}
