"""Pickling of what the pickle module leaves out: locks, keys, weak mappings, small functions.

moto's backends and the work that is due hold such things. A function that has no name to be
found by (a lambda, one inside another) is kept as its code, which only the same release of
Python can read; `state.py` sees to that.
"""

from __future__ import annotations

import importlib
import io
import marshal
import operator
import pickle
import sys
import threading
import types
import weakref
from collections import defaultdict
from typing import Any

from moto.core.base_backend import AccountSpecificBackend, BackendDict

LOCK, RLOCK = type(threading.Lock()), type(threading.RLock())


def freeze(value: Any) -> bytes:
    """The value as bytes.

    Raises:
        pickle.PicklingError, TypeError, AttributeError: for what cannot be kept.
    """
    stream = io.BytesIO()
    Freezer(stream, protocol=5).dump(value)
    return stream.getvalue()


def thaw(data: bytes) -> Any:
    """The value of `freeze`; runs whatever the bytes say, so only for bytes of our own."""
    return pickle.loads(data)  # noqa: S301  # state.py checks whose file it is


class Freezer(pickle.Pickler):
    """A pickler that knows what moto and we hold."""

    def reducer_override(self, obj: Any) -> Any:
        """How to make the thing again; NotImplemented leaves it to pickle."""
        for kind, reduce in REDUCERS.items():
            if isinstance(obj, kind):
                return reduce(obj)
        return _key(obj)


def _module(module: types.ModuleType) -> Any:
    return importlib.import_module, (module.__name__,)


def _weak(mapping: weakref.WeakValueDictionary[Any, Any]) -> Any:
    return weakref.WeakValueDictionary, (), None, None, iter(mapping.items())


def _function(function: types.FunctionType) -> Any:
    if _found(function.__module__, function.__qualname__) is function:
        return NotImplemented
    cells = tuple(types.CellType() for _ in function.__closure__ or ())
    bare = (marshal.dumps(function.__code__), function.__module__, len(cells))
    state = (
        function.__name__,
        function.__qualname__,
        function.__defaults__,
        function.__kwdefaults__,
        tuple(cell.cell_contents for cell in function.__closure__ or ()),
    )
    return bare_function, bare, state, None, None, fill_function


def bare_function(code: bytes, module: str, cells: int) -> types.FunctionType:
    """A function of that code whose closure is still empty: it may hold itself."""
    closure = tuple(types.CellType() for _ in range(cells))
    names = importlib.import_module(module).__dict__
    return types.FunctionType(marshal.loads(code), names, closure=closure)  # noqa: S302  # ours


def fill_function(function: types.FunctionType, state: Any) -> None:
    """Give a bare function its names, defaults and closure."""
    name, qualified, defaults, keyword_defaults, closure = state
    function.__name__, function.__qualname__ = name, qualified
    function.__defaults__, function.__kwdefaults__ = defaults, keyword_defaults
    for cell, value in zip(function.__closure__ or (), closure, strict=True):
        cell.cell_contents = value


def _class(one: type) -> Any:
    """A class that says it is of moto while it is at home here is found at home."""
    if _found(one.__module__, one.__qualname__) is one:
        return NotImplemented
    for name, module in list(sys.modules.items()):
        if name.startswith("generator.localaws") and _found(name, one.__qualname__) is one:
            return find, (module.__name__, one.__qualname__)
    return NotImplemented


def find(module: str, qualified: str) -> Any:
    """What goes by that name in that module."""
    importlib.import_module(module)
    return _found(module, qualified)


def _found(module: str, qualified: str) -> Any:
    here: Any = sys.modules.get(module)
    for name in qualified.split("."):
        here = getattr(here, name, None)
    return here


def _key(obj: Any) -> Any:
    """Private keys of KMS, in the form that they are exchanged in."""
    if not hasattr(obj, "private_bytes"):
        return NotImplemented
    from cryptography.hazmat.primitives import serialization as form

    data = obj.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    return load_key, (data,)


def load_key(data: bytes) -> Any:
    """The private key of `_key`."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return load_pem_private_key(data, None)


def _defaulting(mapping: defaultdict[Any, Any]) -> Any:
    """Also moto's own kinds, which are not made as `defaultdict` is."""
    state = (mapping.default_factory, mapping.__dict__ if hasattr(mapping, "__dict__") else {})
    return bare_mapping, (type(mapping),), state, None, iter(mapping.items()), fill_mapping


def bare_mapping(kind: type[defaultdict[Any, Any]]) -> defaultdict[Any, Any]:
    """An empty mapping of that kind."""
    return kind.__new__(kind)


def fill_mapping(mapping: defaultdict[Any, Any], state: Any) -> None:
    """Give a mapping what it makes for missing keys, and its attributes."""
    mapping.default_factory, attributes = state
    if attributes:
        mapping.__dict__.update(attributes)


def _store(store: BackendDict[Any]) -> Any:
    return next((find, place) for place, one in stores().items() if one is store)


def _account(backends: AccountSpecificBackend[Any]) -> Any:
    store = next(one for one in stores().values() if one.get(backends.account_id) is backends)
    return operator.getitem, (store, backends.account_id)


def stores() -> dict[tuple[str, str], BackendDict[Any]]:
    """Every service's backends by where they are found: (module, name)."""
    return {
        (module.__name__, name): value
        for home, module in sorted(sys.modules.items())
        if home.startswith(("moto.", "generator.localaws.")) and home.endswith(".models")
        for name, value in vars(module).items()
        if isinstance(value, BackendDict)
    }


REDUCERS: dict[type, Any] = {
    types.FunctionType: _function,
    type: _class,
    types.ModuleType: _module,
    weakref.WeakValueDictionary: _weak,
    defaultdict: _defaulting,
    BackendDict: _store,
    AccountSpecificBackend: _account,
    LOCK: lambda _: (threading.Lock, ()),
    RLOCK: lambda _: (threading.RLock, ()),
}
"""What pickle leaves out, and how it is made again."""
