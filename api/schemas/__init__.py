"""HTTP shapes. The OpenAPI description made from them is the reference for every client."""
