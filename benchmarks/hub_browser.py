"""One learner on a JupyterHub, in a real browser: log in, run lesson 1, move a slider by keys."""

import asyncio
import contextlib
import time

import stage
from playwright.async_api import async_playwright, expect

PATIENCE = 600_000  # ms
# Two frames on, the page says whether the kernel has confirmed what a key has changed.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@contextlib.asynccontextmanager
async def browser():
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=stage.find_chromium(), args=stage.FLAGS
        )
        yield chromium
        await chromium.close()


async def learn(chromium, url, password, name, seconds, told):
    """What a learner does, and in `told` what it took; errors of the page are told, too."""
    page = await (await chromium.new_context(viewport=stage.VIEWPORT)).new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: told["errors"].append(str(error)))
    page.on("console", lambda said: said.type == "error" and told["errors"].append(said.text))
    await page.goto(f"{url}/hub/login")
    await page.fill("input[name=username]", name)
    await page.fill("input[name=password]", password)
    begun = time.monotonic()
    await page.click("input[type=submit], button[type=submit]")
    await page.wait_for_selector(".jp-Notebook .jp-CodeCell .cm-content", state="visible")
    told["lab"] = time.monotonic() - begun
    # Before there is a kernel, JupyterLab asks for one.
    await expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=PATIENCE)
    await page.locator('.lm-MenuBar-itemLabel:text-is("Run")').click()
    await page.locator('.lm-Menu-itemLabel:text-is("Run All Cells")').click()
    view = page.locator(".bp-root:has(.bp-graph)").first
    await view.wait_for(state="attached")
    told["view"] = time.monotonic() - begun
    await move(page, view, seconds, told)
    await page.context.close()


async def move(page, view, seconds, told):
    """Press an arrow key and wait for the kernel's agreement, again and again."""
    slider = view.locator(".noUi-handle").first
    await slider.scroll_into_view_if_needed()
    await expect(page.locator('.jp-InputPrompt:text-is("[*]:")')).to_have_count(0, timeout=PATIENCE)
    agrees = view.locator(".bp-kernel[data-state=agrees]")
    await expect(agrees).to_have_count(1, timeout=PATIENCE)
    await slider.focus()
    until, told["answers"] = time.monotonic() + seconds, []
    for n in range(10**6):
        at = time.monotonic()
        if at > until:
            return
        await slider.press("ArrowRight" if n % 2 else "ArrowLeft")
        await page.evaluate(PAINTED)
        await expect(agrees).to_have_count(1, timeout=PATIENCE)
        told["answers"].append(time.monotonic() - at)
        await asyncio.sleep(0.05)
