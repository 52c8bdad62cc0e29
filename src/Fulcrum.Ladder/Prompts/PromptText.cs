using System.Text;
using System.Text.RegularExpressions;

namespace Fulcrum.Ladder.Prompts;

/// <summary>
/// A system message or a template with its placeholders: <c>{text}</c> and <c>{labels}</c>. <c>{{</c> and the <c>}}</c> that
/// belongs to it are one brace each. All other braces stay as they are, so that JSON such as <c>{"is_spam": BOOL}</c> needs no
/// doubling; a single word in braces that is no placeholder is almost always a mistyped one.
/// </summary>
public sealed partial class PromptText
{
    /// <summary>The placeholder of the text.</summary>
    public const string TextName = "text";

    /// <summary>The placeholder of the list of labels.</summary>
    public const string LabelsName = "labels";

    /// <summary>The placeholders that there are.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [TextName, LabelsName];

    private readonly List<Piece> _pieces;

    private PromptText(List<Piece> pieces) => _pieces = pieces;

    /// <summary>Words in single braces that are no placeholders, as they are written, e.g. <c>{label}</c>.</summary>
    public IEnumerable<string> Unknown => _pieces.Where(piece => piece.Name is { } name && !Names.Contains(name)).Select(piece => piece.Written);

    /// <summary>How often the text goes into it.</summary>
    public int TextCount => _pieces.Count(piece => piece.Name == TextName);

    /// <summary>Takes a message apart.</summary>
    public static PromptText Parse(string message)
    {
        var pieces = new List<Piece>();
        var literal = new StringBuilder();
        // Whether each brace that is open was doubled.
        var open = new Stack<bool>();
        for (var at = 0; at < message.Length;)
        {
            var rest = message.AsSpan(at);
            if (rest[0] is '{' && !rest.StartsWith("{{") && Placeholder().Match(message, at) is { Success: true } word)
            {
                Flush();
                pieces.Add(new Piece(word.Value, word.Groups[1].Value));
                at += word.Length;
                continue;
            }

            var isDoubled = rest.StartsWith("{{") || (rest.StartsWith("}}") && open.TryPeek(out var wasDoubled) && wasDoubled);
            if (rest[0] == '{') open.Push(isDoubled);
            if (rest[0] == '}') open.TryPop(out _);
            literal.Append(rest[0]);
            at += isDoubled ? 2 : 1;
        }

        Flush();
        return new PromptText(pieces);

        void Flush()
        {
            if (literal.Length > 0) pieces.Add(new Piece(literal.ToString(), null));
            literal.Clear();
        }
    }

    /// <summary>The message with the placeholders replaced; braces in what replaces them are no placeholders.</summary>
    public string Fill(string labels, string text) => string.Concat(_pieces.Select(piece => piece.Name switch
    {
        TextName => text,
        LabelsName => labels,
        _ => piece.Written,
    }));

    /// <summary>A word in braces, from a place on.</summary>
    [GeneratedRegex(@"\G\{ *([\p{L}_][\p{L}\p{Nd}_.-]*) *\}")]
    private static partial Regex Placeholder();

    /// <param name="Written">The characters; of an escape the brace.</param>
    /// <param name="Name">The word where it is one in braces.</param>
    private readonly record struct Piece(string Written, string? Name);
}
