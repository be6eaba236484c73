"""Who published what the demonstration cites, each with a grade and the reason for it.

The grades are the desk's own, given from general knowledge; no track record was measured here yet.
"""

from __future__ import annotations

from plumbline.demonstration.shapes import House

_OWN = "Its statements about its own doings are usually right; it speaks for itself. Graded by the desk."

HOUSES = (
    House("PeeringDB", "registry", "B", "Operators enter their own records, and keep them since peers rely on them."),
    House(
        "IANA",
        "registry",
        "A",
        "It keeps the root zone and the central number registries; its record is the fact itself. Run by ICANN.",
        ("iana.org",),
        owner="ICANN",
    ),
    House("European Commission", "regulator", "A", "Its decisions are acts of its own, published in full."),
    House("NRO", "association", "A", "The joint body of the five regional registries, on what they count together."),
    House("Ars Technica", "newsroom", "B", "A newsroom with signed reports and marked corrections."),
    House("Cloudflare", "company", "B", _OWN, ("cloudflare.com",)),
    House("Cogent Communications", "company", "B", f"{_OWN} Its filings bind it by law.", ("cogentco.com",)),
    House("Lumen Technologies", "company", "B", f"{_OWN} Filed with the stock market's regulator.", ("lumen.com",)),
    House("Arelion", "company", "B", _OWN, ("arelion.com",)),
    House("NTT", "company", "B", _OWN, ("group.ntt",)),
    House("Equinix", "company", "B", f"{_OWN} It answers to shareholders for what it files.", ("equinix.com",)),
    House(
        "Digital Realty", "company", "B", f"{_OWN} A listed trust has to report its purchases.", ("digitalrealty.com",)
    ),
    House("AMS-IX", "association", "B", _OWN, ("ams-ix.net",)),
    House("DE-CIX", "company", "B", _OWN, ("de-cix.net",)),
    House("LINX", "association", "B", _OWN, ("linx.net",)),
    House("NIC.br", "association", "B", _OWN, ("nic.br", "ix.br")),
    House("RIPE NCC", "registry", "A", "It is the registry of its region: what it registers is so.", ("ripe.net",)),
    House("ARIN", "registry", "A", "It is the registry of North America: what it registers is so.", ("arin.net",)),
    House("APNIC", "registry", "A", "It is the registry of Asia-Pacific: what it registers is so.", ("apnic.net",)),
    House("LACNIC", "registry", "A", "It is the registry of Latin America: what it registers is so.", ("lacnic.net",)),
    House("AFRINIC", "registry", "A", "It is the registry of Africa: what it registers is so.", ("afrinic.net",)),
    House("ICANN", "association", "B", _OWN, ("icann.org",)),
    House("Verisign", "company", "B", _OWN, ("verisign.com",)),
    House("Netnod", "company", "B", _OWN, ("netnod.se",)),
    House(
        "TechCrunch", "newsroom", "B", "A newsroom with signed reports; known here only by name.", ("techcrunch.com",)
    ),
    House("PromptTalk", "newsroom", "F", "One article is known of it here. That is too little to judge by."),
    House("AI-RADAR", "newsroom", "F", "Nothing is known of how it works. Its reliability cannot be judged yet."),
    House(
        "Federal Trade Commission",
        "regulator",
        "A",
        "Its orders and complaints are acts of its own, published in full.",
        ("ftc.gov",),
    ),
)
INVENTED_HOUSES = (
    House(
        "Northholm Communications Authority",
        "regulator",
        "A",
        "Invented. In the demonstration it orders, and its orders are acts of its own.",
        ("northholm-authority.example",),
    ),
    House(
        "Northholm Ledger",
        "newsroom",
        "B",
        "Invented. In the demonstration it sends people to look, and corrects itself.",
        ("northholm-ledger.example",),
    ),
    House("Skerry Exchange", "company", "B", "Invented. It speaks for itself.", ("skerry-exchange.example",)),
    House(
        "Packet Roundup", "aggregator", "F", "Invented. It gathers; how well is unknown.", ("packet-roundup.example",)
    ),
    House("Cablewatch Daily", "newsroom", "F", "Invented. Too little is known of it.", ("cablewatch-daily.example",)),
    House("Tarn Landing", "company", "B", "Invented. It keeps its log, and files it.", ("tarn-landing.example",)),
    House("Northern Netbrief", "newsroom", "F", "Invented. It names no editors.", ("northern-netbrief.example",)),
)
