"""A page of the site as one file, which needs nothing beside it: alive from a stick or in a mail.

Styles, fonts, pictures and scripts go into the page; what leads to other pages goes out of it.
"""

import base64
import re

from bs4 import BeautifulSoup

from backprop_lib.live import pages

# Of KaTeX's fonts: by which classes of its HTML they are asked for. The first two are always.
FONTS = {
    "Main-Regular": "katex",
    "Math-Italic": "katex",
    "Main-Bold": "mathbf|textbf|boldsymbol",
    "Main-Italic": "mathit|textit",
    "Math-BoldItalic": "boldsymbol",
    "Caligraphic-Regular": "mathcal",
    "AMS-Regular": "amsrm|mathbb|textbb",
    "SansSerif-Regular": "mathsf|textsf",
    "Typewriter-Regular": "mathtt|texttt",
    "Size1-Regular": "size1|small-op|delim-size1",
    "Size2-Regular": "size2|large-op|delim-size4",
    "Size3-Regular": "size3",
    "Size4-Regular": "size4|delim-size4",
}
# What leads elsewhere, or does nothing without the other pages.
ELSEWHERE = (
    ".sidebar-drawer, .related-pages, .bp-offer, .bottom-of-page, .sidebar-toggle, "
    ".nav-overlay-icon, label.overlay, #__navigation, #__toc, .toc-overlay-icon"
)
SCRIPTS = ("furo.js", "page.js")  # of the theme and the site; the views' come by themselves


def write(page, folder, beside=r"$^"):
    """Write the one file of a built page; it is called the same.

    Links to other pages go, but for those that match `beside`: what stands in the same folder.
    """
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    for element in soup.select(ELSEWHERE):
        element.decompose()
    for header in soup.select(".mobile-header"):  # the theme's script measures it
        header.clear()
        header["style"] = "display: none"
    for content in soup.select(".content"):  # in the middle, as no sidebar stands at its left
        content["style"] = "margin: 0 auto"
    views = used_views(soup)
    inline_styles(soup, page.parent)
    inline_pictures(soup, page.parent)
    late = inline_scripts(soup, page.parent)
    texts = [*pages.parts(views).values(), pages.host()] if views else []
    for link in soup.select("link"):
        link.decompose()
    for link in soup.select("a[href]"):
        if not re.match(rf"#|https?:|{beside}", link["href"]):
            link.unwrap()
    # As text: what a <script> holds must not be escaped.
    ends = "".join(f"<script>{text}</script>\n" for text in [*late, *texts])
    folder.mkdir(parents=True, exist_ok=True)
    text = str(soup)
    at = text.rindex("</body>")
    (folder / page.name).write_text(text[:at] + ends + text[at:], encoding="utf-8")


def used_views(soup):
    """The views whose scripts the page loads."""
    found = (re.search(r"views/(\w+)\.js", script["src"]) for script in soup.select("script[src]"))
    return [name[1] for name in found if name and name[1] not in ("shared", "share", "host")]


def local(base, address):
    """The file of an address, without the sum that Sphinx hangs on it."""
    return base / address.partition("?")[0].partition("#")[0]


def inline_styles(soup, base):
    classes = " ".join({name for tag in soup.select(".katex [class]") for name in tag["class"]})
    for link in soup.select('link[rel="stylesheet"]'):
        path = local(base, link["href"])
        text = path.read_text("utf-8")
        if "katex" in path.name:
            text = fonts_inside(text, path.parent, classes) if soup.select(".katex") else ""
        text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
        style = soup.new_tag("style")
        style.string = text
        if link.get("media"):
            style["media"] = link["media"]
        link.replace_with(style)


def fonts_inside(style, folder, classes):
    """KaTeX's style with the fonts that these classes ask for, and no others."""

    def face(found):
        name = re.search(r"fonts/KaTeX_([\w-]+)\.woff2", found[0])
        if not name or not re.search(FONTS.get(name[1], "$^"), f"katex {classes}"):
            return ""
        font = (folder / "fonts" / f"KaTeX_{name[1]}.woff2").read_bytes()
        data = f"data:font/woff2;base64,{base64.b64encode(font).decode('ascii')}"
        return re.sub(r"fonts/[\w-]+\.woff2", lambda _: data, found[0])

    return re.sub(r"@font-face\{[^}]*\}", face, style)


def inline_pictures(soup, base):
    for picture in soup.select("img[src]"):
        if not picture["src"].startswith("data:"):
            data = local(base, picture["src"]).read_bytes()
            picture["src"] = f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"
        del picture["loading"]


def inline_scripts(soup, base):
    """Take the scripts of files out; return the texts of those that the page still needs."""
    texts = []
    for script in soup.select("script[src]"):
        path = local(base, script["src"])
        if path.name in SCRIPTS:
            text = re.sub(r"^//# sourceMappingURL=.*$", "", path.read_text("utf-8"), flags=re.M)
            texts.append(text.replace("</script", "<\\/script"))
        script.decompose()
    return texts
