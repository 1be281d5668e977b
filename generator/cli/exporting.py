"""What `logs` does."""

from __future__ import annotations

from pathlib import Path

from generator.cli import streams
from generator.cli.options import Asked
from generator.cli.reaching import Reached, named
from generator.errors import Exit, OutputError
from generator.operate import log
from generator.operate.follow import Watch, follow
from generator.operate.states import ended, told
from generator.output import commit, stage, staging
from generator.ports.builds import Build, LogLine
from generator.present.foreign import harmless, line_start
from generator.present.steps import headline


def export(name: str, output: str | None, step: str | None, reached: Reached, asked: Asked) -> Exit:
    """Print the log of a build, or write it to a file.

    Raises:
        NotFoundError: when there is no such build, or no such step in it.
        OutputError: when the file cannot be written.
        AccessError, RemoteError: when AWS does not tell.
    """
    build = reached.builds.build(named(name, reached).newest.arn)
    lines = log.whole(build, reached.logs)
    if step is not None:
        runs = Watch(build.arn, reached.builds, reached.logs).look().runs
        lines = log.of_step(lines, runs, step)
    _say_where(build, lines, reached)
    text = _document(build, lines, reached) if asked.findings == "json" else _text(lines)
    if output is None:
        streams.out(text)
    else:
        _write(Path(output), text)
        streams.err(f"wrote {harmless(output)} ({len(lines)} lines)\n")
    return Exit.DONE


def follow_log(name: str, reached: Reached) -> Exit:
    """Print the log as it grows, until the build ends or somebody stops us.

    Raises:
        AccessError, RemoteError: when AWS does not tell.
    """
    build = reached.builds.build(named(name, reached).newest.arn)
    _say_where(build, None, reached)
    looks = follow(build.arn, reached.builds, reached.logs, reached.sleep, reached.poll)
    for look in looks:
        streams.out(_text(look.lines))
        streams.err("".join(f"note: {harmless(note)}\n" for note in look.notes))
        build = look.build
    streams.err(f"{headline(build)} {told(build)}\n")
    return Exit.DONE


def _say_where(build: Build, lines: tuple[LogLine, ...] | None, reached: Reached) -> None:
    where = f"log group {build.log_group}, stream {build.version}"
    streams.err(harmless(f"{headline(build)} in {reached.place}: {where}") + "\n")
    if build.s3_logs:
        streams.err(harmless(f"its logs are in {build.s3_logs} as well") + "\n")
    if lines == ():
        why = "they may have expired" if ended(build) else "they come while the instance works"
        streams.err(f"note: there are no lines; {why}\n")


def _text(lines: tuple[LogLine, ...]) -> str:
    return "".join(f"{line_start(_line(line))}\n" for line in lines)


def _line(line: LogLine) -> str:
    return f"{line.at:%Y-%m-%dT%H:%M:%SZ} {line.text}".rstrip()


def _document(build: Build, lines: tuple[LogLine, ...], reached: Reached) -> str:
    from generator.present.build_json import build_value, document, log_values

    found = {
        "logGroup": build.log_group,
        "s3Logs": build.s3_logs or None,
        "lines": log_values(lines),
    }
    return f"{document(reached.place, build=build_value(build), **found)}\n"


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    try:
        with staging(path.parent) as place:
            commit([stage(path, text, place)])
    except OutputError as error:
        error.hint = error.hint.replace("another folder", "another file")
        raise
