"""AWS::Logs::LogGroup: moto's model has no update, and leaves the key out."""

from __future__ import annotations

from generator.localaws.cloudformation.handlers import Asked, Handler, Made


class LogGroup(Handler):
    """A log group with its retention, key and tags."""

    type = "AWS::Logs::LogGroup"
    takes = frozenset({"LogGroupName", "RetentionInDays", "KmsKeyId", "Tags"})

    def apply(self, asked: Asked, made: Made) -> None:
        """Set them."""
        from moto.logs.models import logs_backends

        backend = logs_backends[asked.account][asked.region]
        days = asked.properties.get("RetentionInDays")
        made.model.retention_in_days = None if days is None else int(days)
        made.model.kms_key_id = asked.properties.get("KmsKeyId")
        tags = {one["Key"]: str(one["Value"]) for one in asked.properties.get("Tags", [])}
        backend.tagger.delete_all_tags_for_resource(made.model.arn)
        backend.tag_resource(made.model.arn, tags)
        made.attributes["Arn"] = f"{made.model.arn}:*"
