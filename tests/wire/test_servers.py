"""Servers by their answers: recorded ones where there are some, else as their source has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from openai_local._http import Headers
from openai_local._wire import servers
from openai_local._wire.servers import MODELS, Answer, Model, Question, Server

from ..conftest import SAMPLES

NOT_FOUND = Answer.made(404, Headers({"server": "nginx"}), "no")


def recorded(name: str) -> Answer:
    """A recorded answer. None of these is sent in chunks."""
    head, _, body = (SAMPLES / f"{name}.http").read_bytes().partition(b"\r\n\r\n")
    status, *fields = head.decode("latin-1").split("\r\n")
    pairs = [field.partition(":") for field in fields]
    headers = Headers([(name, value.strip()) for name, _, value in pairs])
    return Answer.made(int(status.split()[1]), headers, body.decode())


def said(data: Any, status: int = 200, **headers: str) -> Answer:
    """An answer in JSON."""
    return Answer.made(status, Headers(headers), json.dumps(data))


def listed(owner: str, *ids: str, **more: Any) -> Answer:
    """A list of models."""
    entries = [{"id": each, "object": "model", "owned_by": owner, **more} for each in ids]
    return said({"object": "list", "data": entries})


def asked(
    world: Mapping[str, Answer], missing: Answer = NOT_FOUND
) -> tuple[Server, list[Question]]:
    """The server that answers like that, and what was asked until it was known."""
    answers = {MODELS: world[MODELS]}
    questions = []
    while question := servers.next_question(answers):
        assert question.path not in answers, "asked twice"
        questions.append(question)
        answers[question.path] = world.get(question.path, missing)
    return servers.recognised(answers), questions


def paths(questions: list[Question]) -> list[str]:
    return [question.path for question in questions]


# -- recorded --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "context", "vision"),
    [("b10434", 1024, None), ("b11434", 1024, True), ("b11549", 1024, False)],
)
def test_llama_cpp_by_its_list_alone(build: str, context: int, vision: bool | None) -> None:
    """Its header names it, and newer ones say in the list whether a model sees."""
    answer = recorded(f"llama-server-{build}-models")

    assert "llama.cpp" == servers.name_in(answer)
    [model] = servers.recognised({MODELS: answer}).models
    assert (context, vision) == (model.context, model.vision)


def test_llama_cpp() -> None:
    """Its properties tell the build, the context of a slot, and what the model can do."""
    world = {
        MODELS: recorded("llama-server-b10434-models"),
        "/props": recorded("llama-server-b10434-props"),
        "/v1/embeddings": recorded("llama-server-error-embeddings"),
    }
    server, questions = asked(world)

    model = Model(
        "tiny-chat", context=1024, vision=False, audio=False, tools=True, embeddings=False
    )
    assert Server("llama.cpp", "b1-7e4c0a9", (model,), ignores_names=True) == server
    assert [
        Question("/props"),
        Question("/v1/embeddings", {"model": "tiny-chat", "input": "a"}),
    ] == questions


def test_llama_cpp_that_loads() -> None:
    """While it loads its model it is known all the same."""
    answer = recorded("llama-server-error-loading")

    assert answer.is_loading
    assert "llama.cpp" == servers.name_in(answer)
    assert not answer.is_model_list


def test_llama_cpp_without_its_key() -> None:
    """A refusal has its header, too; nothing is asked that would need a model's name."""
    world = {MODELS: recorded("llama-server-models-no-key")}
    server, questions = asked(world)

    assert Server("llama.cpp", ignores_names=True) == server
    assert servers.refuses_key(world[MODELS], server)
    assert ["/props"] == paths(questions)


def test_vllm() -> None:
    """It owns its models, and has a version."""
    world = {MODELS: recorded("vllm-models"), "/version": recorded("vllm-version")}
    server, questions = asked(world, recorded("vllm-not-found"))

    assert Server("vLLM", "0.32.0", (Model("tiny-chat", context=1024),)) == server
    assert ["/version"] == paths(questions)


def test_vllm_without_its_key() -> None:
    """Only what is below /v1 is closed: the version gives it away."""
    world = {MODELS: recorded("vllm-error-key"), "/version": recorded("vllm-version")}
    server, _ = asked(world, recorded("vllm-not-found"))

    assert Server("vLLM", "0.32.0") == server
    assert servers.refuses_key(world[MODELS], server)


def test_mlx_lm() -> None:
    """Its list may have no body at all; its health and Python's HTTP server give it away."""
    world = {MODELS: recorded("mlx-lm-models"), "/health": recorded("mlx-lm-health")}
    server, _ = asked(world, recorded("mlx-lm-not-found"))

    assert world[MODELS].is_model_list
    expected = Server("mlx-lm", loads_on_demand=True, default_model="default_model")
    assert expected == server


def test_transformers() -> None:
    """It says its name nowhere; health, uvicorn and numbered requests give it away."""
    world = {MODELS: recorded("transformers-models"), "/health": recorded("transformers-health")}
    server, _ = asked(world, recorded("transformers-not-found"))

    assert Server("transformers serve", loads_on_demand=True) == server


def test_litellm_by_a_header() -> None:
    """Answers to chats carry its version."""
    head = (SAMPLES / "litellm-stream-usage.http").read_bytes().partition(b"\r\n\r\n")[0].decode()
    fields = [tuple(line.split(": ", 1)) for line in head.split("\r\n")[1:]]
    chat = Answer.made(200, Headers([(name, value) for name, value in fields]), "")
    server = servers.recognised({MODELS: recorded("litellm-models"), "/chat": chat})

    assert ("LiteLLM", "1.106.2") == (server.name, server.version)
    assert ["mock", "mock-tool", "local", "mock-error"] == [m.id for m in server.models]


def test_litellm_by_its_readiness() -> None:
    """Before any chat it is asked whether it is ready: never about health, which runs models."""
    world = {
        MODELS: recorded("litellm-models"),
        "/health/readiness": recorded("litellm-readiness"),
        "/health/readiness/details": recorded("litellm-readiness-details"),
    }
    server, questions = asked(world, recorded("litellm-not-found"))

    assert ("LiteLLM", "1.106.2", True) == (server.name, server.version, server.loads_on_demand)
    assert "/health" not in paths(questions)
    assert servers.refuses_key(recorded("litellm-error-key"), server)
    assert not servers.refuses_key(world[MODELS], server)


def test_litellm_of_old() -> None:
    """Before it had details, it told its version to whoever asked whether it is ready."""
    ready = said({"status": "healthy", "db": "connected", "litellm_version": "1.40.0"})
    server, _ = asked({MODELS: said("no", 401), "/health/readiness": ready})

    assert ("LiteLLM", "1.40.0") == (server.name, server.version)


# -- as their source and documentation have them ---------------------------------------------


def test_ollama() -> None:
    """Its list has no context; the loaded model's is in its own API, and what it can do."""
    running = {"model": "qwen3:8b", "context_length": 4096}
    world = {
        MODELS: listed("library", "qwen3:8b", "llava:7b"),
        "/api/version": said({"version": "0.35.1"}),
        "/api/ps": said({"models": [running]}),
        "/api/show": said({"capabilities": ["completion", "tools"]}),
    }
    server, questions = asked(world)

    qwen = Model("qwen3:8b", 4096, True, vision=False, tools=True, embeddings=False, chat=True)
    models = (qwen, Model("llava:7b", is_loaded=False))
    assert Server("Ollama", "0.35.1", models, loads_on_demand=True) == server
    assert Question("/api/show", {"model": "qwen3:8b"}) == questions[-1]


def test_ollama_without_models() -> None:
    """An empty list names nobody; its front page does."""
    world = {
        MODELS: said({"object": "list", "data": None}),
        "/": Answer.made(200, Headers(), "Ollama is running"),
        "/api/version": said({"version": "0.35.1"}),
    }

    assert Server("Ollama", "0.35.1", loads_on_demand=True) == asked(world)[0]


def test_lm_studio() -> None:
    """What its list leaves out is in its own API, by the same names."""
    loaded = {"id": "qwen", "config": {"context_length": 8192}}
    able = {"vision": False, "trained_for_tool_use": True}
    world = {
        MODELS: listed("organization_owner", "qwen", "nomic"),
        "/api/v1/models": said(
            {
                "models": [
                    {
                        "key": "qwen",
                        "type": "llm",
                        "loaded_instances": [loaded],
                        "capabilities": able,
                    },
                    {"key": "nomic", "type": "embedding", "loaded_instances": []},
                ]
            }
        ),
    }
    server, _ = asked(world)

    assert (
        Model("qwen", 8192, True, vision=False, tools=True, embeddings=False, chat=True),
        Model("nomic", is_loaded=False, embeddings=True, chat=False),
    ) == server.models
    assert ("LM Studio", True) == (server.name, server.loads_on_demand)


def test_lm_studio_by_its_refusal() -> None:
    """To a path that it lacks, such as one without /v1, it answers with status 200."""
    answer = said({"error": "Unexpected endpoint or method. (GET /models)"})

    assert "LM Studio" == servers.name_in(answer)
    assert not answer.is_model_list


def test_sglang() -> None:
    """It owns its models, and tells what they understand."""
    world = {
        MODELS: listed("sglang", "qwen", max_model_len=32768),
        "/server_info": said({"version": "0.5.6"}),
        "/model_info": said(
            {
                "is_generation": True,
                "has_image_understanding": True,
                "has_audio_understanding": False,
            }
        ),
    }
    model = Model("qwen", 32768, vision=True, audio=False, embeddings=False, chat=True)

    assert Server("SGLang", "0.5.6", (model,)) == asked(world)[0]


def test_tabby_api() -> None:
    """It says what is loaded, and with which context."""
    current = {"id": "qwen", "parameters": {"max_seq_len": 16384, "use_vision": True}}
    world = {MODELS: listed("tabbyAPI", "qwen", "other"), "/v1/model": said(current)}
    models = (Model("qwen", 16384, True, vision=True), Model("other", is_loaded=False))

    assert Server("TabbyAPI", None, models, loads_on_demand=True) == asked(world)[0]


def test_tabby_api_without_its_key() -> None:
    """It is not taken for KoboldCpp, as which it poses elsewhere."""
    world = {
        MODELS: said({"detail": "Please provide an API key"}, 401),
        "/.well-known/serviceinfo": said({"software": {"name": "TabbyAPI"}}),
        "/api/extra/version": said({"result": "KoboldCpp", "version": "1.61"}),
    }

    assert "TabbyAPI" == asked(world)[0].name


def test_kobold_cpp() -> None:
    """It tells what it was started with."""
    about = {"result": "KoboldCpp", "version": "1.113.2", "llm": True, "vision": False}
    world = {
        MODELS: listed("koboldcpp", "koboldcpp/qwen"),
        "/api/extra/version": said({**about, "audio": False, "embeddings": True}),
        "/api/extra/true_max_context_length": said({"value": 8192}),
        "/api/version": said({"version": "0.7.0"}),
    }
    model = Model("koboldcpp/qwen", 8192, vision=False, audio=False, embeddings=True, chat=True)

    assert Server("KoboldCpp", "1.113.2", (model,), ignores_names=True) == asked(world)[0]


def test_local_ai() -> None:
    """It has a page for being found; it is not taken for Ollama, as which it poses elsewhere."""
    world = {
        MODELS: said({"object": "list", "data": [{"id": "qwen", "object": "model"}]}),
        "/.well-known/localai.json": said({"version": "v4.9.0", "endpoints": {}}),
        "/system": said({"loaded_models": [{"id": "qwen"}]}),
        "/api/version": said({"version": "0.9.0"}),
    }
    models = (Model("qwen", is_loaded=True),)

    assert Server("LocalAI", "v4.9.0", models, loads_on_demand=True) == asked(world)[0]


def test_llama_swap() -> None:
    """It owns the models of others, and says which one runs. /unload is never asked."""
    world = {
        MODELS: listed("llama-swap", "qwen", "gemma"),
        "/running": said({"running": [{"model": "gemma", "state": "ready"}]}),
        "/api/version": said({"version": "190", "commit": "abc"}),
    }
    server, questions = asked(world)

    models = (Model("qwen", is_loaded=False), Model("gemma", is_loaded=True))
    assert Server("llama-swap", "190", models, loads_on_demand=True) == server
    assert ["/running", "/api/version"] == paths(questions)


def test_llama_cpp_as_a_router() -> None:
    """With many models it loads what is asked for, so it isn't asked to embed."""
    entries = [
        {"id": "a", "owned_by": "llamacpp", "status": {"value": "loaded"}},
        {"id": "b", "owned_by": "llamacpp", "status": {"value": "unloaded"}},
    ]
    server, questions = asked({MODELS: said({"data": entries}, Server="llama.cpp")})

    models = (Model("a", is_loaded=True), Model("b", is_loaded=False))
    assert Server("llama.cpp", None, models, loads_on_demand=True) == server
    assert ["/props"] == paths(questions)


# -- none of these ---------------------------------------------------------------------------


def test_an_unknown_server() -> None:
    """Its models are known even so; it is asked for every sign once."""
    server, questions = asked({MODELS: listed("somebody", "m", max_model_len=10)})

    assert Server("", models=(Model("m", 10),)) == server
    assert len(questions) == len(set(paths(questions))) == 8


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", '"x"', "[" * 100_000, '{"data": 5}', '{"data": [5, null, {}, {"id": 7}]}',
     '{"data": [{"id": "m", "meta": [], "status": "x", "architecture": 3, "max_model_len": true}]}',
     '{"software": 1, "running": {}, "error": []}'],
)  # fmt: skip
def test_nonsense_is_no_server(text: str) -> None:
    """Whatever comes back, nothing breaks, and nothing is made of it."""
    answer = Answer.made(200, Headers(), text)
    server, _ = asked({MODELS: answer}, answer)

    assert "" == server.name
    assert server.models in ((), (Model("m"),))


@pytest.mark.parametrize(
    "owner", ["llama-swap", "vllm", "sglang", "organization_owner", "tabbyAPI", "koboldcpp",
              "library", "somebody"],
)  # fmt: skip
@pytest.mark.parametrize(
    "value", [None, 5, True, "x", [], {}, [[]], [{}], {"x": [1]}, [{"id": []}]]
)
def test_nonsense_about_a_server(owner: str, value: Any) -> None:
    """Of a server that is known, what makes no sense is as good as not said."""
    names = ["models", "running", "model", "key", "id", "state", "parameters", "loaded_models",
             "loaded_instances", "capabilities", "context_length", "version", "software", "db",
             "config", "type", "value", "modalities"]  # fmt: skip
    inner = dict.fromkeys(names, value)
    for odd in (said(value), said(inner), said([inner]), said({name: [inner] for name in names})):
        server, _ = asked({MODELS: listed(owner, "m", meta=value, status=value)}, odd)
        assert ["m"] == [model.id for model in server.models]


@pytest.mark.parametrize(
    ("status", "text", "is_loading"),
    [
        (503, '{"error":{"message":"Loading model"}}', True),
        (500, "llm server loading model", True),
        (503, "busy", False),
        (200, "Loading model", False),
    ],
)
def test_loading(status: int, text: str, is_loading: bool) -> None:
    """Only a failure that says so means that the model is still being loaded."""
    assert is_loading == Answer.made(status, Headers(), text).is_loading
