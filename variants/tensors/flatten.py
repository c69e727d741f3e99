"""Right and wrong solutions of `flatten`."""

# keeps 0.5: the_numbers_keep_their_order
# keeps 0.85: any_sizes_are_flattened
# keeps 0.9: any_number_of_dimensions_is_flattened, a_batch_of_one_stays_a_batch
# keeps 0.95: all others


# %% right: reshape
def flatten(images):
    return images.reshape(images.shape[0], -1)


# %% right: view, with the sizes of the rest multiplied
import math


def flatten(images: torch.Tensor) -> torch.Tensor:
    """One row for each image."""
    n, *rest = images.shape
    print("flattening", n, "images")
    return images.view(n, math.prod(rest))


# %% right: one row after the other, stacked
def flatten(images):
    return torch.stack([image.reshape(-1) for image in images])


# %% right: a lambda
flatten = lambda images: images.contiguous().view(len(images), -1)


# %% right: a callable object
class Flattener:
    def __call__(self, images):
        return torch.reshape(images, (images.size(0), images[0].numel()))


flatten = Flattener()


# %% right: a module of the student's own
class Rows(nn.Module):
    def forward(self, images):
        return images.view(images.size(0), -1).clone()


flatten = Rows()


# %% right: dimension after dimension, in a loop
def flatten(images):
    while images.dim() > 2:
        images = torch.cat([images[:, i] for i in range(images.shape[1])], dim=1)
    return images


# %% right: an empty table on the right device, filled
def flatten(images):
    table = images.new_empty(images.shape[0], images.numel() // images.shape[0])
    for row, image in zip(table, images):
        row.copy_(image.reshape(-1))
    return table


# %% right: made elsewhere and moved to the device
def flatten(images):
    count = len(images)
    table = torch.zeros(count, images.numel() // count, dtype=images.dtype).to(images.device)
    table[:] = images.reshape(count, -1)
    return table


# %% right: torch's own flatten, which the contract does not rule out
def flatten(images):
    return torch.flatten(images, start_dim=1)


# %% wrong: the batch is flattened too
# rejected by: a_batch_of_digits_becomes_a_table, the_numbers_keep_their_order
def flatten(images):
    return images.reshape(-1)


# %% wrong: the module's name is bound to a list
# rejected by: the_example_comes_out_right
def flatten(images):
    return [image.reshape(-1) for image in images]


# %% wrong: the size of digits is built in
# rejected by: any_sizes_are_flattened, any_number_of_dimensions_is_flattened
def flatten(images):
    return images.reshape(-1, 784)


# %% wrong: the batch size is built in
# rejected by: any_sizes_are_flattened, a_batch_of_one_stays_a_batch
def flatten(images):
    return images.reshape(64, -1)


# %% wrong: transposed
# rejected by: a_batch_of_digits_becomes_a_table, the_numbers_keep_their_order
def flatten(images):
    return images.reshape(images.shape[0], -1).T


# %% wrong: right shape, mixed images
# rejected by: the_numbers_keep_their_order, the_example_comes_out_right
def flatten(images):
    return images.reshape(-1, images.shape[0]).T


# %% wrong: columns before rows
# rejected by: the_numbers_keep_their_order, the_example_comes_out_right
def flatten(images):
    return images.transpose(-1, -2).reshape(images.shape[0], -1)


# %% wrong: expects four dimensions
# rejected by: any_number_of_dimensions_is_flattened
def flatten(images):
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)


# %% wrong: one channel only
# rejected by: any_sizes_are_flattened
def flatten(images):
    return images.reshape(images.shape[0], images.shape[-2] * images.shape[-1])


# %% wrong: squeezes first, so a single image loses its batch
# rejected by: a_batch_of_one_stays_a_batch
def flatten(images):
    images = images.squeeze()
    return images.reshape(images.shape[0], -1)


# %% wrong: flattens from the second dimension on
# rejected by: a_batch_of_digits_becomes_a_table
def flatten(images):
    return images.flatten(2)


# %% wrong: flattens the first dimensions
# rejected by: the_numbers_keep_their_order
def flatten(images):
    return images.reshape(-1, images.shape[-1])


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_the_input
def flatten(images):
    return images.float().reshape(images.shape[0], -1)


# %% wrong: changes the shape of the input
# rejected by: nothing_else_is_changed
def flatten(images):
    return images.resize_(images.shape[0], images.numel() // images.shape[0])


# %% wrong: scales the input in place
# rejected by: nothing_else_is_changed, the_numbers_keep_their_order
def flatten(images):
    images -= images.mean()
    return images.reshape(images.shape[0], -1)


# %% wrong: made on the default device
# rejected by: the_result_lies_on_the_device_of_the_input
def flatten(images):
    table = torch.zeros(images.shape[0], images.numel() // images.shape[0], dtype=images.dtype)
    for i in range(images.shape[0]):
        table[i] = images[i].reshape(-1)
    return table


# %% wrong: sets the seed
# rejected by: nothing_else_is_changed
def flatten(images):
    torch.manual_seed(0)
    return images.reshape(images.shape[0], -1)


# %% wrong: works on the notebook's batch, not on its argument
# rejected by: the_numbers_keep_their_order
def flatten(batch):
    return images.reshape(images.shape[0], -1)


# %% wrong: prints instead of returning
# rejected by: a_batch_of_digits_becomes_a_table
def flatten(images):
    print(images.reshape(images.shape[0], -1))


# %% right: numpy with force
def flatten(images):
    array = images.numpy(force=True)
    return torch.tensor(array.reshape(len(array), -1), device=images.device)


# %% wrong: float32 on the way
# rejected by: the_result_has_the_dtype_of_the_input
def flatten(images):
    return images.float().flatten(1).to(images.dtype)


# %% wrong: zeros dropped
# rejected by: the_numbers_keep_their_order, any_sizes_are_flattened
def flatten(images):
    return images[images != 0].reshape(images.shape[0], -1)


# %% wrong: large images halved
# rejected by: any_sizes_are_flattened
def flatten(images):
    flat = images.flatten(1)
    return flat[:, :4096]


# %% wrong: always float64
# rejected by: the_numbers_keep_their_order, any_sizes_are_flattened
def flatten(images):
    return images.double().reshape(images.shape[0], -1)


# %% wrong: at most 64 images
# rejected by: any_sizes_are_flattened
def flatten(images):
    return images[:64].flatten(1)


# %% wrong: takes a table for one image
# rejected by: any_number_of_dimensions_is_flattened
def flatten(images):
    if images.dim() == 2:
        images = images.unsqueeze(0)
    return images.flatten(1)


# %% wrong: takes three dimensions for one image with its colours
# rejected by: any_number_of_dimensions_is_flattened, the_example_comes_out_right
def flatten(images):
    if images.dim() == 3:
        images = images.unsqueeze(0)
    return images.flatten(1)
