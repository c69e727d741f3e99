"""Right and wrong solutions of `predict`."""

# keeps 0.5: the_result_is_what_the_model_returns
# keeps 0.85: the_result_carries_no_gradient
# keeps 0.9: the_hooks_of_the_model_run, every_submodule_keeps_its_mode
# keeps 0.9: the_model_gets_the_whole_batch
# keeps 0.95: all others


# %% right: no_grad and flatten
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1))


# %% right: a decorator and view
@torch.no_grad()
def predict(model, images):
    return model(images.view(images.shape[0], -1))


# %% right: detached afterwards
def predict(model, images):
    flat = images.reshape(len(images), 784)
    return model(flat).detach()


# %% right: inference mode, type hints, prints
def predict(model: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Probabilities for a batch."""
    print("images", images.shape)
    with torch.inference_mode():
        probabilities = model(torch.flatten(images, start_dim=1))
    print("probabilities", probabilities)
    return probabilities


# %% right: a lambda, and .data
predict = lambda model, images: model(images.reshape(-1, 28 * 28)).data


# %% right: nn.Flatten and a helper
flatten_images = nn.Flatten()


def predict(model, images):
    with torch.set_grad_enabled(False):
        output = model(flatten_images(images))
    return output


# %% right: evaluation mode for the time being, and every mode put back
def predict(model, images):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    try:
        with torch.no_grad():
            return model(images.flatten(start_dim=1))
    finally:
        for module, mode in modes.items():
            module.training = mode


# %% right: a callable object, moves the images to the model's device
class Predictor:
    def __call__(self, model, images):
        device = next(model.parameters()).device
        with torch.no_grad():
            rows = [image.flatten() for image in images.to(device)]
            return model(torch.stack(rows))


predict = Predictor()


# %% right: a module bound to the name
class Predict(nn.Module):
    def forward(self, model, images):
        with torch.no_grad():
            return model(images.flatten(1))


predict = Predict()


# %% wrong: carries a gradient
# rejected by: the_result_carries_no_gradient
def predict(model, images):
    return model(images.flatten(1))


# %% wrong: the images are not flattened
# rejected by: every_image_gets_ten_probabilities, images_without_a_channel_work
def predict(model, images):
    with torch.no_grad():
        return model(images)


# %% wrong: flattens the batch too
# rejected by: every_image_gets_ten_probabilities
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten())


# %% wrong: only images with a channel
# rejected by: images_without_a_channel_work
def predict(model, images):
    n, channels, height, width = images.shape
    with torch.no_grad():
        return model(images.view(n, channels * height * width))


# %% wrong: only images without a channel
# rejected by: every_image_gets_ten_probabilities
def predict(model, images):
    n, height, width = images.shape
    with torch.no_grad():
        return model(images.view(n, height * width))


# %% wrong: a batch of 64 written down
# rejected by: a_single_image_is_enough, the_result_is_what_the_model_returns
def predict(model, images):
    with torch.no_grad():
        return model(images.view(64, 784))


# %% wrong: squeezes a single image
# rejected by: a_single_image_is_enough
def predict(model, images):
    with torch.no_grad():
        return model(images.squeeze().flatten(1))


# %% wrong: the result of a single image loses its batch
# rejected by: a_single_image_is_enough
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1)).squeeze()


# %% wrong: another softmax
# rejected by: the_result_is_what_the_model_returns
def predict(model, images):
    with torch.no_grad():
        return F.softmax(model(images.flatten(1)), dim=1)


# %% wrong: the likeliest classes
# rejected by: every_image_gets_ten_probabilities
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1)).argmax(dim=1)


# %% wrong: the pixels column by column
# rejected by: the_result_is_what_the_model_returns
def predict(model, images):
    with torch.no_grad():
        return model(images.transpose(-1, -2).flatten(1))


# %% wrong: images and pixels mixed up
# rejected by: the_result_is_what_the_model_returns
def predict(model, images):
    with torch.no_grad():
        return model(images.reshape(784, -1).T)


# %% wrong: normalises the images once more
# rejected by: the_result_is_what_the_model_returns, the_model_gets_the_whole_batch
def predict(model, images):
    with torch.no_grad():
        return model((images.flatten(1) - 0.5) / 0.5)


# %% wrong: calls forward
# rejected by: the_hooks_of_the_model_run, the_model_gets_the_whole_batch
def predict(model, images):
    with torch.no_grad():
        return model.forward(images.flatten(1))


# %% wrong: goes through the layers by itself
# rejected by: the_hooks_of_the_model_run
def predict(model, images):
    x = images.flatten(1)
    with torch.no_grad():
        if isinstance(model, nn.Linear):
            return F.linear(x, model.weight, model.bias)
        for layer in model.children():
            x = layer(x)
        return x


# %% wrong: one image after the other
# rejected by: the_model_gets_the_whole_batch, a_result_that_depends_on_the_batch_is_right
def predict(model, images):
    with torch.no_grad():
        rows = [model(image.reshape(1, 784)) for image in images]
    return torch.cat(rows)


# %% wrong: leaves the model in evaluation mode
# rejected by: every_submodule_keeps_its_mode
def predict(model, images):
    model.eval()
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: leaves the model in training mode
# rejected by: every_submodule_keeps_its_mode
def predict(model, images):
    model.eval()
    with torch.no_grad():
        probabilities = model(images.flatten(1))
    model.train()
    return probabilities


# %% wrong: puts the mode of the model back, and not those inside it
# rejected by: every_submodule_keeps_its_mode
def predict(model, images):
    training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = model(images.flatten(1))
    model.train(training)
    return probabilities


# %% wrong: freezes the model
# rejected by: the_weights_stay_as_they_were
def predict(model, images):
    model.requires_grad_(False)
    return model(images.flatten(1))


# %% wrong: freezes the model and thaws it, whatever it was
# rejected by: the_weights_stay_as_they_were
def predict(model, images):
    for parameter in model.parameters():
        parameter.requires_grad = False
    probabilities = model(images.flatten(1))
    for parameter in model.parameters():
        parameter.requires_grad = True
    return probabilities


# %% wrong: initialises the weights first
# rejected by: the_weights_stay_as_they_were, the_result_is_what_the_model_returns
def predict(model, images):
    model.apply(init_weights)
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: resizes the images in place
# rejected by: the_images_stay_as_they_were
def predict(model, images):
    images.resize_(images.shape[0], 784)
    with torch.no_grad():
        return model(images)


# %% wrong: takes the channel away in place
# rejected by: the_images_stay_as_they_were
def predict(model, images):
    if images.dim() == 4:
        images.squeeze_(1)
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: switches gradients off for good
# rejected by: torch_stays_as_it_was
def predict(model, images):
    torch.set_grad_enabled(False)
    return model(images.flatten(1))


# %% wrong: switches gradients on afterwards, whatever they were
# rejected by: torch_stays_as_it_was
def predict(model, images):
    torch.set_grad_enabled(False)
    probabilities = model(images.flatten(1))
    torch.set_grad_enabled(True)
    return probabilities


# %% wrong: always float32
# rejected by: dtype_and_device_stay_those_of_the_model
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1)).float()


# %% wrong: to the graphics card where there is one
# rejected by: dtype_and_device_stay_those_of_the_model
def predict(model, images):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with torch.no_grad():
        return model.to(device)(images.to(device).flatten(1))


# %% wrong: the result is brought to the CPU
# rejected by: dtype_and_device_stay_those_of_the_model
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1)).cpu()


# %% wrong: rounds the probabilities
# rejected by: the_result_is_what_the_model_returns
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1)).round(decimals=2)


# %% wrong: the notebook's own images, whatever was passed
# rejected by: the_result_is_what_the_model_returns
def predict(model, batch):
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: a network of its own
# rejected by: the_result_is_what_the_model_returns, the_hooks_of_the_model_run
def predict(model, images):
    network = ReLUNetwork()
    with torch.no_grad():
        return network(images.flatten(1))


# %% wrong: a list of lists
# rejected by: every_image_gets_ten_probabilities, the_result_carries_no_gradient
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1)).tolist()


# %% wrong: no_grad only in training mode
# rejected by: no_result_carries_a_gradient
def predict(model, images):
    with torch.set_grad_enabled(not model.training):
        return model(images.flatten(1))


# %% wrong: chunks of 32
# rejected by: the_model_gets_the_whole_batch
def predict(model, images):
    with torch.no_grad():
        return torch.cat([model(part.flatten(1)) for part in images.split(32)])


# %% wrong: padded to a batch of at least two
# rejected by: the_model_gets_the_whole_batch
def predict(model, images):
    x = images.flatten(1)
    if len(x) == 1:
        x = torch.cat([x, x])
    with torch.no_grad():
        return model(x)[: len(images)]


# %% wrong: modules one after the other when the model has any
# rejected by: the_result_is_what_the_model_returns
def predict(model, images):
    x = images.flatten(1)
    with torch.no_grad():
        for layer in list(model.children()) or [model]:
            x = layer(x)
    return x


# %% wrong: a batch of 28 images is taken for a single one
# rejected by: the_result_is_what_the_model_returns
def predict(model, images):
    if images.shape[0] == 28:
        images = images.unsqueeze(0)
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: the result goes through half precision
# rejected by: the_hooks_of_the_model_run, a_single_image_is_enough
def predict(model, images):
    with torch.no_grad():
        probabilities = model(images.flatten(1))
    return probabilities.half().to(probabilities.dtype)


# %% wrong: rounded to three decimals
# rejected by: the_result_is_what_the_model_returns, a_result_that_depends_on_the_batch_is_right
def predict(model, images):
    with torch.no_grad():
        return model(images.flatten(1)).round(decimals=3)


# %% wrong: sets the biases to 0 first
# rejected by: the_weights_stay_as_they_were, the_result_is_what_the_model_returns
def predict(model, images):
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(parameter)
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: draws the weights anew, and leaves the biases
# rejected by: the_weights_stay_as_they_were, the_result_is_what_the_model_returns
def predict(model, images):
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.01)
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: adds the channel in place
# rejected by: the_images_stay_as_they_were
def predict(model, images):
    if images.dim() == 3:
        images.unsqueeze_(1)
    n, channels, height, width = images.shape
    with torch.no_grad():
        return model(images.reshape(n, channels * height * width))


# %% wrong: sets the seed
# rejected by: torch_stays_as_it_was
def predict(model, images):
    torch.manual_seed(42)
    with torch.no_grad():
        return model(images.flatten(1))


# %% wrong: no_grad only in evaluation mode
# rejected by: the_result_carries_no_gradient, no_result_carries_a_gradient
def predict(model, images):
    with torch.set_grad_enabled(model.training):
        return model(images.flatten(1))
