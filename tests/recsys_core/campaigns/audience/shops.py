"""Made-up customers who buy at their own pace."""

import numpy as np

from recsys_core.campaigns.audience.history import History

DAYS = 300


def history(customers: int = 900, seed: int = 3, pace: float = 0.05, late: float = 1.0) -> History:
    """Everybody has a daily chance to come and a chance to take the products when here; a third
    never do. late: what the chance to take them is multiplied by in the last 28 days.
    """
    rng = np.random.default_rng(seed)
    comes = np.clip(rng.gamma(1.2, pace / 1.2, customers), 0.002, 0.6)
    takes = np.where(rng.random(customers) < 0.33, 0.0, rng.beta(1.2, 4, customers))
    here = rng.random((customers, DAYS)) < comes[:, None]
    more = np.where(np.arange(DAYS) >= DAYS - 28, late, 1.0)
    hit = here & (rng.random((customers, DAYS)) < np.clip(takes[:, None] * more, 0, 1))
    user, day = np.nonzero(here)
    near = rng.random(len(user)) < 0.4
    return History(customers, user, day, hit[user, day], near, DAYS - 1)
