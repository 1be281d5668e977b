"""A build as people watch it."""

from __future__ import annotations

from generator.operate.follow import Look, Run
from generator.present.steps import news, took, tree
from tests.fakes.builds import at, build, line, step, workflow

LAUNCH = step("Launch", "COMPLETED", started=at(10), ended=at(130))
APPLY = step("Apply", started=at(130))
WAITING = step("Create", "PENDING")
RUNNING = Look(
    build(status="BUILDING"),
    (Run(workflow(started=at(10)), (LAUNCH, APPLY, WAITING)),),
    (line(10, "launching"), line(140, "\x1b[31mhello")),
)
FAILED = Look(
    build(status="FAILED"),
    (
        Run(
            workflow("FAILED", started=at(10), ended=at(200)),
            (
                LAUNCH,
                step(
                    "Apply", "FAILED", started=at(130), ended=at(200), message="exit 7", attempt=2
                ),
                step("Create", "CANCELLED"),
                step("Sysprep", "SKIPPED"),
            ),
        ),
    ),
    (line(200, "oh no"),),
)


def drawn(look: Look, *tail) -> list[str]:
    return ["".join(piece.text for piece in each) for each in tree(look, tail, at(190))]


def test_the_tree_says_state_and_time_of_every_step_without_its_colours() -> None:
    assert [
        "web-server 1.0.0/1  building  3 min 10 s",
        "  ▸ build (build-image)  3 min",
        "    ✓ Launch  2 min",
        "    ▸ Apply  1 min",
        "    · Create",
        "  log",
        "  | <U+001B>[31mhello",
    ] == drawn(RUNNING, RUNNING.lines[1])


def test_while_a_build_runs_workflows_that_went_well_are_one_line_each() -> None:
    done = Run(workflow("COMPLETED", started=at(10), ended=at(130)), (LAUNCH,))
    test = Run(workflow(type_="TEST", started=at(130)), (APPLY,))
    lines = ["  ✓ build (build-image)  2 min", "  ▸ test (test-image)  1 min", "    ▸ Apply  1 min"]

    assert lines == drawn(Look(build(status="TESTING"), (done, test)))[1:]
    assert "    ✓ Launch  2 min" in drawn(Look(build(), (done,)))


def test_the_tree_of_a_failed_build_says_where_and_shows_no_log() -> None:
    assert [
        "web-server 1.0.0/1  failed  3 min 20 s",
        "  ✗ build (build-image)  failed, 3 min 10 s",
        "    ✓ Launch  2 min",
        "    ✗ Apply, attempt 2  failed, 1 min 10 s",
        "    - Create  cancelled",
        "    - Sysprep  skipped",
    ] == drawn(FAILED, line(1, "x"))


def test_lines_tell_the_beginning_in_the_order_of_time() -> None:
    assert [
        "   0:10  web-server 1.0.0/1 is building",
        "   0:10    build-image running",
        "         | launching",
        "   2:10    build-image > Launch completed after 2 min",
        "   2:10    build-image > Apply running",
        "         | <U+001B>[31mhello",
    ] == list(news(None, RUNNING, at(190)))


def test_lines_tell_a_failure_after_the_log_that_tells_of_it() -> None:
    assert [
        "         | oh no",
        "   3:20    build-image > Apply, attempt 2 failed after 1 min 10 s: exit 7",
        "   3:20    build-image failed after 3 min 10 s",
        "   3:20  web-server 1.0.0/1 has failed",
    ] == list(news(RUNNING, FAILED, at(230)))


def test_what_was_told_is_not_told_again() -> None:
    assert [] == list(news(FAILED, Look(FAILED.build, FAILED.runs), at(230)))


def test_notes_are_told() -> None:
    blind = Look(FAILED.build, FAILED.runs, notes=("the log cannot be read: no",))

    assert ["note: the log cannot be read: no"] == list(news(FAILED, blind, at(230)))


def test_a_build_took_until_its_last_step_had_ended() -> None:
    assert (200, None) == (took(FAILED), took(Look(build())))
