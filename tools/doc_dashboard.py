"""Region about the dashboard: what it refuses."""

from __future__ import annotations

from commsim.dashboard import limits
from doc_tables import table


def dashboard_limits() -> str:
    """Return the table of the dashboard's limits."""
    rows = [
        ["homes and shops, all estates together", f"{limits.MAX_HOUSEHOLDS:,}"],
        ["months", f"{limits.MAX_MONTHS:,}"],
        ["households times months", f"{limits.MAX_HOME_MONTHS:,}"],
        ["estates", f"{limits.MAX_ESTATES:,}"],
        ["events on the timeline", f"{limits.MAX_EVENTS:,}"],
        ["pairs of acquaintances", f"{limits.MAX_TIES:,}"],
        ["seeds of one fan", f"{limits.MAX_SEEDS:,}"],
        ["an uploaded file", f"{limits.MAX_UPLOAD_BYTES // 1024} kB"],
        ["a link", f"{limits.MAX_LINK_CHARS:,} characters"],
    ]
    return table(["Of one visitor", "At most"], rows)
