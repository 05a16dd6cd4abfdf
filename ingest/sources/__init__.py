"""The source list (政策搜索网站清单): which sites are looked through for new policies, by whom, and the daily ticks."""
