"""Ten minutes of play: does anything grow in the kernel or in the page?

    python benchmarks/soak.py [--minutes 10]

Opens a TrainingPlayer on XOR in a JupyterLab of its own, as benchmarks/latency.py does, lets it
train at full speed and looks every half minute at the kernel's memory and comms and at the page's
heap, DOM nodes and listeners, each after a garbage collection. The first minute warms up. It also
says how many frames a second were painted and how many steps a second were taken meanwhile.
"""

import argparse
import asyncio

import stage
from playwright.async_api import async_playwright

SOURCE = (
    "import scene\n"
    "from backprop_lib import live\n"
    "player = live.TrainingPlayer('xor', speed=10_000)\n"
    "player"
)
EVERY = 30  # seconds
WARM = 60
COUNTS = "r => [performance.now() / 1000, Number(r.dataset.painted), Number(r.dataset.number)]"
ROW = "{:>8} {:>11} {:>6} {:>9} {:>6} {:>10} {:>8} {:>9}"
HEAD = ("minutes", "kernel, MB", "comms", "heap, MB", "nodes", "listeners", "frames/s", "steps/s")


async def soak(minutes):
    with stage.jupyterlab() as (url, folder, runtime):
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=stage.find_chromium(), args=stage.FLAGS
            )
            context = await browser.new_context(viewport=stage.VIEWPORT)
            book = await stage.Notebook.open(
                context, url, folder, runtime, "soak", SOURCE, ".bp-train .bp-play"
            )
            player = book.page.locator(".bp-train")
            await player.locator(".bp-play").click()
            await asyncio.sleep(WARM)
            print(ROW.format(*HEAD))
            before, first = await player.evaluate(COUNTS), None
            for n in range(int(60 * minutes / EVERY) + 1):
                if n:
                    await asyncio.sleep(EVERY)
                sizes = await book.memory() | await book.ask("scene.size()")
                first = first or sizes
                now = await player.evaluate(COUNTS)
                passed, frames, steps = (b - a for a, b in zip(before, now, strict=True))
                before = now
                rates = (f"{frames / passed:.0f}", f"{steps / passed:,.0f}") if n else ("", "")
                print(ROW.format(f"{n * EVERY / 60:.1f}", *told(sizes), *rates), flush=True)
            print("more at the end:", told({key: sizes[key] - first[key] for key in sizes}))
            await browser.close()


def told(sizes):
    return (
        f"{sizes['rss'] / 1e6:.1f}",
        sizes["comms"],
        f"{sizes['heap'] / 1e6:.2f}",
        sizes["nodes"],
        sizes["listeners"],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    asyncio.run(soak(parser.parse_args().minutes))
