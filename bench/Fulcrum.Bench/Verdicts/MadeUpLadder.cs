using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>
/// Rungs of known accuracy that answer rows at random: right where a latent normal value is below a threshold. Rungs share half of its variance
/// (copula, ρ = .5), rows of one group 30 % of what is left.
/// </summary>
internal sealed class MadeUpLadder
{
    private const double Shared = 0.5;
    private const double WithinGroup = 0.3;

    private static readonly ServingTerms Terms = new(100_000, 0.1, 12);
    private static readonly LabelSet Yes = LabelSet.Of("yes");
    private static readonly LabelSet No = LabelSet.Of("no");

    private readonly Random _random;
    private readonly double[] _truth;
    private readonly RungDescription[] _rungs;

    public MadeUpLadder(double[] truth, Random random)
    {
        (_truth, _random) = (truth, random);
        _rungs = [.. truth.Select((_, rank) => new RungDescription { Name = $"rung{rank}", Class = RungClass.NoModel, Summary = "", Rank = rank })];
    }

    /// <summary>Draws a test part and decides.</summary>
    public (Verdict Verdict, double[] Truth) Decide(Rows rows, int[]? answered = null, double?[]? trainedShares = null, double margin = 0.01)
    {
        var scores = Scores(rows);
        var predictions = new Dictionary<string, IReadOnlyList<Prediction>>();
        var trials = new TrialReport[_truth.Length];
        for (var rung = 0; rung < _truth.Length; rung++)
        {
            var count = answered?[rung] ?? rows.Count;
            var log = new Prediction[count];
            var right = 0;
            for (var row = 0; row < count; row++)
            {
                right += scores[rung][row] ? 1 : 0;
                log[row] = new Prediction { Part = DatasetPart.Test, Id = rows.Ids[row], Labels = Yes, Predicted = scores[rung][row] ? Yes : No };
            }

            predictions[_rungs[rung].Name] = log;
            var trial = new Trial { Id = _rungs[rung].Name, Rung = _rungs[rung], Seed = 0 };
            var result = new TrialResult { Status = TrialStatus.Completed, Outcome = new TrialOutcome { TrainedShare = trainedShares?[rung] } };
            var test = new TaskMetrics
            {
                Count = count,
                Accuracy = WilsonInterval.Compute((double)right / count, count / rows.DesignEffect),
                MacroF1 = default,
                PerLabel = [],
                LatencyP95 = rung,
            };
            trials[rung] = new TrialReport { Trial = trial, Result = result, Test = test, Cost = ServingCost.Of(trial, result, test, log, Terms) };
        }

        return (VerdictMaker.Decide(trials, predictions, new VerdictRules { TestRows = rows.Count, Labels = ["no", "yes"], Groups = rows.Groups, Margin = margin }), _truth);
    }

    private bool[][] Scores(Rows rows)
    {
        var thresholds = _truth.Select(Normal.Quantile).ToArray();
        var scores = _truth.Select(_ => new bool[rows.Count]).ToArray();
        var (own, common) = (Math.Sqrt(1 - WithinGroup), Math.Sqrt(WithinGroup));
        var groupOfRungs = new double[_truth.Length];
        var ofGroup = 0.0;
        var group = -1;
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsGrouped && rows.Clusters[row] != group)
            {
                group = rows.Clusters[row];
                ofGroup = Normal.Next(_random);
                for (var rung = 0; rung < groupOfRungs.Length; rung++) groupOfRungs[rung] = Normal.Next(_random);
            }

            var hard = rows.IsGrouped ? (own * Normal.Next(_random)) + (common * ofGroup) : Normal.Next(_random);
            for (var rung = 0; rung < _truth.Length; rung++)
            {
                var noise = rows.IsGrouped ? (own * Normal.Next(_random)) + (common * groupOfRungs[rung]) : Normal.Next(_random);
                scores[rung][row] = (Math.Sqrt(Shared) * hard) + (Math.Sqrt(1 - Shared) * noise) < thresholds[rung];
            }
        }

        return scores;
    }
}
