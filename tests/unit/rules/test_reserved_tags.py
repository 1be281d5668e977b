AMIS = "amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]\n"


def test_keys_of_aws_in_any_case(told):
    text = "factory:\n  tags:\n    AWS:team: platform\n" + AMIS
    expected = '3:5: tag key "AWS:team" is reserved: AWS keeps keys that begin with aws: for itself'
    assert [expected] == told(text, "AF317")


def test_keys_that_build_instances_do_not_take(findings, told):
    text = "factory:\n  tags: {Team: a, Name: web, CreatedBy: me}\n" + AMIS
    expected = [
        '2:19: tag key "Name" is reserved: Image Builder sets it on what it makes',
        '2:30: tag key "CreatedBy" is reserved: Image Builder sets it on what it makes',
    ]
    assert expected == told(text, "AF317")
    assert [finding.hint for finding in findings(text, "AF317")] == [
        "put a Name for the AMI into amiTags, or choose another key",
        "choose another key",
    ]


def test_keys_of_the_factory_on_an_ami_and_on_its_copy_in_a_region(told):
    text = """
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        amiTags: {"amifactory:image": mine}
        regions:
          - {name: eu-west-1, amiTags: {Ec2ImageBuilderArn: mine}}
    """
    ours = "the factory sets keys that begin with amifactory:"
    expected = [
        f'4:15: tag key "amifactory:image" is reserved: {ours}',
        '6:37: tag key "Ec2ImageBuilderArn" is reserved: Image Builder sets it on what it makes',
    ]
    assert expected == told(text, "AF317")


def test_an_ami_may_have_a_name_of_its_own(told):
    text = """
    factory: {tags: {Team: platform, awsome: "yes"}}
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        amiTags: {Name: web}
    """
    assert told(text, "AF317") == []
