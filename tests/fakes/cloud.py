"""A stack's life in a few words: templates, change sets, time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from generator.localaws.door import LocalAws


@dataclass
class Cloud:
    """CloudFormation of the local AWS, and what its tests do over and over."""

    aws: LocalAws
    api: Any

    def create(self, resources, name="web", wait=120, **asked):
        """Create a stack of these resources; gives its ARN."""
        body = asked.pop("body", None) or template(resources, **asked.pop("sections", {}))
        arn = self.api.create_stack(StackName=name, TemplateBody=body, **asked)["StackId"]
        self.aws.clock.advance(wait)
        return arn

    def update(self, resources, name="web", wait=120, **asked):
        """Update it."""
        body = template(resources, **asked.pop("sections", {}))
        self.api.update_stack(StackName=name, TemplateBody=body, **asked)
        self.aws.clock.advance(wait)

    def change_set(self, resources, name="change", stack="web", kind="UPDATE", **asked):
        """Create a change set and wait for it; gives what it says, with values."""
        body = template(resources, **asked.pop("sections", {}))
        made = self.api.create_change_set(
            StackName=stack, ChangeSetName=name, ChangeSetType=kind, TemplateBody=body, **asked
        )
        self.aws.clock.advance(10)
        return self.api.describe_change_set(ChangeSetName=made["Id"], IncludePropertyValues=True)

    def stack(self, name="web"):
        """What DescribeStacks says of it."""
        return self.api.describe_stacks(StackName=name)["Stacks"][0]

    def status(self, name="web"):
        """Its status."""
        return self.stack(name)["StackStatus"]

    def events(self, name="web", after=0):
        """`resource STATUS` of each event, oldest first."""
        told = self.api.describe_stack_events(StackName=name)["StackEvents"][::-1]
        return [f"{one['LogicalResourceId']} {one['ResourceStatus']}" for one in told][after:]

    def reason(self, logical_id, status, name="web"):
        """The reason of the last such event."""
        told = self.api.describe_stack_events(StackName=name)["StackEvents"]
        return next(
            one.get("ResourceStatusReason", "")
            for one in told
            if (one["LogicalResourceId"], one["ResourceStatus"]) == (logical_id, status)
        )

    def physical(self, logical_id, name="web"):
        """The physical id of a resource."""
        told = self.api.describe_stack_resource(StackName=name, LogicalResourceId=logical_id)
        return told["StackResourceDetail"]["PhysicalResourceId"]

    def logs(self):
        """Names of the log groups that exist."""
        told = self.aws.client("logs").describe_log_groups()["logGroups"]
        return sorted(one["logGroupName"] for one in told)


def template(resources, **sections):
    """The text of a template."""
    return json.dumps({"Resources": resources, **sections})


def log(name=None, *, days=3, **attributes):
    """A log group: retention changes in place, the name by replacement."""
    properties = {"RetentionInDays": days} | ({"LogGroupName": name} if name else {})
    return {"Type": "AWS::Logs::LogGroup", "Properties": properties, **attributes}
