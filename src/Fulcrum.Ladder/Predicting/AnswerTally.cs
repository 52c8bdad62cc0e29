using Fulcrum.Data;

namespace Fulcrum.Ladder.Predicting;

/// <summary>Counts answers.</summary>
/// <param name="labels">The labels that may be answered.</param>
public sealed class AnswerTally(IReadOnlyList<string> labels)
{
    private const int NamesShown = 5;
    private readonly long[] _counts = new long[labels.Count];
    private readonly List<string> _withoutText = [];
    private readonly UnreadableRows _unreadable = new();

    /// <summary>All rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows without a text, which were not asked about.</summary>
    public long WithoutText { get; private set; }

    /// <summary>Rows with a text that the model cannot read, such as one that is too long.</summary>
    public long Unreadable => _unreadable.Count;

    /// <summary>Rows to which a model wrote something that is no label.</summary>
    public long Unread { get; private set; }

    /// <summary>Texts of which only a part was read.</summary>
    public long Cut { get; private set; }

    /// <summary>How often each label was answered.</summary>
    public IReadOnlyDictionary<string, long> Labels => labels.Zip(_counts).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>Counts one row.</summary>
    public void Add(TextRow row, RowAnswer answer)
    {
        Rows++;
        if (answer.WasCut) Cut++;
        _unreadable.Add(row, answer);
        if (answer.Labels is { } answered)
        {
            foreach (var label in answered) _counts[label]++;
        }
        else if (row.Text.Length > 0)
        {
            if (answer.Fault is null) Unread++;
        }
        else
        {
            WithoutText++;
            if (_withoutText.Count < NamesShown) _withoutText.Add(row.Name);
        }
    }

    /// <summary>What a reader should know, one sentence each.</summary>
    public IEnumerable<string> Notes()
    {
        if (WithoutText > 0) yield return $"{Rowwise(WithoutText)} no text and {(WithoutText == 1 ? "was" : "were")} not answered: {string.Join(", ", _withoutText)}{(WithoutText > NamesShown ? FormattableString.Invariant($" and {WithoutText - NamesShown:N0} more") : "")}.";
        foreach (var note in _unreadable.Notes()) yield return note;
        if (Unread > 0) yield return $"{Rowwise(Unread)} no label: what the model wrote could not be read.";
        if (Cut > 0) yield return FormattableString.Invariant($"Of {Cut:N0} {(Cut == 1 ? "text" : "texts")} only a part was read, as in the comparison: {(Cut == 1 ? "it is" : "they are")} longer than the model may read.");
    }

    private static string Rowwise(long count) => FormattableString.Invariant($"{count:N0} {(count == 1 ? "row has" : "rows have")}");
}
