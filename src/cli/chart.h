/* What the charts share: a Vega-Lite specification with its data in it, and a picture made of it. */
#ifndef WIJK_CLI_CHART_H
#define WIJK_CLI_CHART_H

#include "compare.h"

struct chart;
/* What stands in a template between two `@`: a part of the specification that is made of data. */
struct chart_part {
    const char *name;
    void (*write)(struct chart *chart);
};
struct chart {
    struct cli *cli;
    FILE *to;
    const char *template;           /* see chart_write() */
    const struct chart_part *parts; /* ended by one without a name */
    const void *data;               /* of the parts */
};

/* Write the specification to the file of --out, or a picture of it when that ends in .svg or .png. There is a whole
 * file or none. Answers how the command ends.
 *
 * A template is JSON with ' for ", <English|Dutch> for words in the language that is asked for, and @name@ for a part. */
int chart_write(struct chart *chart);
/* Whether --out names a kind of file that can be made; what is wrong was said. */
bool chart_wanted(struct cli *cli);

/* Values within data. */
void chart_text(struct chart *chart, const char *text); /* in quotes */
void chart_bytes(struct chart *chart, const char *text, size_t length);
void chart_real(struct chart *chart, double value); /* null for NaN */
void chart_day(struct chart *chart, wijk_date day);

#define OUT_OPTION                                                                                                   \
    {"--out", OWN_TEXT, "FILE", "FILE.vl.json is the specification; FILE.svg and FILE.png are drawn by vl-convert", \
     "FILE.vl.json is de specificatie; FILE.svg en FILE.png tekent vl-convert"}

int chart_funnel(struct cli *cli);
int chart_survival(struct cli *cli);
int chart_tiers(struct cli *cli);
int chart_timeline(struct cli *cli);

#endif
