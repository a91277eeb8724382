"""What is left of a mentorship when it is over: certificates, and how they are issued, renewed and revoked.

``certificates`` says what stands on one and makes its PDF, ``issuing`` makes them.
"""
