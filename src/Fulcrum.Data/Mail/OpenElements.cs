namespace Fulcrum.Data.Mail;

/// <summary>
/// The elements that are open at a place in HTML. Tags that are missing or misplaced are understood as the HTML Standard says
/// (13.2.6, tree construction), as far as that decides what is shown; each tag takes constant time however deep elements nest.
/// </summary>
/// <param name="reopened">Told of each element that hides its content and is opened again behind a block that was closed around it.</param>
/// <param name="closed">Told of each element that is closed.</param>
internal sealed class OpenElements(Action<OpenElements.Element> reopened, Action<OpenElements.Element> closed)
{
    private static readonly HashSet<string> Void =
        ["area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr"];

    private static readonly HashSet<string> Headings = ["h1", "h2", "h3", "h4", "h5", "h6"];

    private static readonly HashSet<string> EndParagraphs =
    [
        "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "listing", "main", "menu", "nav", "ol",
        "p", "plaintext", "pre", "search", "section", "summary", "ul", "xmp",
    ];

    private static readonly HashSet<string> TableParts = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];

    /// <summary>No end tag of a block reaches beyond these.</summary>
    private static readonly HashSet<string> Scopes = ["applet", "caption", "marquee", "object", "table", "td", "template", "th"];

    /// <summary>No end tag of an inline element reaches beyond these.</summary>
    private static readonly HashSet<string> Blocks =
        [.. EndParagraphs.Except(["hr"]), .. TableParts, .. Scopes, "body", "button", "frameset", "html", "select", "svg"];

    /// <summary>Start tags before which formatting is not opened again: those of blocks, and what is not shown.</summary>
    private static readonly HashSet<string> WithoutFormatting =
        [.. Blocks.Except(["applet", "button", "marquee", "object", "select", "svg", "xmp"]), "base", "basefont", "bgsound", "col", "frame", "hr", "link", "meta", "param", "source", "track"];

    /// <summary>Stands where an element was ended in the midst of those that are open.</summary>
    private static readonly Element Ended = new("", IsHidden: false);

    private readonly List<Element> _open = [];
    private readonly FormattingElements _formatting = new();
    private readonly Dictionary<string, Stack<int>> _positions = [];
    private readonly Stack<int> _scopes = [];
    private readonly Stack<int> _lists = [];
    private readonly Stack<int> _blocks = [];

    /// <summary>Opens an element, after closing what its start tag ends.</summary>
    /// <param name="name">The tag's name in lower case.</param>
    /// <param name="isHidden">Kept for whoever is told that it is closed.</param>
    /// <returns>Whether it stays open; void elements, repeated <c>html</c> and <c>body</c> and cells outside of tables do not.</returns>
    public bool Start(string name, bool isHidden)
    {
        EndBefore(name);
        if (!WithoutFormatting.Contains(name)) ReopenFormatting();
        if (Void.Contains(name) || (name is "html" or "body" && LastOf(name) >= 0) || (TableParts.Contains(name) && LastOf("table") < 0)) return false;
        if (Scopes.Contains(name)) _scopes.Push(_open.Count);
        if (EndsListItems(name)) _lists.Push(_open.Count);
        if (Blocks.Contains(name)) _blocks.Push(_open.Count);
        _formatting.Open(name, isHidden, _open.Count);
        Push(new Element(name, isHidden));
        return true;
    }

    /// <summary>Text: opens the formatting again that hides it though a block was closed around it.</summary>
    public void ReopenFormatting()
    {
        foreach (var entry in _formatting.ToReopen)
        {
            entry.Position = _open.Count;
            var element = new Element(entry.Name, entry.IsHidden);
            Push(element);
            reopened(element);
        }
    }

    /// <summary>Closes the element that an end tag means, and all in it; nothing where there is none.</summary>
    public void End(string name)
    {
        // Text behind them still belongs to the body.
        if (name is "html" or "body" || EndFormatting(name)) return;
        CloseLast(name, TableParts.Contains(name) ? LastOf("table") : name == "table" ? -1 : Blocks.Contains(name) ? Top(_scopes) - 1 : Top(_blocks));
    }

    /// <summary>Closes everything.</summary>
    public void EndAll() => CloseFrom(0);

    private void EndBefore(string name)
    {
        if (EndParagraphs.Contains(name))
        {
            CloseLast("svg", -1);
            CloseLast("p", Top(_scopes));
        }

        switch (name)
        {
            case "a" or "nobr":
                EndFormatting(name);
                break;
            case "li":
                CloseLast("li", Top(_lists));
                break;
            case "dd" or "dt":
                CloseLast("dd", Top(_lists));
                CloseLast("dt", Top(_lists));
                break;
            case "option" or "optgroup":
                CloseLast(name, Top(_blocks));
                break;
            case "table" when LastOf("table") > Math.Max(LastOf("td"), Math.Max(LastOf("th"), LastOf("caption"))):
                CloseLast("table", -1);
                break;
            case "td" or "th":
                CloseParts("caption", "td", "th");
                break;
            case "tr":
                CloseParts("caption", "td", "th", "tr");
                break;
            case "tbody" or "tfoot" or "thead":
                CloseParts("caption", "tbody", "tfoot", "thead", "tr", "td", "th");
                break;
        }
    }

    /// <summary>Ends a formatting element as the adoption agency does: alone, where blocks in it are open. Whether there is one.</summary>
    private bool EndFormatting(string name)
    {
        if (_formatting.LastOf(name) is not { } entry) return false;
        var position = entry.Position;
        // In a table but in no cell.
        if (entry.IsOpen && position < Top(_scopes)) return true;
        _formatting.Remove(entry);
        if (!entry.IsOpen) return true;
        if (position > Top(_blocks))
        {
            CloseFrom(position);
            return true;
        }

        var element = _open[position];
        _open[position] = Ended;
        _positions[name].Pop();
        closed(element);
        return true;
    }

    private void Push(Element element)
    {
        if (!_positions.TryGetValue(KeyOf(element.Name), out var ofName)) _positions[KeyOf(element.Name)] = ofName = [];
        ofName.Push(_open.Count);
        _open.Add(element);
    }

    private void CloseParts(params ReadOnlySpan<string> parts)
    {
        var table = LastOf("table");
        if (table < 0) return;
        foreach (var part in parts) CloseLast(part, table);
        // Whatever else stands between the parts of a table has no place there.
        CloseFrom(Math.Max(Math.Max(table, LastOf("tr")), Math.Max(LastOf("tbody"), Math.Max(LastOf("tfoot"), LastOf("thead")))) + 1);
    }

    /// <summary>Closes the last open element of a name, if it stands beyond a position.</summary>
    private void CloseLast(string name, int beyond)
    {
        var position = LastOf(name);
        if (position >= 0 && position > beyond) CloseFrom(position);
    }

    private void CloseFrom(int position)
    {
        while (_open.Count > position)
        {
            var element = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (element == Ended) continue;
            _formatting.Close(element.Name, _open.Count);
            _positions[KeyOf(element.Name)].Pop();
            PopAt(_open.Count, _scopes);
            PopAt(_open.Count, _lists);
            PopAt(_open.Count, _blocks);
            closed(element);
        }
    }

    private static void PopAt(int position, Stack<int> positions)
    {
        if (Top(positions) == position) positions.Pop();
    }

    private int LastOf(string name) => _positions.TryGetValue(KeyOf(name), out var ofName) ? Top(ofName) : -1;

    private static int Top(Stack<int> positions) => positions.TryPeek(out var top) ? top : -1;

    private static bool EndsListItems(string name) => Blocks.Contains(name) && name is not ("address" or "dd" or "div" or "dt" or "li" or "p");

    /// <summary>The end tag of any heading ends any other.</summary>
    private static string KeyOf(string name) => Headings.Contains(name) ? "h1" : name;

    /// <param name="Name">The tag's name in lower case.</param>
    /// <param name="IsHidden">Whether it hides what is in it.</param>
    internal readonly record struct Element(string Name, bool IsHidden);
}
