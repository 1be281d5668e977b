"""AWS::EC2::SecurityGroup: moto's model knows no outgoing rules, and updates by deleting."""

from __future__ import annotations

from typing import Any

from generator.localaws.cloudformation.handlers import Asked, FailedError, Handler, Made
from generator.localaws.refusing import refusal


class SecurityGroup(Handler):
    """A security group with its rules."""

    type = "AWS::EC2::SecurityGroup"

    def create(self, asked: Asked) -> Made:
        """Create it."""
        wanted = asked.properties
        group = self._backend(asked).create_security_group(
            name=asked.name, description=wanted.get("GroupDescription"), vpc_id=wanted.get("VpcId")
        )
        about = {"GroupId": group.id, "Id": group.id, "VpcId": group.vpc_id}
        made = Made(group.id, group, about)
        self.apply(asked, made)
        return made

    def apply(self, asked: Asked, made: Made) -> None:
        """Replace its rules and tags."""
        backend, group, wanted = self._backend(asked), made.model, asked.properties
        outgoing = wanted.get("SecurityGroupEgress")
        group.ingress_rules.clear()
        if outgoing:
            group.egress_rules.clear()
        for rule in wanted.get("SecurityGroupIngress", []):
            backend.authorize_security_group_ingress(**_rule(group, rule))
        for rule in outgoing or []:
            backend.authorize_security_group_egress(**_rule(group, rule))
        tags = {one["Key"]: str(one["Value"]) for one in wanted.get("Tags", [])}
        backend.delete_tags([group.id], {one["key"]: one["value"] for one in group.get_tags()})
        group.add_tags(tags)

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it."""
        self._backend(asked).delete_security_group(group_id=made.physical_id)

    def _backend(self, asked: Asked) -> Any:
        from moto.ec2.models import ec2_backends

        return ec2_backends[asked.account][asked.region]


def _rule(group: Any, rule: dict[str, Any]) -> dict[str, Any]:
    if "SourceSecurityGroupName" in rule:
        raise FailedError(refusal("security group rules with SourceSecurityGroupName"))
    cidr = {"CidrIp": rule["CidrIp"]} if "CidrIp" in rule else {"CidrIpv6": rule.get("CidrIpv6")}
    ranges = [cidr | {"Description": rule.get("Description", "")}] if any(cidr.values()) else []
    other = rule.get("SourceSecurityGroupId") or rule.get("DestinationSecurityGroupId")
    lists = rule.get("DestinationPrefixListId") or rule.get("SourcePrefixListId")
    return {
        "group_name_or_id": group.id,
        "ip_protocol": str(rule["IpProtocol"]),
        "from_port": rule.get("FromPort"),
        "to_port": rule.get("ToPort"),
        "ip_ranges": ranges,
        "source_groups": [{"GroupId": other}] if other else [],
        "prefix_list_ids": [{"PrefixListId": lists}] if lists else [],
        "vpc_id": group.vpc_id,
    }
