"""What can be used in a `with`: it, or what it opens, is there inside, and closed at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

_T = TypeVar("_T")

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


class Closing:
    """Its `with` closes it."""

    if TYPE_CHECKING:

        def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()


class AsyncClosing:
    """Its `async with` closes it."""

    if TYPE_CHECKING:

        async def close(self) -> None: ...

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.close()


class Opening(Generic[_T]):
    """Its `with` opens something, and closes that."""

    _opened: Any = None

    if TYPE_CHECKING:

        def _open(self) -> _T: ...

    def __enter__(self) -> _T:
        self._opened = opened = self._open()
        return opened

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            self._opened.close()


class AsyncOpening(Generic[_T]):
    """`Opening` for asyncio."""

    _opened: Any = None

    if TYPE_CHECKING:

        async def _open(self) -> _T: ...

    async def __aenter__(self) -> _T:
        self._opened = opened = await self._open()
        return opened

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            await self._opened.close()
