/** @file
 * All of libwijkteam but the typed helpers of `acts.h`.
 */
#ifndef WIJKTEAM_WIJKTEAM_H
#define WIJKTEAM_WIJKTEAM_H

#include <wijkteam/act.h>
#include <wijkteam/arrow.h>
#include <wijkteam/base.h>
#include <wijkteam/catalog.h>
#include <wijkteam/cohort.h>
#include <wijkteam/dossier.h>
#include <wijkteam/exchange.h>
#include <wijkteam/findings.h>
#include <wijkteam/journal.h>
#include <wijkteam/measure.h>
#include <wijkteam/monitor.h>
#include <wijkteam/policy.h>
#include <wijkteam/status.h>
#include <wijkteam/store.h>
#include <wijkteam/table.h>

#endif
