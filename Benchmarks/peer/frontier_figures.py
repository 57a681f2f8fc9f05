"""Figures 1 and 3: published systems in the common frame, and their Pareto envelope."""

from dataclasses import dataclass

from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

import tables
from frontier_words import frontier_legend, notes, overlap_text, percent, x_title
from page import (
    ARCHITECTURES, MEASURED, WHISKER, log_ticks, marker, page, pale, panel_title, save,
)
from results import ACCELERATORS, FIGURE_1_ACCELERATOR, frontier_on

BAND_COLOR = "#99C7E0"

# The line to a label that stands far off.
LEADER = {"arrowstyle": "-", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 4}

# Where a label stands beside its mark, points; to its right unless said otherwise.
RIGHT = (7, 0, "left")
LEFT = (-7, 0, "right")
FIGURE_1_PLACES = {
    "distserve-code": (7, 6, "left"),
    "splitwise-conversation": LEFT,
    "sarathi-sharegpt4": (-6, -11, "right"),
    "sarathi-70b-sharegpt4": (-24, 38, "right"),
    "sarathi-arxiv": (4, 7, "left"),
    "vllm-70b-sharegpt4": LEFT,
    "vllm-sharegpt4": LEFT,
    "vllm-distserve-chat": (39, 0, "left"),
    "vllm-0.6.0-sharegpt": (-18, 10, "left"),
    "distserve-chat": (6, 7, "left"),
    "distserve-summarization": (-5, -9, "right"),
    "mooncake-real": (5, -9, "right"),
}
FIGURE_3_PLACES = {
    "distserve-code": (6, 6, "left"),
    "splitwise-conversation": LEFT,
    "sarathi-sharegpt4": (9, 0, "left"),
    "sarathi-70b-sharegpt4": (22, -9, "left"),
    "vllm-70b-sharegpt4": (12, 0, "left"),
    "vllm-sharegpt4": (11, 5, "left"),
    "vllm-distserve-chat": (5.5, 8, "center"),
    "vllm-0.6.0-sharegpt": LEFT,
    "mooncake-arxiv-summarization": LEFT,
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
FIGURE_1_FLIPS = [(0, (-4, 4), "right", "bottom"), (1, (4, -4), "left", "top")]
FIGURE_3_FLIPS = [(1, (-4, -4), "right", "top"), (1, (4, -4), "left", "top")]


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
    if point.id not in frontier.spread.quantiles:
        return
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


@dataclass(frozen=True)
class Layout:
    """Where a figure has its texts and whiskers, by row."""

    places: dict
    shifts: dict
    flips: list
    label_size: float


def draw_frontier(axes, frontier, limits, labels, flip_text, layout):
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
        height, offset, side, rise = layout.flips[index % len(layout.flips)]
        axes.axvline(after.ttft, color="0.35", linewidth=0.7, linestyle=(0, (1, 2)))
        axes.annotate(
            flip_text(before, after), (after.ttft, height), offset,
            axes.get_xaxis_transform(), "offset points", ha=side, va=rise, size=layout.label_size,
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
        draw_bars(axes, frontier, point, layout.shifts.get(point.id, 0))
        axes.plot(
            point.ttft, point.cpm, linestyle="", zorder=above,
            **marker(point.architecture, point.on_contract),
        )
        x, y, side = layout.places.get(point.id, RIGHT)
        axes.annotate(
            labels[point.id], (point.ttft, point.cpm), (x, y), textcoords="offset points",
            ha=side, va="center", size=layout.label_size,
            weight="bold" if point.is_named else "normal",
            arrowprops={**LEADER, "relpos": (side == "right", 0.5)} if abs(x) > 20 else None,
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


def figure_1(evidence, folder):
    frontier = frontier_on(evidence, FIGURE_1_ACCELERATOR)
    figure = page(
        6.35,
        ["Llama-2-70B on H100, p99 TPOT 50 ms", *notes(evidence)], evidence,
        [(FIGURE_1_ACCELERATOR, evidence.rate(FIGURE_1_ACCELERATOR))], overlap_text(evidence),
    )
    axes = figure.add_axes((0.075, 0.325, 0.915, 0.665))
    limits = domains([frontier])
    labels = {point.id: point.label for point in frontier.points}
    draw_frontier(
        axes, frontier, limits, labels,
        lambda before, after: f"{after.ttft:.4g} ms: {ARCHITECTURES[before.architecture][4]}"
        f" → {ARCHITECTURES[after.architecture][4]}",
        Layout(FIGURE_1_PLACES, FIGURE_1_SHIFTS, FIGURE_1_FLIPS, 7.5),
    )
    log_ticks(axes.xaxis, *limits[0])
    draw_inset(figure, frontier, (0.09, 0.83, 0.29, 0.11))
    axes.set_xlabel(x_title(evidence), size=9)
    axes.set_ylabel(r"CPM$_\mathrm{served}$ (\$/MTok)", size=9)
    frontier_legend(figure, [frontier], 0.265, " (inset)")
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
        axes = figure.add_axes((0.075 + 0.3145 * index, 0.475, 0.279, 0.49))
        draw_frontier(
            axes, frontier, limits, numbers,
            lambda before, after: f"{ARCHITECTURES[before.architecture][4]} → "
            f"{ARCHITECTURES[after.architecture][4]},\n{after.ttft:.4g} ms",
            Layout(FIGURE_3_PLACES, FIGURE_3_SHIFTS, FIGURE_3_FLIPS, 7),
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
        handles=key, loc="upper center", bbox_to_anchor=(0.5, 0.412), ncols=3, frameon=False,
        fontsize=7, handlelength=1.2, handletextpad=0.3, columnspacing=0.8,
    )
    for point, label in zip(frontiers[0].points, legend.get_texts()):
        label.set_weight("bold" if point.is_named else "normal")
    frontier_legend(figure, frontiers, 0.275)
    save(figure, folder, "figure-3")
    rows = [
        [frontier.accelerator, *row]
        for frontier in frontiers
        for row in tables.frontier_rows(frontier)
    ]
    tables.write(
        folder / "data/figure-3.csv", ["accelerator", *tables.FRONTIER_HEADER], rows
    )
