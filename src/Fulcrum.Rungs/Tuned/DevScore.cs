using Fulcrum.Data;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tuned;

/// <summary>How a model does on dev.</summary>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="Loss">Mean negative log-likelihood of the true label among the labels, nats.</param>
/// <param name="Classifications">What it said of each example.</param>
internal sealed record DevScore(double Accuracy, double Loss, IReadOnlyList<Classification> Classifications)
{
    // A probability of 0 for the true label would make the mean loss infinite.
    private const double SmallestProbability = 1e-12;

    /// <summary>Accuracy decides, then the loss.</summary>
    public bool IsBetterThan(DevScore? other) =>
        other is null || Accuracy > other.Accuracy || (Accuracy == other.Accuracy && Loss < other.Loss);

    /// <summary>Classifies the examples, of which there is at least one; not all of them where <paramref name="stop"/> says so.</summary>
    public static DevScore Measure(
        IReadOnlyList<Example> examples, IReadOnlyList<string> labels, ITextClassifier classifier, Func<bool>? stop, CancellationToken cancellationToken)
    {
        var (hits, loss) = (0, 0.0);
        var classifications = new List<Classification>(examples.Count);
        TimedSamples.Run(examples, sample => classifier.Classify(sample, Add, cancellationToken), stop);
        return new DevScore((double)hits / classifications.Count, loss / classifications.Count, classifications);

        void Add(Classification result)
        {
            classifications.Add(result);
            var truth = labels.Index().First(label => label.Item == result.Example.Label).Index;
            if (result.Label == truth) hits++;
            loss -= Math.Log(Math.Max(result.Probabilities[truth], SmallestProbability));
        }
    }
}
