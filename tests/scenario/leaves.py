"""Every single value a scenario can have, by its dotted path, with values allowed there."""

from typing import Any, NamedTuple

from hypothesis import strategies as st

from commsim.scenario.fields import children, dotted, node_at, resolve


class Leaf(NamedTuple):
    path: str
    kind: str
    schema: dict[str, Any]

    def values(self):
        """Return a strategy for values that are allowed by themselves."""
        low, high = self.schema.get("minimum", -1e6), self.schema.get("maximum", 1e6)
        if "enum" in self.schema or "const" in self.schema:
            return st.sampled_from(self.schema.get("enum") or [self.schema["const"]])
        if self.kind == "boolean":
            return st.booleans()
        if self.kind == "integer":
            return st.integers(low, min(int(high), low + 5000))
        if self.kind == "number":
            return st.floats(low, high, allow_nan=False) | st.integers(int(low) + 1, int(high))
        return st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def leaves(scenario):
    """Return the leaves of a scenario: those it says, and those that still have their default."""
    content = scenario.to_dict()
    found = []
    pending = [()]
    while pending:
        path = pending.pop(0)
        schema = resolve(node_at(path, content))
        inside = content
        for step in path:
            inside = inside[step] if isinstance(inside, list) else (inside or {}).get(step)
        if schema.get("type") == "array":
            pending += [(*path, position) for position in range(len(inside or ()))]
        elif schema.get("type") == "object":
            pending += [(*path, name) for name in children(schema) or tuple(inside)]
        elif path[0] != "sources":
            found.append(Leaf(dotted(path, content), schema["type"], schema))
    return found
