"""The sequence networks as plain arithmetic: scoring needs neither torch nor its start-up time.

`sequence_training` learns the weights; a test holds the two to the same numbers.
"""

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray

Weights = dict[str, FloatArray]
TINY = 1e-5


def encode(weights: Weights, items: IntArray, sizes: IntArray, heads: int) -> FloatArray:
    """(n, d) what each customer's sequence says, at its last product.

    items: (n, length) codes, oldest first, anything behind the end.  sizes: (n,), at least 1.
    heads: attention heads; 0 for the recurrent network.
    """
    width = int(sizes.max())
    items = items[:, :width]
    inputs = weights["products"][items]
    state = _recurrent(weights, inputs) if heads == 0 else _attention(weights, inputs, heads)
    last = state[np.arange(len(items)), sizes - 1]
    return _normalised(last, weights, "final")


def _attention(weights: Weights, inputs: FloatArray, heads: int) -> FloatArray:
    n, width, d = inputs.shape
    x = inputs * np.float32(np.sqrt(d)) + weights["places"][:width]
    later = np.triu(np.full((width, width), -np.inf, dtype=np.float32), 1)
    scale = np.float32(1 / np.sqrt(d // heads))
    block = 0
    while f"blocks.{block}.mix.weight" in weights:
        name = f"blocks.{block}"
        mixed = _linear(_normalised(x, weights, f"{name}.before"), weights, f"{name}.mix")
        # (n, heads, width, d / heads) each
        query, key, value = (
            part.reshape(n, width, heads, -1).transpose(0, 2, 1, 3)
            for part in np.split(mixed, 3, axis=2)
        )
        share = query @ key.transpose(0, 1, 3, 2) * scale + later
        share = np.exp(share - share.max(axis=3, keepdims=True))
        share /= share.sum(axis=3, keepdims=True)
        seen = (share @ value).transpose(0, 2, 1, 3).reshape(n, width, d)
        x = x + _linear(seen, weights, f"{name}.out")
        hidden = _linear(_normalised(x, weights, f"{name}.between"), weights, f"{name}.wide")
        x = x + _linear(np.maximum(hidden, 0), weights, f"{name}.narrow")
        block += 1
    return x


def _recurrent(weights: Weights, inputs: FloatArray) -> FloatArray:
    n, width, d = inputs.shape
    out = np.empty((n, width, d), dtype=np.float32)
    state = np.zeros((n, d), dtype=np.float32)
    given = inputs @ weights["gru.weight_ih_l0"].T + weights["gru.bias_ih_l0"]
    for place in range(width):
        own = state @ weights["gru.weight_hh_l0"].T + weights["gru.bias_hh_l0"]
        reset, update = (
            _sigmoid(given[:, place, part] + own[:, part])
            for part in (slice(0, d), slice(d, 2 * d))
        )
        new = np.tanh(given[:, place, 2 * d :] + reset * own[:, 2 * d :])
        state = (1 - update) * new + update * state
        out[:, place] = state
    return out


def _linear(x: FloatArray, weights: Weights, name: str) -> FloatArray:
    out: FloatArray = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return out


def _normalised(x: FloatArray, weights: Weights, name: str) -> FloatArray:
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(TINY))
    out: FloatArray = centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return out


def _sigmoid(x: FloatArray) -> FloatArray:
    out: FloatArray = 0.5 * (1 + np.tanh(0.5 * x))
    return out
