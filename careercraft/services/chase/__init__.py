"""The evidence chase: who lacks which piece of evidence, asked for by whom, until when."""
