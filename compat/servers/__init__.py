"""The programs of `compat.programs` that want a real server, on every server that installs here.

    python -m compat.servers [--fast] [SERVER ...]

All servers serve the same tiny model, so a program prints the same everywhere as on llama-server
(of the wheel `xllamacpp`). Where it doesn't, `differences.toml` says why: the server "lacks"
something, or "differs": the program ends as it is meant to, and the server's own way shows in what
it prints. Such a program runs on the official SDK, too, and what that does there must be the same:
no entry hides a fault of this package. Anything that isn't listed is a failure, and so is an entry
that nothing needs any more.

With `--fast`, xllamacpp alone. Environments are made on first use; vLLM's takes 3.5 GB.
"""

from __future__ import annotations

from .suite import run

__all__ = ["run"]
