"""Which instruments a file holds, and the tasks and targets of those that take theirs from it (design 5)."""

from collections.abc import Sequence

import msgspec

from graph.derivation import target_row, task_row
from graph.record import Target, Task
from graph.store import neo4j_model
from graph.store.neo4j_connection import Row, Run

_FILES = 50  # at once
_tasks = msgspec.msgpack.Decoder(tuple[Task, ...]).decode
_targets = msgspec.msgpack.Decoder(tuple[Target, ...]).decode
_pack = msgspec.msgpack.encode


class Duties:
    """The files of one transaction whose documents came to be other instruments, or that give or gave tasks."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.files: set[str] = set()

    def settle(self) -> None:
        """Write them anew."""
        files = sorted(self.files)
        for start in range(0, len(files), _FILES):
            self._settle(files[start : start + _FILES])

    def _settle(self, files: Sequence[str]) -> None:
        self._run.each(_NO_TASKS, files)
        self._run.each(_NO_TARGETS, files)
        self._run.each(_HOLDS, files)
        tasks, laid, targets = list[Row](), list[Row](), list[Row]()
        for row in self._run.each(_GIVEN, files):
            given = dict(row["given"])
            for task in _tasks(row["tasks"]):
                if task.document in given:
                    made = task_row(task, row["sha256"], given[task.document])
                    tasks.append({"id": made.document, "facts": neo4j_model.task(made)})
                    laid += [_laid(made.file, made.id, n, a) for n, a in enumerate(task.assignees)]
            for target in _targets(row["targets"]):
                if target.document in given:
                    aim = target_row(target, row["sha256"], given[target.document])
                    targets.append({"id": aim.document, "facts": neo4j_model.target(aim)})
        self._run.each(_TASKS, tasks)
        self._run.each(_ASSIGNED, laid)
        self._run.each(_TARGETS, targets)


def _laid(file: str, task: str, nth: int, assignee: object) -> Row:
    facts = msgspec.to_builtins(assignee)
    return {
        "file": file,
        "task": task,
        "body": facts["body"],
        "facts": {"role": facts["role"], "said": facts.get("said"), "duty": facts.get("duty"), "nth": nth},
    }


_NO_TASKS = "UNWIND $rows AS f MATCH (t:Task {file: f}) DETACH DELETE t"
_NO_TARGETS = "UNWIND $rows AS f MATCH (t:Target {file: f}) DETACH DELETE t"
_HOLDS = """
UNWIND $rows AS f MATCH (d:Document {sha256: f}) OPTIONAL MATCH (d)-[h:HOLDS]->() DELETE h
WITH DISTINCT d MATCH (d)-[:_OWN]->(:_Wording)-[:_MEANS]->(i:Instrument) MERGE (d)-[:HOLDS]->(i)"""
_GIVEN = """
UNWIND $rows AS f MATCH (d:Document {sha256: f})-[s:_OWN]->(:_Wording)-[:_MEANS]->(i) WHERE i.file = f
WITH d, collect([s.local, i.id]) AS given
RETURN d.sha256 AS sha256, d.tasks AS tasks, d.targets AS targets, given"""
_TASKS = """
UNWIND $rows AS r MATCH (i:Instrument {id: r.id}) CREATE (i)-[:ASSIGNS]->(t:Task) SET t = r.facts"""
_ASSIGNED = """
UNWIND $rows AS r MATCH (t:Task {id: r.task}) WHERE t.file = r.file MATCH (o:Organization {id: r.body})
CREATE (t)-[a:ASSIGNED_TO]->(o) SET a = r.facts"""
_TARGETS = """
UNWIND $rows AS r MATCH (i:Instrument {id: r.id}) CREATE (i)-[:SETS]->(t:Target) SET t = r.facts"""
