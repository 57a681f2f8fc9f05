"""Draws: a reading of every drawn choice and a place in every range, 20,000 times at once.

A number that draws vary is an array over the draws; the equations take it as they take a number.
"""

import numpy as np

COUNT, SEED = 20_000, 1
SHARES = (0.05, 0.5, 0.95)


def split_mix_64(count, seed):
    """Evenly from 0 to below 1, in steps of 2⁻⁵³ (Steele, Lea and Flood, OOPSLA 2014)."""
    mixed = seed + np.arange(1, count + 1, dtype=np.uint64) * 0x9E3779B97F4A7C15
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB
    return ((mixed ^ (mixed >> 31)) >> 11) * 2.0**-53


def drawn_choices(rows):
    """The readings of each choice that is drawn: the default first, the others in file order."""
    words = {
        (row["entity"], row["parameter"]): row["value"]
        for row in rows
        if row["entity"].startswith("choice/")
    }
    drawn = [entity.split("/")[1] for (entity, parameter), value in words.items()
             if parameter == "drawn" and value == "1"]
    return {
        name: list(dict.fromkeys([
            words[f"choice/{name}", "default"],
            *(row["reading"] for row in rows if row["choice"] == name),
        ]))
        for name in drawn
    }


class Draws:
    """Of each draw one random number for each drawn choice, each ranged row of calibration.csv
    and each ranged throughput, in the order of the files."""

    def __init__(self, rows, anchors):
        self._choices = drawn_choices(rows)
        self._rows = {name_of(row): row for row in rows}
        ranged = [row for row in rows if row["low"]]
        spread = [row for row in anchors if row["throughput_low"]]
        width = len(self._choices) + len(ranged) + len(spread)
        numbers = iter(split_mix_64(COUNT * width, SEED).reshape(COUNT, width).T)
        # Of each choice, the place of the drawn reading among its readings.
        self._picks = {
            name: (next(numbers) * len(readings)).astype(int)
            for name, readings in self._choices.items()
        }
        self._ranged = {
            name_of(row): within(row["low"], row["high"], next(numbers)) for row in ranged
        }
        self._chosen = {}
        # The drawn throughput over the published one, by the row's id.
        self.throughputs = {row["id"]: 1.0 for row in anchors}
        for row in spread:
            drawn = within(row["throughput_low"], row["throughput_high"], next(numbers))
            self.throughputs[row["id"]] = drawn / float(row["throughput"])

    def value(self, row):
        """A constant: an array over the draws where they vary it or choose its reading."""
        choice, name = row["choice"], name_of(row)
        if choice not in self._picks:
            return self._value(row)
        if name not in self._chosen:
            self._chosen[name] = np.choose(self._picks[choice], [
                self._value(self._rows[row["entity"], row["parameter"], reading])
                for reading in self._choices[choice]
            ])
        return self._chosen[name]

    def _value(self, row):
        return self._ranged[name_of(row)] if row["low"] else float(row["value"])

    def have(self, choice, reading):
        """Whether each draw has that reading; None where the choice is not drawn."""
        if choice not in self._picks:
            return None
        return self._picks[choice] == self._choices[choice].index(reading)


def name_of(row):
    return row["entity"], row["parameter"], row["reading"]


def within(low, high, places):
    return float(low) + (float(high) - float(low)) * places


class Spread:
    """How far each row's cost spreads over the draws, and how firm the envelope's order is."""

    def __init__(self, draws, points, own_order):
        """`points` have arrays over the draws for numbers; `own_order` names the architectures
        of the envelope by rising TTFT, without draws."""
        costs = {
            point.id: np.broadcast_to(point.cpm, COUNT) / draws.throughputs[point.id]
            for point in points
        }
        # 5, 50 and 95 % of the draws in which the row is feasible, by id.
        self.quantiles = {}
        for name, cost in costs.items():
            feasible = cost[~np.isnan(cost)]
            if feasible.size:
                self.quantiles[name] = np.quantile(feasible, SHARES)
        members = [point for point in points if point.takes_part]
        same = has_order(
            own_order, [point.architecture for point in members],
            table([point.ttft for point in members]),
            table([costs[point.id] for point in members]),
        )
        is_sum = draws.have("pass", "sum")
        # Shares of the draws in which the envelope's order is the own one.
        self.order = same.mean()
        self.order_under_sum = None if is_sum is None else same[is_sum].mean()


def table(values):
    """One row for each of `values`, one column for each draw."""
    return np.stack([np.broadcast_to(value, COUNT) for value in values])


def has_order(order, architectures, ttft, costs):
    """In which draws the architectures follow each other as in `order` on the envelope.

    Drawn throughputs leave no two rows of one TTFT at one cost: that case needs no rule here."""
    # An infeasible row is never cheaper than another.
    costs = np.where(np.isnan(costs), np.inf, costs)
    by_ttft = np.lexsort((costs, ttft), axis=0)
    costs = np.take_along_axis(costs, by_ttft, axis=0)
    names, kinds = np.unique(architectures, return_inverse=True)
    kinds = kinds[by_ttft]
    is_corner = costs < shifted(np.minimum.accumulate(costs), np.inf)
    # The corner before each place, as its row.
    places = np.arange(len(costs))[:, np.newaxis]
    corner = shifted(np.maximum.accumulate(np.where(is_corner, places, -1)), -1)
    before = np.where(corner < 0, -1, np.take_along_axis(kinds, corner, axis=0))
    is_turn = is_corner & (kinds != before)
    turns = np.cumsum(is_turn, axis=0)
    wanted = np.searchsorted(names, order)[np.minimum(turns, len(order)) - 1]
    return (turns[-1] == len(order)) & (~is_turn | (kinds == wanted)).all(axis=0)


def shifted(rows, first):
    """Each row in the place of the next one."""
    return np.concatenate([np.full_like(rows[:1], first), rows[:-1]])
