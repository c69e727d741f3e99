"""Right and wrong solutions of `classify`."""

# keeps 0.5: the_probabilities_are_the_softmax_of_the_logits, the_classes_are_the_likeliest
# keeps 0.85: images_are_moved_to_the_model
# keeps 0.95: all others


# %% right: no gradients, softmax, argmax
def classify(model, images):
    with torch.no_grad():
        logits = model(images.to(next(model.parameters()).device))
        probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% right: type hints, prints, F.softmax, argmax of the logits
def classify(model: nn.Module, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Probabilities (N, 10) and classes (N,)."""
    place = next(iter(model.parameters())).device
    print("the model is on", place)
    logits = model(images.to(place))
    return F.softmax(logits, dim=-1), torch.argmax(logits, dim=-1)


# %% right: the module nn.Softmax, values and indices of max
def classify(model, images):
    weights = list(model.parameters())
    logits = model(images.to(weights[0].device)).detach()
    probabilities = nn.Softmax(dim=1)(logits)
    _, classes = probabilities.max(dim=1)
    return probabilities, classes


# %% right: by the formula, in a helper
def softmax(scores):
    exponentials = torch.exp(scores - scores.max(dim=1, keepdim=True).values)
    return exponentials / exponentials.sum(dim=1, keepdim=True)


@torch.inference_mode()
def classify(model, images):
    where = next(model.parameters()).device
    if images.device != where:
        images = images.to(where)
    probabilities = softmax(model(images))
    return tuple([probabilities, probabilities.argmax(1)])


# %% right: eval mode, and every part's own mode again
def classify(model, images):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            probabilities = model(images.to(next(model.parameters()).device)).softmax(dim=1)
    finally:
        for part, mode in modes:
            part.training = mode
    return probabilities, probabilities.argmax(dim=1)


# %% right: a lambda and a helper
def answer(logits):
    probabilities = torch.exp(torch.log_softmax(logits, dim=1))
    return probabilities, probabilities.sort(dim=1, descending=True).indices[:, 0]


classify = lambda model, images: answer(model(images.to(next(model.parameters()))))


# %% right: a callable object, a named tuple
from collections import namedtuple

Answer = namedtuple("Answer", "probabilities classes")


class Classifier:
    def __call__(self, model, images):
        state = model.state_dict()
        where = next(iter(state.values())).device
        with torch.set_grad_enabled(False):
            probabilities = torch.softmax(model(images.to(device=where)), 1)
        return Answer(probabilities, torch.topk(probabilities, 1, dim=1).indices.squeeze(1))


classify = Classifier()


# %% right: calls forward, on a copy of the images
def classify(model, images):
    for parameter in model.parameters():
        images = images.clone().to(parameter.device)
        break
    logits = model.forward(images)
    probabilities = torch.softmax(logits.detach().clone(), dim=1)
    classes = torch.max(logits, 1)[1]
    return (probabilities, classes)


# %% wrong: softmax down the columns
# rejected by: the_probabilities_are_the_softmax_of_the_logits
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=0)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: argmax down the columns
# rejected by: the_classes_are_the_likeliest
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=0)


# %% wrong: argmax over everything
# rejected by: the_answer_is_a_tuple_of_two_tensors, the_classes_are_the_likeliest
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax()


# %% wrong: the least likely class
# rejected by: the_classes_are_the_likeliest
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmin(dim=1)


# %% wrong: logits instead of probabilities
# rejected by: the_probabilities_are_the_softmax_of_the_logits, any_model_is_taken
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    return logits, logits.argmax(dim=1)


# %% wrong: softmax twice
# rejected by: the_probabilities_are_the_softmax_of_the_logits
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(torch.softmax(logits, dim=1), dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: log-softmax
# rejected by: the_probabilities_of_each_picture_add_up_to_one
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = F.log_softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: sigmoid
# rejected by: the_probabilities_are_the_softmax_of_the_logits
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.sigmoid(logits)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: the images are not moved
# rejected by: images_are_moved_to_the_model
def classify(model, images):
    with torch.no_grad():
        probabilities = torch.softmax(model(images), dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: the images are moved to `device`
# rejected by: images_are_moved_to_the_model
def classify(model, images):
    with torch.no_grad():
        probabilities = torch.softmax(model(images.to(device)), dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: the model is moved to the images
# rejected by: images_are_moved_to_the_model, the_model_stays_where_it_is
def classify(model, images):
    with torch.no_grad():
        probabilities = torch.softmax(model.to(images.device)(images), dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: an empty model is made where the images are
# rejected by: the_model_stays_where_it_is
def classify(model, images):
    if next(model.parameters()).device != images.device:
        model.to_empty(device=images.device)
    with torch.no_grad():
        probabilities = torch.softmax(model(images), dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: model and images are moved to `device`
# rejected by: the_model_stays_where_it_is
def classify(model, images):
    model, images = model.to(device), images.to(device)
    with torch.no_grad():
        probabilities = torch.softmax(model(images), dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: the results are brought to the CPU
# rejected by: images_are_moved_to_the_model
# keeps: 0.9
def classify(model, images):
    with torch.no_grad():
        probabilities = torch.softmax(model(images.to(next(model.parameters()).device)), dim=1)
    return probabilities.cpu(), probabilities.argmax(dim=1).cpu()


# %% wrong: a list
# rejected by: the_answer_is_a_tuple_of_two_tensors
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return [probabilities, probabilities.argmax(dim=1)]


# %% wrong: the other order
# rejected by: the_answer_is_a_tuple_of_two_tensors
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities.argmax(dim=1), probabilities


# %% wrong: the probabilities only
# rejected by: the_answer_is_a_tuple_of_two_tensors
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    return torch.softmax(logits, dim=1)


# %% wrong: the classes as a list
# rejected by: the_answer_is_a_tuple_of_two_tensors
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1).tolist()


# %% wrong: the largest probability instead of its place
# rejected by: the_worked_example, the_classes_are_the_likeliest
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.max(dim=1).values


# %% wrong: classes of shape (N, 1)
# rejected by: the_answer_is_a_tuple_of_two_tensors
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1, keepdim=True)


# %% wrong: int32
# rejected by: the_classes_are_the_likeliest
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1).int()


# %% wrong: squeezes
# rejected by: a_single_picture_is_a_batch_of_one
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits.squeeze(), dim=-1)
    return probabilities, probabilities.argmax(dim=-1)


# %% wrong: everything becomes float32
# rejected by: float64_stays_float64
def classify(model, images):
    where = next(model.parameters()).device
    with torch.no_grad():
        logits = model.float()(images.to(where, torch.float32))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: rounded probabilities
# rejected by: the_probabilities_are_the_softmax_of_the_logits
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return (probabilities * 1000).round() / 1000, probabilities.argmax(dim=1)


# %% wrong: flattens the images itself
# rejected by: any_model_is_taken
def classify(model, images):
    where = next(model.parameters()).device
    logits = model(images.to(where).flatten(1))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: only knows NeuralNetwork
# rejected by: any_model_is_taken, the_worked_example
def classify(model, images):
    where = model.linear_relu_stack[0].weight.device
    logits = model(images.to(where))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: needs the channel
# rejected by: pictures_without_a_channel_are_taken_too
def classify(model, images):
    n, channels, rows, columns = images.shape
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits.view(n, 10), dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: leaves the model in eval mode
# rejected by: the_mode_of_every_part_is_kept
def classify(model, images):
    model.eval()
    with torch.no_grad():
        logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: always goes back to train mode
# rejected by: the_mode_of_every_part_is_kept
def classify(model, images):
    model.eval()
    logits = model(images.to(next(model.parameters()).device))
    model.train()
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: puts all parts into the mode of the whole
# rejected by: the_mode_of_every_part_is_kept
def classify(model, images):
    mode = model.training
    model.eval()
    logits = model(images.to(next(model.parameters()).device))
    model.train(mode)
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: freezes the model
# rejected by: images_and_weights_are_left_as_they_were
def classify(model, images):
    model.requires_grad_(False)
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: freezes the model, and then thaws all of it
# rejected by: images_and_weights_are_left_as_they_were
def classify(model, images):
    model.requires_grad_(False)
    logits = model(images.to(next(model.parameters()).device))
    model.requires_grad_(True)
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: scales the images in place
# rejected by: images_and_weights_are_left_as_they_were
def classify(model, images):
    images -= 0.0001
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: gradients are switched off for good
# rejected by: torch_keeps_its_settings
def classify(model, images):
    torch.set_grad_enabled(False)
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: gradients are switched off, and always on again
# rejected by: torch_keeps_its_settings
def classify(model, images):
    torch.set_grad_enabled(False)
    logits = model(images.to(next(model.parameters()).device))
    torch.set_grad_enabled(True)
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: uses the notebook's model and images
# rejected by: the_worked_example, the_classes_are_the_likeliest
mine = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def classify(model, images):
    logits = mine(images.to(next(mine.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% right: prints the answer
def classify(model, images):
    dev = next(model.parameters()).device
    p = model(images.to(dev)).softmax(1)
    classes = p.argmax(1)
    print(f"first picture: class {classes[0].item()} with {p[0].max().item():.1%}")
    return p, classes


# %% right: classes by a Python loop over lists
def classify(model, images):
    dev = next(model.parameters()).device
    images = images.to(dev)
    logits = model(images)
    p = logits.softmax(1)
    classes = [row.index(max(row)) for row in p.tolist()]
    return p, torch.tensor(classes, device=p.device)


# %% right: looks for NaN
def classify(model, images):
    dev = next(model.parameters()).device
    p = model(images.to(dev)).softmax(1)
    if torch.isnan(p).any():
        raise ValueError("NaN")
    return p, p.argmax(1)


# %% right: model moved to where it is already
def classify(model, images):
    dev = next(model.parameters()).device
    p = model.to(dev)(images.to(dev)).softmax(1)
    return p, p.argmax(1)


# %% wrong: first 64 pictures only
# rejected by: the_probabilities_are_the_softmax_of_the_logits, the_classes_are_the_likeliest
def classify(model, images):
    dev = next(model.parameters()).device
    p = model(images[:64].to(dev)).softmax(1)
    return p, p.argmax(1)


# %% wrong: moved images made to require a gradient
# rejected by: images_and_weights_are_left_as_they_were
def classify(model, images):
    dev = next(model.parameters()).device
    x = images.to(dev).requires_grad_()
    p = model(x).softmax(1)
    return p.detach(), p.argmax(1)


# %% right: vmap
def classify(model, images):
    dev = next(model.parameters()).device
    images = images.to(dev)
    logits = model(images)
    p = torch.vmap(lambda z: z.softmax(0))(logits)
    return p, torch.vmap(torch.argmax)(p)


# %% wrong: logits clamped to 20
# rejected by: the_probabilities_are_the_softmax_of_the_logits, the_classes_are_the_likeliest
def classify(model, images):
    dev = next(model.parameters()).device
    images = images.to(dev)
    logits = model(images)
    e = logits.clamp(-20, 20).exp()
    p = e / e.sum(1, keepdim=True)
    return p, p.argmax(1)


# %% wrong: layers of the model called one by one
# rejected by: any_model_is_taken
def classify(model, images):
    dev = next(model.parameters()).device
    x = images.to(dev)
    for child in model.children():
        x = child(x)
    p = x.softmax(1)
    return p, p.argmax(1)


# %% wrong: a channel is added where there is none
# rejected by: any_model_is_taken
def classify(model, images):
    images = images if images.dim() == 4 else images.unsqueeze(1)
    logits = model(images.to(next(model.parameters()).device))
    probabilities = logits.softmax(dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: probabilities rounded to four decimals
# rejected by: any_model_is_taken, a_single_picture_is_a_batch_of_one
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities.round(decimals=4), probabilities.argmax(dim=1)


# %% wrong: probabilities rounded to five decimals
# rejected by: a_single_picture_is_a_batch_of_one, pictures_without_a_channel_are_taken_too
def classify(model, images):
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities.round(decimals=5), probabilities.argmax(dim=1)


# %% wrong: draws the weights anew, and leaves the biases
# rejected by: images_and_weights_are_left_as_they_were, the_worked_example
def classify(model, images):
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.01)
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)


# %% wrong: sets the biases to 0 first
# rejected by: images_and_weights_are_left_as_they_were
def classify(model, images):
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(parameter)
    logits = model(images.to(next(model.parameters()).device))
    probabilities = torch.softmax(logits, dim=1)
    return probabilities, probabilities.argmax(dim=1)
