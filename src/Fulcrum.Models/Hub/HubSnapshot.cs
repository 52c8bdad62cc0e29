namespace Fulcrum.Models.Hub;

/// <summary>A model of the hub as it lies on disk.</summary>
/// <param name="Name">What was asked for.</param>
/// <param name="Commit">The commit that the revision stood for.</param>
/// <param name="Path">The folder of the snapshot, or the one file asked for.</param>
public sealed record HubSnapshot(HubName Name, string Commit, string Path)
{
    /// <summary>Why it may be out of date; null where the hub was asked or the name says the commit.</summary>
    public string? Note { get; init; }

    /// <summary>The name with the commit as its revision: asked for again, it gives these same bytes.</summary>
    public string Origin => Name.At(Commit).ToString();
}
