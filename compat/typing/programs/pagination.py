"""Lists, and what their pages hold."""

from __future__ import annotations

import asyncio

from openai import AsyncOpenAI, OpenAI
from openai.pagination import AsyncPage, SyncPage
from openai.types import Model


def names(client: OpenAI) -> list[str]:
    page: SyncPage[Model] = client.models.list()
    found = [model.id for model in page]
    if page.has_next_page():
        found += [model.id for model in page.get_next_page().data]
    for page in client.models.list().iter_pages():
        print(len(page.data), page.next_page_info())
    one: Model = client.models.retrieve("local")
    return [*found, one.owned_by]


async def async_names(client: AsyncOpenAI) -> list[str]:
    page: AsyncPage[Model] = await client.models.list()
    print(page.data[0].created)
    return [model.id async for model in client.models.list()]


print(names(OpenAI()), asyncio.run(async_names(AsyncOpenAI())))
