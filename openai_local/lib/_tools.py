"""Tools made of models: the schema goes to the server, the model reads the arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from .._types import NotGiven, Omit, is_given, omit
from ._pydantic import to_strict_json_schema

if TYPE_CHECKING:
    from ..types.chat import ChatCompletionFunctionToolParam
    from ..types.responses import FunctionToolParam
    from ..types.shared_params import FunctionDefinition

__all__ = [
    "PydanticFunctionTool",
    "ResponsesPydanticFunctionTool",
    "pydantic_function_tool",
    "pydantic_responses_function_tool",
]


class PydanticFunctionTool(dict[str, Any]):
    """The definition of a function that remembers the model it was made of."""

    model: Any

    def __init__(self, defn: FunctionDefinition, model: Any) -> None:
        super().__init__(defn)
        self.model = model

    def cast(self) -> FunctionDefinition:
        """The same object as the type that `tools` takes."""
        return cast("FunctionDefinition", self)


def pydantic_function_tool(
    model: type[Any], *, name: str | None = None, description: str | None = None
) -> ChatCompletionFunctionToolParam:
    """A strict function tool whose parameters are the fields of a pydantic model.

    `parse()` and `stream()` turn the arguments of its calls into instances of `model`. The name
    and the description are those of the class, and its docstring, unless given.
    """
    definition: FunctionDefinition = {
        "name": name or model.__name__,
        "strict": True,
        "parameters": to_strict_json_schema(model),
    }
    # Not `inspect.getdoc`, which would find the docstring of the base class.
    description = model.__doc__ if description is None else description
    if description is not None:
        definition["description"] = description
    return {"type": "function", "function": PydanticFunctionTool(definition, model).cast()}


class ResponsesPydanticFunctionTool(dict[str, Any]):
    """A function tool of the Responses API that remembers the model it was made of."""

    model: Any

    def __init__(self, tool: Any, model: Any) -> None:
        super().__init__(tool)
        self.model = model

    def cast(self) -> FunctionToolParam:
        """The same object as the type that `tools` takes."""
        return cast("FunctionToolParam", self)


def pydantic_responses_function_tool(
    model: type[Any],
    *,
    name: str | None = None,
    description: str | None = None,
    defer_loading: bool | Omit | NotGiven = omit,
) -> FunctionToolParam:
    """`pydantic_function_tool` for the Responses API."""
    function = pydantic_function_tool(model, name=name, description=description)["function"]
    tool = ResponsesPydanticFunctionTool({"type": "function", **function}, model)
    if is_given(defer_loading):
        tool["defer_loading"] = defer_loading
    return tool.cast()
