"""The version of this package: the one place where it is written."""

__title__ = "openai_local"
__version__ = "0.1.0"
#: The same, under the name of the official `version` module.
VERSION = __version__
