"""A website is read politely, indexed, and searched in the languages of its visitors."""

import asyncio
import gzip
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.runtime.deliveries.protocol import Work
from engine.runtime.deliveries.search import HOUR_US, SearchDelivery
from engine.runtime.egress.client import Client
from engine.runtime.egress.options import Egress
from engine.runtime.sites.crawl import CrawlOptions
from engine.runtime.sites.index import find, read_about, write_index
from engine.runtime.sites.page import PASSAGE_CHARS, Page, read_page
from engine.runtime.sites.sitemap import SitemapError, read_sitemap
from engine.types.bot import Bot
from engine.types.bot import Site as SiteSettings
from engine.types.effect import SearchSite
from engine.types.event import Answered
from tests.runtime.deliveries.web import NOW_US, Site

Search = Callable[..., Answered]
PAGES = {
    "/horarios": ("es", "Horarios y días de atención",
                  "<h2>Biblioteca</h2><p>La biblioteca abre de lunes a viernes, de 8 a 20.</p>"
                  "<h2>Cafetería</h2><p>La cafetería cierra a las 18:00.</p>"),
    "/devolucoes": ("pt", "Devoluções",
                    "<p>As devoluções são gratuitas durante trinta dias. Guarde o recibo.</p>"),
    "/shipping": ("en", "Shipping",
                  "<p>Parcels are delivered within two days. Islands take longer.</p>"),
    "/privado": ("es", "Privado", "<p>La contraseña de la biblioteca es secreta y no se dice.</p>"),
}  # fmt: skip


def sitemap(*addresses: str, index: bool = False) -> str:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{inner}><loc>{each}</loc></{inner}>" for each in addresses)
    return (
        f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{entries}</{outer}>"
    )


@pytest.fixture
def shop(site: Site) -> Site:
    for path, (language, title, body) in PAGES.items():
        site.page(
            path,
            f'<!doctype html><html lang="{language}"><head><title>{title}</title>'
            "<script>var biblioteca = 1</script></head><body>"
            "<nav><a href=/>Inicio</a> menú principal del sitio</nav>"
            f"<main><h1>{title}</h1>{body}</main><footer>Aviso legal y biblioteca</footer></body>",
            "text/html; charset=utf-8",
        )
    site.page("/robots.txt", "User-agent: *\nDisallow: /privado\n", "text/plain")
    site.page("/sitemap.xml", sitemap(f"{site.url}/a.xml", f"{site.url}/b.xml.gz", index=True),
              "application/xml")  # fmt: skip
    first = sitemap(f"{site.url}/horarios", f"{site.url}/privado", "https://other.example/x")
    site.page("/a.xml", first, "application/xml")
    second = sitemap(f"{site.url}/devolucoes", f"{site.url}/shipping", f"{site.url}/gone")
    site.page("/b.xml.gz", gzip.compress(second.encode()), "application/gzip")
    return site


@pytest.fixture
def delivery(runner: asyncio.Runner, tmp_path: Path) -> Iterator[SearchDelivery]:
    async def go() -> tuple[Client, SearchDelivery]:
        client = Client(Egress(allow=("127.0.0.1",)))
        return client, SearchDelivery(client, tmp_path, CrawlOptions(page_s=2), first_s=10)

    client, opened = runner.run(go())
    yield opened
    runner.run(opened.close())
    runner.run(client.close())


@pytest.fixture
def search(runner: asyncio.Runner, work: Work, site: Site, delivery: SearchDelivery) -> Search:
    def once(query: str, language: str = "es", now_us: int = NOW_US, limit: int = 3,
             **settings: object) -> Answered:  # fmt: skip
        fields = settings or {"sitemap": f"{site.url}/sitemap.xml"}
        web = SiteSettings(**fields)  # type: ignore[arg-type]  fields by name
        bot = Bot(id="shop", languages=("es", "en", "pt"), sites={"web": web})
        ours = replace(work, bot=bot, now_us=lambda: now_us)
        effect = SearchSite("k", "web", query, limit, language)
        return runner.run(delivery.deliver(effect, ours))

    return once


@pytest.mark.parametrize(
    ("query", "language", "path", "words"),
    [
        ("¿A qué hora abre la biblioteca?", "es", "/horarios", "Biblioteca: La biblioteca abre"),
        ("CAFETERIA", "es", "/horarios", "Cafetería: La cafetería cierra"),
        ("bibliotecas", "es", "/horarios", "biblioteca"),
        ("quero devolver, devolução gratuita?", "pt", "/devolucoes", "gratuitas"),
        ("e as devolucoes?", "pt", "/devolucoes", "gratuitas"),
        ("posso fazer uma devolução?", "pt", "/devolucoes", "gratuitas"),
        ("delivering a parcel", "en", "/shipping", "Parcels"),
        ("Días de atención", "es", "/horarios", "a"),
    ],
)
def test_questions_find_their_page(
    shop: Site, search: Search, query: str, language: str, path: str, words: str
) -> None:
    answer = search(query, language)
    assert answer.port == "ok", answer
    best = answer.value[0]
    assert best["url"] == shop.url + path
    assert words in best["passage"]
    assert best["title"] == PAGES[path][1]
    assert best["score"] > 0


@pytest.mark.parametrize("query", ["", "¿?", "¿qué es la de los?", "zanahoria", "menú Aviso legal"])
def test_nothing_is_found_in_small_words_and_furniture(
    shop: Site, search: Search, query: str
) -> None:
    assert (search(query).port, search(query).value) == ("empty", [])


def test_robots_are_obeyed_and_other_sites_left(shop: Site, search: Search) -> None:
    assert search("contraseña secreta").port == "empty"
    asked = [path for _, path, _, _ in shop.requests]
    assert "/privado" not in asked
    assert asked.count("/horarios") == 1


@given(st.text(max_size=60))
def test_no_text_is_syntax(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "syntax.sqlite"
    if not path.exists():
        write_index(
            path, [Page("https://a.example/", "A", "es", ("una página de prueba",))], "s", 1, "es"
        )
    assert isinstance(find(path, text, "es", 3), list)


@pytest.mark.parametrize(
    "query",
    ['"biblioteca', "biblioteca AND OR NOT", "title:biblioteca*", "NEAR(biblioteca x)", "a'b--;"],
)
def test_operators_are_words(shop: Site, search: Search, query: str) -> None:
    assert search(query).port == ("ok" if "biblioteca" in query else "empty")


def test_the_limit_counts_pages(shop: Site, search: Search) -> None:
    query = "biblioteca cafetería devoluções parcels"
    assert len(search(query, limit=1).value) == 1
    urls = [each["url"] for each in search(query, limit=5).value]
    assert len(urls) == len(set(urls)) == 3


def test_an_old_index_answers_while_it_is_renewed(
    shop: Site, search: Search, runner: asyncio.Runner, delivery: SearchDelivery
) -> None:
    assert search("piscina").port == "empty"
    shop.page(
        "/horarios", "<html lang=es><title>Piscina</title><main><p>La piscina abre hoy.</p></main>"
    )
    assert search("piscina", now_us=NOW_US + 23 * HOUR_US).port == "empty"
    assert search("piscina", now_us=NOW_US + 24 * HOUR_US).port == "empty"
    runner.run(delivery.settle())
    assert search("piscina", now_us=NOW_US + 24 * HOUR_US).port == "ok"


def test_a_site_in_trouble_keeps_its_old_index(
    shop: Site, search: Search, runner: asyncio.Runner, delivery: SearchDelivery
) -> None:
    assert search("biblioteca").port == "ok"
    shop.page("/robots.txt", "busy", status=503)
    later = NOW_US + 30 * HOUR_US
    assert search("biblioteca", now_us=later).port == "ok"
    runner.run(delivery.settle())
    assert search("biblioteca", now_us=later).port == "ok"


def test_a_site_that_cannot_be_read_says_why_and_is_left_alone(shop: Site, search: Search) -> None:
    shop.page("/robots.txt", "busy", status=503)
    assert "robots.txt answered 503" in search("biblioteca").error
    count = len(shop.requests)
    assert "robots.txt answered 503" in search("biblioteca").error
    assert len(shop.requests) == count


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html>no", "it is not XML"),
        ('<!DOCTYPE x [<!ENTITY a "aa">]><urlset>&a;</urlset>', "declares a document type"),
        ("<urlset/>", "lists no page"),
    ],
)
def test_a_broken_sitemap_is_named(shop: Site, search: Search, body: str, said: str) -> None:
    shop.page("/sitemap.xml", body, "application/xml")
    answer = search("biblioteca")
    assert answer.port == "failed"
    assert said in answer.error
    assert "sitemap.xml" in answer.error


def test_a_sitemap_inside_is_refused(search: Search) -> None:
    assert "egress.allow" in search("x", sitemap="http://10.0.0.1/sitemap.xml").error


def test_a_site_that_is_not_set_up(search: Search) -> None:
    assert "give sites.web a sitemap" in search("x", refresh_h=1).error


def test_a_broken_index_is_written_anew(shop: Site, search: Search, tmp_path: Path) -> None:
    assert search("biblioteca").port == "ok"
    (file,) = tmp_path.glob("shop-web-*.sqlite")
    file.write_bytes(b"garbage" * 100)
    assert search("biblioteca").port == "ok"


def test_brave_and_its_header(site: Site, search: Search, work: Work) -> None:
    results = [
        {"title": "A <strong>b</strong>", "url": "https://a.example/", "description": "x &amp; y"}
    ]
    site.page("/s", msgspec.json.encode({"web": {"results": results}}), "application/json")
    answer = search(
        "¿qué & más?", service=f"{site.url}/s?q={{query}}&n={{limit}}", secret="crm-token"
    )
    assert answer.value == [
        {"title": "A b", "passage": "x & y", "url": "https://a.example/", "score": 1.0}
    ]
    assert site.requests[0][1] == "/s?q=%C2%BFqu%C3%A9%20%26%20m%C3%A1s%3F&n=3"
    assert site.requests[0][2]["authorization"] == "Bearer s3cr3t-value"


def test_searxng(site: Site, search: Search) -> None:
    results = [
        {"title": "A", "url": "https://a.example/", "content": "one", "score": 2.5},
        {"title": "bad", "url": "javascript:alert(1)", "content": ""},
    ]
    site.page("/s", msgspec.json.encode({"query": "q", "results": results}), "application/json")
    answer = search("q", service=f"{site.url}/s?q={{query}}&format=json")
    assert [each["score"] for each in answer.value] == [2.5]
    site.page("/s", b'{"query": "q", "results": []}', "application/json")
    assert search("q", service=f"{site.url}/s?q={{query}}").port == "empty"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [("{", 200, "is not JSON"), ("{}", 200, "no list"), ("no", 403, "status 403")],
)
def test_a_service_in_trouble(
    site: Site, search: Search, body: str, status: int, said: str
) -> None:
    site.page("/s", body, "application/json", status=status)
    answer = search("q", service=f"{site.url}/s?q={{query}}", secret="crm-token")
    assert answer.port == "failed"
    assert said in answer.error


def test_passages_are_cut_at_headings_and_sentences() -> None:
    sentences = " ".join(f"Frase número {n} de un texto bastante largo." for n in range(60))
    html = (
        f"<html lang=es-PE><title> Un\n título </title><body><h1>Uno</h1><p>{sentences}</p>"
        "<h2>Dos</h2><div>Hola <b>mun</b>do, esto es <a href=x>todo</a>.</div></body>"
    )
    page = read_page("https://a.example/", html)
    assert page is not None
    assert (page.title, page.language) == ("Un título", "es")
    assert all(len(each) <= PASSAGE_CHARS + 10 for each in page.passages)
    assert page.passages[0].startswith("Uno: Frase número 0")
    assert page.passages[0].endswith(".")
    assert page.passages[-1] == "Dos: Hola mundo, esto es todo."


def test_pages_that_ask_to_be_left_out_or_say_nothing() -> None:
    assert (
        read_page("u", "<meta name=ROBOTS content='NOINDEX, follow'><p>Texto largo y bueno") is None
    )
    assert read_page("u", "") is None
    assert read_page("u", "<nav>solo un menú de navegación</nav>") is None


def test_sitemaps_of_every_sort() -> None:
    both = sitemap("https://a.example/1", "https://a.example/2?x=1&amp;y=2")
    assert read_sitemap(both.encode(), 10_000).pages[1] == "https://a.example/2?x=1&y=2"
    images = both.replace("</url>", "<image><loc>https://a.example/i.png</loc></image></url>")
    assert read_sitemap(images.encode(), 10_000) == read_sitemap(both.encode(), 10_000)
    assert (
        read_sitemap(b"https://a.example/1\nhttps://a.example/2\n", 10_000).pages[1].endswith("2")
    )
    with pytest.raises(SitemapError, match="unpacks to more"):
        read_sitemap(gzip.compress(b"x" * 100_000), 10_000)


def test_a_reader_never_sees_half_an_index(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    write_index(
        path, [Page("https://a.example/", "Uno", "es", ("la primera página",))], "s", 1, "es"
    )
    held = sqlite3.connect(path)
    write_index(
        path, [Page("https://a.example/", "Dos", "es", ("la segunda página",))], "s", 2, "es"
    )
    assert held.execute("SELECT title FROM passages").fetchall() == [("Uno",)]
    held.close()
    assert find(path, "segunda", "es", 1)[0].title == "Dos"
    about = read_about(path)
    assert about is not None
    assert (about.written_us, about.pages) == (2, 1)
    assert [each.name for each in tmp_path.iterdir()] == ["a.sqlite"]
