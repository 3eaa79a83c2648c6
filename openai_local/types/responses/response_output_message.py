"""What the model said: messages with their text, annotations and refusals."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = ["ResponseOutputMessage", "ResponseOutputRefusal", "ResponseOutputText"]


class AnnotationFileCitation(BaseModel):
    file_id: str
    filename: str
    index: int
    type: Literal["file_citation"]


class AnnotationURLCitation(BaseModel):
    end_index: int
    start_index: int
    title: str
    type: Literal["url_citation"]
    url: str


class AnnotationContainerFileCitation(BaseModel):
    container_id: str
    end_index: int
    file_id: str
    filename: str
    start_index: int
    type: Literal["container_file_citation"]


class AnnotationFilePath(BaseModel):
    file_id: str
    index: int
    type: Literal["file_path"]


Annotation: TypeAlias = (
    AnnotationFileCitation
    | AnnotationURLCitation
    | AnnotationContainerFileCitation
    | AnnotationFilePath
)


class LogprobTopLogprob(BaseModel):
    token: str
    bytes: list[int]
    logprob: float


class Logprob(BaseModel):
    token: str
    bytes: list[int]
    logprob: float
    top_logprobs: list[LogprobTopLogprob]


class ResponseOutputText(BaseModel):
    annotations: list[Annotation]
    text: str
    type: Literal["output_text"]
    logprobs: list[Logprob] | None = None


class ResponseOutputRefusal(BaseModel):
    refusal: str
    type: Literal["refusal"]


Content: TypeAlias = ResponseOutputText | ResponseOutputRefusal


class ResponseOutputMessage(BaseModel):
    id: str
    content: list[Content]
    role: Literal["assistant"]
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["message"]
    phase: Literal["commentary", "final_answer"] | None = None
