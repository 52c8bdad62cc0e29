using System.IO.Compression;
using Fulcrum.Data.Reading;

namespace Fulcrum.Data.Cleaning;

/// <summary>Reads text files as people have them: gzipped or not, any common encoding, stray NUL bytes.</summary>
internal static class TextFile
{
    /// <summary>A .NET string holds about a billion characters.</summary>
    private const long Limit = 1_000_000_000;

    /// <summary>The path without <c>.gz</c>.</summary>
    public static string WithoutGz(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    /// <summary>Whether the name ends in one of the extensions (with dot), ignoring case and a further <c>.gz</c>.</summary>
    public static bool HasExtension(string path, params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
            if (WithoutGz(path).EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>The file's text with notes on what had to be mended.</summary>
    /// <exception cref="InputException">The file cannot be opened, is damaged or is too large.</exception>
    public static async Task<string> ReadAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        var (text, fallbackLines) = TextDecoder.Decode(await ReadBytesAsync(path, context, cancellationToken).ConfigureAwait(false));
        var name = context.NameOf(path);
        if (fallbackLines > 0)
            context.Notes.Add(string.Create(Invariant, $"{name}: {Count.Of(fallbackLines, "line")} not valid UTF-8, read as Windows-1252."));

        var nuls = text.AsSpan().Count('\0');
        if (nuls == 0) return text;
        context.Notes.Add(string.Create(Invariant, $"{name}: {Count.Of(nuls, "NUL character")} removed."));
        return text.Replace("\0", "", StringComparison.Ordinal);
    }

    /// <summary>The file's bytes, unpacked where the name ends in <c>.gz</c>.</summary>
    /// <exception cref="InputException">The file cannot be opened, is damaged or is too large.</exception>
    public static async Task<byte[]> ReadBytesAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            if (path.Length == WithoutGz(path).Length)
            {
                if (file.Length > Limit) throw TooLarge(path, context);
                var bytes = new byte[file.Length];
                await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
                return bytes;
            }

            // A file that is cut off is noticed because the program asks for strict validation (Directory.Build.targets).
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var memory = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (memory.Length + read > Limit) throw TooLarge(path, context);
                memory.Write(buffer, 0, read);
            }

            return memory.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException(
                new InputError($"The file cannot be read: {e.Message}")
                {
                    File = context.NameOf(path),
                    Remedy = e is InvalidDataException ? "It is cut off or damaged: fetch it or pack it again." : "Check that it exists and may be read.",
                },
                e);
        }
    }

    private static InputException TooLarge(string path, ReadingContext context) =>
        new(new InputError("The file holds more than 1 GB of text.")
        {
            File = context.NameOf(path),
            Remedy = "Give a sample of its rows: a comparison needs thousands, not millions.",
        });
}
