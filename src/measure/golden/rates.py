"""Expected values for rate_test.cpp: Garwood's interval by SciPy's chi-square, mid-P by SciPy's Poisson and root finder.

    python3 src/measure/golden/rates.py > src/measure/golden/rates.json
"""
import json

import scipy
from scipy import optimize, stats


def mid_p(events, p):
    """The expected count at which P(X < events) + P(X = events) / 2 = p."""
    return optimize.brentq(lambda mu: stats.poisson.cdf(events, mu) - stats.poisson.pmf(events, mu) / 2 - p,
                           1e-12, events + 20 + 20 * events**0.5, xtol=1e-14, rtol=1e-14)


def rates():
    for events, exposure in [(0, 1.0), (0, 250.5), (1, 10.0), (3, 0.25), (10, 1000.0), (77, 12.5), (1000, 3.0),
                             (123456, 98765.0)]:
        for level in [0.8, 0.95, 0.99]:
            tail = (1 - level) / 2
            yield {"events": events, "exposure": exposure, "level": level, "value": events / exposure,
                   "garwood_low": stats.chi2.ppf(tail, 2 * events) / 2 / exposure if events else 0.0,
                   "garwood_high": stats.chi2.isf(tail, 2 * events + 2) / 2 / exposure,
                   "mid_p_low": mid_p(events, 1 - tail) / exposure if events else 0.0,
                   "mid_p_high": mid_p(events, tail) / exposure}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"rates.py with SciPy {scipy.__version__}", "rate": list(rates())},
                     separators=(",", ":")))
