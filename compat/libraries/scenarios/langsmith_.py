"""LangSmith's `wrap_openai`."""

from langsmith import Client, tracing_context
from langsmith.wrappers import wrap_openai
from steps import play, step
from tracing import steps_with

_runs = []


class Recorder(Client):
    """Keeps what would be sent to LangSmith."""

    def __init__(self):
        super().__init__(api_url="http://127.0.0.1:9", api_key="key", auto_batch_tracing=False)

    def create_run(self, name, inputs, run_type, **more):
        _runs.append(("begins", name, run_type, inputs))

    def update_run(self, run_id, **more):
        _runs.append(("ends", more.get("outputs"), bool(more.get("error"))))


recorder = Recorder()
tracing_context(enabled=True, client=recorder).__enter__()


def runs():
    found = list(_runs)
    _runs.clear()
    return found


steps_with(step, runs, lambda client: wrap_openai(client, tracing_extra={"client": recorder}))
play()
