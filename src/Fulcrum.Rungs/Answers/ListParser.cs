using Fulcrum.Ladder.Prompts;

namespace Fulcrum.Rungs.Answers;

/// <summary>
/// Reads a list of labels out of what a model wrote, with the care of <see cref="AnswerParser"/>: a JSON array, or answers with
/// commas, semicolons, lines or bullets between them, in sentences too, each with a yes or a no where the model wrote one.
/// A name that is no answer is left out as long as another one is; <c>[]</c> and <c>none</c> say that no label applies.
/// Takes time in proportion to the text.
/// </summary>
internal sealed class ListParser
{
    /// <summary>Words of a line that may be the name of a label that does not exist; a longer line is a sentence.</summary>
    private const int WordsOfName = 3;

    private readonly KnownAnswers _answers;
    private readonly NoLabel _none;
    private readonly bool _isJson;
    private readonly string? _property;

    /// <param name="prompt">The prompt that was answered.</param>
    /// <param name="labels">The task's labels, in order.</param>
    public ListParser(PromptDefinition prompt, IReadOnlyList<string> labels)
    {
        _answers = new KnownAnswers(prompt, labels);
        _none = new NoLabel(_answers.Forms);
        _isJson = prompt.Format == AnswerFormat.Json;
        _property = AnswerProperty.Shown(prompt, labels) is { } shown ? _answers.Fold(shown) : null;
    }

    /// <summary>Positions of the labels meant, ascending, or null.</summary>
    public IReadOnlyList<int>? Parse(string written)
    {
        var answer = Reasoning.Strip(written);
        if (_isJson) return ParseList(answer) ?? ParseObject(answer);
        // Boxes to tick look like lists.
        var hasBoxes = answer.Contains('[', StringComparison.Ordinal) && answer.Split('\n').Any(ListLine.HasBox);
        return (hasBoxes ? null : ParseList(answer) ?? ParseObject(answer)) ?? ParseLines(answer);
    }

    /// <summary>The first list that can be read: of the property that the prompt shows, or of none, or of any where it shows none.</summary>
    private int[]? ParseList(string written) => JsonLists.In(written)
        .Where(list => _property is null || list.Name is null || _answers.Fold(list.Name) == _property)
        .Select(list => ReadItems(list.Items))
        .FirstOrDefault(labels => labels is not null);

    private int[]? ReadItems(IReadOnlyList<string> items)
    {
        int[] labels = [.. items.SelectMany(ReadItem).Distinct().Order()];
        return labels.Length > 0 || items.Count == 0 || items.All(item => _none.IsWhole(_answers.Fold(item))) ? labels : null;
    }

    private IEnumerable<int> ReadItem(string item) => _answers.Whole(item) is { } only
        ? [only]
        : _answers.In(_answers.Fold(item)).Where(mention => !mention.IsDenied).Select(mention => mention.Index);

    /// <summary><c>{"billing": true, "refund": false}</c>, or a list in a string: <c>{"labels": "billing, refund"}</c>.</summary>
    private IReadOnlyList<int>? ParseObject(string written)
    {
        var (known, given) = (false, new SortedSet<int>());
        IReadOnlyList<int>? inString = null;
        foreach (var (name, value) in JsonPairs.In(written))
        {
            if (_answers.Whole(name) is { } label && BooleanForms.Of(_answers.Fold(value)) is { } isGiven)
            {
                known = true;
                if (isGiven) given.Add(label);
            }
            else if (_property is null || _answers.Fold(name) == _property)
            {
                inString ??= ParseLines(value);
            }
        }

        return known ? [.. given] : inString;
    }

    /// <summary>The labels of the first list, or of the first line that gives any.</summary>
    private IReadOnlyList<int>? ParseLines(string written)
    {
        var (given, denied, inList) = (new SortedSet<int>(), new HashSet<int>(), false);
        foreach (var characters in written.AsSpan().EnumerateLines())
        {
            if (characters.IsWhiteSpace()) continue;
            var text = characters.ToString();
            var line = ListLine.Read(text, _answers, _none);
            if (line.SaysNone)
            {
                if (!inList) return [];
                break;
            }

            if (inList && !line.IsItem)
            {
                if (IsName(text)) continue;
                break;
            }

            given.UnionWith(line.Given);
            denied.UnionWith(line.Denied);
            if (line.IsItem) inList |= line.Given.Count + line.Denied.Count > 0;
            else if (given.Count > 0) break;
        }

        if (given.Count > 0) return [.. given];
        return denied.Count == _answers.Forms.Count ? [] : null;
    }

    private static bool IsName(string line) =>
        line.Split(' ', WordsOfName + 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length <= WordsOfName && !line.TrimEnd().EndsWith(':');
}
