"""`youda eval`: how good retrieval and answers are, on data sets anybody can bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.conflicts_eval import conflicts
from cli.eval_runs import SaveOption, compare, report, save
from cli.options import JsonOption, settings_for
from cli.output import print_json, progress_bar, say, table, tell
from core.messages import message

if TYPE_CHECKING:
    from eval.answers import AnswersReport
    from eval.petitions import PetitionsReport
    from eval.retrieval import RetrievalReport

_RETRIEVAL_COLUMNS = ("cli.column.system", "cli.column.hit1", "cli.column.hit5", "cli.column.hit10", "cli.column.mrr",
                      "cli.column.recall", "cli.column.ndcg", "cli.column.p50", "cli.column.p95")  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add `eval` with what it can measure."""
    group = typer.Typer(help=message("cli.help.eval"), no_args_is_help=True)
    group.command("retrieval", help=message("cli.help.eval_retrieval"))(retrieval)
    group.command("answers", help=message("cli.help.eval_answers"))(answers)
    group.command("petitions", help=message("cli.help.eval_petitions"))(petitions)
    group.command("hot-issues", help=message("cli.help.eval_hot_issues"))(hot_issues)
    group.command("conflicts", help=message("cli.help.eval_conflicts"))(conflicts)
    group.command("compare", help=message("cli.help.eval_compare"))(compare)
    group.command("report", help=message("cli.help.eval_report"))(report)
    app.add_typer(group, name="eval")


def retrieval(
    dataset: Annotated[Path, typer.Option("--dataset", metavar="DIR", help=message("cli.option.dataset"))],
    split: Annotated[str, typer.Option("--split", metavar="NAME", help=message("cli.option.split"))] = "test",
    run: Annotated[Path | None, typer.Option("--run", metavar="FILE", help=message("cli.option.run"))] = None,
    no_train: Annotated[bool, typer.Option("--no-train", help=message("cli.option.no_train"))] = False,
    langchain: Annotated[bool, typer.Option("--langchain", help=message("cli.option.langchain"))] = False,
    save_to: SaveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index a BEIR folder in a throw-away base, ask its questions, print the figures beside two baselines."""
    from eval.datasets import read_dataset
    from eval.retrieval import run_retrieval, settings_of
    from eval.runs import write_question_rows, write_trec_run

    settings = settings_for(None).knowledge
    found = read_dataset(dataset, split=split)
    with progress_bar() as advance:
        report = run_retrieval(found, settings, learn=not no_train, progress=advance)
        if langchain:
            from eval.langchain_retrieval import beside_langchain

            report = beside_langchain(report, found, settings, progress=advance)
    if run is not None:
        write_trec_run(run, report.hybrid.rows, tag="youda")
        rows = run.with_name(f"{run.name}.questions.jsonl")
        write_question_rows(rows, report.hybrid.rows, settings=settings_of(report, settings, split))
        tell("cli.eval.run_written", file=run, rows=rows)
    if save_to is not None:
        from eval.saving import saved_retrieval

        save(save_to, saved_retrieval(report, found, settings_of(report, settings, split)))
    if report.hybrid.aggregate.undefined:
        tell("cli.eval.undefined", count=report.hybrid.aggregate.undefined)
    print_json(report.to_json()) if as_json else _show_retrieval(report)


def answers(
    documents: Annotated[list[Path], typer.Option("--documents", metavar="PATH", help=message("cli.option.documents"))],
    questions: Annotated[Path, typer.Option("--questions", metavar="FILE", help=message("cli.option.questions"))],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help=message("cli.option.documents"))
    ] = None,
    save_to: SaveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import documents into a throw-away base, ask golden questions, judge keys, sources and quotes."""
    from eval.answers import read_questions, run_answers

    settings = settings_for(None)
    golden = read_questions(questions)
    with progress_bar() as advance:
        report = run_answers([*documents, *(more or [])], golden, settings, progress=advance)
    if save_to is not None:
        from eval.saving import saved_answers

        save(save_to, saved_answers(report, questions.stem, settings))
    print_json(report.to_json()) if as_json else _show_answers(report)


def petitions(
    train: Annotated[Path, typer.Option("--train", metavar="FILE", help=message("cli.option.petitions_train"))],
    test: Annotated[
        Path | None, typer.Option("--test", metavar="FILE", help=message("cli.option.petitions_test"))
    ] = None,
    weak: Annotated[
        Path | None, typer.Option("--weak", metavar="FILE", help=message("cli.option.petitions_weak"))
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help=message("cli.option.petitions_seed"))] = 0,
    as_json: JsonOption = False,
) -> None:
    """Teach the classifier of petitions, and score it on rows it has not seen: a test file, or stratified folds."""
    from eval.petitions import read_labelled, read_weak, run_petitions

    rows = read_labelled(train)
    unseen = read_labelled(test) if test is not None else None
    votes = read_weak(weak) if weak is not None else []
    with progress_bar() as advance:
        report = run_petitions(rows, unseen, votes, seed=seed, progress=advance)
    print_json(report.to_json()) if as_json else _show_petitions(report)


def hot_issues(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.hot_file"))],
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help=message("cli.option.hot_limit"))] = 10,
    as_json: JsonOption = False,
) -> None:
    """Find hot issues in a file of messages; whether each cluster is about one thing is for a reader to judge."""
    from eval.hot_issues import read_messages, run_hot_issues

    report = run_hot_issues(read_messages(file))
    if as_json:
        print_json(report.to_json(limit))
        return
    rows = [
        (place, hot.cluster.title, len(hot.cluster.messages), hot.evidence.voices, round(hot.heat, 1),
         " ".join(hot.cluster.terms))
        for place, hot in enumerate(report.clusters[:limit], start=1)
    ]  # fmt: skip
    columns = ("hot_place", "title", "hot_messages", "hot_voices", "hot_heat", "hot_terms")
    table([f"cli.column.{name}" for name in columns], rows)
    say(
        "cli.eval.hot_issues", messages=report.messages, clusters=len(report.clusters), seconds=round(report.seconds, 1)
    )


def _show_petitions(report: PetitionsReport) -> None:
    rows = [(f.label, f.rows, _share(f.precision), _share(f.recall), f"{f.f1:.3f}") for f in report.labels]
    columns = ("label", "rows", "precision", "label_recall", "f1")
    table([f"cli.column.{name}" for name in columns], rows)
    say("cli.eval.petitions", train=report.train, weak=report.weak, test=report.test, left_out=report.left_out,
        accuracy=f"{report.accuracy:.1%}", macro_f1=f"{report.macro_f1:.3f}", top3=f"{report.top3:.1%}")  # fmt: skip


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _show_retrieval(report: RetrievalReport) -> None:
    systems = {"hybrid": report.hybrid, **report.baselines}
    rows = [(message(f"cli.system.{name}"), *result.figures().values()) for name, result in systems.items()]
    table(_RETRIEVAL_COLUMNS, rows)
    say("cli.eval.retrieval", dataset=report.dataset, documents=report.documents, passages=report.passages,
        queries=len(report.hybrid.rows), seconds=round(report.index_seconds, 1),
        mb=round(report.peak_rss_mb))  # fmt: skip
    if report.train_questions:
        say("cli.eval.learned", count=report.train_questions)
    else:
        say("cli.eval.not_learned")


def _show_answers(report: AnswersReport) -> None:
    unread = [file for file in report.ingested.files if not file.entry_count]
    for file in unread:
        if file.reason:
            tell(f"ingest.reason.{file.reason}", **file.params)
    shares = [
        (message(f"cli.measure.{name}"), "–" if v is None else f"{v:.1%}")
        for name, v in (report.shares() | report.rouge_l()).items()
        if v is not None or name not in report.rouge_l()
    ]
    table(("cli.column.measure", "cli.column.value"), shares)
    rows = [
        (kind or "–", len(found), sum(row.key_hit for row in found if row.question.source is not None),
         sum(row.outcome.value in ("answered", "partial") for row in found))
        for kind, found in report.by_kind().items()
    ]  # fmt: skip
    table(("cli.column.kind", "cli.column.questions", "cli.column.key_hits", "cli.column.answered"), rows)
    say("cli.eval.answers", questions=len(report.rows), p50=round(report.milliseconds(0.5), 1),
        p95=round(report.milliseconds(0.95), 1))  # fmt: skip
