"""Which machines a rehearsal gets, and why there are none."""

from __future__ import annotations

import pytest

from generator.sandbox import choose as choosing
from generator.sandbox.bubblewrap import Bubblewrap
from generator.sandbox.cell import CAPABILITIES, Inside
from generator.sandbox.choose import Order, choose
from generator.sandbox.launch import Entrance
from generator.sandbox.layers import Layers
from generator.sandbox.limits import Deadline, Limits
from generator.sandbox.nspawn import Nspawn
from generator.sandbox.unavailable import UnavailableError


def order(**asked):
    return Order(Limits(), Deadline(lambda: 0.0), **asked)


@pytest.fixture
def bare(monkeypatch):
    """A host on which nothing is installed."""
    monkeypatch.setattr("generator.sandbox.tools.shutil.which", lambda *_, **__: None)


@pytest.mark.usefixtures("bare")
def test_without_anything_that_holds_programs_that_is_said():
    with pytest.raises(UnavailableError, match="bwrap is not installed and no engine answers"):
        choose(order(), lambda _: None)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("name", choosing.SANDBOXES)
def test_what_was_asked_for_and_is_not_there_is_told(name):
    with pytest.raises(UnavailableError, match=r"not installed|does not answer"):
        choose(order(sandbox=name), lambda _: None)


def test_a_plain_user_cannot_have_the_hosts_own_root(monkeypatch):
    monkeypatch.setattr(choosing, "is_root", lambda: False)
    monkeypatch.setattr(choosing, "missing", lambda *_: ())

    with pytest.raises(UnavailableError, match="only root can use this host's own /"):
        choose(order(sandbox="bwrap", root="host"), lambda _: None)
    with pytest.raises(UnavailableError, match="systemd-nspawn is for root"):
        choose(order(sandbox="nspawn"), lambda _: None)


@pytest.fixture
def inside(tmp_path):
    """A program as a cell gets it."""
    layers = Layers(tmp_path / "machine", (tmp_path / "a:b,c",))

    def make(*, network=False, namespace=True):
        words = ["echo", "$(id)"]
        return Inside(layers, Limits(), "/", words, {"K": "v"}, network, namespace)

    return make


def test_bubblewrap_gives_namespaces_of_their_own_and_few_rights(inside):
    words = Bubblewrap().words(inside())

    for word in ("--unshare-pid", "--unshare-net", "--die-with-parent", "--new-session"):
        assert word in words
    assert ["--cap-drop", "ALL"] == words[words.index("--cap-drop") :][:2]
    assert len(CAPABILITIES) == words.count("--cap-add")
    assert ["--userns", "9"] == words[words.index("--userns") :][:2]
    assert ["sh", "/", "echo", "$(id)"] == words[-4:]
    assert "--unshare-net" not in Bubblewrap().words(inside(network=True))
    assert "--userns" not in Bubblewrap().words(inside(namespace=False))


def test_no_capability_reaches_devices_mounts_or_the_kernel():
    assert set() == {"SYS_ADMIN", "MKNOD", "SYS_MODULE", "SYS_PTRACE", "NET_RAW"}.intersection(
        CAPABILITIES
    )


def test_nspawn_registers_nothing_and_keeps_off_the_network(inside):
    words = Nspawn().words(inside())

    assert {"--register=no", "--keep-unit", "--private-network", "--setenv=K=v"} <= set(words)
    assert "--private-network" not in Nspawn().words(inside(network=True))


def test_paths_of_the_user_are_no_options_of_a_mount(tmp_path):
    layers = Layers(tmp_path / "machine", (tmp_path / "a:b,upperdir=c",))
    layers.make()
    words = Entrance(layers, Limits(), user=False).words(["cell"])
    lower = layers.folder / "lower0"

    assert any(word.startswith(f"lowerdir={lower},upperdir={layers.upper},") for word in words)
    assert tmp_path / "a:b,upperdir=c" == lower.readlink()


def test_a_plain_user_maps_ids_and_attributes(tmp_path):
    words = Entrance(Layers(tmp_path, ()), Limits(), user=True).words(["cell"])

    assert "--map-auto" in words
    assert any(word.endswith(",userxattr") for word in words)
    assert any(word.startswith("--data=") for word in words)
