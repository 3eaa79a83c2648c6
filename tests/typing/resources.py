"""Never run: what type checkers must make of embeddings, models and text completions."""

from __future__ import annotations

from typing_extensions import assert_type

from openai_local import NOT_GIVEN, AsyncOpenAI, AsyncStream, OpenAI, Stream, omit
from openai_local.pagination import AsyncPage, SyncPage
from openai_local.types import (
    Completion,
    CompletionChoice,
    CreateEmbeddingResponse,
    Embedding,
    Model,
    ModelDeleted,
)

client = OpenAI()
async_client = AsyncOpenAI()


def embeddings() -> None:
    """Vectors are lists of floats."""
    response = client.embeddings.create(input=["a", "b"], model="m", dimensions=3, timeout=5)
    assert_type(response, CreateEmbeddingResponse)
    assert_type(response.data, list[Embedding])
    assert_type(response.data[0].embedding, list[float])
    assert_type(response.usage.prompt_tokens, int)
    client.embeddings.create(input=[[1, 2], [3]], model="m", encoding_format="base64")


def models() -> None:
    """A list is a page, and gives its items."""
    page = client.models.list(extra_query={"q": 1})
    assert_type(page, SyncPage[Model])
    assert_type(page.data, list[Model])
    assert_type(page.get_next_page(), SyncPage[Model])
    for model in page:
        assert_type(model, Model)
    for each in page.iter_pages():
        assert_type(each, SyncPage[Model])
    assert_type(client.models.retrieve("m"), Model)
    assert_type(client.models.delete("m").deleted, bool)


def completions(stream: bool) -> None:
    """Whole, streamed, and unknown at check time."""
    whole = client.completions.create(model="m", prompt="p", stop=["."])
    assert_type(whole, Completion)
    assert_type(whole.choices, list[CompletionChoice])
    assert_type(whole.choices[0].text, str)
    assert_type(client.completions.create(model="m", prompt=[1, 2], stream=False), Completion)
    assert_type(client.completions.create(model="m", prompt=None, stream=None), Completion)
    streamed = client.completions.create(model="m", prompt=["a", "b"], stream=True)
    assert_type(streamed, Stream[Completion])
    for piece in streamed:
        assert_type(piece, Completion)
    assert_type(
        client.completions.create(model="m", prompt="p", stream=stream),
        Completion | Stream[Completion],
    )


async def of_asyncio(stream: bool) -> None:
    """The asynchronous twins, to be awaited; lists can also be iterated over as they are."""
    response = await async_client.embeddings.create(input="a", model="m")
    assert_type(response, CreateEmbeddingResponse)

    async for model in async_client.models.list():
        assert_type(model, Model)
    assert_type(await async_client.models.retrieve("m"), Model)
    assert_type(await async_client.models.delete("m"), ModelDeleted)

    whole = await async_client.completions.create(model="m", prompt="p")
    assert_type(whole, Completion)
    streamed = await async_client.completions.create(model="m", prompt="p", stream=True)
    assert_type(streamed, AsyncStream[Completion])
    async for piece in streamed:
        assert_type(piece.choices[0].text, str)
    assert_type(
        await async_client.completions.create(model="m", prompt="p", stream=stream),
        Completion | AsyncStream[Completion],
    )


async def of_pages(page: AsyncPage[Model]) -> None:
    """The pages of asyncio."""
    async for model in page:
        assert_type(model, Model)
    async for each in page.iter_pages():
        assert_type(each.data, list[Model])
    assert_type(await page.get_next_page(), AsyncPage[Model])


def left_out() -> None:
    """Parameters may be left out by a sentinel."""
    client.embeddings.create(input="a", model="m", dimensions=omit, user=NOT_GIVEN, timeout=None)
    answer = client.completions.create(
        model="m", prompt="p", stream=omit, temperature=omit, stop=NOT_GIVEN, seed=None
    )
    assert_type(answer, Completion)


def mistakes() -> None:
    """A misspelt parameter, a wrong type and a missing argument are errors."""
    client.embeddings.create(input="a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.embeddings.create(input="a", model="m", encoding_format="hex")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.embeddings.create(input="a", model="m", dimension=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.models.retrieve()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.completions.create(model="m")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.completions.create(model="m", prompt="p", max_token=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
