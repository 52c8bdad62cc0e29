using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data;

namespace Fulcrum.Ladder.Artifacts;

/// <summary>
/// Hashes that earlier processes computed: a file for each, named after the paths, lengths and times of what was hashed. Files that have
/// changed since have another name there.
/// </summary>
/// <param name="folder">Where they are kept.</param>
/// <param name="clock">The clock.</param>
internal sealed class HashStore(string folder, TimeProvider clock)
{
    /// <summary>A file may change again within the resolution of its time: what is younger is not kept.</summary>
    private static readonly TimeSpan YoungestKept = TimeSpan.FromSeconds(10);

    /// <summary>The hash of files as they are described, or <see langword="null"/> where none is kept.</summary>
    public string? Find(string description)
    {
        try
        {
            var hash = File.ReadAllText(FileOf(description));
            return hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigitLower) ? hash : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a hash. A cache that cannot be written is no error: it is computed again.</summary>
    /// <param name="description">The files as they are.</param>
    /// <param name="lastChange">When the youngest of them was changed.</param>
    /// <param name="hash">Their hash.</param>
    public void Keep(string description, DateTimeOffset lastChange, string hash)
    {
        if (clock.GetUtcNow() - lastChange < YoungestKept) return;
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.WriteText(FileOf(description), hash);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next process hashes once more.
        }
    }

    private string FileOf(string description) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description))));
}
