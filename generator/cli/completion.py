"""`amifactory completion`."""

from __future__ import annotations

import click


@click.command(epilog='Example: eval "$(amifactory completion bash)"')
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    bash, zsh: eval the output from the shell's start-up file. fish: save it as
    ~/.config/fish/completions/amifactory.fish.
    """
    from click.shell_completion import get_completion_class

    from generator.cli.door import COMPLETE, PROGRAM, cli
    from generator.cli.streams import out

    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover  # click knows all three
        raise click.BadParameter(f'no completion for "{shell}"')
    # The source alone: its check of bash's version starts a bash, which may not be here.
    script = kind(cli, {}, PROGRAM, COMPLETE)
    out(script.source_template % script.source_vars())
