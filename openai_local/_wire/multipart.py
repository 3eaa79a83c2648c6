"""Parameters and files -> the parts of a multipart/form-data body (RFC 7578).

Names, order and escapes are those of the official SDK. The bytes of the files are not looked at:
they stand between the pieces of text, to be read while the body is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .._types import is_given

if TYPE_CHECKING:
    from .._types import LocalFile

#: What would end a quoted name, and the control characters, but not ESC, as HTML's forms do it.
_ESCAPES = {i: f"%{i:02X}" for i in range(0x20) if i != 0x1B} | {ord('"'): "%22", ord("\\"): "\\\\"}
_HEADER_NAME = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_CONTROL_CHARACTERS = r"[\x00-\x08\x0a-\x1f\x7f]"


def nested_pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """A nested value as the official SDK writes it: `a[b]=1`, `a[]=1&a[]=2`; nulls are left out."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from nested_pairs(f"{name}[{key}]", item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from nested_pairs(f"{name}[]", item)
    elif isinstance(value, str):
        # Not str(): of a member of an Enum it would be the member's name.
        yield name, str.__str__(value)
    elif value is not None and is_given(value):
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


def form_pieces(
    fields: Iterable[tuple[str, str]], files: Iterable[tuple[str, LocalFile]], boundary: str
) -> list[bytes | LocalFile]:
    """The body in pieces: text, and the files between it. First all fields, then all files.

    Raises `ValueError` for names and headers that can't be sent.
    """
    pieces: list[bytes | LocalFile] = []
    text = bytearray()
    for name, value in fields:
        text += _head(boundary, name) + value.encode() + b"\r\n"
    for name, file in files:
        text += _head(boundary, name, file)
        pieces += [bytes(text), file]
        text = bytearray(b"\r\n")
    return [*pieces, bytes(text) + f"--{boundary}--\r\n".encode()]


def _head(boundary: str, name: str, file: LocalFile | None = None) -> bytes:
    """The boundary and the headers of a part, up to its content."""
    lines = [f"--{boundary}", f"Content-Disposition: form-data; {_quoted('name', name)}"]
    if file is not None:
        if file.name:
            lines[-1] += f"; {_quoted('filename', file.name)}"
        lines += [_header(name, value) for name, value in file.headers.items()]
    # A file name that is no text in the system's encoding goes out in its own bytes.
    return "\r\n".join([*lines, "", ""]).encode(errors="surrogateescape")


def _quoted(name: str, value: str) -> str:
    return f'{name}="{value.translate(_ESCAPES)}"'


def _header(name: str, value: str) -> str:
    if not re.fullmatch(_HEADER_NAME, name):
        raise ValueError(f"{name!r} can't be the name of a header of a file.")
    if re.search(_CONTROL_CHARACTERS, value):
        raise ValueError(f"The header {name!r} of a file holds a control character.")
    return f"{name}: {value}"
