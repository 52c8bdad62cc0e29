namespace Fulcrum.Data.Cleaning;

/// <summary>The first bytes of a file, by which its content is known.</summary>
internal static class FileHead
{
    private const int Length = 1 << 14;

    /// <summary>As many as there are, at most 16 KB; none where the file cannot be read.</summary>
    public static ReadOnlySpan<byte> Of(string path)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);
            var head = new byte[Length];
            return head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
