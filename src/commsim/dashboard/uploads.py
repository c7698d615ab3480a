"""What a visitor brings along or opens: a scenario file, a manifest, a results folder of this server.

Each kind has a file of its own; they are used from here.
"""

from __future__ import annotations

from commsim.dashboard.upload_folders import ResultsFolder, open_folder, results_folders
from commsim.dashboard.upload_kept import KEPT, Kept
from commsim.dashboard.upload_manifest import read_manifest
from commsim.dashboard.upload_text import read_scenario, safe_name

__all__ = [
    "KEPT",
    "Kept",
    "ResultsFolder",
    "open_folder",
    "read_manifest",
    "read_scenario",
    "results_folders",
    "safe_name",
]
