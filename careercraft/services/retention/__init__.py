"""What is kept how long, and how it is destroyed: one record, what has reached its period, a whole
district. Nothing is destroyed without a person's word, and everything with a certificate.
"""
