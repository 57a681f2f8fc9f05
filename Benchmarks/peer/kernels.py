#!/usr/bin/env python3
"""Times what Benchmarks/Kernels times, by NumPy, Matplotlib and Python's own csv module.

    Benchmarks/peer/.venv/bin/python Benchmarks/peer/kernels.py ROWS_FOLDER

Prints a JSON object: under each name the seconds of every run, after one that does not count.
"""

import io
import json
import sys
import time
from copy import copy
from pathlib import Path

import numpy as np

import frontier_figures
import results
from evidence import Evidence, records
from figures import REPOSITORY
from model import Transfer
from results import BANDWIDTHS, FIGURE_1_ACCELERATOR, SHARES

PIN = "CoreWeave@2026-05-01"


def timed(body, seconds=1.0, most=50):
    body()
    runs, start = [], time.perf_counter()
    while len(runs) < 3 or (len(runs) < most and time.perf_counter() - start < seconds):
        before = time.perf_counter()
        body()
        runs.append(time.perf_counter() - before)
    return runs


def grid(evidence):
    """Chunked prefill and disaggregation at each place of Figure 2's grid, one contract."""
    model, contract = evidence.cost_model(FIGURE_1_ACCELERATOR), evidence.contract("standard")
    tokens = evidence.number("deployment", "request_tokens")
    transfer = Transfer(evidence.regime, evidence.overlap)
    shares = np.repeat(SHARES, len(BANDWIDTHS))
    bandwidths = np.tile(BANDWIDTHS, len(SHARES))
    return lambda: (
        model.chunked(shares, tokens, contract)
        - model.disaggregated(shares, tokens, contract, bandwidths, transfer)
    )


def contours(evidence):
    """Three contracts, three overlaps each."""
    panels = [results.BreakEvenPanel(evidence, name) for name in results.CONTRACTS]
    return lambda: [panel._contour(overlap) for panel in panels for overlap in panel.overlaps]


def envelope(count, is_staircase):
    generator = np.random.default_rng(1)
    ttft = 100 + 9900 * generator.random(count)
    cost = 1000 / ttft if is_staircase else generator.random(count)

    def body():
        order = np.lexsort((cost, ttft))
        sorted_cost = cost[order]
        before = np.concatenate([[np.inf], np.minimum.accumulate(sorted_cost)[:-1]])
        return order[sorted_cost < before]

    return body


def draws(evidence):
    """The spread of every row's cost, and the order of the envelope, on one accelerator."""
    def body():
        fresh = copy(evidence)
        for made in ("draws", "drawn"):
            fresh.__dict__.pop(made, None)
        return results.Frontier(fresh, FIGURE_1_ACCELERATOR).spread.order

    return body


def pictures(evidence):
    """Saving Figure 1 once it is drawn, by format."""
    drawn = []
    frontier_figures.save = lambda figure, folder, name: drawn.append(figure)
    frontier_figures.tables.write = lambda *_: None
    frontier_figures.figure_1(evidence, Path())
    figure = drawn[0]

    def png():
        figure.savefig(
            io.BytesIO(), format="png", dpi=300, pil_kwargs={"compress_level": 2}
        )

    return {
        "png": png,
        "svg": lambda: figure.savefig(io.StringIO(), format="svg", metadata={"Date": None}),
        "pdf": lambda: figure.savefig(io.BytesIO(), format="pdf"),
    }


def main():
    folder = Path(sys.argv[1])
    evidence = Evidence(REPOSITORY, PIN)
    bodies = {
        "ingest-anchors": lambda: records(folder / "anchors-1300.csv"),
        "ingest-calibration": lambda: records(folder / "calibration-13000.csv"),
        "model": grid(evidence),
        "contours": contours(evidence),
        "envelope": envelope(1_000_000, False),
        "staircase": envelope(1_000_000, True),
        "draws": draws(evidence),
        **pictures(evidence),
    }
    print(json.dumps({name: timed(body) for name, body in bodies.items()}))


if __name__ == "__main__":
    main()
