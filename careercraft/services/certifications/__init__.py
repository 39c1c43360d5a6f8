"""The certifications of one student: each requirement, and the way through a program of study."""
