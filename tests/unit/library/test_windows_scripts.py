"""PowerShell of the library: read, not run, as no Windows is at hand.

What can be told from the text is asserted: that quotes and brackets are in pairs, that nothing of
PowerShell 7 is used where Image Builder runs 5.1, that programs are asked for their exit code.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.library import components, locate

CLOSING = {"(": ")", "[": "]", "{": "}"}
HERE = re.compile(r"@(['\"])\n(?:.*\n)*?\1@")
PART = re.compile(
    r"(?P<here>@(['\"])\n(?:.*\n)*?\2@)"
    r"|(?P<comment>(?:(?<=^)|(?<=[\s;(){}]))#.*$)"
    r"|(?P<literal>'(?:[^']|'')*')"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<quote>\")|(?P<escape>`.)",
    re.MULTILINE,
)


def bare(script: str) -> str:
    """The script without texts and comments; raises ValueError when something is left open."""
    code, position, open_ = [], 0, []
    while match := _next(script, position, inside=bool(open_) and open_[-1] == '"'):
        if not (open_ and open_[-1] == '"'):
            code.append(script[position : match.start()])
        position = match.end()
        _follow(match, open_)
        if match.lastgroup in ("open", "close"):
            code.append(match[0])
    code.append(script[position:])
    if open_ or "'" in "".join(code):
        raise ValueError(f"not closed: {open_}")
    return "".join(code)


def _next(script: str, position: int, *, inside: bool) -> re.Match[str] | None:
    """What changes how the text after it is read; within double quotes that is little."""
    if inside:
        return re.compile(r"(?P<escape>`.|\"\")|(?P<quote>\")|\$(?P<open>\()").search(
            script, position
        )
    return PART.search(script, position)


def _follow(match: re.Match[str], open_: list[str]) -> None:
    if match.lastgroup == "open":
        open_.append(CLOSING[match["open"]])
    elif match.lastgroup == "close" and (not open_ or open_.pop() != match[0]):
        raise ValueError(f"{match[0]} closes nothing at {match.start()}")
    elif match.lastgroup == "quote":
        if open_ and open_[-1] == '"':
            open_.pop()
        else:
            open_.append('"')


def _scripts() -> list[tuple[str, str]]:
    texts = [(each.name, each.text) for each in components() if each.platform == "Windows"]
    windows = Path(locate()) / "components" / "windows"
    texts += [(path.stem, path.read_text()) for path in sorted(windows.glob("first-*.yaml"))]
    return [
        (f"{name}-{step['name']}", "\n".join(step["inputs"]["commands"]))
        for name, text in texts
        for phase in yaml.safe_load(text)["phases"]
        for step in phase["steps"]
        if step["action"] == "ExecutePowerShell"
    ]


SCRIPTS = _scripts()
every_script = pytest.mark.parametrize(
    "script", [script for _, script in SCRIPTS], ids=[name for name, _ in SCRIPTS]
)


@pytest.mark.parametrize(
    "script",
    ["if ($a) {", "'it", '"$($a"', "@'\nx\n", ")", '"$(f "a)"', "f(}"],
)
def test_what_is_left_open_is_seen(script: str):
    with pytest.raises(ValueError, match=r"closes nothing|not closed"):
        bare(script)


@every_script
def test_quotes_and_brackets_are_in_pairs(script: str):
    assert '"' not in bare(script)


@every_script
def test_it_is_windows_powershell(script: str):
    """Nothing that came with PowerShell 7: chains, ??, the ternary operator, some options."""
    code = bare(script)
    assert not re.search(r"&&|\|\||\?\?|\?\.|\s\?\s", code)
    assert not re.search(r"-(AsHashtable|SkipHttpErrorCheck|Parallel|NoProxy)\b", code)


@every_script
def test_it_ends_in_ways_that_awstoe_sees(script: str):
    """`exit` ends whoever runs the script; a reboot is asked for by AWSTOE's own code."""
    code = bare(script)
    assert not re.search(r"\bexit\b(?!\()", code)
    assert not re.search(r"Restart-Computer|shutdown", code)
    assert set(re.findall(r"\[Environment\]::Exit\(([^)]*)\)", script)) <= {"3010"}


@every_script
def test_every_program_is_asked_how_it_ended(script: str):
    """An exit code stops no script by itself."""
    lines = script.splitlines()
    for number, line in enumerate(lines):
        if re.search(r"(?:^|=)\s*& \w+\.exe\b", line):
            assert "$LASTEXITCODE" in "\n".join(lines[number + 1 : number + 3])


@every_script
def test_here_strings_end_at_the_start_of_a_line(script: str):
    """Anywhere else PowerShell reads on, to the end of the script."""
    assert script.count("@'\n") == len(re.findall(r"^'@", script, re.MULTILINE))
    assert len(HERE.findall(script)) == script.count("@'\n")


@every_script
def test_files_are_named_literally(script: str):
    """A name with brackets is no pattern then."""
    for command in re.findall(r"(?:Test-Path|Remove-Item|Get-ItemProperty|Get-Content) .*", script):
        if "Remove-Item -Recurse" not in command:  # what comes through a pipe is literal
            assert "-LiteralPath" in command
