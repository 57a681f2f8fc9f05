"""The numbers of the three figures: normalized anchors with their envelope, break-even panels."""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import groupby

import numpy as np

from draws import Spread
from model import Contract, Transfer

FIGURE_1_ACCELERATOR = "H100"
ACCELERATORS = ("A100", "H100", "H200")
CONTRACTS = ("tight", "standard", "relaxed")
SHARES = np.arange(20, 98) / 100
BANDWIDTHS = np.geomspace(25e9, 900e9, 60)
# Where α*(B) is looked for.
SHARE_AXIS = np.linspace(SHARES[0], SHARES[-1], 401)


@dataclass(frozen=True)
class Point:
    """A published row brought to the reference model, accelerator, contract and price."""

    id: str
    label: str
    architecture: str
    on_contract: bool
    # Named by the paper's section 5.1.
    is_named: bool
    takes_part: bool
    # x, ms, and whether it is a `limit` or `measured`.
    ttft: float
    ttft_kind: str
    # Where x is a limit: another TTFT, measured under it on the row's own accelerator, ms.
    measured: float | None
    cpm: float
    # None for a colocated row: USD per million tokens were nothing hidden, and η as published.
    tax: float | None
    overlap: float | None
    relative_band: float | None

    def at_overlap(self, overlap):
        if self.tax is None:
            return self.cpm
        return max(0.0, self.cpm + (self.overlap - overlap) * self.tax)

    def band(self, overlaps):
        """The row's stated error, or else what sweeping η does; None when there is neither."""
        if self.relative_band is not None:
            return self.cpm * (1 - self.relative_band), self.cpm * (1 + self.relative_band)
        if self.tax is None:
            return None
        low, high = overlaps
        return self.at_overlap(high), self.at_overlap(low)


@dataclass(frozen=True)
class Vertex:
    """A corner of a falling staircase: the cheapest cost from `ttft` on."""

    ttft: float
    cpm: float
    architecture: str
    ids: tuple


def envelope(points, cpm=lambda point: point.cpm):
    """The Pareto envelope of `points`, as corners by rising TTFT."""
    costs = sorted(
        ((point.ttft, cpm(point), point.id, point.architecture) for point in points)
    )
    corners = []
    for ttft, cost, _, architecture in costs:
        if corners and not cost < corners[-1].cpm:
            continue
        here = [entry for entry in costs if entry[:2] == (ttft, cost)]
        # Of points that coincide, the architecture that the envelope already has goes on.
        if corners and any(entry[3] == corners[-1].architecture for entry in here):
            architecture = corners[-1].architecture
        corners.append(Vertex(ttft, cost, architecture, tuple(entry[2] for entry in here)))
    return corners


def corner_at(corners, ttft):
    """The corner that holds at `ttft`; None below the first."""
    held = [corner for corner in corners if corner.ttft <= ttft]
    return held[-1] if held else None


class Frontier:
    """The anchors on one accelerator and their envelope: Figure 1, and a panel of Figure 3."""

    def __init__(self, evidence, accelerator):
        self.accelerator = accelerator
        self.overlaps = evidence.overlap_range
        contract = Contract(evidence.contract("standard").tpot)

        def points(evidence):
            reference = evidence.cost_model(accelerator)
            return [normalized(row, evidence, reference, contract) for row in evidence.anchors]

        self.points = points(evidence)
        self.members = [
            point for point in self.points if point.takes_part and point.cpm == point.cpm
        ]
        self.envelope = envelope(self.members)
        order = [name for name, _ in groupby(corner.architecture for corner in self.envelope)]
        self.spread = Spread(evidence.draws, points(evidence.drawn), order)

    @cached_property
    def flips(self):
        """Corners that bring another architecture, each with the one before it."""
        pairs = zip(self.envelope, self.envelope[1:])
        return [(a, b) for a, b in pairs if a.architecture != b.architecture]

    @cached_property
    def band(self):
        """For each disaggregated stretch of the envelope its (id, ttft, cpm, low, high), and
        where it ends."""
        split = [point for point in self.members if point.architecture == "disaggregated"]
        low, high = self.overlaps
        published = envelope(split)
        least = envelope(split, lambda point: point.at_overlap(high))
        most = envelope(split, lambda point: point.at_overlap(low))
        corners = sorted({corner.ttft for corner in published + least + most})
        stretches = []
        for start, end in self._disaggregated_stretches():
            places = [start] + [ttft for ttft in corners if start < ttft < end]
            vertices = []
            for ttft in places:
                here = corner_at(published, ttft)
                vertices.append((
                    here.ids[0], ttft, here.cpm, corner_at(least, ttft).cpm,
                    corner_at(most, ttft).cpm,
                ))
            stretches.append((vertices, end))
        return stretches

    def _disaggregated_stretches(self):
        start = None
        for corner in self.envelope:
            is_split = corner.architecture == "disaggregated"
            if is_split and start is None:
                start = corner.ttft
            if not is_split and start is not None:
                yield start, corner.ttft
                start = None
        if start is not None:
            yield start, np.inf


@cache
def frontier_on(evidence, accelerator):
    """Figures 1 and 3 share one."""
    return Frontier(evidence, accelerator)


def normalized(row, evidence, reference, contract):
    """Published throughput to cost: split into phases by the closed form on the row's own
    instance, then model, hardware, contract and price. From drawn evidence, a point with arrays
    over the draws."""
    prompt, output = float(row["prompt_tokens"]), float(row["output_tokens"])
    share, tokens = prompt / (prompt + output), prompt + output
    source = evidence.instance(row["model"], row["accelerator"], float(row["tensor_parallel"]))
    target, architecture = reference.instance, row["architecture"]

    def split(instance, contract):
        batch = instance.batch(architecture, share, tokens, contract)
        return batch, *instance.phase_seconds(architecture, share, tokens, batch)

    own_contract = Contract(float(row["tpot_ms"]) / 1000)
    batch, prefill, decode = split(source, own_contract)
    per_token = 1 / served_rate(row, tokens)
    prefill, decode = (
        per_token * prefill / (prefill + decode), per_token * decode / (prefill + decode)
    )

    # Model: prefill by parameters, decode by a decode pool's pass, both at the source's batch.
    def pass_seconds(instance):
        return instance.pass_seconds("disaggregated", share, tokens, batch)

    prefill *= target.model.parameters / source.model.parameters
    decode *= pass_seconds(replace(source, model=target.model)) / pass_seconds(source)
    # Hardware: datasheet rates.
    prefill *= source.accelerator.peak_flops / target.accelerator.peak_flops
    decode *= source.accelerator.memory_bandwidth / target.accelerator.memory_bandwidth
    # Contract: decode at the reference TPOT over decode at the row's own.
    _, _, before = split(target, own_contract)
    at_contract, _, after = split(target, contract)
    decode *= after / before

    tax = None
    if row["bandwidth_gb_s"]:
        bandwidth = float(row["bandwidth_gb_s"]) * 1e9
        tax = reference.transfer_tax(share, bandwidth, evidence.regime, at_contract)
    on_contract = is_on_contract(row)
    is_named = row["section"] == "5.1"
    # A limit is a contract's and no machine's; what was measured goes with the prefill rate.
    ttft, kind, measured = published_ttft(row, evidence.readings["ttft"])
    scale = source.accelerator.prefill_flops / target.accelerator.prefill_flops
    return Point(
        row["id"], row["label"], architecture, on_contract, is_named,
        on_contract if evidence.readings["rows"] == "contract" else is_named,
        ttft if kind == "limit" else ttft * scale, kind,
        measured if kind == "limit" and measured != ttft else None,
        reference.rho * (prefill + decode), tax, number(row, "overlap"), number(row, "band_rel"),
    )


def number(row, column):
    return float(row[column]) if row[column] else None


def is_on_contract(row):
    """Published under a TTFT limit and a TPOT limit or percentile."""
    return bool(row["ttft_limit_ms"]) and row["tpot_statistic"] not in ("mean", "median")


def published_ttft(row, rule):
    """x in ms with its kind, and what was measured, if it was."""
    limit, measured = number(row, "ttft_limit_ms"), number(row, "ttft_measured_ms")
    if limit is None or (rule == "measured" and measured is not None):
        return measured, "measured", measured
    if row["ttft_limit_statistic"] == "median-scheduling-delay":
        # A limit on the wait before prefill: it let happen what was measured.
        limit = max(limit, measured or 0)
    return limit, "limit", measured


def served_rate(row, tokens):
    """Prompt and output tokens per second of one accelerator, as published."""
    rate = float(row["throughput"])
    if row["throughput_unit"].startswith("req/s"):
        rate *= tokens
    return rate if row["throughput_unit"].endswith("/gpu") else rate / float(row["accelerators"])


class BreakEvenPanel:
    """Both costs over prefill share and bandwidth under one contract: a panel of Figure 2."""

    def __init__(self, evidence, contract):
        entity = f"contract/{contract}"
        self.ttft_ms = evidence.number(entity, "ttft_ms")
        self.tpot_ms = evidence.number(entity, "tpot_ms")
        self.contract = evidence.contract(contract)
        self.tokens = evidence.number("deployment", "request_tokens")
        self.model = evidence.cost_model(FIGURE_1_ACCELERATOR)
        self.regime, self.overlap = evidence.regime, evidence.overlap
        low, high = evidence.overlap_range
        self.overlaps = sorted({low, self.overlap, high})
        # One column for each share, one row for each bandwidth.
        self.colocated, self.disaggregated = self.costs(
            SHARES[np.newaxis, :], BANDWIDTHS[:, np.newaxis], self.overlap
        )
        self.difference = self.colocated - self.disaggregated
        self.systems = [
            (
                row["id"], row["system"],
                is_on_contract(row),
                float(row["prompt_tokens"])
                / (float(row["prompt_tokens"]) + float(row["output_tokens"])),
                float(row["bandwidth_gb_s"]) * 1e9 if row["bandwidth_gb_s"] else None,
            )
            for row in evidence.anchors
        ]

    def costs(self, shares, bandwidths, overlap):
        """Colocated and disaggregated cost; the former does not depend on the bandwidth."""
        path = Transfer(self.regime, overlap)
        return (
            self.model.chunked(shares, self.tokens, self.contract),
            self.model.disaggregated(shares, self.tokens, self.contract, bandwidths, path),
        )

    @cached_property
    def contours(self):
        """The break-even line at each η as an array of (α, B), by rising α: B*(α) where it
        crosses the grid's shares and α*(B) where it crosses the grid's bandwidths."""
        return {overlap: self._contour(overlap) for overlap in self.overlaps}

    def _contour(self, overlap):
        terms = self.tokens, self.contract, Transfer(self.regime, overlap)
        across = np.column_stack([SHARES, self.model.break_even_bandwidth(SHARES, *terms)])
        along = self.model.break_even_shares(BANDWIDTHS, SHARE_AXIS, *terms)
        inside = (across[:, 1] >= BANDWIDTHS[0]) & (across[:, 1] <= BANDWIDTHS[-1])
        line = np.concatenate([across[inside], along])
        return line[np.lexsort((-line[:, 1], line[:, 0]))]
