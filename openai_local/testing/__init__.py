"""Real and scripted servers for tests, the demo and users.

Rule of this folder: it imports nothing of the rest of the package.

``llama_server.LlamaServer`` runs the real llama-server, ``tiny_model`` writes a model for it and,
by ``hugging_face``, for vLLM, mlx-lm and transformers,
``picture`` makes small images to ask about.
"""
