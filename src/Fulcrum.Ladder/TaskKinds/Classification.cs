using Fulcrum.Data.Labels;

namespace Fulcrum.Ladder.TaskKinds;

/// <summary>Exactly one of the labels is right: the most probable one is the answer.</summary>
internal sealed class Classification : TaskKind
{
    public override string Name => "classification";

    public override string AccuracyName => "accuracy";

    public override bool IsExclusive => true;

    public override bool HasThresholds => false;

    /// <summary>
    /// Of the labels whose probability reaches their threshold the one that exceeds it by the largest factor; where there is none, the answer
    /// with the lowest expected cost, or without costs the most probable one.
    /// </summary>
    public override IReadOnlyList<int> Decide(IReadOnlyList<double> probabilities, DecisionRule rule)
    {
        var (best, excess) = (-1, 0.0);
        foreach (var (label, threshold) in rule.Thresholds.Index())
        {
            // A threshold of 0 is reached by whatever the label's probability is, and by more than any other.
            if (threshold is not { } least || probabilities[label] < least) continue;
            var factor = least > 0 ? probabilities[label] / least : double.PositiveInfinity;
            if (best < 0 || factor > excess) (best, excess) = (label, factor);
        }

        if (best >= 0) return [best];
        return [rule.Costs.Count > 0 ? Cheapest(DecisionRule.Scale(probabilities, rule.Temperature), rule.Costs) : ArgMax(probabilities)];
    }

    public override IReadOnlyList<double> ChooseThresholds(IReadOnlyList<(IReadOnlyList<double> Probabilities, IReadOnlyList<int> Truth)> rows) => [];

    public override double Loss(IReadOnlyList<double> probabilities, IReadOnlyList<int> truth) => -Math.Log(Math.Max(probabilities[truth[0]], SmallestProbability));

    public override double Confidence(IReadOnlyList<double> probabilities, IReadOnlyList<int> answer) => probabilities[answer[0]];

    public override IEnumerable<(double Probability, bool IsTrue)> Claims(
        IReadOnlyList<double> probabilities, IReadOnlyList<int> answer, IReadOnlyList<int> truth) =>
        [(answer is [var only] ? probabilities[only] : probabilities.Max(), answer.SequenceEqual(truth))];

    public override LabelSet ToLabels(IReadOnlyList<int> answer, IReadOnlyList<string> labels) => LabelSet.Of(labels[answer[0]]);

    /// <summary>The answer with the lowest expected cost; the more probable one of equals, then the first.</summary>
    private static int Cheapest(double[] probabilities, IReadOnlyList<IReadOnlyList<double>> costs)
    {
        double[] expected = [.. probabilities.Select((_, answer) => probabilities.Select((probability, truth) => probability * costs[truth][answer]).Sum())];
        var best = 0;
        for (var answer = 1; answer < expected.Length; answer++)
        {
            if (expected[answer] < expected[best] || (expected[answer] == expected[best] && probabilities[answer] > probabilities[best])) best = answer;
        }

        return best;
    }

    /// <summary>The position of the highest value; of the first of several.</summary>
    private static int ArgMax(IReadOnlyList<double> values)
    {
        var best = 0;
        for (var index = 1; index < values.Count; index++)
            if (values[index] > values[best]) best = index;
        return best;
    }
}
