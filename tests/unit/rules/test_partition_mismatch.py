def test_an_arn_of_another_partition_than_the_factory(findings, told):
    text = """
    factory:
      region: eu-west-1
      instancePolicies: ["arn:aws-cn:iam::aws:policy/AmazonS3ReadOnlyAccess"]
    amis: [{imageName: web, sourceImage: ami-0de53d8956e8dcf80}]
    """
    expected = "3:27: the iam ARN is of partition aws-cn, region eu-west-1 is of aws"
    assert [expected] == told(text, "AF355")
    (finding,) = findings(text, "AF355")
    assert (
        finding.location.span.end_column,
        finding.related[0].message,
        finding.related[0].location.span.line,
    ) == (33, "is of partition aws", 2)


def test_two_arns_of_different_partitions(told):
    text = """
    factory:
      workflowRole: arn:aws:iam::111122223333:role/build
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        organizations:
          - arn:aws-us-gov:organizations::111122223333:organization/o-abcdefghij
    """
    expected = "7:13: the organizations ARN is of partition aws-us-gov, the iam ARN is of aws"
    assert [expected] == told(text, "AF355")


def test_distribution_across_partitions(told):
    text = """
    amis:
      - imageName: web
        sourceImage: ami-0de53d8956e8dcf80
        regions: [eu-west-1, cn-north-1]
    """
    expected = "4:26: region cn-north-1 is of partition aws-cn, region eu-west-1 is of aws"
    assert [expected] == told(text, "AF355")


def test_one_partition_all_over(told):
    text = """
    factory:
      region: us-gov-west-1
      kmsKeyId: arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/golden
    amis:
      - imageName: web
        sourceImage: ssm:arn:aws-us-gov:ssm:us-gov-west-1:111122223333:parameter/golden
        regions: [us-gov-west-1, us-gov-east-1]
    """
    assert told(text, "AF355") == []
