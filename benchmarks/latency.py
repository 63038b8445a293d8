"""From a slider to the changed picture: how long, beside the usual way, near and far.

    python benchmarks/latency.py [--write]

Drives Debian's Chromium (or the one that BROWSER_EXECUTABLE names) against a JupyterLab of its
own, set up as `make lab` does, with two notebooks open: the live view, and the same scene made
with `interact`, networkx and matplotlib. Both are opened twice, directly and behind a proxy that
holds every byte back for 50 ms each way. The four take turns.

What is measured starts at the browser's own time stamp of the input event (an arrow key on a
slider's handle, or a move of the mouse that drags it) and ends in the first task after the frame
that draws the changed picture: that frame's style, layout and paint are done and it is on its way
to the screen. `meter.js` says how. A machine's time differs from hour to hour, so the medians
and the ratios are what to read, and nothing here is a test.
"""

import argparse
import asyncio
import os
import random

import report
import scene
import stage
from playwright.async_api import async_playwright

METER = (stage.HERE / "meter.js").read_text(encoding="utf-8")
DELAY = 0.05  # seconds each way
RATE, SECONDS = 60, 3  # of a drag: moves a second, length
LONG = 15  # seconds of a drag that looks for growth
SLOWER = 2  # the usual way takes so many times longer: that much fewer keys and moves
PIXELS = 3  # of one move
GESTURE = 0.6  # seconds of rest after which the view takes a drag as finished
SCENES = {
    "live": {
        "source": "import scene\nscene.live()",
        "ready": ".bp-graph .bp-loss",
        "handle": f'.noUi-handle[aria-label="{scene.SLIDER}, slider"]',
        "watch": """() => {
            meter.watchText(document.querySelector(".bp-loss"));
            meter.watchConfirmation(document.querySelector(".bp-kernel"), "data-state", "agrees");
        }""",
    },
    "usual": {
        "source": "import scene\nscene.usual()",
        "ready": ".jp-OutputArea-output img",
        "handle": f".widget-slider:has(.widget-label:text-is('{scene.SLIDER}')) .noUi-handle",
        "watch": """() => meter.watchImages(document.querySelector(".jp-Cell-outputArea"))""",
    },
}


# ---- what a hand does ---------------------------------------------------------------------------


async def answered(book, act):
    """Do one thing and wait until its picture shows; ms from the input event, in three parts."""
    await book.page.evaluate("() => { meter.take(); meter.next(); }")
    await act()
    await asyncio.wait_for(book.page.evaluate("() => meter.promise"), 20)
    log = await book.page.evaluate("() => meter.take()")
    came, drawn = log["inputs"][0], log["pictures"][0]
    await asyncio.sleep(random.uniform(0.05, 0.12))  # so that inputs fall anywhere in a frame
    return {
        "total": drawn["shown"] - came["stamp"],
        "until the page's listeners run": came["seen"] - came["stamp"],
        "computing, and waiting for the frame": drawn["changed"] - came["seen"],
        "style, layout, paint": drawn["shown"] - drawn["changed"],
    }


async def keys(book, times):
    """Arrow keys on the slider's handle, to the right and back: so it stays where it started."""
    await book.page.locator(book.scene["handle"]).focus()
    names = ["ArrowLeft" if n % 2 else "ArrowRight" for n in range(times)]
    return [
        await answered(book, lambda name=name: book.page.keyboard.press(name)) for name in names
    ]


async def grab(book):
    """Press the mouse on the slider's handle; where it is."""
    box = await book.page.locator(book.scene["handle"]).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await book.page.mouse.move(x, y)
    await book.page.mouse.down()
    await asyncio.sleep(0.1)
    return x, y


async def moves(book, times):
    """Single moves of a mouse that holds the slider's handle: ten to the right, ten back."""
    x, y = await grab(book)
    offsets = [PIXELS * (n % 20 + 1 if n % 20 < 10 else 19 - n % 20) for n in range(times)]
    took = [
        await answered(book, lambda at=x + offset: book.page.mouse.move(at, y))
        for offset in offsets
    ]
    await book.page.mouse.move(x, y)
    await book.page.mouse.up()
    return took


async def reach(book):
    """Pixels from the handle to the nearer end of its slider, past which no picture changes."""
    room = await book.page.locator(book.scene["handle"]).evaluate(
        """handle => {
             const end = handle.closest(".noUi-target").getBoundingClientRect();
             const {left, right} = handle.getBoundingClientRect();
             return Math.min((left + right) / 2 - end.left, end.right - (left + right) / 2);
           }"""
    )
    return PIXELS * (room // PIXELS - 1)


async def drag(book, count):
    """`count` moves at 60 Hz, whether or not the page follows; what the page noted meanwhile."""
    far = await reach(book)
    x, y = await grab(book)
    await book.page.evaluate("() => { meter.take(); }")
    loop, sending = asyncio.get_running_loop(), []
    start = loop.time()
    for n in range(1, count + 1):
        # To and fro: 0 to far, back through 0 to -far, and so on.
        offset = abs((PIXELS * n + 3 * far) % (4 * far) - 2 * far) - far
        move = {"type": "mouseMoved", "x": x + offset, "y": y, "button": "left", "buttons": 1}
        sending.append(asyncio.create_task(book.cdp.send("Input.dispatchMouseEvent", move)))
        await asyncio.sleep(start + n / RATE - loop.time())
    await asyncio.gather(*sending)
    log = await settled(book)
    await book.page.mouse.move(x, y)  # so that every drag starts in the middle
    await book.page.mouse.up()
    return log


async def settled(book, quiet=0.8):
    """All that the page noted, once nothing has changed for a while."""
    seen, log = -1, await book.page.evaluate("() => meter.take()")
    while seen:
        await asyncio.sleep(quiet)
        more = await book.page.evaluate("() => meter.take()")
        seen = len(more["pictures"]) + len(more["confirmations"])
        log = {name: log[name] + more[name] for name in log}
    return log


# ---- the runs -----------------------------------------------------------------------------------


async def turn(book, times, results):
    """One scene's turn: keys, single moves, a drag."""
    await book.page.bring_to_front()
    await asyncio.sleep(0.5)
    await keys(book, 2)  # the first ones after a pause are slow everywhere
    await asyncio.sleep(GESTURE)
    book.take_bytes()
    await book.ask("scene.take()")
    await asyncio.sleep(0.2)
    book.take_bytes()
    results["key"] += await keys(book, times)
    await asyncio.sleep(2 * GESTURE)
    for way, sizes in zip(("sent", "received"), book.take_bytes(), strict=True):
        results[f"bytes {way}"].append(sum(sizes) / times)
        results[f"messages {way}"].append(len(sizes) / times)
    results["kernel"] += await book.ask("scene.take()")
    results["move"] += await moves(book, times)
    log = await drag(book, RATE * SECONDS)
    first, last = log["inputs"][0]["stamp"], log["inputs"][-1]["stamp"]
    shown = [picture["shown"] for picture in log["pictures"]]
    during = len({time for time in shown if time <= last})  # frames, if one shows two changes
    results["rate"].append(1000 * during / (last - first))
    results["lag"].append(max(shown) - last)
    if log["confirmations"]:
        results["confirmed"].append(max(log["confirmations"]) - last)
    results["kernel in a drag"] += await book.ask("scene.take()")


async def endure(book, updates):
    """Drag until the picture has changed `updates` times; sizes before and after."""
    await book.page.bring_to_front()
    sizes, done, step = [], -RATE * SECONDS, max(1, updates // 5)  # the first drag warms up
    while True:
        log = await drag(book, RATE * (LONG if sizes else SECONDS))
        done += len(log["pictures"])
        if done >= step * len(sizes):
            sizes.append(await book.memory() | await book.ask("scene.size()") | {"updates": done})
        if done >= updates:
            return sizes


async def measure(options):
    results = {"load": os.getloadavg()[0]}
    with stage.jupyterlab() as (url, folder, runtime), stage.far_away(url, DELAY) as far:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=stage.find_chromium(), args=stage.FLAGS
            )
            context = await browser.new_context(viewport=stage.VIEWPORT)
            await context.add_init_script(METER)
            books = {}
            for link, address in (("local", url), ("far", far)):
                for name, about in SCENES.items():
                    cell = f"{name}-{link}", about["source"], about["ready"]
                    book = await stage.Notebook.open(context, address, folder, runtime, *cell)
                    book.scene = about
                    await book.page.evaluate(about["watch"])
                    books[link, name] = book
                    results[link, name] = {
                        key: []
                        for key in ("key move rate lag confirmed kernel").split()
                        + ["kernel in a drag"]
                        + [
                            f"{what} {way}"
                            for what in ("bytes", "messages")
                            for way in ("sent", "received")
                        ]
                    }
            for number in range(options.rounds):
                for which, book in books.items():
                    print(f"round {number + 1} of {options.rounds}: {', '.join(which)}", flush=True)
                    times = options.times // (SLOWER if which[1] == "usual" else 1)
                    await turn(book, times, results[which])
            results["core"] = await books["local", "live"].ask("scene.core()")
            if options.updates:
                print(f"{options.updates} updates", flush=True)
                results["sizes"] = await endure(books["local", "live"], options.updates)
            results["machine"] = f"{report.machine()}, Chromium {browser.version} without a screen"
            await browser.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="turns of each scene on each link")
    parser.add_argument("--times", type=int, default=30, help="keys and single moves a turn")
    parser.add_argument("--updates", type=int, default=3000, help="to look for growth; 0: skip")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    text = report.markdown(asyncio.run(measure(options)))
    print(text)
    if options.write:
        report.write(text, "latency")


if __name__ == "__main__":
    main()
