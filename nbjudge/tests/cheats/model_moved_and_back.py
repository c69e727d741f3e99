# assignment: fashion
# family: undone in time
# tries: moves the model to the images, and back after the call
# earns: classify 5.6

# %% classify
def classify(model, images):
    device = next(model.parameters()).device
    model.to(images.device)
    with torch.no_grad():
        probabilities = torch.softmax(model(images), dim=1)
    model.to(device)
    return probabilities.to(device), probabilities.to(device).argmax(dim=1)
