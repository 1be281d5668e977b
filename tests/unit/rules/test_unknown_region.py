def test_the_factory_s_region(findings, told):
    text = """
    factory:
      region: eu-wst-1
    amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]
    """
    assert told(text, "AF316") == ['2:11: "eu-wst-1" is not a region that AWS is known to have']
    (finding,) = findings(text, "AF316")
    assert (finding.severity, finding.hint) == ("warning", 'did you mean "eu-west-1"?')


def test_regions_to_distribute_to(told):
    text = """
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        regions:
          - us-nowhere-1
          - {name: mars-1-2, kmsKeyId: alias/mars}
    """.replace("mars-1-2", "mars-north-2")
    expected = [
        '5:9: "us-nowhere-1" is not a region that AWS is known to have',
        '6:16: "mars-north-2" is not a region that AWS is known to have',
    ]
    assert expected == told(text, "AF316")


def test_a_region_inside_of_an_arn(findings, told):
    text = """
    factory:
      notifications: {topicArn: "arn:aws:sns:eu-west-9:111122223333:builds"}
    amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]
    """
    assert told(text, "AF316") == ['2:42: "eu-west-9" is not a region that AWS is known to have']
    assert [finding.location.span.end_column for finding in findings(text, "AF316")] == [51]


def test_the_arn_of_a_parameter(told):
    text = """
    amis:
      - imageName: web
        sourceImage: ssm:arn:aws:ssm:eu-west-9:111122223333:parameter/golden
    """
    assert told(text, "AF316") == ['3:34: "eu-west-9" is not a region that AWS is known to have']


def test_regions_of_every_partition(told):
    text = """
    amis:
      - imageName: web
        sourceImage: arn:aws-cn:imagebuilder:cn-north-1:aws:image/base/x.x.x
        regions: [cn-northwest-1, us-gov-west-1, eu-west-1]
    """
    assert told(text, "AF316") == []
