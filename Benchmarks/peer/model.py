"""The closed form: what a served token costs, colocated and disaggregated (Equations 1 to 9).

Pure functions of numbers and NumPy arrays; no files, no figures. A second implementation of what
Sources/CostModel has in Swift, so that the two check each other. NaN stands for infeasible: no
batch, not even of one sequence, meets the contract. Seconds, bytes, FLOP, USD; shares are of 1.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LanguageModel:
    parameters: float
    layers: float
    kv_heads: float
    head_dimension: float
    bytes_per_weight: float
    bytes_per_kv_element: float

    @property
    def weight_bytes(self):
        return self.bytes_per_weight * self.parameters

    @property
    def kv_bytes_per_token(self):
        """κ, keys and values of every layer (Equation 4)."""
        return 2 * self.layers * self.kv_heads * self.head_dimension * self.bytes_per_kv_element


@dataclass(frozen=True)
class Accelerator:
    peak_flops: float
    memory_bandwidth: float
    memory_bytes: float
    prefill_mfu: float
    decode_mbu: float


@dataclass(frozen=True)
class Instance:
    """One replica of a model on `count` accelerators (N)."""

    model: LanguageModel
    accelerator: Accelerator
    count: float
    usable_memory: float

    @property
    def prefill_rate(self):
        """R, prompt tokens/s."""
        flops = self.count * self.accelerator.prefill_mfu * self.accelerator.peak_flops
        return flops / (2 * self.model.parameters)

    @property
    def weight_read(self):
        """t0, the seconds in which a pass reads the weights."""
        return self.model.weight_bytes / self._bandwidth

    def kv_read(self, tokens):
        """t1, the seconds in which a pass reads one sequence's KV of S tokens."""
        return self.model.kv_bytes_per_token * tokens / self._bandwidth

    @property
    def _bandwidth(self):
        return self.count * self.accelerator.decode_mbu * self.accelerator.memory_bandwidth

    def batch(self, architecture, share, tokens, tpot, z99):
        """The largest decode batch that the contract and memory allow."""
        t0, t1 = self.weight_read, self.kv_read(tokens)
        w = share / ((1 - share) * self.prefill_rate)
        budget = tpot - t0
        if architecture == "disaggregated":
            contract = budget / t1
        elif architecture == "chunked":
            contract = budget / (t1 + w)
        elif architecture == "continuous":
            # (t1 + w)·b + z·w·√b = T − t0
            a, b = t1 + w, z99 * w
            root = (np.sqrt(b * b + 4 * a * max(budget, 0)) - b) / (2 * a)
            contract = root * root
        elif architecture == "serialised":
            contract = np.minimum(1, budget / t1)
        else:
            raise ValueError(f"unknown architecture {architecture!r}")
        free = self.count * self.usable_memory * self.accelerator.memory_bytes
        memory = (free - self.model.weight_bytes) / (self.model.kv_bytes_per_token * tokens)
        batch = np.minimum(memory, contract)
        return np.where(batch >= 1, batch, np.nan)[()]

    def phase_seconds(self, share, tokens, batch):
        """Accelerator-seconds per served token in prefill and in decode."""
        prefill = share * self.count / self.prefill_rate
        decode = (1 - share) * self.count * (self.weight_read / batch + self.kv_read(tokens))
        return prefill, decode


@dataclass(frozen=True)
class Transfer:
    """How KV goes from the prefill to the decode pool; η is the share hidden behind decode."""

    regime: str
    overlap: float


@dataclass(frozen=True)
class CostModel:
    instance: Instance
    usd_per_hour: float
    partition_slack: float
    z99: float

    @property
    def rho(self):
        """USD per million tokens for each accelerator-second that a token takes."""
        return self.usd_per_hour / 3600 * 1e6

    def transfer_tax(self, share, bandwidth, regime, batch):
        """τ_KV, were nothing hidden (Equation 6)."""
        kv = self.instance.model.kv_bytes_per_token * share / bandwidth
        return self.rho * kv * self._stalled(regime, batch)

    def _stalled(self, regime, batch):
        """Accelerators that a transfer holds, per sequence that shares its bill."""
        return {"blocking": 2 * self.instance.count, "amortized": 1 / batch}[regime]

    def chunked(self, share, tokens, tpot):
        """CPM_co of chunked prefill (Equation 7)."""
        return self._phases(share, tokens, self._batch("chunked", share, tokens, tpot))

    def disaggregated(self, share, tokens, tpot, bandwidth, transfer):
        """CPM_P/D (Equation 8)."""
        batch = self._batch("disaggregated", share, tokens, tpot)
        tax = self.transfer_tax(share, bandwidth, transfer.regime, batch)
        phases = self._phases(share, tokens, batch) / (1 - self.partition_slack)
        return phases + (1 - transfer.overlap) * tax

    def break_even_bandwidth(self, shares, tokens, tpot, transfer):
        """B*(α), above which disaggregation is cheaper (Equation 9); NaN where there is none."""
        batch = self._batch("disaggregated", shares, tokens, tpot)
        phases = self._phases(shares, tokens, batch) / (1 - self.partition_slack)
        gain = self.chunked(shares, tokens, tpot) - phases
        tax = (1 - transfer.overlap) * self.transfer_tax(shares, 1, transfer.regime, batch)
        with np.errstate(divide="ignore"):
            return np.where((gain > 0) & (tax > 0), tax / gain, np.nan)

    def break_even_share(self, bandwidths, tokens, tpot, transfer):
        """α*(B), above which disaggregation is cheaper; NaN where there is none.

        A closed form, for both costs are linear in α while S is held: with b the decode pool's
        batch and everything in units of ρ·N·t0, colocation's slack is (1−α)·(1/b_co − 1/b).
        """
        own = self.instance
        batch = self._batch("disaggregated", 0.0, tokens, tpot)
        t0, t1 = own.weight_read, own.kv_read(tokens)
        budget = tpot - t0
        slack = self.partition_slack / (1 - self.partition_slack)
        prefill, decode = 1 / own.prefill_rate, t0 / batch + t1
        tax = (1 - transfer.overlap) * own.model.kv_bytes_per_token / bandwidths
        tax = tax * self._stalled(transfer.regime, batch) / (own.count * t0)
        spare = 1 / batch - t1 / budget
        # Where the contract bounds the batch, what is left of the difference is rounding.
        at_zero = (0 if spare * batch < 1e-12 else spare) + slack * decode / t0
        slope = (prefill - t1) / budget + 1 / batch - tax - slack * (prefill - decode) / t0
        with np.errstate(divide="ignore"):
            return np.where((slope > at_zero) & (at_zero > 0), at_zero / slope, np.nan)

    def _batch(self, architecture, share, tokens, tpot):
        return self.instance.batch(architecture, share, tokens, tpot, self.z99)

    def _phases(self, share, tokens, batch):
        prefill, decode = self.instance.phase_seconds(share, tokens, batch)
        return self.rho * (prefill + decode)
