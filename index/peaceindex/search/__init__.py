"""Search: the index of a library's articles, its query language, facets, snippets and highlights.

Import nothing in this file: commands that do not search must not wait for the search engine.
"""
