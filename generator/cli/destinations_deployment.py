"""One run of `deploy --destinations`: look, show, ask, do, tell."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from generator.aws import stack_sets
from generator.cli import streams, wiring
from generator.cli.asking import need_answers
from generator.cli.destinations import Destinations
from generator.cli.destinations_receivers import Receivers
from generator.cli.destinations_view import View
from generator.cli.options import Asked
from generator.cli.remote import Where
from generator.deploy import destinations, destinations_run
from generator.deploy.destinations import Plan, Wanted
from generator.deploy.destinations_causes import advice
from generator.deploy.destinations_run import Outside, failed
from generator.errors import Exit, RemoteError
from generator.plan.target import capabilities
from generator.ports.place import Place
from generator.ports.stack_sets import Operation, StackSetOrder, Targets
from generator.ports.stacks import Body
from generator.present.destinations import as_json, closing_line, failure_lines, plan_lines
from generator.templates.destination import SOURCE, destination_account


class Deployment:
    """One run for one StackSet."""

    def __init__(
        self, given: Destinations, payloads: Receivers, place: Place, where: Where, asked: Asked
    ) -> None:
        self._given, self._payloads = given, payloads
        self._place, self._where, self._asked = place, where, asked
        self._view = View(quiet=asked.for_programs)

    def run(self, *, yes: bool, change_source: bool) -> Exit:
        """Look, show, ask and do."""
        wanted = self._wanted(change_source=change_source)
        outside = self._outside()
        operations: tuple[Operation, ...] = ()
        with self._advised():
            found, instances = destinations_run.look(outside, wanted.order.name)
            plan = destinations.plan(wanted, found, instances)
            self._show(wanted, plan)
            if not plan.empty:
                if not self._confirmed(yes=yes):
                    streams.err("nothing was changed\n")
                    return Exit.INTERRUPTED
                operations = self._run(outside, wanted, plan)
        return self._end(wanted, plan, operations)

    def _run(self, outside: Outside, wanted: Wanted, plan: Plan) -> tuple[Operation, ...]:
        try:
            return destinations_run.run(outside, wanted, plan)
        except KeyboardInterrupt:
            self._view.close()
            streams.err("what began goes on in AWS; run the same command again to go on watching\n")
            raise

    @contextmanager
    def _advised(self) -> Iterator[None]:
        """Add what to do to what AWS refuses; leave no half line on the terminal."""
        try:
            yield
        except RemoteError as error:
            hint = error.hint or advice(error.message, self._place.account)
            raise RemoteError(error.message, hint.replace("\n", " ")) from error
        finally:
            self._view.close()

    def _wanted(self, *, change_source: bool) -> Wanted:
        template = destination_account()
        given, units = self._given, self._given.units
        source = given.source or self._place.account
        accounts = () if units else given.accounts or self._payloads.accounts
        order = StackSetOrder(
            name=destinations.NAME,
            description=str(template["Description"]),
            body=Body(wiring.WRITERS["yaml"](template)),
            parameters={SOURCE: source},
            managed=destinations.SERVICE_MANAGED if units else destinations.SELF_MANAGED,
            capabilities=capabilities(template),
            tags={"amifactory:stack-set": destinations.NAME},
        )
        targets = Targets(accounts=accounts, units=units, regions=(self._place.region,))
        return destinations.Wanted(order, targets, given.remove, change_source)

    def _outside(self) -> Outside:
        sets = stack_sets.connect(
            self._place.region,
            self._where.profile,
            delegated_admin=self._given.delegated_admin,
        )
        poll = self._where.poll
        return Outside(sets, self._view.tell, time.sleep, lambda: secrets.token_hex(16), poll)

    def _show(self, wanted: Wanted, plan: Plan) -> None:
        self._view.say(f"StackSet {wanted.order.name} ({self._place})")
        for line in plan_lines(wanted, plan):
            self._view.say(f"  {line}")

    def _confirmed(self, *, yes: bool) -> bool:
        if yes:
            return True
        need_answers(yes=yes, what="deploy --destinations")
        if self._asked.for_programs:
            raise click.UsageError("--format json shows no plan to agree to; add --yes")
        return click.confirm("Go on?", err=True)

    def _end(self, wanted: Wanted, plan: Plan, operations: tuple[Operation, ...]) -> Exit:
        broken = failed(operations)
        if self._asked.findings == "json":
            self._print(as_json(wanted, plan, operations, self._place.account))
        elif broken:
            lines = failure_lines(operations, self._place.account)
            streams.err("".join(f"{line}\n" for line in lines))
        else:
            streams.out(f"{closing_line(plan)}\n")
        return Exit.FAILED if broken else Exit.DONE

    def _print(self, said: Any) -> None:
        """The findings' document with the result in it, so that programs read one shape."""
        import json

        from generator.present.json_report import dump, show_json

        place = self._place
        told = {"account": place.account, "region": place.region, "emulated": place.emulated}
        streams.out(f"{dump({**json.loads(show_json(self._payloads.report)), **told, **said})}\n")
