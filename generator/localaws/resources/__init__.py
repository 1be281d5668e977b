"""Resource types of the local AWS that moto's models lack or leave unfinished, one a file.

Each module has one `Handler` class; moto's backend of the service keeps the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.localaws.cloudformation.handlers import Handler


@cache
def handlers() -> Mapping[str, type[Handler]]:
    """The handler of each type."""
    from generator.localaws.cloudformation.handlers import Handler

    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    classes = [thing for module in modules for thing in vars(module).values()]
    return {
        one.type: one
        for one in classes
        if isinstance(one, type) and issubclass(one, Handler) and one.type
    }
