"""A document that `awstoe` accepts is run to an end, whatever the machine answers."""

from __future__ import annotations

import json
from base64 import b64encode
from itertools import cycle

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.awstoe.actions import ACTIONS, Kind
from generator.awstoe.check import check
from generator.awstoe.operators import COMPARISONS
from generator.ports.machine import Ran
from generator.rehearse.actions.bash import FOLDER
from generator.rehearse.acts import ACTS
from generator.rehearse.logs import Recorder, log_files
from generator.rehearse.model import Status, Use
from generator.rehearse.plan import plan
from generator.rehearse.run import rehearse
from tests.fakes.machine import FakeMachines
from tests.unit.rehearse.conftest import ticking

TEXTS = st.sampled_from(
    [
        "a", "", " ", "/opt/é", "/opt/*", "-rf", "../x", "a\nb", "1.5", "(", "^v", "s3://bucket/k",
        "https://example.com/", "https://[", "{{ Name }}", "{{ loop.value }}", "{{ L.index }}",
        "{{ build.S0.outputs.stdout }}", "{{ build.S0.inputs.commands }}", "x{{Name}}\n{{Name}}",
        "{{ build.S0.outputs[7].stdout }}",
    ]
)  # fmt: skip
OF_KIND = {
    Kind.TEXT: TEXTS,
    Kind.TEXTS: st.lists(TEXTS, min_size=1, max_size=3),
    Kind.FLAG: st.sampled_from(["true", "false", "{{ Name }}"]),
    Kind.NUMBER: st.sampled_from(["0", "7"]),
    Kind.MAPPING: st.dictionaries(TEXTS, TEXTS, max_size=1),
    Kind.PAIRS: st.lists(st.fixed_dictionaries({"name": TEXTS, "value": TEXTS}), max_size=2),
    Kind.PERMISSIONS: st.sampled_from(["0644", "{{ Name }}"]),
    Kind.ENCODING: st.sampled_from(["utf8", "UTF-16-BE", "{{ Name }}"]),
    Kind.FOLDER_OR_FILE: TEXTS,
}
INNER = """\
schemaVersion: 1.0
phases: [{name: build, steps: [{name: A, action: ExecuteDocument, inputs: {document: b}}]}]
"""
OUTPUTS = [
    "", "one\n", "a,b\nc", "aGk=\n", "\0", "é" * 50, "1", b64encode(INNER.encode()).decode()
]  # fmt: skip


def condition():
    one = st.sampled_from(sorted(COMPARISONS)).flatmap(
        lambda name: st.fixed_dictionaries(
            {name: TEXTS} | ({COMPARISONS[name]: TEXTS} if COMPARISONS[name] else {})
        )
    )
    return st.recursive(
        one,
        lambda inner: st.one_of(
            st.fixed_dictionaries({"and": st.lists(inner, min_size=1, max_size=2)}),
            st.fixed_dictionaries({"or": st.lists(inner, min_size=1, max_size=2)}),
            st.fixed_dictionaries({"not": inner}),
        ),
        max_leaves=3,
    )


def inputs(name: str):
    action = ACTIONS[name]
    if name == "Assert":
        return condition()
    one = st.fixed_dictionaries(
        {each.name: OF_KIND[each.kind] for each in action.inputs if each.required},
        optional={each.name: OF_KIND[each.kind] for each in action.inputs if not each.required},
    )
    return one if action.shape == "map" else st.lists(one, min_size=1, max_size=2)


LOOPS = st.one_of(
    st.fixed_dictionaries(
        {"for": st.just({"start": 1, "end": 2, "updateBy": 1})}, optional={"name": st.just("L")}
    ),
    st.fixed_dictionaries({"forEach": st.lists(TEXTS, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"forEach": st.fixed_dictionaries({"list": TEXTS})}),
)  # fmt: skip


def step():
    return st.sampled_from([*sorted(ACTS) * 4, *sorted(ACTIONS)]).flatmap(
        lambda name: st.fixed_dictionaries(
            {"action": st.just(name), "inputs": inputs(name)},
            optional={
                "onFailure": st.sampled_from(["Abort", "Continue", "Ignore"]),
                "maxAttempts": st.just(1 if name == "ExecuteDocument" else 2),
                "timeoutSeconds": st.just(-1),
                "loop": LOOPS,
                "if": condition(),
            },
        )
    )


FIRST = {"name": "S0", "action": "ExecuteBash", "inputs": {"commands": ["a"]}}


@st.composite
def documents(draw):
    """Documents of which most are accepted, by leaving out the steps that are not."""
    kept = [FIRST]
    for number in range(draw(st.integers(1, 4))):
        made = {"name": f"S{number + 1}", **draw(step())}
        if accepted(text([*kept, made])) is not None:
            kept.append(made)
    return text(kept)


def text(steps) -> str:
    return json.dumps(
        {
            "schemaVersion": "1.0",
            "parameters": [{"Name": {"type": "string", "default": "a b"}}],
            "phases": [{"name": "build", "steps": steps}, {"name": "test", "steps": [FIRST]}],
        }
    )


def accepted(document: str):
    return check("doc.yaml", document.encode()).document


ANSWERS = st.builds(
    Ran,
    code=st.sampled_from([0, 0, 0, 1, 127, 194]),
    stdout=st.sampled_from(OUTPUTS),
    stderr=st.sampled_from(["", "no\n", "\n", f"{FOLDER}1/script.sh: line 99: no\n"]),
    seconds=st.just(1.0),
    timed_out=st.sampled_from([False, False, False, True]),
    cut=st.sampled_from([False, False, True]),
    ended=st.sampled_from(["", "", "too much"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.lists(ANSWERS, min_size=1, max_size=6), st.booleans())
def test_every_accepted_document_ends(document: str, answers: list[Ran], network: bool) -> None:
    """Its result has a failure when it failed, and its logs can be written."""
    given = Use("doc", "doc.yaml", document, accepted(document))
    turn, clock = cycle(answers), ticking()
    machines = FakeMachines(lambda _text: next(turn), lambda _command: next(turn))
    recorder = Recorder(lambda: next(clock))

    result = rehearse([given], machines, recorder, now=lambda: next(clock), network=network)

    assert (result.status is Status.FAILED) == (result.failure is not None)
    assert (result.status is Status.REFUSED) == bool(plan([given], network=network).refusals)
    for told in log_files(result, [given], recorder.told, lambda: "id").values():
        told.encode()
