"""The machine's description: what decides about speed, and nothing that names the machine or its owner."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numba", "llvmlite", "numpy", "scipy", "mesa", "mesa-frames", "polars")
CPU_FILE = Path("/proc/cpuinfo")
CACHE_FOLDER = Path("/sys/devices/system/cpu/cpu0/cache")
MEMORY_FILE = Path("/proc/meminfo")


def description() -> dict[str, str]:
    """Return what is known about the machine, by heading; "unknown" where the system does not tell."""
    found = {
        "Processor": _processor(),
        "Cores": str(os.cpu_count() or "unknown"),
        "Caches": _caches(),
        "Memory": _memory(),
        "System": f"{platform.system()} {platform.machine()}",
        "C library": " ".join(platform.libc_ver()).strip() or "unknown",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _processor() -> str:
    """Return the processor's model, with family and model numbers where the name alone says little."""
    if not CPU_FILE.is_file():
        return platform.processor() or "unknown"
    facts: dict[str, str] = {}
    for line in CPU_FILE.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        facts.setdefault(key.strip(), value.strip())
    name = facts.get("model name", "unknown")
    numbers = [f"{key} {facts[key]}" for key in ("cpu family", "model") if key in facts]
    return f"{name} ({', '.join(numbers)})" if numbers else name


def _caches() -> str:
    levels = []
    for folder in sorted(CACHE_FOLDER.glob("index*")):
        kind = (folder / "type").read_text(encoding="utf-8").strip()
        level = (folder / "level").read_text(encoding="utf-8").strip()
        size = (folder / "size").read_text(encoding="utf-8").strip()
        if kind != "Instruction":
            levels.append(f"L{level} {size}")
    return ", ".join(levels) or "unknown"


def _memory() -> str:
    if not MEMORY_FILE.is_file():
        return "unknown"
    total = MEMORY_FILE.read_text(encoding="utf-8").split(maxsplit=2)[1]
    return f"{int(total) / 2**20:.0f} GiB"
