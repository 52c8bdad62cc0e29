using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Gates;

/// <summary>
/// What the recommended trial of a run must reach, as continuous integration asks for it:
/// <c>accuracy&gt;=0.97 &amp; p95&lt;=200ms &amp; recall(phishing)&gt;=0.99</c>. Every condition must hold.
/// </summary>
/// <remarks>
/// <code>
/// gate      = condition { ("&amp;" | "and") condition }
/// condition = metric [ "(" label ")" ] ( ">=" | ">" | "&lt;=" | "&lt;" | "=" ) limit
/// label     = as it is, or in double quotes where it holds a parenthesis or a quote
/// limit     = a number with its unit, or a word (grade, kind)
/// </code>
/// </remarks>
public sealed class Gate
{
    private const string Place = "--gate";

    private readonly IReadOnlyList<GateCondition> _conditions;

    private Gate(IReadOnlyList<GateCondition> conditions) => _conditions = conditions;

    /// <summary>Reads a gate.</summary>
    /// <exception cref="InputException">It cannot be read: every error with its column.</exception>
    public static Gate Parse(string text) => new(GateParser.Read(text));

    /// <summary>Refuses what a task's data cannot answer.</summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="split">The data.</param>
    /// <exception cref="InputException">A condition asks for a label that there is not, for shifted data where there is none, or for what its kind of task has not: every error with its column.</exception>
    public void Require(TaskKind kind, DataSplit split)
    {
        var errors = new InputErrorList();
        foreach (var condition in _conditions)
        {
            var (metric, label) = (condition.Metric, condition.Label);
            if (metric.TakesLabel && !split.Labels.Contains(label))
            {
                errors.Add(ErrorAt(
                    condition.Column,
                    $"`{LabelForm.Show(label)}` of `{metric.Name}` is not one of the labels.",
                    LabelForm.Nearest(label, split.Labels) is { } nearest ? $"Did you mean `{LabelForm.Show(nearest)}`?" : NearestName.Remedy(label, split.Labels)));
            }

            if (metric.NeedsShift && split.Shift.Count == 0)
                errors.Add(ErrorAt(condition.Column, $"`{metric.Name}` is measured on shifted data, and there is no shifted part.", "Give `shift` in task.yaml, or leave the condition out."));
            if (metric.NeedsSeveralLabels && kind.IsExclusive)
                errors.Add(ErrorAt(condition.Column, $"`{metric.Name}` says no more than accuracy where rows have one label each.", "Use `accuracy`."));
        }

        errors.ThrowIfAny();
    }

    /// <summary>Holds every condition against the trial that the verdict recommends, or the leader where nothing is decided.</summary>
    public GateResult Check(ComparisonReport report)
    {
        var subject = GateSubject.Of(report);
        var name = subject is null ? null : new TrialNames(report.Trials.Select(trial => trial.Trial))[subject.Trial.Trial.Id];
        return new GateResult(name, [.. _conditions.Select(condition => condition.Check(subject))]);
    }

    /// <summary>An error at a column of the gate.</summary>
    internal static InputError ErrorAt(int column, string message, string? remedy = null) => new(message) { File = Place, Line = 1, Column = column, Remedy = remedy };
}
