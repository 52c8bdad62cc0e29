namespace Fulcrum.Models.Scoring;

/// <summary>
/// Makes the scores of continuations comparable where the tokens of one begin another's (<c>card</c>, <c>card lost</c>): a
/// text that goes on to the longer one counts for that one alone. What remains for the shorter one is its probability less
/// that of the longer ones. A set in which no continuation begins another is left as it is.
/// </summary>
public sealed class ExclusiveContinuations
{
    /// <summary>Log-probabilities come from numbers of 32 bits: a remainder below their resolution is not known.</summary>
    private const double SmallestShare = 1e-7;

    /// <summary>Per continuation the nearest longer ones that begin with it, each text of tokens once.</summary>
    private readonly int[][] _longer;

    /// <param name="continuations">Token ids; none empty.</param>
    public ExclusiveContinuations(IReadOnlyList<int[]> continuations)
    {
        int[] all = [.. Enumerable.Range(0, continuations.Count)];
        // The longest continuation that another begins with, by length.
        int[] parents = [.. all.Select(i => all.Where(k => Begins(k, i)).Select(k => continuations[k].Length).DefaultIfEmpty().Max())];
        _longer =
        [
            .. all.Select(i => all
                .Where(k => Begins(i, k) && parents[k] == continuations[i].Length)
                .DistinctBy(k => string.Join(' ', continuations[k]))
                .ToArray()),
        ];

        bool Begins(int shorter, int other) =>
            continuations[shorter].Length < continuations[other].Length && continuations[other].AsSpan().StartsWith(continuations[shorter]);
    }

    /// <summary>Per continuation the log-probability (nats) of a text that begins with it and with no longer one.</summary>
    /// <param name="logProbabilities">Per continuation the log-probability of its tokens, summed.</param>
    public double[] From(IReadOnlyList<double> logProbabilities)
    {
        return [.. logProbabilities.Select((value, i) => _longer[i] is [] ? value : value + Math.Log(Math.Max(Remainder(i), SmallestShare)))];

        double Remainder(int i) => 1 - _longer[i].Sum(k => Math.Exp(logProbabilities[k] - logProbabilities[i]));
    }
}
