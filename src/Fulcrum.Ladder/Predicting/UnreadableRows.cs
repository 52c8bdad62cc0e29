using Fulcrum.Data;

namespace Fulcrum.Ladder.Predicting;

/// <summary>Counts the rows that a model cannot read, and says which and why.</summary>
public sealed class UnreadableRows
{
    private const int NamesShown = 5;
    private readonly List<string> _names = [];
    private string? _firstFault;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the answer to one row.</summary>
    public void Add(TextRow row, RowAnswer answer)
    {
        if (answer.Fault is null) return;
        Count++;
        _firstFault ??= answer.Fault;
        if (_names.Count < NamesShown) _names.Add(row.Name);
    }

    /// <summary>What a reader should know and do; nothing where all could be read.</summary>
    public IEnumerable<string> Notes()
    {
        if (Count == 0) yield break;
        var names = string.Join(", ", _names) + (Count > _names.Count ? FormattableString.Invariant($" and {Count - _names.Count:N0} more") : "");
        yield return FormattableString.Invariant($"{Count:N0} {(Count == 1 ? "row has a text" : "rows have texts")} that the model cannot read and {(Count == 1 ? "was" : "were")} not answered: {names}. ")
                     + $"Row {_names[0]}: {_firstFault}";
    }
}
