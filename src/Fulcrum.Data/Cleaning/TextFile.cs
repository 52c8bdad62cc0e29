using System.IO.Compression;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Cleaning;

/// <summary>Opens text files as people have them: gzipped or not, any common encoding, stray NUL characters.</summary>
internal static class TextFile
{
    /// <summary>What is read as a whole may hold so many bytes.</summary>
    private const long Limit = 1_000_000_000;

    /// <summary>The file's text, read block by block. At its end the context is told what had to be guessed or mended.</summary>
    /// <exception cref="InputException">The file cannot be opened, now or while it is read, is damaged or no text.</exception>
    public static DecodedText Open(string path, ReadingContext context) => new(OpenBytes(path, context))
    {
        Begun = start => RefuseKinds(start, path, context),
        Ended = text => AddNotes(text, context.NameOf(path), context.Notes),
    };

    /// <summary>The file's bytes, unpacked where it is a gzip file.</summary>
    /// <exception cref="InputException">The file cannot be opened, is damaged, no text, or too large.</exception>
    public static async Task<byte[]> ReadBytesAsync(string path, ReadingContext context, CancellationToken cancellationToken)
    {
        await using var file = OpenBytes(path, context);
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (memory.Length + read > Limit) throw TooLarge(path, context);
            memory.Write(buffer, 0, read);
        }

        RefuseKinds(memory.GetBuffer().AsSpan(0, (int)Math.Min(memory.Length, FileKind.BytesLookedAt)), path, context);
        return memory.ToArray();
    }

    /// <summary>What the file is by its first bytes; <see langword="null"/>: it may be text.</summary>
    /// <exception cref="InputException">The file cannot be opened.</exception>
    public static FileKind? KindOf(string path, ReadingContext context)
    {
        using var file = InputStream.Open(path, context.NameOf(path));
        var head = new byte[FileKind.BytesLookedAt];
        return FileKind.Of(head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
    }

    /// <summary>The file's bytes as they are read, unpacked where it is a gzip file.</summary>
    /// <exception cref="InputException">The file cannot be opened, now or while it is read, or is damaged.</exception>
    public static InputStream OpenBytes(string path, ReadingContext context)
    {
        var name = context.NameOf(path);
        var isPacked = path.Length > FileName.WithoutGz(path).Length || KindOf(path, context) == FileKind.Gzip;
        var file = InputStream.Open(path, name);
        // A file that is cut off is noticed because the program asks for strict validation (Directory.Build.targets).
        return isPacked ? new InputStream(new GZipStream(file, CompressionMode.Decompress), name) : file;
    }

    private static void RefuseKinds(ReadOnlySpan<byte> start, string path, ReadingContext context)
    {
        if (FileKind.Of(start) is { } kind && kind != FileKind.WebPage) throw new InputException(kind.Error(context.NameOf(path)));
    }

    private static void AddNotes(DecodedText text, string file, ReadingNotes notes)
    {
        if (text.ForeignLines > 0) notes.Add($"{file}: {Count.Of(text.ForeignLines, "line")} not valid UTF-8, read as {text.Encoding!.Name}.");
        else if (text is { IsWhole: true, IsMarked: false }) notes.Add($"{file}: not UTF-8, read as {text.Encoding!.Name}.");
        if (text.UndecodableBytes > 0) notes.Add($"{file}: {Count.Of(text.UndecodableBytes, "byte")} not valid {text.Encoding!.Name}, replaced by U+FFFD.");
        if (text.Nuls > 0) notes.Add($"{file}: {Count.Of(text.Nuls, "NUL character")} removed.");
    }

    private static InputException TooLarge(string path, ReadingContext context) =>
        new(new InputError("The file holds more than 1 GB of mail or text.")
        {
            File = context.NameOf(path),
            Remedy = "Give a sample of it: a comparison needs thousands of texts, not millions.",
        });
}
