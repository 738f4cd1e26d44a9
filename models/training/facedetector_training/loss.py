"""Which cells answer for a face, and what they lose by answering wrongly."""

import torch
from torch.nn import functional as F

from .network import STRIDES

SIDES = ((0, 42), (26, 104), (68, 1e9))
"""Sides of the faces that each level answers for; where two overlap, both do."""
CORE, GREY, SLACK = .22, .36, 1.35
"""Cells within CORE of the side around a face's middle are its own, those within GREY are neither; a level whose sides a face
misses by less than SLACK is asked nothing about it."""


def targets(boxes, shapes):
    """boxes [n, m, 15], agreed 0 where there is none. For each level: face 1, background 0, ignored -1 as [n, h * w]; the
    index of the face of each cell; a weight that counts faces of many cells less."""
    x, y, w, h, agreed = boxes[..., :5].unbind(-1)
    side, cx, cy = (w * h).clamp_min(1e-6).sqrt(), x + w / 2, y + h / 2
    real, doubtful = agreed >= 2, agreed == 1
    found = []
    for (rows, columns), stride, (low, high) in zip(shapes, STRIDES, SIDES):
        px = ((torch.arange(columns) + .5) * stride).repeat(rows)
        py = ((torch.arange(rows) + .5) * stride).repeat_interleave(columns)
        dx, dy = (px - cx[..., None]).abs(), (py - cy[..., None]).abs()
        far = torch.maximum(dx, dy)
        at_level = (real & (side >= low) & (side < high))[..., None]
        near_level = (real & (side >= low / SLACK) & (side < high * SLACK))[..., None]
        own = at_level & (far <= (CORE * side).clamp_min(stride * .5)[..., None])
        grey = near_level & (far <= (GREY * side).clamp_min(stride * .75)[..., None])
        inside = doubtful[..., None] & (dx <= w[..., None] * .5 + stride) & (dy <= h[..., None] * .5 + stride)
        face = torch.where(own.any(1), 1., torch.where((grey | inside).any(1), -1., 0.))
        # of two faces, a cell answers for the one whose middle is nearer for its size
        index = torch.where(own, far / side[..., None], torch.inf).argmin(1)
        cells = torch.zeros_like(side).scatter_add_(1, index, (face == 1).float()).clamp_min(1)
        found.append((face, index, torch.where(face == 1, cells.gather(1, index) ** -.5, 0.), px, py))
    return found


def overlap_loss(a, b):
    """1 - generalised intersection over union of boxes given as left, top, right, bottom."""
    inner = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp_min(0).prod(1)
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).clamp_min(0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inner
    return 1 - inner / (union + 1e-6) + (hull - union) / (hull + 1e-6)


def loss_of(outputs, boxes, gamma=2.):
    """Focal cross-entropy, generalised IoU and landmarks, each a mean over the cells that are a face's own; and the parts."""
    levels = targets(boxes, [o.shape[2:] for o in outputs])
    face_loss = box_loss = mark_loss = total = marked = 0.
    for out, stride, (face, index, weight, px, py) in zip(outputs, STRIDES, levels):
        out = out.flatten(2)
        logit = out[:, 0]
        asked = face >= 0
        probability = logit.sigmoid()
        wrong = torch.where(face == 1, 1 - probability, probability)
        entropy = F.binary_cross_entropy_with_logits(logit, face.clamp_min(0), reduction="none")
        own = face == 1
        face_loss = face_loss + (entropy * wrong ** gamma * torch.where(own, weight, asked.float())).sum()
        total = total + weight.sum()
        rows, cells = own.nonzero(as_tuple=True)
        if not len(rows):
            continue
        true, share = boxes[rows, index[rows, cells]], weight[rows, cells]
        answer, middle = out[rows, :, cells], torch.stack([px[cells], py[cells]], 1)
        centre, size = answer[:, 1:3] * stride + middle, answer[:, 3:5].clamp(-4, 5).exp() * stride
        guess = torch.cat([centre - size / 2, centre + size / 2], 1)
        box_loss = box_loss + (overlap_loss(guess, torch.cat([true[:, :2], true[:, :2] + true[:, 2:4]], 1)) * share).sum()
        side = (true[:, 2] * true[:, 3]).sqrt()[:, None]
        wanted, known = true[:, 5:], ~true[:, 5].isnan()
        points = (answer[:, 5:] * stride + middle.repeat(1, 5) - wanted.nan_to_num()) / side
        mark_loss = mark_loss + (F.smooth_l1_loss(points, torch.zeros_like(points), reduction="none", beta=.05).mean(1) * known * share).sum()
        marked = marked + (known * share).sum()
    total = max(float(total), 1.)
    face_loss, box_loss, mark_loss = face_loss / total, box_loss / total, mark_loss / max(float(marked), 1.)
    return face_loss + box_loss + 2 * mark_loss, tuple(float(torch.as_tensor(v).detach()) for v in (face_loss, box_loss, mark_loss))
