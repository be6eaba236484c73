from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from sources.reading.tags import Tags, count_tags

# What decides where a tag begins and ends, in pieces that meet often.
PIECES = [
    *("<p", "<b ", "</p", "<br/", ">", "/>", '"', "'", "=", " ", "/", "a", "b=", 'c="', "d='", "e=f", "-", "!", "\n"),
    *("<!--", "-->", "--!>", "<!", "<?", "</", "</>", "<![CDATA[", "]]>", "<", "&lt;", "<!-->", "<!--->", "\xa0", "é"),
    *("<script>", "<SCRIPT ", "</script>", "</Script ", "<style>", "</style>", "<title>", "</title>", "<textarea>"),
    *("</textarea>", "<xmp>", "</xmp>", "<iframe>", "</iframe >", "<noscript>", "</noscript>", "<plaintext>", "<svg>"),
]


def counted(source: str) -> Tags:
    return count_tags(source, max_tokens=10_000, max_attributes=10_000, max_of_one=10_000)


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("no tags at all: 5 < 6 > 4", Tags(0, 0, 0)),
        ("<p class=a id='b' hidden>x</p>", Tags(2, 3, 3)),
        ('<p a="1"b="2"/c/d = 5 e=">" f=\'<g\'>x', Tags(1, 6, 6)),
        ("<p a/b/c/d>", Tags(1, 4, 4)),
        ("<p a='never ends <b c d e>", Tags(1, 1, 1)),
        ("<!-- <p a='> --><b c>'>", Tags(2, 1, 1)),
        ("<!--> <b c> -->", Tags(2, 1, 1)),
        ("<script>if (a<b) <p a='</script><b c>'", Tags(3, 1, 1)),
        ("<script><!-- <script> </script> <p a=' --></script><b c>", Tags(3, 1, 1)),
        ("<script><!-- <script> <!--> </script><b c>", Tags(3, 1, 1)),
        ("<title><p a='</title><b c>'", Tags(3, 1, 1)),
        ("<script a/><p b c>", Tags(2, 3, 2)),
        ("<script a=/><p b c>", Tags(1, 1, 1)),
        ("<plaintext><p a b c>", Tags(1, 0, 0)),
    ],
)
def test_count_tags(source: str, tags: Tags) -> None:
    assert counted(source) == tags


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_count_tags_never_sees_fewer_attributes_than_the_parser(source: str) -> None:
    whole = f"<html><body>{source}"
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    elements = list(html.document_fromstring(whole.encode(), parser=parser).iter(etree.Element))
    tags = counted(whole)
    assert tags.most >= max(len(element.attrib) for element in elements)
    assert tags.attributes >= sum(len(element.attrib) for element in elements)


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("<br>" * 100, Tags(11, 0, 0)),
        ("<!>" * 100, Tags(11, 0, 0)),
        ("<p a b c d>" * 100, Tags(6, 24, 4)),
        ("<p " + "a " * 100 + ">", Tags(1, 9, 9)),
    ],
)
def test_count_tags_stops_over_a_limit(source: str, tags: Tags) -> None:
    assert count_tags(source, max_tokens=10, max_attributes=20, max_of_one=8) == tags
