using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>Puts a verdict into words.</summary>
/// <param name="trials">All trials.</param>
/// <param name="predictions">Trial id to its predictions on test.</param>
/// <param name="kind">What an answer is.</param>
internal sealed class VerdictSentences(
    IReadOnlyList<TrialReport> trials, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions, TaskKind kind)
{
    private readonly Dictionary<string, TrialReport> _byId = trials.ToDictionary(t => t.Trial.Id);
    private readonly TrialNames _names = new(trials.Select(trial => trial.Trial));

    /// <summary>What to do, how good that is, and whether it was chosen for standing lower.</summary>
    public string Recommendation(TrialReport recommended, TrialReport best)
    {
        var unit = kind.IsExclusive ? "" : $" {kind.AccuracyName}";
        var advice = $"{Advice(recommended)} {DisplayFormat.Percent(recommended.Test!.Accuracy)}{unit}.";
        if (recommended == best) return advice;
        var choice = recommended.Rung == best.Rung ? "take the one that answers faster" : "take the lowest rung";
        return $"{advice} No significant difference to {Name(best)} ({DisplayFormat.Percent(best.Test!.Accuracy.Value)}): {choice}.";
    }

    /// <summary>The most accurate trial against another one; where they cannot be told apart, what could have been seen.</summary>
    public string Comparison(Comparison comparison)
    {
        var difference = comparison.Difference;
        var range = DisplayFormat.PointsRange(new Interval(-difference.Value, -difference.High, -difference.Low));
        var ahead = $"{DisplayFormat.Points(-difference.Value)}{DisplayFormat.Space}points {range}";
        var p = DisplayFormat.PValue(comparison.AdjustedPValue);
        var (best, other) = (_byId[comparison.Against], _byId[comparison.Trial]);
        if (VerdictMaker.IsWorse(comparison)) return $"{DisplayFormat.Capital(Name(best))}: {ahead} over {Name(other)} ({p}).";
        var sentence = $"No significant difference between {Name(best)} and {Name(other)}: {ahead} ({p}), "
            + $"taking {DisplayFormat.Duration(best.Result.WallSeconds)} against {DisplayFormat.Duration(other.Result.WallSeconds)}.";
        if (comparison.AdjustedPValue < VerdictMaker.Alpha) return sentence;
        var shown = comparison.MinimumDetectableEffect is { } smallest ? $"{DisplayFormat.BarePercent(smallest)}{DisplayFormat.Space}points" : "no difference";
        return $"{sentence} On the {DisplayFormat.Count(comparison.Rows)}{DisplayFormat.Space}rows that both answered, {shown} would have shown ({DisplayFormat.Whole(0.8)} power).";
    }

    /// <summary>That rows come in groups, and so are less evidence than as many independent ones.</summary>
    public IEnumerable<string> Groups(ExampleGroups groups)
    {
        var rows = predictions.Values.SelectMany(log => log).Select(p => p.Id).Distinct().ToArray();
        var count = groups.Count(rows);
        if (count == rows.Length) yield break;
        var name = groups.Name is null ? "" : $" (`{groups.Name}`)";
        yield return $"The {DisplayFormat.Count(rows.Length)} test rows come in {DisplayFormat.Count(count)}{DisplayFormat.Space}{(count == 1 ? "group" : "groups")}{name}: "
            + "intervals and p-values take the groups, not the rows, as independent.";
    }

    /// <summary>What is left of the recommended one's accuracy on data from another time or place, and who is the best there.</summary>
    public IEnumerable<string> Shift(TrialReport recommended)
    {
        if (recommended.Shift is null) yield break;
        var best = trials.Where(t => t is { Test: not null, Shift: not null }).MaxBy(t => t.Shift!.Accuracy.Value)!;
        var other = best.Shift!.Accuracy.Value > recommended.Shift.Accuracy.Value ? $"; the best there is {Change(best)}" : "";
        yield return $"From test to shifted data: {Change(recommended)}{other}.";

        string Change(TrialReport trial) =>
            $"{Name(trial)} {DisplayFormat.Percent(trial.Test!.Accuracy.Value)} → {DisplayFormat.Percent(trial.Shift!.Accuracy)}";
    }

    /// <summary>Trials whose budget ended before the test part did.</summary>
    public IEnumerable<string> Unscored(int testRows) =>
        from trial in trials
        where trial.Test is { } test && test.Count < testRows
        select $"{DisplayFormat.Capital(Name(trial))} scored {trial.Test!.Count} of {testRows} test rows; its figures are of those.";

    /// <summary>Trials whose budget ended before their training did.</summary>
    public IEnumerable<string> Undertrained() =>
        from trial in trials
        where trial is { Test: not null, Result.Outcome.TrainedShare: not null }
        select $"The budget ended {Name(trial)} after {DisplayFormat.Percent(trial.Result.Outcome!.TrainedShare!.Value)} of its training: its figures say little of what it can do.";

    /// <summary>Trials that answered too little to be compared.</summary>
    public IEnumerable<string> NotCompared(IEnumerable<TrialReport> left) =>
        left.Select(t => $"{DisplayFormat.Capital(Name(t))} answered too few of the test rows that the others answered, and was not compared.");

    /// <summary>Trials that failed.</summary>
    public IEnumerable<string> Failures() =>
        from trial in trials
        where trial.Result.Failure is not null
        select $"{DisplayFormat.Capital(Name(trial))} failed: {trial.Result.Failure!.Reason}";

    private string Advice(TrialReport trial) => trial.Rung.Class switch
    {
        RungClass.NoModel when trial.Rung.IsBaseline =>
            $"Nothing beats always answering `{predictions[trial.Trial.Id][0].Predicted}`.",
        RungClass.NoModel => $"Drop the LLM: {Name(trial)}.",
        RungClass.OutOfTheBox => $"Prompt it: {Name(trial)}.",
        RungClass.ParameterEfficient => $"Tune it: {Name(trial)}.",
        RungClass.FullTune => $"Tune all of it: {Name(trial)}.",
        RungClass.FromScratch => $"Train your own: {Name(trial)}.",
        _ => throw new ArgumentOutOfRangeException(nameof(trial)),
    };

    private string Name(TrialReport trial) => _names.InSentence(trial.Trial.Id);
}
