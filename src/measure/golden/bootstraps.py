"""Expected values for bootstrap_test.cpp. `bounds`: SciPy's BCa on its own resamples, which are kept, so that the same go
in. `means`: SciPy's BCa of the mean with 200,000 resamples, to which another generator comes close.

    python3 src/measure/golden/bootstraps.py > src/measure/golden/bootstraps.json
"""
import json

import numpy as np
import scipy
from scipy import stats


def accelerated(x):
    without = np.array([np.delete(x, i).mean() for i in range(len(x))])
    gap = without.mean() - without
    return (gap**3).sum() / (6 * (gap**2).sum() ** 1.5), without


def bounds():
    rng = np.random.default_rng(21)
    for n in [12, 40]:
        x = np.round(rng.exponential(50, n)).astype(int)
        for level in [0.8, 0.95]:
            r = stats.bootstrap((x,), np.mean, n_resamples=300, confidence_level=level, method="BCa",
                                rng=np.random.default_rng(1))
            a, without = accelerated(x)
            yield {"values": x.tolist(), "level": level, "value": x.mean(), "acceleration": a, "without": without.tolist(),
                   "resampled": r.bootstrap_distribution.round(12).tolist(), "low": r.confidence_interval.low,
                   "high": r.confidence_interval.high}


def means():
    rng = np.random.default_rng(22)
    for x in [np.round(rng.lognormal(4, 1, 30)).astype(int), rng.integers(1, 6, 500)]:
        r = stats.bootstrap((x,), np.mean, n_resamples=200_000, batch=2000, method="BCa", rng=np.random.default_rng(2))
        yield {"values": x.tolist(), "value": x.mean(), "low": r.confidence_interval.low,
               "high": r.confidence_interval.high}


if __name__ == "__main__":
    print(json.dumps({"made_by": f"bootstraps.py with SciPy {scipy.__version__}, NumPy {np.__version__}",
                      "bounds": list(bounds()), "means": list(means())}, separators=(",", ":")))
