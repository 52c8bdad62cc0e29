using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>What each answer costs for each truth, in a unit of the user's own, where exactly one label is right.</summary>
public sealed class CostMatrix
{
    private const double OfWrongAnswer = 1;

    private readonly Dictionary<string, int> _positions;
    private readonly double[][] _costs;

    private CostMatrix(IReadOnlyList<string> labels, double[][] costs) =>
        (Labels, _costs, _positions) = (labels, costs, labels.Index().ToDictionary(label => label.Item, label => label.Index));

    /// <summary>The labels, in the order of rows and columns.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The cost of an answer, by positions of labels.</summary>
    public double this[int truth, int answer] => _costs[truth][answer];

    /// <summary>Makes a matrix of what a task says; what it does not say costs 1 where the answer is wrong and 0 where it is right.</summary>
    /// <param name="labels">The labels of the task.</param>
    /// <param name="costs">Truth to answer to cost, none negative.</param>
    /// <exception cref="KeyNotFoundException">The costs speak of a label that is not among the labels.</exception>
    public static CostMatrix Of(IReadOnlyList<string> labels, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> costs)
    {
        var matrix = new CostMatrix(
            [.. labels], [.. labels.Select((_, truth) => labels.Select((_, answer) => truth == answer ? 0 : OfWrongAnswer).ToArray())]);
        foreach (var (truth, answers) in costs)
            foreach (var (answer, cost) in answers) matrix._costs[matrix.IndexOf(truth)][matrix.IndexOf(answer)] = cost;
        return matrix;
    }

    /// <summary>The position of a label.</summary>
    public int IndexOf(string label) => _positions[label];

    /// <summary>What a prediction cost. An answer that could not be read costs what the worst answer to its row costs: nothing is known of it.</summary>
    public double Of(Prediction prediction)
    {
        var row = _costs[IndexOf(prediction.Labels.Only)];
        return prediction.Predicted is [var answer] && _positions.TryGetValue(answer, out var position) ? row[position] : row.Max();
    }

    /// <summary>The answer with the lowest expected cost (Elkan 2001, The foundations of cost-sensitive learning); the first of equals.</summary>
    /// <param name="probabilities">Per label, summing to 1.</param>
    public int Cheapest(IReadOnlyList<double> probabilities) =>
        Enumerable.Range(0, Labels.Count).MinBy(answer => probabilities.Select((probability, truth) => probability * _costs[truth][answer]).Sum());
}
