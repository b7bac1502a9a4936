/* Pure numbers: what the files of this room share, and what cohort/ takes from it. */
#ifndef WIJK_MEASURE_MEASURE_H
#define WIJK_MEASURE_MEASURE_H

#include "act/act.h"

#endif
