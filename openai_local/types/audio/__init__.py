"""Speech to text and text to speech: every public name, loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy

# Type checkers need the imports spelled out; tests/types/test_exports.py keeps both lists equal.
_MODULE_OF = {
    "SpeechCreateParams": "speech_create_params",
    "SpeechModel": "speech_create_params",
    "Transcription": "transcription",
    "TranscriptionCreateParams": "transcription_create_params",
    "TranscriptionCreateResponse": "transcription_verbose",
    "TranscriptionDiarized": "transcription_diarized",
    "TranscriptionDiarizedSegment": "transcription_diarized",
    "TranscriptionInclude": "transcription_create_params",
    "TranscriptionLanguage": "transcription",
    "TranscriptionSegment": "transcription",
    "TranscriptionStreamEvent": "transcription_stream_event",
    "TranscriptionTextDeltaEvent": "transcription_stream_event",
    "TranscriptionTextDoneEvent": "transcription_stream_event",
    "TranscriptionTextSegmentEvent": "transcription_stream_event",
    "TranscriptionVerbose": "transcription_verbose",
    "TranscriptionWord": "transcription",
    "Translation": "translation",
    "TranslationCreateParams": "transcription_create_params",
    "TranslationCreateResponse": "translation",
    "TranslationVerbose": "translation",
}

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from .speech_create_params import SpeechCreateParams as SpeechCreateParams
    from .speech_create_params import SpeechModel as SpeechModel
    from .transcription import Transcription as Transcription
    from .transcription import TranscriptionLanguage as TranscriptionLanguage
    from .transcription import TranscriptionSegment as TranscriptionSegment
    from .transcription import TranscriptionWord as TranscriptionWord
    from .transcription_create_params import TranscriptionCreateParams as TranscriptionCreateParams
    from .transcription_create_params import TranscriptionInclude as TranscriptionInclude
    from .transcription_create_params import TranslationCreateParams as TranslationCreateParams
    from .transcription_diarized import TranscriptionDiarized as TranscriptionDiarized
    from .transcription_diarized import TranscriptionDiarizedSegment as TranscriptionDiarizedSegment
    from .transcription_stream_event import TranscriptionStreamEvent as TranscriptionStreamEvent
    from .transcription_stream_event import (
        TranscriptionTextDeltaEvent as TranscriptionTextDeltaEvent,
    )
    from .transcription_stream_event import TranscriptionTextDoneEvent as TranscriptionTextDoneEvent
    from .transcription_stream_event import (
        TranscriptionTextSegmentEvent as TranscriptionTextSegmentEvent,
    )
    from .transcription_verbose import TranscriptionCreateResponse as TranscriptionCreateResponse
    from .transcription_verbose import TranscriptionVerbose as TranscriptionVerbose
    from .translation import Translation as Translation
    from .translation import TranslationCreateResponse as TranslationCreateResponse
    from .translation import TranslationVerbose as TranslationVerbose
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
