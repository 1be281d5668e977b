"""`amifactory schema`."""

from __future__ import annotations

import click


@click.command(epilog="Example: amifactory schema > payload.schema.json")
def command() -> None:
    """Print the JSON Schema of payloads, for editors.

    Draft 2020-12. In YAML, the comment `# yaml-language-server: $schema=payload.schema.json`
    on the first line makes editors complete and check keys; in JSON, the key "$schema" does.
    """
    import json

    from generator.cli.streams import out
    from generator.payload.schema import schema

    out(f"{json.dumps(schema(), indent=2, ensure_ascii=False)}\n")
