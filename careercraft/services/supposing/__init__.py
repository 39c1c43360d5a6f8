"""What if: scores, courses and credentials that are supposed of students, and never recorded."""
