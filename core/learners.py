"""The parts of scikit-learn that learn while a server serves, loaded together by whoever needs one of them first.

Import this inside a function: it takes seconds, which a server would lose at every start. Import from nowhere else: of
two threads that load different parts at once, Python lets one go on with what the other has half loaded.
"""

import warnings

from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

# A base of fifty curated questions has departments with one or two of them: known, and nothing an operator can act on.
warnings.filterwarnings("ignore", message="The number of unique classes is greater", category=UserWarning)

__all__ = ["AgglomerativeClustering", "ComplementNB", "HashingVectorizer", "LinearSVC", "TfidfVectorizer"]
