"""Ratings: what people gave on a scale, in a conversation or asked elsewhere."""

import ibis
from ibis import _

from engine.analytics.facts.columns import json_of, text_in, with_country
from engine.analytics.facts.protocol import Facts, Tables

SURVEY = "survey"
LEAST, MOST = 1, 5
PER_MILLE = 1000


def rows(tables: Tables) -> ibis.Table:
    """A row a rating. `per_mille` is where it lies on its scale, from 0 to 1000; `grade` is
    `promoter` (9 or 10 of 10), `passive` (7 or 8) or `detractor` on scales up to 10, else empty."""
    asked = _.kind == "rating"
    told = (_.kind == "event") & (_.name == SURVEY)
    given = tables.events.filter(asked | told)
    data = json_of(given.data)
    least, most = (
        data[name].float.fill_null(end) for name, end in (("least", LEAST), ("most", MOST))
    )
    known = given.mutate(
        score=data["score"].float,
        least=least,
        most=most,
        survey=(given.kind == "rating").ifelse(given.name, text_in(given.data, "survey")),
    )
    valid = known.filter(_.score.between(_.least, _.most) & (_.least < _.most))
    return with_country(
        valid.mutate(
            per_mille=((_.score - _.least) * PER_MILLE / (_.most - _.least)).floor().cast("int64"),
            score_mille=(_.score * PER_MILLE).floor().cast("int64"),
            score=_.score.cast("int64").cast("string"),
            grade=ibis.cases(
                (_.most != 10, ""),
                (_.score >= 9, "promoter"),
                (_.score >= 7, "passive"),
                else_="detractor",
            ),
        ),
        tables,
    )


FACTS = Facts(
    name="ratings",
    rows=rows,
    dimensions=("survey", "score", "grade"),
    values=("per_mille", "score_mille"),
)
