"""Expected values for panel_test.cpp by NumPy with every unit and week as a column of its own: slopes by least squares; their
errors as panel.hpp says (on the regressor with all other columns taken out), and by the full CR2 with its matrices of weeks.

    python3 src/lead/analysis/golden/panel.py > src/lead/analysis/golden/panel.json
"""
import json

import numpy as np
from scipy import stats


def dummies(group, period):
    columns = [(group == g).astype(float) for g in np.unique(group)]
    columns += [(period == t).astype(float) for t in np.unique(period)[1:]]
    return np.stack(columns, axis=1)


def root_of_inverse(matrix):
    values, vectors = np.linalg.eigh(matrix)
    keep = values > 1e-9
    return vectors[:, keep] @ np.diag(values[keep] ** -0.5) @ vectors[:, keep].T


def full_cr2(design, y, cluster, column):
    """Bell & McCaffrey's standard error and Satterthwaite's degrees under equal errors."""
    bread = np.linalg.pinv(design.T @ design)
    hat = design @ bread @ design.T
    error = y - hat @ y
    rest = np.eye(len(y)) - hat
    variance, pulled = 0.0, []
    for c in np.unique(cluster):
        own = cluster == c
        line = bread[column] @ design[own].T @ root_of_inverse(rest[np.ix_(own, own)])
        variance += (line @ error[own]) ** 2
        pulled.append(line @ rest[own])
    pulled = np.array(pulled)
    omega = pulled @ pulled.T
    return np.sqrt(variance), np.trace(omega) ** 2 / np.trace(omega @ omega)


def told(x, error, w, cluster, period):
    """The same as sums: x has everything else taken out."""
    movement = {c: np.sum((w * x * x)[cluster == c]) for c in np.unique(cluster)}
    total = sum(movement.values())
    variance, square, crossed = 0.0, 0.0, []
    for c, m in movement.items():
        own = cluster == c
        share = np.array([np.sum(w[own & (period == t)]) / np.sum(w[period == t]) for t in period[own]])
        pull = np.sum((w * x * x)[own] * share) / m
        variance += np.sum((w * x * error)[own]) ** 2 / ((1 - m / total) * (1 - pull))
        square += m * m
        crossed.append(m * m / (total * (1 - m / total)))
    crossed = np.array(crossed)
    return np.sqrt(variance) / total, total ** 2 / (square + crossed.sum() ** 2 - np.sum(crossed ** 2))


def cases():
    rng = np.random.default_rng(5)
    for groups, periods, missing, count, per_cluster in [(6, 10, 0.0, 1, 1), (9, 14, 0.2, 2, 1), (24, 20, 0.1, 3, 2)]:
        group, period = [a.ravel() for a in np.meshgrid(np.arange(groups), np.arange(periods), indexing="ij")]
        there = rng.random(len(group)) >= missing
        w = rng.integers(1, 30, len(group)).astype(float) if missing else np.ones(len(group))
        xs = [rng.normal(size=len(group)) + 0.3 * group for _ in range(count)]
        y = 2 + 0.5 * group - 0.1 * period + 0.7 * xs[0] + rng.normal(size=len(group))
        cluster = group // per_cluster
        g, t, c, root = group[there], period[there], cluster[there], np.sqrt(w[there])
        base = dummies(g, t)
        design = np.column_stack([x[there] for x in xs] + [base]) * root[:, None]
        slope = np.linalg.lstsq(design, y[there] * root, rcond=None)[0]
        error = (y[there] * root - design @ slope) / root
        out = []
        for k in range(count):
            others = np.delete(design, k, axis=1)
            x = (design[:, k] - others @ np.linalg.lstsq(others, design[:, k], rcond=None)[0]) / root
            se, degrees = told(x, error, w[there], c, t)
            full_se, full_degrees = full_cr2(design, y[there] * root, c, k)
            out.append({"slope": slope[k], "se": se, "degrees": degrees,
                        "low": slope[k] - stats.t.ppf(0.975, degrees) * se,
                        "high": slope[k] + stats.t.ppf(0.975, degrees) * se,
                        "p": 2 * stats.t.sf(abs(slope[k]) / se, degrees), "full_se": full_se,
                        "full_degrees": full_degrees})
        yield {"groups": groups, "periods": periods, "outcome": np.where(there, y, -999.0).tolist(), "weight": w.tolist(),
               "cluster": (np.arange(groups) // per_cluster).tolist(), "regressors": [x.tolist() for x in xs],
               "slopes": out}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"panel.py with NumPy {np.__version__}", "panel": list(cases())}, separators=(",", ":")))
