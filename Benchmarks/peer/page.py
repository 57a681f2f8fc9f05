"""What the three figures share: the page with its footer, architectures' looks, ticks, saving."""

import matplotlib

matplotlib.use("agg")

from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator, NullFormatter

WIDTH = 7.0  # inches: two columns of a journal page

matplotlib.rcParams.update({
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.linewidth": 0.7,
    "axes.axisbelow": True,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "frontier",
})

# Colour, marker, dash, name in the legend, name beside a flip.
ARCHITECTURES = {
    "disaggregated": ("#0072B2", "o", "-", "prefill/decode disaggregation", "P/D"),
    "chunked": ("#D55E00", "^", (0, (3.5, 1.25)), "chunked prefill, colocated", "chunked"),
    "continuous": ("#009E73", "s", (0, (1, 1)), "continuous batching, colocated", "continuous"),
    "serialised": ("#000000", "D", (0, (3.5, 1, 1, 1)), "one request at a time", "serialised"),
}
# The arrow from a limit to what was measured, and the bar from 5 to 95 % of the draws.
MEASURED = {"color": "0.5", "linewidth": 0.8}
WHISKER = {"fmt": "_", "ms": 6.4, "mew": 1.6, "elinewidth": 0.8, "capsize": 2, "capthick": 0.8}


def page(height, notes, evidence, rates, overlap):
    """A figure with its footer: what it assumes. `overlap` says which η it took."""
    figure = Figure(figsize=(WIDTH, height))
    low, high = evidence.overlap_range
    parts = notes + [
        f"prices {evidence.pin}: " + ", ".join(f"{name} {rate} $/h" for name, rate in rates),
        f"{overlap}, swept {low:g}–{high:g}",
        f"{evidence.regime} transfers",
        *evidence.asked,
        *(f"{name} {digest[:8]}" for name, digest in evidence.digests.items()),
    ]
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part) > 125:
            lines.append("")
        lines[-1] += part + " · "
    figure.text(
        5 / 72 / WIDTH, 5 / 72 / height, "\n".join(lines).rstrip(" ·"), size=7, color="0.25",
        va="bottom", linespacing=1.35,
    )
    return figure


def marker(architecture, on_contract):
    """Filled for a row published under a contract, else hollow."""
    color, shape, *_ = ARCHITECTURES[architecture]
    if on_contract:
        return {"marker": shape, "color": color, "markeredgecolor": "white", "ms": 8}
    return {"marker": shape, "color": "white", "markeredgecolor": color, "mew": 1.1, "ms": 7}


def pale(color):
    return [0.65 + 0.35 * part for part in to_rgb(color)]


def log_ticks(axis, low, high, steps=(1, 2, 5)):
    """Major ticks at `steps` of every decade with plain labels, minor ones at the others."""
    decades = range(-3, 7)
    major = [step * 10.0**decade for decade in decades for step in steps]
    minor = [step * 10.0**decade for decade in decades for step in range(1, 10)]
    major = [tick for tick in major if low <= tick <= high]
    axis.set_major_locator(FixedLocator(major))
    axis.set_major_formatter(
        FixedFormatter([f"{tick:,.0f}" if tick >= 1e4 else f"{tick:g}" for tick in major])
    )
    axis.set_minor_locator(
        FixedLocator([tick for tick in minor if low <= tick <= high and tick not in major])
    )
    axis.set_minor_formatter(NullFormatter())


def panel_title(axes, letter, text):
    axes.annotate(f"({letter})", (0, 1), (0, 5), "axes fraction", "offset points", weight="bold")
    axes.annotate(text, (0, 1), (15, 5), "axes fraction", "offset points")


def save(figure, folder, name):
    # The program's level too; Pillow's own, 6, deflates 1.4 times as long for 5 % less.
    figure.savefig(folder / f"{name}.png", dpi=300, pil_kwargs={"compress_level": 2})
    figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
