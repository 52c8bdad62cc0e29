using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples;

/// <summary>A generated data set: rows by part (<c>train</c>, <c>dev</c>, <c>test</c>, and <c>shift</c> where there is one).</summary>
public sealed class SampleParts
{
    private readonly SortedDictionary<string, IReadOnlyList<SampleRow>> _rows = new(StringComparer.Ordinal);

    internal SampleParts(string prefix, SeededRandom random, IEnumerable<(string Part, SampleRow Row)> drafts)
    {
        foreach (var part in drafts.GroupBy(draft => draft.Part, draft => draft.Row))
        {
            // Shuffled before they are numbered, so that neither place nor id tells the family.
            _rows[part.Key] = [.. random.Shuffled(part).Select((row, index) => row with { Id = $"{prefix}-{part.Key}-{index + 1:0000}" })];
        }
    }

    /// <summary>The names of the parts, in ordinal order.</summary>
    public IEnumerable<string> Names => _rows.Keys;

    /// <summary>The rows of <paramref name="part"/>, in file order.</summary>
    /// <exception cref="KeyNotFoundException">There is no such part.</exception>
    public IReadOnlyList<SampleRow> this[string part] => _rows[part];
}
