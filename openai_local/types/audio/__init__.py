"""Speech to text and text to speech: every public name, loaded on first use."""

from __future__ import annotations

from ..._lazy import by_name, lazy

# What type checkers see is `__init__.pyi`.
_MODULE_OF = by_name(
    """
    speech_create_params: SpeechCreateParams SpeechModel
    transcription: Transcription TranscriptionLanguage TranscriptionSegment TranscriptionWord
    transcription_create_params: TranscriptionCreateParams TranscriptionInclude
        TranslationCreateParams
    transcription_diarized: TranscriptionDiarized TranscriptionDiarizedSegment
    transcription_stream_event: TranscriptionStreamEvent TranscriptionTextDeltaEvent
        TranscriptionTextDoneEvent TranscriptionTextSegmentEvent
    transcription_verbose: TranscriptionCreateResponse TranscriptionVerbose
    translation: Translation TranslationCreateResponse TranslationVerbose
    """
)

__all__ = list(_MODULE_OF)

__getattr__, __dir__ = lazy(__name__, _MODULE_OF)
