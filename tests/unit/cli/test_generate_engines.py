"""`amifactory generate` and `check` for one engine, or for both."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.usefixtures("payloads")

SOURCE = "sourceImage: ami-0123456789abcdef0"
NIGHTLY = "schedule: cron(0 4 * * ? *)"
IMAGE_BUILDER = "arn:aws:imagebuilder:eu-central-1:aws:image/amazon-linux-2023-x86/x.x.x"


@pytest.fixture
def write(here):
    """Write a payload of images, each a line in braces."""

    def call(file: str, *images: str) -> str:
        (here / file).write_text("amis:\n" + "".join(f"  - {{{image}}}\n" for image in images))
        return file

    return call


@pytest.fixture
def made(here):
    """The names of the files in a folder."""
    return lambda folder="output": sorted(path.name for path in (here / folder).iterdir())


def schedules(text: str) -> dict[str, dict]:
    """What EventBridge Scheduler would do, by image."""
    resources = json.loads(text)["Resources"].values()
    found = [each for each in resources if each["Type"] == "AWS::Scheduler::Schedule"]
    events = [json.loads(each["Properties"]["Target"]["Input"]) for each in found]
    return {
        event["amis"][0]["imageName"]: each["Properties"]
        for event, each in zip(events, found, strict=True)
    }


@pytest.mark.parametrize(
    ("expected", "options"),
    [
        (["AmiFactory.yml", "doubtful.yaml", "sound.yaml"], ""),
        (["AmiFactory.yml"], "--engine classic"),
        (["doubtful.yaml", "sound.yaml"], "--engine image-builder"),
        (["AmiFactory.json", "doubtful.json", "sound.json"], "--format json"),
        (["AmiFactory.json"], "--format json --engine classic"),
        (["doubtful.json", "sound.json"], "--format json --engine image-builder"),
    ],
)
def test_each_engine_has_its_files(amifactory, made, expected, options):
    said = amifactory("generate", "sound.yaml", "doubtful.yaml", *options.split())

    assert said.code == 0
    assert made() == expected
    assert said.out.count("created  output/") == len(expected)


@pytest.mark.parametrize("engine", ["classic", "image-builder"])
def test_an_engine_alone_writes_what_it_writes_beside_the_other(here, amifactory, made, engine):
    amifactory("generate", "sound.yaml", "copying.yaml", "-o", "both")
    amifactory("generate", "sound.yaml", "copying.yaml", "-o", "alone", "--engine", engine)

    assert [(here / "both" / name).read_bytes() for name in made("alone")] == [
        (here / "alone" / name).read_bytes() for name in made("alone")
    ]


@pytest.mark.parametrize("engine", ["classic", "image-builder"])
def test_an_engine_leaves_the_files_of_the_other_alone(here, amifactory, made, engine):
    amifactory("generate", "sound.yaml")
    for name in made():
        (here / "output" / name).write_text("old\n")

    amifactory("generate", "sound.yaml", "--engine", engine)

    kept = [name for name in made() if (here / "output" / name).read_text() == "old\n"]
    assert kept == (["sound.yaml"] if engine == "classic" else ["AmiFactory.yml"])


def test_an_engine_that_does_not_exist_is_told(amifactory, listing):
    before = listing()

    said = amifactory("generate", "sound.yaml", "--engine", "modern")

    assert said.code == 2
    assert "'image-builder', 'classic'" in said.err
    assert listing() == before


def test_the_classic_template_is_one_for_all_payloads_without_schedules(here, amifactory):
    amifactory("generate", "sound.yaml", "-o", "a", "--engine", "classic")
    amifactory("generate", "copying.yaml", "doubtful.yaml", "-o", "b", "--engine", "classic")

    texts = {(here / folder / "AmiFactory.yml").read_text() for folder in "ab"}

    assert len(texts) == 1


def test_the_schedules_of_all_payloads_are_in_the_one_template(here, amifactory, write):
    weekly = "schedule: {expression: cron(0 6 ? * MON *), timezone: Europe/Zurich}, enabled: false"
    write("one.yaml", f"imageName: api, {SOURCE}, {NIGHTLY}", f"imageName: web, {SOURCE}, {weekly}")
    write("two.yaml", f"imageName: node, {SOURCE}, {NIGHTLY}", f"imageName: other, {SOURCE}")

    said = amifactory("generate", "one.yaml", "two.yaml", "--format", "json")
    found = schedules((here / "output" / "AmiFactory.json").read_text())

    assert said.out.splitlines()[-1] == "created  output/AmiFactory.json (21 resources)"
    assert {
        image: (each["ScheduleExpression"], each["ScheduleExpressionTimezone"], each["State"])
        for image, each in found.items()
    } == {
        "api": ("cron(0 4 * * ? *)", "UTC", "ENABLED"),
        "web": ("cron(0 6 ? * MON *)", "Europe/Zurich", "DISABLED"),
        "node": ("cron(0 4 * * ? *)", "UTC", "ENABLED"),
    }


def test_many_processes_give_the_schedules_in_order(here, amifactory, write):
    files = [write(f"p{n}.yaml", f"imageName: i{n}, {SOURCE}, {NIGHTLY}") for n in range(9)]

    amifactory("generate", *files, "--format", "json", "--engine", "classic")

    assert list(schedules((here / "output" / "AmiFactory.json").read_text())) == [
        f"i{n}" for n in range(9)
    ]


def test_a_changed_schedule_makes_the_classic_template_stale(amifactory, write):
    file = write("web.yaml", f"imageName: web, {SOURCE}, {NIGHTLY}")
    amifactory("generate", file, "--engine", "classic")
    same = amifactory("generate", file, "--engine", "classic", "--check")
    write("web.yaml", f"imageName: web, {SOURCE}, {NIGHTLY.replace('4', '5')}")

    said = amifactory("generate", file, "--engine", "classic", "--check")

    assert (same.code, same.out) == (0, "same     output/AmiFactory.yml (19 resources)\n")
    assert (said.code, said.out) == (5, "stale    output/AmiFactory.yml (19 resources)\n")


@pytest.mark.parametrize("engine", ["", "--engine classic"])
def test_one_image_scheduled_from_two_payloads_is_refused(amifactory, listing, write, engine):
    """Each would retire the AMIs of the other."""
    write("one.yaml", f"imageName: web, {SOURCE}, {NIGHTLY}")
    write("two.yaml", f"imageName: web, {SOURCE}, {NIGHTLY}")
    before = listing()

    said = amifactory("generate", "one.yaml", "two.yaml", *engine.split())

    assert said.code == 3
    assert said.out.startswith(
        'two.yaml:1:1: AF604 error: image "web" is already scheduled from one.yaml\n'
    )
    assert said.out.count(": AF") == 1
    assert "  one.yaml:1:1: the other payload with this image\n" in said.out
    assert listing() == before


def test_one_image_of_two_payloads_is_fine_without_two_schedules(amifactory, write):
    write("one.yaml", f"imageName: web, {SOURCE}, {NIGHTLY}")
    write("two.yaml", f"imageName: web, {SOURCE}")

    assert amifactory("generate", "one.yaml", "two.yaml").code == 0


def test_image_builder_alone_takes_one_image_from_two_payloads(amifactory, made, write):
    write("one.yaml", f"imageName: web, {SOURCE}, {NIGHTLY}")
    write("two.yaml", f"imageName: web, {SOURCE}, {NIGHTLY}")

    said = amifactory("generate", "one.yaml", "two.yaml", "--engine", "image-builder")

    assert said.code == 0
    assert made() == ["one.yaml", "two.yaml"]


def test_two_images_whose_schedules_have_one_logical_id_are_refused(amifactory, listing, write):
    """Both would be WebApiNodeSchedule, and one of them would never be built."""
    write("web.yaml", f"imageName: api-node, {SOURCE}, {NIGHTLY}")
    write("web-api.yaml", f"imageName: node, {SOURCE}, {NIGHTLY}")
    before = listing()

    said = amifactory("generate", "web.yaml", "web-api.yaml")

    assert said.code == 3
    assert said.out.startswith(
        'web-api.yaml:1:1: AF604 error: image "node", as "WebApiNodeSchedule", '
        "is already scheduled from web.yaml\n"
    )
    assert listing() == before


@pytest.mark.parametrize("format_", ["yaml", "json"])
def test_what_is_printed_is_the_payloads_or_the_classic_engine(here, amifactory, format_):
    """Both together would be no stack."""
    for engine, name in (("image-builder", "sound"), ("classic", "AmiFactory")):
        amifactory("generate", "sound.yaml", "--format", format_, "--engine", engine)
        printed = ("generate", "sound.yaml", "--format", format_, "-o", "-")
        ending = "yml" if (engine, format_) == ("classic", "yaml") else format_
        text = (here / "output" / f"{name}.{ending}").read_text()

        assert amifactory(*printed, "--engine", engine).out == text
        assert (amifactory(*printed).out == text) == (engine == "image-builder")


def test_several_payloads_print_one_classic_template(amifactory):
    one = amifactory("generate", "sound.yaml", "-o", "-", "--engine", "classic")
    three = amifactory(
        *("generate", "sound.yaml", "copying.yaml", "-o", "-", "--engine", "classic")
    )

    assert one.out.startswith("AWSTemplateFormatVersion")
    assert (three.code, three.out) == (0, one.out)


def test_the_classic_engine_says_what_it_leaves_out_when_asked_by_name(amifactory, write):
    image = f"imageName: web, {SOURCE}, components: [{{name: hardening}}]"
    file = write("web.yaml", image)

    said = amifactory("check", file, "--engine", "classic")

    assert said.code == 0
    assert said.out.startswith(
        'web.yaml:2:17: AF601 warning: the classic engine builds "web" without components\n'
    )
    for others in ((), ("--engine", "image-builder")):
        assert amifactory("check", file, *others).out == "no findings in 1 file\n"
    assert amifactory("generate", file, "--engine", "classic").code == 0


def test_the_classic_engine_refuses_what_it_cannot_build_when_asked_by_name(
    amifactory, listing, write
):
    file = write("web.yaml", f'imageName: web, sourceImage: "{IMAGE_BUILDER}", {NIGHTLY}')
    before = listing()

    said = amifactory("check", file, "--engine", "classic")

    assert said.code == 3
    assert said.out.startswith(
        f'web.yaml:2:35: AF602 error: sourceImage "{IMAGE_BUILDER}" is an Image Builder image'
    )
    assert amifactory("generate", file, "--engine", "classic").code == 3
    assert listing() == before


def test_by_default_the_classic_engine_passes_over_what_it_cannot_build(here, amifactory, write):
    file = write(
        "web.yaml",
        f'imageName: web, sourceImage: "{IMAGE_BUILDER}", {NIGHTLY}',
        f"imageName: api, {SOURCE}, {NIGHTLY}",
    )

    said = amifactory("generate", file, "--format", "json")

    assert said.code == 0
    assert list(schedules((here / "output" / "AmiFactory.json").read_text())) == ["api"]


def test_nothing_is_written_for_either_engine_when_a_payload_has_an_error(amifactory, listing):
    before = listing()

    assert amifactory("generate", "sound.yaml", "faulty.yaml", "--engine", "classic").code == 3
    assert listing() == before


def test_no_payload_can_take_the_name_of_the_classic_template(here, amifactory, write, made):
    """Names of factories are lower case, also where they come from the file."""
    named = f"factory: {{name: AmiFactory}}\namis: [{{imageName: base, {SOURCE}}}]\n"
    (here / "named.yaml").write_text(named)
    file = write("AmiFactory.yaml", f"imageName: base, {SOURCE}")

    refused = amifactory("check", "named.yaml")
    said = amifactory("generate", file)

    assert refused.code == 3
    assert 'AF204 error: name: "AmiFactory" is not a factory name' in refused.out
    assert said.code == 0
    assert made() == ["AmiFactory.yml", "amifactory.yaml"]


def test_the_classic_template_never_overwrites_a_payload(here, amifactory, write):
    file = write("AmiFactory.yml", f"imageName: base, {SOURCE}")
    text = (here / file).read_text()

    said = amifactory("generate", file, "-o", ".")

    assert said.code == 4
    assert said.err.startswith("error: the template would overwrite the payload AmiFactory.yml\n")
    assert (here / file).read_text() == text


@pytest.mark.parametrize("engine", ["classic", "image-builder"])
def test_the_first_payload_is_one_for_either_engine(amifactory, engine):
    amifactory("init")

    assert amifactory("check", "images.yaml", "--engine", engine).code == 0
    assert amifactory("generate", "images.yaml", "--engine", engine).code == 0
