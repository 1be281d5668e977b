"""Which service a request is for: as moto's server finds it, but for the unknown ones."""

from __future__ import annotations

from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app


class Dispatcher(DomainDispatcherApplication):  # type: ignore[misc]  # moto has no types
    """moto's dispatcher, which prints and falls over a service that it does not know."""

    def get_backend_for_host(self, host: str | None) -> Any:
        """The name of the service, None when the host says nothing.

        Raises:
            NotImplementedError: for a service that nobody emulates.
        """
        known = any(pattern.match(f"http://{host}") for _, pattern in self.backend_url_patterns)
        if host is not None and host.endswith(".amazonaws.com") and not known:
            raise NotImplementedError(f"the service of {host}")
        return super().get_backend_for_host(host)


def dispatcher() -> Dispatcher:
    """A WSGI application of all services."""
    return Dispatcher(create_backend_app)
