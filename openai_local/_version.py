"""The version of this package: the one place where it is written."""

__title__ = "openai_local"
__version__ = "0.1.0"
#: The versions of the official SDK whose behaviour is followed: the last with httpx, the newest.
FOLLOWED_VERSIONS = ("2.54.0", "3.54.0")
