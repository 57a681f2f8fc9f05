"""The data files: the same columns and rows as figures/data, and a comparison with them."""

import csv
import math
from collections import Counter

import numpy as np

from results import BANDWIDTHS, SHARES

FRONTIER_HEADER = [
    "kind", "id", "architecture", "contract", "ttft_ms", "ttft_kind", "cpm", "cpm_low", "cpm_high",
    "cpm_p05", "cpm_p50", "cpm_p95", "labelled",
]
BREAK_EVEN_HEADER = [
    "contract", "kind", "id", "prefill_share", "bandwidth_gb_s", "overlap", "cpm_colocated",
    "cpm_disaggregated", "difference",
]


def text(value):
    """Nine significant digits; NaN is infeasible."""
    return "infeasible" if value != value else f"{value + 0.0:.9g}"


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def frontier_rows(frontier):
    rows = []
    for point in sorted(frontier.points, key=lambda point: (point.ttft, point.id)):
        band = point.band(frontier.overlaps) if point.cpm == point.cpm else None
        low, high = map(text, band) if band else ("", "")
        spread = frontier.spread.quantiles.get(point.id)
        rows.append([
            "anchor", point.id, point.architecture, "yes" if point.on_contract else "no",
            text(point.ttft), point.ttft_kind, text(point.cpm), low, high,
            *([""] * 3 if spread is None else map(text, spread)),
            "yes" if point.cpm == point.cpm else "no",
        ])
    for vertices, _ in frontier.band:
        for name, ttft, *costs in vertices:
            rows.append([
                "band", name, "disaggregated", "", text(ttft), "", *map(text, costs), "",
            ])
    for corner in frontier.envelope:
        rows.append([
            "envelope", "+".join(corner.ids), corner.architecture, "", text(corner.ttft), "",
            text(corner.cpm), "", "", "",
        ])
    for _, corner in frontier.flips:
        rows.append([
            "flip", corner.ids[0], corner.architecture, "", text(corner.ttft), "",
            text(corner.cpm), "", "", "",
        ])
    # Only anchors spread over the draws.
    return [row + [""] * (len(FRONTIER_HEADER) - len(row)) for row in rows]


def break_even_rows(panel):
    contract = f"{panel.ttft_ms:.9g}/{panel.tpot_ms:.9g}"
    rows = []
    for overlap, line in panel.contours.items():
        colocated, split = panel.costs(line[:, 0], line[:, 1], overlap)
        name = text(overlap)
        for share, bandwidth, *costs in zip(
            *texts(line[:, 0], line[:, 1] / 1e9, colocated, split, zeroed(colocated - split))
        ):
            rows.append([contract, "contour", f"eta-{name}", share, bandwidth, name, *costs])

    name = text(panel.overlap)
    shares, bandwidths, colocated = texts(SHARES, BANDWIDTHS / 1e9, panel.colocated[0])
    columns = zip(
        shares, colocated, panel.disaggregated.T.tolist(), zeroed(panel.difference).T.tolist()
    )
    for share, together, splits, differences in columns:
        for bandwidth, split, difference in zip(bandwidths, *texts(splits, differences)):
            rows.append([
                contract, "grid", "", share, bandwidth, name, together, split, difference,
            ])

    for ident, _, _, share, bandwidth in sorted(panel.systems):
        colocated, split = panel.costs(share, bandwidth or BANDWIDTHS[-1], panel.overlap)
        if bandwidth is None:
            rows.append([
                contract, "system", ident, text(share), "", "", text(colocated), "", "",
            ])
        else:
            rows.append([
                contract, "system", ident, text(share), text(bandwidth / 1e9), name,
                text(colocated), text(split), text(zeroed(colocated - split)),
            ])
    return rows


def texts(*columns):
    return [[text(value) for value in np.asarray(column).tolist()] for column in columns]


def zeroed(difference):
    """Below a picodollar the two costs are the same: what is left is rounding."""
    return np.where(np.abs(difference) < 1e-12, 0.0, difference)[()]


def compare(path, other):
    """Rows that only one file has, and the largest relative difference of a number in the rows
    that both have, with its place. A row is known by its words and by where it lies; the header
    is one."""
    own, theirs = keyed(path), keyed(other)
    only = sorted(own.keys() ^ theirs.keys())
    worst, place = 0.0, ""
    for key in own.keys() & theirs.keys():
        for column, value in own[key].items():
            # What two costs differ by is as exact as they are.
            scale = own[key]["cpm_colocated"] if column == "difference" else 0
            difference = relative(value, theirs[key].get(column, ""), scale)
            if difference > worst:
                worst, place = difference, f"{' '.join(map(str, key))}: {column}"
    return len(own) - 1, only, worst, place


def keyed(path):
    seen, rows = Counter(), {}
    with open(path, encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        rows["header", *table.fieldnames] = {}
        for row in table:
            words = tuple(
                f"{float(cell):.6g}" if column in ("ttft_ms", "prefill_share", "bandwidth_gb_s")
                and cell else cell
                for column, cell in row.items()
                if not column.startswith(("cpm", "difference"))
            )
            seen[words] += 1
            rows[*words, seen[words]] = row
    return rows


def relative(a, b, scale):
    """|a − b| of two cells by the largest of the three; infinite where one is a word."""
    if a == b:
        return 0.0
    try:
        a, b, scale = float(a), float(b), float(scale)
    except ValueError:
        return math.inf
    return abs(a - b) / max(abs(a), abs(b), scale)
