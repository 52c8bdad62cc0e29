using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Inference;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Diffs;

/// <summary>Compares two runs by their files alone, rung by rung on the test rows that both have.</summary>
public static class RunDiffer
{
    private const int RowsShown = 10;

    /// <summary>What changed from one run to another. Nothing is written.</summary>
    /// <exception cref="InputException">One of them is no run or broken; their labels differ; or they have no row or no rung in common.</exception>
    public static RunDiff Compare(RunFolder before, RunFolder after)
    {
        RequireRuns(before, after);
        var (first, second) = (ComparedRun.Read(before), ComparedRun.Read(after));
        RequireSameLabels(first, second);
        var isSameData = first.Report.DataHash == second.Report.DataHash;
        var rows = isSameData ? first.Data.Split.Test.ToDictionary(row => row.Id) : CommonRows(first, second);
        var pairs = TrialPairs.Of(first.Report.Trials, second.Report.Trials);
        if (pairs.Count == 0) throw Wrong("The runs have no rung in common that was completed in both.", "Compare runs of the same rungs.");
        var groups = ExampleGroups.Of(rows.Values, first.Report.Task.Data.Group, first.Data.NearDuplicates);
        RungDiff[] rungs = [.. pairs.Select(pair => Compare(first, second, pair, rows, groups)).OfType<RungDiff>()];
        if (rungs.Length == 0) throw Wrong("No rung answered the same test row in both runs.", "Give both runs more time, or the same rows.");
        var adjusted = Holm.Adjust([.. rungs.Select(rung => rung.PValue)]);
        return new RunDiff(first.Side, second.Side, isSameData, rows.Count, [.. rungs.Zip(adjusted, (rung, p) => rung with { AdjustedPValue = p })])
        {
            OnlyBefore = Unmatched(first, [.. pairs.Select(pair => pair.Before)]),
            OnlyAfter = Unmatched(second, [.. pairs.Select(pair => pair.After)]),
        };
    }

    private static void RequireRuns(params RunFolder[] folders)
    {
        var errors = new InputErrorList();
        foreach (var folder in folders)
        {
            try
            {
                folder.RequireRun();
            }
            catch (InputException e)
            {
                foreach (var error in e.Errors) errors.Add(error);
            }
        }

        errors.ThrowIfAny();
    }

    private static void RequireSameLabels(ComparedRun first, ComparedRun second)
    {
        if (first.Report.Task.Kind != second.Report.Task.Kind)
            throw Wrong($"The first run is a task of the kind {first.Report.Task.Kind}, the second one of the kind {second.Report.Task.Kind}.", "Compare runs of one task.");
        var (one, other) = (first.Data.Split.Labels, second.Data.Split.Labels);
        string[] differing = [.. one.Except(other).Select(label => $"`{LabelForm.Show(label)}` only in the first"), .. other.Except(one).Select(label => $"`{LabelForm.Show(label)}` only in the second")];
        if (differing.Length > 0) throw Wrong($"The labels of the runs differ: {string.Join(", ", differing.Take(RowsShown))}.", "Compare runs of one task.");
    }

    /// <summary>Test rows that both have with the same text and label, by id.</summary>
    private static Dictionary<string, Example> CommonRows(ComparedRun first, ComparedRun second)
    {
        var others = second.Data.Split.Test.ToDictionary(row => row.Id);
        var common = first.Data.Split.Test.Where(row => others.TryGetValue(row.Id, out var other) && other.Text == row.Text && other.Labels == row.Labels).ToDictionary(row => row.Id);
        return common.Count > 0 ? common : throw Wrong(
            "The test parts of the runs have no row in common: none has the same id, text and label in both.", "Compare runs on the same data with the same --seed.");
    }

    private static RungDiff? Compare(ComparedRun first, ComparedRun second, (TrialReport Before, TrialReport After) pair, Dictionary<string, Example> rows, ExampleGroups groups)
    {
        var ids = rows.Keys.ToHashSet();
        var before = first.Answers(pair.Before, ids);
        var after = second.Answers(pair.After, ids).ToDictionary(p => p.Id);
        (Prediction Before, Prediction After)[] both = [.. before.Where(p => after.ContainsKey(p.Id)).Select(p => (p, after[p.Id]))];
        if (both.Length == 0) return null;
        var kind = first.Report.Task.Kind;
        var paired = PairedDifference.Of(both.Select(p => p.After), both.Select(p => p.Before), groups, kind);
        ChangedRow[] Changed(int sign) =>
        [
            .. both.Where(p => Math.Sign(Score(p.After) - Score(p.Before)) == sign)
                .Select(p => new ChangedRow(p.Before.Id, rows[p.Before.Id].Text, p.Before.Labels, p.Before.Predicted, p.After.Predicted)),
        ];
        var (better, worse) = (Changed(1), Changed(-1));
        return new RungDiff
        {
            Rung = pair.Before.Rung.Name,
            ModelBefore = pair.Before.Trial.ModelName,
            ModelAfter = pair.After.Trial.ModelName,
            TrialBefore = pair.Before.Trial.Id,
            TrialAfter = pair.After.Trial.Id,
            Rows = both.Length,
            Before = both.Average(p => Score(p.Before)),
            After = both.Average(p => Score(p.After)),
            Difference = paired.Difference,
            PValue = paired.PValue,
            AdjustedPValue = paired.PValue,
            Fixed = better.Length,
            Broken = worse.Length,
            FixedRows = [.. better.Take(RowsShown)],
            BrokenRows = [.. worse.Take(RowsShown)],
            LatencyRatio = Ratio(pair.After.Test!.LatencyP50, pair.Before.Test!.LatencyP50),
            CostRatio = Ratio(pair.After.Cost?.PerThousand.Value, pair.Before.Cost?.PerThousand.Value),
        };

        double Score(Prediction p) => kind.Score(p.Predicted, p.Labels);
    }

    private static double? Ratio(double? above, double? below) => above is { } a && below is > 0 and { } b ? a / b : null;

    private static string[] Unmatched(ComparedRun run, TrialReport[] matched)
    {
        var names = new TrialNames(run.Report.Trials.Select(trial => trial.Trial));
        return [.. run.Report.Trials.Except(matched).Select(trial => names[trial.Trial.Id])];
    }

    private static InputException Wrong(string message, string remedy) => new(new InputError(message) { Remedy = remedy });
}
