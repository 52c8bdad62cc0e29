using System.Text;
using System.Text.RegularExpressions;

namespace Fulcrum.Samples.MailProtect;

/// <summary>The two faces of a mail's text, from paragraphs in which links stand as <c>[words](address)</c>.</summary>
internal static partial class MailText
{
    /// <summary>Plain text, the quoted mail behind <c>&gt;</c>.</summary>
    public static string Plain(IEnumerable<string> paragraphs, QuotedMail? quoted)
    {
        var text = new StringBuilder(string.Join("\n\n", paragraphs.Select(WithAddresses))).Append('\n');
        if (quoted is not null)
        {
            string below = string.Join("\n\n", quoted.Paragraphs.Select(WithAddresses));
            text.Append('\n').Append(quoted.Introduction).Append('\n')
                .Append(quoted.Forwarded ? "\n" + below : "> " + below.Replace("\n", "\n> ", StringComparison.Ordinal))
                .Append('\n');
        }

        return text.ToString();
    }

    /// <summary>HTML; the mails of systems stand in a table, their links alone in a paragraph look like buttons.</summary>
    public static string Html(IEnumerable<string> paragraphs, QuotedMail? quoted, bool automatic)
    {
        string body = string.Concat(paragraphs.Select(text => Block(text, automatic)));
        if (quoted is not null)
        {
            body += $"<div>{Encoded(quoted.Introduction)}</div><blockquote>{string.Concat(quoted.Paragraphs.Select(text => Block(text, false)))}</blockquote>";
        }

        return automatic
            ? $"<html><body><table width=\"600\" align=\"center\"><tr><td>\n{body}</td></tr></table></body></html>\n"
            : $"<html><body>\n{body}</body></html>\n";
    }

    /// <summary>HTML in which every paragraph is a picture whose words are its alternative text.</summary>
    public static string Pictures(IEnumerable<string> paragraphs) =>
        "<html><body>\n" + string.Concat(paragraphs.Select((text, index) =>
            Link().Match(text) is { Success: true } link
                ? $"<a href=\"{link.Groups["address"].Value}\"><img src=\"cid:part{index}\" alt=\"{Encoded(Link().Replace(text, "${words}"))}\"></a>\n"
                : $"<img src=\"cid:part{index}\" alt=\"{Encoded(text)}\"><br>\n")) + "</body></html>\n";

    /// <summary>Changes the words of a text and leaves its links and addresses alone.</summary>
    public static string ChangeWords(string text, Func<string, string> change) =>
        Word().Replace(text, word => word.Groups["keep"].Success ? word.Value : change(word.Value));

    private static string WithAddresses(string text) => Link().Replace(text, link =>
    {
        bool alone = (link.Index == 0 || text[link.Index - 1] == '\n') && (link.Index + link.Length == text.Length || text[link.Index + link.Length] == '\n');
        return $"{link.Groups["words"].Value}{(alone ? ": " : " <")}{link.Groups["address"].Value}{(alone ? "" : ">")}";
    });

    private static string Block(string text, bool automatic)
    {
        string style = automatic && Link().Match(text).Value == text ? " style=\"padding:10px 18px;background:#245;color:#fff\"" : "";
        string html = Link().Replace(Encoded(text), $"<a href=\"${{address}}\"{style}>${{words}}</a>");
        return $"<p>{html.Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>\n";
    }

    // Not WebUtility: it would also escape every letter beyond ASCII.
    private static string Encoded(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(@"\[(?<words>[^\]]+)\]\((?<address>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<keep>\]\([^)]*\)|\S+(@|://)\S+|\S*\d\S*)|\p{L}[\p{L}'’]*")]
    private static partial Regex Word();
}
