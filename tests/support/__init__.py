"""What tests share: drafts by hand, a knowledge base on a temporary folder, embedders without a model, servers."""
