namespace Fulcrum.Samples;

/// <summary>The hand-written text files that are built into the generator.</summary>
internal static class EmbeddedText
{
    /// <summary>Names of the files below <paramref name="folder"/> (<c>MailProtect/families/</c>), in ordinal order.</summary>
    public static IEnumerable<string> Files(string folder) =>
        typeof(EmbeddedText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>The lines of one file without comments (<c>//</c> at the start) and trailing space.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(typeof(EmbeddedText).Assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"'{file}' is not built into the generator."));
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith("//", StringComparison.Ordinal))
            {
                yield return line.TrimEnd();
            }
        }
    }
}
