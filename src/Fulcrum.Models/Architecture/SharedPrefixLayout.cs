namespace Fulcrum.Models.Architecture;

/// <summary>
/// Several texts in one row of tokens: what all begin with, once, and side by side what each goes on with. A token sees what
/// its own text has before it and stands where it stands there. So short texts cost no padding and no copies to avoid it, and
/// the shared beginning no pass of its own.
/// </summary>
/// <param name="Shared">Tokens that all texts begin with; may be 0.</param>
/// <param name="Lengths">Further tokens of each text.</param>
public sealed record SharedPrefixLayout(int Shared, IReadOnlyList<int> Lengths)
{
    /// <summary>Tokens of the row.</summary>
    public int Length => Shared + Lengths.Sum();

    /// <summary>Of each token its position in its text.</summary>
    internal long[] Positions() =>
        [.. Enumerable.Range(0, Shared).Concat(Lengths.SelectMany(length => Enumerable.Range(Shared, length))).Select(position => (long)position)];

    /// <summary>Of each text the place where the part that is its own begins.</summary>
    internal int[] Starts()
    {
        var place = Shared;
        return [.. Lengths.Select(length => (place += length) - length)];
    }
}
