"""Which libraries are tried: their pinned requirements, and the official SDK beside them."""

from __future__ import annotations

from typing import NamedTuple

from ..environments import DEPENDENCIES


class Library(NamedTuple):
    """What is installed for a scenario."""

    #: The version of the official SDK that pip finds for the library.
    official: str
    requirements: tuple[str, ...]
    #: Its file in `scenarios/`, without `.py`.
    scenario: str
    #: Part of a fast run.
    is_fast: bool = False

    @property
    def packages(self) -> list[str]:
        """All that is installed: the library, the official SDK, and what this package needs."""
        return [*self.requirements, f"openai=={self.official}", *DEPENDENCIES]


LIBRARIES = {
    "langchain-openai": Library(
        "3.54.0", ("langchain-openai==1.7.3",), "langchain_openai_", is_fast=True
    ),
    "openai-agents": Library("3.54.0", ("openai-agents==0.24.0",), "openai_agents", is_fast=True),
    "instructor": Library("3.3.0", ("instructor==1.17.0",), "instructor_", is_fast=True),
    "pydantic-ai": Library(
        "3.54.0", ("pydantic-ai-slim[openai]==2.68.0",), "pydantic_ai_", is_fast=True
    ),
    "llama-index": Library(
        "2.54.0",
        (
            "llama-index-llms-openai-like==0.8.1",
            "llama-index-embeddings-openai-like==0.4.0",
            "llama-index-core==0.14.25",
        ),
        "llama_index_",
        is_fast=True,
    ),
    "litellm": Library("2.54.0", ("litellm==1.106.2", "mcp"), "litellm_"),
    "dspy": Library("2.54.0", ("dspy==3.4.1", "numpy"), "dspy_"),
    "smolagents": Library("3.54.0", ("smolagents[openai]==1.26.0",), "smolagents_"),
    "haystack-ai": Library("3.54.0", ("haystack-ai==3.4.0",), "haystack_"),
    "magentic": Library("3.54.0", ("magentic==0.41.1",), "magentic_"),
    "openinference": Library(
        "3.54.0",
        ("openinference-instrumentation-openai==0.1.66", "opentelemetry-sdk", "pydantic"),
        "openinference_",
    ),
    "opentelemetry": Library(
        "3.54.0",
        ("opentelemetry-instrumentation-openai==0.62.4", "opentelemetry-sdk"),
        "opentelemetry_",
    ),
    "langfuse": Library("3.54.0", ("langfuse==5.0.4",), "langfuse_"),
    "langsmith": Library("3.54.0", ("langsmith==0.15.0",), "langsmith_"),
    "logfire": Library("3.54.0", ("logfire==5.2.0",), "logfire_"),
    "braintrust": Library("3.54.0", ("braintrust==0.47.0",), "braintrust_"),
    "autogen": Library(
        "3.54.0", ("autogen-ext[openai]==0.7.5", "autogen-agentchat==0.7.5"), "autogen_"
    ),
    "semantic-kernel": Library("3.54.0", ("semantic-kernel==1.45.0",), "semantic_kernel_"),
    "agno": Library("3.54.0", ("agno==3.1.10",), "agno_"),
    "strands": Library("2.54.0", ("strands-agents[openai]==1.62.0",), "strands_"),
    "mirascope": Library("2.54.0", ("mirascope[openai]==2.8.2",), "mirascope_"),
    "outlines": Library("3.54.0", ("outlines[openai]==1.3.3",), "outlines_"),
    "crewai": Library("2.54.0", ("crewai==1.15.30",), "crewai_"),
    "mem0": Library("3.54.0", ("mem0ai==2.2.1",), "mem0_"),
    "deepeval": Library("3.54.0", ("deepeval==4.3.1",), "deepeval_"),
    "guidance": Library("3.54.0", ("guidance==0.3.1",), "guidance_"),
    "camel": Library("3.54.0", ("camel-ai==0.2.90",), "camel_"),
    "ddtrace": Library("3.54.0", ("ddtrace==4.16.0", "pydantic"), "ddtrace_"),
    "inspect-ai": Library("3.54.0", ("inspect-ai==0.3.285",), "inspect_"),
    "guardrails-ai": Library("2.54.0", ("guardrails-ai==0.11.0",), "guardrails_"),
    "llm": Library("3.54.0", ("llm==0.36",), "llm_"),
}
