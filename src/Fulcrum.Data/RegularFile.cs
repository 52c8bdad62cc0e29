using System.Text;

namespace Fulcrum.Data;

/// <summary>
/// Reads whole files that others made. Devices and pipes, which have no end or wait for a writer, and files that no memory
/// should be filled with are not opened.
/// </summary>
public static class RegularFile
{
    /// <summary>Bytes of the largest file that is read: several times the largest tokenizer.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It is empty, no regular file, or too large; or reading fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        if (LengthOf(path) is > MostBytes and var length)
            throw new IOException(string.Create(Invariant, $"It has {length:N0} bytes, and such a file at most {MostBytes:N0}."));
        return File.ReadAllBytes(path);
    }

    /// <summary>Opens a file to be read once from its start; without any bytes where it is empty, or no regular file, which is not opened.</summary>
    /// <exception cref="IOException">It is not there, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream OpenRead(string path) =>
        IsEmpty(path) ? Stream.Null : new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });

    /// <summary>Whether a file is empty, or no regular file.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public static bool IsEmpty(string path) => Length(path) == 0;

    /// <summary>Reads a file of text in UTF-8.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static string ReadAllText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Bytes of a regular file, behind links too.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static long LengthOf(string path) => Length(path) is > 0 and var length ? length : throw new IOException("It is empty, or no regular file.");

    private static long Length(string path)
    {
        // Of a link, .NET gives the length of the link. Devices and pipes have none.
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return file.Length;
    }
}
