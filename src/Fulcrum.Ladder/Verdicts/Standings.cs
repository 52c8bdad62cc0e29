using Fulcrum.Ladder.Inference;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>The judged trials on the test part: what is estimated and believed of each, and of each pair.</summary>
internal sealed class Standings
{
    private readonly PairwiseDifferences _pairs;
    private readonly MeanPosterior _posterior;
    private readonly double _margin;
    private readonly IReadOnlyList<Arm> _arms;

    private Standings(Arm[] arms, JointEstimate estimate, double margin)
    {
        (_arms, Trials, Estimate, _margin) = (arms, [.. arms.Select(arm => arm.Report)], estimate, margin);
        _pairs = PairwiseDifferences.Of(estimate);
        _posterior = MeanPosterior.Of(estimate);
        Leader = Trials[Enumerable.Range(0, arms.Length).OrderByDescending(arm => estimate.Means[arm]).ThenBy(arm => Trials[arm].Rung.Rank).First()];
    }

    /// <summary>The judged trials; at least one.</summary>
    public IReadOnlyList<TrialReport> Trials { get; }

    /// <summary>Means and covariance, in the order of <see cref="Trials"/>.</summary>
    public JointEstimate Estimate { get; }

    /// <summary>The highest mean; of equals the lowest on the ladder.</summary>
    public TrialReport Leader { get; }

    /// <summary>Aligns the logs and estimates.</summary>
    /// <param name="judged">The judged trials, at least one.</param>
    /// <param name="predictions">Trial id to its predictions on test.</param>
    /// <param name="rules">By what the verdict is made.</param>
    public static Standings Of(IReadOnlyList<TrialReport> judged, IReadOnlyDictionary<string, IReadOnlyList<Prediction>> predictions, VerdictRules rules)
    {
        var logs = judged.Select(trial => trial.Seeds.Prepend(trial).Select(seed => predictions[seed.Trial.Id]).ToArray()).ToArray();
        string[] ids = [.. logs.SelectMany(ofTrial => ofTrial).SelectMany(log => log).Select(prediction => prediction.Id).Distinct()];
        var rows = ids.Index().ToDictionary(row => row.Item, row => row.Index);
        Arm[] arms = [.. judged.Zip(logs, (trial, ofTrial) => Arm.Of(trial, ofTrial, rows, log => rules.Metric.PseudoValues(rules.Kind, rules.Labels, log)))];
        var estimate = JointEstimate.Of([.. arms.Select(arm => arm.Scores)], rules.Groups.ClustersOf(ids), [.. arms.Select(arm => arm.SeedVariance)]);
        return new Standings(arms, estimate, rules.Margin);
    }

    /// <summary>The probability that a trial loses at most the margin to the best.</summary>
    public double ProbabilityWithin(TrialReport trial) => _posterior.ProbabilityWithin(Place(trial), _margin);

    /// <summary>The same for another margin.</summary>
    public double ProbabilityWithin(TrialReport trial, double margin) => _posterior.ProbabilityWithin(Place(trial), margin);

    /// <summary>What a trial loses to the best: mean and standard deviation.</summary>
    public (double Mean, double Deviation) Loss(TrialReport trial) => _posterior.Loss(Place(trial));

    /// <summary>The figure of a trial on test, of several seeds their mean.</summary>
    public double Measured(TrialReport trial) => Estimate.Means[Place(trial)];

    /// <summary>The same with its 95 % interval, of this trial alone.</summary>
    public Interval MeasuredInterval(TrialReport trial)
    {
        var place = Place(trial);
        var half = StudentT.Quantile(0.975, Estimate.Freedom) * Math.Sqrt(Estimate.Covariance[place, place]);
        return new Interval(Estimate.Means[place], Estimate.Means[place] - half, Estimate.Means[place] + half);
    }

    /// <summary>How many independent rows a trial's figure is worth: its own, fewer where they come in groups or where another seed gives another figure.</summary>
    public double EffectiveRows(TrialReport trial)
    {
        var rows = Estimate.EffectiveRows * trial.Test!.Count / Estimate.Rows;
        var perRow = Math.Max(0.01, Measured(trial) * (1 - Measured(trial)));
        // Trained anew with another seed it would be one draw more than the mean of those that were seen.
        var ofSeeds = _arms[Place(trial)].SeedVariance * (trial.Seeds.Count + 2);
        return perRow / ((perRow / rows) + ofSeeds);
    }

    /// <summary>What is believed of a trial's figure.</summary>
    public Interval Believed(TrialReport trial) => _posterior.Interval(Place(trial));

    /// <summary>One trial against another.</summary>
    public Comparison Compare(TrialReport trial, TrialReport against)
    {
        var (difference, p, adjusted) = _pairs.Between(Place(trial), Place(against));
        return new Comparison(trial.Trial.Id, against.Trial.Id, difference, p, adjusted)
        {
            Rows = Math.Min(trial.Test!.Count, against.Test!.Count),
            MinimumDetectableEffect = adjusted < VerdictMaker.Alpha ? null : _pairs.Detectable(Place(trial), Place(against)),
        };
    }

    private int Place(TrialReport trial) => Trials.Index().First(other => other.Item == trial).Index;
}
