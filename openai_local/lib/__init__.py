"""What is built on the API's own objects: typed answers, and streams that know their whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy

_MODULE_OF = {
    "ResponseFormatT": "_parsing",
    "pydantic_function_tool": "_tools",
    "pydantic_responses_function_tool": "_tools",
    "type_to_response_format_param": "_parsing",
}

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from ._parsing import (
        ResponseFormatT as ResponseFormatT,
        type_to_response_format_param as type_to_response_format_param,
    )
    from ._tools import (
        pydantic_function_tool as pydantic_function_tool,
        pydantic_responses_function_tool as pydantic_responses_function_tool,
    )
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
