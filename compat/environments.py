"""Virtual environments with pinned packages, for what runs beside this checkout.

They are made on first use and kept in `compat/.environments` (or the directory that
`OPENAI_LOCAL_COMPAT_ENVIRONMENTS` names); one that was made for other requirements is another one.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
#: The versions of the official SDK that we compare with: the last of each major version.
OFFICIAL = ("1.109.1", "2.54.0", "3.54.0")
#: What this package needs, as in `pyproject.toml`.
DEPENDENCIES = ("requests>=2.32.4", "typing-extensions>=4.10; python_version < '3.11'")


def official(version: str, *more: str) -> Path:
    """The interpreter of an environment with that version of the official SDK, and `more`."""
    return environment(f"openai-{version}", [f"openai=={version}", *more])


def ours(*more: str) -> Path:
    """The interpreter of an environment with this checkout's dependencies, and `more`.

    The package itself is not installed: see `with_checkout`.
    """
    return environment("openai_local", [*DEPENDENCIES, *more])


def home() -> Path:
    """The directory in which all this is kept."""
    kept = os.environ.get("OPENAI_LOCAL_COMPAT_ENVIRONMENTS")
    return Path(kept) if kept else HERE / ".environments"


def environment(name: str, requirements: Sequence[str]) -> Path:
    """The interpreter of an environment with exactly these requirements installed.

    Raises `subprocess.CalledProcessError` if pip can't install them.
    """
    wanted = "\n".join(sorted(requirements))
    digest = hashlib.sha256(f"{sys.version_info[:2]}\n{wanted}".encode()).hexdigest()[:8]
    folder = home() / f"{name}-{digest}"
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    # Written last: an installation that was interrupted is done again.
    done = folder / "requirements.txt"
    if not done.exists():
        venv.create(folder, clear=True, with_pip=True)
        command = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*command, *requirements], check=True, stdout=sys.stderr)
        done.write_text(wanted + "\n", encoding="utf-8")
    return python


def with_checkout(**variables: str) -> dict[str, str]:
    """The environment variables of a child process that imports this checkout.

    Nothing that names another server or key is handed down.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables}
