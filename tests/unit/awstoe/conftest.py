"""The real door of the checks: a document in, findings as one line each out."""

from __future__ import annotations

from textwrap import dedent

import pytest

from generator.awstoe.check import check


@pytest.fixture
def told():
    """What is found in a document: `line:column CODE message`."""

    def run(text, platform="", **how):
        checked = check("doc.yaml", dedent(text).lstrip("\n").encode(), platform, **how)
        return [
            f"{each.location.span.line}:{each.location.span.column} {each.code} {each.message}"
            for each in checked.findings
        ]

    return run


@pytest.fixture
def step(told):
    """What is found in a document of one step, given as YAML of its action and inputs."""

    def run(action, inputs="", platform="", **settings):
        lines = [f"        {key}: {value}" for key, value in settings.items()]
        below = [f"          {line}" for line in dedent(inputs).strip("\n").splitlines()]
        text = "\n".join(
            [
                "schemaVersion: 1.0",
                "phases:",
                "  - name: build",
                "    steps:",
                "      - name: One",
                f"        action: {action}",
                *lines,
                *(["        inputs:"] if below else []),
                *below,
                "",
            ]
        )
        return [line.partition(" ")[2] for line in told(text, platform)]

    return run
