using System.Text.RegularExpressions;

namespace Fulcrum.Data.Mail;

/// <summary>Tells whole mails (RFC 5322: header lines, an empty line, a body) from other texts.</summary>
internal static partial class MailDetector
{
    private const int LinesLookedAt = 200;

    /// <summary>Whether the text begins with header lines, at least two of them well known, up to an empty line.</summary>
    public static bool LooksLikeMail(string text)
    {
        var known = 0;
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            // A mailbox separator may stand before the headers.
            if (lines == 0 && line.StartsWith("From ", StringComparison.Ordinal)) continue;
            if (line.IsEmpty || ++lines > LinesLookedAt) return known >= 2;
            if (line[0] is ' ' or '\t' && lines > 1) continue;
            if (!HeaderLine().IsMatch(line)) return false;
            if (KnownHeader().IsMatch(line)) known++;
        }

        return false;
    }

    [GeneratedRegex(@"\A[!-9;-~]{1,76}[ \t]*:")]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"\A(From|To|Cc|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|Reply-To|Content-Type):", RegexOptions.IgnoreCase)]
    private static partial Regex KnownHeader();
}
