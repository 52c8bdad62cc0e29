namespace Fulcrum.Data.Labels;

/// <summary>The positions of labels in a list, which stand for them in probabilities, counts and models.</summary>
public sealed class LabelIndex
{
    private readonly Dictionary<string, int> _positions;

    /// <summary>The positions in a list.</summary>
    /// <param name="labels">The labels, each once.</param>
    /// <exception cref="ArgumentException">A label is there twice.</exception>
    public LabelIndex(IReadOnlyList<string> labels) => _positions = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);

    /// <summary>The position of a label.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the list.</exception>
    public int this[string label] => _positions[label];

    /// <summary>The positions of a row's labels, ascending.</summary>
    /// <exception cref="KeyNotFoundException">One of them is not in the list.</exception>
    public int[] Of(LabelSet labels)
    {
        if (labels.Count == 1) return [_positions[labels[0]]];
        int[] positions = [.. labels.Select<string, int>(label => _positions[label])];
        Array.Sort(positions);
        return positions;
    }

    /// <summary>The first of a row's labels that is not in the list; <see langword="null"/> where all are.</summary>
    public string? FindUnknown(LabelSet labels) => labels.FirstOrDefault(label => !_positions.ContainsKey(label));
}
