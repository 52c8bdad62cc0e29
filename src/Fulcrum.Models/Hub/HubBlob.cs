using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fulcrum.Models.Hub;

/// <summary>What the hub promises about a file's content.</summary>
/// <param name="ETag">SHA-256 of the content for large files (Git LFS), the git blob's SHA-1 for small ones; the blob's name in the cache.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record HubBlob(string ETag, long Size)
{
    /// <summary>The hash that the ETag is of; null where a mirror gives ETags of its own making.</summary>
    public HashAlgorithmName? Algorithm => ETag.All(char.IsAsciiHexDigitLower)
        ? ETag.Length switch { 64 => HashAlgorithmName.SHA256, 40 => HashAlgorithmName.SHA1, _ => null }
        : null;

    /// <summary>Begins a hash that must end as <see cref="ETag"/>; null where that is none.</summary>
    public IncrementalHash? StartHash()
    {
        if (Algorithm is not { } algorithm) return null;
        var hash = IncrementalHash.CreateHash(algorithm);

        // git hashes a blob behind its header (git-scm.com/book, "Git Objects").
        if (algorithm == HashAlgorithmName.SHA1) hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {Size}\0")));
        return hash;
    }
}
