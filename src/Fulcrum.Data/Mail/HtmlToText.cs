using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Text;

namespace Fulcrum.Data.Mail;

/// <summary>
/// HTML to the text that is seen: scripts, styles and hidden text dropped, link and form targets kept in brackets, because that
/// is where phishing lives. Works tag by tag, without a tree: time and memory grow with the length alone, however deep
/// elements nest.
/// </summary>
internal sealed partial class HtmlToText
{
    private static readonly HashSet<string> Dropped =
        ["script", "style", "title", "template", "noscript", "noembed", "noframes", "iframe", "object", "svg"];

    private static readonly HashSet<string> Blocks =
    [
        "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "li", "main", "ol", "option", "p", "pre", "section", "table", "tr", "ul",
    ];

    private static readonly string[] HidingStyles = ["display:none", "visibility:hidden", "font-size:0", "opacity:0", "mso-hide:all"];

    private readonly VisibleText _text = new();
    private readonly OpenElements _open;
    private int _hidden;
    private (string Target, int Start)? _link;
    private bool _hasWords;

    private HtmlToText() => _open = new OpenElements(_ => _hidden++, Close);

    /// <summary>The visible text, white space collapsed, one line per block.</summary>
    public static ShownText Convert(string html, CancellationToken cancellationToken)
    {
        var converter = new HtmlToText();
        var tokenizer = new HtmlTokenizer(new StringReader(Mended(html))) { IgnoreTruncatedTags = true };
        while (tokenizer.ReadNextToken(out var token))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (token is HtmlTagToken { IsEndTag: true } end) converter.End(end.Name.ToLowerInvariant());
            else if (token is HtmlTagToken start) converter.Start(start, start.Name.ToLowerInvariant());
            else if (token is HtmlDataToken data) converter.Append(data.Data);
        }

        converter.EndLink();
        converter._open.EndAll();
        return new ShownText(converter._text.ToString(), converter._hasWords);
    }

    private void Append(string characters)
    {
        _open.ReopenFormatting();
        if (_hidden > 0) return;
        _hasWords = _hasWords || ShownText.HoldsWords(characters);
        _text.Append(characters);
    }

    private void Start(HtmlTagToken tag, string name)
    {
        if (name == "a") EndLink();
        var isHidden = IsHidden(tag, name);
        if (_open.Start(name, isHidden) && isHidden) _hidden++;
        if (_hidden > 0 || isHidden) return;
        if (Blocks.Contains(name)) _text.Break();
        if (name is "td" or "th") _text.Append(" ");
        if (name == "a" && ValueOf(tag, "href") is { } href) _link = (href.Trim(), _text.Length);
        if (name == "img" && ValueOf(tag, "alt") is { } alt && !string.IsNullOrWhiteSpace(alt)) _text.Append($"[image: {alt}]");
        if (name == "form" && ValueOf(tag, "action") is { Length: > 0 } action) _text.Append($"[form: {action}] ");
    }

    private void End(string name)
    {
        if (name == "a") EndLink();
        _open.End(name);
        if (_hidden == 0 && name is "br" or "p") _text.Break();
    }

    private void Close(OpenElements.Element element)
    {
        if (element.IsHidden) _hidden--;
        else if (_hidden > 0) return;
        else if (element.Name is "td" or "th" or "caption") EndLink();
        else if (Blocks.Contains(element.Name)) _text.Break();
    }

    /// <summary>A link goes on over the blocks that are closed in it, as bold does, up to its end tag, the next link or the end of its cell.</summary>
    private void EndLink()
    {
        if (_link is not { } ended) return;
        _link = null;
        if (IsWorthKeeping(ended.Target, _text.From(ended.Start))) _text.Append($" [{ended.Target}]");
    }

    /// <summary>What the tokenizer does not read as the HTML Standard says: references to code points without a semicolon, and <c>&lt;</c> that opens nothing.</summary>
    private static string Mended(string html) => Unread().Replace(html, match => match.Value == "<" ? "&lt;" : match.Value + ";");

    [GeneratedRegex("&#(?>[0-9]+|[xX][0-9a-fA-F]+)(?!;)|<(?![a-zA-Z/!?])")]
    private static partial Regex Unread();

    private static bool IsWorthKeeping(string href, string shown) =>
        href.Length > 0 && href[0] != '#' && !shown.Trim().TrimEnd('/').Equals(href.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static bool IsHidden(HtmlTagToken tag, string name)
    {
        if (Dropped.Contains(name) || ValueOf(tag, "hidden") is not null) return true;
        if (ValueOf(tag, "style") is not { } style) return false;
        var compact = string.Concat(style.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        return HidingStyles.Any(hiding => Sets(compact, hiding));
    }

    /// <summary>An attribute's value, the first where it stands twice; empty where it stands without one.</summary>
    private static string? ValueOf(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return attribute.Value ?? "";
        return null;
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
        private readonly StringBuilder _text = new();
        private bool _spaceBefore;

        public int Length => _text.Length;

        public string From(int start) => _text.ToString(start, _text.Length - start);

        public void Append(string characters)
        {
            foreach (var character in characters)
            {
                // Zero-width characters are used to break words up for filters; the reader does not see them.
                if (character is '\u200B' or '\u200C' or '\u200D' or '\uFEFF' or '\u00AD') continue;
                if (char.IsWhiteSpace(character))
                {
                    _spaceBefore = true;
                    continue;
                }

                if (_spaceBefore && _text.Length > 0 && _text[^1] != '\n') _text.Append(' ');
                _spaceBefore = false;
                _text.Append(character);
            }
        }

        public void Break()
        {
            _spaceBefore = false;
            if (_text.Length > 0 && _text[^1] != '\n') _text.Append('\n');
        }

        public override string ToString() => _text.ToString().Trim();
    }
}
