"""Expected values for quantile_test.cpp: NumPy's quantile on the raw values; ranks by trying all pairs with SciPy's binomial;
for the median Hettmansperger & Sheather's closed form, for other shares Nyblom's weights from binomial sums.

    python3 src/measure/golden/quantiles.py > src/measure/golden/quantiles.json
"""
import json

import numpy as np
import scipy
from scipy import stats


def tightest(n, share, level):
    pairs = []
    for low in range(1, n):
        for high in range(low + 1, n + 1):
            holds = stats.binom.cdf(high - 1, n, share) - stats.binom.cdf(low - 1, n, share)
            if holds >= level:
                pairs.append((high - low, -round(holds, 12), low, high))
    return min(pairs)[2:]


def hettmansperger_sheather(x, level):
    n = len(x)
    k = max(k for k in range(1, n // 2 + 1) if 2 * stats.binom.cdf(k - 1, n, 0.5) <= 1 - level)
    wide, narrow = (1 - 2 * stats.binom.cdf(r - 1, n, 0.5) for r in (k, k + 1))
    i = (wide - level) / (wide - narrow)
    w = (n - k) * i / (k + (n - 2 * k) * i)
    return (1 - w) * x[k - 1] + w * x[k], (1 - w) * x[n - k] + w * x[n - k - 1]


def nyblom_low(x, share, tail):
    """From below: the value at rank r lies above the quantile when fewer than r do not."""
    n = len(x)
    r = max(r for r in range(1, n) if stats.binom.cdf(r - 1, n, share) <= tail)
    here, following = stats.binom.cdf(r - 1, n, share), stats.binom.cdf(r, n, share)
    w = 1 / (1 + r * (1 - share) * (following - tail) / ((n - r) * share * (tail - here)))
    return (1 - w) * x[r - 1] + w * x[r]


def quantiles():
    rng = np.random.default_rng(3)
    for n, share in [(6, 0.5), (11, 0.5), (40, 0.5), (37, 0.9), (100, 0.9), (60, 0.25), (120, 0.75), (200, 0.05)]:
        x = np.sort(rng.lognormal(6, 1, n).astype(int))
        for level in [0.8, 0.95]:
            if share == 0.5:
                low, high = hettmansperger_sheather(x, level)
            else:
                low = nyblom_low(x, share, (1 - level) / 2)
                high = -nyblom_low(-x[::-1], 1 - share, (1 - level) / 2)
            first, last = tightest(n, share, level)
            yield {"values": x.tolist(), "share": share, "level": level, "value": float(np.quantile(x, share)),
                   "low": float(low), "high": float(high), "rank_low": int(x[first - 1]), "rank_high": int(x[last - 1])}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"quantiles.py with SciPy {scipy.__version__}, NumPy {np.__version__}",
                      "quantile": list(quantiles())}, separators=(",", ":")))
