"""Names that may replace names of torch, torchvision and matplotlib in a mutant."""

MODULES = frozenset({"torch", "nn", "F", "nn.init", "torch.cuda", "plt", "datasets", "transforms"})
RELATIVES = {
    "amax": ["amin"], "sum": ["mean", "prod"], "argmax": ["argmin", "max"],
    "randn": ["rand", "zeros"], "exp": ["exp2", "exp_"], "abs": ["neg", "abs_"],
    "ReLU": ["Sigmoid", "LeakyReLU", "Identity"], "Sigmoid": ["Tanh"], "sigmoid": ["tanh"],
    "relu": ["sigmoid", "leaky_relu"], "Softmax": ["LogSoftmax", "Softmin"],
    "softmax": ["log_softmax", "sigmoid"], "Flatten": ["Identity"], "flatten": ["squeeze"],
    "normal_": ["uniform_", "trunc_normal_"], "zeros_": ["ones_"], "weight": ["bias"],
    "no_grad": ["enable_grad"], "parameters": ["buffers", "children"],
    "named_parameters": ["named_buffers", "named_children"], "numel": ["dim"],
    "barh": ["bar"], "set_yticks": ["set_xticks"], "set_xlim": ["set_ylim"],
    "set_title": ["set_xlabel"], "ToTensor": ["PILToTensor"],
    "requires_grad": ["is_leaf"], "is_available": ["device_count"], "Sequential": ["ModuleList"],
}  # fmt: skip
# Calls that mutants make with one more keyword: its name and value.
KEYWORDS = {"nn.Linear": ("bias", False)}
