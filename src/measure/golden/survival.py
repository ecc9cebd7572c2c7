"""Expected values for survival_test.cpp's beta-product intervals, by SciPy: moments of each beta variable multiplied as they
stand, the matched beta's distribution, and a root finder. Run after survival.R, whose spans it takes.

    python3 src/measure/golden/survival.py > src/measure/golden/survival_beta.json
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import optimize, stats


def at_most(parts, q):
    """Chance that the product of beta(a, b) is at most q, by the beta of the same mean and second moment."""
    m1 = np.prod([stats.beta.moment(1, a, b) for a, b in parts])
    m2 = np.prod([stats.beta.moment(2, a, b) for a, b in parts])
    both = m1 * (1 - m1) / (m2 - m1 * m1) - 1
    return stats.beta.cdf(q, m1 * both, (1 - m1) * both)


def interval(time, ended, until, level):
    parts = []
    for t in sorted({t for t, e in zip(time, ended) if e and t <= until}):
        risk = sum(x >= t for x in time)
        d = sum(x == t and e for x, e in zip(time, ended))
        parts.append((risk - d + 1, d))
    left = sum(x > until for x in time)
    share = np.prod([1 - d / (risk + d - 1) for risk, d in parts])
    none_ended = not parts
    parts.append((left + 0.5, 0.5))

    tail = (1 - level) / 2
    low = optimize.brentq(lambda q: at_most(parts, q) - tail, 1e-12, 1 - 1e-12, xtol=1e-14) if left else 0.0
    high = 1.0 if none_ended else optimize.brentq(lambda q: at_most(parts, q) - 1 + tail, 1e-12, 1 - 1e-12, xtol=1e-14)
    return min(low, share), max(high, share)


def cases():
    made = json.loads(pathlib.Path(__file__).with_name("survival_r.json").read_text())["survival"]
    for group in made:
        for until in [0] + group["at"][::max(1, len(group["at"]) // 12)] + group["at"][-1:]:
            low, high = interval(group["time"], group["ended"], until, group["level"])
            yield {"name": group["name"], "level": group["level"], "at": until, "low": low, "high": high}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"survival.py with SciPy {scipy.__version__}", "beta_product": list(cases())},
                     separators=(",", ":")))
