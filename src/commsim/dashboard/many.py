"""Many runs at once: the spread over seeds month by month, and how a figure answers to a setting.

Both give a :class:`Job`, which is asked for its answer at any time. Figures are those of ``commsim run --seeds`` and
``commsim.results.measure`` for the same seeds, to the last bit.
"""

from commsim.dashboard.fans import QUANTILES, Fan, fan
from commsim.dashboard.pool import Job, Owner, Pool, shared_pool, shutdown
from commsim.dashboard.responses import Answer, Response, response

__all__ = [
    "QUANTILES",
    "Answer",
    "Fan",
    "Job",
    "Owner",
    "Pool",
    "Response",
    "fan",
    "response",
    "shared_pool",
    "shutdown",
]
