namespace Fulcrum.Ladder.TaskKinds;

/// <summary>
/// How probabilities become an answer where the most probable label is not simply taken; chosen on dev, stored in the artifact. What
/// its parts mean says the kind of task, see <see cref="TaskKind.Decide"/>.
/// </summary>
public sealed record DecisionRule
{
    /// <summary>Nothing was chosen: the kind of task decides as it does by default.</summary>
    public static DecisionRule None { get; } = new();

    /// <summary>Per label the probability from which on it is answered; <see langword="null"/> for a label that has none. Empty: no label has.</summary>
    public IReadOnlyList<double?> Thresholds { get; init; } = [];

    /// <summary>
    /// <c>Costs[truth][answer]</c>, where exactly one label is right: the answer with the lowest expected cost is given (Elkan 2001). Empty:
    /// the most probable label is.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> Costs { get; init; } = [];

    /// <summary>
    /// What the logarithms of probabilities are divided by before costs are expected (Guo et al. 2017), above 0; 1: nothing changes. Thresholds
    /// are of the probabilities as they come.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Thresholds alone.</summary>
    public static DecisionRule Of(IReadOnlyList<double> thresholds) => new() { Thresholds = [.. thresholds.Select(threshold => (double?)threshold)] };

    /// <summary>Probabilities at the temperature, summing to 1.</summary>
    public static double[] Scale(IReadOnlyList<double> probabilities, double temperature)
    {
        if (temperature == 1) return [.. probabilities];
        var largest = probabilities.Max();
        double[] powers = [.. probabilities.Select(probability => Math.Pow(probability / largest, 1 / temperature))];
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
