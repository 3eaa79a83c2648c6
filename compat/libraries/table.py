"""Which libraries are tried: their pinned requirements, and the official SDK that goes with them."""

from __future__ import annotations

from typing import NamedTuple


class Library(NamedTuple):
    """One scenario file, and what is installed for it."""

    scenario: str
    #: The version of the official SDK that pip finds for the library.
    official: str
    requirements: tuple[str, ...]
    #: Part of a fast run.
    is_fast: bool = False


#: What our package needs is installed with each, as it would be by its users.
OURS = ("requests>=2.32.4", "typing-extensions>=4.10")

LIBRARIES = {
    "langchain-openai": Library("langchain_openai_", "3.54.0", ("langchain-openai==1.7.3",)),
}
