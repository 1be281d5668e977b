"""A plan as CloudFormation of the local AWS tells it: what the fake says, the emulator says too."""

from __future__ import annotations

import itertools

import pytest

from generator.aws import stacks
from generator.cli import targets
from generator.cli.comparing import plan
from generator.deploy.draft import Draft, prepare
from generator.deploy.execute import execute
from generator.deploy.wish import Wish
from generator.deploy.world import World
from generator.localaws.door import local_aws
from generator.ports.place import Place
from generator.present.plan import show_plan
from tests.unit.cli.test_plan import NEW_SCRIPT, WEB

BEFORE = WEB + "    encrypted: false\n"


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    with local_aws() as made:
        made.seed_ami("ami-0123456789abcdef0")
        made.seed_ami("ami-0123456789abcdef1")
        yield made


@pytest.fixture
def world(aws):
    """Waiting moves the clock there."""
    numbers = itertools.count()
    return World(
        place=Place("123456789012", "eu-west-1", "aws"),
        stacks=stacks.connect("eu-west-1", None),
        upload=lambda _name, _data: "",
        ask=lambda _question: True,
        review=lambda _draft: None,
        tell=lambda _news: None,
        sleep=aws.clock.advance,
        token=lambda: f"token{next(numbers):08}",
    )


@pytest.fixture
def target_of(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def make(text: str):
        (tmp_path / "web.yaml").write_text(text)
        return targets.of(("web.yaml",))[0][0]

    return make


@pytest.fixture
def deployed(world, target_of):
    """The stack as BEFORE has it."""
    draft = prepare(target_of(BEFORE), Wish(protect=False), world)

    assert isinstance(draft, Draft)

    execute(draft, Wish(protect=False), world)


def words(planned) -> dict[str, str]:
    return {image.name: str(image.impact) for image in planned.review.images}


@pytest.mark.usefixtures("deployed")
def test_what_changes_for_each_image(world, target_of) -> None:
    """One deployment for all: it is what takes the time."""
    same = plan(target_of(BEFORE), world)
    script = plan(target_of(BEFORE.replace("web-1.sh", "web-2.sh")), world)
    shared = plan(target_of(f'{BEFORE}    accounts: ["444455556666"]\n'), world)
    renamed = plan(target_of(BEFORE.replace("imageName: api", "imageName: service")), world)

    assert {"Webserver": "nothing", "api": "nothing"} == words(same)
    assert not same.changes
    assert {"Webserver": "new recipe, next build differs", "api": "nothing"} == words(script)
    assert (
        NEW_SCRIPT.replace("Components  known", "Components[1].ComponentArn  known")
        == f"{show_plan([script])}\n"
    )
    assert {"Webserver": "nothing", "api": "settings only"} == words(shared)
    assert {"Webserver": "nothing", "service": "new image", "api": "image goes"} == words(renamed)
    assert {"ApiImageLogs", "ApiPipelineLogs"} == {
        each.logical_id for each in renamed.review.guarded
    }
    assert [] == [
        each.name
        for each in world.stacks.change_sets("web")
        if each.execution != "EXECUTE_COMPLETE"
    ]
    assert "CREATE_COMPLETE" == world.stacks.find("web").status


def test_planning_what_is_not_there_leaves_nothing(world, target_of) -> None:
    planned = plan(target_of(BEFORE), world)

    assert "create" == planned.action
    assert world.stacks.find("web") is None
