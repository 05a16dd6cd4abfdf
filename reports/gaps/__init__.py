"""Knowledge gaps (知识缺口): what is asked and not answered well, gathered by matter, until an entry answers it."""
