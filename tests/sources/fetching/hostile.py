"""Addresses that must never be connected to, made from ranges, spellings and tricks."""

from __future__ import annotations

import ipaddress

RANGES4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "168.63.129.16/32",
]
RANGES6 = [
    "::/128",
    "::1/128",
    "::/96",
    "::ffff:0:0/96",
    "::ffff:0:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "1000::/4",
    "2001::/23",
    "2001::/32",
    "2001:1::1/128",
    "2001:2::/48",
    "2001:3::/32",
    "2001:4:112::/48",
    "2001:10::/28",
    "2001:20::/28",
    "2001:30::/28",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
    "4000::/3",
    "5f00::/16",
    "8000::/3",
    "c000::/3",
    "e000::/4",
    "f000::/5",
    "fc00::/7",
    "fd00:ec2::254/128",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
    "ff02::1/128",
]
WELL_KNOWN4 = [
    "127.0.0.1",
    "127.1.2.3",
    "10.0.0.1",
    "192.168.0.1",
    "172.17.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "0.0.0.0",
    "192.0.0.192",
    "255.255.255.255",
    "169.254.170.2",
]


def _edges(text: str) -> list[str]:
    network = ipaddress.ip_network(text)
    size = network.num_addresses
    return list(dict.fromkeys(str(network[at]) for at in (0, min(1, size - 1), size // 2, size - 1)))


EMBEDDED6 = [
    form.format(high=f"{int(ip) >> 16:x}", low=f"{int(ip) & 0xFFFF:x}", dotted=ip)
    for ip in map(ipaddress.IPv4Address, WELL_KNOWN4)
    for form in (
        *("::ffff:{high}:{low}", "::ffff:{dotted}", "::{high}:{low}", "::{dotted}", "64:ff9b::{high}:{low}"),
        *("2002:{high}:{low}::1", "2001:0:{high}:{low}::1", "::ffff:0:{high}:{low}", "fe80::5efe:{high}:{low}"),
    )
]
SPECIAL = list(dict.fromkeys([*(e for r in RANGES4 + RANGES6 for e in _edges(r)), *WELL_KNOWN4, *EMBEDDED6]))


def _host(literal: str) -> str:
    return f"[{literal}]" if ":" in literal else literal


def _spellings(literal: str) -> list[str]:
    """Other ways to write an IPv4 address that some parser somewhere understands."""
    number = int(ipaddress.IPv4Address(literal))
    a, b, c, d = (int(part) for part in literal.split("."))
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    circled = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")
    bold = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    return [
        *(str(number), hex(number), hex(number).upper(), f"0{number:o}", f"0o{number:o}", f"{number}."),
        *(f"{a}.{(b << 16) + (c << 8) + d}", f"{a}.{b}.{(c << 8) + d}", f"{a}.{b}.{c}.{d}.", f"{a}.{b}.{c}.{d}.."),
        *(f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"0{a:o}.{b}.{c}.{d}", f"000{a}.{b}.{c}.{d}", f"{a}.{b}.{c}.0x{d:x}"),
        *(f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}", f"0x{a:x}.{b}.0{c:o}.{d}", f"{a}.{b}.{c}.0{d}", f"{a}.{b}.{c}.{d}.0"),
        *(f"{a + 256}.{b}.{c}.{d}", f"{a}.{b}.{c}.{d + 256}", str(number + 2**32), f"-{number}", f"+{number}"),
        *(literal.translate(wide), literal.translate(circled), literal.translate(bold), literal.translate(arabic)),
        *(
            literal.replace(".", "。"),
            literal.replace(".", "．"),
            literal.replace(".", "｡"),
            literal.replace(".", "%2e"),
        ),
        *(
            f"%3{a // 100}{literal[1:]}",
            f"{a}.{b}.{c}.\u200b{d}",
            f"{a}.{b}.{c}.\u00ad{d}",
            f"{literal}%00",
            f"{literal}%20",
        ),
        *(f"[{literal}]", f"[::ffff:{literal}]", f"[::{literal}]", f"[::ffff:{literal}%25lo]", f"[::1%25{literal}]"),
        *(f"{a}.{b}.{c}.{d}_", f"{a},{b},{c},{d}", f"{a}..{b}.{c}.{d}", f".{literal}"),
    ]


SPELT = [spelling for literal in WELL_KNOWN4 for spelling in _spellings(literal)]
_NAMES = """
    localhost LOCALHOST localhost. localhost.localdomain a.localhost ip6-localhost intranet router printer.local
    metadata.google.internal db.internal host.docker.internal kubernetes.default.svc.cluster.local vault.corp nas.home
    nas.home.arpa gw.lan x.private x.intranet x.test x.invalid x.example duck.onion x.alt ｌｏｃａｌｈｏｓｔ ⓛⓞⓒⓐⓛⓗⓞⓢⓣ
    local\u00adhost loc\u200balhost localhost。 𝐥𝐨𝐜𝐚𝐥𝐡𝐨𝐬𝐭 xn-- xn--a - -a.com a-.com .com a..com .
"""
NAMES = _NAMES.split()
_USER_INFO = [
    *(
        "http://example.com@127.0.0.1/",
        "http://127.0.0.1@example.com/",
        "http://a:b@example.com/",
        "http://@example.com/",
    ),
    *("http://:@example.com/", "http://example.com:80@127.0.0.1/", "http://example.com%40127.0.0.1/"),
    *("http://example.com#@127.0.0.1:22/", "http://127.0.0.1:80#@example.com/", "http://127.0.0.1?@example.com/"),
    *(
        "http://example.com&@127.0.0.1#@10.0.0.1/",
        "http://foo@127.0.0.1:80@example.com/",
        "http://127.0.0.1;@example.com/",
    ),
    *("http://example.com＠127.0.0.1/", "http://example.com：80@127.0.0.1/", "http://[::1]@example.com/"),
]
_BACKSLASHES = [
    *(
        r"http:\\127.0.0.1\ ".strip(),
        r"http://example.com\@127.0.0.1/",
        r"http://127.0.0.1\@example.com/",
        r"http:/\127.0.0.1/",
    ),
    *(r"http://127.0.0.1\.example.com/", r"http://example.com/\..\127.0.0.1", r"\\127.0.0.1\share", r"//127.0.0.1/"),
]
_SCHEMES = [
    f"{scheme}{rest}"
    for scheme in (
        *(
            "file:",
            "ftp:",
            "gopher:",
            "dict:",
            "ldap:",
            "data:",
            "javascript:",
            "jar:",
            "ws:",
            "unix:",
            "tftp:",
            "sftp:",
        ),
        *(
            "http+unix:",
            "httpx:",
            "view-source:http:",
            "feed:http:",
            "h\u200bttp:",
            "ｈttp:",
            "about:",
            "blob:http:",
            "",
        ),
    )
    for rest in ("//127.0.0.1/", "///etc/passwd", "//localhost:80/")
]
_PORTS = [
    f"http://{host}:{port}/"
    for host in ("93.184.216.34", "example.com", "127.0.0.1")
    for port in (
        *(
            "0",
            "1",
            "22",
            "25",
            "53",
            "81",
            "442",
            "444",
            "5432",
            "6379",
            "8000",
            "8080",
            "65535",
            "65536",
            "65616",
            "-80",
        ),
        *(
            "080",
            "00",
            "+80",
            "8 0",
            "80 ",
            "0x50",
            "８０",
            "٨٠",
            "80:80",
            "80@",
            "1e2",
            "80.0",
            "99999999999999999999",
        ),
    )
]
_SIGNS = [chr(code) for code in (*range(0x21), 0x5C, *range(0x7F, 0xA1), 0x2028, 0x2029, 0x3000, 0xD800, 0xDFFF)]
_CONTROLS = [
    form.format(sign)
    for sign in _SIGNS
    for form in (
        "{}http://example.com/",
        "http://exa{}mple.com/",
        "http://example.com/a{}b",
        "http://example.com:80{}/",
    )
]
_FORMS = [
    *("", "x", "example.com", "http", "http:", "http:/", "http://", "http:///", "http://:80/", "http://?", "http://#"),
    *("http:127.0.0.1", "http:/127.0.0.1/", "http:///127.0.0.1/", "http:////127.0.0.1/", "https:127.0.0.1:443"),
    *(
        "http://[",
        "http://]",
        "http://[]",
        "http://[::1",
        "http://::1/",
        "http://[::1]]/",
        "http://[[::1]]/",
        "http://[::1]x/",
    ),
    *("http://[v1.a]/", "http://[::g]/", "http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]/", "http://[::1%lo]/"),
    *(
        "http://[2606:2800:220:1::1%25lo]/",
        "http://[2606:2800:220:1::1%1]/",
        "http://[127.0.0.1]:80/",
        "http://[0x7f.1]/",
    ),
    *("http://" + "a" * 64 + ".com/", "http://" + "a." * 130 + "com/", "http://example.com/" + "a" * 5000),
    *("http://" + "１" * 4000 + "/", "http://ex*ample.com/", "http://exam<ple.com/", "http://example.com,10.0.0.1/"),
]

HOSTILE = list(
    dict.fromkeys(
        [
            *(f"http://{_host(literal)}/" for literal in SPECIAL),
            *(f"https://{_host(literal)}:443/x?y" for literal in SPECIAL),
            *(f"http://{spelling}/" for spelling in SPELT),
            *(f"http://{name}/" for name in NAMES),
            *_USER_INFO,
            *_BACKSLASHES,
            *_SCHEMES,
            *_PORTS,
            *_CONTROLS,
            *_FORMS,
        ]
    )
)
HARMLESS = {"http://example.com#@127.0.0.1:22/"}
"""Looks hostile and is not: the host ends at the number sign, and that is where we go."""
