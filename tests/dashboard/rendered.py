"""A part of the page rendered without a browser: its components found by what they are given, and used as visitors do.

A component of ours is one widget; what it is given are its attributes, and an ``event_x`` is told by ``vue_x``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

import solara
from solara import toestand
from solara.routing import Router, router_context

from commsim.dashboard import app, chart_view
from commsim.dashboard.links import Place, query_of
from commsim.dashboard.settings import Settings, Source
from commsim.dashboard.visitor import Visitor
from tests.dashboard.two_estates import TWO_ESTATES

PATIENCE = 30.0
TWO = Source("", TWO_ESTATES, "two.yaml")


@solara.component
def PageAt(query: str) -> None:
    """Show the whole page at an address."""
    router_context.provide(Router(f"/?{query}", [solara.Route("/")]))
    app.Page()


class Rendered:
    """An element as it is shown; a context, at whose end the element is gone.

    On the server all parts of a page are in one context, by which a change reaches them in one rendering, the outer
    ones first. Without a server Solara makes a context for each, and renders them one by one in no fixed order.
    """

    def __init__(self, element: Any) -> None:
        together = nullcontext()
        self._patch = patch.object(toestand, "nullcontext", lambda: together)
        self._patch.start()
        try:
            self.box, self.context = solara.render(element, handle_error=False)
        except BaseException:
            self._patch.stop()
            raise

    def __enter__(self) -> Rendered:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()
        self._patch.stop()

    def widgets(self) -> list[Any]:
        """Return all widgets and texts, in the order of the page."""
        return list(_below(self.box))

    def all(self, component: Callable[..., Any], **given: Any) -> list[Any]:
        """Return the widgets of a component that are given these values."""
        kind = widget_of(component)
        return [
            one
            for one in self.widgets()
            if type(one) is kind and all(getattr(one, name) == value for name, value in given.items())
        ]

    def one(self, component: Callable[..., Any], **given: Any) -> Any:
        """Return the only such widget."""
        (found,) = self.all(component, **given)
        return found

    def tagged(self, **given: Any) -> list[Any]:
        """Return the HTML elements with these values: ``tag``, ``class_``, or any attribute."""
        return [one for one in self.widgets() if hasattr(one, "tag") and _has(one, given)]

    def text_of(self, widget: Any) -> str:
        """Return the texts below a widget, a line each."""
        return "\n".join(one for one in _below(widget) if isinstance(one, str))

    @property
    def text(self) -> str:
        """All texts that are shown as children, a line each."""
        return self.text_of(self.box)


def widget_of(component: Callable[..., Any]) -> type:
    """Return the widget of a component; of a chart, the one that its packed figures are given to."""
    own = component if component.__closure__ else getattr(chart_view, f"_{component.__name__}")
    kind: type = own().component.widget
    return kind


def _below(widget: Any) -> Iterator[Any]:
    for child in getattr(widget, "children", None) or ():
        yield child
        if not isinstance(child, str):
            yield from _below(child)


def _has(widget: Any, given: dict[str, Any]) -> bool:
    attributes = getattr(widget, "attributes", None) or {}
    return all(
        given[name] in (getattr(widget, name, None), attributes.get(name)) and given[name] is not None for name in given
    )


def visitor_of_two(**parts: Any) -> Visitor:
    """Return a visitor of the two small estates, in a view of them."""
    place = Place(**{"settings": Settings(TWO), "view": "estate", **parts})
    visitor = Visitor(query_of(place), place.language)
    assert visitor.shown.value.problem == ""
    return visitor


def until(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Wait until something is true, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.005)
    raise AssertionError("it never came true")
