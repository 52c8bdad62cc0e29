using System.Diagnostics.CodeAnalysis;

namespace Fulcrum.Data.Labels;

/// <summary>Keeps one object of equal label sets, so that a million rows share those that they have.</summary>
public sealed class LabelSetPool
{
    /// <summary>More sets than these differ so much that there is little to share.</summary>
    private const int Most = 1 << 17;

    private readonly Dictionary<LabelSet, LabelSet> _sets = [];

    /// <summary>The set that was seen first of those that are equal to this one.</summary>
    [return: NotNullIfNotNull(nameof(set))]
    public LabelSet? Share(LabelSet? set)
    {
        if (set is null) return null;
        if (_sets.TryGetValue(set, out var shared)) return shared;
        if (_sets.Count < Most) _sets.Add(set, set);
        return set;
    }
}
