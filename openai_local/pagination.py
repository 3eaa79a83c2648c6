"""Pages of a list: iterate over the items of all pages, or page by page.

for model in client.models.list(): ...
async for model in client.models.list(): ...
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._lazy import lazy
from ._models import BaseModel

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._wire.request import Call

_T = TypeVar("_T")
_AsyncPageT = TypeVar("_AsyncPageT", bound="_AsyncPages[Any]")

__all__ = [
    "AsyncCursorPage",
    "AsyncPage",
    "AsyncPaginator",
    "PageInfo",
    "SyncCursorPage",
    "SyncPage",
]


class PageInfo:
    """What the request for the next page adds to the query."""

    def __init__(self, *, params: dict[str, Any]) -> None:
        self.params = params

    def __repr__(self) -> str:
        return f"PageInfo(params={self.params})"


class BasePage(BaseModel, Generic[_T]):
    """One page. It knows the call that brought it, to make the next one."""

    __slots__ = ("_call", "_request_page")

    if TYPE_CHECKING:
        data: list[_T]
        _call: Call
        _request_page: Callable[[Call], Any]

    def bind(self, call: Call, item: Any, request_page: Callable[[Call], Any]) -> None:
        """Turn the items into objects, and remember how to ask for the next page."""
        self._call = call
        self._request_page = request_page
        self.data = [item.from_json(entry) for entry in self.data or []]

    def __repr__(self) -> str:
        """With the class of the items, as the official SDK shows it: `SyncPage[Model](...)`."""
        item = getattr(getattr(self, "_call", None), "item", None)
        name, _, rest = super().__repr__().partition("(")
        if not isinstance(item, type):
            return f"{name}({rest}"
        # Pydantic's classes have the item's in their name already.
        return f"{name.partition('[')[0]}[{item.__name__}]({rest}"

    def has_next_page(self) -> bool:
        """True if asking for another page makes sense."""
        return bool(self.data) and self.next_page_info() is not None

    def next_page_info(self) -> PageInfo | None:
        """What to ask for; None on the last page."""
        return None

    def _next_call(self) -> Call:
        info = self.next_page_info()
        if info is None:
            raise RuntimeError("No next page expected; check `.has_next_page()` first.")
        return self._call._replace(query={**(self._call.query or {}), **info.params})


class _SyncPages(BasePage[_T]):
    __slots__ = ()

    def __iter__(self) -> Iterator[_T]:
        """The items of this and all further pages."""
        for page in self.iter_pages():
            yield from page.data

    def iter_pages(self) -> Iterator[Self]:
        """This page and all further ones, each requested when it is reached."""
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = page.get_next_page()

    def get_next_page(self) -> Self:
        """Request the next page; `RuntimeError` if there is none."""
        page: Self = self._request_page(self._next_call())
        return page


class _AsyncPages(BasePage[_T]):
    __slots__ = ()

    async def __aiter__(self) -> AsyncIterator[_T]:
        async for page in self.iter_pages():
            for item in page.data:
                yield item

    async def iter_pages(self) -> AsyncIterator[Self]:
        """See `SyncPage.iter_pages`."""
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = await page.get_next_page()

    async def get_next_page(self) -> Self:
        """See `SyncPage.get_next_page`."""
        page: Self = await self._request_page(self._next_call())
        return page


class _Cursor(BasePage[_T]):
    """A page that says whether there is more; the next one begins after its last item."""

    __slots__ = ()

    def has_next_page(self) -> bool:
        return getattr(self, "has_more", None) is not False and super().has_next_page()

    def next_page_info(self) -> PageInfo | None:
        last = getattr(self.data[-1], "id", None) if self.data else None
        return None if last is None else PageInfo(params={"after": last})


class SyncPage(_SyncPages[_T]):
    """All there is, on one page."""

    __slots__ = ()

    data: list[_T]
    object: str


class AsyncPage(_AsyncPages[_T]):
    """`SyncPage` for asyncio."""

    __slots__ = ()

    data: list[_T]
    object: str


class SyncCursorPage(_Cursor[_T], _SyncPages[_T]):
    """A page of a long list."""

    __slots__ = ()

    data: list[_T]
    has_more: bool | None = None


class AsyncCursorPage(_Cursor[_T], _AsyncPages[_T]):
    """`SyncCursorPage` for asyncio."""

    __slots__ = ()

    data: list[_T]
    has_more: bool | None = None


class AsyncPaginator(Generic[_T, _AsyncPageT]):
    """A list that was not requested yet: await it for a page, or iterate over all items."""

    def __init__(self, request_page: Callable[[], Awaitable[_AsyncPageT]]) -> None:
        self._request_page = request_page

    def __await__(self) -> Generator[Any, None, _AsyncPageT]:
        return self._request_page().__await__()

    async def __aiter__(self) -> AsyncIterator[_T]:
        async for item in await self:
            yield item


if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, {})  # stand-ins for what no local server has
