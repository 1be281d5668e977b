"""AWS::Lambda::Function: moto's model leaves properties out, and updates code with text."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from generator.localaws.cloudformation.handlers import Asked, Handler, Made
from generator.localaws.functions.keeping import keep


class Function(Handler):
    """A function with its code and configuration."""

    type = "AWS::Lambda::Function"
    takes = frozenset(
        {
            *("Architectures", "Code", "DeadLetterConfig", "Description", "Environment"),
            *("EphemeralStorage", "FunctionName", "Handler", "ImageConfig", "KmsKeyArn"),
            *("Layers", "LoggingConfig", "MemorySize", "PackageType"),
            *("ReservedConcurrentExecutions", "Role", "Runtime", "Tags", "Timeout"),
            *("TracingConfig", "VpcConfig"),
        }
    )

    def apply(self, asked: Asked, made: Made) -> None:
        """Set what moto's model leaves out when it creates one."""
        function, wanted = made.model, asked.properties
        function.architectures = list(wanted.get("Architectures", ["x86_64"]))
        function.kms_key_arn = wanted.get("KmsKeyArn")
        function.tags = {one["Key"]: str(one["Value"]) for one in wanted.get("Tags", [])}
        function.reserved_concurrency = wanted.get("ReservedConcurrentExecutions")
        keep(function, wanted)
        for key, name, default in NUMBERS:
            setattr(function, name, int(wanted.get(key, default)))
        made.attributes["Arn"] = function.function_arn

    def update(self, asked: Asked, made: Made, before: Mapping[str, Any]) -> Made:
        """Change configuration and code."""
        wanted = dict(asked.properties)
        wanted.setdefault("Environment", {"Variables": {}})
        wanted.setdefault("Description", "")
        made.model.update_configuration(wanted | {"VpcConfig": wanted.get("VpcConfig")})
        if wanted["Code"] != before.get("Code"):
            made.model.update_function_code(self._code(wanted["Code"]))
        self.apply(asked, made)
        return made

    def delete(self, asked: Asked, made: Made) -> None:
        """Delete it."""
        from moto.awslambda.utils import get_backend

        get_backend(asked.account, asked.region).delete_function(made.physical_id)

    def _code(self, code: dict[str, Any]) -> dict[str, Any]:
        if "ZipFile" not in code:
            return code
        packed = self.model._create_zipfile_from_plaintext_code(code["ZipFile"])  # noqa: SLF001  # moto's way from a template's text to a zip file
        return {"ZipFile": base64.b64encode(packed)}


NUMBERS = (("Timeout", "timeout", 3), ("MemorySize", "memory_size", 128))
