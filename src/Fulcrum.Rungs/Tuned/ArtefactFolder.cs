namespace Fulcrum.Rungs.Tuned;

/// <summary>The folder of what would be served.</summary>
internal static class ArtefactFolder
{
    /// <summary>Bytes of all its files.</summary>
    public static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
