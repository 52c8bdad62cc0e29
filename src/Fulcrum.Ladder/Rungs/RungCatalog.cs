namespace Fulcrum.Ladder.Rungs;

/// <summary>The rungs that a program has, lowest first.</summary>
/// <param name="rungs">Their descriptions; the order is that of the ladder.</param>
public sealed class RungCatalog(params IEnumerable<RungDescription> rungs)
{
    /// <summary>All of them, lowest first, each with its rank.</summary>
    public IReadOnlyList<RungDescription> All { get; } = [.. rungs.Select((rung, rank) => rung with { Rank = rank })];

    /// <summary>The rung of that name, or <see langword="null"/>.</summary>
    public RungDescription? Find(string name) => All.FirstOrDefault(rung => rung.Name == name);
}
