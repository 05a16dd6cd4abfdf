"""Hot issues (热点): many people about one thing at one time, found in petitions and questions, with the reasons."""
