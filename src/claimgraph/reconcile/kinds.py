"""The types of a service: short ids (Place, Village, Attack) that survive every client's URL handling.

OpenRefine puts a type's id into a URL without escaping it, so class IRIs would be cut at their ``#``.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of entity: names by language and the ids of its broader types."""

    id: str
    names: dict[str, str]
    broader: tuple[str, ...] = ()
    description: dict[str, str] = field(default_factory=dict)

    def name(self, languages: tuple[str, ...] = ("en",)) -> str:
        """Its name in the first of these languages that has one, else in English."""
        return next((self.names[language] for language in languages if language in self.names), self.names.get("en", self.id))


#: The types that stand for classes; the narrower ones come from the code lists place-type and event-type.
CLASSES = (
    Kind("Event", {"en": "Event", "fr": "Événement"}, (), {"en": "a war, a campaign, an attack or one site of it", "fr": "une guerre, une campagne, une attaque ou l’un de ses lieux"}),
    Kind("Place", {"en": "Place", "fr": "Lieu"}, (), {"en": "a country, region, cercle, town, village or stretch of road", "fr": "un pays, une région, un cercle, une ville, un village ou un tronçon"}),
    Kind("Actor", {"en": "Actor", "fr": "Acteur"}, (), {"en": "a state, force, group, official body or publisher", "fr": "un État, une force, un groupe, une autorité ou un média"}),
    Kind("Organization", {"en": "Organization", "fr": "Organisation"}, ("Actor",)),
    Kind("Person", {"en": "Person", "fr": "Personne"}, ("Actor",)),
    Kind("Source", {"en": "Source", "fr": "Source"}, (), {"en": "a document that footnotes cite", "fr": "un document que citent les notes"}),
)  # fmt: skip
DEFAULT_TYPES = ("Event", "Place", "Actor")


def short_id(slug: str) -> str:
    """The id of a code's type.

    >>> short_id("vague-region")
    'VagueRegion'
    """
    return "".join(part.capitalize() for part in slug.split("-"))
