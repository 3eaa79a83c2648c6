"""The source distributions of the official SDK, with its tests and examples."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from ..environments import home


def source(version: str) -> Path:
    """The unpacked source distribution of that version; downloaded on first use.

    Raises `subprocess.CalledProcessError` if pip can't get it.
    """
    unpacked = home() / f"openai-{version}-source"
    if not unpacked.exists():
        unpacked.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place, and moved when it is complete.
        with tempfile.TemporaryDirectory(dir=unpacked.parent) as folder:
            download(version, folder)
            (archive,) = Path(folder).glob("*.tar.gz")
            with tarfile.open(archive) as packed:
                packed.extractall(folder, filter="data")
            (Path(folder) / f"openai-{version}").rename(unpacked)
    return unpacked


def download(version: str, folder: str) -> None:
    only_source = ["--no-binary", "openai", "--no-deps", f"openai=={version}"]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-qq", "--dest", folder, *only_source],
        check=True,
        stdout=sys.stderr,
    )
