using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Inference;

/// <summary>Two logs on the examples that both hold.</summary>
/// <param name="Difference">Mean score of the first minus that of the second, with its 95 % interval.</param>
/// <param name="PValue">Whether they are equal: t test of the paired difference, groups taken as independent.</param>
/// <param name="Rows">Examples that both hold.</param>
public sealed record PairedDifference(Interval Difference, double PValue, int Rows)
{
    /// <summary>Pairs predictions by example id; at least one example must be in both.</summary>
    /// <param name="first">One log.</param>
    /// <param name="second">The other.</param>
    /// <param name="groups">Which examples belong together.</param>
    /// <param name="kind">How an answer is scored.</param>
    public static PairedDifference Of(IEnumerable<Prediction> first, IEnumerable<Prediction> second, ExampleGroups groups, TaskKind kind)
    {
        var pairs = first.Join(second, p => p.Id, p => p.Id, (a, b) => (a.Id, First: Score(a), Second: Score(b))).ToArray();
        var estimate = JointEstimate.Of(
            [[.. pairs.Select(pair => pair.First)], [.. pairs.Select(pair => pair.Second)]], groups.ClustersOf(pairs.Select(pair => pair.Id)), [0, 0]);
        var (difference, p, _) = PairwiseDifferences.Of(estimate).Between(0, 1);
        return new PairedDifference(difference with { Low = Math.Max(-1, difference.Low), High = Math.Min(1, difference.High) }, p, pairs.Length);

        double Score(Prediction prediction) => kind.Score(prediction.Predicted, prediction.Labels);
    }
}
