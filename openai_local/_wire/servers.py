"""Which server it is that answers: its answers in, its name, version and models out.

Nothing here asks: `next_question` says what to ask next, as long as there is something to learn.
All questions leave the server as it is; those that would load or unload a model, or run one
(`/unload` of llama-swap, `/health` of LiteLLM, `/health_generate` of SGLang), are not among them.

What the signs are known from: recorded answers (tests/samples) of llama.cpp, vLLM, mlx-lm,
transformers and LiteLLM; source and documentation of Ollama, LM Studio, SGLang, LocalAI, TabbyAPI,
KoboldCpp and llama-swap. Some servers pass themselves off as others: LocalAI, KoboldCpp and
llama-swap answer Ollama's `/api/version`, TabbyAPI KoboldCpp's `/api/extra/version`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from .._http import Headers, Response
from .loading import says_loading

#: The question that a client asks, too: below base_url, not below the server's root.
MODELS = "models"


class Question(NamedTuple):
    """What to ask: a GET, or a POST of `body`."""

    path: str
    body: Mapping[str, Any] | None = None


class Answer(NamedTuple):
    """What came back; `data` is the body if it is JSON, `status` 0 if there was no answer."""

    status: int
    headers: Mapping[str, str]
    text: str
    data: Any

    @classmethod
    def of(cls, response: Response) -> Answer:
        """The answer in a response whose body was read."""
        return cls.made(response.status_code, response.headers, response.text)

    @classmethod
    def made(cls, status: int, headers: Mapping[str, str], text: str) -> Answer:
        """The answer of that text."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        return cls(status, headers, text, data)

    @property
    def is_model_list(self) -> bool:
        """True for what `GET /v1/models` is to return. mlx-lm returns nothing if it has none."""
        is_empty = not self.text and self.headers.get("server", "").startswith("BaseHTTP/")
        return self.status == 200 and (is_empty or isinstance(_get(self.data, "data"), list))

    @property
    def is_loading(self) -> bool:
        """True if the server is there, but its model is still being loaded."""
        return says_loading(self.status, self.text)


NO_ANSWER = Answer(0, Headers(), "", None)

if TYPE_CHECKING:
    Answers: TypeAlias = Mapping[str, Answer]


class Model(NamedTuple):
    """A model of the server; None stands for what the server does not say."""

    id: str
    #: Tokens of prompt and answer together.
    context: int | None = None
    is_loaded: bool | None = None
    vision: bool | None = None
    audio: bool | None = None
    tools: bool | None = None
    embeddings: bool | None = None
    chat: bool | None = None


class Server(NamedTuple):
    """A server as it presents itself; `name` is "" if it is none of those known here."""

    name: str
    version: str | None = None
    models: tuple[Model, ...] = ()
    #: It loads the model that a request names, maybe in place of another one.
    loads_on_demand: bool = False
    #: It answers with the model that it has, whatever name the request gives.
    ignores_names: bool = False
    #: The name by which a request gets the model that the server was started with.
    default_model: str | None = None


class _Kind(NamedTuple):
    name: str
    is_it: Callable[[Answers], bool]
    #: What to ask once it is known that it is this kind.
    questions: Callable[[Answers], tuple[Question, ...]]
    describe: Callable[[Answers], Server]


def next_question(answers: Answers) -> Question | None:
    """What to ask next; None if all is known that can be. `answers` are those so far, by path."""
    kind = _kind_of(answers)
    questions = _SIGNS if kind is None else kind.questions(answers)
    return next((question for question in questions if question.path not in answers), None)


def recognised(answers: Answers) -> Server:
    """The server that gave these answers."""
    kind = _kind_of(answers)
    return Server("", models=_listed(answers)) if kind is None else kind.describe(answers)


def _kind_of(answers: Answers) -> _Kind | None:
    return next((kind for kind in _KINDS if kind.is_it(answers)), None)


def name_in(answer: Answer) -> str:
    """The server's name as far as its list of models alone, or an error in its place, tells it."""
    return recognised({MODELS: answer}).name


def refuses_key(answer: Answer, server: Server) -> bool:
    """True if the key is wrong or missing, in whatever words the server says it."""
    if answer.status in (401, 403):
        return True
    # LiteLLM without a database: 400 for a wrong key, 500 for none.
    is_failure = answer.status == 500 or "no_db_connection" in answer.text
    return server.name == "LiteLLM" and is_failure


# -- reading answers


def _get(data: Any, *path: str) -> Any:
    """What stands there in nested objects, None if nothing does."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _said(answers: Answers, path: str, *names: str) -> Any:
    return _get(answers.get(path, NO_ANSWER).data, *names)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(*values: Any) -> int | None:
    """The first of the values that is a number of tokens."""
    numbers = (v for v in values if isinstance(v, int) and not isinstance(v, bool) and v > 0)
    return next(numbers, None)


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _objects(value: Any) -> list[dict[str, Any]]:
    """The JSON objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _header(answers: Answers, name: str) -> str | None:
    """The header in the first answer that has it."""
    return next((a.headers[name] for a in answers.values() if name in a.headers), None)


def _software(answers: Answers) -> str:
    return _header(answers, "server") or ""


def _owner(answers: Answers) -> str:
    """Who owns the models; most servers write their own name there."""
    models = _objects(_said(answers, MODELS, "data"))
    return str(models[0].get("owned_by", "")) if models else ""


def _listed(answers: Answers) -> tuple[Model, ...]:
    """The models of the list, with what any server may say in it."""
    entries = _objects(_said(answers, MODELS, "data"))
    return tuple(_listed_model(entry) for entry in entries if _text(entry.get("id")))


def _listed_model(entry: dict[str, Any]) -> Model:
    inputs = _get(entry, "architecture", "input_modalities") or entry.get("input_modalities")
    inputs = inputs if isinstance(inputs, list) else None
    state = _get(entry, "status", "value")
    return Model(
        entry["id"],
        context=_number(
            _get(entry, "meta", "n_ctx"),
            entry.get("max_model_len"),
            _get(entry, "parameters", "max_seq_len"),
            entry.get("context_length"),
        ),
        is_loaded=state == "loaded" if isinstance(state, str) else None,
        vision=None if inputs is None else "image" in inputs,
        audio=None if inputs is None else "audio" in inputs,
    )


def _root(*paths: str) -> Callable[[Answers], tuple[Question, ...]]:
    return lambda answers: tuple(map(Question, paths))


# -- llama.cpp and what is built on it


def _is_router(answers: Answers) -> bool:
    return any(model.is_loaded is not None for model in _listed(answers))


def _ask_llama(answers: Answers) -> tuple[Question, ...]:
    models = _listed(answers)
    if not models or _is_router(answers):
        # There, the question would load a model.
        return (Question("/props"),)
    # Nowhere else does it say whether it was started with --embeddings.
    embed = {"model": models[0].id, "input": "a"}
    return (Question("/props"), Question("/v1/embeddings", embed))


def _describe_llama(answers: Answers) -> Server:
    props = answers.get("/props", NO_ANSWER).data
    embeds = answers.get("/v1/embeddings", NO_ANSWER).status
    is_router = _is_router(answers)
    version = _text(_get(props, "build_info"))
    about: dict[str, Any] = {
        "vision": _flag(_get(props, "modalities", "vision")),
        "audio": _flag(_get(props, "modalities", "audio")),
        "tools": _flag(_get(props, "chat_template_caps", "supports_tools")),
        "context": _number(_get(props, "default_generation_settings", "n_ctx")),
        "embeddings": {200: True, 501: False}.get(embeds),
    }
    known = {} if is_router else {name: v for name, v in about.items() if v is not None}
    return Server(
        "llama.cpp",
        # Built without git, it says "b0-unknown".
        None if version is None or "unknown" in version else version,
        tuple(model._replace(**known) for model in _listed(answers)),
        loads_on_demand=is_router,
        ignores_names=not is_router,
    )


def _describe_llama_swap(answers: Answers) -> Server:
    running = {
        _text(entry.get("model"))
        for entry in _objects(_said(answers, "/running", "running"))
        if entry.get("state", "ready") == "ready"
    }
    models = tuple(m._replace(is_loaded=m.id in running) for m in _listed(answers))
    version = _text(_said(answers, "/api/version", "version"))
    return Server("llama-swap", version, models, loads_on_demand=True)


def _is_kobold(answers: Answers) -> bool:
    name = _said(answers, "/.well-known/serviceinfo", "software", "name")
    return (
        _owner(answers) == "koboldcpp"
        or (isinstance(name, str) and name.lower() == "koboldcpp")
        or _said(answers, "/api/extra/version", "result") == "KoboldCpp"
    )


def _describe_kobold(answers: Answers) -> Server:
    about = answers.get("/api/extra/version", NO_ANSWER).data
    context = _number(_said(answers, "/api/extra/true_max_context_length", "value"))
    models = tuple(
        model._replace(
            context=context,
            chat=_flag(_get(about, "llm")),
            vision=_flag(_get(about, "vision")),
            audio=_flag(_get(about, "audio")),
            embeddings=_flag(_get(about, "embeddings")),
        )
        for model in _listed(answers)
    )
    return Server("KoboldCpp", _text(_get(about, "version")), models, ignores_names=True)


# -- Ollama, LM Studio, LocalAI


def _ask_ollama(answers: Answers) -> tuple[Question, ...]:
    loaded = _objects(_said(answers, "/api/ps", "models"))
    names = [name for entry in loaded if (name := _text(entry.get("model")))]
    show = [Question("/api/show", {"model": names[0]})] if names else []
    return (Question("/api/version"), Question("/api/ps"), *show)


def _describe_ollama(answers: Answers) -> Server:
    loaded = {_text(e.get("model")): e for e in _objects(_said(answers, "/api/ps", "models"))}
    shown = next(iter(loaded), None)
    able = _said(answers, "/api/show", "capabilities")
    models = []
    for model in _listed(answers):
        running = loaded.get(model.id)
        known = model._replace(is_loaded=running is not None)
        if running is not None:
            known = known._replace(context=_number(running.get("context_length")))
        if model.id == shown and isinstance(able, list):
            known = known._replace(
                vision="vision" in able,
                tools="tools" in able,
                embeddings="embedding" in able,
                chat="completion" in able,
            )
        models.append(known)
    version = _text(_said(answers, "/api/version", "version"))
    return Server("Ollama", version, tuple(models), loads_on_demand=True)


def _is_lm_studio(answers: Answers) -> bool:
    # Its answer to any path that it doesn't have, with status 200.
    errors = (_get(answer.data, "error") for answer in answers.values())
    return _owner(answers) == "organization_owner" or any(
        isinstance(error, str) and error.startswith("Unexpected endpoint or method")
        for error in errors
    )


def _describe_lm_studio(answers: Answers) -> Server:
    details = {
        _text(entry.get("key")): entry
        for entry in _objects(_said(answers, "/api/v1/models", "models"))
    }
    models = []
    for model in _listed(answers):
        entry = details.get(model.id, {})
        running = _objects(entry.get("loaded_instances"))
        config = running[0].get("config") if running else None
        is_llm = {"llm": True, "embedding": False}.get(str(entry.get("type")))
        models.append(
            model._replace(
                is_loaded=bool(running) if entry else None,
                context=_number(_get(config, "context_length")),
                vision=_flag(_get(entry, "capabilities", "vision")),
                tools=_flag(_get(entry, "capabilities", "trained_for_tool_use")),
                chat=is_llm,
                embeddings=None if is_llm is None else not is_llm,
            )
        )
    return Server("LM Studio", None, tuple(models), loads_on_demand=True)


def _describe_local_ai(answers: Answers) -> Server:
    version = _text(_said(answers, "/.well-known/localai.json", "version"))
    entries = _objects(_said(answers, "/system", "loaded_models"))
    loaded = {_text(entry.get("id")) for entry in entries}
    models = tuple(m._replace(is_loaded=m.id in loaded) for m in _listed(answers))
    return Server("LocalAI", version, models, loads_on_demand=True)


# -- servers in Python


def _is_uvicorn(answers: Answers) -> bool:
    return _software(answers) == "uvicorn"


def _is_vllm(answers: Answers) -> bool:
    # Without a key it shows nothing below /v1, but its version.
    version = answers.get("/version", NO_ANSWER).data
    is_version = isinstance(version, dict) and list(version) == ["version"]
    return _owner(answers) == "vllm" or (is_version and _is_uvicorn(answers))


def _describe_vllm(answers: Answers) -> Server:
    return Server("vLLM", _text(_said(answers, "/version", "version")), _listed(answers))


def _describe_sglang(answers: Answers) -> Server:
    about = answers.get("/model_info", NO_ANSWER).data
    makes_text = _flag(_get(about, "is_generation"))
    models = tuple(
        model._replace(
            vision=_flag(_get(about, "has_image_understanding")),
            audio=_flag(_get(about, "has_audio_understanding")),
            chat=makes_text,
            embeddings=None if makes_text is None else not makes_text,
        )
        for model in _listed(answers)
    )
    return Server("SGLang", _text(_said(answers, "/server_info", "version")), models)


def _is_tabby(answers: Answers) -> bool:
    name = _said(answers, "/.well-known/serviceinfo", "software", "name")
    return _owner(answers) == "tabbyAPI" or name == "TabbyAPI"


def _describe_tabby(answers: Answers) -> Server:
    current = answers.get("/v1/model", NO_ANSWER).data
    about = _get(current, "parameters")
    models = tuple(
        model._replace(
            is_loaded=True,
            context=_number(_get(about, "max_seq_len")) or model.context,
            vision=_flag(_get(about, "use_vision")),
        )
        if model.id == _get(current, "id")
        else model._replace(is_loaded=False)
        for model in _listed(answers)
    )
    return Server("TabbyAPI", None, models, loads_on_demand=True)


def _is_litellm(answers: Answers) -> bool:
    is_ready = _text(_said(answers, "/health/readiness", "db")) is not None
    return is_ready or _litellm_version(answers) is not None


def _litellm_version(answers: Answers) -> str | None:
    said = (
        _text(_said(answers, path, "litellm_version"))
        for path in ("/health/readiness/details", "/health/readiness")
    )
    return next(filter(None, said), None) or _header(answers, "x-litellm-version")


def _is_healthy(answers: Answers) -> bool:
    return bool(answers.get("/health", NO_ANSWER).data == {"status": "ok"})


def _is_transformers(answers: Answers) -> bool:
    return (
        _is_healthy(answers)
        and _is_uvicorn(answers)
        and _header(answers, "x-request-id") is not None
    )


def _is_mlx(answers: Answers) -> bool:
    return _is_healthy(answers) and _software(answers).startswith("BaseHTTP/")


_KINDS = (
    _Kind(
        "llama-swap",
        lambda a: _owner(a) == "llama-swap" or isinstance(_said(a, "/running", "running"), list),
        _root("/running", "/api/version"),
        _describe_llama_swap,
    ),
    _Kind("llama.cpp", lambda a: _software(a) == "llama.cpp", _ask_llama, _describe_llama),
    _Kind("vLLM", _is_vllm, _root("/version"), _describe_vllm),
    _Kind(
        "SGLang",
        lambda a: _owner(a) == "sglang",
        _root("/server_info", "/model_info"),
        _describe_sglang,
    ),
    _Kind("LM Studio", _is_lm_studio, _root("/api/v1/models"), _describe_lm_studio),
    _Kind("TabbyAPI", _is_tabby, _root("/v1/model"), _describe_tabby),
    _Kind(
        "KoboldCpp",
        _is_kobold,
        _root("/api/extra/version", "/api/extra/true_max_context_length"),
        _describe_kobold,
    ),
    _Kind(
        "LocalAI",
        lambda a: _text(_said(a, "/.well-known/localai.json", "version")) is not None,
        _root("/system"),
        _describe_local_ai,
    ),
    _Kind(
        "LiteLLM",
        _is_litellm,
        _root("/health/readiness/details"),
        lambda a: Server(
            "LiteLLM",
            _litellm_version(a),
            _listed(a),
            # Whatever it passes the request on to may cost money.
            loads_on_demand=True,
        ),
    ),
    _Kind(
        "Ollama",
        lambda a: _owner(a) == "library" or a.get("/", NO_ANSWER).text == "Ollama is running",
        _ask_ollama,
        _describe_ollama,
    ),
    _Kind(
        "transformers serve",
        _is_transformers,
        _root(),
        lambda a: Server("transformers serve", None, _listed(a), loads_on_demand=True),
    ),
    _Kind(
        "mlx-lm",
        _is_mlx,
        _root(),
        lambda a: Server(
            "mlx-lm", None, _listed(a), loads_on_demand=True, default_model="default_model"
        ),
    ),
)

#: What to ask a server whose list of models does not give it away, the surest signs first.
_SIGNS = tuple(
    map(
        Question,
        (
            "/.well-known/serviceinfo",  # TabbyAPI, KoboldCpp; LM Studio by its refusal
            "/health/readiness",  # LiteLLM
            "/.well-known/localai.json",
            "/",  # Ollama
            "/running",  # llama-swap
            "/version",  # vLLM
            "/api/extra/version",  # KoboldCpp before it had the first
            "/health",  # transformers, mlx-lm
        ),
    )
)
