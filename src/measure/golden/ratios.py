"""Expected values for ratio_test.cpp: NumPy on the raw pairs. Fieller's bounds are the roots of (x - r y)^2 = t^2 var(x - r y),
solved as a quadratic; clustered shares take SciPy's Wilson form by its root finder.

    python3 src/measure/golden/ratios.py > src/measure/golden/ratios.json
"""
import json

import numpy as np
import scipy
from scipy import optimize, stats


def bounds(x, y, level):
    n, t = len(x), stats.t.ppf(0.5 + level / 2, len(x) - 1)
    r = x.sum() / y.sum()
    if t**2 * y.var(ddof=1) / n / y.mean() ** 2 <= 0.01:
        half = t * np.std(x - r * y, ddof=1) / np.sqrt(n) / y.mean()
        return "delta", r - half, r + half
    c = np.cov(x, y) / n
    roots = np.roots([y.mean() ** 2 - t**2 * c[1, 1], -2 * (x.mean() * y.mean() - t**2 * c[0, 1]),
                      x.mean() ** 2 - t**2 * c[0, 0]])
    return "fieller", min(roots), max(roots)


def ratios():
    rng = np.random.default_rng(5)
    for n, spread in [(8, 0.2), (8, 0.6), (25, 0.7), (60, 0.3), (60, 1.0), (900, 0.3)]:
        y = (1000 * rng.lognormal(0, spread, n)).astype(int)
        x = (y * rng.lognormal(0.5, 0.3, n)).astype(int)
        for level in [0.8, 0.95]:
            method, low, high = bounds(x / 100, y / 1000, level)
            yield {"x": x.tolist(), "y": y.tolist(), "level": level, "value": (x.sum() / 100) / (y.sum() / 1000),
                   "method": method, "low": float(low), "high": float(high)}


def clustered():
    rng = np.random.default_rng(6)
    for n, p in [(6, 0.5), (30, 0.1), (200, 0.9)]:
        y = rng.integers(1, 8, n)
        x = rng.binomial(y, rng.beta(4 * p, 4 * (1 - p), n))
        share = x.sum() / y.sum()
        se = np.sqrt(n / (n - 1) * ((x - share * y) ** 2).sum()) / y.sum()
        effective = share * (1 - share) / se**2
        t = stats.t.ppf(0.975, n - 1)
        beyond = lambda q: (share - q) ** 2 - t**2 * q * (1 - q) / effective
        yield {"x": x.tolist(), "y": y.tolist(), "value": share, "low": optimize.brentq(beyond, 0, share, xtol=1e-15),
               "high": optimize.brentq(beyond, share, 1, xtol=1e-15)}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"ratios.py with SciPy {scipy.__version__}, NumPy {np.__version__}",
                      "ratio": list(ratios()), "clustered": list(clustered())}, separators=(",", ":")))
