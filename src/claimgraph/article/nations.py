"""Countries and the adjectives that name their people: "Malian" → Mali.

Knowledge of English, not of any article. Historic states of battle articles are included.
"""

import re

_PAIRS = """
Afghan:Afghanistan; Albanian:Albania; Algerian:Algeria; American:United States; Angolan:Angola; Argentine:Argentina; Armenian:Armenia;
Australian:Australia; Austrian:Austria; Azerbaijani:Azerbaijan; Azeri:Azerbaijan; Bahraini:Bahrain; Bangladeshi:Bangladesh; Belarusian:Belarus;
Belgian:Belgium; Beninese:Benin; Bhutanese:Bhutan; Bolivian:Bolivia; Bosnian:Bosnia and Herzegovina; Brazilian:Brazil; British:United Kingdom;
Bulgarian:Bulgaria; Burkinabe:Burkina Faso; Burkinabé:Burkina Faso; Burmese:Myanmar; Burundian:Burundi; Cambodian:Cambodia; Cameroonian:Cameroon;
Canadian:Canada; Central African:Central African Republic; Chadian:Chad; Chilean:Chile; Chinese:China; Colombian:Colombia;
Congolese:Democratic Republic of the Congo; Croatian:Croatia; Cuban:Cuba; Cypriot:Cyprus; Czech:Czech Republic; Czechoslovak:Czechoslovakia;
Danish:Denmark; Djiboutian:Djibouti; Dutch:Netherlands; Ecuadorian:Ecuador; Egyptian:Egypt; Emirati:United Arab Emirates; English:England;
Equatoguinean:Equatorial Guinea; Eritrean:Eritrea; Estonian:Estonia; Ethiopian:Ethiopia; Fijian:Fiji; Filipino:Philippines; Finnish:Finland;
French:France; Gabonese:Gabon; Gambian:Gambia; Georgian:Georgia; German:Germany; Ghanaian:Ghana; Greek:Greece; Guatemalan:Guatemala;
Guinean:Guinea; Haitian:Haiti; Honduran:Honduras; Hungarian:Hungary; Icelandic:Iceland; Indian:India; Indonesian:Indonesia; Iranian:Iran;
Iraqi:Iraq; Irish:Ireland; Israeli:Israel; Italian:Italy; Ivorian:Ivory Coast; Jamaican:Jamaica; Japanese:Japan; Jordanian:Jordan;
Kazakh:Kazakhstan; Kenyan:Kenya; Kosovar:Kosovo; Kuwaiti:Kuwait; Kyrgyz:Kyrgyzstan; Lao:Laos; Latvian:Latvia; Lebanese:Lebanon; Liberian:Liberia;
Libyan:Libya; Lithuanian:Lithuania; Luxembourgish:Luxembourg; Macedonian:North Macedonia; Malagasy:Madagascar; Malawian:Malawi; Malaysian:Malaysia;
Malian:Mali; Maltese:Malta; Mauritanian:Mauritania; Mexican:Mexico; Moldovan:Moldova; Mongolian:Mongolia; Montenegrin:Montenegro; Moroccan:Morocco;
Mozambican:Mozambique; Namibian:Namibia; Nepalese:Nepal; Nepali:Nepal; New Zealand:New Zealand; Nicaraguan:Nicaragua; Nigerian:Nigeria;
Nigerien:Niger; North Korean:North Korea; Norwegian:Norway; Omani:Oman; Ottoman:Ottoman Empire; Pakistani:Pakistan; Palestinian:Palestine;
Panamanian:Panama; Paraguayan:Paraguay; Peruvian:Peru; Philippine:Philippines; Polish:Poland; Portuguese:Portugal; Prussian:Prussia; Qatari:Qatar;
Rhodesian:Rhodesia; Romanian:Romania; Russian:Russia; Rwandan:Rwanda; Sahrawi:Western Sahara; Salvadoran:El Salvador; Saudi:Saudi Arabia;
Scottish:Scotland; Senegalese:Senegal; Serbian:Serbia; Sierra Leonean:Sierra Leone; Singaporean:Singapore; Slovak:Slovakia; Slovene:Slovenia;
Somali:Somalia; South African:South Africa; South Korean:South Korea; South Sudanese:South Sudan; Soviet:Soviet Union; Spanish:Spain;
Sri Lankan:Sri Lanka; Sudanese:Sudan; Swedish:Sweden; Swiss:Switzerland; Syrian:Syria; Taiwanese:Taiwan; Tajik:Tajikistan; Tanzanian:Tanzania;
Thai:Thailand; Togolese:Togo; Tunisian:Tunisia; Turkish:Turkey; Turkmen:Turkmenistan; U.S.:United States; US:United States; Ugandan:Uganda;
Ukrainian:Ukraine; Uruguayan:Uruguay; Uzbek:Uzbekistan; Venezuelan:Venezuela; Vietnamese:Vietnam; Welsh:Wales; Yemeni:Yemen; Yugoslav:Yugoslavia;
Zambian:Zambia; Zimbabwean:Zimbabwe
"""
#: adjective → country
ADJECTIVES = {adjective.strip(): name.strip() for adjective, _, name in (pair.partition(":") for pair in _PAIRS.split(";"))}
COUNTRIES = frozenset(ADJECTIVES.values())
_SHORT = {"UK": "United Kingdom", "U.K": "United Kingdom", "U.K.": "United Kingdom", "USA": "United States", "US": "United States", "U.S": "United States", "U.S.": "United States", "UAE": "United Arab Emirates", "USSR": "Soviet Union", "DRC": "Democratic Republic of the Congo"}
_LONG = re.compile(r"\A(?:the )?(?:(?:Federal |Islamic |People's |Democratic |Socialist |Transitional )*(?:Republic|Government|Kingdom|Empire|State) of |Vichy |Nazi |Free |Imperial |(?:First|Second|Third) )*", re.IGNORECASE)
#: armed groups whose names begin like a state's
_NO_STATE = re.compile(r"\A(?:the )?Islamic State of Iraq\b", re.IGNORECASE)
#: "Syrian Arab Republic", "Russian Federation"
_OF_ADJECTIVE = re.compile(r"(?P<adjective>[A-Z]\w+) (?:Arab |Islamic |Socialist |Democratic |Federal |People's )*(?:Republic|Federation|Kingdom|Empire|Government|government)\Z")
_FIRST_WORD = re.compile(r"\A(" + "|".join(sorted(map(re.escape, ADJECTIVES), key=len, reverse=True)) + r")(?=\W|\Z)")

_ANY_COUNTRY = re.compile(r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, {*ADJECTIVES, *COUNTRIES}), key=len, reverse=True)) + r")(?![\w-])")


def country(name: str) -> str | None:
    """The country that a name is, by itself or as "Republic of …", ``None`` for anything else.

    >>> country("Republic of Mali"), country("Kingdom of Italy"), country("Wagner Group")
    ('Mali', 'Italy', None)
    >>> country("Syrian Arab Republic"), country("Islamic State of Iraq and the Levant")
    ('Syria', None)
    """
    plain = re.sub(r"\s*\(.*?\)", "", name).strip()
    if _NO_STATE.match(plain):
        return None
    if (told := _OF_ADJECTIVE.match(plain)) and told["adjective"] in ADJECTIVES:
        return ADJECTIVES[told["adjective"]]
    short = _LONG.sub("", plain, count=1)
    return next((known for known in (_SHORT.get(plain, plain), short, short.removeprefix("the ")) if known in COUNTRIES), None)


def adjective(words: str) -> tuple[str, str] | None:
    """The country whose adjective begins the words, and the rest of them.

    >>> adjective("Malian army"), adjective("French"), adjective("officials")
    (('Mali', 'army'), ('France', ''), None)
    """
    match = _FIRST_WORD.match(words)
    return (ADJECTIVES[match[1]], words[match.end() :].strip()) if match else None


def adjectives_of(name: str) -> tuple[str, ...]:
    """The adjectives of a country, most common first."""
    return tuple(word for word, known in ADJECTIVES.items() if known == name)


def countries_in(text: str) -> tuple[str, ...]:
    """The countries that a text names, by name or adjective, most often named first.

    >>> countries_in("Malian soldiers in central Mali and Niger")
    ('Mali', 'Niger')
    """
    found: dict[str, int] = {}
    for match in _ANY_COUNTRY.finditer(text):
        name = ADJECTIVES.get(match[0], match[0])
        found[name] = found.get(name, 0) + 1
    return tuple(sorted(found, key=lambda name: (-found[name], text.find(name))))
