"""YAML text to positioned nodes.

Built from the parser's events, so that nothing is resolved (`1.10` and `0123` stay text), depth
is bounded without recursion, and duplicate keys, tags and aliases are seen before they act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

from generator.findings import Span
from generator.payload.nodes import Mapping, Node, Scalar, Sequence
from generator.payload.reading import DEEPEST, Findings, build_mapping, shown
from generator.payload.reading_codes import (
    KEY_NOT_TEXT,
    MANY_DOCUMENTS,
    MERGE_KEY,
    NOT_FINITE,
    TAG,
    YAML_SYNTAX,
)
from generator.payload.text import refuse_characters
from generator.payload.yaml_aliases import Anchors
from generator.payload.yaml_places import event_span, value_span, written_tag

if TYPE_CHECKING:
    import yaml

_INF = "inf Inf INF"
_NOT_FINITE = frozenset(
    f"{sign}.{word}"
    for sign, words in (("", "nan NaN NAN"), ("", _INF), ("+", _INF), ("-", _INF))
    for word in words.split()
)
_NO_KEYS = frozenset(("<<", "", "~", "null", "Null", "NULL"))


def read_yaml(text: str, findings: Findings) -> Node | None:
    """The tree of the first document in a text without refused characters; None without one.

    Raises StoppedError after telling what cannot be read past.
    """
    import yaml

    builder = _Builder(text, findings)
    handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
        yaml.DocumentStartEvent: builder.start_document,
        yaml.ScalarEvent: builder.scalar,
        yaml.MappingStartEvent: partial(builder.start, "map"),
        yaml.MappingEndEvent: builder.end_mapping,
        yaml.SequenceStartEvent: partial(builder.start, "seq"),
        yaml.SequenceEndEvent: builder.end_sequence,
        yaml.AliasEvent: builder.alias,
    }
    try:
        for event in _events(text):
            handler = handlers.get(type(event))
            if handler:
                handler(event)
            if builder.done:
                break
    except (yaml.YAMLError, ValueError) as error:  # ValueError: chr and int in PyYAML's own parser
        from generator.payload.yaml_mistakes import diagnose

        raise findings.stop(YAML_SYNTAX, *diagnose(text, error, builder.bracket)) from error
    return builder.root


def _events(text: str) -> Iterator[yaml.Event]:
    """What libyaml sees, or PyYAML's own much slower parser where libyaml is missing."""
    import yaml

    parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
    return iter(parser.get_event, None)


class _Frame:
    """A collection that is being read."""

    __slots__ = ("anchor", "children", "flow", "last", "start")

    def __init__(self, start: Span, anchor: str | None = None, *, flow: bool = False) -> None:
        self.children: list[Node] = []
        self.start = start
        self.last = start
        self.anchor = anchor
        self.flow = flow

    def span(self, end: Span) -> Span:
        """To the closing bracket, or to the last child: block style ends where the next begins."""
        end = end if self.flow else self.last
        return Span(self.start.line, self.start.column, end.end_line, end.end_column)


class _Builder:
    """Turns events into nodes; the lowest frame holds the root."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.done = False
        self._text = text
        self._findings = findings
        self._frames = [_Frame(Span(1, 1, 1, 1))]
        self._anchors = Anchors(findings)

    @property
    def root(self) -> Node | None:
        return next(iter(self._frames[0].children), None)

    @property
    def bracket(self) -> Span | None:
        """The innermost bracket or brace that is still open."""
        return next((frame.start for frame in reversed(self._frames) if frame.flow), None)

    def start_document(self, event: Any) -> None:
        if self._frames[0].children:
            message = "another document starts here; one payload file is one document"
            hint = "remove the ---, or put each document in a file of its own"
            self._findings.tell(MANY_DOCUMENTS, event_span(event), message, hint)
            self.done = True

    def scalar(self, event: Any) -> None:
        # Nine of ten events: written out, since each call would cost as much as the work in it.
        start, end, value = event.start_mark, event.end_mark, event.value
        span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if event.style or event.anchor or event.tag or value in _NOT_FINITE:
            node = self._unusual_scalar(event, span)
        else:
            node = Scalar(value, span, True)
        frame = self._frames[-1]
        frame.children.append(node)
        frame.last = node.span

    def alias(self, event: Any) -> None:
        span = event_span(event)
        levels_left = DEEPEST + 1 - len(self._frames)
        self._place(self._anchors.resolve(event.anchor, span, levels_left), span)

    def start(self, kind: str, event: Any) -> None:
        span = event_span(event)
        if len(self._frames) > DEEPEST:
            raise self._findings.too_deep(span)
        if event.tag:
            self._check_tag(kind, event)
        if event.anchor:
            self._anchors.begin(event.anchor)
        self._frames.append(_Frame(span, event.anchor, flow=bool(event.flow_style)))

    def end_mapping(self, event: Any) -> None:
        frame = self._frames.pop()
        pairs = zip(frame.children[::2], frame.children[1::2], strict=True)
        entries = [(key, value) for key, value in pairs if self._is_key(key)]
        self._end(frame, build_mapping(entries, frame.span(event_span(event)), self._findings))

    def end_sequence(self, event: Any) -> None:
        frame = self._frames.pop()
        self._end(frame, Sequence(frame.children, frame.span(event_span(event))))

    def _end(self, frame: _Frame, node: Mapping | Sequence) -> None:
        if frame.anchor:
            self._anchors.name(frame.anchor, node)
        self._place(node, node.span)

    def _place(self, node: Node, span: Span) -> None:
        frame = self._frames[-1]
        frame.children.append(node)
        frame.last = span

    def _unusual_scalar(self, event: Any, span: Span) -> Scalar:
        """A scalar that is quoted, named, tagged or not a finite number."""
        value, style = event.value, event.style
        if style == '"':
            value = refuse_characters(value, self._findings, span)  # its escapes may hold some
        elif not style and value in _NOT_FINITE:
            hint = f'write the number that is meant, or as text: "{value}"'
            self._findings.tell(NOT_FINITE, span, f"{value} is not a finite number", hint)
        if event.tag:
            self._check_tag("str", event)
        if event.tag or event.anchor or style in {"|", ">"}:
            span = value_span(event, self._text)
        node = Scalar(value, span, plain=not style and not event.tag)
        if event.anchor:
            self._anchors.name(event.anchor, node)
        return node

    def _check_tag(self, kind: str, event: Any) -> None:
        if event.tag != f"tag:yaml.org,2002:{kind}":
            tag, span = written_tag(event, self._text)
            hint = "remove it; to write text that starts with !, put quotes around the text"
            self._findings.tell(TAG, span, f"tag {shown(tag)} is not allowed in a payload", hint)

    def _is_key(self, key: Node) -> TypeGuard[Scalar]:
        """True for a key with text; tells what else stands as a key, which is then left out."""
        if isinstance(key, Scalar):
            if not key.plain or key not in _NO_KEYS:
                return True
            if key == "<<":
                message = "merge key << is not supported"
                hint = "put the keys that images share under `defaults`"
                self._findings.tell(MERGE_KEY, key.span, message, hint)
                return False
            message = f"{key} is not a key" if key else "there is no key before the colon"
            hint = f'if it is meant as text, put quotes around it: "{key}"' if key else "write one"
        else:
            kind = "list" if isinstance(key, Sequence) else "mapping"
            message = f"a {kind} stands where a key is expected"
            hint = "if text in brackets or braces is meant, put quotes around all of it"
        self._findings.tell(KEY_NOT_TEXT, key.span, message, hint)
        return False
