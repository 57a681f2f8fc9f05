"""Figure 2: which architecture is cheaper over prefill share and bandwidth, by contract."""

import numpy as np
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

import tables
from page import ARCHITECTURES, page, panel_title, save
from results import BANDWIDTHS, CONTRACTS, FIGURE_1_ACCELERATOR, SHARES, BreakEvenPanel

GROUND = {"facecolor": "white", "alpha": 0.82, "edgecolor": "none", "pad": 0.8}

# Where names stand beside the mark of the first row at a place, points.
PLACES = {
    "distserve-chat": (0, -9, "center"),
    "distserve-code": (0, 9, "center"),
    "distserve-summarization": (4, 9, "right"),
    "mooncake-real": (-14, 0, "right"),
    "vllm-distserve-chat": (-4, 6, "right"),
    "vllm-sharegpt4": (-4, 16, "right"),
    "sarathi-arxiv": (-4, 26, "right"),
}

EDGES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
LEVELS = [-edge for edge in reversed(EDGES)] + EDGES
BAND_COLORS = [
    "#2D004B", "#542788", "#7157A0", "#9A90C0", "#BEBADA", "#DCDEEB", "#F7F7F7", "#FEE3BF",
    "#FDC57F", "#EE9C3A", "#CF7210", "#A95207", "#7F3B08",
]
INTERCONNECTS = {
    "nvlink4": "NVLink 4, two-way", "nvlink4-one-way": "NVLink 4, one-way",
    "nvlink3": "NVLink 3, two-way", "nvlink3-one-way": "NVLink 3, one-way", "xdr": "XDR",
    "pcie5": "PCIe 5", "ndr": "NDR", "roce400": "RoCE 400G", "pcie4": "PCIe 4", "hdr": "HDR",
}


def contour_style(overlap, panel):
    if overlap == panel.overlap:
        return {"linewidth": 2.2, "linestyle": "-"}
    return {"linewidth": 1, "linestyle": (0, (5, 2.5) if overlap < panel.overlap else (1.2, 1.8))}


def draw_break_even(axes, panel, colors, norm):
    gigabytes = BANDWIDTHS / 1e9
    axes.set(xlim=(SHARES[0], SHARES[-1]), yscale="log", ylim=(gigabytes[0], gigabytes[-1]))
    bands = axes.contourf(
        SHARES, gigabytes, panel.difference, LEVELS, cmap=colors, norm=norm, extend="both"
    )
    missing = np.isnan(panel.colocated) & ~np.isnan(panel.disaggregated)
    if missing.any():
        axes.contourf(
            SHARES, gigabytes, missing, [0.5, 1.5], colors="none", hatches=["////"]
        )
    low, high = np.nanmin(panel.difference), np.nanmax(panel.difference)
    lines = axes.contour(
        SHARES, gigabytes, panel.difference,
        [level for level in LEVELS if low < level < high], colors="0.2", linewidths=0.5,
    )
    labels = axes.clabel(
        lines, fontsize=7, colors="black", inline=False,
        fmt=lambda level: f"{level:+g}".replace("-", "−"),
    )
    for label in labels:
        label.set_bbox(GROUND)
    for overlap, line in sorted(panel.contours.items(), key=lambda item: item[0] == panel.overlap):
        style = contour_style(overlap, panel)
        halo = {"color": "white", "linewidth": style["linewidth"] + 1.6}
        axes.plot(line[:, 0], line[:, 1] / 1e9, **halo)
        axes.plot(line[:, 0], line[:, 1] / 1e9, color="black", **style)
    for sign, name in ((1, "P/D\ncheaper"), (-1, "chunked\ncheaper")):
        rows, columns = np.nonzero(panel.difference * sign > 0)
        if len(rows):
            axes.text(
                SHARES[int(columns.mean())], gigabytes[int(rows.mean())], name, size=7,
                weight="bold", ha="center", va="center", bbox=GROUND, zorder=4,
            )
    return bands


def draw_systems(axes, panel, names_systems):
    """A mark for each disaggregated system, a tick for a colocated one, an arrow to one that lies
    off the axis."""
    floor, named = BANDWIDTHS[0] / 1e9, {}
    # Rows without a contract under those with one.
    for ident, name, on_contract, share, bandwidth in sorted(
        panel.systems, key=lambda system: system[2]
    ):
        is_outside = not SHARES[0] <= share <= SHARES[-1]
        x, y = min(max(share, SHARES[0]), SHARES[-1]), bandwidth / 1e9 if bandwidth else floor
        if is_outside:
            if not on_contract:
                continue
            up = 0 if bandwidth else 5
            axes.annotate(
                "", (x, y), (-12, up), textcoords="offset points",
                arrowprops={"arrowstyle": "-|>", "color": "black", "linewidth": 1.2},
            )
            name = f"{name}, α {share:.3g}"
        elif bandwidth is None:
            color, width = ("black", 2) if on_contract else ("0.45", 1)
            axes.plot([x, x], [0, 0.045], color="white", linewidth=width + 1.6,
                      transform=axes.get_xaxis_transform())
            axes.plot([x, x], [0, 0.045], color=color, linewidth=width,
                      transform=axes.get_xaxis_transform())
        else:
            style = {"ms": 7, "mew": 0.8} if on_contract else {"ms": 4.8, "mew": 0.9}
            blue = ARCHITECTURES["disaggregated"][0]
            axes.plot(
                x, y, "o", color=blue if on_contract else "white", zorder=3 if on_contract else 2.5,
                markeredgecolor="white" if on_contract else blue, **style,
            )
        if on_contract:
            names = named.setdefault((x, y, is_outside), (ident, []))[1]
            if name not in names:
                names.append(name)
    if not names_systems:
        return
    for (x, y, is_outside), (ident, names) in named.items():
        right, up, side = PLACES.get(ident, (-4, 8, "right"))
        axes.annotate(
            ("\n" if is_outside else ", ").join(names), (x, y), (right, up),
            textcoords="offset points", ha=side, va="center", size=7, bbox=GROUND,
        )


def break_even_axes(axes, index, evidence):
    axes.set_xlabel("prefill share α = P/(P + D)", size=9)
    axes.xaxis.set_major_locator(FixedLocator([0.2, 0.4, 0.6, 0.8]))
    axes.xaxis.set_minor_locator(FixedLocator([0.3, 0.5, 0.7, 0.9]))
    places = [25, 50, 100, 200, 400, 900]
    axes.yaxis.set_major_locator(FixedLocator(places))
    axes.yaxis.set_major_formatter(FixedFormatter([str(place) for place in places]))
    axes.yaxis.set_minor_locator(NullLocator())
    if index == 0:
        axes.set_ylabel("KV-transfer bandwidth B (GB/s)", size=9)
    else:
        axes.tick_params(labelleft=False)
    if index < len(CONTRACTS) - 1:
        return
    names = {}
    for ident, bandwidth in evidence.interconnects.items():
        names.setdefault(bandwidth / 1e9, []).append(INTERCONNECTS.get(ident, ident))
    right = axes.secondary_yaxis("right")
    right.yaxis.set_major_locator(FixedLocator(list(names)))
    right.yaxis.set_major_formatter(FixedFormatter([", ".join(name) for name in names.values()]))
    right.yaxis.set_minor_locator(NullLocator())
    right.tick_params(labelsize=7)


def break_even_legend(figure, panels):
    black = {"color": "black"}
    blue = ARCHITECTURES["disaggregated"][0]
    entries = [
        Line2D([], [], label=f"break-even B*(α), η = {overlap:g}", **black,
               **contour_style(overlap, panels[0]))
        for overlap in panels[0].overlaps
    ]
    entries += [
        Line2D([], [], color="0.2", linewidth=0.5, label="difference > 0: P/D cheaper"),
        Line2D([], [], color="0.2", linewidth=0.5, linestyle="--",
               label="difference < 0: colocation cheaper"),
        Line2D([], [], linestyle="", marker="o", color=blue, ms=6.4, label="published P/D system"),
        Line2D([], [], linestyle="", marker="|", mew=2, ms=8, **black,
               label="published colocated system (no B)"),
        Line2D([], [], linestyle="", marker="|", ms=8, color="0.45",
               label="published colocated system, no contract"),
    ]
    if any(np.isnan(panel.colocated).any() for panel in panels):
        entries.append(
            Patch(facecolor="none", edgecolor="0.55", hatch="////",
                  label="chunked prefill infeasible")
        )
    figure.legend(
        handles=entries, loc="upper center", bbox_to_anchor=(0.5, 0.225), ncols=3, frameon=False,
        fontsize=7.5, handlelength=3,
    )


def figure_2(evidence, folder):
    panels = [BreakEvenPanel(evidence, contract) for contract in CONTRACTS]
    figure = page(
        5.04,
        ["Llama-2-70B on H100, chunked prefill against disaggregation",
         f"P + D = {panels[0].tokens:g} tokens", "panels by contract, (p99 TTFT, p99 TPOT)",
         "systems named in (a)"],
        evidence, [(FIGURE_1_ACCELERATOR, evidence.rate(FIGURE_1_ACCELERATOR))],
        f"η = {evidence.overlap:g}",
    )
    colors = ListedColormap(BAND_COLORS[1:-1]).with_extremes(
        under=BAND_COLORS[0], over=BAND_COLORS[-1]
    )
    norm = BoundaryNorm(LEVELS, len(BAND_COLORS) - 2)
    for index, panel in enumerate(panels):
        axes = figure.add_axes((0.075 + 0.261 * index, 0.428, 0.2385, 0.523))
        bands = draw_break_even(axes, panel, colors, norm)
        draw_systems(axes, panel, names_systems=index == 0)
        break_even_axes(axes, index, evidence)
        panel_title(axes, "abc"[index], f"({panel.ttft_ms:g}, {panel.tpot_ms:g}) ms")
    bar = figure.colorbar(
        bands, cax=figure.add_axes((0.12, 0.315, 0.76, 0.025)), orientation="horizontal",
        ticks=LEVELS, extendfrac="auto", spacing="uniform", drawedges=True,
    )
    bar.ax.set_xticklabels([f"{level:g}".replace("-", "−") for level in LEVELS], size=7.5)
    bar.set_label(
        r"CPM$_\mathrm{co}$ − CPM$_\mathrm{P/D}$ (\$/MTok): "
        "below 0 colocation is cheaper, above 0 disaggregation", size=9,
    )
    break_even_legend(figure, panels)
    save(figure, folder, "figure-2")
    rows = [row for panel in panels for row in tables.break_even_rows(panel)]
    tables.write(folder / "data/figure-2.csv", tables.BREAK_EVEN_HEADER, rows)
