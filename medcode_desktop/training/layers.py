"""Fits the small networks that run in numpy beside the encoder: linear ones, and ones with a hidden layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn

from medcode_desktop.core.heads import Layers
from medcode_desktop.core.types import FloatArray

Loss = Callable[[torch.Tensor], torch.Tensor]
"""The loss of the scores (n,) that a network gives to its inputs."""


def fit_network(
    inputs: FloatArray,
    loss: Loss,
    hidden: int,
    decay: float,
    steps: int = 400,
    seed: int = 11,
) -> Layers:
    """A network with one hidden layer, (n, f) -> (n, 1), that minimises `loss` of its outputs; seeded, full batch."""
    torch.manual_seed(seed)
    centre, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    x = torch.from_numpy((inputs - centre) / scale)
    network = nn.Sequential(nn.Linear(x.shape[1], hidden), nn.Tanh(), nn.Linear(hidden, 1))
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.02, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(network(x)[:, 0]).backward()
        optimizer.step()
        schedule.step()
    w0, b0 = network[0].weight.detach().numpy().T, network[0].bias.detach().numpy()
    w1, b1 = network[2].weight.detach().numpy().T, network[2].bias.detach().numpy()
    return Layers((w0 / scale[:, None], w1), (b0 - (centre / scale) @ w0, b1))


def fit_linear(inputs: FloatArray, loss: Loss, decay: float) -> Layers:
    """A linear score (n, f) -> (n, 1) that minimises `loss` of it, and `decay` times its squared weights."""
    centre, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    x = torch.from_numpy(np.asarray((inputs - centre) / scale, np.float32))
    weights = torch.zeros(x.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=200)

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        total = loss(x @ weights + bias) + decay * (weights**2).sum()
        total.backward()
        return total

    optimizer.step(step)
    w = weights.detach().numpy() / scale
    return Layers((w[:, None].astype(np.float32),), (np.array([bias.item() - centre @ w], np.float32),))


def averaged(networks: Sequence[Layers]) -> Layers:
    """One network whose output is the mean of those of several of the same form (bagging, Breiman 1996).

    They are linear or have one hidden layer each.
    """
    if len(networks[0].weights) == 1:
        weights = np.stack([n.weights[0] for n in networks]).mean(axis=0)
        return Layers((weights,), (np.stack([n.biases[0] for n in networks]).mean(axis=0),))
    first = np.concatenate([n.weights[0] for n in networks], axis=1)
    last = np.asarray(np.concatenate([n.weights[1] for n in networks]) / len(networks), np.float32)
    bias = np.asarray(np.stack([n.biases[1] for n in networks]).mean(axis=0), np.float32)
    return Layers((first, last), (np.concatenate([n.biases[0] for n in networks]), bias))
