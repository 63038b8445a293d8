"""PDFs for a class: sheets of tasks, their key, cards to vote with.

The same input gives the same bytes, as long as the library that writes them is the same.
"""

import re
from functools import cache
from html import escape
from pathlib import Path

import matplotlib
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from backprop_lib.questions import sheets

SANS, BOLD, MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"  # they come with matplotlib
MARGIN = 45  # points, as all that follows; A4 is 595 by 842
INK, PALE = colors.HexColor("#1b2430"), colors.HexColor("#c8ced6")
CARDS = {"A": "#0b62a4", "B": "#b45309", "C": "#15803d", "D": "#7e22ce"}


@cache
def _fonts():
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    for name in (SANS, BOLD, MONO):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=BOLD, italic=SANS, boldItalic=BOLD)


def _style(size, leading=1.45, **more):
    _fonts()
    return ParagraphStyle(
        "", fontName=SANS, fontSize=size, leading=leading * size, textColor=INK, **more
    )


def typeset(name):
    """What a task asks for, in the mathematics of the lessons.

    >>> typeset("delta[2]"), typeset("dW[1]"), typeset("a 3")
    ('δ<super>[2]</super>', '∂L/∂W<super>[1]</super>', 'a<sub>3</sub>')
    >>> typeset("first output")
    'first output'
    """
    name = re.sub(r"\bdelta\b", "δ", name)
    name = re.sub(r"\bd([Wb])\[", r"∂L/∂\1[", name)
    name = re.sub(r"\[(\d+)\]", r"<super>[\1]</super>", name)
    return re.sub(r"\b([aδ]) (\d+)$", r"\1<sub>\2</sub>", name)


def _set(text, kind):
    """A task's text; shapes are those of arrays, so their names stay code."""

    def inner(code):
        mono = f'<font name="{MONO}">{code[1]}</font>'
        return mono if kind == "shapes" else typeset(code[1])

    return re.sub(r"`([^`]+)`", inner, escape(text, quote=False))


def _named(name, kind):
    return f'<font name="{MONO}">{name}</font>' if kind == "shapes" else typeset(name)


def _document(path, title, size=A4):
    return SimpleDocTemplate(
        str(path),
        pagesize=size,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author="",
        invariant=1,  # no times in the file
    )


def write_sheets(path, class_sheets):
    """One page a learner."""
    first = class_sheets[0]
    story = []
    for sheet in class_sheets:
        story += [*_page(sheet), PageBreak()]
    _document(path, f"Lesson {first.lesson} on paper, seed {first.seed}").build(story[:-1])


def _page(sheet):
    head = Table(
        [
            [
                Paragraph(f"<b>Lesson {sheet.lesson} on paper</b>", _style(15)),
                Paragraph(
                    f"<b>sheet {sheet.learner}</b> (seed {sheet.seed})",
                    _style(10, alignment=TA_RIGHT),
                ),
            ]
        ],
        colWidths=[300, 205],
        style=[("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (0, 0), 0)],
    )
    name = Paragraph(f"Name: {'_' * 30}", _style(10, spaceBefore=12, spaceAfter=8))
    rows = []
    for number, task in enumerate(sheet.tasks, start=1):
        rows.append([Paragraph(f"<b>{number}.</b>", _style(10.5)), _asked(task)])
        rows.append(["", _blanks(task)])
    lines = [("LINEBELOW", (0, row), (-1, row), 0.6, PALE) for row in range(1, len(rows), 2)]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *[("VALIGN", (0, row), (-1, row), "BOTTOM") for row in range(1, len(rows), 2)],
        *lines,
    ]
    tasks = Table(rows, colWidths=[24, 481], rowHeights=[66, 92] * len(sheet.tasks), style=style)
    return [head, name, Paragraph(sheets.RULES, _style(9, spaceAfter=6)), tasks]


def _asked(task):
    return Paragraph(_set(task.text, task.kind), _style(10.5))


def _blanks(task):
    """Where the answers go: at the foot of the room to work them out."""
    line = "_" * (7 if len(task.answers) > 3 else 11)
    named = (f"{_named(name, task.kind)} = {line}" for name in task.answers)
    unbroken = (one.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}") for one in named)
    return Paragraph(" &nbsp;".join(unbroken), _style(9.5, leading=1.9))


def write_key(path, by_lesson):
    """The answers of all sheets: a table a lesson, a row a learner."""
    story = []
    for class_sheets in by_lesson.values():
        story += [*_key(class_sheets), PageBreak()]
    seed = next(iter(by_lesson.values()))[0].seed
    _document(path, f"Key to the sheets, seed {seed}", landscape(A4)).build(story[:-1])


def _key(class_sheets):
    first = class_sheets[0]
    small = _style(7.5, leading=1.25, alignment=TA_CENTER)
    top, names, spans = ["sheet"], [""], [("SPAN", (0, 0), (0, 1))]
    for number, task in enumerate(first.tasks, start=1):
        spans += [
            ("SPAN", (len(top), 0), (len(top) + len(task.answers) - 1, 0)),
            ("LINEBEFORE", (len(top), 0), (len(top), -1), 0.8, INK),
        ]
        top += [f"{number}. {task.kind}", *[""] * (len(task.answers) - 1)]
        names += [Paragraph(_named(name, task.kind), small) for name in task.answers]
    rows = [
        [str(sheet.learner), *(value for task in sheet.tasks for value in task.written.values())]
        for sheet in class_sheets
    ]
    widths = [34, *[min(60, 715 / (len(top) - 1))] * (len(top) - 1)]
    style = [
        ("FONT", (0, 0), (-1, -1), SANS, 7.5, 9),
        ("FONT", (0, 0), (-1, 0), BOLD, 7.5, 9),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1),
        ("LINEBELOW", (0, 1), (-1, 1), 0.8, INK),
        ("ROWBACKGROUNDS", (0, 2), (-1, -1), [colors.white, colors.HexColor("#eef1f5")]),
        *spans,
    ]
    title = f"<b>Lesson {first.lesson}: key</b> (seed {first.seed}; for the teacher alone)"
    table = Table([top, names, *rows], colWidths=widths, style=style, repeatRows=2, hAlign="LEFT")
    return [Paragraph(title, _style(12)), Spacer(0, 6), table]


def write_cards(path, learners):
    """Four cards a learner, one page: cut along the lines, or fold twice and show one quarter."""
    _fonts()
    width, height = A4
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle("Cards to vote with")
    for _ in range(learners):
        for place, (letter, colour) in enumerate(CARDS.items()):
            x, y = width / 2 * (place % 2), height / 2 * (1 - place // 2)
            _card(canvas, letter, colour, x, y, width / 2, height / 2)
        canvas.setStrokeColor(PALE)
        canvas.setDash(4, 4)
        canvas.line(width / 2, 0, width / 2, height)
        canvas.line(0, height / 2, width, height / 2)
        canvas.showPage()
    canvas.save()


def _card(canvas, letter, colour, x, y, width, height):
    canvas.setDash()
    canvas.setLineWidth(10)
    canvas.setStrokeColor(colors.HexColor(colour))
    canvas.setFillColor(colors.HexColor(colour))
    canvas.roundRect(x + 22, y + 22, width - 44, height - 44, 14)
    canvas.setFont(BOLD, 240)
    canvas.drawCentredString(x + width / 2, y + height / 2 - 88, letter)
    canvas.setLineWidth(1)
