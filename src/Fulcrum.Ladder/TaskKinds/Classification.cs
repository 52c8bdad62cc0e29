using Fulcrum.Data.Labels;

namespace Fulcrum.Ladder.TaskKinds;

/// <summary>Exactly one of the labels is right: the most probable one is the answer.</summary>
internal sealed class Classification : TaskKind
{
    public override string Name => "classification";

    public override string AccuracyName => "accuracy";

    public override bool IsExclusive => true;

    public override bool HasThresholds => false;

    public override IReadOnlyList<int> Decide(IReadOnlyList<double> probabilities, IReadOnlyList<double> thresholds) => [ArgMax(probabilities)];

    public override IReadOnlyList<double> ChooseThresholds(IReadOnlyList<(IReadOnlyList<double> Probabilities, IReadOnlyList<int> Truth)> rows) => [];

    public override double Loss(IReadOnlyList<double> probabilities, IReadOnlyList<int> truth) => -Math.Log(Math.Max(probabilities[truth[0]], SmallestProbability));

    public override double Confidence(IReadOnlyList<double> probabilities, IReadOnlyList<int> answer) => probabilities[answer[0]];

    public override IEnumerable<(double Probability, bool IsTrue)> Claims(
        IReadOnlyList<double> probabilities, IReadOnlyList<int> answer, IReadOnlyList<int> truth) => [(probabilities.Max(), answer.SequenceEqual(truth))];

    public override LabelSet ToLabels(IReadOnlyList<int> answer, IReadOnlyList<string> labels) => LabelSet.Of(labels[answer[0]]);

    /// <summary>The position of the highest value; of the first of several.</summary>
    private static int ArgMax(IReadOnlyList<double> values)
    {
        var best = 0;
        for (var index = 1; index < values.Count; index++)
            if (values[index] > values[best]) best = index;
        return best;
    }
}
