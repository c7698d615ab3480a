"""What can go wrong with a cluster, beyond bad input."""

from __future__ import annotations

from commsim.errors import CommsimError


class ClusterError(CommsimError, RuntimeError):
    """The workers or the scheduler of a cluster are gone, or could not go on; what was saved stays."""

    exit_code = 3
