# assignment: modules
# family: what it shows
# tries: draws bars that have no colour
# earns: view_classify 2

# %% view_classify
def view_classify(image, probabilities):
    figure, (left, right) = plt.subplots(1, 2, figsize=(6, 2.8))
    left.imshow(image.reshape(28, 28).cpu(), cmap="Greys")
    left.axis("off")
    bars = right.barh(range(10), probabilities.reshape(10).cpu())
    right.set(yticks=range(10), xlim=(0, 1.1), title="Class Probability")
    for bar in bars:
        bar.set_facecolor("none")
    return figure
