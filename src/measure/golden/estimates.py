"""Expected values for estimate_test.cpp and significance_test.cpp, by SciPy and plain NumPy on the raw answers.

    python3 src/measure/golden/estimates.py > src/measure/golden/estimates.json
"""
import json

import numpy as np
import scipy
from scipy import optimize, stats

LEVELS = [0.8, 0.9, 0.95, 0.99]


def shares():
    for n, hits in [(1, 0), (1, 1), (5, 0), (5, 2), (10, 9), (37, 20), (100, 2), (100, 98), (1000, 500), (123456, 777)]:
        for level in LEVELS:
            ci = stats.binomtest(hits, n).proportion_ci(confidence_level=level, method="wilson")
            yield {"hits": hits, "n": n, "level": level, "value": hits / n, "low": ci.low, "high": ci.high}


def net_shares():
    # The adjusted Wald interval as a weighted mean of +1, 0 and -1 with Rocks's added weights, and SciPy's normal.
    for pos, neg, n in [(1, 0, 1), (0, 0, 3), (3, 1, 7), (20, 5, 40), (0, 30, 30), (8465, 1194, 13612), (500, 499, 1000)]:
        for level in LEVELS:
            weights = np.array([pos + 0.75, n - pos - neg + 1.5, neg + 0.75])
            values = np.array([1.0, 0.0, -1.0])
            centre = np.average(values, weights=weights)
            variance = np.average((values - centre) ** 2, weights=weights) / weights.sum()
            low, high = stats.norm.interval(level, loc=centre, scale=np.sqrt(variance))
            value = (pos - neg) / n
            yield {"positive": pos, "negative": neg, "n": n, "level": level, "value": value,
                   "low": max(-1.0, min(low, value)), "high": min(1.0, max(high, value))}


def means():
    rng = np.random.default_rng(7)
    for scale, n, answers in [(100, 2, [100, 500]), (100, 9, None), (100, 400, None), (1000000, 30, None)]:
        x = np.array(answers) if answers else rng.integers(1, 6, n) * scale
        if scale == 1000000:
            x = rng.integers(-10**9, 10**12, n)
        real = x / scale
        for level in LEVELS:
            low, high = stats.t.interval(level, len(x) - 1, loc=real.mean(), scale=stats.sem(real))
            yield {"answers": [int(v) for v in x], "scale": scale, "level": level,
                   "value": real.mean(), "low": low, "high": high}


def means_on_scale():
    # Wilson's equation (mean - m)^2 = c^2 (m - a)(b - m) phi / n, solved for m; phi with four answers added, c between
    # normal and t as phi goes from 1 to 0.
    rng = np.random.default_rng(17)
    for a, b, n, chances in [(1, 5, 8, [.1, .1, .1, .3, .4]), (1, 5, 60, [.02, .01, .02, .05, .9]), (0, 10, 25, None),
                             (1, 5, 5000, [.2] * 5)]:
        x = rng.integers(0, 11, n) if chances is None else rng.choice(np.arange(1, 6), n, p=chances)
        for level in LEVELS:
            m, widest = x.mean(), (x.mean() - a) * (b - x.mean())
            phi = (n * min(1, x.var(ddof=1) / widest) + 4) / (n + 4)
            c = phi * stats.norm.ppf(.5 + level / 2) + (1 - phi) * stats.t.ppf(.5 + level / 2, n - 1)
            k = c * c * phi / n
            roots = np.roots([1 + k, -2 * m - k * (a + b), m * m + k * a * b])
            yield {"answers": (100 * x).tolist(), "lowest": a, "highest": b, "level": level, "value": m,
                   "low": roots.min(), "high": roots.max()}


def skewed_means():
    # Hall's cubic of (mean - m) / se between -t and t, solved for m by a root finder.
    rng = np.random.default_rng(23)
    amounts = [rng.lognormal(3, 1, 12), rng.lognormal(3, 1, 400), -rng.exponential(50, 30), rng.normal(80, 5, 9),
               np.array([0.1, 0.1, 0.1, 9999.99]), np.array([3.0, 7.5])]
    for x in amounts:
        x = np.round(x, 2)
        n, m, se = len(x), x.mean(), stats.sem(x)
        a = (stats.skew(x, bias=False) if n > 2 else 0.0) / np.sqrt(n)
        for level in LEVELS:
            t = stats.t.ppf(0.5 + level / 2, n - 1)
            def turned(mu):
                d = (m - mu) / se
                return d + a * d * d / 3 + a * a * d**3 / 27 + a / 6
            reach = 1e3 * se * (1 + t) ** 3
            low = optimize.brentq(lambda mu: turned(mu) - t, m - reach, m + reach, xtol=1e-13, rtol=1e-15, maxiter=500)
            high = optimize.brentq(lambda mu: turned(mu) + t, m - reach, m + reach, xtol=1e-13, rtol=1e-15, maxiter=500)
            yield {"hundredths": [int(v) for v in np.round(100 * x)], "level": level, "value": m, "low": low,
                   "high": high, "skewness": a * np.sqrt(n)}


def p_shares():
    # Fisher's test with mid-p: twice the tail on the side where the hits lie, half of the seen chance in it.
    for h, n, k, m in [(3, 10, 50, 100), (0, 12, 5, 400), (12, 12, 300, 400), (450, 500, 300, 400), (10, 20, 20, 40),
                       (5, 10, 5, 10), (0, 10, 0, 20), (10, 10, 20, 20), (60_000, 100_000, 590_000, 1_000_000)]:
        x = stats.hypergeom(n + m, h + k, n)
        tail = x.cdf(h) if h * (n + m) < n * (h + k) else x.sf(h - 1)
        yield {"a": [h, n], "b": [k, m], "p": min(1.0, 2 * (tail - x.pmf(h) / 2))}


def p_net_shares():
    for a, b in [((5, 2, 10), (50, 20, 100)), ((10, 0, 10), (300, 100, 500)), ((40, 60, 120), (900, 300, 1500))]:
        centre, spread = [], []
        for pos, neg, n in (a, b):
            w = np.array([pos + 0.75, n - pos - neg + 1.5, neg + 0.75])
            v = np.array([1.0, 0.0, -1.0])
            c = np.average(v, weights=w)
            centre.append(c)
            spread.append(np.average((v - c) ** 2, weights=w) / w.sum())
        own = (centre[0] - centre[1]) / np.sqrt(sum(spread))
        answers = [np.repeat([1.0, 0.0, -1.0], [pos, n - pos - neg, neg]) for pos, neg, n in (a, b)]
        sd = np.concatenate(answers).std()
        together = (answers[0].mean() - answers[1].mean()) / (sd * np.sqrt(1 / a[2] + 1 / b[2]))
        yield {"a": a, "b": b, "p": 2 * stats.norm.sf(min(abs(own), abs(together)))}


def p_means():
    rng = np.random.default_rng(11)
    for a, b in [(rng.integers(1, 6, 12), rng.integers(1, 6, 300)), (np.full(12, 5), rng.integers(3, 6, 80)),
                 (rng.integers(1, 6, 40), rng.integers(4, 6, 400)), (np.array([1, 5]), np.array([4, 4, 5]))]:
        welch = stats.ttest_ind(a, b, equal_var=False).pvalue
        pooled = stats.ttest_ind(a, b, equal_var=True).pvalue
        yield {"a": a.tolist(), "b": b.tolist(), "p": max(welch, pooled)}


def false_discovery():
    rng = np.random.default_rng(13)
    for p in [[0.01], [0.04, 0.03, 0.02, 0.01], [0.001, 0.5, 0.5, 0.9, 0.02], rng.random(50).tolist()]:
        yield {"p": p, "adjusted": stats.false_discovery_control(p, method="bh").tolist()}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"estimates.py with SciPy {scipy.__version__}, NumPy {np.__version__}",
                      "share": list(shares()), "net_share": list(net_shares()), "mean": list(means()),
                      "mean_on_scale": list(means_on_scale()), "skewed_mean": list(skewed_means()),
                      "p_shares": list(p_shares()), "p_net_shares": list(p_net_shares()), "p_means": list(p_means()),
                      "benjamini_hochberg": list(false_discovery())}, indent=None, separators=(",", ":")))
