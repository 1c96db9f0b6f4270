"""A network is trained to tell four clouds of points apart, and its loss looked at as a graph."""

from autograd import graph, nn

data = nn.datasets.blobs()  # 100 points of the plane
model = nn.Sequential([nn.Dense(2, activation="relu"), nn.Dense(4, activation="linear")], seed=0)
model.compile(
    optimizer=nn.Adam(0.01),
    loss=nn.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
history = model.fit(data.x, data.y, epochs=200, verbose=0).history
print(f"loss {history['loss'][0]:.3f} -> {history['loss'][-1]:.3f}")
print(f"{history['accuracy'][-1]:.0%} of the points are told apart")

loss = model.graph(data.x[0], data.y[0])
print(f"the loss of the first point, {loss.data:.4f}, comes of {len(graph.order(loss))} numbers")
