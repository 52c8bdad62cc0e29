using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Cascades;

/// <summary>
/// Finds the cascades that are worth having, from the logs alone: on the costly side the most accurate rung on dev, on the cheap side the most
/// accurate and the cheapest of those that take less than half of its time. Pairs are chosen by accuracy and time, never by what a threshold on them would
/// lose: that is tested afterwards, so that the guarantee holds for each.
/// </summary>
/// <param name="kind">What an answer is.</param>
/// <param name="labels">The labels in the order of the probabilities.</param>
/// <param name="groups">Which examples belong together.</param>
/// <param name="seed">Seed of the bootstrap.</param>
/// <param name="options">What a cascade has to guarantee.</param>
public sealed class CascadeFinder(TaskKind kind, IReadOnlyList<string> labels, ExampleGroups groups, int seed, CascadeOptions? options = null)
{
    /// <summary>A rung that takes more than this share of the other's time is not worth a second artifact.</summary>
    private const double LargestShareOfTime = 0.5;

    private readonly CascadeOptions _options = options ?? new CascadeOptions();

    /// <summary>The cascades among trials.</summary>
    /// <param name="judged">The trials that may be part of one: completed and judged, in the order of the ladder.</param>
    public CascadeReports Among(IReadOnlyList<TrialLog> judged)
    {
        var names = new TrialNames(judged.Select(log => log.Trial));
        TrialLog[] able = [.. judged.Where(log => !log.Trial.Rung.IsBaseline && log.Predictions[DatasetPart.Dev].Any() && log.Predictions[DatasetPart.Test].Any())];
        if (able.Length < 2) return new CascadeReports([], ["No cascade: it takes two judged rungs that answered dev and test."]);
        var costly = able.OrderByDescending(DevAccuracy).ThenBy(Milliseconds).First();
        TrialLog[] cheaper =
        [
            .. able.Where(log => log != costly && DevAccuracy(log) < DevAccuracy(costly) && Milliseconds(log) <= LargestShareOfTime * Milliseconds(costly)
                && log.Predictions[DatasetPart.Dev].Any(p => p.Probabilities.Count > 0)),
        ];
        if (cheaper.Length == 0)
        {
            return new CascadeReports([], [$"No cascade: no other judged rung answers in less than half of the time of {names.InSentence(costly.Trial.Id)}, the most accurate on dev, and says how sure it is."]);
        }

        TrialLog[] first = [.. new[] { cheaper.MaxBy(DevAccuracy)!, cheaper.MinBy(Milliseconds)! }.Distinct()];
        var made = first.Select(cheap => Make(cheap, costly, names)).ToArray();
        return new CascadeReports([.. made.Select(one => one.Report).OfType<CascadeReport>()], [.. made.Select(one => one.Obstacle).OfType<string>()]);
    }

    private double DevAccuracy(TrialLog log) => log.Accuracy(DatasetPart.Dev, Score);

    private double Score(Prediction prediction) => kind.Score(prediction.Predicted, prediction.Labels);

    private static double Milliseconds(TrialLog log) => log.MillisecondsPerText(DatasetPart.Test)!.Value;

    private (CascadeReport? Report, string? Obstacle) Make(TrialLog cheap, TrialLog costly, TrialNames names)
    {
        var (cheapName, costlyName) = (names.InSentence(cheap.Trial.Id), names.InSentence(costly.Trial.Id));
        var predictions = new CascadePredictions(cheap, costly, kind, labels);
        var pairs = predictions.Pairs(DatasetPart.Dev);
        var clusters = groups.ClustersOf(pairs.Select(pair => pair.Cheap.Id));
        DevRow[] rows = [.. pairs.Zip(clusters, (pair, cluster) => new DevRow(predictions.Confidence(pair.Cheap), IsLost(pair), cluster))];
        if (ThresholdSearch.Find(rows, _options.Margin, _options.Confidence) is not { } chosen)
            return (null, $"No cascade of {cheapName} and {costlyName}: {TooFew(rows)}");
        if (chosen.Kept == 0)
            return (null, $"No cascade of {cheapName} and {costlyName}: even where the first is surest, it has too many rows wrong that the second has right.");
        if (chosen.Kept * Milliseconds(costly) <= rows.Length * Milliseconds(cheap))
            return (null, $"No cascade of {cheapName} and {costlyName}: so few rows can be left to the first that asking it takes longer than it saves.");
        var test = predictions.Pairs(DatasetPart.Test);
        if (test.Count == 0) return (null, $"No cascade of {cheapName} and {costlyName}: they answered no test row in common.");
        return (Report(cheap, costly, predictions, test, chosen.Threshold, rows.Length, names), null);
    }

    private CascadeReport Report(
        TrialLog cheap, TrialLog costly, CascadePredictions predictions, IReadOnlyList<(Prediction Cheap, Prediction Costly)> test, double threshold, int devRows, TrialNames names)
    {
        var parts = new JsonObject { ["cheap"] = cheap.Trial.Id, ["costly"] = costly.Trial.Id };
        var settings = new CascadeSettings
        {
            Id = TrialId.Create(CascadeSettings.RungName, null, parts, costly.Trial.Seed),
            Cheap = cheap.Trial.Id,
            Costly = costly.Trial.Id,
            Threshold = threshold,
            Margin = _options.Margin,
            Confidence = _options.Confidence,
            DevRows = devRows,
            DevWasSelected = kind.HasThresholds || cheap.Result.Outcome?.Search.Count > 0 || costly.Result.Outcome?.Search.Count > 0,
        };
        var escalated = test.Count(pair => predictions.IsEscalated(pair.Cheap, threshold)) / (double)test.Count;
        var outcome = Outcome(cheap, costly, escalated);
        DatasetPart[] answered = [DatasetPart.Test, DatasetPart.Dev, DatasetPart.Shift];
        var log = new TrialLog(
            new Trial
            {
                Id = settings.Id,
                Rung = new RungDescription
                {
                    Name = $"cascade: {names[cheap.Trial.Id]} → {names[costly.Trial.Id]}",
                    SpokenName = $"the cascade of {names.InSentence(cheap.Trial.Id)} and {names.InSentence(costly.Trial.Id)}",
                    Summary = "the first answers what it is sure of, the second the rest",
                    Class = costly.Trial.Rung.Class,
                    Rank = costly.Trial.Rung.Rank,
                    TaskKinds = costly.Trial.Rung.TaskKinds,
                },
                Seed = costly.Trial.Seed,
                Device = costly.Trial.Device,
            },
            new TrialResult
            {
                Status = TrialStatus.Completed,
                Outcome = outcome,
                WallSeconds = cheap.Result.WallSeconds + costly.Result.WallSeconds,
                PeakMemoryBytes = cheap.Result.PeakMemoryBytes + costly.Result.PeakMemoryBytes,
            },
            answered.SelectMany(part => predictions.Of(part, threshold)).ToLookup(prediction => prediction.Part));
        return new CascadeReport
        {
            Log = log,
            Settings = settings,
            Test = Measure(DatasetPart.Test)!,
            Shift = Measure(DatasetPart.Shift),
            Escalated = escalated,
            Lost = test.Count(pair => !predictions.IsEscalated(pair.Cheap, threshold) && Score(pair.Cheap) < Score(pair.Costly)),
            Won = test.Count(pair => !predictions.IsEscalated(pair.Cheap, threshold) && Score(pair.Cheap) > Score(pair.Costly)),
            CostlyMilliseconds = test.Average(pair => pair.Costly.Milliseconds),
        };

        TaskMetrics? Measure(DatasetPart part) => log.Of(part) is { Count: > 0 } rows
            ? MetricsCalculator.Compute(kind, labels, rows, seed, part == DatasetPart.Test ? outcome.Latencies : null, groups)
            : null;
    }

    private TrialOutcome Outcome(TrialLog cheap, TrialLog costly, double escalated)
    {
        TrialOutcome[] parts = [.. new[] { cheap, costly }.Select(log => log.Result.Outcome ?? new TrialOutcome())];
        return new TrialOutcome
        {
            TrainingSeconds = parts.Sum(part => part.TrainingSeconds),
            TrainedParameters = parts.Sum(part => part.TrainedParameters),
            TotalParameters = parts.Sum(part => part.TotalParameters),
            TrainedShare = parts.Min(part => part.TrainedShare),
            TestSeconds = parts[0].TestSeconds + (escalated * parts[1].TestSeconds),
            ArtifactBytes = parts.Sum(part => part.ArtifactBytes),
            Latencies = CascadeLatencies.Of(parts[0].Latencies, parts[1].Latencies, escalated, seed),
        };
    }

    private bool IsLost((Prediction Cheap, Prediction Costly) pair) => Score(pair.Cheap) < Score(pair.Costly);

    private string TooFew(DevRow[] rows)
    {
        var clusters = rows.Select(row => row.Cluster).Distinct().Count();
        var inGroups = clusters < rows.Length ? $" in {DisplayFormat.Count(clusters)} groups" : "";
        return $"dev has {DisplayFormat.Count(rows.Length)} rows{inGroups} that both answered. To be {DisplayFormat.Whole(_options.Confidence)} sure of losing at most "
            + $"{DisplayFormat.BarePercent(_options.Margin)} points takes {DisplayFormat.Count(ThresholdSearch.RowsNeeded(_options.Margin, _options.Confidence))} rows that stand for themselves.";
    }
}
