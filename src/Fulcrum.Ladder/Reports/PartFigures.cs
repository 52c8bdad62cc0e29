using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Reports;

/// <summary>The metrics of trials on test and shift. What all trials of a run show of how alike the rows of a group are, each of them shares.</summary>
/// <param name="kind">How an answer is scored.</param>
/// <param name="split">The data.</param>
/// <param name="groups">Which examples belong together.</param>
/// <param name="logs">The predictions of each trial, by part.</param>
internal sealed class PartFigures(TaskKind kind, DataSplit split, ExampleGroups groups, IReadOnlyCollection<ILookup<DatasetPart, Prediction>> logs)
{
    private readonly Dictionary<DatasetPart, DesignEffect> _effects = new[] { DatasetPart.Test, DatasetPart.Shift }.ToDictionary(
        part => part, part => DesignEffect.Of(kind, logs.Where(log => log.Contains(part)).Select(IReadOnlyList<Prediction> (log) => [.. log[part]]), groups));

    /// <summary>The metrics of one trial; <see langword="null"/> where it predicted nothing of the part.</summary>
    /// <param name="part">Test or shift.</param>
    /// <param name="log">The trial's predictions.</param>
    /// <param name="latencies">Milliseconds of its requests for one text each, where they were timed.</param>
    public TaskMetrics? Of(DatasetPart part, ILookup<DatasetPart, Prediction> log, IReadOnlyList<double>? latencies = null) => log.Contains(part)
        ? MetricsCalculator.Compute(kind, split.Labels, [.. log[part]], split.Seed, latencies, groups, _effects[part])
        : null;
}
