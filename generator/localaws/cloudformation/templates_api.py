"""Operations of the API on templates."""

from __future__ import annotations

import json
from typing import Any

from moto.core.responses import ActionResult

from generator.localaws.cloudformation import capabilities, change_sets, replies, versions
from generator.localaws.cloudformation.asking import Asking
from generator.localaws.cloudformation.bodies import body
from generator.localaws.cloudformation.exceptions import NotEmulatedError
from generator.localaws.cloudformation.template import Template, load

REASON = "The following resource(s) require capabilities: [{}]"


class TemplatesApi(Asking):
    """Templates that a stack has, and templates that are given."""

    def get_template(self) -> ActionResult:
        """GetTemplate; without transforms both stages are the same text."""
        asked = self.asked
        if asked.get("ChangeSetName"):
            stack, name = asked.get("StackName", ""), asked["ChangeSetName"]
            version = change_sets.get(self.current_account, self.region, name, stack).version
        else:
            version = self.named_stack().version
        stages = ["Original", "Processed"]
        return ActionResult({"TemplateBody": version.template.text, "StagesAvailable": stages})

    def get_template_summary(self) -> ActionResult:
        """GetTemplateSummary."""
        if self.asked.get("StackSetName"):
            raise NotEmulatedError("GetTemplateSummary of a stack set")
        template = self._given()
        whole = template.whole
        types = dict.fromkeys(one["Type"] for one in template.resources.values())
        metadata = whole.get("Metadata")
        more = replies.shown(
            ResourceTypes=list(types),
            Version=whole.get("AWSTemplateFormatVersion"),
            Metadata=json.dumps(metadata) if metadata else None,
        )
        return ActionResult(self._about(template) | more)

    def validate_template(self) -> ActionResult:
        """ValidateTemplate."""
        template = self._given()
        versions.check(template)
        about = self._about(template)
        for one in about.get("Parameters", []):
            one.pop("ParameterType", None)
            one.pop("ParameterConstraints", None)
        return ActionResult(about)

    def _given(self) -> Template:
        asked = self.asked
        if asked.get("StackName"):
            return self.named_stack().version.template
        text, url = asked.get("TemplateBody", ""), asked.get("TemplateURL", "")
        return load(body(text, url, self.current_account, self.region))

    def _about(self, template: Template) -> dict[str, Any]:
        needed, types = capabilities.needed(template)
        parameters = template.section("Parameters").items()
        return replies.shown(
            Parameters=[replies.declared(name, one) for name, one in parameters],
            Description=template.whole.get("Description"),
            Capabilities=list(needed),
            CapabilitiesReason=REASON.format(", ".join(types)) if needed else None,
        )
