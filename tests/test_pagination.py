"""Pages of a list: their items, the pages after them, and how they look."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import pytest

from openai_local import AsyncOpenAI, InternalServerError, OpenAI
from openai_local.pagination import (
    AsyncCursorPage,
    AsyncPage,
    PageInfo,
    SyncCursorPage,
    SyncPage,
)
from openai_local.testing.scripted import ScriptedServer, chat_completion, json_answer
from openai_local.types import Model
from openai_local.types.chat import ChatCompletion

MODELS = {
    "models": [{"name": "a"}],
    "object": "list",
    "data": [
        {"id": "a", "object": "model", "created": 1, "owned_by": "me", "meta": {"n_ctx": 8}},
        {"id": "b", "object": "model", "created": 2, "owned_by": "me"},
    ],
}


def page_of(*ids: str, **fields: Any) -> Any:
    """A page of stored completions."""
    data = [{**chat_completion("hi"), "id": id_} for id_ in ids]
    return json_answer({"object": "list", "data": data, **fields})


def paths(server: ScriptedServer) -> list[str]:
    return [request.path.removeprefix("/v1") for request in server.requests]


THREE_PAGES = [
    page_of("a", "b", has_more=True),
    page_of("c", has_more=True),
    page_of(has_more=False),
]
THREE_PATHS = [
    "/chat/completions?limit=2",
    "/chat/completions?limit=2&after=b",
    "/chat/completions?limit=2&after=c",
]


def test_all_on_one_page(server: ScriptedServer, client: OpenAI) -> None:
    """A list without pages is iterated over with a single request."""
    server.play(json_answer(MODELS))
    page = client.models.list()

    assert (SyncPage, [Model, Model]) == (type(page), [type(model) for model in page.data])
    assert ["a", "b"] == [model.id for model in page]
    assert ["a", "b"] == [model.id for model in page]
    assert [page] == list(page.iter_pages())
    assert (False, None) == (page.has_next_page(), page.next_page_info())
    assert 1 == len(server.requests)


def test_no_next_page(server: ScriptedServer, client: OpenAI) -> None:
    """To ask for a page after the last one is an error, and nothing is sent."""
    server.play(json_answer(MODELS), page_of())
    for page in (client.models.list(), client.chat.completions.list()):
        with pytest.raises(RuntimeError, match=r"No next page expected; .*`\.has_next_page\(\)`"):
            page.get_next_page()

    assert 2 == len(server.requests)


@pytest.mark.parametrize("rest", [{"data": None}, {"data": []}, {}])
def test_an_empty_list(rest: Any, server: ScriptedServer, client: OpenAI) -> None:
    """A list of nothing has no items, also if the server writes null for it or leaves it out."""
    server.play(json_answer({"object": "list", **rest}))

    assert [] == list(client.models.list())
    assert [] == client.models.list().data
    assert [] == list(client.chat.completions.list())


def test_items_of_several_pages(server: ScriptedServer, client: OpenAI) -> None:
    """Iterating requests page after page, each after the last item of the one before."""
    server.play(*THREE_PAGES)
    page = client.chat.completions.list(limit=2)

    assert SyncCursorPage is type(page)
    found = list(page)
    assert ["a", "b", "c"] == [item.id for item in found]
    assert {ChatCompletion} == {type(item) for item in found}
    assert THREE_PATHS == paths(server)


def test_a_page_is_requested_when_it_is_reached(server: ScriptedServer, client: OpenAI) -> None:
    """The items of a page come before the next page is asked for."""
    server.play(*THREE_PAGES)
    items = iter(client.chat.completions.list(limit=2))

    assert ["a", "b"] == [next(items).id, next(items).id]
    assert THREE_PATHS[:1] == paths(server)
    assert "c" == next(items).id
    assert THREE_PATHS[:2] == paths(server)


def test_page_by_page(server: ScriptedServer, client: OpenAI) -> None:
    """`iter_pages` gives the pages, `get_next_page` one of them."""
    server.play(*THREE_PAGES)
    first = client.chat.completions.list(limit=2)
    assert [2, 1, 0] == [len(page.data) for page in first.iter_pages()]

    server.play(THREE_PAGES[1])
    second = first.get_next_page()
    assert ("c", True) == (second.data[0].id, second.has_next_page())
    assert [*THREE_PATHS, THREE_PATHS[1]] == paths(server)


@pytest.mark.parametrize(
    ("answer", "has_next"),
    [
        (page_of("a", has_more=True), True),
        (page_of("a"), True),
        (page_of("a", has_more=None), True),
        (page_of("a", has_more=False), False),
        (page_of(has_more=True), False),
        (json_answer({"data": [{"object": "chat.completion"}], "has_more": True}), False),
    ],
)
def test_when_there_is_a_next_page(
    answer: Any, has_next: bool, server: ScriptedServer, client: OpenAI
) -> None:
    """Unless the server says no, there is one after the last item, if that has an id."""
    server.play(answer)

    assert has_next is client.chat.completions.list().has_next_page()


def test_what_the_next_page_asks_for(server: ScriptedServer, client: OpenAI) -> None:
    """The cursor is added to the query; options of the call stay."""
    server.play(page_of("a b", has_more=True), page_of())
    page = client.chat.completions.list(limit=2, extra_headers={"X-A": "1"}, extra_query={"q": "2"})
    assert "PageInfo(params={'after': 'a b'})" == repr(page.next_page_info())
    assert isinstance(page.next_page_info(), PageInfo)
    page.get_next_page()

    second = server.requests[1]
    assert "/v1/chat/completions?limit=2&after=a+b&q=2" == second.path
    assert "1" == second.headers["x-a"]


def test_errors_on_the_way(server: ScriptedServer, client: OpenAI) -> None:
    """A later page may fail; what came before has been handed out."""
    server.play(THREE_PAGES[0], json_answer({"error": {"message": "no"}}, status=500))
    items = iter(client.chat.completions.list(limit=2))

    assert ["a", "b"] == [next(items).id, next(items).id]
    with pytest.raises(InternalServerError, match="no"):
        next(items)


def test_how_pages_look(server: ScriptedServer, client: OpenAI) -> None:
    """Shown and dumped, pages are what they are in the official SDK."""
    server.play(json_answer(MODELS))
    page = client.models.list()

    assert repr(page) == str(page) == (
        "SyncPage[Model](data=["
        "Model(id='a', created=1, object='model', owned_by='me', shutdown_date=None, "
        "meta={'n_ctx': 8}), "
        "Model(id='b', created=2, object='model', owned_by='me', shutdown_date=None)"
        "], object='list', models=[{'name': 'a'}])"
    )  # fmt: skip
    assert ["data", "object", "models"] == list(page.model_dump())
    assert MODELS == page.to_dict()
    assert "SyncPage(data=[], object='list')" == repr(SyncPage[Model](data=[], object="list"))


def test_pages_of_unions_look(server: ScriptedServer, client: OpenAI) -> None:
    """Where the items are of several classes, none is named."""
    server.play(json_answer({"object": "list", "data": [], "has_more": False}))

    assert "SyncCursorPage(data=[], has_more=False, object='list')" == repr(
        client.responses.input_items.list("r1")
    )


def test_pages_of_equal_content(server: ScriptedServer, client: OpenAI) -> None:
    """They are equal, also as copies, which can go on."""
    server.play(page_of("a", has_more=True))
    page = client.chat.completions.list()

    assert page == client.chat.completions.list() == copy.deepcopy(page)
    assert page == page.model_copy().get_next_page()


def test_async_items(server: ScriptedServer) -> None:
    """`async for` over the call requests page after page."""
    server.play(*THREE_PAGES)

    async def run() -> list[str]:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            return [item.id async for item in client.chat.completions.list(limit=2)]

    assert ["a", "b", "c"] == asyncio.run(run())
    assert THREE_PATHS == paths(server)


def test_async_pages(server: ScriptedServer) -> None:
    """Awaiting the call gives a page, which has the methods of the other one, to be awaited."""
    server.play(*THREE_PAGES)

    async def run() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            page = await client.chat.completions.list(limit=2)
            assert AsyncCursorPage is type(page)
            assert [2, 1, 0] == [len(each.data) async for each in page.iter_pages()]
            assert THREE_PATHS == paths(server)
            server.play(*THREE_PAGES[1:])
            following = await page.get_next_page()
            assert ["c"] == [item.id async for item in following]
            last = await following.get_next_page()
            with pytest.raises(RuntimeError, match="No next page expected"):
                await last.get_next_page()

    asyncio.run(run())


def test_async_list_of_models(server: ScriptedServer) -> None:
    """Nothing is sent before the list is awaited or iterated over; each time, it is asked anew."""
    server.play(json_answer(MODELS))

    async def run() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            models = client.models.list()
            assert [] == server.requests
            page = await models
            assert (AsyncPage, "AsyncPage[Model]") == (type(page), repr(page).partition("(")[0])
            assert ["a", "b"] == [model.id async for model in page]
            assert 1 == len(server.requests)
            assert ["a", "b"] == [model.id async for model in models]
            assert 2 == len(server.requests)

    asyncio.run(run())
