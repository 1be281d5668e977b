"""The tree of errors, and the exit codes that scripts rely on."""

from __future__ import annotations

import importlib
import pickle
import pkgutil

import pytest

import generator
from generator.errors import AmiFactoryError, Exit

for module in pkgutil.walk_packages(generator.__path__, "generator."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)


def below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


KINDS = [AmiFactoryError, *below(AmiFactoryError)]
PLAIN = [kind for kind in KINDS if kind.__init__ is AmiFactoryError.__init__]


def test_the_exit_codes_never_change():
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0,
        "FAILED": 1,
        "USAGE": 2,
        "FINDINGS": 3,
        "MACHINE": 4,
        "CHANGES": 5,
        "BUG": 70,
        "HUNG_UP": 129,
        "INTERRUPTED": 130,
        "TERMINATED": 143,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_leaves_with_a_code_of_its_own_meaning(kind):
    assert kind.exit_code in Exit
    assert kind.exit_code is not Exit.DONE


@pytest.mark.parametrize("kind", PLAIN)
def test_an_error_has_a_message_and_a_hint(kind):
    error = kind("what happened", "what to do")

    assert (str(error), error.message, error.hint) == ("what happened",) * 2 + ("what to do",)
    assert kind("what happened").hint == ""


@pytest.mark.parametrize("kind", PLAIN)
def test_an_error_comes_whole_out_of_a_worker_process(kind):
    error = pickle.loads(pickle.dumps(kind("what happened", "what to do")))  # noqa: S301  # ours

    assert (type(error), error.message, error.hint) == (kind, "what happened", "what to do")
