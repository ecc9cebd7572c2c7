"""Expected values for the tests beside this folder's sources, by SciPy and plain NumPy, each in its own way.

    python3 src/lead/analysis/golden/analysis.py > src/lead/analysis/golden/analysis.json
"""
import json

import numpy as np
import scipy
from scipy import optimize, stats


def lasting():
    rng = np.random.default_rng(1)
    for weeks in [20, 52, 104]:
        scores = rng.normal(size=weeks)
        waves = max(3, int(0.4 * weeks ** (2 / 3)))
        at = np.arange(weeks) + 0.5
        sums = [np.sum(scores * np.sqrt(2) * np.cos(np.pi * j * at / weeks)) for j in range(1, waves + 1)]
        yield {"scores": scores.tolist(), "degrees": waves - 1, "error": float(np.sqrt(np.mean(np.square(sums))))}


def rate_ratios():
    def more_than(a, n, q):
        return stats.binom.sf(a, n, q) + stats.binom.pmf(a, n, q) / 2

    for a, ea, b, eb in [(5, 10.0, 9, 30.0), (0, 4.0, 7, 4.0), (120, 1.0, 80, 1.0), (1, 2.0, 1, 3.0)]:
        n = a + b
        low = optimize.brentq(lambda q: more_than(a, n, q) - 0.025, 1e-12, 1 - 1e-12, xtol=1e-15) if a else 0.0
        high = optimize.brentq(lambda q: more_than(a, n, q) - 0.975, 1e-12, 1 - 1e-12, xtol=1e-15)
        above = more_than(a, n, ea / (ea + eb))
        yield {"here": [a, ea], "there": [b, eb], "value": (a / ea) / (b / eb), "low": low / (1 - low) * eb / ea,
               "high": high / (1 - high) * eb / ea, "p": min(1.0, 2 * min(above, 1 - above))}


def welch():
    rng = np.random.default_rng(2)
    for a, b in [(rng.normal(0, 1, 4), rng.normal(1, 3, 20)), (rng.normal(0, 2, 30), rng.normal(0, 1, 3))]:
        test = stats.ttest_ind(a, b, equal_var=False)
        ci = test.confidence_interval(0.95)
        yield {"here": a.tolist(), "there": b.tolist(), "value": a.mean() - b.mean(), "low": ci.low, "high": ci.high,
               "p": test.pvalue}


def pooling():
    rng = np.random.default_rng(3)
    for k, spread in [(5, 1.0), (40, 0.5), (12, 0.0)]:
        se = rng.uniform(0.3, 1.5, k)
        value = rng.normal(2, spread, k) + rng.normal(0, 1, k) * se
        v = se ** 2

        def misfit(t2):
            w = 1 / (v + t2)
            return np.sum(w * (value - np.average(value, weights=w)) ** 2) - (k - 1)

        t2 = optimize.brentq(misfit, 0, 1e4, xtol=1e-14) if misfit(0) > 0 else 0.0
        w = 1 / (v + t2)
        yield {"value": value.tolist(), "se": se.tolist(), "spread": float(np.sqrt(t2)),
               "centre": float(np.average(value, weights=w)), "centre_error": float(1 / np.sqrt(w.sum()))}


def calibration():
    rng = np.random.default_rng(4)
    for n, nominal in [(12, 0.8), (60, 0.9), (25, 0.5)]:
        value = rng.normal(100, 30, n)
        half = rng.uniform(5, 20, n)
        truth = value + rng.normal(3, 12, n)
        inside = int(np.sum(np.abs(truth - value) <= half))
        below = stats.binom.cdf(inside, n, nominal) - stats.binom.pmf(inside, n, nominal) / 2
        off = (truth - value) / half
        ci = stats.t.interval(0.95, n - 1, loc=off.mean(), scale=stats.sem(off))
        score = 2 * half + 2 / (1 - nominal) * np.maximum(0, np.abs(truth - value) - half)
        yield {"value": value.tolist(), "half": half.tolist(), "truth": truth.tolist(), "nominal": nominal,
               "inside": inside, "p_inside": min(1.0, 2 * min(below, 1 - below)), "bias": off.mean(), "low": ci[0],
               "high": ci[1], "p_bias": stats.ttest_1samp(off, 0).pvalue, "score": score.mean(), "width": 2 * half.mean()}


def correlation():
    rng = np.random.default_rng(5)
    for n, r in [(8, 0.5), (60, -0.3)]:
        x = rng.normal(size=n)
        y = r * x + np.sqrt(1 - r * r) * rng.normal(size=n)
        test = stats.pearsonr(x, y)
        ci = test.confidence_interval(0.95)
        yield {"x": x.tolist(), "y": y.tolist(), "r": test.statistic, "low": ci.low, "high": ci.high}


def items():
    """All asked, all answered: the mean over items is then each person's own mean, and plain t is what it must be."""
    rng = np.random.default_rng(6)
    for people, count in [(5, 4), (40, 7)]:
        rows = np.clip(np.round(rng.normal(3.3, 1, (people, 1)) + rng.normal(0, 0.8, (people, count))), 1, 5)
        own = rows.mean(axis=1)
        ci = stats.t.interval(0.95, people - 1, loc=own.mean(), scale=stats.sem(own))
        self_rows = np.full(count, 4.0)
        yield {"rows": rows.ravel().tolist(), "items": count, "self": self_rows.tolist(),
               "gap": 4.0 - own.mean(), "low": 4.0 - min(5.0, ci[1]), "high": 4.0 - max(1.0, ci[0])}


def peers():
    """One against all peers, none of them trimmed."""
    rng = np.random.default_rng(7)
    for count, spread in [(12, 0.1), (60, 0.02), (30, 0.0)]:
        n = rng.integers(10, 80, count)
        share = rng.beta(0.2 * (1 / spread - 1), 0.8 * (1 / spread - 1), count) if spread else np.full(count, 0.2)
        hits = rng.binomial(n, share)
        pooled = hits.sum() / n.sum()
        squares = np.sum(n * (hits / n - pooled) ** 2) / (pooled * (1 - pooled))
        rho = (squares - (count - 1)) / (n.sum() - np.sum(n ** 2) / n.sum() - (count - 1))
        rho = min(max(rho, 0.0), 0.95)
        pi = (hits.sum() + 0.5) / (n.sum() + 1)
        apart = 1 / max(rho, 1e-9) - 1
        one_n, one = 40, 19
        law = stats.betabinom(one_n, pi * apart, (1 - pi) * apart) if rho > 1e-8 else stats.binom(one_n, pi)
        z = stats.norm.isf(law.sf(one) + law.pmf(one) / 2)
        yield {"n": n.tolist(), "hits": hits.tolist(), "one": [one, one_n],
               "p": stats.t.sf(z / np.sqrt(1 + 1 / count), count - 1)}


def alignment():
    for scores, half in [([40, 60, 70, 55, 90], 6.0), ([50, 51, 52, 50, 49], 8.0), ([20, 80], 3.0)]:
        k = len(scores)
        v = (half / stats.norm.ppf(0.975)) ** 2
        squares = np.sum((np.array(scores) - np.mean(scores)) ** 2)

        def where(p):
            if stats.chi2.cdf(squares / v, k - 1) <= p:
                return 0.0
            return optimize.brentq(lambda nc: stats.ncx2.cdf(squares / v, k - 1, nc) - p, 1e-9, 1e5, xtol=1e-10)

        most = 100 * np.sqrt((k // 2) * (k - k // 2) / k / (k - 1))
        bounds = [np.sqrt(where(p) * v / (k - 1)) for p in (0.975, 0.025)]
        yield {"scores": scores, "half": half, "spread": float(np.sqrt(max(0, squares / (k - 1) - v))),
               "low": 1 - bounds[1] / most, "high": 1 - bounds[0] / most}


if __name__ == "__main__":
    parts = {f.__name__: list(f()) for f in (lasting, rate_ratios, welch, pooling, calibration, correlation, items, peers,
                                             alignment)}
    print(json.dumps({"made_by": f"analysis.py with SciPy {scipy.__version__}, NumPy {np.__version__}", **parts},
                     separators=(",", ":")))
