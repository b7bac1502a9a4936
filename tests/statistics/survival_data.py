"""Times until an event: the published series, and how they go into the library."""
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    """The rows of a published series, as dictionaries of texts."""
    with open(os.path.join(HERE, "data", name + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Counted:
    """Times until an event, counted by the library; freed at the end of a `with`."""

    def __init__(self, wijk, time, event, entry=None, group=None):
        self.wijk = wijk
        out = wijk.ffi.new("wijk_survival **")
        wijk.call("wijk_survival_new", wijk.context, wijk.reals(time), wijk.codes(event), wijk.reals(entry),
                  wijk.codes(group), len(time), out)
        self.handle = out[0]

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.wijk.lib.wijk_survival_destroy(self.handle)

    def _interval(self, name):
        return getattr(self.wijk.lib, "WIJK_SURVIVAL_INTERVAL_" + name.upper().replace("-", "_"))

    def curve(self, interval="log", level=0.95, at=()):
        return self.wijk.result("wijk_survival_curve", self.handle, self._interval(interval), level,
                                self.wijk.reals(at), len(at))

    def median(self, interval="log", level=0.95):
        return self.wijk.result("wijk_survival_median", self.handle, self._interval(interval), level)

    def mean(self, until):
        return self.wijk.result("wijk_survival_mean", self.handle, until)

    def test(self, rho=0):
        return self.wijk.result("wijk_survival_test", self.handle, rho)

    def incidence(self, variance="aalen", interval="log", level=0.95, at=()):
        return self.wijk.result("wijk_survival_incidence", self.handle,
                                getattr(self.wijk.lib, "WIJK_INCIDENCE_VARIANCE_" + variance.upper()),
                                self._interval(interval), level, self.wijk.reals(at), len(at))


class States:
    """Stays in states, counted by the library; freed at the end of a `with`. A stay is (entry, exit, from, to)."""

    def __init__(self, wijk, stays, states, subjects=None):
        self.wijk = wijk
        entry, exit_, from_, to = zip(*stays) if stays else ((), (), (), ())
        out = wijk.ffi.new("wijk_multistate **")
        wijk.call("wijk_multistate_new", wijk.context, wijk.wholes(subjects), wijk.reals(entry), wijk.reals(exit_),
                  wijk.codes(from_), wijk.codes(to), len(stays), states, out)
        self.handle = out[0]

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.wijk.lib.wijk_multistate_destroy(self.handle)

    def probabilities(self, origin=0, start=0.0, interval="plain", level=0.95, at=()):
        return self.wijk.result("wijk_multistate_probabilities", self.handle, origin, start,
                                getattr(self.wijk.lib, "WIJK_SURVIVAL_INTERVAL_" + interval.upper().replace("-", "_")),
                                level, self.wijk.reals(at), len(at))

    def stays(self, origin, start, until):
        return self.wijk.result("wijk_multistate_stays", self.handle, origin, start, until)
