"""Figures 1 and 3: published systems in the common frame, and their Pareto envelope."""

from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

import tables
from draws import COUNT
from page import ARCHITECTURES, log_ticks, marker, page, panel_title, save
from results import ACCELERATORS, FIGURE_1_ACCELERATOR, frontier_on

BAND_COLOR = "#99C7E0"
# The arrow from a limit to what was measured.
MEASURED = {"color": "0.5", "linewidth": 0.8}
WHISKER = {"fmt": "_", "ms": 6.4, "mew": 1.6, "elinewidth": 0.8, "capsize": 2, "capthick": 0.8}

# Where a label stands beside its mark, points; to its right unless said otherwise.
RIGHT = (7, 0, "left")
LEFT = (-7, 0, "right")
FIGURE_1_PLACES = {
    "distserve-code": (7, 6, "left"),
    "splitwise-conversation": LEFT,
    "sarathi-sharegpt4": (-6, -9, "right"),
    "sarathi-70b-sharegpt4": LEFT,
    "sarathi-arxiv": (4, 8, "left"),
    "vllm-70b-sharegpt4": LEFT,
    "vllm-sharegpt4": LEFT,
    "distserve-chat": (6, 7, "left"),
    "distserve-summarization": (-5, -9, "right"),
    "mooncake-real": (5, -9, "right"),
}
FIGURE_3_PLACES = {
    "distserve-code": (6, 6, "left"),
    "splitwise-conversation": (6, 6, "left"),
    "sarathi-sharegpt4": (-5, -7, "right"),
    "sarathi-70b-sharegpt4": LEFT,
    "vllm-70b-sharegpt4": LEFT,
    "vllm-sharegpt4": LEFT,
    "vllm-distserve-chat": (5, 6, "left"),
    "distserve-chat": (5, 6, "left"),
    "distserve-summarization": (5, 6, "left"),
    "mooncake-real": LEFT,
}
# How far right of its point a whisker stands that would run into another one, points.
FIGURE_1_SHIFTS = {"vllm-sharegpt4": 6, "sarathi-sharegpt4": 6}
FIGURE_3_SHIFTS = {
    "vllm-sharegpt4": -6, "sarathi-sharegpt4": -6, "sarathi-70b-sharegpt4": -12,
}
# Where the text of every other flip stands beside its rule: height, offset, alignments.
FLIP_PLACES = [(0, (-4, 4), "right", "bottom"), (1, (4, -4), "left", "top")]


def domains(frontiers):
    """The ranges that hold every point, its error bar and its whisker, with room around them."""
    points = [
        (point, frontier.overlaps)
        for frontier in frontiers
        for point in frontier.points
        if point.cpm == point.cpm
    ]
    ttft = [x for point, _ in points for x in (point.ttft, point.measured) if x is not None]
    cpm = [cost for point, overlaps in points for cost in (point.band(overlaps) or (point.cpm,))]
    cpm += [point.cpm for point, _ in points]
    cpm += [cost for frontier in frontiers for spread in frontier.spread.quantiles.values()
            for cost in spread]
    return (min(ttft) / 1.5, max(ttft) * 1.5), (min(cpm) / 1.22, max(cpm) * 1.22)


def draw_bars(axes, frontier, point, shift):
    """The row's stated error as a pale bar, and its spread over the draws as a whisker."""
    color = ARCHITECTURES[point.architecture][0]
    if point.relative_band is not None:
        low, high = point.band(frontier.overlaps)
        axes.vlines(point.ttft, low, high, color=pale(color), linewidth=8, zorder=2.2)
    if shift:
        axes.annotate(
            "", (point.ttft, point.cpm), (shift, 0), textcoords="offset points", zorder=2.3,
            arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.8, "shrinkA": 0},
        )
    low, middle, high = frontier.spread.quantiles[point.id]
    aside = ScaledTranslation(shift / 72, 0, axes.figure.dpi_scale_trans)
    axes.errorbar(
        point.ttft, middle, [[middle - low], [high - middle]], color=color,
        transform=axes.transData + aside, zorder=2.3, **WHISKER,
    )


def pale(color):
    return [0.65 + 0.35 * part for part in to_rgb(color)]


def draw_frontier(axes, frontier, limits, labels, places, shifts, label_size, flip_text):
    (left, right), (bottom, top) = limits
    axes.set(xscale="log", yscale="log", xlim=(left, right), ylim=(bottom, top))
    log_ticks(axes.yaxis, bottom, top)
    axes.grid(color="0.87", linewidth=0.6)

    for vertices, end in frontier.band:
        _, ttft, _, low, high = zip(*vertices)
        ttft, low, high = [*ttft, min(end, right)], [*low, low[-1]], [*high, high[-1]]
        axes.fill_between(ttft, low, high, step="post", color=BAND_COLOR, linewidth=0)
    corners = frontier.envelope
    for index, corner in enumerate(corners):
        color, _, dash, *_ = ARCHITECTURES[corner.architecture]
        ttft, cpm = [corner.ttft, right], [corner.cpm, corner.cpm]
        if index + 1 < len(corners):
            ttft = [corner.ttft, corners[index + 1].ttft, corners[index + 1].ttft]
            cpm += [corners[index + 1].cpm]
        axes.plot(ttft, cpm, color=color, linestyle=dash, linewidth=2)
    for index, (before, after) in enumerate(frontier.flips):
        height, offset, side, rise = FLIP_PLACES[index % len(FLIP_PLACES)]
        axes.axvline(after.ttft, color="0.35", linewidth=0.7, linestyle=(0, (1, 2)))
        axes.annotate(
            flip_text(before, after), (after.ttft, height), offset,
            axes.get_xaxis_transform(), "offset points", ha=side, va=rise, size=label_size,
        )

    for point in frontier.points:
        if point.cpm != point.cpm:
            continue
        above = 3 if point.on_contract else 2.5
        if point.measured is not None:
            axes.annotate(
                "", (point.measured, point.cpm), (point.ttft, point.cpm), zorder=2.4,
                arrowprops={**MEASURED, "arrowstyle": "->", "shrinkA": 4, "shrinkB": 0},
            )
            axes.plot(point.measured, point.cpm, marker="|", ms=7, **MEASURED)
        draw_bars(axes, frontier, point, shifts.get(point.id, 0))
        axes.plot(
            point.ttft, point.cpm, linestyle="", zorder=above,
            **marker(point.architecture, point.on_contract),
        )
        x, y, side = places.get(point.id, RIGHT)
        axes.annotate(
            labels[point.id], (point.ttft, point.cpm), (x, y), textcoords="offset points",
            ha=side, va="center", size=label_size, weight="bold" if point.is_named else "normal",
        )


def draw_inset(figure, frontier, box):
    """The η band magnified: its ends in % of the envelope at each disaggregated corner."""
    vertices = [vertex for stretch, _ in frontier.band for vertex in stretch]
    if not vertices:
        return
    axes = figure.add_axes(box)
    low = [(low / cpm - 1) * 100 for _, _, cpm, low, _ in vertices]
    high = [(high / cpm - 1) * 100 for _, _, cpm, _, high in vertices]
    places = range(len(vertices))
    axes.bar(places, [b - a for a, b in zip(low, high)], 0.8, low, color=BAND_COLOR)
    axes.axhline(0, color=ARCHITECTURES["disaggregated"][0], linewidth=1)
    for place, down, up in zip(places, low, high):
        for value, offset, side in ((up, 2, "bottom"), (down, -2, "top")):
            axes.annotate(
                percent(value), (place, value), (0, offset), textcoords="offset points",
                ha="center", va=side, size=7,
            )
    axes.set(ylim=(1.8 * min(low), 2.2 * max(high)), yticks=[])
    axes.set_xticks(places, [f"{ttft:,.0f} ms" for _, ttft, *_ in vertices], size=6.5)
    axes.tick_params(bottom=False, pad=1)
    least, most = frontier.overlaps
    axes.set_title(
        f"P/D envelope magnified: change in %\nfor η from {least:g} (up) to {most:g} (down)",
        size=7, pad=3,
    )


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
        [], [], [], color="0.3", **WHISKER,
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
    )


def figure_1(evidence, folder):
    frontier = frontier_on(evidence, FIGURE_1_ACCELERATOR)
    figure = page(
        6.35,
        ["Llama-2-70B on H100, p99 TPOT 50 ms", *notes(evidence)], evidence,
        [(FIGURE_1_ACCELERATOR, evidence.rate(FIGURE_1_ACCELERATOR))], overlap_text(evidence),
    )
    axes = figure.add_axes((0.075, 0.268, 0.915, 0.722))
    limits = domains([frontier])
    labels = {point.id: point.label for point in frontier.points}
    draw_frontier(
        axes, frontier, limits, labels, FIGURE_1_PLACES, FIGURE_1_SHIFTS, 7.5,
        lambda before, after: f"{after.ttft:.4g} ms: {ARCHITECTURES[before.architecture][4]}"
        f" → {ARCHITECTURES[after.architecture][4]}",
    )
    log_ticks(axes.xaxis, *limits[0])
    draw_inset(figure, frontier, (0.09, 0.83, 0.29, 0.11))
    axes.set_xlabel(x_title(evidence), size=9)
    axes.set_ylabel(r"CPM$_\mathrm{served}$ (\$/MTok)", size=9)
    frontier_legend(figure, [frontier], 0.205, " (inset)")
    save(figure, folder, "figure-1")
    tables.write(
        folder / "data/figure-1.csv", tables.FRONTIER_HEADER, tables.frontier_rows(frontier)
    )


def figure_3(evidence, folder):
    frontiers = [frontier_on(evidence, accelerator) for accelerator in ACCELERATORS]
    rates = [(accelerator, evidence.rate(accelerator)) for accelerator in ACCELERATORS]
    figure = page(
        7.06,
        ["prefill scaled by dense BF16 rate, decode by HBM bandwidth",
         "limits are a contract and never scaled",
         "points at a measured TTFT × prefill rate of the row's own accelerator over the panel's",
         *notes(evidence)],
        evidence, rates, overlap_text(evidence),
    )
    limits = domains(frontiers)
    numbers = {point.id: str(index + 1) for index, point in enumerate(frontiers[0].points)}
    for index, (frontier, (accelerator, rate)) in enumerate(zip(frontiers, rates)):
        axes = figure.add_axes((0.075 + 0.3145 * index, 0.397, 0.279, 0.571))
        draw_frontier(
            axes, frontier, limits, numbers, FIGURE_3_PLACES, FIGURE_3_SHIFTS, 7,
            lambda before, after: f"{ARCHITECTURES[before.architecture][4]} → "
            f"{ARCHITECTURES[after.architecture][4]},\n{after.ttft:.4g} ms",
        )
        form = "SXM4" if accelerator == "A100" else "SXM5"
        panel_title(axes, "abc"[index], f"{accelerator} {form}, {rate} $/h")
        if index == 1:
            axes.set_xlabel(x_title(evidence), size=9)
        if index:
            axes.tick_params(labelleft=False)
        else:
            axes.set_ylabel(r"CPM$_\mathrm{served}$ (\$/MTok)", size=9)
    key = [
        Line2D(
            [], [], linestyle="", label=f"{numbers[point.id]}  {point.label}",
            **marker(point.architecture, point.on_contract),
        )
        for point in frontiers[0].points
    ]
    legend = figure.legend(
        handles=key, loc="upper center", bbox_to_anchor=(0.5, 0.345), ncols=3, frameon=False,
        fontsize=7, handlelength=1.2, handletextpad=0.3, columnspacing=0.8,
    )
    for point, label in zip(frontiers[0].points, legend.get_texts()):
        label.set_weight("bold" if point.is_named else "normal")
    frontier_legend(figure, frontiers, 0.235)
    save(figure, folder, "figure-3")
    rows = [
        [frontier.accelerator, *row]
        for frontier in frontiers
        for row in tables.frontier_rows(frontier)
    ]
    tables.write(
        folder / "data/figure-3.csv", ["accelerator", *tables.FRONTIER_HEADER], rows
    )
