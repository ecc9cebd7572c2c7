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

    def chance(q):
        never = at_most(parts, q) if parts else 0.0
        at_once = at_most(parts + [(left, 1)], q) if left else 1.0
        return (never + at_once) / 2

    tail = (1 - level) / 2
    low = optimize.brentq(lambda q: chance(q) - tail, 1e-12, 1 - 1e-12, xtol=1e-14) if left else 0.0
    high = optimize.brentq(lambda q: chance(q) - 1 + tail, 1e-12, 1 - 1e-12, xtol=1e-14) if parts else 1.0
    return low, high


def cases():
    made = json.loads(pathlib.Path(__file__).with_name("survival_r.json").read_text())["survival"]
    for group in made:
        for until in [0] + group["at"][::max(1, len(group["at"]) // 12)] + group["at"][-1:]:
            low, high = interval(group["time"], group["ended"], until, group["level"])
            yield {"name": group["name"], "level": group["level"], "at": until, "low": low, "high": high}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"survival.py with SciPy {scipy.__version__}", "beta_product": list(cases())},
                     separators=(",", ":")))
