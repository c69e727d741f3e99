"""Right and wrong solutions of `parameters`."""

# keeps 0.5: the_count_fits_any_model, the_summary_fits_any_model
# keeps 0.85: frozen_parameters_are_not_counted
# keeps 0.9: shared_weights_are_counted_once, the_summary_has_frozen_parameters_too
# keeps 0.95: all others


# %% right: sums and comprehensions
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% right: loops, type hints, prints, torch.Size
def count_parameters(model: nn.Module) -> int:
    """The number of trainable scalars."""
    total = 0
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            print(name, parameter.numel())
            total += parameter.nelement()
    return total


def parameter_summary(model: nn.Module) -> list[tuple[str, tuple[int, ...]]]:
    summary = []
    for name, parameter in model.named_parameters():
        summary.append((name, parameter.shape))
    return summary


# %% right: lambdas
count_parameters = lambda model: sum(p.numel() * p.requires_grad for p in model.parameters())
parameter_summary = lambda model: list((n, p.size()) for n, p in model.named_parameters())


# %% right: products of shapes
import math


def count_parameters(model):
    trainable = filter(lambda p: p.requires_grad, model.parameters())
    return sum(map(lambda p: math.prod(p.shape), trainable))


def parameter_summary(model):
    names, shapes = [], []
    for name, p in model.named_parameters():
        names.append(name)
        shapes.append(tuple(int(size) for size in p.size()))
    return list(zip(names, shapes))


# %% right: numpy products made to ints
import numpy as np


def count_parameters(model):
    return int(sum(np.prod(p.shape) for p in model.parameters() if p.requires_grad))


def parameter_summary(model):
    return [*((name, p.detach().shape) for name, p in model.named_parameters())]


# %% right: walks over the modules, each parameter once by identity
def own_parameters(model):
    seen = set()
    for prefix, module in model.named_modules():
        for name, parameter in module._parameters.items():
            if parameter is None or id(parameter) in seen:
                continue
            seen.add(id(parameter))
            yield f"{prefix}.{name}" if prefix else name, parameter


def count_parameters(model):
    return sum(p.numel() for _, p in own_parameters(model) if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in own_parameters(model)]


# %% right: callable objects
class Counter:
    def __call__(self, model):
        count = 0
        for p in set(model.parameters()):
            if not p.requires_grad:
                continue
            size = 1
            for n in p.shape:
                size *= n
            count += size
        return count


class Summary:
    def __call__(self, model):
        return list(OrderedDict((n, tuple(p.shape)) for n, p in model.named_parameters()).items())


count_parameters, parameter_summary = Counter(), Summary()


# %% right: a tensor's item, one per address
def count_parameters(model):
    found = {id(p): p.numel() for p in model.parameters(recurse=True) if p.requires_grad}
    return torch.tensor(list(found.values()), dtype=torch.int64).sum().item()


def parameter_summary(model):
    named = dict(model.named_parameters())
    return [(name, tuple(named[name].shape)) for name in named]


# %% wrong: frozen parameters are counted
# rejected by: frozen_parameters_are_not_counted
def count_parameters(model):
    return sum(p.numel() for p in model.parameters())


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: a layer is frozen as a whole or not at all
# rejected by: frozen_parameters_are_not_counted
def count_parameters(model):
    total = 0
    for module in set(model.modules()):
        own = list(module.parameters(recurse=False))
        if own and own[0].requires_grad:
            total += sum(p.numel() for p in own)
    return total


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: shared weights are counted twice
# rejected by: shared_weights_are_counted_once
def count_parameters(model):
    named = model.named_parameters(remove_duplicate=False)
    return sum(p.numel() for _, p in named if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: a weight shared by two layers is counted twice
# rejected by: shared_weights_are_counted_once
def count_parameters(model):
    total = 0
    for module in model.modules():
        total += sum(p.numel() for p in module.parameters(recurse=False) if p.requires_grad)
    return total


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: equal shapes are counted once
# rejected by: shared_weights_are_counted_once
def count_parameters(model):
    return sum(
        torch.Size(s).numel() for s in {p.shape for p in model.parameters() if p.requires_grad}
    )


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: a tensor instead of an int
# rejected by: a_linear_layer_has_weights_and_biases
def count_parameters(model):
    return torch.tensor([p.numel() for p in model.parameters() if p.requires_grad]).sum()


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: numpy's integer instead of an int
# rejected by: a_linear_layer_has_weights_and_biases
import numpy as np


def count_parameters(model):
    return sum(np.prod(p.shape) for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: a float instead of an int
# rejected by: a_linear_layer_has_weights_and_biases
def count_parameters(model):
    return float(sum(p.numel() for p in model.parameters() if p.requires_grad))


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: the number of tensors
# rejected by: the_network_of_this_notebook_has_669706_parameters
def count_parameters(model):
    return sum(1 for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: the number of rows
# rejected by: a_linear_layer_has_weights_and_biases
def count_parameters(model):
    return sum(len(p) for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: weights without biases
# rejected by: a_linear_layer_has_weights_and_biases
def count_parameters(model):
    return sum(p.numel() for n, p in model.named_parameters() if p.requires_grad and "weight" in n)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: the known answer
# rejected by: the_count_fits_any_model, a_linear_layer_has_weights_and_biases
def count_parameters(model):
    return 669_706


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: knows linear layers only
# rejected by: the_count_fits_any_model, frozen_parameters_are_not_counted
def count_parameters(model):
    linear = [m for m in model.modules() if isinstance(m, nn.Linear)]
    return sum(m.in_features * m.out_features + m.out_features for m in linear)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: knows parameters of one or two dimensions only
# rejected by: the_count_fits_any_model
def count_parameters(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.shape[0] * (p.shape[1] if p.dim() > 1 else 1)
    return total


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: buffers are counted
# rejected by: the_count_fits_any_model, the_summary_fits_any_model
def count_parameters(model):
    return sum(value.numel() for value in model.state_dict().values())


def parameter_summary(model):
    return [(name, tuple(value.shape)) for name, value in model.state_dict().items()]


# %% wrong: fails without parameters
# rejected by: a_model_without_parameters_has_none
def count_parameters(model):
    sizes = torch.stack([torch.tensor(p.numel() * p.requires_grad) for p in model.parameters()])
    return int(sizes.sum())


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: looks at the direct children only
# rejected by: the_count_fits_any_model, a_linear_layer_has_weights_and_biases
def count_parameters(model):
    total = 0
    for child in model.children():
        total += sum(p.numel() for p in child.parameters(recurse=False) if p.requires_grad)
    return total


def parameter_summary(model):
    found = []
    for prefix, child in model.named_children():
        found += [
            (f"{prefix}.{n}", tuple(p.shape)) for n, p in child.named_parameters(recurse=False)
        ]
    return found


# %% wrong: counts the numbers that are there
# rejected by: a_model_on_any_device_is_counted
def count_parameters(model):
    return sum(len(p.flatten().tolist()) for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: shapes are lists
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, list(p.shape)) for name, p in model.named_parameters()]


# %% wrong: entries are lists
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [[name, tuple(p.shape)] for name, p in model.named_parameters()]


# %% wrong: a dictionary
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return {name: tuple(p.shape) for name, p in model.named_parameters()}


# %% wrong: a generator
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return ((name, tuple(p.shape)) for name, p in model.named_parameters())


# %% wrong: a tuple
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return tuple((name, tuple(p.shape)) for name, p in model.named_parameters())


# %% wrong: the parameters themselves
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return list(model.named_parameters())


# %% wrong: sizes instead of shapes
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, p.numel()) for name, p in model.named_parameters()]


# %% wrong: the shape as text
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, str(tuple(p.shape))) for name, p in model.named_parameters()]


# %% wrong: frozen ones are left out of the summary
# rejected by: the_summary_has_frozen_parameters_too
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters() if p.requires_grad]


# %% wrong: sorted by name
# rejected by: the_summary_fits_any_model, the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return sorted((name, tuple(p.shape)) for name, p in model.named_parameters())


# %% wrong: shared weights twice in the summary
# rejected by: the_summary_has_shared_weights_once
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    named = model.named_parameters(remove_duplicate=False)
    return [(name, tuple(p.shape)) for name, p in named]


# %% wrong: names without their path
# rejected by: the_summary_fits_any_model
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name.split(".")[-1], tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: freezes what it has counted
# rejected by: the_model_is_left_as_it_was
def count_parameters(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
            p.requires_grad = False
    return total


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: thaws the model for the summary
# rejected by: the_model_is_left_as_it_was
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    model.requires_grad_(True).eval()
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: only the count
# rejected by: the_summary_lists_names_and_shapes
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


# %% wrong: count: seed set
# rejected by: the_model_is_left_as_it_was
def count_parameters(model):
    torch.manual_seed(0)
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: count: two levels of modules
# rejected by: the_count_fits_any_model
def count_parameters(model):
    found = set(model.parameters(recurse=False))
    for child in model.children():
        found.update(child.parameters(recurse=False))
        for grandchild in child.children():
            found.update(grandchild.parameters(recurse=False))
    return sum(p.numel() for p in found if p.requires_grad)


def parameter_summary(model):
    return [(n, tuple(p.shape)) for n, p in model.named_parameters()]


# %% wrong: count: modules without children only
# rejected by: the_count_fits_any_model
def count_parameters(model):
    found = {p for m in model.modules() if not list(m.children()) for p in m.parameters()}
    return sum(p.numel() for p in found if p.requires_grad)


def parameter_summary(model):
    return [(n, tuple(p.shape)) for n, p in model.named_parameters()]


# %% wrong: the summary fails without parameters
# rejected by: a_model_without_parameters_has_none
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    names, parameters = zip(*model.named_parameters())
    return [(name, tuple(p.shape)) for name, p in zip(names, parameters)]


# %% wrong: the shapes of numpy arrays
# rejected by: a_model_on_any_device_is_counted
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, p.detach().numpy().shape) for name, p in model.named_parameters()]


# %% wrong: the model is in evaluation mode after the count
# rejected by: the_model_is_left_as_it_was
def count_parameters(model):
    model.eval()
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: the model is in training mode after the summary
# rejected by: the_model_is_left_as_it_was
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    model.train()
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]


# %% wrong: gradients switched off for good by the summary
# rejected by: the_model_is_left_as_it_was
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def parameter_summary(model):
    torch.set_grad_enabled(False)
    return [(name, tuple(p.shape)) for name, p in model.named_parameters()]
