using Fulcrum.Ladder.Constraints;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>Puts a verdict into words.</summary>
internal sealed class VerdictSentences
{
    private static readonly double[] OtherMargins = [0.01, 0.02, 0.03, 0.05, 0.1];

    private readonly IReadOnlyList<TrialReport> _trials;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Prediction>> _predictions;
    private readonly VerdictRules _rules;
    private readonly Standings? _standings;
    private readonly Decision _decision;
    private readonly IReadOnlyList<NotJudged> _notJudged;
    private readonly IReadOnlyList<Veto> _vetoes;
    private readonly TrialNames _names;

    /// <summary>Prepares the words.</summary>
    /// <param name="trials">All trials.</param>
    /// <param name="predictions">Trial id to its predictions on test.</param>
    /// <param name="rules">By what the verdict is made.</param>
    /// <param name="standings">The judged trials; <see langword="null"/> where there is none.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="notJudged">The trials that got no fair chance.</param>
    /// <param name="vetoes">The constraints that judged trials break.</param>
    public VerdictSentences(
        IReadOnlyList<TrialReport> trials,
        IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions,
        VerdictRules rules,
        Standings? standings,
        Decision decision,
        IReadOnlyList<NotJudged> notJudged,
        IReadOnlyList<Veto> vetoes)
    {
        (_trials, _predictions, _rules, _standings, _decision, _notJudged, _vetoes) = (trials, predictions, rules, standings, decision, notJudged, vetoes);
        _names = new TrialNames(trials.Select(trial => trial.Trial));
    }

    private string MarginInPoints => FormattableString.Invariant($"{_rules.Margin * 100:0.##}{DisplayFormat.Space}{(_rules.Margin == 0.01 ? "point" : "points")}");

    /// <summary>The verdict.</summary>
    public Verdict ToVerdict()
    {
        if (_standings is not { } standings || _decision.Chosen is not { } chosen) return Nothing();
        var others = standings.Trials.Where(trial => trial != standings.Leader).OrderByDescending(standings.Measured).ToArray();
        Comparison[] comparisons = [.. others.Select(trial => standings.Compare(trial, standings.Leader))];
        var figure = Figure(chosen);
        string[] flips = [.. Flips(chosen)];
        return new Verdict
        {
            Kind = _decision.Kind,
            RecommendedTrial = chosen.Trial.Id,
            LeadingTrial = standings.Leader.Trial.Id,
            RunnersUp = [.. _decision.RunnersUp.Select(trial => trial.Trial.Id)],
            Grade = _decision.Grade,
            GradeReasons = _decision.GradeReasons,
            ProbabilityWithinMargin = standings.Trials.Count == 1 ? null : standings.ProbabilityWithin(chosen),
            Margin = _rules.Margin,
            Metric = _rules.Metric.Name,
            Figure = figure,
            EffectiveRows = standings.Estimate.EffectiveRows,
            Recommendation = Headline(chosen, figure),
            Reasons = [.. Why(chosen), .. flips, .. WhatDecides(chosen), .. NotJudged(), .. Vetoes(), .. Shift(chosen)],
            Details = [.. MetricReason(), .. comparisons.Select(Sentence), .. _decision.GradeReasons, .. chosen.Rule?.Sentences() ?? [], .. Doubts(chosen), .. Groups(), .. Undertrained(), .. Unscored(), .. Failures()],
            Flips = flips,
            NotJudged = _notJudged,
            Vetoes = _vetoes,
            BreakEvens = BreakEvens(chosen),
            Dominated = Dominance.Find([.. standings.Trials.Select(trial => (standings.Measured(trial), trial.Cost!))]),
            Comparisons = comparisons,
            Pairs = [.. standings.Trials.SelectMany((one, place) => standings.Trials.Skip(place + 1).Select(other => standings.Compare(one, other)))],
            Rungs = [.. _trials.Select(ToRung)],
        };
    }

    private Verdict Nothing() => new()
    {
        Kind = VerdictKind.NotDecided,
        RecommendedTrial = null,
        Grade = Grade.D,
        Margin = _rules.Margin,
        Metric = _rules.Metric.Name,
        Recommendation = _vetoes.Count > 0 ? "Not decided: every rung that was judged breaks a constraint." : _notJudged.Count > 0 ? "Not decided: no rung got a fair chance." : "No verdict: no trial was completed.",
        Vetoes = _vetoes,
        Reasons = [.. NotJudged(), .. Vetoes(), .. Failures()],
        NotJudged = _notJudged,
        Comparisons = [],
        Rungs = [.. _trials.Select(ToRung)],
    };

    /// <summary>What to do and how good that is, or how far it got; never more than the evidence says.</summary>
    private string Headline(TrialReport chosen, Interval figure)
    {
        var unit = _rules.Metric != DecisionMetric.Accuracy ? $" {_rules.Metric.Spoken}" : _rules.Kind.IsExclusive ? "" : $" {_rules.Kind.AccuracyName}";
        var shown = $"{DisplayFormat.Percent(figure)}{unit}.";
        if (_standings!.Trials.Count == 1) return $"Not decided: only {Name(chosen)} was judged{(chosen.Rung.IsBaseline ? $", which always answers `{_predictions[chosen.Trial.Id][0].Predicted}`" : "")}. {shown}";
        return _decision.Kind == VerdictKind.NotDecided
            ? $"Not decided. Best so far: {Name(chosen)}. {shown} Grade {_decision.Grade}."
            : $"{Advice(chosen)} {shown} Grade {_decision.Grade}.";
    }

    private string Advice(TrialReport trial) => trial.Rung.Class switch
    {
        RungClass.NoModel when trial.Rung.IsBaseline => $"Nothing is shown to beat always answering `{_predictions[trial.Trial.Id][0].Predicted}`.",
        RungClass.NoModel => _standings!.Trials.Any(other => other.Rung.Class != RungClass.NoModel)
            ? $"Drop the LLM: {Name(trial)}."
            : $"Best without an LLM: {Name(trial)}.",
        RungClass.OutOfTheBox => $"Prompt it: {Name(trial)}.",
        RungClass.ParameterEfficient => $"Tune it: {Name(trial)}.",
        RungClass.FullTune => $"Tune all of it: {Name(trial)}.",
        RungClass.FromScratch => $"Train your own: {Name(trial)}.",
        _ => throw new ArgumentOutOfRangeException(nameof(trial)),
    };

    /// <summary>Against the leader or the best of the others, and against the cheapest rung.</summary>
    private IEnumerable<string> Why(TrialReport chosen)
    {
        var standings = _standings!;
        if (standings.Trials.Count == 1) yield break;
        var probability = DisplayFormat.Probability(standings.ProbabilityWithin(chosen));
        var runnerUp = standings.Trials.Where(trial => trial != chosen).MaxBy(trial => standings.Believed(trial).Value)!;
        if (_decision.Kind == VerdictKind.NotDecided && standings.ProbabilityWithin(chosen) >= Decision.Shown)
        {
            yield return $"Of what was judged it loses at most {MarginInPoints} to the best with a probability of {probability}: "
                + $"{Difference(standings.Compare(chosen, runnerUp))} over {Name(runnerUp)}. {(_notJudged.Count > 0 ? "What was not judged may be better." : _decision.GradeReasons[^1])}";
        }
        else if (_decision.Kind == VerdictKind.NotDecided)
        {
            yield return $"No rung is shown to lose at most {MarginInPoints} to the best: the probability is {probability} for {Name(chosen)}, "
                + $"which differs from {Name(runnerUp)} by {Difference(standings.Compare(chosen, runnerUp))}.";
        }
        else if (chosen != standings.Leader)
        {
            yield return $"It loses at most {MarginInPoints} to the best with a probability of {probability} (to {Name(standings.Leader)}: "
                + $"{Difference(standings.Compare(chosen, standings.Leader))}), and costs less.";
        }
        else
        {
            yield return $"It loses at most {MarginInPoints} to the best with a probability of {probability}: {Difference(standings.Compare(chosen, runnerUp))} over {Name(runnerUp)}.";
        }

        var cheapest = Decision.ByCost(standings.Trials.Where(trial => !trial.Rung.IsBaseline)).FirstOrDefault();
        if (cheapest is not null && cheapest != chosen && cheapest != runnerUp && cheapest != standings.Leader)
            yield return $"Over {Name(cheapest)}, the cheapest: {Difference(standings.Compare(chosen, cheapest))}.";
        if (_decision.Kind == VerdictKind.Tie)
            yield return $"Within the margin too, at a higher cost: {Join(_decision.RunnersUp.Select(Name))}.";
    }

    /// <summary>Another margin that would change the recommendation.</summary>
    private IEnumerable<string> Flips(TrialReport chosen)
    {
        var standings = _standings!;
        if (_decision.Kind == VerdictKind.NotDecided || standings.Trials.Count == 1) yield break;
        foreach (var margin in OtherMargins.Where(margin => margin > _rules.Margin))
        {
            var other = Decision.ByCost(standings.Trials.Where(trial => standings.ProbabilityWithin(trial, margin) >= Decision.Shown))[0];
            if (other == chosen) continue;
            yield return FormattableString.Invariant($"If a loss of {margin * 100:0.#}{DisplayFormat.Space}points did not matter, {Name(other)} would do.");
            break;
        }

        foreach (var even in BreakEvens(chosen))
        {
            var (side, other) = even.CheaperBelow == chosen.Trial.Id ? ("above", even.CheaperAbove) : ("below", even.CheaperBelow);
            var volume = side == "above" ? even.Volume > _rules.Terms.Volume : even.Volume < _rules.Terms.Volume;
            if (volume) yield return $"It flips to {_names.InSentence(other)} {side} {DisplayFormat.Compact(even.Volume)} requests a month, where that costs less.";
        }
    }

    /// <summary>Against the others that are within the margin too: only there cost decides.</summary>
    private BreakEven[] BreakEvens(TrialReport chosen) => [.. _decision.RunnersUp.Select(other => BreakEven.Of(chosen.Cost!, other.Cost!)).OfType<BreakEven>()];

    /// <summary>Constraints of which it is not sure that the recommended trial keeps them.</summary>
    private IEnumerable<string> Doubts(TrialReport chosen) => _rules.Constraints.Doubts(new ConstraintSubject(chosen.Trial, chosen.Result, chosen.Test!));

    private IEnumerable<string> Vetoes()
    {
        if (_vetoes.Count == 0) yield break;
        yield return $"Left out: {string.Join("; ", _vetoes.Select(veto => $"{_names.InSentence(veto.Trial)} by `{veto.Constraint}` ({veto.Reason.TrimEnd('.')})"))}.";
    }

    /// <summary>How many rows would settle it.</summary>
    private IEnumerable<string> WhatDecides(TrialReport chosen)
    {
        var standings = _standings!;
        if (_decision.Kind != VerdictKind.NotDecided || standings.Trials.Count == 1 || standings.ProbabilityWithin(chosen) >= Decision.Shown) yield break;
        if (LabelsNeeded.Of(standings, chosen, _rules) is { } rows)
        {
            yield return rows > LabelsNeeded.Most * _rules.TestRows
                ? $"More than {LabelsNeeded.Most} times as many test rows would be needed to tell them apart; a wider margin or a look at cost decides sooner."
                : $"About {DisplayFormat.Count(rows)} test rows, {DisplayFormat.Count(rows - _rules.TestRows)} more, would decide if the difference stays as it is.";
        }
    }

    private IEnumerable<string> NotJudged()
    {
        if (_notJudged.Count == 0) yield break;
        yield return $"Not judged: {string.Join("; ", _notJudged.Select(one => $"{_names.InSentence(one.Trial)} ({one.Reason}{(one.Price is { } price ? $"; {price}" : "")})"))}.";
    }

    /// <summary>Why another figure than accuracy decides.</summary>
    private IEnumerable<string> MetricReason()
    {
        if (_rules.MetricReason is { } reason) yield return reason;
    }

    /// <summary>One trial against the leader.</summary>
    private string Sentence(Comparison comparison)
    {
        var (leader, other) = (_names.InSentence(comparison.Against), _names.InSentence(comparison.Trial));
        var ahead = Difference(Turned(comparison));
        if (comparison.IsWorse) return $"{DisplayFormat.Capital(leader)}: {ahead} over {other}.";
        return $"No significant difference between {leader} and {other}: {ahead}."
            + (comparison.MinimumDetectableEffect is { } smallest
                ? $" On {DisplayFormat.Count(comparison.Rows)}{DisplayFormat.Space}rows {DisplayFormat.BarePercent(smallest)}{DisplayFormat.Space}points would have shown ({DisplayFormat.Whole(0.8)} power)."
                : "");
    }

    /// <summary>That rows come in groups, and so are less evidence than as many independent ones.</summary>
    private IEnumerable<string> Groups()
    {
        var rows = _predictions.Values.SelectMany(log => log).Select(p => p.Id).Distinct().ToArray();
        var count = _rules.Groups.Count(rows);
        if (count == rows.Length) yield break;
        var name = _rules.Groups.Name is null ? "near-duplicates are one" : $"`{_rules.Groups.Name}`, near-duplicates are one";
        yield return $"The {DisplayFormat.Count(rows.Length)} test rows come in {DisplayFormat.Count(count)}{DisplayFormat.Space}{(count == 1 ? "group" : "groups")} ({name}): "
            + "intervals and p-values take the groups, not the rows, as independent.";
    }

    /// <summary>What is left of the recommended one's accuracy on data from another time or place, and who is the best there.</summary>
    private IEnumerable<string> Shift(TrialReport recommended)
    {
        // Fewer rows would name a best one by chance; and only those that answered as many are compared.
        const int FewestRows = 100;
        if (recommended.Shift is not { } own || own.Count < FewestRows) yield break;
        var best = _standings!.Trials.Where(trial => trial.Shift is { } shift && shift.Count == own.Count).MaxBy(trial => trial.Shift!.Accuracy.Value)!;
        var other = best.Shift!.Accuracy.Value > own.Accuracy.Value ? $"; the best there is {Change(best)}" : "";
        yield return $"From test to shifted data: {Change(recommended)}{other}.";

        string Change(TrialReport trial) =>
            $"{Name(trial)} {DisplayFormat.Percent(trial.Test!.Accuracy.Value)} → {DisplayFormat.Percent(trial.Shift!.Accuracy)}";
    }

    /// <summary>Judged trials whose budget ended before the test part did.</summary>
    private IEnumerable<string> Unscored() =>
        from trial in _standings!.Trials
        where trial.Test!.Count < _rules.TestRows
        select $"{DisplayFormat.Capital(Name(trial))} scored {DisplayFormat.Count(trial.Test!.Count)} of {DisplayFormat.Count(_rules.TestRows)} test rows.";

    /// <summary>Judged trials whose budget ended before their training did.</summary>
    private IEnumerable<string> Undertrained() =>
        from trial in _standings!.Trials
        where trial.Result.Outcome?.TrainedShare is not null
        select $"The budget ended {Name(trial)} after {DisplayFormat.Percent(trial.Result.Outcome!.TrainedShare!.Value)} of its training: all of it may make it better.";

    private IEnumerable<string> Failures() =>
        from trial in _trials
        where trial.Result.Failure is not null && !trial.IsOutOfTime
        select trial.Dropped is null
            ? $"{DisplayFormat.Capital(Name(trial))} failed: {trial.Result.Failure!.Reason}"
            : $"{DisplayFormat.Capital(Name(trial))}: {trial.Result.Failure!.Reason}";

    /// <summary>
    /// What is believed of the figure after its having been picked by it; of a share of rows with Wilson's interval, which holds its level near 0
    /// and 1.
    /// </summary>
    private Interval Figure(TrialReport chosen)
    {
        var believed = _standings!.Believed(chosen);
        var value = Math.Clamp(believed.Value, 0, 1);
        var (low, high) = (Math.Clamp(believed.Low, 0, value), Math.Clamp(believed.High, value, 1));
        if (_rules.Metric != DecisionMetric.Accuracy) return new Interval(value, low, high);
        return WilsonInterval.Compute(value, _standings.EffectiveRows(chosen));
    }

    private RungVerdict ToRung(TrialReport report) => new()
    {
        Trial = report.Trial.Id,
        Name = report.Rung.Name,
        Model = report.Trial.ModelName,
        Failure = report.Result.Failure?.Reason,
        IsDropped = report.Dropped is not null,
        IsJudged = _standings?.Trials.Contains(report) == true,
        ProbabilityWithinMargin = _standings is { Trials.Count: > 1 } standings && standings.Trials.Contains(report) ? standings.ProbabilityWithin(report) : null,
        Figure = _standings?.Trials.Contains(report) == true ? _standings.MeasuredInterval(report) : null,
        Cost = report.Cost,
        Test = report.Test,
        Shift = report.Shift,
        Robustness = report.Robustness,
        Seconds = report.Result.WallSeconds,
        TrainingSeconds = report.Result.Outcome?.TrainingSeconds ?? 0,
        PeakMemoryBytes = report.Result.PeakMemoryBytes,
        TrainedParameters = report.Result.Outcome?.TrainedParameters ?? 0,
        ArtifactBytes = report.Result.Outcome?.ArtifactBytes ?? 0,
    };

    private static Comparison Turned(Comparison comparison) => comparison with
    {
        Difference = new Interval(-comparison.Difference.Value, -comparison.Difference.High, -comparison.Difference.Low),
    };

    private static string Difference(Comparison comparison) =>
        $"{DisplayFormat.Points(comparison.Difference.Value)}{DisplayFormat.Space}points {DisplayFormat.PointsRange(comparison.Difference)} ({DisplayFormat.PValue(comparison.AdjustedPValue)})";

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);

    private string Name(TrialReport trial) => _names.InSentence(trial.Trial.Id);
}
