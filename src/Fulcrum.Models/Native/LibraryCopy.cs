using System.Security.Cryptography;
using Fulcrum.Data;

namespace Fulcrum.Models.Native;

/// <summary>
/// A copy of TorchSharp's native shim that loads where the system's libstdc++ is older than the one it was built with
/// (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// The shim asks for GLIBCXX_3.4.32 because of one symbol, <c>_ZSt21ios_base_library_initv</c>, that GCC 13's
/// <c>&lt;iostream&gt;</c> names only to force linking: no relocation refers to it, so nothing ever calls it. Making the
/// requirement weak is therefore all that is needed.
/// </remarks>
internal static class LibraryCopy
{
    /// <summary>The symbol that tells whether the system's libstdc++ is new enough.</summary>
    public const string Symbol = "_ZSt21ios_base_library_initv";

    private const string Version = "GLIBCXX_3.4.32";

    /// <summary>The path of the copy of <paramref name="library"/>, made below <paramref name="cache"/> if it is not there yet.</summary>
    /// <exception cref="IOException">The library cannot be read or the copy cannot be written.</exception>
    /// <exception cref="InvalidDataException">The library is not an ELF file.</exception>
    public static string Of(string library, string cache)
    {
        var image = File.ReadAllBytes(library);
        var key = Convert.ToHexStringLower(SHA256.HashData(image))[..16];
        var copy = Path.Combine(cache, "native", key, Path.GetFileName(library));
        if (File.Exists(copy)) return copy;

        ElfVersionNeeds.MakeWeak(image, Version);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        AtomicFile.WriteBytes(copy, image);
        return copy;
    }
}
