using System.Collections;

namespace Fulcrum.Data.Rows;

/// <summary>What reading guessed, mended or left out: sentences, and rows of one kind counted with the ids of the first five.</summary>
internal sealed class ReadingNotes : IEnumerable<string>
{
    private const int Shown = 5;
    private readonly List<Func<string>> _notes = [];
    private readonly Dictionary<(string Noun, string What), (int Count, List<string> Ids)> _rows = [];

    public void Add(string sentence) => _notes.Add(() => sentence);

    /// <summary>Counts one more row of a kind.</summary>
    /// <param name="noun">What is counted, in the singular, e.g. <c>mail</c>.</param>
    /// <param name="what">What it is or what was done with it, e.g. <c>with a subject only</c>.</param>
    /// <param name="id">The row's id, or its file and line where it has none.</param>
    public void AddRow(string noun, string what, string id)
    {
        var (count, ids) = _rows.GetValueOrDefault((noun, what), (0, []));
        if (count == 0) _notes.Add(() => Sentence(noun, what));
        if (ids.Count < Shown) ids.Add(id);
        _rows[(noun, what)] = (count + 1, ids);
    }

    public IEnumerator<string> GetEnumerator() => _notes.Select(note => note()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Sentence(string noun, string what)
    {
        var (count, ids) = _rows[(noun, what)];
        return $"{Count.Of(count, noun)} {what}: {string.Join(", ", ids)}{(count > Shown ? string.Create(Invariant, $" and {count - Shown:N0} more") : "")}.";
    }
}
