"""Pages of the reconciliation service: previews for iframes, flyouts, the explanation of a score, the features.

They stand alone, style included, because a preview is shown in a sandboxed frame of another site.
"""

import base64
import hashlib
import math
from collections.abc import Mapping

from markupsafe import Markup, escape

from claimgraph.reconcile.entities import Entity
from claimgraph.reconcile.service import Service
from claimgraph.reconcile.values import Settings
from claimgraph.web.rendering import environment, visible

STYLE = (
    "body{font:14px/1.45 system-ui,sans-serif;color:#1b1f24;background:#fff;margin:0;padding:12px;max-width:44rem}"
    "h1{font-size:17px;line-height:1.25;margin:0 0 2px}p{margin:0 0 8px}small,.quiet{color:#57606a}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 10px;margin:0}dt{color:#57606a}dd{margin:0}"
    "table{border-collapse:collapse;margin:8px 0}td,th{padding:2px 10px 2px 0;text-align:left;vertical-align:top}"
    "td.number{text-align:right;font-variant-numeric:tabular-nums}code{font:12px ui-monospace,monospace}"
    "svg{float:right;margin:0 0 6px 10px}svg .frame{fill:#f2f4f6;stroke:#c4ccd4}svg .line{stroke:#c4ccd4}svg .at{fill:#b3261e}"
    "@media(prefers-color-scheme:dark){body{color:#e6e9ed;background:#15181c}small,.quiet,dt{color:#9aa4af}a{color:#8ab4f8}"
    "svg .frame{fill:#1f242a;stroke:#3d4650}svg .line{stroke:#3d4650}}"
)
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
#: properties in a preview, in this order, as far as the entity has them
_SHOWN = ("date", "containedIn", "partOf", "participant", "actsFor", "linkedTo", "events", "publisher", "coordinates", "alias", "wikidata", "geonames")
_MOST_VALUES = 5


def preview(service: Service, entity: Entity, languages: tuple[str, ...], view: str) -> str:
    """Name, description, facts and a small map: what decides whether a candidate is the one that is meant."""
    settings = Settings(languages=languages)
    rows = []
    for identifier in _SHOWN:
        prop = service.properties.by_id.get(identifier)
        cells = service.properties.values(entity, identifier, settings) if prop else []
        shown = [str(cell.get("name") or str(next(iter(cell.values()), "")).removesuffix("T00:00:00Z")) for cell in cells]
        if prop and shown:
            more = len(shown) - _MOST_VALUES
            rows.append((prop.name(languages), [visible(text) for text in shown[:_MOST_VALUES]], more if more > 0 else 0))
    return environment().get_template("reconcile-preview.html").render(
        style=Markup(STYLE), language=languages[0], name=visible(entity.label(languages)), rows=rows, view=safe_link(view),
        description=visible(service.described(entity, languages)), map=_locator(service, entity, languages),
    )  # fmt: skip


def flyout(service: Service, kind: str, identifier: str, languages: tuple[str, ...]) -> str:
    """One paragraph about an entity, a type or a property; nothing for what is unknown."""
    if kind == "entity":
        number = service.index.number(identifier)
        if number is None:
            return ""
        entity = service.index.entity(number)
        name, told = entity.label(languages), service.described(entity, languages)
    elif kind == "type" and (found := service.index.kinds.get(identifier)):
        name, told = found.name(languages), next((found.description[tag] for tag in languages if tag in found.description), "")
    elif kind == "property" and (prop := service.properties.by_id.get(identifier)):
        name, told = prop.name(languages), prop.description
    else:
        return ""
    return str(Markup("<p><b>{}</b><br>{} <small>{}</small></p>").format(visible(name), visible(told), identifier))


def explanation(answer: Mapping[str, object], languages: tuple[str, ...], view: str) -> str:
    """Why an entity has its score for a name."""
    return environment().get_template("reconcile-explain.html").render(
        style=Markup(STYLE), language=languages[0], answer=answer, visible=visible, view=safe_link(view)
    )


def features(table: Mapping[str, tuple[str, str]], chosen: str | None, languages: tuple[str, ...], root: str) -> str:
    """What the features of a score mean, and how to use the service."""
    rows = [(key, *told) for key, told in table.items() if chosen in (None, key)]
    return environment().get_template("reconcile-features.html").render(style=Markup(STYLE), language=languages[0], rows=rows, root=root)


def safe_link(address: str) -> str:
    """The address when it may be clicked."""
    return address if address.startswith(("https://", "http://")) else ""


def _locator(service: Service, entity: Entity, languages: tuple[str, ...]) -> Markup:
    """A drawing of where a place lies among the other places: one frame, one mark, neighbours within 300 km named."""
    mine = _at(service, entity)
    if mine is None:
        return Markup()
    near = [(other, at) for other in _places(service) if (at := _at(service, other)) and other.id != entity.id]
    near = sorted(((_km(mine, at), other, at) for other, at in near), key=lambda item: (item[0], item[1].id))[:3]
    if not near:
        return Markup()
    scale = max(km for km, _, _ in near) or 1.0
    size, reach = 120, 46
    east = math.cos(math.radians(mine[0])) * 111.2
    marks = []
    for _, other, at in near:
        x = size / 2 + (at[1] - mine[1]) * east / scale * reach
        y = size / 2 - (at[0] - mine[0]) * 111.2 / scale * reach
        title = escape(other.label(languages))
        marks.append(f'<circle class="quiet" cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="currentColor"><title>{title}</title></circle>')
    told = escape(", ".join(f"{other.label(languages)} {km:.0f} km" for km, other, _ in near))
    return Markup(
        f'<svg width="{size}" height="{size}" viewBox="0 0 {size} {size}" role="img"><title>{told}</title>'
        f'<rect class="frame" x=".5" y=".5" width="{size - 1}" height="{size - 1}"/>{"".join(marks)}'
        f'<circle class="at" cx="{size // 2}" cy="{size // 2}" r="4"/></svg>'
    )


def _places(service: Service) -> list[Entity]:
    """Villages and towns of a small graph; a large gazetteer is not searched for neighbours."""
    found = [service.index.entity(number) for number in service.index.everything()[:2000]]
    return [entity for entity in found if {"Village", "Town"} & set(entity.types)]


def _at(service: Service, entity: Entity) -> tuple[float, float] | None:
    cells = service.properties.values(entity, "coordinates", Settings())
    if not cells:
        return None
    latitude, longitude = str(cells[0]["str"]).split(",")
    return float(latitude), float(longitude)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance on a flat map, near enough for a drawing of neighbours."""
    return math.hypot((one[0] - other[0]) * 111.2, (one[1] - other[1]) * 111.2 * math.cos(math.radians(one[0])))
