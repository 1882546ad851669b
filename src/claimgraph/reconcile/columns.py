"""The settings that a user may give to an extension column, told to both protocol versions from one table."""

#: name, type, default, label, help
_SETTINGS: tuple[tuple[str, str, object, str, str], ...] = (
    ("claimant", "text", "", "Claimant", "only claims of this claimant: a name or an id; whoever acts on its behalf counts too"),
    ("side", "text", "", "Victims’ side", "only claims about losses of this side, or of this actor"),
    ("latest", "checkbox", False, "Latest only", "leave out figures that a later one of the same claimant replaces"),
    ("parts", "checkbox", True, "With parts", "also claims about parts of the event, events in the place, forces of the actor"),
    ("count", "checkbox", False, "Count only", "the number of values instead of the values"),
    ("limit", "number", 0, "Limit", "at most so many values a row (0: all)"),
    ("lang", "text", "", "Language", "two-letter code of the language of names and texts"),
)


def settings_02() -> list[dict[str, object]]:
    """property_settings of version 0.2."""
    return [{"name": n, "label": label, "type": t, "default": d, "help_text": h} for n, t, d, label, h in _SETTINGS]


def settings_1() -> list[dict[str, object]]:
    """propertySettings of version 1.0."""
    return [{"id": n, "name": label, "type": t, "default": d, "helpText": h, "lang": "en", "dir": "ltr"} for n, t, d, label, h in _SETTINGS]
