namespace Fulcrum.Models.Hub;

/// <summary>How far a download is.</summary>
/// <param name="File">The file's path in its repository.</param>
/// <param name="Received">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Size">Bytes that it has.</param>
public sealed record HubProgress(string File, long Received, long Size)
{
    /// <summary>Whether it waits for another process that fetches the same file.</summary>
    public bool IsWaiting { get; init; }
}
