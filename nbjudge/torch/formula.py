"""Networks that follow a formula: assertions that several exercises share."""

import functools
import itertools
from collections.abc import Callable, Mapping

import torch
import torch.nn.functional as F

from nbjudge.checks import (
    CheckFailure,
    NotAttempted,
    StudentError,
    assert_close,
    assert_equal,
    assert_leaves_alone,
    layers,
    make,
    observe,
    show,
)
from nbjudge.link.handle import Handle
from nbjudge.torch.asking import probe
from nbjudge.torch.samples import uneven_sum
from nbjudge.torch.slips import slips_of_a_call

Layers = Mapping[str, Callable[[torch.Tensor], torch.Tensor]]
Weights = dict[str, torch.Tensor]
Compute = Callable[[Layers, torch.Tensor], torch.Tensor]

_LARGER = 49  # rows in the larger of two batches
_SCALE = "{**weights, scaled: scale * weights[scaled]}"


class Formula:
    """What a student's network must return for a batch of rows (N, inputs of the first layer).

    `inputs` says how many inputs each linear layer has, by its name. `compute` is given these
    layers as functions, and the rows, and returns what the network must return. `mistakes` are
    known mistakes in words, each with what it computes instead. The methods take the network's
    class, and fail as checks do.
    """

    def __init__(
        self, inputs: dict[str, int], compute: Compute, mistakes: dict[str, Compute] | None = None
    ):
        self._inputs, self._compute, self._mistakes = inputs, compute, mistakes or {}
        self._width = next(iter(inputs.values()))
        self.parameters = [f"{name}.{part}" for name in inputs for part in ("weight", "bias")]
        # The network is kept: making one and drawing its weights takes longer than most checks.
        self._drawn = functools.lru_cache(maxsize=1)(self._draw)

    def network(self, network_class: Handle) -> tuple[Handle, Weights]:
        """A network with weights for which every step of the formula matters, and these weights.

        Several checks use the same network, and each sets its weights again. So sharing weights
        with other networks fails only the check that tests it.
        """
        network, weights, kept = self._drawn(network_class)
        probe.load_state(network, kept)
        return network, weights

    def assert_followed(self, network_class: Handle, count: int) -> None:
        """Fails unless the network follows the formula for a batch of `count` rows."""
        network, weights = self.network(network_class)
        images = torch.rand(count, self._width) * 2 - 1
        got, expected = network(images), self._expected(weights, images)
        mistakes = {**self._known(weights, images), **slips_of_a_call(network, images, got)}
        assert_close(got, expected, rtol=1e-4, mistakes=mistakes)

    def assert_followed_in_all_modes(self, network_class: Handle, last: str, scale: float) -> None:
        """Fails unless it does so in both modes, with gradients and without, for large numbers too.

        The weights of the layer `last` are scaled so that scores are some tens: a limit on the
        scores would show, and exponentials of them do not overflow.
        """
        _, weights, kept = self._drawn(network_class)
        network, scaled = network_class(), f"{last}.weight"
        kept = make(network, _SCALE, weights=kept, scaled=scaled, scale=scale)
        probe.load_state(network, kept)
        weights = {**weights, scaled: scale * weights[scaled]}
        # Batches cross once, and each call gets a copy.
        drawn = (torch.rand(3, self._width), 6 * torch.randn(_LARGER, self._width))
        batches = [
            (make(network, "images", images=images), images, self._expected(weights, images))
            for images in drawn
        ]
        for training, tracked in itertools.product((True, False), repeat=2):
            # A batch with as many rows as a row has numbers takes long, so it runs in one mode
            # only.
            times = max(1, self._width // _LARGER) if training and tracked else 1
            given = {"training": training, "tracked": tracked, "times": times}
            for kept_there, images, expected in batches:
                rows, mode = probe.called_in_mode(network, kept_there, **given)
                expected = expected.repeat(times, 1)
                mistakes = self._known(weights, images, times)
                assert_close(rows, expected, atol=1e-4, rtol=1e-3, mistakes=mistakes)
                assert mode is tracked, "a call leaves gradients switched off, or on"
                assert rows.requires_grad or not tracked, "the output carries no gradient"

    def assert_its_layers_are_linear(self, network_class: Handle) -> None:
        """Fails unless each layer by itself gives x · Wᵀ + b."""
        network, weights = self.network(network_class)
        linear = _linear_layers(self._inputs, weights)
        for name, size in self._inputs.items():
            x = 3 * torch.randn(5, size)
            assert_close(getattr(network, name)(x), linear[name](x), atol=1e-3, rtol=1e-4)

    def assert_trainable(self, network_class: Handle) -> None:
        """Fails unless all weights are trainable and the right gradients reach them."""
        network, weights = self.network(network_class)
        described = self._described(network)
        frozen = [name for name, value in described.items() if not value.requires_grad]
        assert not frozen, f"`{frozen[0]}` is frozen: its `requires_grad` is False"
        images = torch.rand(8, self._width) * 2 - 1
        _assert_a_tensor(network(images))
        reached = probe.gradients(network, images)
        for name, expected in self._gradients(weights, images).items():
            gradient = reached.get(name) if type(reached) is dict else None
            arrived = isinstance(gradient, torch.Tensor) and bool(gradient.ne(0).any())
            assert arrived, f"no gradient of the output reaches `{name}`"
            message = f"the gradient that reaches `{name}` is another one"
            atol = 1e-3 * float(expected.abs().max())
            assert_close(gradient, expected, atol=atol, message=message)

    def assert_nothing_else_is_registered(self, network_class: Handle) -> None:
        """Fails if there are parameters or buffers besides the layers', or if a call adds any."""
        network = network_class()
        structure = layers(network)
        self._assert_registered(network, "it keeps other tensors")
        for mode in ("train", "eval"):
            getattr(network, mode)()(torch.rand(3, self._width))
        assert_equal(layers(network), structure, "the call has changed the submodules")
        self._assert_registered(network, "after a call it keeps other tensors")

    def assert_no_weights_are_shared(self, network_class: Handle) -> None:
        """Fails if setting the weights of one network changes another network."""
        first, second = network_class(), network_class()
        before = self._named(probe.named_parameters(second))
        self._described(first)
        probe.fill_parameters(first, 0.5)
        for name, value in self._named(probe.named_parameters(second)).items():
            same = name in before and torch.equal(value, before[name])
            assert same, f"setting the weights of one network has changed `{name}` of another"

    def assert_double_stays_double(self, network_class: Handle) -> None:
        """Fails unless float64 weights and inputs stay float64 in every step up to the output."""
        _, weights, kept = self._drawn(network_class)
        network = network_class()
        probe.load_state(network, kept)
        probe.turn_double(network)
        weights = {name: value.double() for name, value in weights.items()}
        for count, size in ((5, 1), (1, 6), (_LARGER, 1)):
            images = size * (torch.rand(count, self._width, dtype=torch.float64) * 2 - 1)
            rows = network(images)
            if not isinstance(rows, torch.Tensor) or rows.dtype != torch.float64:
                raise CheckFailure("the output is not a float64 tensor", show(rows))
            message = "on the way the numbers have been rounded to float32"
            expected = self._expected(weights, images)
            assert_close(rows, expected, atol=1e-11, rtol=0, message=message)

    def assert_runs_on_the_device_of_its_weights(self, network_class: Handle) -> None:
        """Fails unless the network runs on its weights' device, even if that is not the CPU."""
        network = network_class()
        layers(network)
        images = torch.rand(4, self._width)
        _assert_a_tensor(network(images))
        message = "the output lies on another device than weights and inputs"
        try:
            made = probe.where_tensors_default_to_meta(network, images)
            probe.cuda_reported(True, network, images)
            fresh = make(network_class, "network_class()", network_class=network_class)
            moved = probe.device_of_output(fresh, images)
        except (StudentError, NotAttempted) as error:
            raise CheckFailure(f"{message}, or it fails there ({error})") from error
        assert not getattr(made, "is_meta", True), message
        assert moved in ("meta", ""), message

    def assert_making_and_calling_leave_all_alone(self, network_class: Handle) -> None:
        """Fails if making or calling it changes inputs, gradient mode, seed or default dtype."""
        assert observe(network_class).settings_kept, "making a network changes a global setting"
        network = network_class()
        layers(network)
        assert_leaves_alone(network, images=3 * torch.randn(6, self._width))

    def _draw(self, network_class: Handle) -> tuple[Handle, Weights, Handle]:
        """A new network, weights for it, and a handle on the weights on the student's side."""
        network, weights = network_class(), {}
        for name, parameter in self._described(network).items():
            spread = 2 / parameter.shape[-1] ** 0.5 if parameter.dim() > 1 else 0.5
            weights[name] = torch.randn(parameter.shape, dtype=parameter.dtype) * spread
        return network, weights, make(network, "weights", weights=weights)

    def _described(self, network: Handle) -> Weights:
        """The parameters of a network without their values (on `meta`)."""
        layers(network)
        return self._named(probe.parameters_on_meta(network))

    def _named(self, found: object) -> Weights:
        if type(found) is not dict:
            raise CheckFailure("the network has no named parameters", show(found))
        for name in self._inputs:
            wanted = f"{name}.weight"
            if not isinstance(found.get(wanted), torch.Tensor):
                message = f"the network has no parameter `{wanted}`"
                raise CheckFailure(message, show(list(found)), show(self.parameters))
        return found

    def _assert_registered(self, network: Handle, message: str) -> None:
        assert_equal(probe.registered(network), self.parameters, message)

    def _expected(self, weights: Weights, images: torch.Tensor) -> torch.Tensor:
        try:
            return self._compute(_linear_layers(self._inputs, weights), images)
        except RuntimeError as error:
            raise CheckFailure(f"the layers do not fit together ({error})") from error

    def _known(
        self, weights: Weights, images: torch.Tensor, times: int = 1
    ) -> dict[str, Callable[[], torch.Tensor]]:
        """The known mistakes, each with what it gives for these rows, repeated `times` times."""

        def once_asked(compute: Compute, layers: Layers) -> Callable[[], torch.Tensor]:
            return lambda: compute(layers, images).repeat(times, 1)

        linear = _linear_layers(self._inputs, weights)
        known = {said: once_asked(compute, linear) for said, compute in self._mistakes.items()}
        biases = [name for name in weights if name.endswith(".bias")]
        for left_out in (*([name] for name in biases), biases):
            said = f"{' and '.join(f'`{name}`' for name in left_out)} left out of the computation"
            others = {name: value for name, value in weights.items() if name not in left_out}
            known[said] = once_asked(self._compute, _linear_layers(self._inputs, others))
        return known

    def _gradients(self, weights: Weights, images: torch.Tensor) -> Weights:
        leaves = {name: value.clone().requires_grad_() for name, value in weights.items()}
        uneven_sum(self._expected(leaves, images)).backward()
        return {name: leaf.grad for name, leaf in leaves.items() if leaf.grad is not None}


def _linear_layers(names: Mapping[str, int], weights: Weights) -> Layers:
    return {name: _linear(weights[f"{name}.weight"], weights.get(f"{name}.bias")) for name in names}


def _linear(
    weight: torch.Tensor, bias: torch.Tensor | None
) -> Callable[[torch.Tensor], torch.Tensor]:
    return lambda x: F.linear(x, weight.to(x.dtype), None if bias is None else bias.to(x.dtype))


def _assert_a_tensor(rows: object) -> None:
    if not isinstance(rows, torch.Tensor):
        raise CheckFailure("the output is not a tensor", show(rows))
