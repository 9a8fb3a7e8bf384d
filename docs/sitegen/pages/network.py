"""The page of the network: the partners that take part in more than one cluster."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.markup import esc, figure, table
from sitegen.model import Page
from sitegen.parts import heading
from sitegen.pictures import network as drawn
from sitegen.site import Site
from sitegen.texts import Texts
from sitegen.wording import joined


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the page."""
    words = Texts("network", lang)
    (picture,) = drawn.pictures(site, lang)
    found = drawn.clusters_of(site)
    shared = {name: clusters for name, clusters in found.items() if len(clusters) > 1}
    order = sorted(shared, key=lambda name: (-len(shared[name]), name))
    rows = [
        [
            site.link("partners", name, lang),
            esc(site.label("partners", "kind", site.get("partners", name)["kind"], lang)),
            str(len(shared[name])),
            joined(
                [site.link("clusters", cluster, lang) for cluster in sorted(shared[name])], lang
            ),
        ]
        for name in order
    ]
    header = [words(key) for key in ("partner", "kind", "count", "clusters")]
    parts = [
        words("intro", all=len(found), count=len(shared)),
        figure(picture, lang),
        heading(words("table"), "partners"),
        words("table-intro"),
        table(
            header,
            rows,
            caption=words("table"),
            numbers=(2,),
            kind="wide",
            is_searched=False,
            ids=[f"partner-{name}" for name in order],
        ),
    ]
    yield Page("network.md", words("title"), "\n\n".join(parts), words("description"))
