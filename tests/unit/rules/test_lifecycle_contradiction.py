import pytest

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    lifecycle:
      {first}
      {second}
"""


def image(first, second="includeSnapshots: true"):
    return IMAGE.format(first=first, second=second)


def test_no_action_at_all(findings, told):
    text = image('protectTags: {Keep: "true"}')
    assert told(text, "AF340") == [
        (
            "4:5: lifecycle does nothing: "
            "it has none of deprecateAfter, disableAfter, deleteAfter and keepLatest"
        )
    ]
    (finding,) = findings(text, "AF340")
    assert finding.hint == 'for example deleteAfter: 180 days, or remove the key "lifecycle"'


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "deprecateAfter: 90 days",
            "disableAfter: 60 days",
            "6:21: disableAfter 60 days comes no later than deprecateAfter 90 days",
        ),
        (
            "disableAfter: 1 month",
            "deleteAfter: 30d",
            "6:20: deleteAfter 30 days comes no later than disableAfter 1 month",
        ),
        (
            "deprecateAfter: 1 year",
            "deleteAfter: 10 months",
            "6:20: deleteAfter 10 months comes no later than deprecateAfter 1 year",
        ),
    ],
)
def test_steps_in_the_wrong_order(told, first, second, said):
    assert told(image(first, second), "AF340") == [said]


def test_more_images_than_are_kept_beside_an_age(told):
    assert told(image("deleteAfter: 90 days", "keepLatest: 11"), "AF340") == [
        "6:19: keepLatest 11 is more than the 10 that Image Builder keeps beside deleteAfter"
    ]


def test_snapshots_of_what_is_never_deleted(told):
    assert told(image("disableAfter: 90 days", "includeSnapshots: false"), "AF340") == [
        "6:25: includeSnapshots has no effect: nothing is deleted"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("deprecateAfter: 30 days", "deleteAfter: 2 months"),
        ("deleteAfter: 90 days", "keepLatest: 10"),
        ("keepLatest: 1000", "includeSnapshots: false"),
        ("disableAfter: 4 weeks", 'protectTags: {Keep: "true"}'),
    ],
)
def test_sensible_lifecycles_are_fine(told, first, second):
    assert told(image(first, second), "AF340") == []
