"""Figures 1 and 3: published systems in the common frame, and their Pareto envelope."""

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

import tables
from page import ARCHITECTURES, log_ticks, marker, page, panel_title, save
from results import ACCELERATORS, FIGURE_1_ACCELERATOR, Frontier

BAND_COLOR = "#99C7E0"

# Where a label stands beside its mark, points; to its right unless said otherwise.
RIGHT = (7, 0, "left")
LEFT = (-7, 0, "right")
FIGURE_1_PLACES = {
    "distserve-code": (4, -8, "left"),
    "vllm-0.6.0-sharegpt": (6, -5, "left"),
    "sarathi-sharegpt4": (-5, 9, "right"),
    "splitwise-conversation": LEFT,
    "sarathi-70b-sharegpt4": (-7, -5, "right"),
    "vllm-70b-sharegpt4": LEFT,
    "vllm-sharegpt4": LEFT,
    "distserve-chat": (4, 8, "left"),
    "distserve-summarization": LEFT,
    "mooncake-real": LEFT,
}
FIGURE_3_PLACES = {
    "sarathi-sharegpt4": (5, -6, "left"),
    "sarathi-70b-sharegpt4": (-2, 9, "center"),
    "distserve-chat": (4, 8, "left"),
    "mooncake-real": LEFT,
    "splitwise-conversation": LEFT,
    "distserve-summarization": (3, -8, "left"),
}


def domains(frontiers):
    """The ranges that hold every point and its error bar, with room around them."""
    points = [
        (point, frontier.overlaps)
        for frontier in frontiers
        for point in frontier.points
        if point.cpm == point.cpm
    ]
    ttft = [point.ttft for point, _ in points]
    cpm = [cost for point, overlaps in points for cost in (point.band(overlaps) or (point.cpm,))]
    cpm += [point.cpm for point, _ in points]
    return (min(ttft) / 1.5, max(ttft) * 1.5), (min(cpm) / 1.22, max(cpm) * 1.22)


def draw_frontier(axes, frontier, limits, labels, places, label_size, flip_text):
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
    for before, after in frontier.flips:
        axes.axvline(after.ttft, color="0.35", linewidth=0.7, linestyle=(0, (1, 2)))
        axes.annotate(
            flip_text(before, after), (after.ttft, bottom), (-4, 4), textcoords="offset points",
            ha="right", va="bottom", size=label_size,
        )

    for point in frontier.points:
        if point.cpm != point.cpm:
            continue
        above = 3 if point.role == "envelope" else 2.5
        if point.relative_band is not None:
            low, high = point.band(frontier.overlaps)
            axes.errorbar(
                point.ttft, point.cpm, [[point.cpm - low], [high - point.cpm]], zorder=2.4,
                color=ARCHITECTURES[point.architecture][0], elinewidth=0.9, capsize=2.2,
            )
        axes.plot(
            point.ttft, point.cpm, linestyle="", zorder=above,
            **marker(point.architecture, point.role),
        )
        x, y, side = places.get(point.id, RIGHT)
        axes.annotate(
            labels[point.id], (point.ttft, point.cpm), (x, y), textcoords="offset points",
            ha=side, va="center", size=label_size,
        )


def frontier_legend(figure, frontiers, y):
    points = [point for frontier in frontiers for point in frontier.points]
    present = {point.architecture for point in points}
    entries = [
        Line2D([], [], linestyle=dash, linewidth=2, label=name, **marker(architecture, "envelope"))
        for architecture, (_, _, dash, name, _) in ARCHITECTURES.items()
        if architecture in present
    ]
    entries.append(
        Line2D(
            [], [], linestyle="", marker="o", color="white", markeredgecolor="0.3", ms=7,
            label="hollow: reference, not in the envelope",
        )
    )
    stretches = [stretch for frontier in frontiers for stretch, _ in frontier.band]
    corners = [corner for stretch in stretches for corner in stretch]
    if corners:
        low, high = frontiers[0].overlaps
        up = max(most / cpm - 1 for _, _, cpm, _, most in corners) * 100
        down = min(least / cpm - 1 for _, _, cpm, least, _ in corners) * 100
        entries.append(
            Patch(
                color=BAND_COLOR,
                label=f"P/D envelope for η from {low:g} to {high:g}: {up:+.2g} to {down:.2g} %"
                .replace("-", "−"),
            )
        )
    entries.append(
        Line2D(
            [], [], linestyle="", marker="+", color="0.3", ms=7,
            label="±10 %: stated error of the rows measured on opt-66b",
        )
    )
    figure.legend(
        handles=entries, loc="upper center", bbox_to_anchor=(0.5, y), ncols=2, frameon=False,
        fontsize=7.5, handlelength=2.4,
    )


def figure_1(evidence, folder):
    frontier = Frontier(evidence, FIGURE_1_ACCELERATOR)
    figure = page(
        5.71,
        ["Llama-2-70B on H100, p99 TPOT 50 ms",
         "TTFT as published: p99, p90, mean or median by source"],
        evidence, [(FIGURE_1_ACCELERATOR, evidence.rate(FIGURE_1_ACCELERATOR))],
    )
    axes = figure.add_axes((0.075, 0.277, 0.915, 0.711))
    limits = domains([frontier])
    labels = {point.id: point.label for point in frontier.points}
    draw_frontier(
        axes, frontier, limits, labels, FIGURE_1_PLACES, 7.5,
        lambda before, after: f"{after.ttft:.4g} ms: {ARCHITECTURES[before.architecture][4]}"
        f" → {ARCHITECTURES[after.architecture][4]}",
    )
    log_ticks(axes.xaxis, *limits[0])
    axes.set_xlabel(r"TTFT$_{99}$ as published (ms)", size=9)
    axes.set_ylabel(r"CPM$_\mathrm{served}$ (\$/MTok)", size=9)
    frontier_legend(figure, [frontier], 0.195)
    save(figure, folder, "figure-1")
    tables.write(
        folder / "data/figure-1.csv", tables.FRONTIER_HEADER, tables.frontier_rows(frontier)
    )


def figure_3(evidence, folder):
    frontiers = [Frontier(evidence, accelerator) for accelerator in ACCELERATORS]
    rates = [(accelerator, evidence.rate(accelerator)) for accelerator in ACCELERATORS]
    figure = page(
        5.51,
        ["Prefill scaled by dense BF16 rate, decode by HBM bandwidth",
         "TTFT as published × prefill rate of H100 over the panel's"],
        evidence, rates,
    )
    limits = domains(frontiers)
    numbers = {point.id: str(index + 1) for index, point in enumerate(frontiers[0].points)}
    for index, (frontier, (accelerator, rate)) in enumerate(zip(frontiers, rates)):
        axes = figure.add_axes((0.075 + 0.3145 * index, 0.458, 0.279, 0.5))
        draw_frontier(
            axes, frontier, limits, numbers, FIGURE_3_PLACES, 7,
            lambda before, after: f"{ARCHITECTURES[before.architecture][4]} → "
            f"{ARCHITECTURES[after.architecture][4]},\n{after.ttft:.4g} ms",
        )
        form = "SXM4" if accelerator == "A100" else "SXM5"
        panel_title(axes, "abc"[index], f"{accelerator} {form}, {rate} $/h")
        axes.set_xlabel(r"TTFT$_{99}$, rescaled (ms)", size=9)
        if index:
            axes.tick_params(labelleft=False)
        else:
            axes.set_ylabel(r"CPM$_\mathrm{served}$ (\$/MTok)", size=9)
    key = [
        Line2D(
            [], [], linestyle="", label=f"{numbers[point.id]}  {point.label}",
            **marker(point.architecture, point.role),
        )
        for point in frontiers[0].points
    ]
    figure.legend(
        handles=key, loc="upper center", bbox_to_anchor=(0.5, 0.375), ncols=4, frameon=False,
        fontsize=7, handletextpad=0.2, columnspacing=1.2,
    )
    frontier_legend(figure, frontiers, 0.21)
    save(figure, folder, "figure-3")
    rows = [
        [frontier.accelerator, *row]
        for frontier in frontiers
        for row in tables.frontier_rows(frontier)
    ]
    tables.write(
        folder / "data/figure-3.csv", ["accelerator", *tables.FRONTIER_HEADER], rows
    )
