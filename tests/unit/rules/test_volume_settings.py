import pytest

IMAGE = """\
amis:
  - imageName: Web
    sourceImage: ami-0de53d8956e8dcf80
    volumes: [{{{volume}}}]
"""


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        (
            "device: /dev/xvdb, type: gp2, throughput: 250",
            "4:58: a volume of type gp2 takes no throughput, only gp3 does",
        ),
        ("device: /dev/xvdb, type: io1", "4:41: a volume of type io1 needs iops"),
        (
            "device: /dev/xvdb, type: st1, sizeGiB: 500, iops: 300",
            "4:66: a volume of type st1 takes no iops",
        ),
        (
            "device: /dev/xvdb, type: gp3, iops: 300",
            "4:52: a volume of type gp3 has 3000 iops or more",
        ),
        (
            "device: /dev/xvdb, type: io1, iops: 600, sizeGiB: 10",
            "4:52: 600 iops are more than the 500 of a 10 GiB volume of type io1",
        ),
        (
            "device: /dev/xvdb, type: gp3, iops: 8000, sizeGiB: 10",
            "4:52: 8000 iops are more than the 5000 of a 10 GiB volume of type gp3",
        ),
        (
            "device: /dev/xvdb, type: gp3, throughput: 1000",
            "4:58: throughput 1000 needs 4000 iops, the volume has 3000",
        ),
        (
            "device: /dev/xvdb, type: st1, sizeGiB: 124",
            "4:55: a volume of type st1 has 125 to 16384 GiB, not 124",
        ),
        (
            "device: /dev/xvdb, type: standard, sizeGiB: 1025",
            "4:60: a volume of type standard has 1 to 1024 GiB, not 1025",
        ),
        (
            "device: /dev/sda1, type: sc1, sizeGiB: 125",
            "4:41: a volume of type sc1 cannot boot, and /dev/sda1 is the root",
        ),
        (
            "device: /dev/xvdb, encrypted: false, kmsKeyId: alias/golden",
            "4:63: volume /dev/xvdb has a key and encrypted: false",
        ),
        (
            "device: /dev/xvdb}, {device: /dev/xvdb",
            "4:45: device /dev/xvdb is given twice",
        ),
    ],
)
def test_what_ec2_refuses(told, volume, said):
    assert told(IMAGE.format(volume=volume), "AF343") == [said]


def test_the_hint_says_how_large_the_volume_has_to_be(findings):
    text = IMAGE.format(volume="device: /dev/xvdb, type: io1, iops: 601, sizeGiB: 10")
    (finding,) = findings(text, "AF343")
    assert finding.hint == "13 GiB or more have that many: 50 a GiB"


@pytest.mark.parametrize(
    "volume",
    [
        "device: /dev/xvda",
        "device: /dev/xvda, sizeGiB: 1, iops: 3000",
        "device: /dev/xvda, iops: 4000, throughput: 1000",
        "device: /dev/xvda, sizeGiB: 8, iops: 4000, throughput: 750",
        "device: /dev/xvda, type: io2, sizeGiB: 4, iops: 4000",
        "device: /dev/xvdb, type: sc1, sizeGiB: 125",
        "device: /dev/xvda, type: gp2, sizeGiB: 1",
        "device: /dev/xvda}, {device: /dev/xvdb, encrypted: false",
    ],
)
def test_what_ec2_takes(told, volume):
    assert told(IMAGE.format(volume=volume), "AF343") == []
