"""A page with every chart on it and figures made up, to test the charts in a browser without a run.

With ``hostile`` in the query, every text is one that would run as a script if it were taken as markup.
"""

import solara

from commsim.dashboard import chart_view
from commsim.dashboard.words import Say

MONTHS = 36
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>'


def rising(start, step):
    return [start + step * month for month in range(MONTHS)]


FEES = rising(1 / 3, 0.01)
MONEY = [None if month < 3 else -100.5 + 1e5 * month / 7 for month in range(MONTHS)]


def series(word):
    fees = {
        "key": "fees",
        "title": word("Fee rate"),
        "unit": "share",
        "format": "share",
        "lines": [
            {"name": "fee_rate", "label": word("of the money"), "values": FEES},
            {"name": "other", "label": word("other"), "values": [None] * MONTHS},
        ],
        "twin": [{"name": "fee_rate", "label": word("of the money"), "values": rising(0.25, 0.0)}],
        "bands": [
            {"label": word("below 30 %"), "from": 1, "to": 12, "low": None, "high": 0.3, "met": False},
            {"label": word("placeless"), "from": None, "to": None, "low": None, "high": 0.3, "met": True},
        ],
    }
    money = {
        "key": "money",
        "title": word("Accounts"),
        "unit": word("yuan"),
        "format": "yuan",
        "lines": [{"name": "cash", "label": word("cash"), "values": MONEY}],
        "twin": [],
        "bands": [],
    }
    happenings = [
        {"month": 13, "text": word("a committee is elected"), "ok": True, "key": "elect"},
        {"month": 14, "text": word("a vote fails"), "ok": False, "key": "vote"},
    ]
    return {"months": MONTHS, "first_year": 2019, "panels": [fees, money], "events": happenings}


def fan(word):
    spread = {"p5": -0.1, "p25": -0.05, "p50": 0.0, "p75": 0.05, "p95": 0.1}
    return {
        "title": word("Fee rate"),
        "unit": "",
        "format": "share",
        "months": MONTHS,
        "first_year": 2019,
        "quantiles": {name: [value + off for value in FEES] for name, off in spread.items()},
        "present": rising(0.3, 0.01),
        "present_label": word("this run"),
        "bands": [],
        "done": 20,
        "total": 200,
    }


def response(word):
    names = [word("members"), word("retired")]
    points = [
        {"x": name, "label": name, "mean": 0.1 + 0.2 * at, "low": 0.05, "high": 0.4, "runs": 10}
        for at, name in enumerate(names)
    ]
    present = {"x": names[1], "label": names[1]}
    words = {"lever_label": word("who"), "unit": "", "measure_label": word("fee rate"), "format": "share"}
    return {**words, "points": points, "present": present, "done": 20, "total": 20}


@solara.component
def Layout(children):
    solara.Div(children=children)


@solara.component
def Page():
    query = solara.use_router().search or ""
    labels = chart_view.labels(Say("zh" if "zh" in query else "en"))

    def word(text):
        return HOSTILE if "hostile" in query else text

    told = series(word)
    columns = [
        {"name": "fee_rate", "label": word("Fee rate"), "unit": "", "format": "share"},
        {"name": "cash", "label": word("cash"), "unit": word("yuan"), "format": "yuan"},
    ]
    figures = {"columns": columns, "values": {"fee_rate": FEES, "cash": MONEY}}
    change = {**told, "windows": list(range(MONTHS))}
    with solara.Div():
        chart_view.Figures(figures=figures, labels=labels, first_year=2019)
        chart_view.Curves(series=told, labels=labels)
        chart_view.Fan(fan=fan(word), labels=labels)
        chart_view.Response(response=response(word), labels=labels)
        with solara.Div(attributes={"id": "change"}):
            chart_view.Difference(difference=change, labels=labels)
