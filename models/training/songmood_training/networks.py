"""Small dense networks, hundreds at a time: fifty folds of a few hundred songs cost seconds as one batched product.

Every network of a batch has its own songs, weights and order; they share nothing but the instructions.
"""

from dataclasses import dataclass

import numpy as np
import torch


@dataclass
class Source:
    """Rows to learn from, one table a network: [networks, n, features] and target probabilities [networks, n, 4]."""
    rows: torch.Tensor
    targets: torch.Tensor
    weight: float = 1.
    # Deviation of the Gaussian noise that each row gets each time it is seen.
    noise: float = 0.

    @classmethod
    def stacked(cls, rows, targets, copies=1, **settings):
        """From lists of tables; they are cut to the shortest, at most a row or two of some hundred. A random row goes,
        for the files are sorted by nothing known."""
        n = min(map(len, rows))
        pick = [np.random.default_rng(i).permutation(len(table))[:n] for i, table in enumerate(rows)]

        def stack(tables):
            kept = np.stack([table[p] for table, p in zip(tables, pick)])
            return torch.tensor(kept, dtype=torch.float32).repeat_interleave(copies, 0)
        return cls(stack(rows), stack(targets), **settings)

    def batch(self, size, random):
        index = torch.randint(self.rows.shape[1], (len(self.rows), size, 1), generator=random)
        rows = self.rows.gather(1, index.expand(-1, -1, self.rows.shape[2]))
        if self.noise:
            rows = rows + self.noise * torch.randn(rows.shape, generator=random)
        return rows, self.targets.gather(1, index.expand(-1, -1, 4))


class Networks:
    """`count` networks of the same sizes: dense layers, ReLU between, logits out."""

    def __init__(self, count, sizes, random):
        self.weights = [(torch.randn(count, i, o, generator=random) * (2 / i) ** .5 * (.5 if o == sizes[-1] else 1.))
                        .requires_grad_() for i, o in zip(sizes, sizes[1:])]
        self.biases = [torch.zeros(count, 1, o).requires_grad_() for o in sizes[1:]]

    def logits(self, rows):
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            rows = torch.baddbmm(bias, rows, weight)
            if layer < len(self.weights) - 1:
                rows = rows.relu()
        return rows

    @torch.no_grad()
    def probabilities(self, network, rows):
        """What one network answers to [n, features]."""
        x = torch.tensor(rows, dtype=torch.float32)
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            x = x @ weight[network] + bias[network]
            if layer < len(self.weights) - 1:
                x = x.relu()
        return x.softmax(1).double().numpy()


def cross_entropy(logits, targets):
    """Mean over rows, sum over networks: each network's gradient is its own."""
    return -(targets * logits.log_softmax(2)).sum(2).mean(1).sum()


def train(sources, hidden=(32,), steps=1500, rate=5e-3, decay=1e-2, batch=128, seed=0) -> Networks:
    """AdamW with the rate falling to zero along a cosine."""
    random = torch.Generator().manual_seed(seed)
    networks = Networks(len(sources[0].rows), [sources[0].rows.shape[2], *hidden, 4], random)
    optimiser = torch.optim.AdamW([{"params": networks.weights, "weight_decay": decay},
                                   {"params": networks.biases, "weight_decay": 0}], lr=rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        loss = 0.
        for source in sources:
            rows, targets = source.batch(batch, random)
            loss = loss + source.weight * cross_entropy(networks.logits(rows), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return networks


def train_as_paper(tables, moods, epochs=300, batch=200, seed=0) -> Networks:
    """Paper A's network on each table of features: 10 -> 8 ReLU -> 4, Glorot's uniform start, Adam as Keras has it, every
    song once an epoch in a new order, the last batch of an epoch smaller."""
    random = torch.Generator().manual_seed(seed)
    longest = max(map(len, tables))
    rows = torch.zeros(len(tables), longest, tables[0].shape[1])
    targets, present = torch.zeros(len(tables), longest, 4), torch.zeros(len(tables), longest)
    for i, (table, labels) in enumerate(zip(tables, moods)):
        rows[i, :len(table)] = torch.tensor(table)
        targets[i, :len(table)] = torch.eye(4)[torch.tensor(labels)]
        present[i, :len(table)] = 1
    networks = Networks(len(tables), [rows.shape[2], 8, 4], random)
    with torch.no_grad():
        for weight in networks.weights:
            weight.uniform_(-1, 1, generator=random).mul_((6 / (weight.shape[1] + weight.shape[2])) ** .5)
    optimiser = torch.optim.Adam(networks.weights + networks.biases, lr=1e-3, eps=1e-7)
    for _ in range(epochs):
        order = torch.rand(rows.shape[:2], generator=random).argsort(1)
        for start in range(0, longest, batch):
            index = order[:, start:start + batch, None]
            here = present.gather(1, index[..., 0])
            logits = networks.logits(rows.gather(1, index.expand(-1, -1, rows.shape[2])))
            losses = -(targets.gather(1, index.expand(-1, -1, 4)) * logits.log_softmax(2)).sum(2)
            optimiser.zero_grad()
            ((losses * here).sum(1) / here.sum(1).clamp(min=1)).sum().backward()
            optimiser.step()
    return networks
