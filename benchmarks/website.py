"""The site's pages: how much they weigh, and how fast a weight moves on them.

    python benchmarks/website.py [FOLDER] [--write]

FOLDER is what `make site` built (site/). A server on this machine gives its pages to Debian's
Chromium, or to the one that BROWSER_EXECUTABLE names. Each number comes twice: as the processor is,
and slowed four times, as the browser's own tools do it. Times are taken as latency.py takes them.
In turns with the front page, peers/least is opened and dragged: what the machine leaves for a page.
"""

import argparse
import asyncio
import contextlib
import datetime
import functools
import gzip
import http.server
import os
import re
import statistics
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import latency
import report
import stage
from playwright.async_api import async_playwright

WEIGHT = "W[1][0, 0]"
SLIDER = f'input[aria-label="{WEIGHT}, slider"]'
WATCH = """() => meter.watchAttribute(document.querySelector(".bp-root"), "data-loss")"""
SLOWED = {1: "", 4: ", processor slowed four times"}
FRONT = 90_000  # bytes of the front page's script, style and state, packed
OPENED = {1: 0.6, 4: 2.0}  # s from navigation to the first moved weight
RATE, SECONDS = {1: 60, 4: 47}, 5  # pictures a second, of a drag so long
PICTURES = "pictures a second in a 60 Hz drag"
LEAST = Path(__file__).resolve().parent / "peers" / "least"


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept, as every host of pages does

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    """The address of a plain server of this folder."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


# ---- bytes --------------------------------------------------------------------------------------


def packed(data):
    return len(gzip.compress(data, 9))


def weight(page):
    """Packed bytes of a page's script, style and state; of its text; and of its pictures."""
    text = page.read_text("utf-8")
    names = re.findall(r'<(?:script|link)\b[^>]*(?:src|href)="([^"?]+\.(?:js|css))', text)
    state = re.findall(r"<script type=.*?</script>", text, flags=re.DOTALL)
    words = re.sub(r"<script type=.*?</script>", "", text, flags=re.DOTALL)
    pictures = set(re.findall(r'<img\b[^>]*src="([^":]+)"', text))
    moves = sum(packed((page.parent / name).read_bytes()) for name in set(names))
    return {
        "moves": moves + packed("".join(state).encode()),
        "words": packed(words.encode()),
        "pictures": sum((page.parent / name).stat().st_size for name in pictures),
    }


# ---- times --------------------------------------------------------------------------------------


async def opened(context, address, slowed):
    """A new page of that address, the processor slowed; ms from navigation to a moved weight."""
    page = await context.new_page()
    cdp = await context.new_cdp_session(page)
    await cdp.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    await page.goto(address, wait_until="commit")
    await page.wait_for_selector(SLIDER)
    await page.evaluate(WATCH)
    await page.evaluate("() => { meter.take(); meter.next(); }")
    await page.locator(SLIDER).press("ArrowRight")
    await page.evaluate("() => meter.promise")
    took = (await page.evaluate("() => meter.take()"))["pictures"][0]["shown"]
    return SimpleNamespace(page=page, cdp=cdp, scene={"handle": SLIDER}), took


async def turn(context, address, slowed, times, found):
    """A page opened, keyed and dragged."""
    book, took = await opened(context, address, slowed)
    found["opened"].append(took / 1000)
    await latency.settled(book)
    trials = await latency.keys(book, times)
    found["key"] += [trial["total"] for trial in trials]
    log = await latency.drag(book, latency.RATE * SECONDS)
    found["rate"].append(latency.pictures_a_second(log))


async def measure(folder, rounds, times):
    found = {"load": os.getloadavg()[0], "machine": report.machine()}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=stage.find_chromium(), args=stage.FLAGS
        )
        with served(folder) as base, served(LEAST) as least:
            for slowed in SLOWED:
                found[slowed] = {"opened": [], "key": [], "rate": []}
                found["least", slowed] = {"opened": [], "key": [], "rate": []}
            for number, slowed in enumerate(list(SLOWED) * rounds):
                print(f"page {number + 1} of {len(SLOWED) * rounds}", flush=True)
                for key, address in ((slowed, base), (("least", slowed), least)):
                    context = await browser.new_context(viewport=stage.VIEWPORT)  # nothing kept
                    await context.add_init_script(latency.METER)
                    await turn(context, f"{address}/index.html", slowed, times, found[key])
                    await context.close()
        found["version"] = browser.version
        await browser.close()
    found["load after"] = os.getloadavg()[0]
    return found


# ---- the report ---------------------------------------------------------------------------------


def row(what, value, form="{:,.0f}", most=None, least=None):
    target = f"≤ {most:,}" if most is not None else f"≥ {least:,}" if least is not None else ""
    met = (most is None or value <= most) and (least is None or value >= least)
    said = ("yes" if met else "**no**") if target else ""
    return f"| {what} | {form.format(value)} | {target} | {said} |"


def markdown(folder, found):
    rows = ["| | measured | target | met |", "|---|--:|--:|---|"]
    for page in [folder / "index.html", *sorted(folder.glob("0*.html"))]:
        parts, front = weight(page), page.stem == "index"
        name = "front page" if front else page.stem
        most = FRONT if front else None
        rows.append(row(f"{name}: script, style, state, packed bytes", parts["moves"], most=most))
        rows.append(row(f"{name}: text, packed bytes", parts["words"]))
        rows.append(row(f"{name}: pictures, bytes", parts["pictures"]))
    for page in sorted((folder / "single").glob("0*.html")):
        most = 2_200_000 if page.stem[:2] in ("03", "04") else 1_500_000
        rows.append(row(f"{page.stem} in one file, bytes", page.stat().st_size, most=most))
    for slowed, word in SLOWED.items():
        times, keys = found[slowed], found[slowed]["key"]
        first, rate = statistics.median(times["opened"]), statistics.median(times["rate"])
        middle, late = statistics.median(keys), report.p95(keys)
        ends = (16.7, 25.0) if slowed == 1 else (None, None)
        rows += [
            row(f"navigation → first moved weight, s{word}", first, "{:.2f}", OPENED[slowed]),
            row(f"input → picture, median ms{word}", middle, "{:.1f}", ends[0]),
            row(f"input → picture, p95 ms{word}", late, "{:.1f}", ends[1]),
            row(f"{PICTURES}{word}", rate, "{:.1f}", least=RATE[slowed]),
        ]
        least = found["least", slowed]
        for what, key in (("navigation → first moved weight, s", "opened"), (PICTURES, "rate")):
            value = statistics.median(least[key])
            rows.append(row(f"the least page: {what}{word}", value, "{:.2f}"))
    said = (
        f"{datetime.date.today()}; {found['machine']}, Chromium {found['version']} without a screen"
    )
    load = f"load at the start {found['load']:.1f}, at the end {found['load after']:.1f}"
    return "\n".join([*rows, "", f"{said}; {load}."])


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    here = Path(__file__).resolve().parents[1]
    parser.add_argument("folder", nargs="?", type=Path, default=here / "site")
    parser.add_argument("--rounds", type=int, default=5, help="pages opened at each speed")
    parser.add_argument("--times", type=int, default=30, help="keys on each page")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    if not (options.folder / "index.html").exists():
        sys.exit(f"{options.folder} holds no site: `make site` builds it.")
    found = asyncio.run(measure(options.folder.resolve(), options.rounds, options.times))
    text = markdown(options.folder, found)
    print(text)
    if options.write:
        report.write(text, "website")


if __name__ == "__main__":
    main()
