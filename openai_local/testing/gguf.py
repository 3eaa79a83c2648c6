"""Writes GGUF version 3, the file format of llama.cpp's models.

Rule of this file: it knows the format and nothing about any model. Standard library only.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

MetaValue: TypeAlias = bool | int | float | str | Sequence[int] | Sequence[float] | Sequence[str]

_MAGIC = b"GGUF"
_VERSION = 3
_ALIGNMENT = 32  # bytes; the default when a file does not name another one

# Type numbers of metadata values.
_UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9

# Type numbers of tensors, and the size of one element in bytes.
_F32, _F16 = 0, 1
_ELEMENT_SIZE = {_F32: 4, _F16: 2}


class Tensor(NamedTuple):
    """One tensor of a file. Make it with ``f16``, ``f32`` or ``zeros``."""

    name: str
    shape: tuple[int, ...]  # ggml's order: the dimension that lies contiguous comes first
    kind: int
    data: bytes


def f16(name: str, shape: tuple[int, ...], values: Sequence[float]) -> Tensor:
    """A tensor of 16-bit floats. ``values`` are its elements in the order of the file."""
    return Tensor(name, shape, _F16, struct.pack(f"<{len(values)}e", *values))


def f32(name: str, shape: tuple[int, ...], values: Sequence[float]) -> Tensor:
    """A tensor of 32-bit floats. llama.cpp wants this kind for norms and biases."""
    return Tensor(name, shape, _F32, struct.pack(f"<{len(values)}f", *values))


def zeros(name: str, shape: tuple[int, ...]) -> Tensor:
    """A tensor of 16-bit floats that are all zero."""
    return Tensor(name, shape, _F16, bytes(math.prod(shape) * _ELEMENT_SIZE[_F16]))


def as_f32(tensor: Tensor) -> Tensor:
    """The same tensor, of 32-bit floats."""
    if tensor.kind == _F32:
        return tensor
    values = struct.unpack(f"<{math.prod(tensor.shape)}e", tensor.data)
    return f32(tensor.name, tensor.shape, values)


def write_gguf(
    path: str | os.PathLike[str], metadata: Mapping[str, MetaValue], tensors: Iterable[Tensor]
) -> None:
    """Write one GGUF file, replacing what is there.

    The type of a metadata value follows from its Python type: ``bool``, ``int`` (unsigned,
    32 bits), ``float`` (32 bits), ``str``, or a non-empty sequence of ``int`` (signed, 32
    bits), ``float`` or ``str``.

    Raises ValueError if a tensor's data do not fill its shape, OSError from the file system.
    """
    tensors = list(tensors)
    head = [_MAGIC, struct.pack("<IQQ", _VERSION, len(tensors), len(metadata))]
    for key, value in metadata.items():
        head.append(_string(key) + _typed(value))
    body: list[bytes] = []
    offset = 0
    for tensor in tensors:
        head.append(_tensor_info(tensor, offset))
        body.append(_padded(tensor.data))
        offset += len(body[-1])
    with open(path, "wb") as file:
        file.write(_padded(b"".join(head)))
        file.write(b"".join(body))


def _tensor_info(tensor: Tensor, offset: int) -> bytes:
    if len(tensor.data) != math.prod(tensor.shape) * _ELEMENT_SIZE[tensor.kind]:
        raise ValueError(f"tensor {tensor.name}: its data do not fill the shape {tensor.shape}")
    rank = len(tensor.shape)
    return _string(tensor.name) + struct.pack(
        f"<I{rank}QIQ", rank, *tensor.shape, tensor.kind, offset
    )


def _typed(value: MetaValue) -> bytes:
    """A metadata value behind the number of its type."""
    if isinstance(value, (bool, int, float, str)):
        kind = _scalar_kind(value)
        return struct.pack("<I", kind) + _scalar(kind, value)
    kind = _scalar_kind(value[0])
    if kind == _UINT32:
        kind = _INT32  # the reader of token types asks for signed ones
    items = [_scalar(kind, item) for item in value]
    return struct.pack("<IIQ", _ARRAY, kind, len(items)) + b"".join(items)


def _scalar_kind(value: bool | float | str) -> int:
    # bool comes first: it is a subclass of int.
    for python_type, kind in ((bool, _BOOL), (int, _UINT32), (float, _FLOAT32)):
        if isinstance(value, python_type):
            return kind
    return _STRING


def _scalar(kind: int, value: bool | float | str) -> bytes:
    if isinstance(value, str):
        return _string(value)
    return struct.pack({_BOOL: "<?", _UINT32: "<I", _INT32: "<i", _FLOAT32: "<f"}[kind], value)


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNMENT)
