"""Background work. One job function, named here; its arguments are ids and nothing else."""

QUEUE = "careercraft"
JOB_FUNCTION = "careercraft.jobs.run.run_task"
ALLOWED_FUNCTIONS = frozenset({JOB_FUNCTION})
