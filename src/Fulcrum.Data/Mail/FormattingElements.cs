namespace Fulcrum.Data.Mail;

/// <summary>
/// The list of active formatting elements of the HTML Standard (13.2.4.3): bold, links and the like go on behind the end of a block
/// that was closed around them, up to their own end tag or the end of the cell they stand in.
/// </summary>
internal sealed class FormattingElements
{
    /// <summary>The standard keeps so many of the same name and attributes; of these it matters here only whether they hide.</summary>
    private const int MostAlike = 3;

    private static readonly HashSet<string> Names = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

    private static readonly HashSet<string> Markers = ["applet", "caption", "marquee", "object", "td", "template", "th"];

    /// <summary>The elements behind each marker, the innermost last.</summary>
    private readonly Stack<List<Entry>> _behindMarkers = new([[]]);

    /// <summary>Whether elements of this name are reopened.</summary>
    public static bool IsFormatting(string name) => Names.Contains(name);

    /// <summary>Elements that hide what is in them and were closed by a block.</summary>
    public IEnumerable<Entry> ToReopen => _behindMarkers.Peek().Where(entry => entry is { IsHidden: true, IsOpen: false });

    /// <summary>The last element of a name that its end tag would end, or <see langword="null"/>.</summary>
    public Entry? LastOf(string name) => _behindMarkers.Peek().FindLast(entry => entry.Name == name);

    /// <summary>Takes note of an element that is opened.</summary>
    public void Open(string name, bool isHidden, int position)
    {
        if (Markers.Contains(name)) _behindMarkers.Push([]);
        if (!IsFormatting(name)) return;
        var entries = _behindMarkers.Peek();
        if (entries.Count(IsAlike) == MostAlike) entries.Remove(entries.Find(IsAlike)!);
        entries.Add(new Entry(name, isHidden) { Position = position });

        bool IsAlike(Entry entry) => entry.Name == name && entry.IsHidden == isHidden;
    }

    /// <summary>Takes note of an element that is closed, by whatever tag.</summary>
    public void Close(string name, int position)
    {
        if (Markers.Contains(name)) _behindMarkers.Pop();
        else if (IsFormatting(name) && _behindMarkers.Peek().Find(entry => entry.Position == position) is { } closed) closed.Position = Entry.Closed;
    }

    /// <summary>Forgets an element whose end tag has come.</summary>
    public void Remove(Entry entry) => _behindMarkers.Peek().Remove(entry);

    /// <summary>A formatting element that has not been ended.</summary>
    /// <param name="name">The tag's name in lower case.</param>
    /// <param name="isHidden">Whether it hides what is in it.</param>
    internal sealed class Entry(string name, bool isHidden)
    {
        public const int Closed = -1;

        public string Name => name;

        public bool IsHidden => isHidden;

        /// <summary>Where it stands among the open elements.</summary>
        public int Position { get; set; }

        public bool IsOpen => Position != Closed;
    }
}
