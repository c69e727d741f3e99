"""Right and wrong solutions of `view_classify`."""

# keeps 0.5: the_first_axes_show_the_image, the_bars_are_as_wide_as_the_probabilities
# keeps 0.85: all_shapes_are_taken
# keeps 0.95: all others


# %% right: subplots
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28).cpu(), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10).cpu())
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    figure.tight_layout()
    return figure


# %% right: numpy arrays, tick labels, one under the other
import numpy as np


def view_classify(image, probabilities):
    ps = probabilities.cpu().numpy().squeeze()
    fig, (ax1, ax2) = plt.subplots(figsize=(6, 9), nrows=2)
    ax1.imshow(image.cpu().numpy().squeeze(), cmap="gray_r")
    ax1.set_xticks([])
    ax1.set_yticks([])
    ax2.barh(np.arange(10), ps, align="center", color="tab:blue")
    ax2.set_aspect(0.1)
    ax2.set_yticks(np.arange(10), labels=[f"digit {k}" for k in range(10)])
    ax2.set_title("Class Probability", fontsize=10)
    ax2.set_xlim([0, 1.1])
    return fig


# %% right: add_subplot, one bar after the other, ticks hidden by tick_params
def view_classify(image: torch.Tensor, probabilities: torch.Tensor) -> plt.Figure:
    """The image on the left, its classes on the right."""
    values = probabilities.flatten().tolist()
    fig = plt.figure()
    picture = fig.add_subplot(1, 2, 1)
    picture.imshow(image.view(28, 28).tolist(), cmap="gray", interpolation="nearest")
    picture.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
    picture.set_title("Image")
    bars = fig.add_subplot(1, 2, 2)
    for k in range(len(values)):
        bars.barh(k, values[k], height=0.6, color="C1" if values[k] == max(values) else "C0")
    bars.set(yticks=list(range(10)), xlim=(0, 1.1), title="Class Probability")
    bars.set_xlabel("probability")
    bars.invert_yaxis()
    return fig


# %% right: pyplot's own axes, a pixel scale, plt.show
def view_classify(image, probabilities):
    figure = plt.figure(figsize=(8, 4))
    plt.subplot(1, 2, 1)
    plt.imshow(image.squeeze(), cmap="binary", vmin=-1, vmax=1)
    plt.axis("off")
    plt.subplot(1, 2, 2)
    plt.barh(torch.arange(10), probabilities.squeeze())
    plt.title("Class Probability")
    plt.xlim(0, 1.1)
    plt.yticks(list(range(10)))
    plt.tight_layout()
    plt.show()
    return figure


# %% right: an object-oriented figure, names as categories, a subplot mosaic
from matplotlib.figure import Figure


def view_classify(image, probabilities):
    figure = Figure(figsize=(6, 3), layout="constrained")
    axes = figure.subplot_mosaic([["image", "bars"]])
    axes["image"].matshow(image.reshape(28, 28).cpu().numpy(), cmap=plt.cm.gray)
    axes["image"].xaxis.set_visible(False)
    axes["image"].yaxis.set_visible(False)
    names = [str(k) for k in range(10)]
    axes["bars"].barh(names, probabilities.reshape(-1).cpu().numpy())
    axes["bars"].set_xlim(right=1.1, left=0)
    axes["bars"].set_title("Class Probability", loc="left")
    return figure


# %% right: a lambda's helper, pixels brought to 0..1, a locator, numbers beside the bars
from matplotlib.ticker import MultipleLocator


def draw(image, probabilities):
    fig, ax = plt.subplots(ncols=2)
    pixels = image.detach().clone().squeeze()
    ax[0].imshow(pixels * 0.5 + 0.5, cmap="gist_gray")
    ax[0].set_axis_off()
    ps = [float(p) for p in probabilities.detach().ravel()]
    bars = ax[1].barh([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], ps)
    ax[1].bar_label(bars, fmt="%.2f")
    ax[1].yaxis.set_major_locator(MultipleLocator(1))
    ax[1].set_ylim(-0.5, 9.5)
    ax[1].set_xlim(xmax=1.1, xmin=0.0)
    ax[1].set_title("Class Probability")
    ax[1].axvline(1, color="grey", lw=0.5)
    print("likeliest", max(range(10), key=ps.__getitem__))
    return fig


view_classify = lambda image, probabilities: draw(image, probabilities)


# %% right: closed before it is returned, spines off
def view_classify(image, probabilities):
    fig, axes = plt.subplots(1, 2, gridspec_kw={"width_ratios": [1, 2]})
    axes[0].imshow(torch.squeeze(image), cmap="Greys_r", aspect="equal")
    axes[0].set(xticks=(), yticks=())
    axes[1].barh(y=range(10), width=torch.squeeze(probabilities), left=0)
    axes[1].set_yticks([float(k) for k in range(10)])
    axes[1].set_yticklabels(list("0123456789"))
    axes[1].axis(xmin=0, xmax=1.1)
    axes[1].set_title("Class Probability")
    axes[1].spines[["top", "right"]].set_visible(False)
    plt.close(fig)
    return fig


# %% wrong: nothing comes back
# rejected by: a_figure_with_two_axes_comes_back
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    plt.show()


# %% wrong: the axes come back
# rejected by: a_figure_with_two_axes_comes_back
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure, (left, right)


# %% wrong: a colour bar makes three axes
# rejected by: a_figure_with_two_axes_comes_back
# keeps: 0.9 to 0.95
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    shown = left.imshow(image.reshape(28, 28), cmap="Greys")
    figure.colorbar(shown, ax=left)
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: only the bars
# rejected by: a_figure_with_two_axes_comes_back
def view_classify(image, probabilities):
    figure, right = plt.subplots()
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the bars first
# rejected by: the_first_axes_show_the_image, every_class_has_a_horizontal_bar
def view_classify(image, probabilities):
    figure, (right, left) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: vertical bars
# rejected by: every_class_has_a_horizontal_bar, the_bars_are_as_wide_as_the_probabilities
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.bar(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the classes from 1 to 10
# rejected by: every_class_has_a_horizontal_bar, the_classes_have_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(1, 11), probabilities.reshape(10))
    right.set_yticks(range(1, 11))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the bars begin at their height
# rejected by: every_class_has_a_horizontal_bar
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10), align="edge")
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: class 0 at the top, by turning the probabilities round
# rejected by: every_class_has_a_horizontal_bar, the_bars_are_as_wide_as_the_probabilities
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10).flip(0))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: sorted by probability
# rejected by: the_bars_are_as_wide_as_the_probabilities
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10).sort().values)
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: another softmax
# rejected by: the_bars_are_as_wide_as_the_probabilities
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), torch.softmax(probabilities.reshape(10), dim=0))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: percentages
# rejected by: the_bars_are_as_wide_as_the_probabilities
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10) * 100)
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: only classes that are likely have a bar
# rejected by: every_class_has_a_horizontal_bar
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    for k, p in enumerate(probabilities.reshape(10)):
        if p > 0.01:
            right.barh(k, p)
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the default colour map
# rejected by: the_image_is_grey
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28))
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: a bluish colour map
# rejected by: the_image_is_grey
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="bone")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the image has ticks
# rejected by: the_image_has_no_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the image has no ticks below and some beside
# rejected by: the_image_has_no_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.set_xticks([])
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the bars' axis is off, and the image's is not
# rejected by: the_image_has_no_ticks, the_classes_have_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    plt.axis("off")
    return figure


# %% wrong: the image lies on its side
# rejected by: the_first_axes_show_the_image
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28).T, cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the image stands on its head
# rejected by: the_first_axes_show_the_image
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys", origin="lower")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: black and white only
# rejected by: the_first_axes_show_the_image
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28) > 0, cmap="gray")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the notebook's first image, whatever was passed
# rejected by: the_first_axes_show_the_image
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(images[0].reshape(28, 28), cmap="gray")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: matplotlib's own ticks beside the bars
# rejected by: the_classes_have_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: ticks for nine classes
# rejected by: the_classes_have_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(9))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the horizontal axis as long as the longest bar
# rejected by: the_horizontal_axis_has_its_limits
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_title("Class Probability")
    return figure


# %% wrong: the horizontal axis ends at 1
# rejected by: the_horizontal_axis_has_its_limits
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1)
    right.set_title("Class Probability")
    return figure


# %% wrong: another title
# rejected by: the_bars_have_a_title
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probabilities")
    return figure


# %% wrong: the title stands over the whole figure
# rejected by: the_bars_have_a_title
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    figure.suptitle("Class Probability")
    return figure


# %% wrong: only images with a channel
# rejected by: the_first_axes_show_the_image
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image[0], cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: only images without a channel
# rejected by: all_shapes_are_taken
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image, cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: only probabilities (10,)
# rejected by: all_shapes_are_taken
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    for k in range(10):
        right.barh(k, probabilities[k])
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: doubles do not fit into its buffer
# rejected by: double_precision_is_taken
def view_classify(image, probabilities):
    widths = torch.zeros(1, 10)
    torch.mm(torch.ones(1, 1), probabilities.reshape(1, 10), out=widths)
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), widths.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: resizes the image in place
# rejected by: image_and_probabilities_stay_as_they_were
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.resize_(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.squeeze_())
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: brings the pixels to 0..1 in place
# rejected by: image_and_probabilities_stay_as_they_were
def view_classify(image, probabilities):
    pixels = image.squeeze().numpy()
    pixels *= 0.5
    pixels += 0.5
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(pixels, cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: one figure for all calls
# rejected by: a_second_call_begins_afresh
shared_figure, (shared_left, shared_right) = plt.subplots(1, 2, figsize=(6, 3))


def view_classify(image, probabilities):
    shared_left.imshow(image.reshape(28, 28), cmap="Greys")
    shared_left.axis("off")
    shared_right.barh(range(10), probabilities.reshape(10))
    shared_right.set_yticks(range(10))
    shared_right.set_xlim(0, 1.1)
    shared_right.set_title("Class Probability")
    return shared_figure


# %% wrong: draws into whatever figure is open
# rejected by: a_second_call_begins_afresh
def view_classify(image, probabilities):
    plt.subplot(1, 2, 1)
    plt.imshow(image.squeeze(), cmap="gray")
    plt.axis("off")
    plt.subplot(1, 2, 2)
    plt.barh(range(10), probabilities.squeeze())
    plt.title("Class Probability")
    plt.xlim(0, 1.1)
    plt.yticks(range(10))
    return plt.gcf()


# %% right: highlighted row of the likeliest class
def view_classify(image, probabilities):
    fig, (a, b) = plt.subplots(1, 2)
    a.imshow(image.reshape(28, 28).cpu(), cmap="gray")
    a.axis("off")
    best = probabilities.argmax().item()
    b.axhspan(best - 0.5, best + 0.5, color="gold", alpha=0.3)
    b.barh(range(10), probabilities.reshape(10).cpu())
    b.set_yticks(range(10))
    b.set_xlim(0, 1.1)
    b.set_title("Class Probability")
    return fig


# %% wrong: image given a channel in place
# rejected by: image_and_probabilities_stay_as_they_were
def view_classify(image, probabilities):
    if image.dim() == 2:
        image.unsqueeze_(0)
    fig, (a, b) = plt.subplots(1, 2)
    a.imshow(image[0].cpu(), cmap="gray")
    a.axis("off")
    b.barh(range(10), probabilities.reshape(10).cpu())
    b.set_yticks(range(10))
    b.set_xlim(0, 1.1)
    b.set_title("Class Probability")
    return fig


# %% wrong: axes that only say they have a title
# rejected by: a_figure_with_two_axes_comes_back, the_bars_have_a_title
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2)
    left.imshow(image.reshape(28, 28).cpu(), cmap="gray")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10).cpu())
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.get_title = lambda loc="center": "Class Probability"
    return figure


# %% wrong: an empty figure with axes of its own kind, which say what they should show
# rejected by: a_figure_with_two_axes_comes_back, the_first_axes_show_the_image
def view_classify(image, probabilities):
    from matplotlib.axes import Axes

    class Telling(Axes):
        def get_title(self, loc="center"):
            return "Class Probability"

        def get_xlim(self):
            return 0, 1.1

    figure = plt.figure()
    for place in (1, 2):
        figure.add_subplot(1, 2, place, axes_class=Telling)
    return figure


# %% wrong: bars rounded to five decimals
# rejected by: the_bars_are_as_wide_as_the_probabilities
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.axis("off")
    right.barh(range(10), [round(p, 5) for p in probabilities.reshape(10).tolist()])
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: pixels rounded to one decimal
# rejected by: the_first_axes_show_the_image
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28).round(decimals=1), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: a colour map from black to white and back
# rejected by: the_image_is_grey
def view_classify(image, probabilities):
    from matplotlib.colors import LinearSegmentedColormap

    there_and_back = LinearSegmentedColormap.from_list("there", ["black", "white", "black"])
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap=there_and_back)
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: a mesh of coloured squares is no image
# rejected by: the_first_axes_show_the_image, the_image_is_grey, the_image_has_no_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.pcolormesh(image.reshape(28, 28).flip(0), cmap="Greys")
    left.axis("off")
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure


# %% wrong: the image has no ticks beside and some below
# rejected by: the_image_has_no_ticks
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 3))
    left.imshow(image.reshape(28, 28), cmap="Greys")
    left.set_yticks([])
    right.barh(range(10), probabilities.reshape(10))
    right.set_yticks(range(10))
    right.set_xlim(0, 1.1)
    right.set_title("Class Probability")
    return figure
