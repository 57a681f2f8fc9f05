"""What Figures 1 and 3 say in words, and their legend."""

import numpy as np
from matplotlib.container import ErrorbarContainer
from matplotlib.legend_handler import HandlerErrorbar
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from draws import COUNT
from page import ARCHITECTURES, MEASURED, WHISKER, marker, pale


def percent(value):
    return f"{value:+.{1 if abs(value) < 9.95 else 0}f}".replace("-", "−")


def x_title(evidence):
    if evidence.readings["ttft"] == "measured":
        return "TTFT as measured, or the contract's limit where none is published (ms)"
    return "TTFT limit of the published contract (ms)"


def notes(evidence):
    """Which rows the envelope runs through, and what x is where a source has no TTFT limit."""
    is_named = evidence.readings["rows"] == "section-5.1"
    members = "that §5.1 names" if is_named else "published under a contract"
    lines = [f"envelope: rows {members}"]
    delays = {row["ttft_limit_statistic"] for row in evidence.anchors}
    if "median-scheduling-delay" in delays and evidence.readings["ttft"] == "limit":
        lines.append(
            "where only the scheduling delay is limited: that limit, or a longer measured TTFT"
        )
    return lines


def overlap_text(evidence):
    """The η that most rows have, then the others with their systems."""
    systems = {}
    for row in evidence.anchors:
        if row["overlap"]:
            systems.setdefault(float(row["overlap"]), []).append(row["system"])
    (usual, _), *others = sorted(systems.items(), key=lambda item: (-len(item[1]), item[0]))
    words = [f"{' and '.join(sorted(set(names)))} {value:g}" for value, names in others]
    return "η as published: " + ", ".join([f"{usual:g}", *words])


def order_text(frontiers):
    """In how many draws the envelope's architectures keep their order, panel by panel."""
    spreads = [frontier.spread for frontier in frontiers]
    lines = ["rows move together in a draw: overlap is no open order",
             f"envelope's order the same in {percents(spread.order for spread in spreads)} of draws"]
    if spreads[0].order_under_sum is not None:
        sums = percents(spread.order_under_sum for spread in spreads)
        lines.append(f"in {sums} of those with Eq. 7 as printed")
    return lines


def percents(shares):
    """Whole percent, 0 and 100 only for none and all."""
    whole = [share if share in (0, 1) else min(max(share, 0.01), 0.99) for share in shares]
    return ", ".join(f"{share * 100:.0f}" for share in whole) + " %"


def frontier_legend(figure, frontiers, y, inset=""):
    points = [point for frontier in frontiers for point in frontier.points]
    present = {point.architecture for point in points}
    held = {corner.architecture for frontier in frontiers for corner in frontier.envelope}
    entries = [
        Line2D([], [], linestyle=dash if architecture in held else "", linewidth=2, label=name,
               **marker(architecture, True))
        for architecture, (_, _, dash, name, _) in ARCHITECTURES.items()
        if architecture in present
    ]
    hollow = [point.architecture for point in points if not point.on_contract]
    if hollow:
        entries.append(
            Line2D([], [], linestyle="", **marker(hollow[0], False),
                   label="hollow: no TTFT limit published, at its measured TTFT")
        )
    entries.append(Line2D([], [], linestyle="", label=r"$\bf{bold}$: named in §5.1"))
    entries.append(
        Line2D([], [], linestyle="", marker=r"$\leftarrow$", color=MEASURED["color"], ms=14,
               label="to the TTFT as measured, on the row's own accelerator")
    )
    entries.append(
        Patch(facecolor=pale("0.3"), label="±10 %: stated error of the rows measured on OPT-66B")
    )
    entries.append(figure.axes[0].errorbar(
        np.nan, np.nan, 0, color="0.3", **WHISKER,
        label=f"5, 50, 95 % of {COUNT:,} draws of readings and ranges",
    ))
    entries += [Line2D([], [], linestyle="", label=line) for line in order_text(frontiers)]
    stretches = [stretch for frontier in frontiers for stretch, _ in frontier.band]
    corners = [corner for stretch in stretches for corner in stretch]
    if corners:
        low, high = frontiers[0].overlaps
        up = max(most / cpm - 1 for _, _, cpm, _, most in corners) * 100
        down = min(least / cpm - 1 for _, _, cpm, least, _ in corners) * 100
        entries.append(
            Line2D([], [], linestyle="",
                   label=f"η from {low:g} to {high:g} moves the P/D envelope by "
                   f"{percent(up)} to {percent(down)} %{inset}")
        )
    figure.legend(
        handles=entries, loc="upper center", bbox_to_anchor=(0.5, y), ncols=2, frameon=False,
        fontsize=7, handlelength=2.4, columnspacing=1,
        handler_map={ErrorbarContainer: HandlerErrorbar(yerr_size=0.6)},
    )
