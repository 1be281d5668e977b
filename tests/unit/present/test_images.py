"""What is said of every image that was made."""

from __future__ import annotations

import pytest

from generator.payload.document import parse
from generator.payload.load import load
from generator.present.images import image_lines

AMI = "ami-0123456789abcdef0"
MOVING = "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"


def lines(*images):
    text = "amis:\n" + "".join(f"  - {{{image}}}\n" for image in images)
    loaded = load(parse("web.yaml", text.encode()))
    assert loaded.payload is not None, loaded.findings
    return image_lines(loaded.payload)


def test_names_are_padded_to_the_longest():
    assert lines(f"imageName: a, sourceImage: {AMI}", f"imageName: long, sourceImage: {AMI}") == (
        f"a     from {AMI}, built on demand",
        f"long  from {AMI}, built on demand",
    )


@pytest.mark.parametrize(
    ("keys", "when"),
    [
        ("", "built on demand"),
        (
            ", schedule: cron(0 4 ? * SUN *)",
            "built at 04:00 every Sunday (UTC) if something changed",
        ),
        (", schedule: rate(7 days)", "built every 7 days if something changed"),
        (
            ", schedule: {expression: cron(0 2 1 * ? *), timezone: Europe/Berlin, when: always}",
            "built at 02:00 on the 1st of each month (Europe/Berlin)",
        ),
        (", schedule: rate(7 days), enabled: false", "schedule switched off"),
        (", enabled: false", "built on demand"),
    ],
)
def test_when_it_is_built_is_said_in_words_with_the_time_zone(keys, when):
    assert lines(f'imageName: a, sourceImage: "{MOVING}"{keys}') == (f"a  from {MOVING}, {when}",)
