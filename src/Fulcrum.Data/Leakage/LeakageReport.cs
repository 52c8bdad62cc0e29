namespace Fulcrum.Data.Leakage;

/// <summary>What of the test (and dev, shift) part a rung could have seen while learning.</summary>
public sealed record LeakageReport
{
    /// <summary>Pairs of parts with the number of rows of the second that have a twin in the first.</summary>
    public required IReadOnlyList<PartOverlap> Overlaps { get; init; }

    /// <summary>Words in mail headers or column names that give the label away, with how often they do.</summary>
    public required IReadOnlyList<LabelWord> LabelWords { get; init; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsClean => LabelWords.Count == 0 && Overlaps.All(o => o is { Exact: 0, Normalized: 0, Near: 0 });
}

/// <summary>Rows of <paramref name="Second"/> with a twin in <paramref name="First"/>.</summary>
/// <param name="First">The part learned from.</param>
/// <param name="Second">The part measured on.</param>
/// <param name="Exact">Rows with the same text, byte for byte.</param>
/// <param name="Normalized">Further rows whose text is the same after lower-casing, digits to 0 and other characters to a space.</param>
/// <param name="Near">Further rows with a Jaccard similarity of character 5-grams (first 4,000 characters of the normalized text) of at least 0.75; MinHash finds the pairs, the true similarity decides.</param>
/// <param name="Samples">Up to five pairs of ids, to look at.</param>
public sealed record PartOverlap(
    DatasetPart First, DatasetPart Second, int Exact, int Normalized, int Near, IReadOnlyList<IdPair> Samples);

/// <summary>Two examples that are twins.</summary>
public sealed record IdPair(string First, string Second);

/// <summary>A label word found where only the collector can have put it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Where">The header or column it stands in.</param>
/// <param name="Label">The label that it gives away.</param>
/// <param name="Share">The share of that label's rows that carry it, 0 to 1.</param>
public sealed record LabelWord(string Word, string Where, string Label, double Share);
