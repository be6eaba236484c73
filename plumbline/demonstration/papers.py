"""The documents that the real profiles cite. None was fetched by this installation, so none is held or quoted.

Addresses are those of the kind of source named; where a page's own address is not sure to last, the
publisher's entry page is given. A dated paper serves for events; what a paper says of a standing fact carries
no date, since the page is kept up to date by its publisher.
"""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Paper


def _peeringdb(number: int, who: str) -> Paper:
    return Paper("record", f"PeeringDB: AS{number}, {who}", f"https://www.peeringdb.com/asn/{number}", "PeeringDB")


def _arin(number: int) -> Paper:
    address = f"https://rdap.arin.net/registry/autnum/{number}"
    return Paper("record", f"ARIN registration data: AS{number}", address, "ARIN")


def _sec(ticker: str, publisher: str) -> Paper:
    """The page of a listed company's reports of events. They are the company's own words, and bind it by law."""
    address = f"https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK={ticker}&type=8-K"
    return Paper("filing", f"{publisher}: reports of events, filed with the SEC", address, publisher)


PAPERS: dict[str, Paper] = {
    "peeringdb-13335": _peeringdb(13335, "Cloudflare"),
    "arin-13335": _arin(13335),
    "cloudflare-1111": Paper(
        "release",
        "Announcing 1.1.1.1, Cloudflare's public resolver",
        "https://blog.cloudflare.com/announcing-1111/",
        "Cloudflare",
        date(2018, 4, 1),
    ),
    "apnic-1111": Paper(
        "record", "APNIC registration data: 1.1.1.0/24", "https://rdap.apnic.net/ip/1.1.1.0/24", "APNIC"
    ),
    "peeringdb-6939": _peeringdb(6939, "Hurricane Electric"),
    "arin-6939": _arin(6939),
    "peeringdb-174": _peeringdb(174, "Cogent"),
    "arin-174": _arin(174),
    "sec-cogent": _sec("CCOI", "Cogent Communications"),
    "peeringdb-3356": _peeringdb(3356, "Lumen"),
    "arin-3356": _arin(3356),
    "sec-lumen": _sec("LUMN", "Lumen Technologies"),
    "peeringdb-1299": _peeringdb(1299, "Arelion"),
    "ripe-1299": Paper("record", "RIPE NCC registration: AS1299", "https://rdap.db.ripe.net/autnum/1299", "RIPE NCC"),
    "arelion-site": Paper("page", "Arelion: the company's own site", "https://www.arelion.com/", "Arelion"),
    "peeringdb-2914": _peeringdb(2914, "NTT Global IP Network"),
    "arin-2914": _arin(2914),
    "ntt-site": Paper("page", "NTT: the group's own site", "https://group.ntt/en/", "NTT"),
    "sec-equinix": _sec("EQIX", "Equinix"),
    "ec-m7678": Paper(
        "filing",
        "Case M.7678, Equinix and Telecity: decision of 13 November 2015",
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32015M7678",
        "European Commission",
        date(2015, 11, 13),
    ),
    "sec-digital-realty": _sec("DLR", "Digital Realty"),
    "amsix-site": Paper("page", "AMS-IX: the exchange's own site and timeline", "https://www.ams-ix.net/", "AMS-IX"),
    "decix-site": Paper("page", "DE-CIX: the exchange's own site", "https://www.de-cix.net/", "DE-CIX"),
    "linx-site": Paper("page", "LINX: the exchange's own site", "https://www.linx.net/", "LINX"),
    "ixbr-site": Paper("page", "IX.br: the exchange's own site", "https://ix.br/", "NIC.br"),
    "nicbr-site": Paper("page", "NIC.br: the organisation's own site", "https://nic.br/", "NIC.br"),
    "iana-roots": Paper("record", "IANA: list of root servers", "https://www.iana.org/domains/root/servers", "IANA"),
    "iana-numbers": Paper("record", "IANA: number resources", "https://www.iana.org/numbers", "IANA"),
    "iana-com": Paper(
        "record", "IANA: delegation record of .com", "https://www.iana.org/domains/root/db/com.html", "IANA"
    ),
    "ripe-ran-out": Paper(
        "release",
        "RIPE NCC: announcement that the IPv4 pool is empty",
        "https://www.ripe.net/publications/news/about-ripe-ncc-and-ripe/the-ripe-ncc-has-run-out-of-ipv4-addresses",
        "RIPE NCC",
        date(2019, 11, 25),
    ),
    "ripe-last-8": Paper(
        "release",
        "RIPE NCC: announcement that addresses now come from the last /8",
        "https://www.ripe.net/internet-coordination/news/"
        "ripe-ncc-begins-to-allocate-ipv4-address-space-from-the-last-8",
        "RIPE NCC",
        date(2012, 9, 14),
    ),
    "ars-2012": Paper(
        "article",
        "Ars Technica on Europe's IPv4 addresses, September 2012",
        "https://arstechnica.com/information-technology/2012/09/europe-officially-runs-out-of-ipv4-addresses/",
        "Ars Technica",
        date(2012, 9, 14),
    ),
    "arin-depletion": Paper(
        "release",
        "ARIN: note on the end of the free IPv4 pool",
        "https://www.arin.net/blog/2015/09/24/arin-reaches-ipv4-depletion/",
        "ARIN",
        date(2015, 9, 24),
    ),
    "apnic-stage-3": Paper(
        "page",
        "APNIC: IPv4 exhaustion for network operators",
        "https://www.apnic.net/community/ipv4-exhaustion/exhaustion-and-network-operators/",
        "APNIC",
    ),
    "apnic-site": Paper("page", "APNIC: the registry's own site", "https://www.apnic.net/", "APNIC"),
    "nro-lacnic": Paper("release", "NRO: on LACNIC's last /9", "https://www.nro.net/", "NRO", date(2014, 5, 20)),
    "lacnic-site": Paper("page", "LACNIC: the registry's own site", "https://www.lacnic.net/", "LACNIC"),
    "icann-afrinic": Paper("release", "ICANN: on the recognition of AFRINIC", "https://www.icann.org/", "ICANN"),
    "afrinic-site": Paper("page", "AFRINIC: the registry's own site", "https://afrinic.net/", "AFRINIC"),
    "icann-history": Paper("page", "ICANN: its own history", "https://www.icann.org/history", "ICANN"),
    "icann-bylaws": Paper(
        "page", "ICANN: bylaws", "https://www.icann.org/resources/pages/governance/bylaws-en", "ICANN"
    ),
    "verisign-site": Paper("page", "Verisign: the company's own site", "https://www.verisign.com/", "Verisign"),
    "netnod-site": Paper("page", "Netnod: the company's own site", "https://www.netnod.se/", "Netnod"),
}
