"""What a row says in a few words, so that it can be listed among others of its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitegen.markup import esc
from sitegen.numbers import euros
from sitegen.parts import dutch, lower
from sitegen.site import Row, Site
from sitegen.values import value_text
from sitegen.wording import years

_LONGEST = 70
# Text, and whether it is in Dutch whatever the language of the page.
Part = tuple[str, bool]


def says(site: Site, table: str, row: Row, lang: str) -> str:
    """Say in a few words what a row holds, as HTML; long texts in Dutch are marked as such."""
    return "".join(
        dutch(text, lang) if is_dutch else esc(text)
        for text, is_dutch in _parts(site, table, row, lang)
    )


def cut(text: str, longest: int = _LONGEST) -> str:
    """Cut a text at a space, and show that it goes on."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + "\N{HORIZONTAL ELLIPSIS}"


def _parts(site: Site, table: str, row: Row, lang: str) -> list[Part]:
    return _TABLES.get(table, _named(table))(site, row, lang)


def _name(site: Site, table: str, key: object, lang: str) -> str:
    return site.name(table, site.get(table, key), lang)


def _named(table: str) -> Callable[[Site, Row, str], list[Part]]:
    def say(site: Site, row: Row, lang: str) -> list[Part]:
        return [(site.name(table, row, lang), False)]

    return say


def _code(site: Site, table: str, field: str, row: Row, lang: str) -> str:
    found = site.label(table, field, row[field], lang)
    return f" ({lower(found)})" if found else ""


def _cluster_partner(site: Site, row: Row, lang: str) -> list[Part]:
    who = _name(site, "partners", row["partner_id"], lang)
    what = _name(site, "clusters", row["cluster_id"], lang)
    return [(f"{what}: {who}{_code(site, 'cluster_partners', 'role', row, lang)}", False)]


def _cluster_link(site: Site, row: Row, lang: str) -> list[Part]:
    other = _name(site, "sectors", row["linked_sector_id"], lang)
    if row["linked_cluster_id"] is not None:
        other = f"{_name(site, 'clusters', row['linked_cluster_id'], lang)}, {lower(other)}"
    return [
        (
            f"{_name(site, 'clusters', row['cluster_id'], lang)} \N{MULTIPLICATION SIGN} {other}",
            False,
        )
    ]


def _programme(site: Site, row: Row, lang: str) -> list[Part]:
    return [(row["name"] + _code(site, "programmes", "kind", row, lang), False)]


def _programme_partner(site: Site, row: Row, lang: str) -> list[Part]:
    who = _name(site, "partners", row["partner_id"], lang)
    what = _name(site, "programmes", row["programme_id"], lang)
    return [(f"{what}: {who}{_code(site, 'programme_partners', 'role', row, lang)}", False)]


def _programme_link(site: Site, row: Row, lang: str) -> list[Part]:
    one = _name(site, "programmes", row["programme_id"], lang)
    other = _name(site, "programmes", row["related_programme_id"], lang)
    relation = _code(site, "programme_links", "relation", row, lang)
    return [(f"{one} \N{RIGHTWARDS ARROW} {other}{relation}", False)]


def _activity(site: Site, row: Row, lang: str) -> list[Part]:
    del site, lang
    return [(row["title"], True)]


def _activity_partner(site: Site, row: Row, lang: str) -> list[Part]:
    who = _name(site, "partners", row["partner_id"], lang)
    what = cut(_name(site, "activities", row["activity_id"], lang))
    return [(f"{who}{_code(site, 'activity_partners', 'role', row, lang)}: ", False), (what, True)]


def _result(site: Site, row: Row, lang: str) -> list[Part]:
    return [(site.label("results", "kind", row["kind"], lang) + ": ", False), (row["title"], True)]


def _activity_result(site: Site, row: Row, lang: str) -> list[Part]:
    what = cut(_name(site, "activities", row["activity_id"], lang))
    result = cut(_name(site, "results", row["result_id"], lang))
    return [(f"{what} \N{RIGHTWARDS ARROW} {result}", True)]


def _budget_line(site: Site, row: Row, lang: str) -> list[Part]:
    return [(row["label"], True), (_code(site, "budget_lines", "direction", row, lang), False)]


def _euros(row: Row, lang: str) -> str:
    return "" if row["amount_eur"] is None else euros(row["amount_eur"], lang)


def _budget_amount(site: Site, row: Row, lang: str) -> list[Part]:
    label = cut(_name(site, "budget_lines", row["budget_line_id"], lang))
    stage = _code(site, "budget_amounts", "stage", row, lang)
    return [(label, True), (f", {row['fiscal_year']}{stage}: {_euros(row, lang)}", False)]


def _budget_change(site: Site, row: Row, lang: str) -> list[Part]:
    label = cut(_name(site, "budget_lines", row["budget_line_id"], lang))
    span = f"{row['from_year']}\N{EN DASH}{row['to_year']}"
    return [(label, True), (f", {span}: {_euros(row, lang)}", False)]


def _indicator_value(site: Site, row: Row, lang: str) -> list[Part]:
    name = _name(site, "indicators", row["indicator_id"], lang)
    if row["category_id"] is not None:
        name += f", {lower(_name(site, 'categories', row['category_id'], lang))}"
    kind = _code(site, "indicator_values", "kind", row, lang)
    return [(f"{name}, {years(row['period'])}{kind}: {value_text(site, row, lang)}", False)]


def _derivation(site: Site, row: Row, lang: str) -> list[Part]:
    found = _indicator_value(site, site.get("indicator_values", row["value_id"]), lang)
    return [*found, (_code(site, "derivations", "operation", row, lang), False)]


def _sdg_link(site: Site, row: Row, lang: str) -> list[Part]:
    subject = site.get(row["subject_table"], row["subject_id"])
    what = cut(site.name(row["subject_table"], subject, lang))
    basis = _code(site, "sdg_links", "basis", row, lang)
    return [(what, row["subject_table"] == "activities"), (f": SDG {row['sdg_id']}{basis}", False)]


def _mention(site: Site, row: Row, lang: str) -> list[Part]:
    subject = site.get(row["subject_table"], row["subject_id"])
    kind = _code(site, row["subject_table"], "kind", subject, lang)
    return [(site.name(row["subject_table"], subject, lang) + kind, False)]


_TABLES: Mapping[str, Callable[[Site, Row, str], list[Part]]] = {
    "cluster_partners": _cluster_partner,
    "cluster_links": _cluster_link,
    "programmes": _programme,
    "programme_partners": _programme_partner,
    "programme_links": _programme_link,
    "activities": _activity,
    "activity_partners": _activity_partner,
    "results": _result,
    "activity_results": _activity_result,
    "budget_lines": _budget_line,
    "budget_amounts": _budget_amount,
    "budget_changes": _budget_change,
    "indicator_values": _indicator_value,
    "derivations": _derivation,
    "sdg_links": _sdg_link,
    "mentions": _mention,
}
