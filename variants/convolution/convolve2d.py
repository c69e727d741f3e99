"""Right and wrong solutions of `convolve2d`."""

# keeps 0.5: the_formula_is_right_for_any_sizes, it_is_written_from_the_definition
# keeps 0.95: all others


# %% right: a loop over the kernel
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% right: unfold, type hints, prints
def convolve2d(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """Windows times the kernel."""
    h, w = kernel.shape
    windows = image.unfold(0, h, 1).unfold(1, w, 1)
    print(windows.shape)
    return (windows * kernel).sum(dim=(-2, -1))


# %% right: unfold and einsum
def convolve2d(image, kernel):
    windows = image.unfold(0, kernel.size(0), 1).unfold(1, kernel.size(1), 1)
    return torch.einsum("ijab,ab->ij", windows, kernel)


# %% right: columns of patches by F.unfold, one matrix product
def convolve2d(image, kernel):
    h, w = kernel.shape
    patches = F.unfold(image[None, None], (h, w))[0]
    rows = image.shape[0] - h + 1
    return (kernel.reshape(1, -1) @ patches).reshape(rows, -1)


# %% right: a list of moved images, added up
def moved(image, a, b, height, width):
    return image[a:, b:][:height, :width]


def convolve2d(image, kernel):
    size = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    places = [(a, b) for a in range(kernel.shape[0]) for b in range(kernel.shape[1])]
    return torch.stack([moved(image, a, b, *size) * kernel[a, b] for a, b in places]).sum(dim=0)


# %% right: in place, on an empty result
def convolve2d(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    result = image.new_zeros(H - h + 1, W - w + 1)
    for a in range(h):
        for b in range(w):
            result += image[a : H - h + 1 + a, b : W - w + 1 + b] * kernel[a, b].item()
    return result


# %% right: a lambda, strides
convolve2d = lambda image, kernel: (
    (
        image.as_strided(
            (image.size(0) - kernel.size(0) + 1, image.size(1) - kernel.size(1) + 1, *kernel.shape),
            (image.stride(0), image.stride(1), image.stride(0), image.stride(1)),
        )
        * kernel
    )
    .flatten(2)
    .sum(-1)
)


# %% right: a callable object, places by indexing
class Convolve:
    def __call__(self, image, kernel):
        rows = torch.arange(image.shape[0] - kernel.shape[0] + 1, device=image.device)
        columns = torch.arange(image.shape[1] - kernel.shape[1] + 1, device=image.device)
        a = torch.arange(kernel.shape[0], device=image.device)
        b = torch.arange(kernel.shape[1], device=image.device)
        i = rows[:, None, None, None] + a[None, None, :, None]
        j = columns[None, :, None, None] + b[None, None, None, :]
        return torch.tensordot(image[i, j], kernel, dims=2)


convolve2d = Convolve()


# %% wrong: torch's own
# rejected by: it_is_written_from_the_definition
def convolve2d(image, kernel):
    return F.conv2d(image[None, None], kernel[None, None])[0, 0]


# %% wrong: a layer of torch's
# rejected by: it_is_written_from_the_definition
def convolve2d(image, kernel):
    layer = nn.Conv2d(1, 1, tuple(kernel.shape), bias=False).to(image)
    layer.weight.data = kernel[None, None]
    return layer(image[None, None])[0, 0].detach()


# %% wrong: conv1d on rows
# rejected by: it_is_written_from_the_definition
def convolve2d(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    return sum(
        torch.conv1d(image[a : a + rows, None], kernel[a][None, None])[:, 0]
        for a in range(kernel.shape[0])
    )


# %% wrong: the kernel is turned round
# rejected by: the_kernel_is_not_turned_round, the_example_comes_out_right
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[-1 - a, -1 - b] * image[a : a + height, b : b + width]
    return total


# %% wrong: the kernel is transposed
# rejected by: the_formula_is_right_for_any_sizes
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel.T[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: one place too few
# rejected by: the_formula_is_right_for_any_sizes, the_example_comes_out_right
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0]
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: height and width exchanged
# rejected by: the_formula_is_right_for_any_sizes
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(width, height, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: square kernels only
# rejected by: the_formula_is_right_for_any_sizes
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[0]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: square images only
# rejected by: the_formula_is_right_for_any_sizes
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[0] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: padded with zeros
# rejected by: a_kernel_of_three_takes_two_pixels_off
def convolve2d(image, kernel):
    image = F.pad(image, (1, 1, 1, 1))
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: the mean of the products
# rejected by: the_example_comes_out_right
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total / kernel.numel()


# %% wrong: the largest of the products
# rejected by: the_example_comes_out_right
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = torch.maximum(total, kernel[a, b] * image[a : a + height, b : b + width])
    return total


# %% wrong: the last product only
# rejected by: the_example_comes_out_right
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: what is below zero is cut off
# rejected by: the_example_comes_out_right
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total.clamp(min=0)


# %% wrong: every second place
# rejected by: a_kernel_of_three_takes_two_pixels_off
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total[::2, ::2]


# %% wrong: a loop over the image
# rejected by: the_work_is_done_for_all_places_at_once
def convolve2d(image, kernel):
    h, w = kernel.shape
    total = torch.zeros(image.shape[0] - h + 1, image.shape[1] - w + 1).to(image)
    for i in range(total.shape[0]):
        for j in range(total.shape[1]):
            total[i, j] = (image[i : i + h, j : j + w] * kernel).sum()
    return total


# %% wrong: in lists
# rejected by: the_work_is_done_for_all_places_at_once
def convolve2d(image, kernel):
    x, k = image.tolist(), kernel.tolist()
    rows = [
        [
            sum(x[i + a][j + b] * k[a][b] for a in range(len(k)) for b in range(len(k[0])))
            for j in range(len(x[0]) - len(k[0]) + 1)
        ]
        for i in range(len(x) - len(k) + 1)
    ]
    return torch.tensor(rows, dtype=image.dtype, device=image.device)


# %% wrong: a loop over the rows of the image
# rejected by: the_work_is_done_for_all_places_at_once
def convolve2d(image, kernel):
    h, w = kernel.shape
    rows = []
    for i in range(image.shape[0] - h + 1):
        windows = image[i : i + h].unfold(1, w, 1)
        rows.append((windows * kernel[:, None, :]).sum(dim=(0, 2)))
    return torch.stack(rows)


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_the_image
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + (kernel[a, b] * image[a : a + height, b : b + width]).float()
    return total


# %% wrong: float32 on the way
# rejected by: the_result_has_the_dtype_of_the_image
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + (kernel[a, b] * image[a : a + height, b : b + width]).float()
    return total


# %% wrong: always float64
# rejected by: the_result_has_the_dtype_of_the_image
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=torch.float64, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: made on the default device
# rejected by: the_result_lies_on_the_device_of_the_image
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: shifts the image itself
# rejected by: nothing_else_is_changed
def convolve2d(image, kernel):
    image -= image.mean()
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: rounded to three decimals
# rejected by: the_formula_is_right_for_any_sizes
def convolve2d(image, kernel):
    h, w = kernel.shape
    windows = image.unfold(0, h, 1).unfold(1, w, 1)
    return (windows * kernel).sum(dim=(-2, -1)).round(decimals=3)


# %% wrong: rounded to eleven decimals
# rejected by: the_result_has_the_dtype_of_the_image
def convolve2d(image, kernel):
    h, w = kernel.shape
    windows = image.unfold(0, h, 1).unfold(1, w, 1)
    return (windows * kernel).sum(dim=(-2, -1)).round(decimals=11)


# %% wrong: the kernel is normalised and scaled back, with a small number against zero
# rejected by: the_example_comes_out_right, a_kernel_with_a_single_one_moves_the_picture
def convolve2d(image, kernel):
    scale = kernel.abs().sum()
    kernel = kernel / (scale + 1e-4)
    windows = image.unfold(0, kernel.shape[0], 1).unfold(1, kernel.shape[1], 1)
    return scale * (windows * kernel).sum(dim=(-2, -1))


# %% wrong: the kernel is normalised in place
# rejected by: nothing_else_is_changed
def convolve2d(image, kernel):
    kernel /= kernel.abs().sum()
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: the sum of the kernel is forgotten: places outside it
# rejected by: the_formula_is_right_for_any_sizes
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(min(3, kernel.shape[0])):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[a : a + height, b : b + width]
    return total


# %% wrong: the picture moves the other way
# rejected by: a_kernel_with_a_single_one_moves_the_picture
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, dtype=image.dtype, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total = total + kernel[a, b] * image[b : b + height, a : a + width]
    return total


# %% wrong: collected in float32
# rejected by: the_result_has_the_dtype_of_the_image
# keeps: 0.8 to 0.95
def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    total = torch.zeros(height, width, device=image.device)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            total += kernel[a, b] * image[a : a + height, b : b + width]
    return total
