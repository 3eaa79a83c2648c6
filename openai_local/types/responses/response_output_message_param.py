"""Messages of the model, given back as input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict

__all__ = ["ResponseOutputMessageParam", "ResponseOutputRefusalParam", "ResponseOutputTextParam"]


class AnnotationFileCitation(TypedDict):
    file_id: str
    filename: str
    index: int
    type: Literal["file_citation"]


class AnnotationURLCitation(TypedDict):
    end_index: int
    start_index: int
    title: str
    type: Literal["url_citation"]
    url: str


class AnnotationContainerFileCitation(TypedDict):
    container_id: str
    end_index: int
    file_id: str
    filename: str
    start_index: int
    type: Literal["container_file_citation"]


class AnnotationFilePath(TypedDict):
    file_id: str
    index: int
    type: Literal["file_path"]


Annotation: TypeAlias = (
    AnnotationFileCitation
    | AnnotationURLCitation
    | AnnotationContainerFileCitation
    | AnnotationFilePath
)


class LogprobTopLogprob(TypedDict):
    token: str
    bytes: Iterable[int]
    logprob: float


class Logprob(TypedDict):
    token: str
    bytes: Iterable[int]
    logprob: float
    top_logprobs: Iterable[LogprobTopLogprob]


class ResponseOutputTextParam(TypedDict, total=False):
    annotations: Required[Iterable[Annotation]]
    text: Required[str]
    type: Required[Literal["output_text"]]
    logprobs: Iterable[Logprob]


class ResponseOutputRefusalParam(TypedDict):
    refusal: str
    type: Literal["refusal"]


Content: TypeAlias = ResponseOutputTextParam | ResponseOutputRefusalParam


class ResponseOutputMessageParam(TypedDict, total=False):
    id: Required[str]
    content: Required[Iterable[Content]]
    role: Required[Literal["assistant"]]
    status: Required[Literal["in_progress", "completed", "incomplete"]]
    type: Required[Literal["message"]]
    phase: Literal["commentary", "final_answer"] | None
