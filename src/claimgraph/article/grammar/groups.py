"""Who was counted: the noun phrase behind a quantity, and whether its head names people at all.

A head is known (soldiers, civilians, villagers), told by its form (policemen, Kenyans), or by the outcome
that only people can have (midwives were killed). Vehicles, days, villages and metres are never victims.
"""

import re
from dataclasses import dataclass

from claimgraph.article.grammar.tokens import Token

#: whom a head names → words (singular; plurals are made)
PEOPLE: dict[str, str] = {
    "state": "soldier troop serviceman servicewoman gendarme policeman policewoman officer marine paratrooper sailor airman conscript guardsman coast-guardsman "
    "commando trooper infantryman peacekeeper recruit cadet reservist guard general colonel captain lieutenant sergeant major ranger pilot crewman operator constable "
    "private corporal commander legionnaire legionary cavalryman grenadier sapper engineer gunner regular serviceperson cop deputy agent patrolman border-guard auxiliary "
    "volunteer vdp rifleman artilleryman seaman rating officer-cadet bodyguard",
    "armed": "fighter militant insurgent rebel jihadist jihadi terrorist gunman attacker assailant bomber mercenary contractor militiaman guerrilla extremist islamist "
    "bandit separatist combatant partisan paramilitary raider hijacker perpetrator shooter hostage-taker suspect operative warrior pirate kidnapper infiltrator mujahid enemy foe "
    "combatant member leader loyalist hunter knifeman kamikaze cultist",
    "civilian": "civilian villager child boy girl woman resident student pupil teacher worshipper worshiper journalist passenger pedestrian tourist farmer herder shopper "
    "refugee driver bystander schoolchild schoolgirl schoolboy noncombatant non-combatant baby infant toddler worker aid-worker doctor nurse patient monk priest nun pilgrim "
    "merchant trader shopkeeper fisherman miner labourer laborer protester demonstrator inhabitant citizen foreigner national local elder chief imam mourner guest commuter teenager "
    "adult family-member relative mother father brother sister medic paramedic rescuer firefighter judge lawyer politician official mayor minister diplomat employee staff "
    "staffer cook interpreter translator expatriate traveler traveller settler peasant evangelist christian muslim shia sunni druze yazidi jew "
    "breadwinner youth couple witness spectator concertgoer festival-goer",
    "any": "man aircrew prisoner detainee inmate captive hostage people person individual victim other man male female human personnel casualty crew crewmember survivor body corpse life soul dead member comrade colleague friend "
    "aboard victim defender participant compatriot peacekeeper combattant force fatality follower supporter adherent",
}  # fmt: skip
_IRREGULAR = {
    "child": "children", "man": "men", "woman": "women", "person": "persons", "schoolchild": "schoolchildren", "mujahid": "mujahideen", "body": "bodies", "life": "lives",
    "enemy": "enemies", "casualty": "casualties", "baby": "babies", "auxiliary": "auxiliaries", "mercenary": "mercenaries", "gendarme": "gendarmes", "paramilitary": "paramilitaries",
    "fatality": "fatalities",
}  # fmt: skip
_EXTRA = {"state": "personnel police servicemen forces military army", "civilian": "clergy staff pupils pows", "armed": "mujahedeen mujahidin"}
#: heads that are counted in such articles and are no people
THINGS = frozenset(
    "aircraft airplane airplanes plane planes helicopter helicopters vehicle vehicles tank tanks pick-up pick-ups pickup pickups truck trucks car cars motorcycle motorcycles motorbike motorbikes bus buses "
    "boat boats ship ships vessel vessels destroyer destroyers minesweeper minesweepers minelayer minelayers cruiser cruisers submarine submarines frigate frigates corvette corvettes drone drones gun guns "
    "howitzer howitzers mortar mortars rifle rifles rocket rockets missile missiles bomb bombs shell shells mine mines ied ieds explosive explosives weapon weapons ammunition round rounds dump dumps apc apcs mrap mraps ifv ifvs "
    "carrier carriers armored armoured machine-gun machine-guns rpg rpgs launcher launchers craft crafts barge barges locomotive train trains wagon wagons jeep jeeps suv suvs ambulance ambulances technical technicals "
    "house houses home homes hut huts building buildings shop shops school schools church churches mosque mosques hospital hospitals camp camps base bases post posts outpost outposts checkpoint checkpoints bridge bridges bunker bunkers "
    "village villages town towns city cities hamlet hamlets district districts province provinces region regions state states country countries island islands area areas site sites position positions location locations neighborhood neighborhoods cell cells "
    "day days week weeks month months year years hour hours minute minutes second seconds decade decades century centuries time times night nights morning "
    "km mi nmi kilometer kilometers kilometre kilometres mile miles meter meters metre metres m yard yards feet foot ft inch inches mm cm kg kilogram kilograms kilogramme kilogrammes ton tons tonne tonnes pound pounds lb lbs litre litres percent % hectare hectares acre acres "
    "dollar dollars euro euros usd naira cfa franc francs shilling shillings birr "
    "attack attacks assault assaults bombing bombings explosion explosions blast blasts raid raids airstrike airstrikes strike strikes battle battles clash clashes incident incidents ambush ambushes operation operations offensive offensives case cases shooting shootings sortie sorties engagement massacre massacres "
    "company companies battalion battalions regiment regiments brigade brigades division divisions squad squads platoon platoons unit units squadron squadrons army armies corps column columns convoy convoys patrol patrols battery batteries flotilla group groups wave waves team teams contingent contingents "
    "front fronts side sides phase phases stage stages part parts point points reason reasons way ways hill hills height heights road roads kill kills source sources report reports statement statements article articles video videos photo photos picture pictures "
    "cow cows cattle camel camels goat goats sheep horse horses mule mules livestock donkey donkeys dog dogs animal animals head heads family families household households flag flags medal medals cross vote votes party parties phone phones radio radios bullet bullets grenade grenades belt belts vest vests "
    "torpedo torpedoes battleship battleships dreadnought pre-dreadnought pre-dreadnoughts gunboat gunboats sloop sloops transport transports aviso avisos trawler trawlers biplane biplanes bomber-aircraft artillery cannon cannons piece pieces fuel tanker tankers oil mg mgs atgm uav uavs usv suicide-drone warplane warplanes jet jets glider gliders fighter-jet "
    "suicide-vest sub-machine lorry lorries bulldozer bulldozers tractor tractors pirogue pirogues canoe canoes ferry ferries parcel parcels sack sacks gram grams carload box boxes crate crates cache caches depot depots door doors room rooms floor floors window windows gunshot gunshots shot shots wound language languages "
    "higher lower quarter quarters third thirds fifths tenths coordinate version versions model type types kind kinds degree degrees knot knots section sections chapter chapters page pages volume book books line lines square squares term terms count counts charge charges indictment sentence sentences hand hands leg legs eye eyes".split()
)  # fmt: skip
#: adjectives of number behind the number
MORE = frozenset("other others more further additional another".split())
_STOPPERS = frozenset(
    "was were is are be been being has have had having will would could may might did does do not who whom which that whose when while where after before during as "
    "in at on near by with from to into against for under over within among amongst between because since until till through throughout outside inside around about "
    "without and or but nor than then also later only both either if so though although however according per via including include included includes excluding plus along together "
    "there here it they he she we i this these those his her their its the a an of s respectively each apiece alone total overall "
    "early late earlier ago monday tuesday wednesday thursday friday saturday sunday today yesterday overnight nearby instantly "
    "alive aged destroyed damaged sunk downed grounded scuttled disabled lightly heavily severely slightly badly seriously fatally mortally critically gravely "
    "killed dead wounded injured captured missing died taken held remain remained remains lay lie get got getting neutralized neutralised reported confirmed believed said claimed stated announced".split()
)
#: people by themselves, an adjective before a noun: "a major port", "the private house"
_ADJECTIVES = frozenset("major general private regular local national foreign official human male female muslim christian shia sunni jewish minor captive enemy youth elder chief volunteer other dead member victim".split())
_ATTRIBUTES = frozenset("wounded injured captured missing kidnapped abducted".split())
_OF_CHAIN = re.compile(r"(?:member|soldier|fighter|militant|troop|man|officer|employee|personnel|civilian|people|operative|resident|supporter|inhabitant|employee|staff|crew|commander|official|leader|student|villager|combatant|guard|unit|rank)\w*\Z")


def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, words in PEOPLE.items():
        for word in words.split():
            plural = _IRREGULAR.get(word) or (f"{word[:-3]}men" if word.endswith("man") and word not in ("man",) else f"{word}s")
            for form in (word, plural):
                found.setdefault(form, kind)
    for kind, words in _EXTRA.items():
        for word in words.split():
            found.setdefault(word, kind)
    return found


KNOWN = _known()
CIVILIAN_PRISONER = frozenset({"hostage", "hostages", "prisoner", "prisoners", "detainees", "inmates", "captives"})


@dataclass(frozen=True, slots=True)
class Group:
    """The noun phrase at tokens ``start``–``end`` behind a quantity.

    ``kind``: state, armed, civilian, any, name (a proper name alone), unknown (a noun we do not know),
    thing (no people), or none (no noun at all: "11 were wounded").
    """

    kind: str
    start: int
    end: int
    words: str | None = None
    more: bool = False  # "others", "more": not those just named
    them: bool = False  # "of them", "of whom"

    @property
    def people(self) -> bool:
        """Whether it surely names people."""
        return self.kind in PEOPLE


def read_group(row: list[Token], at: int, text: str, offset: int, breaks: frozenset[int] = frozenset()) -> Group:
    """The group whose first token may be ``at``: "of the Malian soldiers", "others", or nothing.

    ``breaks`` are tokens where an outcome or a verb begins: a group never runs over one.
    """
    begin, more, them = at, False, False
    while begin < len(row) and row[begin].kind == "ref":
        begin += 1  # "15 [8] [7] civilians dead"
    if begin + 1 < len(row) and row[begin].low == "of" and (row[begin + 1].low in ("them", "whom", "those", "these") or begin not in breaks):
        if row[begin + 1].low in ("them", "whom"):
            last = begin + 2
            while last < len(row) and last < begin + 6 and row[last].kind == "word" and row[last].low not in _STOPPERS and last not in breaks:
                last += 1
            if last > begin + 2 and row[last - 1].low in KNOWN:  # "three of them children"
                words = text[row[begin + 2].start - offset : row[last - 1].end - offset]
                return Group(KNOWN[row[last - 1].low], at, last, words, False, True)
            return Group("none", at, begin + 2, None, False, True)
        begin += 1
    while begin < len(row) and (row[begin].low in MORE or row[begin].low in ("the", "these", "those", "their", "its", "his", "our")):
        more |= row[begin].low in MORE
        begin += 1
    attribute = begin
    if begin > at + 1 and begin + 1 < len(row) and row[begin].low in _ATTRIBUTES and row[begin + 1].low in KNOWN and row[at].low == "of":
        begin += 1  # "two of the wounded soldiers"
    end, head, begin = begin, None, attribute
    while end < len(row) and end - begin < 9:
        token = row[end]
        if head is not None and head.text[:1].isupper() and (behind := _behind_abbreviation(row, end)):
            head, end = row[behind - 1], behind
            continue
        if end in breaks or token.low in _STOPPERS:
            break
        if token.kind == "ordinal" or (token.kind == "age") or (token.kind == "sign" and token.text in "-–/&." and end > begin and _joined(row, end)):
            end += 1
            continue
        if token.kind != "word":
            break
        head = token
        end += 1
        if token.low in ("others", "more"):
            more = True
    while head is not None and end + 1 < len(row) and row[end].low in ("and", "or") and row[end + 1].low in KNOWN and row[end + 1].low.endswith(("s", "men", "children", "women")):
        head, end = row[end + 1], end + 2  # "officers and soldiers"
    if head is not None and head.low in KNOWN and end + 2 < len(row) and row[end].low == "and" and end + 1 not in breaks and row[end + 1].low in ("police", "army", "security", "government") and row[end + 2].low in KNOWN:
        head, end = row[end + 2], end + 3  # "soldiers and police officers"
    end = _chain(row, head, end, breaks)
    if head is None:
        return Group("none", at, begin if more else at, None, more, them)
    words = text[row[begin].start - offset : row[end - 1].end - offset]
    return Group(_kind(row[begin:end], head), at, end, words, more, them)


def _behind_abbreviation(row: list[Token], at: int) -> int | None:
    """ "the Front of Orsk and the Lowland (FOL, FO) fighters": where the people end whose name has its abbreviation in the middle."""
    end = at
    while end < min(len(row), at + 8) and row[end].kind == "word" and (row[end].low in ("of", "and", "the", "for", "in") or row[end].text[:1].isupper()):
        end += 1
    if end >= len(row) or row[end].text != "(":
        return None
    close = end + 1
    while close < min(len(row), end + 6) and (row[close].text == "," or row[close].text.isupper()):
        close += 1
    people = close + 1
    return people + 1 if people < len(row) and row[close].text == ")" and row[people].low in KNOWN else None


def _joined(row: list[Token], at: int) -> bool:
    """Whether the sign at ``at`` ties two words together, without a space: "civilian/military"."""
    if row[at].text == "&":
        return True
    return at + 1 < len(row) and row[at + 1].kind == "word" and row[at - 1].end == row[at].start and row[at].end == row[at + 1].start


def _chain(row: list[Token], head: Token | None, end: int, breaks: frozenset[int]) -> int:
    """ "members of the security forces": the of-phrase that says whose men they are."""
    if head is None or end + 1 >= len(row) or row[end].low not in ("of", "from") or end in breaks or not _OF_CHAIN.match(head.low):
        return end
    at = end + 1
    while at < len(row) and at - end < 8:
        token = row[at]
        if token.low in ("the", "a", "al", "de", "du") or (token.kind == "word" and token.low not in _STOPPERS and at not in breaks):
            at += 1
            continue
        if token.kind == "ordinal":
            at += 1
            continue
        break
    return at if at > end + 1 and row[end].low == "of" else end


def _kind(tokens: list[Token], head: Token) -> str:
    low = head.low.removesuffix("'s").removesuffix("'")
    last = low.rpartition("-")[2]
    for word in (low, last):
        if word in KNOWN:
            return KNOWN[word]
    if low in THINGS or last in THINGS:
        return "thing"
    for token in reversed(tokens[:-1]):  # "soldiers aboard", "members of the army"
        if token.low in KNOWN and token.kind == "word" and token.low not in _ADJECTIVES:
            return KNOWN[token.low]
        if token.low in ("of", "from"):
            continue
    if last.endswith(("men", "women", "people")):
        return "any"
    if head.text[:1].isupper():
        return "name"
    return "unknown"
