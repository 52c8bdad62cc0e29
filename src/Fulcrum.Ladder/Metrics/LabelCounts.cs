namespace Fulcrum.Ladder.Metrics;

/// <summary>For each label how often it was true, predicted, and both.</summary>
internal sealed class LabelCounts(int labels)
{
    private readonly int[] _hits = new int[labels];
    private readonly int[] _predicted = new int[labels];
    private readonly int[] _support = new int[labels];

    /// <summary>Number of labels.</summary>
    public int Labels => labels;

    /// <summary>The counts of a label.</summary>
    public (int Hits, int Predicted, int Support) this[int label] => (_hits[label], _predicted[label], _support[label]);

    /// <summary>Counts an outcome so many times; a negative number takes it back.</summary>
    public void Add(Outcome outcome, int times = 1)
    {
        foreach (var label in outcome.Truth) _support[label] += times;
        if (outcome.Predicted is null) return;
        foreach (var label in outcome.Predicted)
        {
            _predicted[label] += times;
            if (Array.IndexOf(outcome.Truth, label) >= 0) _hits[label] += times;
        }
    }

    /// <summary>Sets all counts to 0.</summary>
    public void Clear()
    {
        Array.Clear(_hits);
        Array.Clear(_predicted);
        Array.Clear(_support);
    }
}
