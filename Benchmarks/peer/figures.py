#!/usr/bin/env python3
"""Figures 1 to 3 drawn by Matplotlib: PNG at 300 dpi, SVG, and the numbers behind them."""

import argparse
import sys
from pathlib import Path

import tables
from break_even_figure import figure_2
from evidence import Evidence
from frontier_figures import figure_1, figure_3

REPOSITORY = Path(__file__).resolve().parents[2]


def check(folder, other):
    """Whether the data files in both folders have the same rows and numbers; says what differs."""
    # A unit in the ninth digit: two correct computations may round differently.
    tolerance = 1e-8
    agrees = True
    for name in ("figure-1.csv", "figure-2.csv", "figure-3.csv"):
        count, only, worst, place = tables.compare(folder / "data" / name, other / "data" / name)
        print(f"{name}: {count} rows, {len(only)} in one file only, "
              f"largest relative difference {worst:.2g} {place}".rstrip())
        for row in only[:5]:
            print("  only in one:", *row)
        agrees = agrees and not only and worst <= tolerance
    return agrees


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evidence", type=Path, default=REPOSITORY, metavar="DIR",
                        help="where anchors.csv and calibration.csv are")
    parser.add_argument("--pin", default="CoreWeave@2026-05-01", metavar="PROVIDER@DATE")
    parser.add_argument("--reading", action="append", default=[], metavar="NAME=READING",
                        help="another reading of a choice than its default; may be repeated")
    parser.add_argument("--out", type=Path, default=REPOSITORY / ".build/peer", metavar="DIR")
    parser.add_argument("--check", type=Path, metavar="DIR",
                        help="compare the data files with those in DIR, such as figures/")
    options = parser.parse_args()
    (options.out / "data").mkdir(parents=True, exist_ok=True)
    evidence = Evidence(options.evidence, options.pin, options.reading)
    for draw in (figure_1, figure_2, figure_3):
        draw(evidence, options.out)
    if options.check and not check(options.out, options.check):
        sys.exit("the data files differ")


if __name__ == "__main__":
    main()
