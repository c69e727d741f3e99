"""Right and wrong solutions of `layer_by_layer`."""

# keeps 0.85: seq_modules_reuses_flatten_and_layer1
# keeps 0.9: hidden1_is_what_layer1_gives, activated_is_the_relu_of_hidden1
# keeps 0.9: logits_are_what_seq_modules_gives, pred_probab_is_the_softmax_of_the_logits
# keeps 0.9: seq_modules_holds_four_modules
# keeps 0.95: all others

# %% right: modules
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(28 * 28, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% right: functions, prints, keyword arguments
flatten = nn.Flatten(start_dim=1, end_dim=-1)
flat_image = flatten(input_image)
print(flat_image.size())
layer1 = nn.Linear(in_features=784, out_features=20)
hidden1 = layer1(flat_image)
print(f"Before ReLU: {hidden1}")
activated = F.relu(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = F.softmax(logits, dim=-1)


# %% right: one ReLU for all, named layers
flatten, layer1, relu = nn.Flatten(), nn.Linear(784, 20), nn.ReLU()
flat_image = flatten(input_image)
hidden1 = layer1(flat_image)
activated = relu(hidden1)
seq_modules = nn.Sequential(
    OrderedDict(
        [("flatten", flatten), ("layer1", layer1), ("relu", relu), ("out", nn.Linear(20, 10))]
    )
)
logits = seq_modules(input_image)
softmax = nn.Softmax(dim=1)
pred_probab = softmax(logits)


# %% right: in place on a copy, and inside the container
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = hidden1.clone().relu_()
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(inplace=True), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = torch.softmax(logits, 1)


# %% right: no gradients, formulas
with torch.no_grad():
    flatten = nn.Flatten()
    flat_image = flatten(input_image)
    layer1 = nn.Linear(784, 20)
    hidden1 = layer1(flat_image)
    activated = hidden1 * (hidden1 > 0)
    last = nn.Linear(20, 10)
    seq_modules = nn.Sequential(flatten, layer1)
    seq_modules.append(nn.ReLU())
    seq_modules.append(last)
    logits = last(activated)
    pred_probab = logits.exp() / logits.exp().sum(dim=1, keepdim=True)


# %% right: helper functions
def build():
    first = nn.Linear(784, 20)
    flat = nn.Flatten()
    return flat, first, nn.Sequential(*[flat, first, nn.ReLU(), nn.Linear(20, 10)])


def forward(image):
    flat = flatten(image)
    hidden = layer1(flat)
    return flat, hidden, torch.clamp(hidden, min=0)


flatten, layer1, seq_modules = build()
flat_image, hidden1, activated = forward(input_image)
logits = seq_modules(input_image)
pred_probab = logits.softmax(dim=1)


# %% right: on the device
flatten = nn.Flatten()
layer1 = nn.Linear(784, 20).to(device)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10)).to(device)
input_image = input_image.to(device)
flat_image = flatten(input_image)
hidden1 = seq_modules[1](seq_modules[0](input_image))
activated = torch.where(hidden1 > 0, hidden1, 0.0)
logits = seq_modules[3](seq_modules[2](hidden1))
pred_probab = torch.exp(F.log_softmax(logits, dim=1))


# %% right: threshold by maximum, logits by a loop
flatten = nn.Flatten()
flat_image = flatten(input_image).clone()
layer1 = nn.Linear(784, 20)
hidden1 = flat_image @ layer1.weight.T + layer1.bias
activated = torch.maximum(hidden1, torch.zeros_like(hidden1))
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = input_image
for step in seq_modules:
    logits = step(logits)
pred_probab = F.softmax(logits, 1).detach()


# %% wrong: ReLU in place
# rejected by: hidden1_is_what_layer1_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU(inplace=True)(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: relu_ on hidden1
# rejected by: hidden1_is_what_layer1_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = torch.relu_(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: hidden1 bound again to the activated values
# rejected by: hidden1_is_what_layer1_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
hidden1 = nn.ReLU()(hidden1)
activated = hidden1
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: new layers in the container
# rejected by: seq_modules_reuses_flatten_and_layer1
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(nn.Flatten(), nn.Linear(784, 20), nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: a copy of layer1 in the container
# rejected by: seq_modules_reuses_flatten_and_layer1
import copy

flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, copy.deepcopy(layer1), nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: another flatten in the container
# rejected by: seq_modules_reuses_flatten_and_layer1
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(nn.Flatten(), layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: softmax over the pictures
# rejected by: pred_probab_is_the_softmax_of_the_logits
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=0)(logits)


# %% wrong: softmax twice
# rejected by: pred_probab_is_the_softmax_of_the_logits
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = logits.softmax(1).softmax(1)


# %% wrong: a softmax in the container
# rejected by: seq_modules_holds_four_modules, logits_are_what_seq_modules_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10), nn.Softmax(dim=1))
logits = seq_modules(input_image)
pred_probab = logits


# %% wrong: logits are the probabilities
# rejected by: logits_are_what_seq_modules_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image).softmax(dim=1)
pred_probab = logits.softmax(dim=1)


# %% wrong: logits of another input
# rejected by: logits_are_what_seq_modules_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(torch.rand(3, 28, 28))
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: another last layer
# rejected by: logits_are_what_seq_modules_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = nn.Linear(20, 10)(activated)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: no ReLU in the container
# rejected by: seq_modules_holds_four_modules
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: no bias
# rejected by: the_layers_are_of_the_kinds_asked_for
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20, bias=False)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: flattens all pictures into one row
# rejected by: flat_image_has_a_row_for_each_picture, flatten_keeps_the_batch_and_joins_the_rest
flatten = nn.Flatten(0)
flat_image = flatten(input_image)
layer1 = nn.Linear(2352, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=0)(logits)


# %% wrong: flattens the last two dimensions only
# rejected by: flatten_keeps_the_batch_and_joins_the_rest
flatten = nn.Flatten(-2)
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: flatten is torch's function
# rejected by: the_layers_are_of_the_kinds_asked_for
flatten = torch.flatten
flat_image = flatten(input_image, 1)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(nn.Flatten(), layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: each picture is transposed
# rejected by: flat_image_is_the_flattened_input
flatten = nn.Flatten()
flat_image = flatten(input_image.transpose(1, 2))
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: the absolute value
# rejected by: activated_is_the_relu_of_hidden1
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = hidden1.abs()
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: the activation is a sigmoid
# rejected by: activated_is_the_relu_of_hidden1
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = torch.sigmoid(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: activated is not activated
# rejected by: nothing_that_is_activated_is_negative
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = hidden1
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: rounded to be read more easily
# rejected by: flat_image_is_the_flattened_input, hidden1_is_what_layer1_gives
flatten = nn.Flatten()
flat_image = flatten(input_image).round(decimals=5)
layer1 = nn.Linear(28 * 28, 20)
hidden1 = layer1(flat_image).round(decimals=3)
activated = nn.ReLU()(hidden1)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image).round(decimals=3)
pred_probab = nn.Softmax(dim=1)(logits).round(decimals=5)


# %% wrong: the activated values are rounded
# rejected by: activated_is_the_relu_of_hidden1
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(28 * 28, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1).round(decimals=5)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: activated is the module
# rejected by: the_hidden_values_have_a_row_for_each_picture
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()
seq_modules = nn.Sequential(flatten, layer1, activated, nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: layer1 is initialised again afterwards
# rejected by: hidden1_is_what_layer1_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
layer1 = nn.Linear(784, 20)
seq_modules = nn.Sequential(flatten, layer1, nn.ReLU(), nn.Linear(20, 10))
logits = seq_modules(input_image)
pred_probab = nn.Softmax(dim=1)(logits)


# %% wrong: stops half-way
# rejected by: seq_modules_holds_four_modules, logits_are_what_seq_modules_gives
flatten = nn.Flatten()
flat_image = flatten(input_image)
layer1 = nn.Linear(784, 20)
hidden1 = layer1(flat_image)
activated = nn.ReLU()(hidden1)
