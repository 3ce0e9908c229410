"""Who may sign in, and who is in charge of what."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.office.demo.county.seeds import AccountSeed, ChargeSeed, Level, PersonSeed, UnitSeed

SHOWN_TOWN = "石岭镇"
"""The unit whose liaison, head and member are offered on the sign-in page."""

SHOWN_OWNER = "县统计局"
FIELDS = {
    "副县长（工业）": ("县工业和信息化局", "县商务局", "石岭镇", "河湾镇", "新城镇", "铁山镇"),
    "副县长（农业）": ("县农业农村局", "县林业局", "县水利局", "柳林乡", "白云乡", "清溪镇", "大坪乡"),
    "副县长（城建）": ("县住房和城乡建设局", "县交通运输局", "东关街道", "西关街道", "南关街道", "北苑街道"),
    "副县长（文教卫）": ("县教育局", "县卫生健康局", "县民政局", "县医疗保障局"),
}
"""What each deputy head of the county is in charge of."""


def accounts(units: tuple[UnitSeed, ...], people: tuple[PersonSeed, ...], owners: frozenset[str]) -> list[AccountSeed]:
    """Give every account but those by which the platform is set up: three administrators, and the city's officer.

    Parameters
    ----------
    owners
        Names of the units that own an indicator.
    """
    named = {unit.name: unit for unit in units}
    return [
        *_offices(named, people),
        *_leaders(named, people),
        *(seed for unit in units if unit.class_id for seed in _of_unit(unit, people)),
        *(seed for name in sorted(owners) if name in named for seed in _owner(named[name], people)),
    ]


def charges(units: tuple[UnitSeed, ...], people: tuple[PersonSeed, ...]) -> tuple[ChargeSeed, ...]:
    """Put the deputies in charge of their field."""
    named = {unit.name: unit for unit in units}
    who = {person.post: person for person in people}
    pairs = [(who[post], named[name]) for post, names in FIELDS.items() for name in names if name in named]
    return tuple(ChargeSeed(person.staff_no, unit.code) for person, unit in pairs)


def _offices(named: dict[str, UnitSeed], people: tuple[PersonSeed, ...]) -> Iterator[AccountSeed]:
    county, district = named["清河县"].code, named["望江区"].code
    office = _members(named["县考核办"], people)[1:]  # its head signs for it as a data owner
    supervisors = _members(named["县委督查室"], people)[1:]
    yield AccountSeed("kaohe", office[0], "officer", county, is_shown=True)
    yield AccountSeed("officer2", office[1], "officer", county)
    yield AccountSeed("assessor", office[2], "assessor", county, is_shown=True)
    yield AccountSeed("supervisor", supervisors[0], "supervisor", county, is_shown=True)
    yield AccountSeed("district", _members(named["区政府办公室"], people)[0], "officer", district, is_shown=True)


def _leaders(named: dict[str, UnitSeed], people: tuple[PersonSeed, ...]) -> Iterator[AccountSeed]:
    county, district = named["清河县"].code, named["望江区"].code
    who = {person.post: person.staff_no for person in people}
    yield AccountSeed("leader", who["县委书记"], "leader", county, is_shown=True)
    yield AccountSeed("leader2", who["区委书记"], "leader", district)
    yield AccountSeed("citylead", who["市委书记"], "leader", named["云岭市"].code)
    for number, post in enumerate(FIELDS):
        yield AccountSeed("vice" if number == 0 else f"vice{number + 1}", who[post], "leader", is_shown=number == 0)


def _of_unit(unit: UnitSeed, people: tuple[PersonSeed, ...]) -> Iterator[AccountSeed]:
    """The head and the liaison of an appraised unit; of one of them a member without any role as well."""
    if unit.kind == "division":  # the district itself: two of its leaders enter and sign
        leaders = [p for p in people if p.unit == unit.code and p.level is Level.DEPUTY]
        for role, name, person in zip(("unit_head", "liaison"), ("head", "liaison"), leaders, strict=False):
            yield AccountSeed(f"{name}-{unit.code}", person.staff_no, role, unit.code)
        return
    is_shown = unit.name == SHOWN_TOWN
    members = [p for p in people if p.unit == unit.code]
    liaison = next(p for p in members if p.level is Level.SECTION_HEAD)
    yield AccountSeed(
        "head" if is_shown else f"head-{unit.code}", members[0].staff_no, "unit_head", unit.code, is_shown
    )
    yield AccountSeed(
        "liaison" if is_shown else f"liaison-{unit.code}", liaison.staff_no, "liaison", unit.code, is_shown
    )
    if is_shown:
        yield AccountSeed("person", members[-1].staff_no, "", is_shown=True)


def _owner(unit: UnitSeed, people: tuple[PersonSeed, ...]) -> Iterator[AccountSeed]:
    """Whoever signs off figures for the owner; its head as well, who signs the figures that it supplies itself."""
    is_shown = unit.name == SHOWN_OWNER
    members = _members(unit, people)
    yield AccountSeed("owner" if is_shown else f"owner-{unit.code}", members[-1], "data_owner", unit.code, is_shown)
    if not unit.class_id:
        yield AccountSeed(f"head-{unit.code}", members[0], "unit_head", unit.code)


def _members(unit: UnitSeed, people: tuple[PersonSeed, ...]) -> list[str]:
    return [p.staff_no for p in people if p.unit == unit.code]
