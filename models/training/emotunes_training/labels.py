"""The two label sets, in the one order used everywhere: in the network's heads, the manifest and the product."""

EMOTIONS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
"""FER2013's seven classes (Goodfellow et al. 2013), in that data set's own order."""

FERPLUS = ["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"]
"""FER+'s eight emotions (Barsoum et al. 2016), in that data set's own order."""
