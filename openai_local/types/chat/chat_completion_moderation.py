"""Moderation results inside a completion: one shape, whether streamed or not."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = []


class ModerationInputModerationResultsResult(BaseModel):
    categories: dict[str, bool]
    category_applied_input_types: dict[str, list[Literal["text", "image"]]]
    category_scores: dict[str, float]
    flagged: bool
    model: str
    type: Literal["moderation_result"]


class ModerationInputModerationResults(BaseModel):
    model: str
    results: list[ModerationInputModerationResultsResult]
    type: Literal["moderation_results"]


class ModerationInputError(BaseModel):
    code: str
    message: str
    type: Literal["error"]


ModerationInput: TypeAlias = ModerationInputModerationResults | ModerationInputError


ModerationOutputModerationResultsResult: TypeAlias = ModerationInputModerationResultsResult
ModerationOutputModerationResults: TypeAlias = ModerationInputModerationResults
ModerationOutputError: TypeAlias = ModerationInputError
ModerationOutput: TypeAlias = ModerationInput


class Moderation(BaseModel):
    input: ModerationInput
    output: ModerationOutput
