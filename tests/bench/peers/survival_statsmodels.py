"""survival_statsmodels.py FILE ROUNDS: what survival.c does with events, by statsmodels: seconds of the best round,
then its figures."""
import sys
import time

import numpy
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

columns = numpy.fromfile(sys.argv[1], dtype=numpy.int32).reshape(3, -1)
times = columns[0].astype(float)
best = float("inf")
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    curves = [SurvfuncRight(times[columns[2] == group], columns[1][columns[2] == group]) for group in (0, 1)]
    chi2, _ = survdiff(times, columns[1], columns[2])
    best = min(best, time.process_time() - start)
print(f"{best:.9f}")
place = (curves[1].surv_prob > 0).sum() - 1
print(repr(float(curves[1].surv_prob[place])), repr(float(curves[1].surv_prob_se[place])))
print(repr(float(chi2)), 0)
