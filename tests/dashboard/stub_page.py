"""A page with as little on it as can be, to test the server: a counter of its visitor's own, and a place for a file."""

import solara
from solara.server.kernel_context import contexts

from commsim.dashboard.parts import Upload


@solara.component
def Layout(children):
    solara.Div(children=children)


@solara.component
def Page():
    count, set_count = solara.use_state(0)
    got, set_got = solara.use_state("no file")
    router = solara.use_router()

    def take(file, parts):
        content = bytes(parts[0])
        set_got(f"got {len(content)} of {file['size']} bytes, {content.count(b'x')} of them x")

    with solara.Div(attributes={"id": "stub"}):
        solara.Button(f"clicked {count} times", on_click=lambda: set_count(count + 1))
        solara.Text(f"query {router.search}")
        solara.Text(f"{len(contexts)} pages open")
        Upload(label="", hint="", accept="", most_bytes=2**20, too_large="too large", event_taken=take)
        solara.Text(got)
