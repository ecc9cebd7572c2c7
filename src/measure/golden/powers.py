"""Expected values for power_test.cpp: Fleiss's formulas with SciPy's normal; for means the smallest n for which the two-sample
t-test has the power by SciPy's noncentral t.

    python3 src/measure/golden/powers.py > src/measure/golden/powers.json
"""
import json
import math

import numpy as np
import scipy
from scipy import stats


def shares():
    for p, d in [(0.5, 0.05), (0.6, 0.1), (0.02, 0.02), (0.9, 0.05), (0.2, 0.3)]:
        for level, power in [(0.95, 0.8), (0.9, 0.9)]:
            q = p + d
            za, zb = stats.norm.ppf(0.5 + level / 2), stats.norm.ppf(power)
            m = (p + q) / 2
            n = (za * np.sqrt(2 * m * (1 - m)) + zb * np.sqrt(p * (1 - p) + q * (1 - q))) ** 2 / d**2
            corrected = n / 4 * (1 + np.sqrt(1 + 4 / (n * d))) ** 2
            yield {"share": p, "difference": d, "level": level, "power": power, "n": math.ceil(n),
                   "n_continuity": math.ceil(corrected)}


def means():
    for sd, d in [(1, 0.2), (1, 0.5), (1.2, 1.0), (30, 5)]:
        for level, power in [(0.95, 0.8), (0.99, 0.9)]:
            for n in range(3, 10_000):
                t, shift = stats.t.ppf(0.5 + level / 2, 2 * n - 2), d / sd * np.sqrt(n / 2)
                if stats.nct.sf(t, 2 * n - 2, shift) >= power:
                    break
            yield {"variance": sd**2, "difference": d, "level": level, "power": power, "n": n}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"powers.py with SciPy {scipy.__version__}", "shares": list(shares()),
                      "means": list(means())}, separators=(",", ":")))
