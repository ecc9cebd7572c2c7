"""Expected values for weights_test.cpp: iterative proportional fitting of a whole NumPy array, axis by axis; weighted
estimates from every single answer with its weight.

    python3 src/measure/golden/weights.py > src/measure/golden/weights.json
"""
import json

import numpy as np
from scipy import stats


def rakings():
    rng = np.random.default_rng(41)
    for shape in [(2, 3), (3, 4, 2)]:
        table = rng.integers(1, 40, shape)
        if len(shape) == 3:
            table[0, 1, 0] = 0
        margins = [rng.dirichlet(np.full(k, 5.0)) for k in shape]
        fitted = table / table.sum()
        for _ in range(2000):
            for axis, margin in enumerate(margins):
                others = tuple(a for a in range(len(shape)) if a != axis)
                factor = margin / fitted.sum(axis=others)
                fitted = fitted * factor.reshape([-1 if a == axis else 1 for a in range(len(shape))])
        weights = np.where(table > 0, fitted * table.sum() / np.maximum(table, 1), 0)
        yield {"cells": [{"at": list(map(int, at)), "n": int(table[at]), "weight": float(weights[at])}
                         for at in np.ndindex(*shape)], "margins": [m.tolist() for m in margins]}


def weighted():
    rng = np.random.default_rng(42)
    for sizes in [[12, 30, 5], [400, 100, 50, 20]]:
        weights = rng.lognormal(0, 0.6, len(sizes))
        answers = [rng.choice([1, 2, 3, 4, 5], n, p=rng.dirichlet(np.ones(5) * 2)) for n in sizes]
        x, w = np.concatenate(answers), np.repeat(weights, sizes)
        n = w.sum() ** 2 / (w**2).sum()
        z, t = stats.norm.ppf(0.975), stats.t.ppf(0.975, n - 1)
        p = np.average(x >= 4, weights=w)
        centre, half = (p + z * z / 2 / n) / (1 + z * z / n), z * np.sqrt(p * (1 - p) / n + z * z / 4 / n / n) / (1 + z * z / n)
        up, down = (n * p + 0.75) / (n + 3), (n * np.average(x <= 2, weights=w) + 0.75) / (n + 3)
        net_half = z * np.sqrt((up + down - (up - down) ** 2) / (n + 3))
        m = np.average(x, weights=w)
        t_half = t * np.sqrt(np.average((x - m) ** 2, weights=w) / (n - 1))
        yield {"weights": weights.tolist(), "answers": [a.tolist() for a in answers], "effective_n": n,
               "share": [p, centre - half, centre + half],
               "net": [p - np.average(x <= 2, weights=w), up - down - net_half, up - down + net_half],
               "mean": [m, m - t_half, m + t_half]}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"weights.py with NumPy {np.__version__}", "raking": list(rakings()),
                      "weighted": list(weighted())}, separators=(",", ":")))
