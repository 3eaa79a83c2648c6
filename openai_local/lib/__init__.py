"""What is built on the API's own objects: typed answers, and streams that know their whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy

_MODULE_OF = {
    "pydantic_function_tool": "_tools",
    "pydantic_responses_function_tool": "_tools",
}

__all__ = ["pydantic_function_tool", "pydantic_responses_function_tool"]

if TYPE_CHECKING:
    from ._tools import pydantic_function_tool as pydantic_function_tool
    from ._tools import pydantic_responses_function_tool as pydantic_responses_function_tool
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
