namespace Fulcrum.Data.Rows;

/// <summary>The names of the fields of many rows, kept once for all of them.</summary>
internal sealed class FieldNames
{
    private readonly IReadOnlyList<string> _names;
    private readonly Dictionary<string, int> _positions = [];

    public FieldNames(IReadOnlyList<string> names)
    {
        _names = names;
        foreach (var (position, name) in names.Index()) _positions.TryAdd(name, position);
    }

    public int Count => _names.Count;

    public string this[int position] => _names[position];

    /// <summary>The position of a name, or -1.</summary>
    public int PositionOf(string name) => _positions.GetValueOrDefault(name, -1);

    public bool AreThose(IEnumerable<string> others) => _names.SequenceEqual(others);
}
