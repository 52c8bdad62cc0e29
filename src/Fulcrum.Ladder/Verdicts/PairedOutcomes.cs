using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>Two trials on the examples that both answered.</summary>
/// <param name="Count">Examples that both answered.</param>
/// <param name="OnlyFirst">Those that only the first has right.</param>
/// <param name="OnlySecond">Those that only the second has right.</param>
internal readonly record struct PairedOutcomes(int Count, int OnlyFirst, int OnlySecond)
{
    /// <summary>The share of examples that one of them alone has right.</summary>
    public double Discordance => (double)(OnlyFirst + OnlySecond) / Count;

    /// <summary>Pairs the predictions by example id.</summary>
    public static PairedOutcomes Of(IEnumerable<Prediction> first, IEnumerable<Prediction> second)
    {
        var pairs = first.Join(second, p => p.Id, p => p.Id, (a, b) => (First: IsRight(a), Second: IsRight(b))).ToArray();
        return new PairedOutcomes(
            pairs.Length,
            pairs.Count(p => p is { First: true, Second: false }),
            pairs.Count(p => p is { First: false, Second: true }));
    }

    private static bool IsRight(Prediction prediction) => prediction.Predicted == prediction.Label;
}
