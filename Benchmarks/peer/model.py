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

    @property
    def prefill_flops(self):
        """FLOP/s that prefill achieves."""
        return self.prefill_mfu * self.peak_flops


@dataclass(frozen=True)
class Readings:
    """What the paper leaves open; a flag is the alternative to its plain wording."""

    # Decode tokens have FLOPs to do, too.
    decode_computes: bool
    # A chunk and the decode tokens share one read of the weights.
    fused_pass: bool
    # A sequence holds all its tokens' KV from the start.
    kv_reserved: bool
    # The contract's TTFT binds.
    ttft_bound: bool
    partition_slack: float
    # Whole instances in the cluster; 0 for pools in the exact ratio.
    cluster_instances: float
    z99: float


@dataclass(frozen=True)
class Contract:
    """p99 limits, seconds."""

    tpot: float
    ttft: float = np.inf


@dataclass(frozen=True)
class Instance:
    """One replica of a model on `count` accelerators (N)."""

    model: LanguageModel
    accelerator: Accelerator
    count: float
    usable_memory: float
    readings: Readings

    @property
    def prefill_rate(self):
        """R, prompt tokens/s."""
        return self.count * self.accelerator.prefill_flops / (2 * self.model.parameters)

    @property
    def weight_read(self):
        """t0, the seconds in which a pass reads the weights."""
        return self.model.weight_bytes / self._bandwidth

    def kv_read(self, share, tokens):
        """t1, the seconds in which a pass reads the KV that a sequence holds on average while it
        decodes, of P + D/2 tokens."""
        return self.model.kv_bytes_per_token * tokens * (1 + share) / 2 / self._bandwidth

    @property
    def _bandwidth(self):
        return self.count * self.accelerator.decode_mbu * self.accelerator.memory_bandwidth

    def _each(self, architecture, share, tokens):
        """What a sequence adds to a pass: seconds of linear layers' FLOPs, and of the rest."""
        layers = self.readings.decode_computes / self.prefill_rate
        rest = self.kv_read(share, tokens)
        if architecture == "disaggregated":
            return layers, rest
        prefill = share / ((1 - share) * self.prefill_rate)
        if architecture == "chunked":
            fused = self.readings.fused_pass
            return layers + fused * prefill, rest + (1 - fused) * prefill
        return layers, rest + prefill

    def pass_seconds(self, architecture, share, tokens, batch):
        """A pass of `batch` sequences, with the prefill that goes with it when colocated."""
        layers, rest = self._each(architecture, share, tokens)
        return np.maximum(self.weight_read, batch * layers) + batch * rest

    def batch(self, architecture, share, tokens, contract):
        """The largest decode batch that the contract and memory allow."""
        batch = np.minimum(
            self._contract_batch(architecture, share, tokens, contract.tpot),
            self._memory_batch(share, tokens),
        )
        if contract.ttft < np.inf and self.readings.ttft_bound:
            batch = np.minimum(batch, self._ttft_batch(architecture, share, tokens, contract))
        return np.where(batch >= 1, batch, np.nan)[()]

    def _contract_batch(self, architecture, share, tokens, tpot):
        """Of two: where the linear layers take as long as reading the weights, and where they
        take as long as their FLOPs."""
        layers, rest = self._each(architecture, share, tokens)
        budget = tpot - self.weight_read
        if architecture in ("disaggregated", "chunked"):
            return np.minimum(budget / rest, tpot / (rest + layers))
        if architecture == "serialised":
            return np.minimum(1, budget / self.kv_read(share, tokens))
        if architecture != "continuous":
            raise ValueError(f"unknown architecture {architecture!r}")
        # a·b + z·w·√b = left
        tail = self.readings.z99 * share / ((1 - share) * self.prefill_rate)

        def root(a, left):
            left = np.maximum(left, 0)
            return (2 * left / (tail + np.sqrt(tail * tail + 4 * a * left))) ** 2

        return np.minimum(root(rest, budget), root(rest + layers, tpot))

    def _memory_batch(self, share, tokens):
        held = np.where(self.readings.kv_reserved, tokens, tokens * (1 + share) / 2)
        free = self.count * self.usable_memory * self.accelerator.memory_bytes
        return (free - self.model.weight_bytes) / (self.model.kv_bytes_per_token * held)

    def _ttft_batch(self, architecture, share, tokens, contract):
        prompt = share * tokens / self.prefill_rate
        if architecture == "chunked":
            read = 0 if self.readings.fused_pass else self.weight_read
            left = contract.tpot * (1 - prompt / contract.ttft) - read
            return left / self.kv_read(share, tokens)
        late = architecture == "continuous" and prompt + self.weight_read > contract.ttft
        return np.where(late, 0, np.inf)

    def phase_seconds(self, architecture, share, tokens, batch):
        """Accelerator-seconds per served token in prefill and in decode."""
        prefill = share * self.count / self.prefill_rate
        passes = self.pass_seconds(architecture, share, tokens, batch) / batch
        decode = (1 - share) * self.count * passes
        return prefill, decode if architecture == "disaggregated" else decode - prefill


@dataclass(frozen=True)
class Transfer:
    """How KV goes from the prefill to the decode pool; η is the share hidden behind decode."""

    regime: str
    overlap: float


@dataclass(frozen=True)
class CostModel:
    instance: Instance
    usd_per_hour: float

    @property
    def rho(self):
        """USD per million tokens for each accelerator-second that a token takes."""
        return self.usd_per_hour / 3600 * 1e6

    def transfer_tax(self, share, bandwidth, regime, batch):
        """τ_KV, were nothing hidden (Equation 6)."""
        kv = self.instance.model.kv_bytes_per_token * share / bandwidth
        # Accelerators that a transfer holds, per sequence that shares its bill.
        stalled = {"blocking": 2 * self.instance.count, "amortized": 1 / batch}[regime]
        return self.rho * kv * stalled

    def chunked(self, share, tokens, contract):
        """CPM_co of chunked prefill (Equation 7)."""
        batch = self.instance.batch("chunked", share, tokens, contract)
        return self.rho * sum(self.instance.phase_seconds("chunked", share, tokens, batch))

    def disaggregated(self, share, tokens, contract, bandwidth, transfer):
        """CPM_P/D (Equation 8)."""
        pools, batch = self._pools(share, tokens, contract)
        tax = self.transfer_tax(share, bandwidth, transfer.regime, batch)
        cost = pools + (1 - transfer.overlap) * tax
        if not self.instance.readings.ttft_bound:
            return cost
        in_time = bandwidth >= self._least_bandwidth(share, tokens, contract)
        return np.where(in_time, cost, np.nan)[()]

    def _pools(self, share, tokens, contract):
        """CPM_P/D without its tax, and the decode pool's batch."""
        own, readings = self.instance, self.instance.readings
        batch = own.batch("disaggregated", share, tokens, contract)
        prefill, decode = own.phase_seconds("disaggregated", share, tokens, batch)
        seconds, cluster = prefill + decode, int(readings.cluster_instances)
        if cluster:
            seconds = np.minimum.reduce([
                (p + d) * np.maximum(prefill / p, decode / d)
                for p in range(1, cluster) for d in range(1, cluster - p + 1)
            ])
        return self.rho * seconds / (1 - readings.partition_slack), batch

    def _least_bandwidth(self, share, tokens, contract):
        """At which the first token comes in time, where that binds."""
        left = contract.ttft - share * tokens / self.instance.prefill_rate
        with np.errstate(divide="ignore"):
            least = self.instance.model.kv_bytes_per_token * share * tokens / left
        return np.where(left > 0, least, np.inf)

    def break_even_bandwidth(self, shares, tokens, contract, transfer):
        """B*(α), above which disaggregation is cheaper (Equation 9); NaN where there is none."""
        pools, batch = self._pools(shares, tokens, contract)
        gain = self.chunked(shares, tokens, contract) - pools
        tax = (1 - transfer.overlap) * self.transfer_tax(shares, 1, transfer.regime, batch)
        with np.errstate(divide="ignore", invalid="ignore"):
            bandwidth = np.where((gain > 0) & (tax > 0), tax / gain, np.nan)
        if self.instance.readings.ttft_bound:
            bandwidth = np.maximum(bandwidth, self._least_bandwidth(shares, tokens, contract))
        return bandwidth

    def break_even_shares(self, bandwidths, axis, tokens, contract, transfer):
        """α*(B): every change of the cheaper side between neighbours of `axis`, as an array of
        (α, B)."""
        def split_wins(shares, bandwidths):
            """1 and 0; NaN where neither is feasible."""
            together = self.chunked(shares, tokens, contract)
            split = self.disaggregated(shares, tokens, contract, bandwidths, transfer)
            wins = (split < together) | (np.isnan(together) & ~np.isnan(split))
            return np.where(np.isnan(together) & np.isnan(split), np.nan, wins)

        wins = split_wins(axis, bandwidths[:, np.newaxis])
        row, column = np.nonzero(np.abs(np.diff(wins, axis=1)) == 1)
        bandwidths, before = bandwidths[row], wins[row, column]
        low, high = axis[column], axis[column + 1]
        while np.any(high - low > 1e-12):
            middle = (low + high) / 2
            same = split_wins(middle, bandwidths) == before
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        return np.column_stack([(low + high) / 2, bandwidths])
