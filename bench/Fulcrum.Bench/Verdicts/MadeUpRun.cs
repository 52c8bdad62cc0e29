using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>The verdict on a run whose answers are given, as the program makes it.</summary>
internal static class MadeUpRun
{
    // Of the normal variables behind the answers to rows of one group.
    private const double WithinGroup = 0.3;

    private static readonly ServingTerms Terms = new(100_000, 0.1, 12);
    private static readonly LabelSet Yes = LabelSet.Of("yes");
    private static readonly LabelSet No = LabelSet.Of("no");

    /// <summary>
    /// Rungs of known accuracy that answer at random (<see cref="CopulaErrors"/>); the variables behind the answers to rows of one group correlate
    /// with .3. The cheapest comes first.
    /// </summary>
    public static Verdict Decide(Rows rows, double[] truth, Random random) => Decide(rows, Draw(rows, truth, random));

    /// <summary>Such rungs, named by their place.</summary>
    public static MadeUpArm[] Draw(Rows rows, double[] truth, Random random)
    {
        var errors = CopulaErrors.OfLatents(truth, rows.IsGrouped ? WithinGroup : 0);
        return [.. errors.Draw(rows.Clusters, random).Select((scores, rank) => new MadeUpArm($"{rank}", scores, rank))];
    }

    /// <summary>Decides.</summary>
    public static Verdict Decide(Rows rows, IReadOnlyList<MadeUpArm> arms)
    {
        var predictions = new Dictionary<string, IReadOnlyList<Prediction>>();
        TrialReport[] trials =
        [
            .. from arm in arms
               let seeds = arm.OtherSeeds.Select((scores, seed) => Report($"{arm.Name}-{seed}", arm, scores)).ToArray()
               select Report(arm.Name, arm, arm.Scores) with { Seeds = seeds },
        ];
        return VerdictMaker.Decide(trials, predictions, new VerdictRules { TestRows = rows.Count, Labels = ["no", "yes"], Groups = rows.Groups });

        TrialReport Report(string id, MadeUpArm arm, double[] scores)
        {
            Prediction[] log =
            [
                .. from score in scores.Index()
                   where !double.IsNaN(score.Item)
                   select new Prediction { Part = DatasetPart.Test, Id = rows.Ids[score.Index], Labels = Yes, Predicted = score.Item == 1 ? Yes : No },
            ];
            predictions[id] = log;
            var rung = new RungDescription { Name = arm.Name, Class = RungClass.NoModel, Summary = "", IsRandom = arm.IsRandom };
            var trial = new Trial { Id = id, Rung = rung, Seed = 0 };
            var result = new TrialResult { Status = TrialStatus.Completed, Outcome = new TrialOutcome { TrainedShare = arm.TrainedShare } };
            var accuracy = WilsonInterval.Compute(scores.Where(score => !double.IsNaN(score)).Average(), log.Length);
            var test = new TaskMetrics { Count = log.Length, Accuracy = accuracy, MacroF1 = default, PerLabel = [], LatencyP95 = arm.Milliseconds };
            return new TrialReport { Trial = trial, Result = result, Test = test, Cost = ServingCost.Of(trial, result, test, log, Terms) };
        }
    }
}
