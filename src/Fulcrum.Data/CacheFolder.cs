namespace Fulcrum.Data;

/// <summary>Where downloads and made copies are kept from run to run.</summary>
public static class CacheFolder
{
    /// <summary><c>$FULCRUM_CACHE</c>, else <c>~/.cache/fulcrum</c>.</summary>
    public static string Root => Environment.GetEnvironmentVariable("FULCRUM_CACHE") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "fulcrum");
}
