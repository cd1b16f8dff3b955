"""Recurrent layers written out step by step in PyTorch.

With `norm=True` the input and the recurrent product are each layer-normalised (Ba et al.
2016, equations 20 and 21), which torch.nn does not offer. With `norm=False` they compute
what torch.nn.LSTM, GRU and RNN compute; generate.py checks that before it trusts them.
torch.nn has no CIFG-LSTM (Greff et al. 2015); generate.py checks that one against an
nn.LSTM whose input gate has the forget gate's weights negated: 1 - sigmoid(x) = sigmoid(-x).

Shapes: x (T, N, D), h and c (layers, N, H), gates (N, G*H) with G = 4, 3 or 1.
Gate order is PyTorch's: i f g o for the LSTM, r z n for the GRU; f g o for the CIFG-LSTM.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

GATES = {"lstm": 4, "cifg": 3, "gru": 3, "rnn-tanh": 1, "rnn-relu": 1}
NORM_EPSILON = 1e-5

State = tuple[Tensor, Tensor] | Tensor


class StepwiseRecurrent(nn.Module):
    """Any cell, any number of layers, the same parameter names as torch.nn's modules."""

    def __init__(self, cell: str, inputs: int, hidden: int, layers: int, norm: bool) -> None:
        super().__init__()
        self.cell = cell
        self.hidden = hidden
        self.layers = layers
        self.norm = norm
        # Smallest |pre-activation| met so far: a ReLU near its kink may differ in float32.
        self.kink_distance = float("inf")
        rows = GATES[cell] * hidden
        for layer in range(layers):
            width = inputs if layer == 0 else hidden
            self._parameter(f"weight_ih_l{layer}", rows, width)
            self._parameter(f"weight_hh_l{layer}", rows, hidden)
            self._parameter(f"bias_ih_l{layer}", rows)
            self._parameter(f"bias_hh_l{layer}", rows)
            if norm:
                for side in ("ih", "hh"):
                    self._parameter(f"norm_{side}_gain_l{layer}", rows)
                    self._parameter(f"norm_{side}_bias_l{layer}", rows)

    def _parameter(self, name: str, *shape: int) -> None:
        self.register_parameter(name, nn.Parameter(torch.empty(*shape)))

    def forward(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        h0, c0 = state if isinstance(state, tuple) else (state, None)
        last_h: list[Tensor] = []
        last_c: list[Tensor] = []
        for layer in range(self.layers):
            h = h0[layer]
            c = None if c0 is None else c0[layer]
            outputs: list[Tensor] = []
            for row in x:
                h, c = self._step(layer, row, h, c)
                outputs.append(h)
            x = torch.stack(outputs)
            last_h.append(h)
            if c is not None:
                last_c.append(c)
        if c0 is None:
            return x, torch.stack(last_h)
        return x, (torch.stack(last_h), torch.stack(last_c))

    def _step(
        self, layer: int, x: Tensor, h: Tensor, c: Tensor | None
    ) -> tuple[Tensor, Tensor | None]:
        from_input = self._product("ih", layer, x)
        from_hidden = self._product("hh", layer, h)
        if self.cell == "lstm":
            i, f, g, o = (from_input + from_hidden).chunk(4, dim=1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            return o.sigmoid() * c.tanh(), c
        if self.cell == "cifg":
            f, g, o = (from_input + from_hidden).chunk(3, dim=1)
            keep = f.sigmoid()
            c = keep * c + (1 - keep) * g.tanh()
            return o.sigmoid() * c.tanh(), c
        if self.cell == "gru":
            r_x, z_x, n_x = from_input.chunk(3, dim=1)
            r_h, z_h, n_h = from_hidden.chunk(3, dim=1)
            r = (r_x + r_h).sigmoid()
            z = (z_x + z_h).sigmoid()
            n = (n_x + r * n_h).tanh()
            return (1 - z) * n + z * h, None
        a = from_input + from_hidden
        self.kink_distance = min(self.kink_distance, a.detach().abs().min().item())
        return (a.relu() if self.cell == "rnn-relu" else a.tanh()), None

    def _product(self, side: str, layer: int, rows: Tensor) -> Tensor:
        """weight · row, normalised over all G*H values where asked for, plus the bias."""
        weight = getattr(self, f"weight_{side}_l{layer}")
        product = F.linear(rows, weight)
        if self.norm:
            gain = getattr(self, f"norm_{side}_gain_l{layer}")
            shift = getattr(self, f"norm_{side}_bias_l{layer}")
            product = F.layer_norm(product, product.shape[-1:], gain, shift, NORM_EPSILON)
        return product + getattr(self, f"bias_{side}_l{layer}")
