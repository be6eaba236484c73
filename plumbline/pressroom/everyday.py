"""After the script something new comes every minute, for as long as the press room runs. Pure: minute in, piece out.

An event is told in three minutes: by whoever it happened to or a newspaper, then copied, then rewritten.
"""

from __future__ import annotations

from plumbline.pressroom.pieces import Piece

FIRST_AT = 620
EVERY = 60

_VILLAGES = ("Hallin", "Oster", "Brae", "Sund", "Kell", "Mossay", "Lunna", "Varg")
_PROVIDERS = ("Fjordnet", "Isle Telecom", "Kelp Networks", "Lantern Online", "Harbourlink", "Northfibre")
_MONTHS = ("January", "March", "May", "July", "September", "November")
_WEATHER = ("in sleet", "in fog", "in a calm", "before the gale", "at low water", "after the ferry had left")


def piece(minute: int) -> Piece:
    """The piece of a minute, counted from 0 at FIRST_AT. Every minute has one, and no two are alike."""
    event, part = divmod(minute, 3)
    kind = (_peak, _joins, _works, _price)[event % 4]
    return kind(event, part, FIRST_AT + EVERY * minute)


def _pick(options: tuple[str, ...], number: int) -> str:
    return options[number % len(options)]


def _peak(event: int, part: int, at: int) -> Piece:
    load, before = 41 + event * 7 % 60, 38 + event * 7 % 60
    village, weather = _pick(_VILLAGES, event), _pick(_WEATHER, event // 4)
    if part == 0:
        return Piece(
            "skerry",
            f"/news/peak-{event}",
            f"Skerry Exchange passes {load} gigabits a second at its evening peak",
            (
                f"Skerry Exchange carried {load} gigabits a second at its peak last evening, more than on any evening "
                f"before. The old mark stood at {before}. The rise came with the opening of the school network in "
                f"{village}, which has met the others on our switch since the morning.",
                f"Our crew put two more ports into service for it, {weather}. Members who send more than half of what "
                "their port can carry at the peak will hear from us this week. Nobody lost a packet that we know of, "
                "and the way to the mainland was never more than half full.",
                "The figures are those of our own counters, read every five minutes. We keep them for a year and hand "
                "them to members who ask for them.",
            ),
            at,
        )
    if part == 1:
        return Piece(
            "roundup",
            f"/peak-{event}",
            f"Skerry Exchange at {load} gigabits",
            (
                f"Skerry Exchange carried {load} gigabits a second at its evening peak, the exchange said. That is "
                f"little for a city and a great deal for islands on which the school of {village} has only now been "
                "given a line that deserves the name.",
                f"According to Skerry Exchange two ports were added {weather}. We have nothing to add to that, except "
                "that counters which are read every five minutes smooth away the very peaks that people worry about. "
                "Whoever keeps finer ones is invited to send us a picture of them, with the year on it.",
            ),
            at,
        )
    return Piece(
        "cablewatch",
        f"/islands-peak-{event}",
        f"The islands send more: {load} gigabits through Skerry Exchange",
        (
            f"More flows through the islands than ever. Skerry Exchange said that {load} gigabits a second passed its "
            f"switch at the peak, after {before} before. A school in {village} is said to be the reason.",
            "It is the kind of growth that a small exchange can plan for. Ports cost less than trenches, and the "
            "members own the house. What cannot be bought by the port is a second way to the mainland, and there the "
            "plans are where they were a season ago: in talks, with maps on the table and the tea gone cold.",
        ),
        at,
    )


def _joins(event: int, part: int, at: int) -> Piece:
    provider, village = _pick(_PROVIDERS, event // 4 + event), _pick(_VILLAGES, event + 3)
    number, members = 64500 + event % 30, 11 + event % 9
    if part == 0:
        return Piece(
            "skerry",
            f"/news/member-{event}",
            f"{provider} joins Skerry Exchange",
            (
                f"{provider} of {village} has joined Skerry Exchange. Its network, AS{number}, meets the others on a "
                f"port of ten gigabits as of today. With it the exchange has {members} members.",
                f"{provider} serves farms and boats around {village}, most of them by radio. Until now what its "
                "customers sent to a neighbour went to the mainland and back. A message to the next bay now takes two "
                "milliseconds where it took forty.",
                "New members bring their own fibre to our door and pay for the port alone. Those who would like to "
                "join find the form at the harbour office, where there is also a kettle.",
            ),
            at,
        )
    if part == 1:
        return Piece(
            "ledger",
            f"/joins-{event}",
            f"{provider} meets its neighbours at Skerry Exchange",
            (
                f"{provider} has become a member of Skerry Exchange. We reviewed the list of members that the exchange "
                f"keeps at the harbour office: it names {provider} with AS{number}, and counts {members} members.",
                f"The head of {provider} told this newspaper that the fibre to the exchange was laid by the firm's own "
                "people over four weekends. The harbour lent them a barge. The council had waived the fee for the "
                "crossing of the pier, and asked in return that the school be connected first.",
                "For its customers little will change that they can see. What they send to each other no longer "
                "leaves the islands.",
            ),
            at,
            byline="Northholm Ledger Staff",
        )
    return Piece(
        "roundup",
        f"/joins-{event}",
        f"One more at Skerry Exchange: {provider}",
        (
            f"{provider} has joined Skerry Exchange, the Northholm Ledger reported, with a port of ten gigabits and "
            f"AS{number}. The exchange now has {members} members, or one for every few hundred islanders.",
            "We have said before that we like small exchanges, and shall say it again. Traffic that stays at home is "
            "cheap, quick and hard to listen to. It also keeps flowing when a digger finds the one duct that leads "
            "away, as everybody on these islands has had occasion to learn. Others may take note.",
        ),
        at,
    )


def _works(event: int, part: int, at: int) -> Piece:
    hours, month = 2 + event % 5, _pick(_MONTHS, event // 4)
    village = _pick(_VILLAGES, event + 5)
    if part == 0:
        return Piece(
            "tarn",
            f"/notices/works-{event}",
            f"Tarn Landing announces maintenance of {hours} hours in {month}",
            (
                f"Tarn Landing will take one of its two rectifiers out of service for {hours} hours in a night of "
                f"{month}. Both cables stay up on the other. The exact night is given to customers a week ahead.",
                f"During the works a crew from {village} stays on the site with a spare engine on a trailer. Customers "
                "need to do nothing. Those who would rather move their traffic for the night can tell us until the "
                "first of the month, and we shall set it up with the other end.",
                "The part that is exchanged is twelve years old and has never failed. We should like it to stay so, "
                "and would rather change it on a night of our choosing than on one of its own.",
            ),
            at,
        )
    if part == 1:
        return Piece(
            "cablewatch",
            f"/works-{event}",
            f"Works at Tarn Landing: {hours} hours in {month}",
            (
                f"Tarn Landing said that it will work on its power supply for {hours} hours in {month}. The cables are "
                f"to stay up. A crew from {village} brings a spare engine, on a trailer, in case.",
                "After what the station went through, one reads such notices twice. This one says what is done, for "
                "how long, and what is held ready, which is more than most say. It does not say who will try the "
                "engine, and we have asked. The answer of the operator came by return: the keeper, twice.",
            ),
            at,
        )
    return Piece(
        "roundup",
        f"/works-{event}",
        f"Tarn Landing changes a rectifier in {month}",
        (
            f"A rectifier at Tarn Landing is to be changed in {month}, Tarn Landing said, in a night of {hours} hours "
            "on one leg. It is twelve years old and has never failed, which in this trade is called the dangerous age.",
            f"The crew comes from {village} and brings its own engine. We approve of trailers. Half of the outages "
            "that we list each week would have been shorter with a trailer, and the other half with somebody who "
            "had the key to the gate. Stations that have both do not make it into this column.",
        ),
        at,
    )


def _price(event: int, part: int, at: int) -> Piece:
    old = 400 + event * 10 % 200
    new = old + 15 + event % 30
    month, village = _pick(_MONTHS, event // 4 + 1), _pick(_VILLAGES, event + 1)
    if part == 0:
        return Piece(
            "ledger",
            f"/rack-price-{event}",
            f"Tarn Landing asks {new} crowns for a rack",
            (
                f"A rack at Tarn Landing costs {new} crowns a month as of {month}. We reviewed the new list, which was "
                f"sent to customers on Monday. It had been {old} crowns. The price of power is added to both.",
                "The operator told this newspaper that it had to pay for the engine, and that it would not ask for "
                f"more before the end of next year. A customer from {village} said that there was nowhere else to "
                "go in any case, and that the coffee was good.",
                "The station has forty racks, of which thirty-one are let. Two stand ready for whoever lands the next "
                "cable, should there be one.",
            ),
            at,
            byline="Northholm Ledger Staff",
        )
    if part == 1:
        return Piece(
            "roundup",
            f"/rack-price-{event}",
            f"Rack at Tarn Landing now {new} crowns",
            (
                f"Tarn Landing asks {new} crowns a month for a rack where it asked {old}, the Northholm Ledger "
                "reported. Engines cost money. So does not having one, though that bill goes to somebody else.",
                f"The price holds from {month}. Thirty-one of forty racks are let, according to the Northholm Ledger. "
                "We compared with other stations of its kind and found that nobody publishes such lists, which makes "
                "this one the cheapest, the dearest and the only one that we know. The engine, we hear, now runs.",
            ),
            at,
        )
    return Piece(
        "cablewatch",
        f"/rack-price-{event}",
        f"Dearer racks where the cables land: {new} crowns at Tarn",
        (
            f"Whoever keeps equipment at Tarn Landing pays {new} crowns a month from {month}, the Northholm Ledger "
            f"reported. Until then it is {old}. The operator points to its engine.",
            f"There is no second station to compare with, and customers from {village} to the harbour know it. One "
            "might call that a monopoly, and one might call it a valley with a road. The authority looks at prices "
            "of this kind once in three years. Its last look found them fair, with a footnote on the coffee.",
        ),
        at,
    )
