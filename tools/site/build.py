"""Build the site: python tools/site/build.py [NAME ...] [--out site]

The lessons are run as `make notebooks` runs them, their views' state kept; Sphinx sets the pages;
then each lesson is written once more, as one file. With names, these lessons alone.

    build/site/run      the notebooks, kept until a source changes
    build/site/source   what Sphinx reads: docs/site with the lessons, and pages made of the package
    site                the pages; site/single, the lessons in one file; site/notebooks, to download
"""

import argparse
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import api
import lessons
import running
import single
import teachers
import vote
from running import ROOT, notebooks

from backprop_lib.live import bundles

import sheets  # isort: skip

BUILD = ROOT / "build" / "site"
PAGES = ROOT / "docs" / "site"
INVENTORY = ("inventory", "inventory-coverage", "inventory-simulation")
CLASS = 30  # learners, for whom the site offers sheets
BESIDE = ("summary", "project", "references")  # pages that stand beside the lessons


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="as 01_forward_pass, or just 01")
    parser.add_argument("--out", type=Path, default=ROOT / "site")
    arguments = parser.parse_args()
    need("sphinx", "myst_parser", "furo")
    wanted = tuple(arguments.names) or ("",)
    chosen = [source for source in notebooks.sources() if source.stem.startswith(wanted)]
    if not chosen:
        parser.error(f"notebooks/src/ has no lesson called {' or '.join(wanted)}")
    assemble(chosen, BUILD / "source")
    sphinx(BUILD / "source", arguments.out)
    offer_notebooks(chosen, arguments.out / "notebooks")
    for source in chosen:
        single.write(arguments.out / f"{source.stem}.html", arguments.out / "single")
    for_teachers(arguments.out)


def need(*modules):
    for module in modules:
        try:
            version(module.replace("_", "-"))
        except PackageNotFoundError:
            sys.exit(f"{module} is missing: `make site` installs what the site needs.")
    if not shutil.which("node"):
        sys.exit("The site's mathematics is set by Node: https://nodejs.org, then `make site`.")


def assemble(chosen, folder):
    """Write what Sphinx reads; it passes over a file that says the same as the last time."""
    texts = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.*")}
    for name in BESIDE:
        text = (ROOT / "notebooks" / f"{name}.md").read_text("utf-8")
        texts[f"{name}.md"] = text.replace(".ipynb)", ".md)")  # a lesson is a page here
    texts["changelog.md"] = (ROOT / "CHANGELOG.md").read_text("utf-8")
    texts |= api.pages()
    texts |= teachers.pages(chosen)
    front = PAGES / "index.md"
    run = running.run_all([front, *chosen], BUILD / "run")
    static = folder / "_static"
    for name, notebook in run.items():
        text, views = lessons.page(notebook, static / "pictures")
        if name != "index":
            text = announced(text, name)
        texts[f"{name}.md"] = front_matter(views) + text
    texts["index.md"] += contents(chosen)
    texts["gallery.md"] = gallery(static / "gallery")
    for name, text in texts.items():
        write(folder / name, text)
    for path in folder.glob("*.*"):
        if path.name not in texts:
            path.unlink()
    for part in ("static", "templates"):
        for path in (PAGES / part).iterdir():
            write(folder / f"_{part}" / path.name, path.read_text("utf-8"))
    running.scripts(static / "views", bundles.views())


def front_matter(views):
    """For conf.py: the scripts that a page loads."""
    return f"---\nviews: {' '.join(views)}\n---\n\n"


def contents(chosen):
    """The table of contents, at the end of the front page and at the side of every page."""
    beside = [*BESIDE, "where", "teachers", "grading", *INVENTORY]
    more = ["glossary", "gallery", *beside, "api", "changelog"]
    groups = [("Lessons", [source.stem for source in chosen]), ("More", more)]
    return "\n" + "\n\n".join(
        f"```{{toctree}}\n:hidden:\n:maxdepth: 1\n\n{chr(10).join(names)}\n```"
        for _, names in groups
    )


def announced(text, name):
    """The lesson with two lines below its title, of what this page can and what it cannot do."""
    title, _, rest = text.partition("\n")
    note = (
        '<p class="bp-offer">Views and questions live on this page, without Python. '
        f'To run and write code: <a href="notebooks/{name}.ipynb" download>the notebook</a>. '
        f'To keep or to pass on: <a href="single/{name}.html" download>this page in one file</a>.'
        "</p>"
    )
    return f"{title}\n\n{lessons.raw(note)}\n{rest}"


def gallery(pictures):
    """The gallery; its pictures go where the page finds them, and follow the page's switch."""
    source = ROOT / "assets" / "gallery"
    pictures.mkdir(parents=True, exist_ok=True)
    for path in source.glob("*_*.*"):
        if not (pictures / path.name).exists():
            shutil.copy(path, pictures)
    text = (source / "README.md").read_text("utf-8")
    text = text.replace('srcset="', 'srcset="_static/gallery/')
    return text.replace('<img src="', '<img loading="lazy" src="_static/gallery/')


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, encoding="utf-8")


def sphinx(source, out):
    from sphinx.cmd.build import build_main

    flags = ["--quiet", "--fail-on-warning", "--keep-going"]
    if build_main([*flags, "-d", str(BUILD / "doctrees"), str(source), str(out)]):
        sys.exit("Sphinx has complained above; the site is not as it should be.")


def for_teachers(out):
    """What the guide hands out; and each page of the guide as one file, as the kit has it."""
    sheets.write(out / "paper", list(sheets.sheets.BY_LESSON), seed=0, size=CLASS)
    single.write(out / "index.html", out / "single")
    for folder in (out, out / "single"):
        vote.write(folder)
    beside = r"(?:\d\d_\w+|index|vote|teachers\w*)\.html|paper/"
    for page in sorted(out.glob("teachers*.html")):
        single.write(page, out / "single", beside)


def offer_notebooks(chosen, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for source in chosen:
        shutil.copy(ROOT / "notebooks" / f"{source.stem}.ipynb", folder)


if __name__ == "__main__":
    try:
        main()
    except notebooks.LessonError as error:
        sys.exit(str(error))
