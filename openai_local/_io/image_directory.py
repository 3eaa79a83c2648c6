"""Images named by plain strings: opened only in the one directory that the client was told of.

A program's strings may come from anywhere, a model's own words among them. So a name counts only
where it leads, after all links, to a regular file inside of the directory.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

from .._exceptions import OpenAIError
from .._wire.images import is_url
from .files import OnDisk
from .image_files import Base64Image

#: Characters; what Linux takes in a path.
_LONGEST_PATH = 4096
_SHOWN_CHARACTERS = 80
#: Names that are devices on Windows, in every directory and with every extension.
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)


class ImageDirectory:
    """The directory of `OpenAI(local_images=...)`. `path` is absolute and free of links."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.path.realpath(os.fsdecode(path))
        if not os.path.isdir(self.path):
            raise OpenAIError(f"local_images={os.fsdecode(path)!r} is not a directory.")

    def open(self, text: str) -> Base64Image | None:
        """The image that `text` names; None if it is a URL.

        A relative name begins at the directory. Raises `FileNotFoundError` or another `OSError`
        if there is no such file or it can't be read, `ValueError` if it is outside of the
        directory, no regular file or no image.
        """
        name = path_of(text, for_windows=os.name == "nt")
        if name is None:
            return None
        # Of what is outside, nothing may be learned, not even if it exists.
        path = os.path.realpath(os.path.join(self.path, name))
        if not Path(path).is_relative_to(self.path):
            raise _refusal(text, f"it is outside of local_images={self.path!r}")
        return Base64Image(OnDisk(path, kind="image", opener=self._open), repr(text))

    def _open(self, path: str, flags: int) -> int:
        """A descriptor of `path`, which is free of links, unless one has come to be meanwhile."""
        if os.open not in os.supports_dir_fd:
            descriptor = os.open(path, flags)
            if os.path.realpath(path) != path:
                os.close(descriptor)
                raise PermissionError(f"{path!r} became a link while it was opened.")
            return descriptor
        *folders, name = Path(path).relative_to(self.path).parts or (".",)
        folder = os.open(self.path, _FOLDER)
        try:
            for inner in folders:
                outer, folder = folder, os.open(inner, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
                os.close(outer)
            return os.open(name, flags | os.O_NOFOLLOW, dir_fd=folder)
        except OSError as error:
            error.filename = path
            raise
        finally:
            os.close(folder)


_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)


def path_of(text: str, *, for_windows: bool) -> str | None:
    """The path that a text in place of an image's URL stands for; None if it is a URL.

    Raises `ValueError` for what is no path to a file on this machine.
    """
    scheme = text[:5].lower()
    if not text or (is_url(text) and scheme != "file:"):
        return None
    if len(text) > _LONGEST_PATH:
        raise _refusal(text, "it is neither a URL nor short enough to be a path")
    path = _path_of_file_url(text, for_windows) if scheme == "file:" else text
    if "\0" in path:
        raise _refusal(text, "it holds a NUL")
    if for_windows and (reason := why_not_on_windows(path)):
        raise _refusal(text, reason)
    return path


def _path_of_file_url(text: str, for_windows: bool) -> str:
    parts = urlsplit(text)
    if parts.netloc not in ("", "localhost"):
        raise _refusal(text, "it names another machine")
    path = unquote(parts.path)
    # file:///C:/cat.jpg
    return path[1:] if for_windows and re.match(r"/[a-zA-Z]:", path) else path


def why_not_on_windows(text: str) -> str:
    """Why a path is never opened on Windows, "" if it may be."""
    path = PureWindowsPath(text)
    if text.replace("/", "\\").startswith("\\\\"):
        return "it names another machine or a device"
    if path.drive and not path.root:
        return "it is relative to what is the current directory of a drive"
    for part in path.parts[1:] if path.anchor else path.parts:
        if ":" in part:
            return "it names a stream inside of a file"
        if _DEVICE.fullmatch(part.partition(".")[0].rstrip(" ")):
            return "it names a device"
    return ""


def _refusal(text: str, why: str) -> ValueError:
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."
    return ValueError(f"The image {shown!r} was not opened: {why}.")
