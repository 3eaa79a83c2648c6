"""A pytest plugin that writes down how each test ended, for `compat.upstream`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Recorder:
    """What became of every test and every file, as `{id: ""}` or `{id: what failed}`."""

    def __init__(self) -> None:
        self.tests: dict[str, str] = {}
        self.skipped: list[str] = []
        self.files: dict[str, str] = {}

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.files[report.nodeid] = last_line(report.longrepr)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.skipped:
            # Also tests that upstream expects to fail.
            self.skipped.append(report.nodeid)
        elif report.failed:
            # What failed first: cleaning up fails after most failures.
            self.tests[report.nodeid] = self.tests.get(report.nodeid) or last_line(report.longrepr)
        elif report.when == "call":
            self.tests.setdefault(report.nodeid, "")

    def pytest_sessionfinish(self, session: Any) -> None:
        found = {"tests": self.tests, "skipped": self.skipped, "files": self.files}
        Path(os.environ["UPSTREAM_RESULTS"]).write_text(json.dumps(found), encoding="utf-8")


def last_line(longrepr: Any) -> str:
    """The message of a failure in one line."""
    crash = getattr(longrepr, "reprcrash", None)
    text = crash.message if crash is not None else str(longrepr)
    lines = [line for line in text.splitlines() if line.strip()]
    chosen = lines[:2] if crash is not None else lines[-1:]
    return " ".join(" ".join(chosen).split())[:300] or "failed"


def pytest_configure(config: Any) -> None:
    config.pluginmanager.register(Recorder())
