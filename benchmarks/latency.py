"""From a slider to the changed picture: how long, beside the usual way, near and far.

    python benchmarks/latency.py [--write]

Drives Debian's Chromium (or the one that BROWSER_EXECUTABLE names) against a JupyterLab of its
own, set up as `make lab` does, with two notebooks open: the live view, and the same scene made
with `interact`, networkx and matplotlib. Both are opened twice, directly and behind a proxy that
holds every byte back for 50 ms each way. The four take turns: the usual way one, the live view two.

Then the same view is dragged in JupyterLab and on a page that has no kernel, in turns, while
something else works on one core; and the deep lab and the training player have their turn.

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
LONG = 10  # seconds of a drag that looks for growth
SLOWER = 3  # the usual way takes so many times longer: that much fewer keys and moves
PIXELS = 3  # of one move
GESTURE = 0.6  # seconds of rest after which the view takes a drag as finished
PLAY = 5  # seconds of training
HANDLE = f'.noUi-handle[aria-label="{scene.SLIDER}, slider"]'
WATCH = f"""() => {{
    const root = document.querySelector(".bp-root");
    const edge = root.querySelector('[aria-label^="weight {scene.SLIDER}"]');
    meter.watchAttribute(root, "data-loss", () => Number(edge?.getAttribute("aria-valuenow")));
    meter.watchConfirmation(document.querySelector(".bp-kernel"), "data-state", "agrees");
}}"""
VIEW = {"ready": ".bp-graph .bp-loss", "handle": HANDLE, "watch": WATCH}
ALONE = VIEW | {"handle": f'input[aria-label="{scene.SLIDER}, slider"]'}  # our own slider there
USUAL = f".widget-slider:has(.widget-label:text-is('{scene.SLIDER}')) .noUi-handle"
SCENES = {
    "live": VIEW | {"source": "import scene\nview = scene.live()\nview"},
    "usual": {
        "source": "import scene\nscene.usual()",
        "ready": USUAL,  # its picture comes before its sliders
        "handle": USUAL,
        "watch": """() => meter.watchImages(document.querySelector(".jp-Cell-outputArea"))""",
    },
    "wide": VIEW | {"source": "import scene\nscene.wide()"},
    "deep": {
        "source": "import scene\nlab = scene.deep()\nlab",
        "ready": ".bp-depth-summary",
        "handle": '.noUi-handle[aria-label="gain, slider"]',
        "watch": """() => meter.watchAttribute(
            document.querySelector(".bp-depth"), "data-settings")""",
    },
    "player": {
        "source": "from backprop_lib import live\nlive.TrainingPlayer('xor', speed=10_000)",
        "ready": ".bp-train .bp-play",
        "watch": "() => null",
    },
}
SIZES = {"live": "2-3-1", "wide": "8-16-16-8"}


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
             const end = handle.closest(".noUi-target, input").getBoundingClientRect();
             const {left, right} = handle.getBoundingClientRect();
             const at = (left + right) / 2;
             return Math.min(at - end.left, end.right - at);
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
    results["kernel"] += (await book.ask("scene.take()"))["spent"]
    results["move"] += await moves(book, times)
    log = await drag(book, RATE * SECONDS)
    last = log["inputs"][-1]["stamp"]
    results["rate"].append(pictures_a_second(log))
    results["lag"].append(max(picture["shown"] for picture in log["pictures"]) - last)
    if log["confirmations"]:
        results["confirmed"].append(max(log["confirmations"]) - last)
    noted = await book.ask("scene.take()")
    results["kernel in a drag"] += noted["spent"]
    results["maths in a drag"] += noted["maths"]


def pictures_a_second(log):
    """Frames of a drag that showed a change."""
    first, last = log["inputs"][0]["stamp"], log["inputs"][-1]["stamp"]
    frames = {picture["frame"] for picture in log["pictures"] if picture["changed"] <= last}
    return 1000 * len(frames) / (last - first)


def behind(pictures, held):
    """For each picture, ms until the kernel held what it shows, or something newer.

    `pictures` and `held` are pairs (ms, value of the slider), oldest first.
    """
    reached = []  # (ms, the newest picture whose value the kernel held from then on)
    for when, value in held:
        same = [n for n, (at, shown) in enumerate(pictures) if shown == value and at <= when]
        reached += [(when, same[-1])] if same else []
    return [
        min(when for when, newest in reached if newest >= n) - at
        for n, (at, _) in enumerate(pictures)
        if reached and n <= reached[-1][1]
    ]


async def races(books, rounds, results):
    """The same drags in JupyterLab and on a page without a kernel, with other work on one core."""
    with stage.other_work():
        for number in range(rounds):
            print(f"drags, round {number + 1} of {rounds}", flush=True)
            for (where, name), book in books.items():
                found = results["races"].setdefault((where, name), [])
                await book.page.bring_to_front()
                await asyncio.sleep(0.5)
                await drag(book, RATE // 2)  # the first one warms up
                if where == "lab":
                    await book.ask("scene.take()")
                log = await drag(book, RATE * SECONDS)
                found.append(pictures_a_second(log))
                if (where, name) == ("lab", "live"):
                    results["behind"] += await kernel_behind(book, log)
                    wrong = await book.page.evaluate(WRONG.format(value=await book.ask(VALUE)))
                    results["wrong"].append(wrong)


VALUE = "view.network.W[2][0, 0].item()"
WRONG = f"""() => Number(
    document.querySelector('[aria-label^="weight {scene.SLIDER}"]').getAttribute("aria-valuenow")
) !== {{value}}"""


async def kernel_behind(book, log):
    held = (await book.ask("scene.take()"))["held"]
    origin = await book.page.evaluate("performance.timeOrigin")
    last = log["inputs"][-1]["stamp"]
    during = [picture for picture in log["pictures"] if picture["changed"] <= last]
    return behind([(origin + one["changed"], one["value"]) for one in during], held)


async def depths(book, times):
    """Keys on the deep lab's gain, for every activation: ms to the picture, and of the kernel."""
    found = {}
    await book.page.bring_to_front()
    for activation in scene.HIDDEN:
        await book.ask(f"[setattr(lab, 'activation', {activation!r})] and 0")
        await settled(book)
        await keys(book, 2)
        await book.ask("scene.take()")
        took = [trial["total"] for trial in await keys(book, times)]
        await asyncio.sleep(0.2)
        found[activation] = took, (await book.ask("scene.take()"))["spent"]
    return found


async def play(book):
    """Pictures and steps a second of the training player at full speed."""
    await book.page.bring_to_front()
    player = book.page.locator(".bp-train")
    await player.locator(".bp-play").click()
    await asyncio.sleep(1)
    counts = "r => [performance.now() / 1000, +r.dataset.painted, +r.dataset.number]"
    before = await player.evaluate(counts)
    await asyncio.sleep(PLAY)
    passed, painted, steps = (
        b - a for a, b in zip(before, await player.evaluate(counts), strict=True)
    )
    await player.locator(".bp-play").click()
    return painted / passed, steps / passed


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


def empty():
    """What the turns of one scene fill."""
    ways = [f"{what} {way}" for what in ("bytes", "messages") for way in ("sent", "received")]
    times = "key", "move", "rate", "lag", "confirmed", "kernel", "kernel in a drag"
    return {key: [] for key in [*times, "maths in a drag", *ways]}


async def measure(options):
    results = {"load": os.getloadavg()[0], "races": {}, "behind": [], "wrong": []}
    with stage.jupyterlab() as (url, folder, runtime), stage.far_away(url, DELAY) as far:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=stage.find_chromium(), args=stage.FLAGS
            )
            context = await browser.new_context(viewport=stage.VIEWPORT)
            await context.add_init_script(METER)

            async def opened(name, link="local"):
                about = SCENES[name]
                address = far if link == "far" else url
                cell = f"{name}-{link}", about["source"], about["ready"]
                book = await stage.Notebook.open(context, address, folder, runtime, *cell)
                book.scene = about
                await book.page.evaluate(about["watch"])
                return book

            async def alone(view):
                book = await stage.Alone.open(context, view)
                book.scene = ALONE
                await book.page.evaluate(WATCH)
                return book

            books = {
                (link, name): await opened(name, link)
                for link in ("local", "far")
                for name in ("live", "usual")
            }
            for number in range(options.rounds):
                for which, book in books.items():
                    usual = which[1] == "usual"
                    if number and usual:
                        continue  # what is so much slower is known after one turn
                    print(f"round {number + 1} of {options.rounds}: {', '.join(which)}", flush=True)
                    times = options.times // (SLOWER if usual else 1)
                    await turn(book, times, results.setdefault(which, empty()))
            near = books["local", "live"]
            hot, paced = "scene.core(2000)", "scene.core(300, pause=1 / 60)"
            results["core"] = [await near.ask(hot), await near.ask(paced)]
            if options.updates:
                print(f"{options.updates} updates", flush=True)
                results["sizes"] = await endure(near, options.updates)
            await books["far", "live"].page.close()
            await books["far", "usual"].page.close()
            await books["local", "usual"].page.close()
            drags = {
                ("lab", "live"): near,
                ("alone", "live"): await alone(scene.live()),
                ("lab", "wide"): await opened("wide"),
                ("alone", "wide"): await alone(scene.wide()),
            }
            await races(drags, options.rounds, results)
            for book in drags.values():
                await book.page.close()
            print("deep lab, training player", flush=True)
            results["depths"] = await depths(await opened("deep"), options.times // 3)
            results["play"] = await play(await opened("player"))
            results["load after"] = os.getloadavg()[0]
            results["machine"] = f"{report.machine()}, Chromium {browser.version} without a screen"
            await browser.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=2, help="turns of the live view on each link")
    parser.add_argument("--times", type=int, default=30, help="keys and single moves a turn")
    parser.add_argument("--updates", type=int, default=500, help="to look for growth; 0: skip")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    text = report.markdown(asyncio.run(measure(options)))
    print(text)
    if options.write:
        report.write(text, "latency")


if __name__ == "__main__":
    main()
