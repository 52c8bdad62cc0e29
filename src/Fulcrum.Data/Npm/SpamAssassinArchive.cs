using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Fulcrum.Data.Npm;

/// <summary>One mail of the corpus.</summary>
/// <param name="Id"><c>group/number</c>, e.g. <c>spam-1/00001</c>.</param>
/// <param name="Label"><c>spam</c> or <c>ham</c>.</param>
/// <param name="Md5">The checksum in the file's name.</param>
/// <param name="Raw">The raw mail, headers and body.</param>
internal sealed record SpamAssassinMail(string Id, string Label, string Md5, string Raw);

/// <summary>The package's tarball: <c>package/data/GROUP/NUMBER.MD5.json</c>, one mail each.</summary>
internal static class SpamAssassinArchive
{
    private static readonly string[] Groups = ["easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2"];

    /// <summary>All mails, by group and file name. Read from the tarball as it is: nothing is unpacked to disk that could be half there.</summary>
    public static async Task<IReadOnlyList<SpamAssassinMail>> ReadAsync(string tarball, CancellationToken cancellationToken)
    {
        var mails = new List<(int Group, string File, SpamAssassinMail Mail)>();
        await using var file = File.OpenRead(tarball);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(unpacked);
        while (await archive.GetNextEntryAsync(cancellationToken: cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (entry.Name.Split('/') is not ["package", "data", var group, var name] || !name.EndsWith(".json", StringComparison.Ordinal)) continue;
            var order = Array.IndexOf(Groups, group);
            if (order < 0 || entry.DataStream is null) continue;
            using var json = await JsonDocument.ParseAsync(entry.DataStream, cancellationToken: cancellationToken).ConfigureAwait(false);
            var parts = name.Split('.');
            var label = group.StartsWith("spam", StringComparison.Ordinal) ? "spam" : "ham";
            mails.Add((order, name, new SpamAssassinMail($"{group}/{parts[0]}", label, parts[1], json.RootElement.GetProperty("text").GetString()!)));
        }

        return [.. mails.OrderBy(mail => mail.Group).ThenBy(mail => mail.File, StringComparer.Ordinal).Select(mail => mail.Mail)];
    }
}
