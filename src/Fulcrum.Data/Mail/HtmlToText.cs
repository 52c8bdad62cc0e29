using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Fulcrum.Data.Mail;

/// <summary>HTML to the text that is seen: scripts, styles and hidden text dropped, link and form targets kept in brackets, because that is where phishing lives.</summary>
internal static class HtmlToText
{
    private static readonly HashSet<string> Dropped = ["script", "style", "head", "template", "noscript", "object", "svg"];

    private static readonly HashSet<string> Blocks =
    [
        "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "li", "main", "ol", "option", "p", "pre", "section", "table", "tr", "ul",
    ];

    private static readonly string[] HidingStyles = ["display:none", "visibility:hidden", "font-size:0", "opacity:0", "mso-hide:all"];

    /// <summary>The visible text, white space collapsed, one line per block.</summary>
    public static string Convert(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        var text = new VisibleText();
        // Mails nest tables hundreds deep and attackers nest further: no recursion. A node that closes is pushed behind its children.
        var open = new Stack<(INode Node, int? LinkStart)>();
        open.Push((document.DocumentElement, null));
        while (open.TryPop(out var next))
        {
            if (next.LinkStart is { } start)
                Close((IElement)next.Node, start, text);
            else if (next.Node is IText characters)
                text.Append(characters.Data);
            else if (next.Node is IElement element && !IsHidden(element))
                Open(element, text, open);
        }

        return text.ToString();
    }

    private static void Open(IElement element, VisibleText text, Stack<(INode Node, int? LinkStart)> open)
    {
        if (Blocks.Contains(element.LocalName)) text.Break();
        if (element.LocalName is "td" or "th") text.Append(" ");
        if (element.LocalName == "img" && element.GetAttribute("alt") is { } alt && !string.IsNullOrWhiteSpace(alt)) text.Append($"[image: {alt}]");
        if (element.LocalName == "form" && element.GetAttribute("action") is { Length: > 0 } action) text.Append($"[form: {action}] ");
        open.Push((element, text.Length));
        for (var child = element.LastChild; child is not null; child = child.PreviousSibling) open.Push((child, null));
    }

    private static void Close(IElement element, int start, VisibleText text)
    {
        if (element.LocalName == "a" && element.GetAttribute("href") is { } href && IsWorthKeeping(href.Trim(), text.From(start)))
            text.Append($" [{href.Trim()}]");
        if (Blocks.Contains(element.LocalName)) text.Break();
    }

    private static bool IsWorthKeeping(string href, string shown) =>
        href.Length > 0 && href[0] != '#' && !shown.Trim().TrimEnd('/').Equals(href.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static bool IsHidden(IElement element)
    {
        if (Dropped.Contains(element.LocalName) || element.HasAttribute("hidden")) return true;
        if (element.GetAttribute("style") is not { } style) return false;
        var compact = string.Concat(style.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        return HidingStyles.Any(hiding => Sets(compact, hiding));
    }

    /// <summary><c>font-size:0</c> and <c>font-size:0px</c> hide, <c>font-size:0.9em</c> does not.</summary>
    private static bool Sets(string style, string declaration)
    {
        var position = style.IndexOf(declaration, StringComparison.Ordinal);
        if (position < 0) return false;
        var rest = style.AsSpan(position + declaration.Length);
        return declaration[^1] != '0' || rest.IsEmpty || rest[0] is not ('.' or (>= '0' and <= '9'));
    }

    /// <summary>Text with white space collapsed as a browser does.</summary>
    private sealed class VisibleText
    {
        private readonly StringBuilder text = new();
        private bool spaceBefore;

        public int Length => text.Length;

        public string From(int start) => text.ToString(start, text.Length - start);

        public void Append(string characters)
        {
            foreach (var character in characters)
            {
                // Zero-width characters are used to break words up for filters; the reader does not see them.
                if (character is '\u200B' or '\u200C' or '\u200D' or '\uFEFF' or '\u00AD') continue;
                if (char.IsWhiteSpace(character))
                {
                    spaceBefore = true;
                    continue;
                }

                if (spaceBefore && text.Length > 0 && text[^1] != '\n') text.Append(' ');
                spaceBefore = false;
                text.Append(character);
            }
        }

        public void Break()
        {
            spaceBefore = false;
            if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
        }

        public override string ToString() => text.ToString().Trim();
    }
}
