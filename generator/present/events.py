"""What happens to stacks, in one line each."""

from __future__ import annotations

from generator.deploy.world import Began, Ended, Happened, News, Said
from generator.ports.stacks import Event
from generator.present.elapsed import clock
from generator.present.foreign import harmless, line_start


def news_line(news: News, seconds: float) -> str:
    """A line for logs; `seconds` have passed since the change began."""
    match news:
        case Said():
            return line_start(f"{news.stack}: {news.text}")
        case Began():
            return line_start(f"{news.stack}: {news.doing} {counted(news.resources)}")
        case Ended():
            return line_start(f"{news.stack}  {clock(seconds)}  {words(news.status)}")
        case Happened():
            return line_start(f"{news.stack}  {clock(seconds)}  {event_words(news.event)}")


def event_words(event: Event) -> str:
    """What became of a resource, and why when it went wrong."""
    said = words(event.status)
    if not own(event):
        said = f"{event.logical_id} ({event.type}) {said}"
    return harmless(f"{said}: {event.reason}" if failed(event) and event.reason else said)


def own(event: Event) -> bool:
    """Whether it is the stack's own event, and not one of its resources."""
    return event.physical_id == event.stack


def failed(event: Event) -> bool:
    """Whether something went wrong."""
    return event.status.endswith("_FAILED")


def words(status: str) -> str:
    """A status as AWS names it, in small letters with spaces: create in progress."""
    return status.replace("_", " ").lower()


def counted(resources: int) -> str:
    """As in 1 resource, 2 resources; an empty stack is but a name."""
    if not resources:
        return "what is left of it"
    return f"{resources} resource" if resources == 1 else f"{resources} resources"
