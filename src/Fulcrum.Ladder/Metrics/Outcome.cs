namespace Fulcrum.Ladder.Metrics;

/// <summary>What is true of an example and what was predicted, as positions among the task's labels.</summary>
/// <param name="Truth">Ascending.</param>
/// <param name="Predicted">Ascending; <see langword="null"/> where an answer could not be read.</param>
internal sealed record Outcome(int[] Truth, int[]? Predicted) : IComparable<Outcome>
{
    public bool Equals(Outcome? other) => CompareTo(other) == 0;

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var label in Truth) hash.Add(label);
        hash.Add(-1);
        foreach (var label in Predicted ?? [-1]) hash.Add(label);
        return hash.ToHashCode();
    }

    /// <summary>By truth, then by prediction; what could not be read comes last.</summary>
    public int CompareTo(Outcome? other)
    {
        if (other is null) return 1;
        var truth = Truth.AsSpan().SequenceCompareTo(other.Truth);
        if (truth != 0) return truth;
        return Predicted is null || other.Predicted is null
            ? (Predicted is null).CompareTo(other.Predicted is null)
            : Predicted.AsSpan().SequenceCompareTo(other.Predicted);
    }
}
