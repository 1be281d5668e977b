"""What exists after a deployment is what the template says, also after an update."""

from __future__ import annotations

import json

import pytest

from generator.localaws.door import local_aws
from tests.fakes.cloud import Cloud

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
ALLOW = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}
DENY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}],
}
CAPABLE = {"Capabilities": ["CAPABILITY_NAMED_IAM"]}
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
SSM_CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"


@pytest.fixture(scope="module")
def aws():
    with local_aws() as begun:
        yield begun


@pytest.fixture
def cloud(aws, request):
    """A stack of its own for each test."""
    made = Cloud(aws, aws.client("cloudformation"))
    yield made
    made.api.delete_stack(StackName="web")
    aws.clock.advance(120)
    assert made.api.describe_stacks()["Stacks"] == [], request.node.name


def one(type_, **properties):
    return {"X": {"Type": type_, "Properties": properties}}


def test_a_bucket(cloud):
    """Encryption, public access block, ownership, versions, lifecycle, tags, policy."""
    rule = {
        "Id": "Expire",
        "Status": "Enabled",
        "ExpirationInDays": 90,
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
    }
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    block = {"BlockPublicAcls": True, "BlockPublicPolicy": True}
    policy = {"Bucket": {"Ref": "X"}, "PolicyDocument": DENY}
    resources = one(
        "AWS::S3::Bucket",
        BucketEncryption={"ServerSideEncryptionConfiguration": [encryption]},
        PublicAccessBlockConfiguration=block,
        OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        VersioningConfiguration={"Status": "Enabled"},
        LifecycleConfiguration={"Rules": [rule]},
        Tags=[{"Key": "a", "Value": "b"}],
    ) | {"P": {"Type": "AWS::S3::BucketPolicy", "Properties": policy}}
    cloud.create(resources)
    s3, name = cloud.aws.client("s3"), {"Bucket": cloud.physical("X")}
    rules = s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": False,
        "RestrictPublicBuckets": False,
    }
    owner = s3.get_bucket_ownership_controls(**name)["OwnershipControls"]["Rules"]
    assert owner == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert s3.get_bucket_versioning(**name)["Status"] == "Enabled"
    told = s3.get_bucket_lifecycle_configuration(**name)["Rules"][0]
    assert (told["Expiration"], told["NoncurrentVersionExpiration"]) == (
        {"Days": 90},
        {"NoncurrentDays": 1},
    )
    assert s3.get_bucket_tagging(**name)["TagSet"] == [{"Key": "a", "Value": "b"}]
    assert json.loads(s3.get_bucket_policy(**name)["Policy"]) == DENY
    resources["P"]["Properties"]["PolicyDocument"] = ALLOW
    cloud.update(resources)
    assert json.loads(s3.get_bucket_policy(**name)["Policy"]) == ALLOW


def test_a_role_with_its_policies(cloud):
    """Managed and inline ones come and go with the template; a policy beside it stays apart."""
    own = [{"PolicyName": "Own", "PolicyDocument": ALLOW}]
    extra = {"PolicyName": "extra", "RoleName": {"Ref": "X"}, "PolicyDocument": ALLOW}
    profile = {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": "X"}]}}
    resources = {
        "R": {"Type": "AWS::IAM::RolePolicy", "Properties": extra},
        "I": profile,
    }
    first = {"AssumeRolePolicyDocument": TRUST, "Policies": own, "ManagedPolicyArns": [READ_ONLY]}
    cloud.create(one("AWS::IAM::Role", **first) | resources, **CAPABLE)
    assert policies(cloud) == ({READ_ONLY}, {"Own", "extra"})
    after = {
        "AssumeRolePolicyDocument": TRUST,
        "ManagedPolicyArns": [SSM_CORE],
        "Description": "new",
        "MaxSessionDuration": 7200,
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    cloud.update(one("AWS::IAM::Role", **after) | resources, **CAPABLE)
    assert policies(cloud) == ({SSM_CORE}, {"extra"})
    role = cloud.aws.client("iam").get_role(RoleName=cloud.physical("X"))["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("new", 7200)
    assert role["Tags"] == [{"Key": "a", "Value": "b"}]


def policies(cloud):
    """Managed and inline policies of the role."""
    iam, name = cloud.aws.client("iam"), {"RoleName": cloud.physical("X")}
    managed = iam.list_attached_role_policies(**name)["AttachedPolicies"]
    return {each["PolicyArn"] for each in managed}, set(
        iam.list_role_policies(**name)["PolicyNames"]
    )


def test_a_managed_policy(cloud):
    """Its document changes by a new default version, at most five."""
    cloud.create(one("AWS::IAM::ManagedPolicy", PolicyDocument=ALLOW), **CAPABLE)
    for number in range(6):
        document = DENY if number % 2 == 0 else ALLOW
        cloud.update(one("AWS::IAM::ManagedPolicy", PolicyDocument=document), **CAPABLE)
    iam, arn = cloud.aws.client("iam"), cloud.physical("X")
    assert len(iam.list_policy_versions(PolicyArn=arn)["Versions"]) == 5
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    told = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
    assert told["Document"] == ALLOW


def test_a_key(cloud):
    """Policy, rotation, description, tags; and deletion after the waiting time."""
    settings = {"KeyPolicy": DENY, "EnableKeyRotation": True, "PendingWindowInDays": 7}
    cloud.create(one("AWS::KMS::Key", **settings, Description="a"))
    kms, key = cloud.aws.client("kms"), {"KeyId": cloud.physical("X")}
    assert kms.get_key_rotation_status(**key)["KeyRotationEnabled"] is True
    assert json.loads(kms.get_key_policy(**key, PolicyName="default")["Policy"]) == DENY
    tags = [{"Key": "a", "Value": "b"}]
    cloud.update(one("AWS::KMS::Key", **settings, Description="b", Tags=tags))
    assert kms.describe_key(**key)["KeyMetadata"]["Description"] == "b"
    assert kms.list_resource_tags(**key)["Tags"] == [{"TagKey": "a", "TagValue": "b"}]
    cloud.api.delete_stack(StackName="web")
    cloud.aws.clock.advance(120)
    assert kms.describe_key(**key)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_a_document(cloud):
    """Object content becomes YAML text; NewVersion makes the new one the default."""
    content = {"schemaVersion": "0.3", "description": "one", "mainSteps": []}
    settings = {
        "DocumentType": "Automation",
        "DocumentFormat": "YAML",
        "UpdateMethod": "NewVersion",
    }
    cloud.create(one("AWS::SSM::Document", **settings, Content=content))
    ssm, name = cloud.aws.client("ssm"), {"Name": cloud.physical("X")}
    assert ssm.get_document(**name, DocumentFormat="YAML")["Content"].startswith(
        "schemaVersion: '0.3'\n"
    )
    cloud.update(one("AWS::SSM::Document", **settings, Content=content | {"description": "two"}))
    told = ssm.get_document(**name, DocumentFormat="YAML")
    assert (told["DocumentVersion"], "description: two" in told["Content"]) == ("2", True)


def test_a_function(cloud):
    """Configuration and code change in place; its invoke configuration is beside it."""
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
    settings = {
        "Runtime": "python3.13",
        "Architectures": ["arm64"],
        "Handler": "index.handler",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
    }
    config = {"FunctionName": {"Ref": "X"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1}
    others = {
        "Role": role,
        "C": {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": config},
    }
    first = settings | {"Timeout": 120, "Code": {"ZipFile": "one = 1"}}
    cloud.create(one("AWS::Lambda::Function", **first) | others, **CAPABLE)
    functions, name = cloud.aws.client("lambda"), {"FunctionName": cloud.physical("X")}
    before = functions.get_function_configuration(**name)
    assert (before["Timeout"], before["Architectures"]) == (120, ["arm64"])
    told = functions.get_function_event_invoke_config(**name)
    assert told["MaximumRetryAttempts"] == 1
    variables = {"Environment": {"Variables": {"A": "b"}}}
    second = settings | variables | {"Timeout": 60, "Code": {"ZipFile": "two = 2"}}
    cloud.update(one("AWS::Lambda::Function", **second) | others, **CAPABLE)
    after = functions.get_function_configuration(**name)
    assert (after["Timeout"], after["Environment"]["Variables"]) == (60, {"A": "b"})
    assert before["CodeSha256"] != after["CodeSha256"]


def test_a_topic_a_queue_and_a_rule(cloud):
    """Attributes, policies, subscriptions and targets, changed in place."""

    def resources(word, minutes):
        pattern = {"source": [word]}
        target = {"Id": word, "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}
        subscription = [{"Endpoint": f"{word}@example.com", "Protocol": "email"}]
        statement = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Sid": word}
        topic = {"Topics": [{"Ref": "X"}], "PolicyDocument": {"Statement": [statement]}}
        return one("AWS::SNS::Topic", DisplayName=word, Subscription=subscription) | {
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": minutes}},
            "Rule": {
                "Type": "AWS::Events::Rule",
                "Properties": {"EventPattern": pattern, "Targets": [target]},
            },
            "Policy": {"Type": "AWS::SNS::TopicPolicy", "Properties": topic},
        }

    cloud.create(resources("one", 60))
    ids = [cloud.physical(name) for name in ("X", "Queue", "Rule")]
    cloud.update(resources("two", 90))
    assert [cloud.physical(name) for name in ("X", "Queue", "Rule")] == ids
    topic = cloud.aws.client("sns")
    attributes = topic.get_topic_attributes(TopicArn=ids[0])["Attributes"]
    assert (attributes["DisplayName"], '"Sid":"two"' in attributes["Policy"]) == ("two", True)
    told = topic.list_subscriptions_by_topic(TopicArn=ids[0])["Subscriptions"]
    assert [each["Endpoint"] for each in told] == ["two@example.com"]
    queue = cloud.aws.client("sqs").get_queue_attributes(QueueUrl=ids[1], AttributeNames=["All"])
    assert queue["Attributes"]["VisibilityTimeout"] == "90"
    events = cloud.aws.client("events")
    assert json.loads(events.describe_rule(Name=ids[2])["EventPattern"]) == {"source": ["two"]}
    assert [each["Id"] for each in events.list_targets_by_rule(Rule=ids[2])["Targets"]] == ["two"]


def test_a_security_group_and_a_launch_template(cloud):
    """Outgoing rules are those of the template; a template's update is a new version."""

    def resources(port):
        rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "0.0.0.0/0"}
        options = {"MetadataOptions": {"HttpTokens": "required"}, "InstanceType": f"t{port}.nano"}
        return one("AWS::EC2::SecurityGroup", GroupDescription="d", SecurityGroupEgress=[rule]) | {
            "T": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": options}}
        }

    version = {"Outputs": {"V": {"Value": {"Fn::GetAtt": ["T", "LatestVersionNumber"]}}}}
    cloud.create(resources(3), sections=version)
    cloud.update(resources(4), sections=version)
    ec2 = cloud.aws.client("ec2")
    group = ec2.describe_security_groups(GroupIds=[cloud.physical("X")])["SecurityGroups"][0]
    assert [each["FromPort"] for each in group["IpPermissionsEgress"]] == [4]
    assert cloud.stack()["Outputs"][0]["OutputValue"] == "2"


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (one("AWS::S3::Bucket", AccessControl="Private"), "AWS::S3::Bucket with AccessControl"),
        (
            one(
                "AWS::S3::Bucket",
                LifecycleConfiguration={
                    "Rules": [{"Status": "Enabled", "ExpiredObjectDeleteMarker": True}]
                },
            ),
            "lifecycle rules with ExpiredObjectDeleteMarker",
        ),
        (one("AWS::Logs::LogGroup", LogGroupClass="STANDARD"), "with LogGroupClass"),
        (one("AWS::SNS::Topic", SignatureVersion="2"), "with SignatureVersion"),
        (one("AWS::KMS::Key", MultiRegion=True), "with MultiRegion"),
        (
            one(
                "AWS::Lambda::EventInvokeConfig",
                FunctionName="f",
                Qualifier="live",
                MaximumRetryAttempts=0,
            ),
            "of a version or an alias",
        ),
    ],
)
def test_what_would_be_passed_over_is_refused(cloud, resource, said):
    """Never CREATE_COMPLETE for what is not there."""
    cloud.create(resource, OnFailure="DO_NOTHING")

    reason = cloud.reason("X", "CREATE_FAILED")
    assert "The local AWS does not emulate" in reason
    assert said in reason


def test_a_change_that_moto_cannot_make_is_refused(cloud):
    """Types without a handler and without an update of moto's."""
    cloud.create(one("AWS::EC2::VPC", CidrBlock="10.1.0.0/16"))
    cloud.update(one("AWS::EC2::VPC", CidrBlock="10.1.0.0/16", EnableDnsHostnames=True))

    assert "does not emulate updating AWS::EC2::VPC" in cloud.reason("X", "UPDATE_FAILED")
    assert "UPDATE_ROLLBACK_COMPLETE" == cloud.status()


def test_settings_of_a_bucket_go_with_the_template(cloud):
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    cloud.create(
        one(
            "AWS::S3::Bucket",
            BucketEncryption={"ServerSideEncryptionConfiguration": [encryption]},
            VersioningConfiguration={"Status": "Enabled"},
        )
    )
    cloud.update(one("AWS::S3::Bucket"))
    s3, name = cloud.aws.client("s3"), {"Bucket": cloud.physical("X")}

    assert "Suspended" == s3.get_bucket_versioning(**name)["Status"]
    rules = s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"]
    assert "AES256" == rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]


def test_tags_of_a_security_group_go_with_the_template(cloud):
    tags = [{"Key": "a", "Value": "b"}]
    cloud.create(one("AWS::EC2::SecurityGroup", GroupDescription="d", Tags=tags))
    cloud.update(one("AWS::EC2::SecurityGroup", GroupDescription="d"))
    told = cloud.aws.client("ec2").describe_security_groups(GroupIds=[cloud.physical("X")])

    assert "a" not in {tag["Key"] for tag in told["SecurityGroups"][0].get("Tags", [])}
