"""Right and wrong solutions of `init_weights`."""

# draws random numbers

# keeps 0.5: every_call_draws_anew, every_weight_is_drawn_by_itself
# keeps 0.8: the_weights_have_the_right_spread
# keeps 0.85: the_bias_becomes_zero
# keeps 0.9: the_weights_follow_a_bell_curve, another_std_is_honoured, other_modules_are_left_alone
# keeps 0.9: apply_sets_every_linear_layer_and_nothing_else, it_happens_in_place
# keeps 0.95: all others


# %% right: nn.init
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% right: filled through .data, by the exact type
def init_weights(module, std=0.01):
    if type(module) is nn.Linear:
        module.weight.data.normal_(0, std)
        if module.bias is not None:
            module.bias.data.zero_()


# %% right: .data is set
def init_weights(module: nn.Module, std: float = 0.01) -> None:
    """Normal weights, no bias."""
    if not isinstance(module, nn.Linear):
        return
    module.weight.data = torch.randn_like(module.weight.data) * std
    if module.bias is not None:
        module.bias.data = torch.zeros_like(module.bias.data)


# %% right: copied in under no_grad, with prints
def init_weights(module, std=0.01):
    print(f"visiting {module}")
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            module.weight.copy_(torch.normal(0.0, std, size=module.weight.shape))
            if module.bias is not None:
                module.bias.fill_(0)
        print("std", module.weight.std())
    return module


# %% right: a decorator, a helper, and the bias multiplied by zero
def is_linear(module):
    return module.__class__.__name__ == "Linear"


@torch.no_grad()
def init_weights(module, std=0.01):
    if is_linear(module):
        module.weight.normal_(mean=0, std=std)
        bias = getattr(module, "bias", None)
        if bias is not None:
            bias.mul_(0)


# %% right: a callable object
class Initialiser:
    def __call__(self, module, std=0.01):
        match module:
            case nn.Linear():
                for name, parameter in module.named_parameters():
                    if name == "weight":
                        parameter.data[:] = torch.randn(parameter.shape).to(parameter) * std
                    else:
                        parameter.data[:] = 0


init_weights = Initialiser()


# %% right: a lambda
init_weights = lambda module, std=0.01: (
    [
        nn.init.normal_(parameter, std=std) if parameter.dim() == 2 else nn.init.zeros_(parameter)
        for parameter in module.parameters()
    ]
    if isinstance(module, nn.Linear)
    else None
)


# %% right: numpy's normal numbers, copied in
import numpy as np


def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        values = np.random.default_rng().normal(0.0, std, size=tuple(module.weight.shape))
        with torch.no_grad():
            module.weight.copy_(torch.from_numpy(values))
        if module.bias is not None:
            nn.init.constant_(module.bias, 0.0)


# %% right: a distribution of torch's
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        normal = torch.distributions.Normal(torch.zeros_like(module.weight), std)
        module.weight.data.copy_(normal.sample())
        if module.bias is not None:
            module.bias.data.fill_(0.0)


# %% right: a generator of its own, made once
generator = torch.Generator().manual_seed(2024)


def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        drawn = torch.randn(module.weight.shape, generator=generator)
        module.weight.data.copy_(drawn * std)
        if module.bias is not None:
            module.bias.data.zero_()


# %% wrong: the std is written down
# rejected by: another_std_is_honoured
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=0.01)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: 0.011
# rejected by: the_weights_have_the_right_spread
def init_weights(module, std=0.011):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: std taken for the variance
# rejected by: the_weights_have_the_right_spread, another_std_is_honoured
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std**0.5)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: std taken for the mean
# rejected by: the_mean_is_zero, the_weights_have_the_right_spread
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: a small mean
# rejected by: the_mean_is_zero
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.001, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: a uniform distribution with the right std
# rejected by: the_weights_follow_a_bell_curve
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        bound = std * 3**0.5
        nn.init.uniform_(module.weight, -bound, bound)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: a uniform distribution between -std and std
# rejected by: the_weights_have_the_right_spread, the_weights_follow_a_bell_curve
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.uniform_(module.weight, -std, std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: a normal distribution cut off at two std
# rejected by: the_weights_have_the_right_spread, the_weights_follow_a_bell_curve
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=std, a=-2 * std, b=2 * std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: a normal distribution cut off at -2 and 2
# rejected by: another_std_is_honoured
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: Xavier
# rejected by: the_weights_have_the_right_spread
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.xavier_normal_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: rescales the weights that are there
# rejected by: the_weights_follow_a_bell_curve, every_call_draws_anew
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            module.weight.sub_(module.weight.mean()).mul_(std / module.weight.std())
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: adds to the weights that are there
# rejected by: the_weights_have_the_right_spread
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            module.weight.add_(torch.randn_like(module.weight) * std)
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: one row for all neurons
# rejected by: every_weight_is_drawn_by_itself
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            row = torch.randn(module.in_features).to(module.weight)
            row = (row - row.mean()) / row.std() * std
            module.weight.copy_(row.expand_as(module.weight))
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: sets the seed
# rejected by: every_call_draws_anew, torch_stays_as_it_was
def init_weights(module, std=0.01):
    torch.manual_seed(0)
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: a generator with the same seed at every call
# rejected by: every_call_draws_anew
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        generator = torch.Generator().manual_seed(7)
        nn.init.normal_(module.weight, mean=0.0, std=std, generator=generator)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: numbers drawn once, when the cell runs
# rejected by: every_call_draws_anew
DRAWN = torch.randn(784, 784)


def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        rows, columns = module.weight.shape
        module.weight.data.copy_(DRAWN[:rows, :columns] * std)
        if module.bias is not None:
            module.bias.data.zero_()


# %% wrong: the bias is drawn too
# rejected by: the_bias_becomes_zero
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.normal_(module.bias, mean=0.0, std=std)


# %% wrong: the bias is left as it was
# rejected by: the_bias_becomes_zero
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)


# %% wrong: every layer has a bias
# rejected by: a_layer_without_bias_works
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        nn.init.zeros_(module.bias)


# %% wrong: layers without a bias are skipped
# rejected by: a_layer_without_bias_works
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.normal_(module.weight, mean=0.0, std=std)
        nn.init.zeros_(module.bias)


# %% wrong: layers without a bias get one
# rejected by: a_layer_without_bias_works
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is None:
            module.bias = nn.Parameter(torch.zeros(module.out_features))
        nn.init.zeros_(module.bias)


# %% wrong: new parameters
# rejected by: it_happens_in_place, requires_grad_stays
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        module.weight = nn.Parameter(torch.randn_like(module.weight) * std)
        if module.bias is not None:
            module.bias = nn.Parameter(torch.zeros_like(module.bias))


# %% wrong: on a copy
# rejected by: the_weights_have_the_right_spread, it_happens_in_place
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        weight = module.weight.clone().detach()
        weight.normal_(0, std)
        if module.bias is not None:
            bias = module.bias.clone().detach()
            bias.zero_()


# %% wrong: in place and recorded for the gradients
# rejected by: the_weights_have_the_right_spread
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        module.weight.normal_(0, std)
        if module.bias is not None:
            module.bias.zero_()


# %% wrong: frozen for good
# rejected by: requires_grad_stays
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        module.weight.requires_grad = False
        module.weight.normal_(0, std)
        if module.bias is not None:
            module.bias.requires_grad = False
            module.bias.zero_()


# %% wrong: frozen, and then trainable whatever it was
# rejected by: requires_grad_stays
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        module.requires_grad_(False)
        module.weight.normal_(0, std)
        if module.bias is not None:
            module.bias.zero_()
        module.requires_grad_(True)


# %% wrong: .data in float32 whatever it was
# rejected by: dtype_and_device_stay
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        weight = module.weight
        weight.data = torch.randn(weight.shape, device=weight.device) * std
        if module.bias is not None:
            module.bias.data.zero_()


# %% wrong: .data on the CPU
# rejected by: dtype_and_device_stay
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        kind = module.weight.dtype
        module.weight.data = torch.randn(module.weight.shape, dtype=kind) * std
        if module.bias is not None:
            module.bias.data = torch.zeros(module.bias.shape, dtype=kind)


# %% wrong: whatever has a weight
# rejected by: other_modules_are_left_alone, apply_sets_every_linear_layer_and_nothing_else
def init_weights(module, std=0.01):
    if hasattr(module, "weight"):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: convolutions too
# rejected by: other_modules_are_left_alone, apply_sets_every_linear_layer_and_nothing_else
def init_weights(module, std=0.01):
    if isinstance(module, (nn.Linear, nn.Conv2d)):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: normalising layers are reset on the way
# rejected by: other_modules_are_left_alone, apply_sets_every_linear_layer_and_nothing_else
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm1d):
        nn.init.ones_(module.weight)
        nn.init.zeros_(module.bias)


# %% wrong: goes through the modules inside by itself
# rejected by: other_modules_are_left_alone
def init_weights(module, std=0.01):
    for inner in module.modules():
        if isinstance(inner, nn.Linear):
            nn.init.normal_(inner.weight, mean=0.0, std=std)
            if inner.bias is not None:
                nn.init.zeros_(inner.bias)


# %% wrong: only for the network with fc1, fc2 and fc3
# rejected by: the_bias_becomes_zero, apply_sets_every_linear_layer_and_nothing_else
def init_weights(module, std=0.01):
    for layer in (module.fc1, module.fc2, module.fc3):
        nn.init.normal_(layer.weight, mean=0.0, std=std)
        nn.init.zeros_(layer.bias)


# %% wrong: fails on modules that are no Linear
# rejected by: other_modules_are_left_alone, apply_sets_every_linear_layer_and_nothing_else
def init_weights(module, std=0.01):
    if not isinstance(module, nn.Linear):
        raise TypeError("expected a linear layer")
    nn.init.normal_(module.weight, mean=0.0, std=std)
    if module.bias is not None:
        nn.init.zeros_(module.bias)


# %% wrong: only wide layers
# rejected by: apply_sets_every_linear_layer_and_nothing_else
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear) and module.in_features >= module.out_features:
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: leaves gradients switched off
# rejected by: torch_stays_as_it_was
def init_weights(module, std=0.01):
    torch.set_grad_enabled(False)
    if isinstance(module, nn.Linear):
        module.weight.normal_(0, std)
        if module.bias is not None:
            module.bias.zero_()


# %% wrong: all weights equal std
# rejected by: the_weights_follow_a_bell_curve, every_weight_is_drawn_by_itself
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.constant_(module.weight, std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: no second argument
# rejected by: another_std_is_honoured
def init_weights(module):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=0.01)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% right: torch.zeros into the bias
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        module.weight.data.normal_(0, std)
        if module.bias is not None:
            torch.zeros(module.out_features, out=module.bias.data)


# %% wrong: two-dimensional batch normalisation reset, as in DCGAN
# rejected by: other_modules_are_left_alone
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, 0, std)
        if module.bias is not None:
            module.bias.data.zero_()
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


# %% wrong: frozen layers skipped
# rejected by: every_linear_layer_is_set
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        for name, p in module.named_parameters():
            if p.requires_grad:
                if name == "weight":
                    nn.init.normal_(p, 0, std)
                else:
                    nn.init.zeros_(p)


# %% wrong: clamped at three std
# rejected by: the_weights_follow_a_bell_curve
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, 0.0, std)
        module.weight.data.clamp_(-3 * std, 3 * std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: other modules frozen
# rejected by: other_modules_are_left_alone
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, 0, std)
        if module.bias is not None:
            module.bias.data.zero_()
    else:
        for p in module.parameters(recurse=False):
            p.requires_grad_(False)


# %% wrong: std below 0.01 lifted
# rejected by: every_linear_layer_is_set
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, 0, max(std, 0.01))
        if module.bias is not None:
            module.bias.data.zero_()


# %% wrong: only in training mode
# rejected by: every_linear_layer_is_set
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear) and module.training:
        nn.init.normal_(module.weight, 0, std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% right: drawn flat and seen as the weight
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            drawn = std * torch.randn(module.weight.numel())
            module.weight.copy_(drawn.view_as(module.weight))
            if module.bias is not None:
                module.bias.copy_(torch.zeros(1).expand_as(module.bias))


# %% right: drawn flat, shaped and moved as the weight is
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        drawn = std * torch.randn(module.weight.numel())
        module.weight.data = drawn.reshape_as(module.weight).to(module.weight)
        if module.bias is not None:
            module.bias.data.zero_()


# %% right: two draws added
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            noise = torch.randn_like(module.weight) + torch.randn_like(module.weight)
            module.weight.copy_(noise * std / 2**0.5)
            if module.bias is not None:
                module.bias.zero_()


# %% right: row by row, each with a draw of its own
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            for row in module.weight:
                row.normal_(0, std)
            if module.bias is not None:
                module.bias.fill_(0)


# %% wrong: correlated: one half is the other with the signs turned
# rejected by: every_weight_is_drawn_by_itself
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            half = torch.randn(module.weight.numel() // 2 + 1, dtype=module.weight.dtype) * std
            both = torch.cat([half, -half])[: module.weight.numel()]
            module.weight.copy_(both.reshape(module.weight.shape))
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: correlated: each row is a mix of the one above and noise
# rejected by: every_weight_is_drawn_by_itself
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            noise = torch.randn_like(module.weight)
            module.weight.copy_((noise + noise.roll(1, 0)) * std / 2**0.5)
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: correlated: the lower half is the upper one with noise
# rejected by: every_weight_is_drawn_by_itself
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            w = torch.randn_like(module.weight)
            n = len(w) // 2
            w[n : 2 * n] = (w[:n] + torch.randn_like(w[:n])) / 2**0.5
            module.weight.copy_(w * std)
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: correlated: a product of two thin matrices
# rejected by: every_weight_is_drawn_by_itself
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            rows, columns = module.weight.shape
            thin = torch.randn(rows, 100) @ torch.randn(100, columns) / 10
            module.weight.copy_(thin * std)
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: correlated: the same numbers in another order at each call
# rejected by: every_call_draws_anew
_store = {}


def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            size = module.weight.numel()
            numbers = _store.setdefault(size, torch.randn(size))
            mixed = numbers[torch.randperm(size)].reshape(module.weight.shape)
            module.weight.copy_(mixed * std)
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: correlated: half of the last call's numbers
# rejected by: every_call_draws_anew
_last = {}


def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        with torch.no_grad():
            fresh = torch.randn(module.weight.shape)
            shape = tuple(fresh.shape)
            mixed = (fresh + _last.get(shape, torch.randn(shape))) / 2**0.5
            _last[shape] = fresh.flip(0)
            module.weight.copy_(mixed * std)
            if module.bias is not None:
                module.bias.zero_()


# %% wrong: told by its name, Linear anywhere in it
# rejected by: other_modules_are_left_alone
def init_weights(module, std=0.01):
    if module.__class__.__name__.find("Linear") != -1:
        module.weight.data.normal_(0.0, std)
        if module.bias is not None:
            module.bias.data.fill_(0)


# %% wrong: told by its sizes
# rejected by: other_modules_are_left_alone
def init_weights(module, std=0.01):
    if hasattr(module, "in_features") and hasattr(module, "weight"):
        module.weight.data.normal_(0.0, std)
        if module.bias is not None:
            module.bias.data.fill_(0)


# %% wrong: told by two dimensions of its weight
# rejected by: other_modules_are_left_alone
def init_weights(module, std=0.01):
    weight = getattr(module, "weight", None)
    if isinstance(weight, nn.Parameter) and weight.dim() == 2 and hasattr(module, "bias"):
        weight.data.normal_(0.0, std)
        if module.bias is not None:
            module.bias.data.fill_(0)


# %% wrong: std by keyword only
# rejected by: another_std_is_honoured
def init_weights(module, *, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: rounded to a tenth of std
# rejected by: the_weights_follow_a_bell_curve, every_weight_is_drawn_by_itself
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        module.weight.data.div_(std).round_(decimals=1).mul_(std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: a normal distribution cut off at 3.5 std
# rejected by: the_weights_follow_a_bell_curve
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=std, a=-3.5 * std, b=3.5 * std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: Student's distribution, with a few more large weights
# rejected by: the_weights_follow_a_bell_curve
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        drawn = torch.distributions.StudentT(40.0).sample(module.weight.shape)
        module.weight.data.copy_(drawn * std * (38 / 40) ** 0.5)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


# %% wrong: frozen for the time being, and then the bias as the weight was
# rejected by: requires_grad_stays
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        trainable = module.weight.requires_grad
        module.requires_grad_(False)
        module.weight.normal_(0, std)
        if module.bias is not None:
            module.bias.zero_()
        module.requires_grad_(trainable)


# %% wrong: the bias made anew in float32
# rejected by: dtype_and_device_stay
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        module.weight.data.normal_(0, std)
        if module.bias is not None:
            module.bias.data = torch.zeros(module.out_features, device=module.bias.device)


# %% wrong: everything can be trained afterwards, and is in training mode
# rejected by: other_modules_are_left_alone, requires_grad_stays, torch_stays_as_it_was
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    module.requires_grad_(True).train()


# %% wrong: the layer is in evaluation mode afterwards
# rejected by: torch_stays_as_it_was
def init_weights(module, std=0.01):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, mean=0.0, std=std)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
        module.eval()
