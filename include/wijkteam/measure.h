/** @file
 * Measures (maten): numbers in, numbers out; nothing here knows a dossier.
 *
 * @defgroup measure Measures
 * What is one value comes back in an argument; what is more comes back as a #wijk_table with the columns of a result
 * (#wijk_result_code). Input is plain arrays with a count, borrowed for the call. A number that is infinite, no number, or
 * outside its range is #WIJK_E_RANGE, with the name of the argument as the error's path and the item as its index. What
 * does not exist for good input, such as a share out of nobody, is #WIJK_NONE, or a cell without a value: never a silent
 * NaN. Every variant of a method is named in what comes out.
 * @{
 */
#ifndef WIJKTEAM_MEASURE_H
#define WIJKTEAM_MEASURE_H

#include <wijkteam/base.h>
#include <wijkteam/compare.h>
#include <wijkteam/score.h>
#include <wijkteam/survival.h>
#include <wijkteam/table.h>
#include <wijkteam/verdict.h>

/** @} */
#endif
