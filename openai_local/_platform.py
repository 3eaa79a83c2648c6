"""What system this is, for programs that ask. Found at `_base_client`; it is never sent."""

from __future__ import annotations

import platform

__all__ = ["OtherPlatform", "get_platform"]

#: What a system calls itself, in lower case -> the official SDK's word for it.
_WORDS = {
    "darwin": "MacOS",
    "freebsd": "FreeBSD",
    "linux": "Linux",
    "openbsd": "OpenBSD",
    "windows": "Windows",
}
#: The same for what only the long name shows; these call themselves Darwin or Linux.
_IN_LONG_NAME = {"iphone": "iOS", "ipad": "iOS", "android": "Android"}


class OtherPlatform:
    """A system that the official SDK has no word for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return f"Other:{self.name}"


def get_platform() -> str | OtherPlatform:
    """One of "Linux", "MacOS" and so on; "Unknown" if it doesn't say."""
    system, long_name = platform.system().lower(), platform.platform().lower()
    for part, word in _IN_LONG_NAME.items():
        if part in long_name:
            return word
    if system in _WORDS:
        return _WORDS[system]
    return OtherPlatform(long_name) if long_name else "Unknown"
