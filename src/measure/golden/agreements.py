"""Expected values for agreement_test.cpp: Krippendorff's alpha by coincidence matrices in NumPy (its first table is the one
published by Krippendorff, 2011, with .743 .815 .849 .797), the jackknife by leaving rows out, and the Bayesian bootstrap of
r*wg by NumPy's Dirichlet with 200,000 draws.

    python3 src/measure/golden/agreements.py > src/measure/golden/agreements.json
"""
import json

import numpy as np
from scipy import stats

UNSEEN_ROWS = 0.25  # at odds as far as can be; chosen by coverage
PUBLISHED = [[1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
             [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]]


def alpha(units, kind):
    units = [[v for v in unit if v is not None] for unit in units]
    units = [unit for unit in units if len(unit) > 1]
    values = sorted({v for unit in units for v in unit})
    o = np.zeros((len(values), len(values)))
    for unit in units:
        for i, a in enumerate(unit):
            for j, b in enumerate(unit):
                if i != j:
                    o[values.index(a), values.index(b)] += 1 / (len(unit) - 1)
    n = o.sum(axis=1)

    def delta(c, k):
        if kind == "nominal":
            return float(c != k)
        if kind == "ordinal":
            low, high = min(c, k), max(c, k)
            return (n[low:high + 1].sum() - (n[c] + n[k]) / 2) ** 2 if c != k else 0.0
        a, b = values[c], values[k]
        return float((a - b) ** 2) if kind == "interval" else ((a - b) / (a + b)) ** 2 if a != b else 0.0

    d = np.array([[delta(c, k) for k in range(len(values))] for c in range(len(values))])
    return 1 - (o * d).sum() / ((np.outer(n, n) * d).sum() / (n.sum() - 1))


def interval(units, kind):
    units = [u for u in units if sum(v is not None for v in u) > 1]
    n, value = len(units), alpha(units, kind)
    without = np.array([alpha(units[:i] + units[i + 1:], kind) for i in range(n)])
    variance = (n - 1) / n * ((without - without.mean()) ** 2).sum()
    lowest = min(value, -1 / (sum(v is not None for u in units for v in u) / n - 1))
    widest = (value - lowest) * (1 - value)
    spread = (n * n * variance / widest + UNSEEN_ROWS) / (n + UNSEEN_ROWS)
    k = stats.t.ppf(0.975, n - 1) ** 2 * spread / n
    roots = np.roots([1 + k, -2 * value - k * (lowest + 1), value**2 + k * lowest])
    return value, roots.min(), roots.max()


def alphas():
    rng = np.random.default_rng(31)
    truth = rng.integers(1, 6, 25)
    drawn = [[int(t if rng.random() < 0.6 else rng.integers(1, 6)) if rng.random() < 0.8 else None for _ in range(5)]
             for t in truth]
    for name, units in [("published", [list(u) for u in zip(*PUBLISHED)]), ("drawn", drawn)]:
        for kind in ["nominal", "ordinal", "interval", "ratio"]:
            value, low, high = interval(units, kind)
            yield {"name": name, "units": units, "distance": kind, "value": value, "low": low, "high": high}


def within_group():
    rng = np.random.default_rng(32)
    for counts in [[0, 1, 3, 8, 4], [10, 0, 0, 0, 9], [0, 0, 0, 0, 12], [5, 20, 60, 80, 40]]:
        counts, steps = np.array(counts), np.arange(5)
        n, even = counts.sum(), 2.0
        added = np.array([0.5, 0.1, 0.1, 0.1, 0.5])
        w = rng.dirichlet(counts + added, 200_000)
        variance = (w @ steps**2 - (w @ steps) ** 2) * (n + 1.3) / (n + 0.3)
        low, high = np.quantile(1 - variance / even, [0.025, 0.975])
        value = 1 - np.repeat(steps, counts).var(ddof=1) / even
        yield {"counts": counts.tolist(), "value": value, "low": min(low, value), "high": max(high, value)}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"agreements.py with NumPy {np.__version__}", "alpha": list(alphas()),
                      "within_group": list(within_group())}, separators=(",", ":")))
