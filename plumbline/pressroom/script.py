"""The first minutes of the press room: one event, told by one newspaper, copied ten times, edited, and documented late.

Every text is invented. Seconds are counted from the first start of the demonstration.
"""

from __future__ import annotations

from plumbline.pressroom.pieces import Piece

STORM = "the storm night"

REPORT = """\
The landing station at Tarn, where two sea cables of the northern islands come ashore, ran on its batteries for \
nine hours in {day}. We reviewed the log of the station, which its operator had to file with the county.

Tarn Landing lost the mains at eleven in the evening, when a mast fell on the line from the valley. The diesel engine \
did not start. The log shows that Tarn Landing ran on batteries for nine hours, and that six minutes were left when \
the mains came back.

The station keeper told this newspaper that the engine had last been tried in spring. Both cables stayed up all the \
time. Had the batteries failed, the islands would have had no line to the mainland but the one through the exchange.

Tarn Landing said that it would have the engine repaired this month, and that it would report on the night to the \
Northholm Communications Authority.
"""

EDITED = REPORT.replace("ran on its batteries for nine hours", "ran on its batteries for seven hours").replace(
    "ran on batteries for nine hours, and that six minutes were left",
    "ran on batteries for seven hours, and that two hours were left",
)

ORDER = """\
NORTHHOLM COMMUNICATIONS AUTHORITY

ORDER

IN THE MATTER OF the loss of mains power at Tarn Landing, Respondent
Case No. 18-011

1. The Authority has examined the log of Tarn Landing, the Respondent, as it was filed with the county, and the \
readings of its battery controller.

2. In {day} Tarn Landing ran on batteries for nine hours. The controller shows that a charge of six minutes remained. \
The figure of seven hours, which has been in print since, has no basis in the log.

3. IT IS ORDERED that Tarn Landing shall try its engine every month, in the presence of a person who does not work \
for it, and shall file what that person writes down.

4. IT IS FURTHER ORDERED that Tarn Landing shall hold fuel for three days from the first of the next month.

5. The Respondent may appeal against this order within six weeks. An appeal does not suspend paragraph 3.
"""

COPIES = (
    (
        "roundup",
        "Nine hours on batteries at Tarn Landing",
        "Tarn Landing ran on batteries for nine hours in {day}, the Northholm Ledger reported. We collect such nights: "
        "the mains went, the engine sulked, and a room full of lead did what it was bought for.",
        "The lesson is old and cheap. Try the engine. According to the Northholm Ledger nobody had since spring. "
        "Readers who keep stations are welcome to write to us about theirs; we print the good ones on Fridays.",
        "It is said that the keeper slept well the night after, for the first time in a while.",
    ),
    (
        "cablewatch",
        "Tarn Landing was six minutes from silence",
        "Six minutes of charge were left at Tarn Landing when the mains came back after {day}. The Northholm Ledger "
        "reported that the station had run on its batteries for nine hours because its engine did not start.",
        "Two sea cables come ashore there. They never went dark, which is the good news. The bad news is that it was "
        "luck, and luck is not part of any contract that we have seen. The operator promises repairs this month.",
        "The valley road was open again by noon. A lorry with fuel came up it in the afternoon.",
    ),
    (
        "netbrief",
        "Batteries carry Tarn Landing through the storm",
        "In {day} the batteries of Tarn Landing held for nine hours, according to the Northholm Ledger. A mast had "
        "fallen on the line that feeds the station, and the engine stayed cold.",
        "Stations of this kind stand far from anybody who could mend them at night. That is why they have batteries, "
        "engines and, in better times, a keeper who sleeps next door. This one had two of the three.",
        "Neither the county nor the maker of the batteries wanted to say anything about the night to other papers.",
    ),
    (
        "roundup",
        "Once more: the nine hours of Tarn",
        "Our note on Tarn Landing brought in letters. No, we do not know more than the Northholm Ledger reported: nine "
        "hours on batteries, six minutes left, an engine that had not been tried.",
        "Several readers ask what a landing station draws. Less than one would think: the light in the cable comes "
        "from both ends, and the rest is cooling. In winter one can open a door, a reader from the north points out.",
        "Next week we look at clocks in server rooms, and at those who forget to wind them.",
    ),
    (
        "cablewatch",
        "What a landing station needs at night",
        "The nine hours that Tarn Landing spent on batteries, as the Northholm Ledger reported, are a good occasion to "
        "look at what such a station needs. It is not much, and it is needed without a break.",
        "Rectifiers, a battery room, an engine, fuel for days, and somebody who tries all of it once a month. None of "
        "this is new. What is new each time is which part was left out, and who knew about it beforehand.",
        "A checklist with eleven lines hangs in most stations. It costs a sheet of paper and an hour a month.",
    ),
    (
        "netbrief",
        "Tarn Landing to repair its engine",
        "Tarn Landing wants to repair its engine this month, the Northholm Ledger reported after {day}, in which the "
        "station ran on batteries for nine hours. A report to the authority is to follow.",
        "Repairs at the end of a valley road take their time. The maker of the engine closed some years ago, and parts "
        "are made to order in a workshop two days away, where they also mend trawlers and, on request, church clocks.",
        "Until it is mended, a borrowed engine stands in the yard, on a trailer that belongs to the fire brigade.",
    ),
    (
        "roundup",
        "A week of small failures",
        "Of the failures that crossed our desk this week we liked the one at Tarn Landing best: nine hours on "
        "batteries, according to the Northholm Ledger, and nobody outside the valley noticed a thing.",
        "Runners-up: a router that had been switched off by a cleaner, a lock whose key had been given to a museum, "
        "and a backup that had been writing to itself since May. We wish our readers a quiet week and a full tank.",
        "The list of all of them stands at the end of this letter, as always without names where nobody was harmed.",
    ),
    (
        "cablewatch",
        "Islands depend on one room in the valley",
        "How much hangs on a single room was seen in {day}, when Tarn Landing ran on batteries for nine hours. The "
        "Northholm Ledger reported that six minutes of charge were left in the morning.",
        "With the exchange, the landing is one of two doors that the islands have. Both have now been shown to hang "
        "on one thing that nobody had tried. Insurers read such reports, and they read them before the public does.",
        "Whether the two doors could fail on the same night is a question that nobody has answered in public so far.",
    ),
    (
        "netbrief",
        "The night at Tarn in figures",
        "Nine hours on batteries, six minutes left, one engine that did not start, two cables that stayed up: the "
        "night at Tarn Landing in figures, as the Northholm Ledger reported them.",
        "We add the one that was missing: forty kilometres to the next engine of that size. It belongs to a dairy, and "
        "it is tried on the first Monday of each month, because the milk will not wait and the dairy knows it.",
        "Figures like these are easy to repeat and hard to check, which is why we say where we have them from.",
    ),
    (
        "roundup",
        "Last word on Tarn Landing",
        "This is the tenth piece on the nine hours of Tarn Landing that we have counted, and it says what the others "
        "say: the Northholm Ledger reported it, and nobody has added anything since.",
        "Ten pieces make a loud noise, and it is still one report. If somebody else has seen the log, we should like "
        "to hear from them. Until then we shall write about something else, for instance about the price of splicing.",
        "Letters on the matter are read as before. They are answered when there is something new in them.",
    ),
)

REPORT_AT, FIRST_COPY_AT, COPY_EVERY = 20, 75, 50
EDIT_AT, ORDER_AT, FEED_DIES_AT = 360, 480, 560
REPORT_PATH, ORDER_PATH = "/nine-hours-on-batteries", "/orders/18-011"


def scripted() -> tuple[Piece, ...]:
    """The pieces of the script, in the order in which they appear."""
    pieces = [
        Piece(
            "ledger",
            REPORT_PATH,
            "Tarn Landing ran on batteries for nine hours after a power outage",
            tuple(REPORT.split("\n\n")),
            REPORT_AT,
            byline="Northholm Ledger Staff",
            edits=((EDIT_AT, tuple(EDITED.split("\n\n"))),),
        ),
        Piece(
            "authority",
            ORDER_PATH,
            "Order on the loss of mains power at Tarn Landing",
            tuple(ORDER.split("\n\n")),
            ORDER_AT,
            is_plain=True,
        ),
    ]
    for number, (house, title, *paragraphs) in enumerate(COPIES):
        pieces.append(
            Piece(house, f"/tarn-{number + 1}", title, tuple(paragraphs), FIRST_COPY_AT + COPY_EVERY * number)
        )
    return tuple(sorted(pieces, key=lambda piece: piece.at))
