"""What `images` does."""

from __future__ import annotations

from generator.cli import streams
from generator.cli.options import Asked
from generator.cli.reaching import Reached
from generator.errors import Exit
from generator.operate.listing import inventory
from generator.present.amis import inventory_lines


def run(name: str | None, reached: Reached, asked: Asked) -> Exit:
    """Show the images there are.

    Raises:
        NotFoundError: when nothing has this name.
        AccessError, RemoteError: when AWS does not tell.
    """
    place = reached.place
    found = inventory(name, reached.builds, reached.amis_in, place.region, place.account)
    if asked.findings == "json":
        from generator.present.build_json import document, inventory_values

        streams.out(f"{document(place, **inventory_values(found))}\n")
        return Exit.DONE
    streams.err(f"images in {place}\n")
    lines = list(inventory_lines(found, reached.hour(), reached.command))
    if not lines:
        streams.err("there are none: `amifactory deploy PAYLOAD` makes pipelines that build them\n")
    streams.out("".join(f"{line}\n" for line in lines))
    return Exit.DONE
