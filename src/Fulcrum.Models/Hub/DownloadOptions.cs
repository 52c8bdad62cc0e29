namespace Fulcrum.Models.Hub;

/// <summary>How content is fetched.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Bytes per request of a file that is fetched over several connections.</summary>
    public int ChunkSize { get; init; } = 8 << 20;

    /// <summary>Chunks of one file under way at a time; all of them wait in memory.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Files under way at a time.</summary>
    public int Files { get; init; } = 4;

    /// <summary>How long a server may say nothing before it is asked again.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
